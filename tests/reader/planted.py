"""Places made up so that between them every wording is said: each for the few that no other one says."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

from oneplace.progress import Aim
from tests.reader.places import MEASURES, USUAL, Drawn, Row

HEAD = """
format: place-strategy/1
id: reading
title: Health and care in Reading-on-Sea
version: {number: "1.0", state: approved}
period: {start: 2020-04, end: 2028-03}
place: {code: E06000045, name: Reading-on-Sea, level: place}
partners: [{id: council, name: Reading Council, kind: local_authority}]
"""


def strategy(*outcomes: str, more: str = "") -> str:
    """A strategy's file with these ambitions: each as ``measure, what else is set``."""
    told = "".join(
        f"\n  - {{id: A{at}, text: Ambition {at}, question: Does {at} hold?, {one}}}"
        for at, one in enumerate(outcomes, 1)
    )
    return f"{HEAD}{more}outcomes:{told or ' []'}\n"


def aim(measure: str, first: float, last: float, period: str = "2027/28", *, more: str = "") -> str:
    """An ambition with a baseline of 2018/19 and a target."""
    told = f"measure: {measure}, provenance: agreed, source: Board, baseline: {{period: 2018/19, value: {first}}}"
    return f"{told}, target: {{period: {period}, value: {last}}}{more}"


def bare(measure: str) -> str:
    return f"measure: {measure}, provenance: not_set"


def wish(statistic: str, first: float, last: float, *, dimension: str = "deprivation", more: str = "") -> str:
    """What is set for a gap."""
    told = f"dimension: {dimension}, statistic: {statistic}, provenance: agreed, baseline: {first}, target: {last}"
    return f", gap_ambition: {{{told}, period: 2027/28{more}}}"


def only(**series: list[float]) -> dict[str, Any]:
    """No values but of these measures."""
    return dict.fromkeys(MEASURES, ()) | series


def without(*columns: str, dimension: str, measure: str = "smoking") -> Callable[[Row], Row]:
    """Rows of one kind lose what stands in these columns."""

    def altered(row: Row) -> Row:
        row = {"reason": None} | row
        hit = (row["measure"], row["dimension"]) == (measure, dimension)
        return row | dict.fromkeys(columns) if hit else row

    return altered


def redrawn(*codes: str) -> Callable[[Row], Row]:
    """These neighbourhoods have no number, since their lines were drawn anew."""
    nothing = dict.fromkeys(("value", "lower", "upper", "numerator", "denominator")) | {"reason": "it was redrawn"}
    return lambda row: row | nothing if row["dimension"] == "neighbourhood" and row["group"] in codes else row


def line(start: float, step: float, count: int = 16) -> list[float]:
    return [round(start + step * at, 3) for at in range(count)]


def steady(middle: float, *, last: list[float] | None = None, count: int = 40) -> list[float]:
    """Months that go up and down about a middle, and end so."""
    usual = [middle + (0.4, -0.3, 0.1, -0.4, 0.3, -0.1)[at % 6] for at in range(count)]
    return [*usual[: count - len(last or [])], *(last or [])]


def meant(measure: str, polarity: str) -> dict[str, Any]:
    """The kinds of measures with another good direction of one."""
    unit, _, *rest = MEASURES[measure]
    return MEASURES | {measure: (unit, polarity, *rest)}


HIGH = meant("ambulances", "high_good")


def months(to: float | None = None, *, kinds: dict[str, Any] = MEASURES, **series: list[float]) -> Drawn:
    """A place of monthly processes, with a target for a month where one is set."""
    (measure,) = series
    return Drawn(
        only(**series),
        strategy=strategy(bare(measure) if to is None else aim(measure, to + 1, to, "2026-03")),
        as_of=date(2026, 5, 10),
        kinds=kinds,
    )


