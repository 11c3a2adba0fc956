"""Places made up so that between them every wording of groups, gaps and areas is said, and of what decisions did."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

from oneplace.progress import Aim
from tests.reader.places import MEASURES, USUAL, Drawn, Row
from tests.reader.planting import FALLING, MONTHLY, aim, bare, line, meant, only, strategy, wish, without


def redrawn(*codes: str) -> Callable[[Row], Row]:
    """These neighbourhoods have no number, since their lines were drawn anew."""
    nothing = dict.fromkeys(("value", "lower", "upper", "numerator", "denominator")) | {"reason": "it was redrawn"}
    return lambda row: row | nothing if row["dimension"] == "neighbourhood" and row["group"] in codes else row


def groups(**drawn: Any) -> Drawn:
    """The usual place with one ambition and other groups."""
    return Drawn(only(smoking=line(14, -0.3, 8)), **drawn, strategy=strategy(bare("smoking")))


def newest_gone(row: Row) -> Row | None:
    """There is no value of everyone in the newest year."""
    return None if row["dimension"] == "all" and row["period_end"] > date(2026, 1, 1) else row


def of_groups_alone(row: Row) -> Row | None:
    """Nobody tells a value of everyone."""
    return None if row["dimension"] in ("all", "area") else row


def newest_fifths_hidden(row: Row) -> Row:
    """Of the newest year no fifth can be shown, of the year before all."""
    if (row["dimension"], row["period_start"].year) != ("deprivation", 2025):
        return row
    return row | dict.fromkeys(("value", "lower", "upper", "numerator")) | {"suppressed": True, "reason": "too few"}


EXPECTING = """decisions:
  - {{id: D1, title: Fund the clinics, body: Cabinet, on: 2022-01-10, outcomes: [A1], reasons: Need, options: not_set,
     expects: [{expected}]}}
"""


def expecting(
    series: dict[str, Any], *asked: tuple[str, str], more: str = "", by: str = "2026-03", size: int = 1, **drawn: Any
) -> Drawn:
    """Measures that one decision was to better, each from a month on."""
    good = {"high_good": 2, "low_good": -2, "context": -2}
    each = (
        f"{{measure: {name}, change: {size * good[MEASURES[name][1]]}, from: {since}, by: {by}{more}}}"
        for name, since in asked
    )
    text = EXPECTING.format(expected=", ".join(each))
    return Drawn(only(**series), strategy=strategy(bare("smoking"), more=text), **drawn)


def over_two_months(row: Row) -> Row:
    """Each value is of two months, of which one is also the next one's."""
    end = row["period_end"]
    return row | {"period_end": date(end.year + (end.month == 12), end.month % 12 + 1, 1)}


def women_as_england(row: Row) -> Row | None:
    """What women have is, but for chance, what England has."""
    if row["dimension"] != "sex":
        return None if row["dimension"] == "area" else row
    if row["group"] == "M":
        return None
    chance = 0.1 * (row["period_start"].month * 5 % 7)
    values = {name: row[name] + chance for name in ("value", "lower", "upper")}
    return row | values | {"dimension": "area", "group": "E92000001", "group_label": "England"}


def england_fell_more(row: Row) -> Row | None:
    """England fell at the same time as the place, by more and with less chance."""
    told = women_as_england(row)
    if told is None or told is row:
        return told
    value = (20.0 if row["period_start"] < date(2025, 1, 1) else 15.0) + 0.02 * (row["period_start"].month * 5 % 7)
    return told | {"value": value, "lower": value - 1, "upper": value + 1}


WOBBLE = [0.1 * ((at * 7919) % 11 - 5) for at in range(40)]
"""What chance adds to ambulances, in which a decision was to be seen from the 25th month on."""
FELL = {"ambulances": [20 + WOBBLE[at] - 3 * (at >= 24) for at in range(40)]}


def decided(since: int, by: float) -> Drawn:
    """Ambulances that came so many minutes later from a month on."""
    return Drawn(USUAL.series | {"ambulances": [12 + WOBBLE[at] + by * (at >= since) for at in range(40)]})


SINCE = 24


