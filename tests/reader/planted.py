"""Places made up so that between them every wording is said: each for the few that no other one says."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from math import pi, sin

from oneplace import results
from tests.reader import planted_gaps
from tests.reader.places import MEASURES, STRATEGY, USUAL, Drawn, Row
from tests.reader.planting import (
    FALLING,
    aim,
    bare,
    line,
    meant,
    months,
    of_parts_alone,
    only,
    steady,
    strategy,
    wish,
    without,
)

HIGH = meant("ambulances", "high_good")


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


def newest_by_earlier(row: Row) -> Row:
    """The last half year stands as an earlier definition gave it."""
    return row | {"earlier_definition": row["period_end"] > date(2025, 12, 1)}


def busier(row: Row) -> Row:
    """Twice as many come in each third month, which is the worst of the three."""
    return row | {"denominator": row["denominator"] * (2 if row["period_start"].month % 3 == 0 else 1)}


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


def newest_not_covered(row: Row) -> Row:
    """The partners' files do not cover the newest year."""
    nothing = dict.fromkeys(("value", "lower", "upper", "numerator", "denominator"))
    told = nothing | {"method": results.NOT_COVERED, "reason": "Not known: one practice sent nothing."}
    return {"reason": None} | row | (told if row["period_label"] == "2025/26" else {})


def five_years(row: Row) -> Row:
    """Its years are told by five together that end with each."""
    first = row["period_start"].year - 4
    label = f"{first}/{(first + 1) % 100:02d} to {row['period_label']}"
    return row | {"period_start": row["period_start"].replace(year=first), "period_label": label}


def school_years(row: Row) -> Row:
    """Its years begin in September."""
    start, end = (row[name].replace(month=9) for name in ("period_start", "period_end"))
    return row | {"period_start": start, "period_end": end, "period_label": f"school year {row['period_label']}"}


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


PLACES: dict[str, Drawn] = planted_gaps.PLACES | {
    "usual": USUAL,
    "turned": replace(USUAL, series=USUAL.series | {"life": [*line(70, 0.5, 10), 75.0, 74.0, 73.0, 72.0, 71.0, 74.0]}),
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
    "a season that its chart takes for a change": Drawn(
        only(ambulances=[9 + 2.5 * sin(at * pi / 6) + 0.2 * (at * 7 % 5 - 2) for at in range(40)]),
        strategy=strategy(bare("ambulances")),
    ),
    "a fall in doubt": Drawn(
        only(smoking=line(30, -1)), strategy=strategy(bare("smoking")), jump={"smoking": date(2015, 4, 1)}
    ),
    "over, and a miss that rounding hides": Drawn(
        only(jabs=line(94.96, 0.0)),
        strategy=strategy(aim("jabs", 90, 95, "2025/26")),
        altered=without("lower", "upper", dimension="all", measure="jabs"),
    ),
    "a miss of a standard that rounding hides": Drawn(only(jabs=line(94.96, 0.0)), strategy=strategy(bare("jabs"))),
    "a newest step that rounding hides": in_unit("days", [80.0, 80.0, 80.0, 80.0, 80.04], aim("life", 70, 90)),
    "over, and a success that rounding hides": Drawn(
        only(jabs=line(95.04, 0.0)),
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
    "too close": Drawn(
        only(jabs=line(94.9, 0.0)), strategy=strategy(aim("jabs", 90, 95, "2025/26"), aim("jabs", 90, 94, "2025/26"))
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
    "newest month hidden, no target, and not as two years before": replace(
        months(ambulances=[value + 0.1 * (at == 38) for at, value in enumerate(steady(9))]), altered=newest_hidden
    ),
    "newest months provisional": Drawn(
        only(ambulances=steady(9), smoking=FALLING),
        strategy=strategy(aim("ambulances", 12, 7), aim("smoking", 11, 5)),
        altered=newest_provisional,
    ),
    "newest months by an earlier definition": Drawn(
        only(ambulances=steady(9), smoking=FALLING),
        strategy=strategy(aim("ambulances", 12, 7), aim("smoking", 11, 5)),
        altered=newest_by_earlier,
    ),
    "months that count by their number": Drawn(
        only(ambulances=[9.0, 9.6, 9.3] * 13),
        strategy=strategy(aim("ambulances", 12, 7)),
        altered=busier,
    ),
    "numbers of beds": Drawn(
        only(smoking=line(70, -3, 8)),
        strategy=strategy(bare("smoking")),
        kinds=MEASURES | {"smoking": ("beds", *MEASURES["smoking"][1:])},
    ),
    "of parts alone": Drawn(only(smoking=[16.0]), strategy=strategy(bare("smoking")), altered=of_parts_alone),
    "one year": Drawn(only(smoking=[16.0]), strategy=strategy(bare("smoking"))),
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
    "months that fell and had been back where they began": months(
        ambulances=[
            *(30.0, 32.7, 28.6, 27.4, 30.2, 28.4, 27.5, 32.0, 28.4, 30.2, 28.2),
            *(35.4, 38.6, 28.2, 24.6, 22.9, 25.1, 20.9, 19.2, 20.3, 21.5, 23.3),
        ]
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
    "commentary rewritten, and nothing else": Drawn(
        USUAL.series,
        agreed=STRATEGY,
        strategy=STRATEGY.replace("role: Midwife}, why: Posts", "role: Midwife}, why: Two left"),
    ),
    "missed, and the newest year not covered": Drawn(
        only(life=line(70, 1)), strategy=strategy(aim("life", 70, 90, "2020/21")), altered=newest_not_covered
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
PLACES["target past, and no figure of it"] = Drawn(
    only(smoking=line(14, -0.3)), strategy=PAST, as_of=date(2027, 11, 10)
)
PAST_GAP = strategy(aim("smoking", 11, 5, more=wish("absolute_gap", 12, 9).replace("2027/28", "2026/27")))
PLACES["target of a gap past, and no figure of it"] = Drawn(USUAL.series, strategy=PAST_GAP, as_of=date(2027, 11, 10))
PLACES["a target missed before, and a bad figure hidden since"] = Drawn(
    only(smoking=line(14, -0.3), jabs=line(80, 0.1)),
    strategy=strategy(aim("smoking", 11, 5), aim("jabs", 80, 90)),
    before={
        "A1": {"past_missed": "2022/23", "past_targets": "6.0%"},
        "A2": {"told_label": "2022/23", "told_verdict": "missed", "told_on": date(2026, 1, 31)},
    },
)
PLACES |= {f"{name}; nothing newer came": replace(PLACES[name], as_of=date(2027, 11, 10)) for name in STOPPED}
MONTHS_STOPPED = (
    "usual",
    "decided, and it worked",
    "decided, and too little known",
    "decided, and set beside England",
    "aimed at a gap, narrowed",
    "aimed at a gap, and nothing seen",
    "aimed at a gap, but not as so many times",
    "aimed at a gap, and as many times all along",
    "newest months provisional",
)
PLACES |= {f"{name}; no newer month came": replace(PLACES[name], as_of=date(2026, 12, 10)) for name in MONTHS_STOPPED}