def groups(**drawn: Any) -> Drawn:
    """The usual place with one ambition and other groups."""
    return Drawn(only(smoking=line(14, -0.3, 8)), **drawn, strategy=strategy(bare("smoking")))


def newest_hidden(row: Row) -> Row:
    """The last month is too small to show."""
    if row["period_end"] < date(2026, 5, 1):
        return row
    return row | dict.fromkeys(("value", "lower", "upper", "numerator")) | {"suppressed": True, "reason": "too few"}


def newest_year_hidden(row: Row) -> Row:
    """The last year is too small to show."""
    return row if row["period_end"] < date(2026, 4, 1) else newest_hidden(row | {"period_end": date(2026, 5, 1)}) | {
        "period_end": row["period_end"]
    }  # fmt: skip


def newest_provisional(row: Row) -> Row:
    """The publisher will revise the last half year."""
    return row | {"provisional": row["period_end"] > date(2025, 12, 1)}


def busier(row: Row) -> Row:
    """Twice as many come in each third month, which is the worst of the three."""
    return row | {"denominator": row["denominator"] * (2 if row["period_start"].month % 3 == 0 else 1)}


def newest_gone(row: Row) -> Row | None:
    """There is no value of everyone in the newest year."""
    return None if row["dimension"] == "all" and row["period_end"] > date(2026, 1, 1) else row


def of_parts_alone(row: Row) -> Row:
    """Each part of the place has a value, and nobody makes one of all of them."""
    nothing = dict.fromkeys(("value", "lower", "upper", "numerator", "denominator"))
    reason = (
        "Published for each of the place's 2 areas, not for all of it: 9.0% (A) to 11.0% (B) in 2024/25. Not summed."
    )
    return {"reason": None} | row | (nothing | {"reason": reason} if row["dimension"] == "all" else {})


LESS = """decisions:
  - {id: D1, title: Less, on: not_set, changes: [A1], eases: [target], reasons: not_set, options: not_set}
"""
UNMEASURED = "gaps: [{id: K1, text: Nobody measures buildings., due: 2027-12}]\n"
DECIDED = """decisions:
  - {id: D1, title: Fund the clinics, body: Cabinet, on: 2027-01-10, outcomes: [A1], reasons: Need,
     options: [{text: Do nothing, rejected_because: it helps nobody}, {text: Fund half},
               {text: None considered, rejected_because: It is a duty}]}
commentary:
  - {id: S1, outcome: A1, run: 2026-08-21, by: {org: council}, why: Posts, doing: Hiring, provenance: illustrative}
"""
FALLING = line(19, -1)
MONTHLY = {name: (unit, way, "monthly", area) for name, (unit, way, _, area) in MEASURES.items()}
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


def five_years(row: Row) -> Row:
    """Its years are told by five together that end with each."""
    first = row["period_start"].year - 4
    label = f"{first}/{(first + 1) % 100:02d} to {row['period_label']}"
    return row | {"period_start": row["period_start"].replace(year=first), "period_label": label}


def school_years(row: Row) -> Row:
    """Its years begin in September."""
    start, end = (row[name].replace(month=9) for name in ("period_start", "period_end"))
    return row | {"period_start": start, "period_end": end, "period_label": f"school year {row['period_label']}"}


def women_as_england(row: Row) -> Row | None:
    """What women have is, but for chance, what England has."""
    if row["dimension"] != "sex":
        return None if row["dimension"] == "area" else row
    if row["group"] == "M":
        return None
    chance = 0.1 * (row["period_start"].month * 5 % 7)
    values = {name: row[name] + chance for name in ("value", "lower", "upper")}
    return row | values | {"dimension": "area", "group": "E92000001", "group_label": "England"}


def of_groups_alone(row: Row) -> Row | None:
    """Nobody tells a value of everyone."""
    return None if row["dimension"] in ("all", "area") else row