def aimed(by: str, code: str, words: str, *, measure: str = "smoking", said: date = date(2024, 12, 2)) -> Aim:
    """An action that is to narrow a gap, said on a day."""
    return Aim(
        f"A {measure} {by} {code} {said}", measure, by, code, words, 3.0, said, said, date(2026, 3, 31), public=True
    )


def aiming(step: float, *, halves: bool = False, doubles: bool = False, twice: bool = False) -> Drawn:
    """Women who smoke more than everyone, which an action was to bring down from a month on: by so much it did.

    Or everyone's share halves or doubles in that month; or theirs is twice as large all along.
    """

    def altered(row: Row) -> Row:
        if row["measure"] != "smoking" or row["group"] not in ("all", "F"):
            return row
        at = (row["period_start"].year - 2023) * 12 + row["period_start"].month - 1
        since = at >= SINCE
        everyone = (20.0 + twice * (WOBBLE[at] + step * since)) * (0.5 if halves and since else 1 + doubles * since)
        away = everyone if twice else 10.0 + WOBBLE[at] + step * since
        value = everyone + away * (row["group"] == "F")
        return row | {
            "value": value,
            "lower": value - 1,
            "upper": value + 1,
            "numerator": value * row["denominator"] / 100,
        }

    women = aimed("sex", "F", "women and girls")
    told = {"strategy": strategy(bare("smoking")), "aims": (women,), "neighbourhoods": ()}
    return Drawn(only(smoking=[20.0] * 40), kinds=MONTHLY, altered=altered, **told)


def cannot_be_told(row: Row) -> Row:
    """Of the fifths the first and last wobble, and the third has no limits."""
    if row["dimension"] not in ("all", "deprivation") or row["suppressed"]:
        return row
    at = (row["period_start"].year - 2023) * 12 + row["period_start"].month - 1
    value = row["value"] + WOBBLE[at] * (row["group"] in "15")
    limits = {"lower": None, "upper": None} if row["group"] == "3" else {"lower": value - 1, "upper": value + 1}
    return row | {"value": value, "numerator": value * row["denominator"] / 100} | limits