def england_fell_more(row: Row) -> Row | None:
    """England fell at the same time as the place, by more and with less chance."""
    told = women_as_england(row)
    if told is None or told is row:
        return told
    value = (20.0 if row["period_start"] < date(2025, 1, 1) else 15.0) + 0.02 * (row["period_start"].month * 5 % 7)
    return told | {"value": value, "lower": value - 1, "upper": value + 1}


def newest_fifths_hidden(row: Row) -> Row:
    """Of the newest year no fifth can be shown, of the year before all."""
    if (row["dimension"], row["period_start"].year) != ("deprivation", 2025):
        return row
    return row | dict.fromkeys(("value", "lower", "upper", "numerator")) | {"suppressed": True, "reason": "too few"}


WOBBLE = [0.1 * ((at * 7919) % 11 - 5) for at in range(40)]
"""What chance adds to ambulances, in which a decision was to be seen from the 25th month on."""


FELL = {"ambulances": [20 + WOBBLE[at] - 3 * (at >= 24) for at in range(40)]}


def decided(since: int, by: float) -> Drawn:
    """Ambulances that came so many minutes later from a month on."""
    return Drawn(USUAL.series | {"ambulances": [12 + WOBBLE[at] + by * (at >= since) for at in range(40)]})


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


SINCE = 24


def aimed(by: str, code: str, words: str, *, measure: str = "smoking", said: date = date(2024, 12, 2)) -> Aim:
    """An action that is to narrow a gap, said on a day."""
    return Aim(
        f"A {measure} {by} {code} {said}", measure, by, code, words, 3.0, said, said, date(2026, 3, 31), public=True
    )


def cannot_be_told(row: Row) -> Row:
    """Of the fifths the first and last wobble, and the third has no limits."""
    if row["dimension"] not in ("all", "deprivation") or row["suppressed"]:
        return row
    at = (row["period_start"].year - 2023) * 12 + row["period_start"].month - 1
    value = row["value"] + WOBBLE[at] * (row["group"] in "15")
    limits = {"lower": None, "upper": None} if row["group"] == "3" else {"lower": value - 1, "upper": value + 1}
    return row | {"value": value, "numerator": value * row["denominator"] / 100} | limits


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
}


OVERTAKEN = [52.5, 50.8, 48.9, 51.2, 50.5, 50.6, 51.8, 50.1, 48.9, 54.4, 47.2, 48.5, 52.2, 49.3, 49.2, 54.0, 48.6, 51.9]
OVERTAKEN += [49.8, 48.7, 46.0, 49.9, 52.3, 49.7, 47.9, 48.5, 49.6, 48.1, 50.7, 48.8, 50.9, 50.7, 51.7, 50.2, 47.7]
OVERTAKEN += [53.7, 51.3, 48.7, 51.5, 48.4]
"""Months of which the latest two years rise, though what goes on so would be below what they are already."""


def in_unit(unit: str, values: list[float], aim: str, *, way: str = "high_good", half: float = 0.01) -> Drawn:
    """A place of one ambition whose measure, life, is told in another unit, between limits so far away."""

    def limited(row: Row) -> Row:
        value = row["value"]
        return row if row["measure"] != "life" else row | {"lower": value - half, "upper": value + half}

    kinds = MEASURES | {"life": (unit, way, "annual", "")}
    return Drawn(only(life=values), strategy=strategy(aim), kinds=kinds, altered=limited)


ON_PATH = strategy(aim("smoking", 11, 5), aim("smoking", 20, 2), aim("jabs", 80, 90, more=wish("SII", 1, 0)))
ON_ITS_WAY = aim("smoking", 11, 5)
GAP_ALONE = bare("smoking") + wish("absolute_gap", 12, 9, more=", baseline_period: 2018/19")
GAP_OFF = GAP_ALONE.replace("12, target: 9", "6, target: 3")
PLACES: dict[str, Drawn] = {
    "usual": USUAL,
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
    "turned": replace(USUAL, series=USUAL.series | {"life": [*line(70, 0.5, 10), 75.0, 74.0, 73.0, 72.0, 71.0, 74.0]}),
    "on path, gap wider": Drawn(only(smoking=FALLING), growing=0.3, strategy=ON_PATH),
    "on path, gap narrower": Drawn(only(smoking=FALLING), growing=-0.05, strategy=strategy(aim("smoking", 11, 5))),
    "two wider": Drawn(
        only(smoking=FALLING), growing=0.3, strategy=strategy(aim("smoking", 11, 5), bare("smoking"), bare("jabs"))
    ),
    "figures of the year before": replace(USUAL, altered=newest_fifths_hidden),
    "figures that round otherwise": replace(USUAL, fifths=(6.04, 3.0, 0.0, -2.0, -4.04)),
    "counted another way since its target was set": Drawn(
        only(smoking=line(14, -0.3), jabs=line(80, 0.1)),
        strategy=strategy(aim("smoking", 11, 5, more=wish("SII", 14, 6)), aim("jabs", 80, 90)),
        said={"smoking": "series_breaks: [{at: 2020-04, why: Asked otherwise}]\n"},
    ),
    "counted another way since its target was due": Drawn(
        only(smoking=line(14, -0.3), jabs=line(80, 0.1)),
        strategy=strategy(aim("smoking", 20, 12, "2020/21"), aim("jabs", 80, 90, "2020/21")),
        said=dict.fromkeys(("smoking", "jabs"), "series_breaks: [{at: 2022-04, why: Asked otherwise}]\n"),
    ),
    "counted another way before its target is due": Drawn(
        only(smoking=line(14, -0.3)),
        strategy=strategy(aim("smoking", 20, 12)),
        said={"smoking": "series_breaks: [{at: 2026-10, why: Asked otherwise}]\n"},
    ),
    "nothing differs": Drawn(
        only(smoking=[9.0] * 16, life=[80.0, 84, 82, 83, 82, 81, 80]),
        fifths=(0.0,) * 5,
        sexes=(0.0, 0.0),
        neighbourhoods=(0.0, 0.0),
        strategy=strategy(aim("smoking", 11, 5, more=wish("SII", 14, 6)), bare("life")),
        altered=without("lower", "upper", dimension="all", measure="life"),
    ),
    "no data": Drawn(only(), strategy=strategy(bare("smoking"), aim("jabs", 1, 2))),
    "nothing measured": Drawn(
        only(), strategy=strategy("gap: K1, provenance: not_set", "gap: K1, provenance: not_set", more=UNMEASURED)
    ),
    "no ambitions": Drawn(only(), strategy=strategy()),
    "one": Drawn(only(life=line(80, 0.1, 2)), strategy=strategy(bare("life"))),
    "an answer to a part": Drawn(
        only(life=line(80, 0.1, 2)), strategy=strategy(f"{bare('life')}, leaves_open: how well they live is not told")
    ),
    "a fall, the newest higher": Drawn(only(life=[*line(82, -0.5, 11), 77.5]), strategy=strategy(bare("life"))),
    "a rise, the newest lower": Drawn(only(life=[*line(70, 0.5, 11), 74.5]), strategy=strategy(bare("life"))),
    "a gap that nobody asked about": Drawn(
        only(smoking=FALLING, life=line(70, 0.5, 11)), growing=0.3, strategy=strategy(bare("life"))
    ),
    "higher than at first, without a rise": Drawn(
        only(life=[80.0, 84.0, 82.0, 83.0, 82.0, 80.0, 82.0]), strategy=strategy(bare("life"))
    ),
    "lower than at first, without a fall": Drawn(
        only(life=[82.0, 80.0, 82.0, 83.0, 82.0, 84.0, 80.0]), strategy=strategy(bare("life"))
    ),
    "no limits to tell a change by": Drawn(
        only(life=[80.0, 84.0, 82.0, 83.0, 82.0, 80.0, 82.0]),
        strategy=strategy(bare("life")),
        altered=without("lower", "upper", dimension="all", measure="life"),
    ),
    "two gaps that stay, beside": Drawn(
        only(smoking=line(14, -0.3, 8), jabs=line(80, 0.1, 8)),
        grouped=frozenset({"smoking", "jabs"}),
        strategy=strategy(bare("life")),
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
    "a process that was not steady": months(ambulances=[*steady(9)[:20], *[9.6] * 8, *steady(9)[28:]]),
    "one value": Drawn(only(life=[80.0]), strategy=strategy(bare("life"), aim("life", 79, 85))),
    "falling to what would be none": Drawn(only(smoking=line(15.4, -1)), strategy=strategy(aim("smoking", 15, 2))),
    "a rise too short to go on": Drawn(only(life=[80.0, 80, 80, 80, 79.9, 83, 86]), strategy=strategy(bare("life"))),
    "a fall that may be one step": Drawn(only(life=[82.0, 81.63, 79.97, 79.62]), strategy=strategy(bare("life"))),
    "a rise that leads no further": months(ambulances=OVERTAKEN),
    "a rise at uneven times": Drawn(
        only(life=line(70, 0.5, 9)),
        strategy=strategy(bare("life")),
        kinds=MEASURES | {"life": ("years", "high_good", "irregular", "")},
        altered=lambda row: None if row["period_start"].year == 2019 else row,
    ),
    "a rise at even times, called irregular": Drawn(
        only(life=line(70, 0.5, 9)),
        strategy=strategy(bare("life")),
        kinds=MEASURES | {"life": ("years", "high_good", "irregular", "")},
    ),
    "a rise that came irregularly and stopped": Drawn(
        only(life=line(70, 0.5, 9)),
        strategy=strategy(bare("life")),
        kinds=MEASURES | {"life": ("years", "high_good", "irregular", "")},
        as_of=date(2031, 5, 10),
    ),
    "five years together, and targets for one": Drawn(
        only(life=line(70, 0.5)),
        strategy=strategy(
            *(aim("life", 70, last, when) for last, when in ((77.2, "2025/26"), (80, "2025/26"), (79, "2027/28")))
        ),
        altered=five_years,
    ),
    "school years, and targets for years of that name": Drawn(
        only(life=line(70, 0.5, 15)),
        strategy=strategy(aim("life", 73, 76.5, "2024/25"), aim("life", 73, 80, "2025/26"), aim("life", 73, 79)),
        altered=school_years,
    ),
    "a rise, the newest late": Drawn(
        only(life=line(70, 0.5, 9)), strategy=strategy(bare("life")), as_of=date(2031, 5, 10)
    ),
    "a fall in doubt": Drawn(
        only(smoking=line(30, -1)), strategy=strategy(bare("smoking")), jump={"smoking": date(2015, 4, 1)}
    ),
    "over, and a miss that rounding hides": Drawn(
        only(jabs=line(94.96, 0.0)),
        strategy=strategy(aim("jabs", 90, 95, "2025/26")),
        altered=without("lower", "upper", dimension="all", measure="jabs"),
    ),
    "over, and its own year missing": Drawn(
        only(jabs=line(90, 0.5)),
        strategy=strategy(aim("jabs", 90, 95, "2024/25")),
        altered=lambda row: None if row["period_start"].year == 2024 else row,
    ),
    "over, and a miss that its weights hide": Drawn(
        only(ambulances=[9.0, 9.6, 9.3] * 13), strategy=strategy(aim("ambulances", 12, 9.35, "2025/26")), altered=busier
    ),
    "months that fell and turned": months(
        ambulances=[
            *steady(9.5)[:20],
            *[9 - 0.1 * at for at in range(9)],
            *[8.22 + 0.02 * at + 0.04 * (at % 2) for at in range(11)],
        ]
    ),
    "months that rose and turned": months(
        ambulances=[
            *steady(8)[:20],
            *[8.5 + 0.1 * at for at in range(9)],
            *[9.28 - 0.02 * at - 0.04 * (at % 2) for at in range(11)],
        ]
    ),
    "months that rose and fell back of late": months(
        ambulances=[
            *line(8.6, 0.18, 14),
            *(11.13, 11.74, 10.48, 11.34, 11.76, 12.02, 12.21, 12.02, 12.28, 12.16, 12.4, 12.6, 12.69),
            *(12.62, 12.77, 13.4, 12.95, 13.0, 13.58, 13.38, 13.47, 13.74, 13.76, 12.82, 11.1, 10.79),
        ]
    ),
    "two years that differ": Drawn(only(life=[79.0, 82.0]), strategy=strategy(bare("life"))),
    "two years that differ, worse": Drawn(only(life=[82.0, 79.0]), strategy=strategy(bare("life"))),
    "years that dropped once": Drawn(
        only(life=[82.0, 82.1, 81.9, 79.0, 79.1, 78.9, 79.0]), strategy=strategy(bare("life"))
    ),
    "years that jumped once": Drawn(
        only(life=[79.0, 79.1, 78.9, 82.0, 82.1, 81.9, 82.0]), strategy=strategy(bare("life"))
    ),
    "years that jumped before the strategy began": Drawn(
        only(life=[79.0, 79.1, 78.9, 79.0, 82.0, 82.1, 81.9, 82.0, 82.1, 81.9]), strategy=strategy(bare("life"))
    ),
    "a fall, the newest hidden and nothing newer came": Drawn(
        only(life=line(82, -0.5, 11)),
        strategy=strategy(bare("life")),
        altered=newest_year_hidden,
        as_of=date(2031, 5, 10),
    ),
    "a limit that is almost nought": groups(fifths=(1.018, 0.0, 0.0, 0.0, -1.018)),
    "too close": Drawn(
        only(jabs=line(94.9, 0.0)), strategy=strategy(aim("jabs", 90, 95, "2025/26"), aim("jabs", 90, 94, "2025/26"))
    ),
    "one wider": Drawn(
        only(smoking=FALLING, life=USUAL.series["life"]),
        growing=0.3,
        strategy=strategy(aim("smoking", 11, 5), bare("life")),
    ),
    "two on path": Drawn(
        only(smoking=FALLING, life=USUAL.series["life"], calls=steady(5000)),
        strategy=strategy(
            *(aim("smoking", 11, 5), aim("smoking", 11, 5), bare("life"), bare("life"), bare("calls"), bare("calls"))
        ),
        origin={},
    ),
    "process sure to meet": months(ambulances=steady(9), to=20),
    "process sure to miss": months(ambulances=steady(9), to=2),
    "process at its target": months(ambulances=steady(9), to=9),
    "process worse": months(ambulances=steady(9, last=[9.6] * 8)),
    "process worse, in its newest month alone": months(ambulances=steady(9, last=[14.0])),
    "process better": months(ambulances=steady(9, last=[8.4] * 8)),
    "process worse, still below its mean": months(ambulances=steady(9, last=line(8.2, 0.1, 7))),
    "process better, past its mean": months(ambulances=steady(9, last=line(9.3, -0.1, 7))),
    "process of a context, rising below its mean": months(calls=steady(9, last=line(8.2, 0.1, 7))),
    "known by group alone": groups(altered=of_groups_alone),
    "one of two known by area": Drawn(
        only(smoking=FALLING), strategy=strategy(bare("smoking"), bare("jabs")), altered=of_parts_alone
    ),
    "process of a context": months(calls=steady(9, last=[9.6] * 8)),
    "process of a context, low": months(calls=steady(9, last=[8.4] * 8)),
    "process of high is good, better": months(ambulances=steady(9, last=[9.6] * 8), kinds=HIGH),
    "process of high is good, worse": months(ambulances=steady(9, last=[8.4] * 8), kinds=HIGH),
    "few months": months(ambulances=steady(9, count=6)),
    "newest month hidden": replace(months(ambulances=steady(9), to=20), altered=newest_hidden),
    "newest month hidden, no target": replace(months(ambulances=steady(9)), altered=newest_hidden),
    "newest months provisional": Drawn(
        only(ambulances=steady(9), smoking=FALLING),
        strategy=strategy(aim("ambulances", 12, 7), aim("smoking", 11, 5)),
        altered=newest_provisional,
    ),
    "months that count by their number": Drawn(
        only(ambulances=[9.0, 9.6, 9.3] * 13),
        strategy=strategy(aim("ambulances", 12, 7)),
        altered=busier,
    ),
    "like England": groups(england=12.0),
    "England without limits": groups(altered=without("lower", "upper", dimension="area")),
    "held against no other area": groups(said={"smoking": "areas_not_compared: it is not standardised for age\n"}),
    "numbers of beds": Drawn(
        only(smoking=line(70, -3, 8)),
        strategy=strategy(bare("smoking")),
        kinds=MEASURES | {"smoking": ("beds", *MEASURES["smoking"][1:])},
    ),
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
    "of parts alone": Drawn(only(smoking=[16.0]), strategy=strategy(bare("smoking")), altered=of_parts_alone),
    "one year": Drawn(only(smoking=[16.0]), strategy=strategy(bare("smoking"))),
    "gap on file": Drawn(
        only(life=USUAL.series["life"]),
        strategy=strategy(aim("life", 70, 90, more=wish("SII", 6, 3, more=", actuals: {2023/24: 5, 2024/25: 4}"))),
    ),
    "gap off its path by chance": Drawn(
        USUAL.series, strategy=strategy(aim("smoking", 11, 5, more=wish("absolute_gap", 12, 9)))
    ),
    "nothing newer than the baseline": Drawn(
        only(smoking=USUAL.series["smoking"]),
        strategy=strategy(
            aim("smoking", 11.6, 5, more=wish("absolute_gap", 12, 9)).replace("2018/19", "2025/26"),
            aim("smoking", 11.4, 5).replace("2018/19", "2025/26"),
        ),
    ),
    "before a path that nothing begins": Drawn(
        only(smoking=USUAL.series["smoking"]),
        strategy=strategy(
            aim("smoking", 11, 5, more=wish("absolute_gap", 12, 9)).replace(
                "baseline: {period: 2018/19, value: 11}, ", ""
            )
        ),
    ),
    "the gap alone has a target": Drawn(
        only(smoking=USUAL.series["smoking"]),
        strategy=strategy(GAP_ALONE, GAP_ALONE.replace("baseline: 12, ", ""), bare("smoking")),
    ),
    "the gap alone has a made-up target": Drawn(
        only(smoking=USUAL.series["smoking"]), strategy=strategy(GAP_OFF.replace("agreed", "illustrative"), ON_ITS_WAY)
    ),
    "two gaps alone have a target, both off path": Drawn(
        only(smoking=USUAL.series["smoking"]), strategy=strategy(GAP_OFF, GAP_OFF)
    ),
    "months that fell and had been back where they began": months(
        ambulances=[
            *(30.0, 32.7, 28.6, 27.4, 30.2, 28.4, 27.5, 32.0, 28.4, 30.2, 28.2),
            *(35.4, 38.6, 28.2, 24.6, 22.9, 25.1, 20.9, 19.2, 20.3, 21.5, 23.3),
        ]
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
    "gap near its path": Drawn(
        USUAL.series, strategy=strategy(aim("smoking", 11, 5, more=wish("absolute_gap", 14, 9.5)))
    ),
    "better in the strategy’s time only": Drawn(
        only(life=[*line(90, -2, 12), 69.0, 70.0, 71.0, 72.0]), strategy=strategy(bare("life"))
    ),
    "met too late": Drawn(only(life=line(70, 1)), strategy=strategy(aim("life", 70, 84, "2023/24"))),
    "met, and not kept": Drawn(only(life=line(90, -1)), strategy=strategy(aim("life", 70, 78, "2021/22"))),
    "met, and kept": Drawn(only(life=line(70, 1)), strategy=strategy(aim("life", 70, 78, "2021/22"))),
    "met, and too close since": Drawn(
        only(life=[*line(70, 1, 14), 78.2, 77.9]), strategy=strategy(aim("life", 70, 78, "2021/22"))
    ),
    "missed, and too close since": Drawn(
        only(life=[*line(70, 0.4, 14), 78.2, 77.9]), strategy=strategy(aim("life", 70, 78, "2021/22"))
    ),
    "too close, and better since": Drawn(
        only(life=[*line(70, 0.72, 12), 77.9, 79.0, 80.0, 81.0]), strategy=strategy(aim("life", 70, 78, "2022/23"))
    ),
    "met in the second of two years": Drawn(
        only(life=line(70, 1)), strategy=strategy(aim("life", 70, 84, "2023/24 to 2024/25"))
    ),
    "missed in the second of two years": Drawn(
        only(life=[*line(70, 1, 14), 90.0, 80.0, 91.0][1:]),
        strategy=strategy(aim("life", 70, 84, "2023/24 to 2024/25")),
    ),
    "eased, and nobody has decided": Drawn(
        USUAL.series,
        agreed=strategy(aim("smoking", 11, 5), bare("jabs")),
        strategy=strategy(aim("smoking", 30, 20), bare("jabs"), more=LESS),
    ),
    "another measure, and nobody has decided": Drawn(
        USUAL.series, agreed=strategy(aim("smoking", 11, 5)), strategy=strategy(aim("jabs", 20, 30), more=LESS)
    ),
    "decided": Drawn(only(), strategy=strategy(bare("smoking"), more=DECIDED)),
    "values that round to nought": in_unit(
        "percent", line(0.062, -0.002), aim("life", 0.06, 0.012), way="low_good", half=0.004
    ),
    "values between narrow limits": in_unit(
        "percent", line(12.44, -0.01), aim("life", 12, 11.25), way="low_good", half=0.002
    ),
    "a ratio": in_unit("ratio", line(1.0, 0.02), aim("life", 1, 1.6)),
    "millions of pounds": in_unit("gbp", line(1_200_000.0, 20_000), aim("life", 1_200_000, 1_600_000), half=900.0),
}
STOPPED = (
    "on path, gap wider",
    "on path, gap narrower",
    "two gaps that stay",
    "turned",
    "a rise, the newest lower",
    "better in the strategy’s time only",
    "months that fell and turned",
    "process sure to meet",
    "process worse",
    "process worse, in its newest month alone",
    "a process that was not steady",
    "newest month hidden, no target",
)
PLACES["target past, and figures of areas alone"] = Drawn(
    only(jabs=line(80, 0.5)),
    strategy=strategy(aim("jabs", 80, 90, "2025/26")),
    altered=of_parts_alone,
)
PAST = strategy(*(aim("smoking", first, last, "2026/27") for first, last in ((11, 5), (20, 2), (14, 10.9))))
PLACES["target past, and no figure of it"] = Drawn(only(smoking=line(14, -0.3)), strategy=PAST, as_of=date(2027, 9, 10))
PAST_GAP = strategy(aim("smoking", 11, 5, more=wish("absolute_gap", 12, 9).replace("2027/28", "2026/27")))
PLACES["target of a gap past, and no figure of it"] = Drawn(USUAL.series, strategy=PAST_GAP, as_of=date(2027, 9, 10))
PLACES |= {f"{name}; nothing newer came": replace(PLACES[name], as_of=date(2027, 9, 10)) for name in STOPPED}