ON_ITS_WAY = aim("smoking", 11, 5)
GAP_ALONE = bare("smoking") + wish("absolute_gap", 12, 9, more=", baseline_period: 2018/19")
GAP_OFF = GAP_ALONE.replace("12, target: 9", "6, target: 3")
INVENTED = aim("smoking", 20, 1).replace("agreed, source: Board", "illustrative")
FIRST = "the most deprived fifth"
AIMED = {
    "narrowed": aiming(-5.0),
    "widened": aiming(5.0),
    "and nothing seen": aiming(0.0, doubles=True),
    "but not as so many times": aiming(-5.0, halves=True),
    "and as many times all along": aiming(-5.0, twice=True),
    "and it can't be told": Drawn(
        only(smoking=[20.0] * 40),
        strategy=strategy(bare("smoking")),
        kinds=MONTHLY,
        said={"jabs": "groups_unlike: people of a fifth are younger\n"},
        hidden=frozenset({"2"}),
        altered=cannot_be_told,
        aims=(
            aimed("ethnicity", "asian", "Asian people"),
            aimed("deprivation", "2", "the second fifth"),
            aimed("deprivation", "3", "the third fifth"),
            aimed("deprivation", "4", "the fourth fifth"),
            aimed("deprivation", "5", "the least deprived fifth"),
            aimed("deprivation", "1", FIRST, measure="jabs"),
            aimed("deprivation", "1", FIRST, measure="calls"),
            *(
                aimed("deprivation", "1", FIRST, said=day)
                for day in (date(2023, 6, 2), date(2024, 6, 2), date(2025, 12, 2))
            ),
        ),
    ),
    "and everyone is told for other times": Drawn(
        only(smoking=[20.0] * 40),
        strategy=strategy(bare("smoking")),
        kinds=MONTHLY,
        altered=lambda row: None if row["dimension"] in ("all", "area") else row,
        aims=(aimed("deprivation", "1", FIRST),),
    ),
}
ON_PATH = strategy(aim("smoking", 11, 5), aim("smoking", 20, 2), aim("jabs", 80, 90, more=wish("SII", 1, 0)))
PLACES: dict[str, Drawn] = {
    "decided, and it worked": decided(24, -3.0),
    "decided, and it did harm": decided(24, 3.0),
    "decided, and nothing seen": decided(40, 0.0),
    **{f"aimed at a gap, {name}": one for name, one in AIMED.items()},
    "decided, and too little known": expecting(
        {"ambulances": WOBBLE, "calls": [5000.0] * 40},
        *(("ambulances", since) for since in ("2024-06", "2023-06", "2025-12")),
        *(("calls", "2025-01"), ("life", "2025-01")),
    ),
    "decided, and periods overlap": expecting({"calls": WOBBLE}, ("calls", "2025-01"), altered=over_two_months),
    "decided, and it moved by less": expecting(FELL, ("ambulances", "2025-01"), size=9, kinds=MONTHLY),
    "decided, and it moved by less so far": expecting(
        FELL, ("ambulances", "2025-01"), size=9, by="2029-03", kinds=MONTHLY
    ),
    "decided, and it bends anyway": expecting(
        {"ambulances": [40 - 0.01 * at**2 + 0.3 * WOBBLE[at] for at in range(40)]},
        ("ambulances", "2025-01"),
        kinds=MONTHLY,
    ),
    "decided, and nobody beside": expecting(
        {"calls": [20 + one for one in WOBBLE]}, ("calls", "2025-01"), more=", controls: [E06000044]"
    ),
    "decided, and set beside England": expecting(
        {"smoking": [20 + one for one in WOBBLE]},
        ("smoking", "2025-01"),
        more=", controls: [E92000001]",
        kinds=MONTHLY,
        altered=women_as_england,
    ),
    "decided, and it changed as much in England": expecting(
        {"smoking": [20 + WOBBLE[at] - 3 * (at >= 24) for at in range(40)]},
        ("smoking", "2025-01"),
        kinds=MONTHLY,
        altered=england_fell_more,
    ),
    "decided, and doubtful": expecting(
        {
            "smoking": [20 + WOBBLE[at] - (3 - 0.6 * (at - 23)) * (at >= 24) for at in range(40)],
            "jabs": [20 + WOBBLE[at] - 4 * (12 <= at < 16) + 3 * (at >= 24) for at in range(40)],
            "life": [20 + WOBBLE[at] - 3 * (21 <= at < 24) for at in range(40)],
            "ambulances": [20 + WOBBLE[at] - 0.5 * max(0, at - 23) for at in range(40)],
        },
        *((name, "2025-01") for name in ("smoking", "jabs", "life", "ambulances")),
        kinds=MONTHLY,
    ),
    "on path, gap wider": Drawn(only(smoking=FALLING), growing=0.3, strategy=ON_PATH),
    "on path, gap narrower": Drawn(only(smoking=FALLING), growing=-0.05, strategy=strategy(aim("smoking", 11, 5))),
    "two wider": Drawn(
        only(smoking=FALLING), growing=0.3, strategy=strategy(aim("smoking", 11, 5), bare("smoking"), bare("jabs"))
    ),
    "figures of the year before": replace(USUAL, altered=newest_fifths_hidden),
    "figures that round otherwise": replace(USUAL, fifths=(6.04, 3.0, 0.0, -2.0, -4.04)),
    "a gap that nobody asked about": Drawn(
        only(smoking=FALLING, life=line(70, 0.5, 11)), growing=0.3, strategy=strategy(bare("life"))
    ),
    "two gaps that stay, beside": Drawn(
        only(smoking=line(14, -0.3, 8), jabs=line(80, 0.1, 8)),
        grouped=frozenset({"smoking", "jabs"}),
        strategy=strategy(bare("life")),
    ),
    "the gap alone has a target": Drawn(
        only(smoking=USUAL.series["smoking"]),
        strategy=strategy(GAP_ALONE, GAP_ALONE.replace("baseline: 12, ", ""), bare("smoking")),
    ),
    "the gap alone has a made-up target": Drawn(
        only(smoking=USUAL.series["smoking"]), strategy=strategy(GAP_OFF.replace("agreed", "illustrative"), ON_ITS_WAY)
    ),
    "gaps that nobody can tell of, and one of a made-up path": Drawn(
        only(smoking=FALLING, life=line(70, 1)),
        strategy=strategy(
            aim("life", 70, 75, more=wish("SII", 6, 3)),
            aim("smoking", 20, 5, more=wish("absolute_gap", 6, 3).replace("agreed", "illustrative")),
            GAP_ALONE,
            GAP_ALONE.replace("agreed", "illustrative"),
        ),
        origin={},
    ),
    "a gap alone that is counted another way": Drawn(
        only(smoking=FALLING),
        strategy=strategy(GAP_ALONE, GAP_ALONE.replace("agreed", "illustrative")),
        said={"smoking": "series_breaks: [{at: 2020-04, why: Asked otherwise}]\n"},
    ),
    "two gaps alone have a target, both off path": Drawn(
        only(smoking=USUAL.series["smoking"]), strategy=strategy(GAP_OFF, GAP_OFF)
    ),
    "a target alone is made up": Drawn(only(smoking=FALLING), strategy=strategy(INVENTED)),
    "targets alone are made up": Drawn(only(smoking=FALLING), strategy=strategy(INVENTED, INVENTED)),
    "targets alone and agreed ones": Drawn(
        only(smoking=FALLING, jabs=line(80, 0.1)),
        strategy=strategy(INVENTED, INVENTED, aim("smoking", 20, 1), aim("jabs", 80, 90)),
    ),
    "a gap on made-up figures": Drawn(
        only(smoking=line(14, -0.3, 8)), strategy=strategy(bare("smoking")), origin={"smoking": "synthetic"}
    ),
    "gaps on real figures and on made-up ones": Drawn(
        only(smoking=FALLING, jabs=line(80, 0.1)),
        grouped=frozenset({"smoking", "jabs"}),
        strategy=strategy(bare("smoking")),
        origin={"jabs": "synthetic"},
    ),
    "two gaps that stay": Drawn(
        only(smoking=line(14, -0.3, 8)), strategy=strategy(bare("smoking"), bare("smoking")), neighbourhoods=(8.0,)
    ),
    "a gap that turned round": Drawn(
        only(smoking=line(20, -0.1)), growing=-0.25, strategy=strategy(aim("smoking", 20, 5)), people=20_000
    ),
    "two gaps, one wider, beside": Drawn(
        only(smoking=FALLING, jabs=line(80, 0.1)),
        grouped=frozenset({"smoking", "jabs"}),
        growing=0.3,
        strategy=strategy(bare("life")),
    ),
    "a limit that is almost nought": groups(fifths=(1.018, 0.0, 0.0, 0.0, -1.018)),
    "one wider": Drawn(
        only(smoking=FALLING, life=USUAL.series["life"]),
        growing=0.3,
        strategy=strategy(aim("smoking", 11, 5), bare("life")),
    ),
    "known by group alone": groups(altered=of_groups_alone),
    "like England": groups(england=12.0),
    "England without limits": groups(altered=without("lower", "upper", dimension="area")),
    "held against no other area": groups(said={"smoking": "areas_not_compared: it is not standardised for age\n"}),
    "groups of unlike people": replace(
        USUAL, said={"smoking": "groups_unlike: the fifths are not of like ages\n"}, growing=0.3
    ),
    "place without limits": groups(altered=without("lower", "upper", dimension="all")),
    "groups of a context": groups(kinds=meant("smoking", "context")),
    "groups, high is good": groups(kinds=meant("smoking", "high_good"), fifths=(-4.0, -2.0, 0.0, 3.0, 6.0)),
    "neighbourhoods alike": groups(neighbourhoods=(0.0, 0.0, 0.0)),
    "a neighbourhood hidden": groups(hidden=frozenset({"E01"})),
    "neighbourhoods hidden": groups(hidden=frozenset({"E01", "E02"})),
    "a neighbourhood redrawn": groups(altered=redrawn("E01")),
    "neighbourhoods redrawn": groups(altered=redrawn("E01", "E02")),
    "neighbourhoods without limits": groups(altered=without("lower", "upper", dimension="neighbourhood")),
    "neighbourhoods without a whole": groups(altered=newest_gone),
    "a fifth hidden": groups(hidden=frozenset({"5"})),
    "women hidden": groups(hidden=frozenset({"F"})),
    "all but one fifth hidden": groups(hidden=frozenset("12345")),
    "groups of which no gap can be told": groups(hidden=frozenset("1234FM")),
    "no groups": groups(hidden=frozenset("12345FM")),
    "fifths without limits": groups(altered=without("lower", "upper", dimension="deprivation")),
    "fifths that may be none": groups(fifths=(6.0, 3.0, 0.0, -2.0, -11.4), people=200),
    "fifths alike": groups(fifths=(0.1, 0.0, 0.0, 0.0, -0.1), sexes=(-0.1, 0.1)),
    "fifths alike, sexes not": groups(fifths=(0.1, 0.0, 0.0, 0.0, -0.1), sexes=(-3.0, 3.0)),
    "fifths alike, others not": groups(fifths=(0.1, 0.0, 0.0, 0.0, -0.1), sexes=(-3.0, 3.0), ethnic=(4.0, -4.0)),
    "two years, the gap a third": Drawn(
        only(smoking=[16.0, 16.0]), growing=-0.4, strategy=strategy(bare("smoking")), people=20_000
    ),
    "gap on file": Drawn(
        only(life=USUAL.series["life"]),
        strategy=strategy(aim("life", 70, 90, more=wish("SII", 6, 3, more=", actuals: {2023/24: 5, 2024/25: 4}"))),
    ),
    "gap on file that misses its path by less than it is rounded by": Drawn(
        only(life=USUAL.series["life"]),
        strategy=strategy(aim("life", 70, 90, more=wish("SII", 6, 3, more=", actuals: {2023/24: 5, 2024/25: 4.04}"))),
    ),
    "gap off its path by chance": Drawn(
        USUAL.series, strategy=strategy(aim("smoking", 11, 5, more=wish("absolute_gap", 12, 9)))
    ),
    "gap before its path": Drawn(
        only(smoking=USUAL.series["smoking"]),
        strategy=strategy(aim("smoking", 11, 5, more=wish("absolute_gap", 12, 9)).replace("2018/19", "2026/27")),
    ),
    "gap on its path that may be none": Drawn(
        only(smoking=USUAL.series["smoking"]),
        fifths=(0.1, 0.0, 0.0, 0.0, -0.1),
        strategy=strategy(aim("smoking", 11, 5, more=wish("absolute_gap", 14, 9.5))),
    ),
    "gap that narrows towards its target": Drawn(
        only(smoking=FALLING),
        growing=-0.05,
        strategy=strategy(aim("smoking", 11, 5, more=wish("absolute_gap", 12, 1))),
    ),
    "gap that reaches its target too late": Drawn(
        only(smoking=FALLING),
        growing=-0.06,
        people=20_000,
        strategy=strategy(aim("smoking", 11, 5, more=wish("absolute_gap", 10, 1, by="2022/23"))),
    ),
    "gap that turned round": Drawn(
        only(smoking=FALLING),
        growing=-0.08,
        people=20_000,
        strategy=strategy(aim("smoking", 11, 5, more=wish("absolute_gap", 12, 1))),
    ),
    "gap that turned round last year": Drawn(
        only(smoking=line(19, 0.0)),
        growing=-0.07,
        people=20_000,
        strategy=strategy(aim("smoking", 11, 5, more=wish("absolute_gap", 12, 1))),
    ),
    "gap that widens by one statistic alone": Drawn(
        only(smoking=FALLING),
        growing=0.0,
        strategy=strategy(aim("smoking", 11, 5, more=wish("relative_gap", 3, 2))),
    ),
    "gap near its path": Drawn(
        USUAL.series, strategy=strategy(aim("smoking", 11, 5, more=wish("absolute_gap", 14, 9.5)))
    ),
}
