"""Small areas put together: fifths of a place's own people and their gaps, against figures made by other code.

``real_gaps.json`` holds 47 gaps on the data that ship, made in plain Python from publishers' files, most of them
made again by other code, equal to four decimals: value and limits of each fifth, difference, ratio, slope.
"""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pyarrow as pa
import pytest

from oneplace import geo, stats
from oneplace.measures import small_areas
from oneplace.measures.gaps import gaps
from oneplace.place import PER
from oneplace.record import opendata
from oneplace.vocabulary import dimensions

CASES = {case["id"]: case for case in json.loads((Path(__file__).parent / "real_gaps.json").read_text())}
FIFTHS = [name for name, case in CASES.items() if "by_fifth" in case["expected"]]
PAIRS = [name for name in CASES if name not in FIFTHS]
SMALL = [name for name in FIFTHS if opendata.DATASETS[CASES[name]["dataset"]].areas]
SAMPLED = [name for name in FIFTHS if isinstance(CASES[name]["expected"]["difference_most_minus_least"], list)]


def measured(case, polarity="context"):
    said = {
        "polarity": polarity,
        "polarity_of_groups": polarity,
        "groups_unlike": None,
        "decimals": 1,
        "held_apart": lambda _: "",
    }
    return SimpleNamespace(id="m", unit=case["unit"], **said, series_breaks=())


def rows_of(case):
    """The rows of the case's period, by group of deprivation or ethnic group, and everyone's."""
    kind = opendata.DATASETS[case["dataset"]].areas
    if kind is None:
        found = opendata.read(case["dataset"], case["series"], case["areas"]).to_pylist()
        rows = [row | limits(case, row) for row in found]
    else:
        areas = small_areas.fifths(kind, case["areas"])
        found = opendata.read(case["dataset"], case["series"], areas["code"].to_pylist()).to_pylist()
        rows = list(small_areas.together(measured(case), found, areas))
    return [{"suppressed": False, **row} for row in rows if row["period_label"] == case["period"]]


def limits(case, row):
    if row["numerator"] is None:
        return {"reason": None}
    kind = stats.proportion if case["unit"] == "percent" else stats.rate
    made = kind(row["numerator"], row["denominator"], PER[case["unit"]])
    return {"lower": float(made.lower), "upper": float(made.upper), "reason": None}


def by_fifth(case):
    rows = [row for row in rows_of(case) if row["dimension"] == "deprivation"]
    return sorted(rows, key=lambda row: row["group_order"])


@pytest.mark.parametrize("name", FIFTHS)
def test_each_fifth_has_its_value_and_limits(name):
    case = CASES[name]
    for row, expected in zip(by_fifth(case), case["expected"]["by_fifth"], strict=True):
        assert row["group"] == str(expected["fifth"])
        for column in ("numerator", "denominator", "value", "lower", "upper"):
            if column in expected and not (case["unit"] == "years" and column == "denominator"):
                assert row[column] == pytest.approx(expected[column], abs=1e-3), column
        people = row.get("people") or row["denominator"]
        assert people == pytest.approx(expected.get("population_for_ridit", people), abs=1e-3)


@pytest.mark.parametrize("name", SAMPLED)
def test_the_gap_is_that_of_the_outer_fifths_and_the_slope_is_of_people(name):
    """Most less least, with limits in closed form from counts where these are known."""
    case, expected = CASES[name], CASES[name]["expected"]
    found = {gap["statistic"]: gap for gap in gaps(measured(case), rows_of(case)) if gap["dimension"] == "deprivation"}
    sides = {statistic: [gap[side] for side in ("value", "lower", "upper")] for statistic, gap in found.items()}
    assert sides["absolute_gap"] == pytest.approx(expected["difference_most_minus_least"], abs=1e-3)
    slope, low, high = expected["slope_index_least_minus_most"]
    assert sides["SII"] == pytest.approx([-slope, -high, -low], abs=1e-3)
    if ratio := expected.get("ratio_most_to_least"):
        assert sides["relative_gap"] == pytest.approx(ratio, abs=1e-3)
    if index := expected.get("relative_index_most_to_least"):
        assert found["RII"]["value"] == pytest.approx(index, abs=1e-3)


@pytest.mark.parametrize("name", [name for name in FIFTHS if name not in SAMPLED])
def test_what_is_no_sample_has_no_limits_and_no_gap_that_could_be_chance(name):
    """Kilometres and pounds: the outer fifths differ by what they differ, to the printed digit."""
    most, *_, least = by_fifth(CASES[name])
    assert most["value"] - least["value"] == pytest.approx(
        CASES[name]["expected"]["difference_most_minus_least"], abs=1e-3
    )
    assert (most["lower"], least["upper"]) == (None, None)


@pytest.mark.parametrize("name", PAIRS)
def test_two_ethnic_groups(name):
    case = CASES[name]
    rows = {row["group_label"]: row for row in rows_of(case) if row["dimension"] == "ethnicity"}
    first, second = case["expected"]["groups"]
    for expected in (first, second):
        row = rows[expected["group"]]
        assert [row[side] for side in ("value", "lower", "upper")] == pytest.approx(
            [expected[side] for side in ("value", "lower", "upper")], abs=1e-3
        )
    pair = [rows[each["group"]] for each in (first, second)]
    made = [stats.published(*(np.array([row[side]]) for side in ("value", "lower", "upper"))) for row in pair]
    gap = stats.absolute_gap(*made)
    assert [float(side[0]) for side in (gap.value, gap.lower, gap.upper)] == pytest.approx(
        case["expected"]["difference_first_minus_second"], abs=1e-3
    )


@pytest.mark.parametrize("name", [name for name in SMALL if "all" in CASES[name]["expected"]])
def test_everyone_is_the_sum_of_the_areas(name):
    (row,) = [row for row in rows_of(CASES[name]) if row["dimension"] == "all"]
    for column, expected in CASES[name]["expected"]["all"].items():
        assert row[column] == pytest.approx(expected, abs=1e-3)


AREAS = pa.table({"code": list("abcdef"), "people": [10, 10, 10, 10, 9, 1], "fifth": [1.0, 2.0, 3.0, 4.0, 5.0, 5.0]})
WHEN = {"period_start": 1, "period_end": 2, "period_label": "2020"}


def figures(values, numerator=2, denominator=10):
    counted = {"numerator": numerator, "denominator": denominator, "lower": None, "upper": None}
    return [{"area_code": code, "value": value, **counted, **WHEN} for code, value in values.items()]


def made(found, unit="percent"):
    return {row["group"]: row for row in small_areas.together(SimpleNamespace(unit=unit), found, AREAS)}


def test_a_group_has_a_value_while_at_most_a_tenth_of_its_people_have_none():
    """Of fifth 5 one in ten lives in f; of everyone a fifth lives in a and f and b."""
    found = made(figures(dict.fromkeys("abcde", 20.0)))
    assert found["5"]["value"] == 20.0
    assert found["5"]["method"].endswith("1 of 2 small areas together")
    assert (found["all"]["numerator"], found["all"]["people"]) == (10, 49.0)
    short = made(figures(dict.fromkeys("abcdf", 20.0)))
    assert (short["5"]["value"], short["5"]["numerator"]) == (None, None)
    assert short["5"]["reason"] == "Where 90% of these people live, there is no figure."
    assert short["all"]["value"] is None


def test_just_more_than_the_limit_is_not_told_as_the_limit_itself():
    people = pa.table({"code": list("ab"), "people": [896, 104], "fifth": [1.0, 1.0]})
    found = figures({"a": 20.0})
    (whole, *_) = small_areas.together(SimpleNamespace(unit="percent"), found, people)
    assert whole["reason"] == "Where more than 10% of these people live, there is no figure."


def test_rates_are_never_averaged():
    """Two areas, 1 of 10 and 9 of 30: 10 of 40, not the mean of 10 and 30."""
    found = figures({"e": 10.0}, 1, 10) + figures({"f": 30.0}, 9, 30)
    assert made(found)["5"]["value"] == 25.0


def test_without_counts_it_is_the_mean_by_people_with_limits_from_theirs():
    found = [row | {"numerator": None, "denominator": None} for row in figures({"e": 60.0, "f": 70.0})]
    told = made([row | {"lower": row["value"] - 2, "upper": row["value"] + 2} for row in found], "years")["5"]
    assert (told["value"], told["denominator"], told["people"]) == (61.0, None, 10.0)  # of years nobody is counted
    half = 2 * (0.9**2 + 0.1**2) ** 0.5
    assert (told["lower"], told["upper"]) == (pytest.approx(61 - half), pytest.approx(61 + half))
    bare = made(found, "years")["5"]
    assert (bare["value"], bare["lower"], bare["upper"]) == (61.0, None, None)


@pytest.mark.parametrize(
    ("kind", "counted", "where"),
    [
        ("practice", "60 people counted in 1 GP practice", "are registered"),
        ("lsoa21", "60 counted in 1 neighbourhood", "live"),
        ("msoa11", "60 counted in 1 small area", "live"),
    ],
)
def test_whom_an_area_counts_is_called_people_only_where_it_is(kind, counted, where):
    """Of a neighbourhood it may be homes; who lives there without a figure is people all the same."""
    found = [
        each | {"period_start": at} for at, people in ((1, 100), (2, 60)) for each in figures({"a": 1.0}, 2, people)
    ]
    few = pa.table({"code": list("abcde"), "people": [95, 5, 0, 0, 0], "fifth": [3.0] * 5})
    rows = list(small_areas.together(SimpleNamespace(unit="percent"), found, few, kind))
    assert rows[1]["unlike"].startswith(f"Not held against 2020: {counted}, 100 in 1 then")
    few = pa.table({"code": list("abcde"), "people": [50, 50, 0, 0, 0], "fifth": [3.0] * 5})
    rows = list(small_areas.together(SimpleNamespace(unit="percent"), found, few, kind))
    assert rows[0]["reason"] == f"Where 50% of these people {where}, there is no figure."


@pytest.mark.parametrize(
    ("lists", "said"),
    [
        ({"a": 100, "b": 120}, None),  # a tenth more
        ({"a": 100, "b": 121}, "221 people counted in 2 GP practices, 200 in 2 then."),
        ({"a": 100, "b": 80}, None),
        ({"a": 100, "b": 79}, "179 people counted in 2 GP practices, 200 in 2 then."),
        ({"a": 200}, "200 people counted in 1 GP practice, 200 in 2 then; without b."),
        ({"a": 100, "b": 85, "c": 15}, None),
        ({"a": 100, "b": 70, "c": 30}, "200 people counted in 3 GP practices, 200 in 2 then; with c."),
    ],
)
def test_a_row_of_other_people_than_the_period_before_says_so(lists, said):
    """More than a tenth came or left: nobody's trend, and no gap's."""
    lists, before = dict(lists), {"a": 100, "b": 100}
    found = [figures({code: 1.0}, 2, people)[0] | {"period_start": 2} for code, people in lists.items()]
    found += [figures({code: 1.0}, 2, people)[0] | {"period_start": 1} for code, people in before.items()]
    few = pa.table({"code": list("abcde"), "people": [50, 45, 5, 0, 0], "fifth": [3.0] * 5})
    rows = list(small_areas.together(SimpleNamespace(unit="percent"), found, few, "practice"))
    told = said and f"Not held against 2020: {said}"
    assert [row["unlike"] for row in rows] == [None, told] * 2


def test_a_gap_of_other_people_than_before_is_no_trend():
    """Between the outer fifths by who is in these; the slope by who is in any."""

    def trends(moved):
        rows = []
        for year, step in ((2019, 0), (2020, 4.5), (2021, 9)):
            for fifth in range(6):
                value = 20.0 + step * (5 - fifth) if fifth else 30.0
                whom = ("deprivation", str(fifth)) if fifth else ("all", "all")
                row = {"period_start": date(year, 1, 1), "period_end": date(year + 1, 1, 1), "period_label": str(year)}
                row |= {"dimension": whom[0], "group": whom[1], "group_label": whom[1], "group_order": fifth}
                row |= {"value": value, "lower": value - 1, "upper": value + 1, "numerator": None, "denominator": 100}
                unlike = "Other people." if year == 2021 and fifth in moved else None
                rows.append({**row, "suppressed": False, "reason": None, "unlike": unlike})
        found = gaps(measured({"unit": "percent"}, "low_good"), rows)
        return [gap["direction"] for gap in found if gap["period_label"] == "2021"][:2]

    assert trends({}) == ["widening", "widening"]
    assert trends({0}) == ["widening", "widening"]
    assert trends({3}) == ["widening", "not_known"]
    assert trends({5}) == ["not_known", "not_known"]


def test_a_fifth_without_an_area_has_no_row():
    few = pa.table({"code": list("abcde"), "people": [90, 10, 0, 0, 0], "fifth": [3.0, 5.0, 5.0, 5.0, 5.0]})
    found = list(small_areas.together(SimpleNamespace(unit="percent"), figures({"a": 20.0, "b": 20.0}), few))
    assert [row["group"] for row in found] == ["all", "3", "5"]


@pytest.mark.parametrize(("kind", "count"), [("lsoa11", 148), ("lsoa21", 152), ("msoa11", 32), ("practice", 25)])
def test_fifths_hold_about_as_many_people_each_the_most_deprived_first(kind, count):
    areas = small_areas.fifths(kind, ["E06000045"])
    scores = dict(
        zip(*(geo.small_areas(kind, ["E06000045"])[name].to_pylist() for name in ("code", "score")), strict=True)
    )
    assert len(areas) == count
    rows = areas.to_pylist()
    people = [sum(row["people"] for row in rows if row["fifth"] == fifth) for fifth in range(1, 6)]
    assert max(people) - min(people) <= 2 * max(row["people"] for row in rows)
    order = sorted(rows, key=lambda row: -scores[row["code"]])
    assert [row["fifth"] for row in order] == sorted(row["fifth"] for row in rows)


def test_nothing_is_known_of_an_authority_without_small_areas():
    assert len(small_areas.fifths("practice", ["E92000001"])) == 0
    with pytest.raises(ValueError, match="small areas are one of"):
        geo.small_areas("ward")


def test_fifths_of_a_practices_people_are_called_those_registered():
    """Of neighbourhoods the place's own people, of practices those registered there: in the table and in sentences."""
    by = dimensions.BY_CODE["deprivation"]
    for kind, heads, said in (
        ("lsoa21", "The place’s own people by fifth", "the most deprived fifth here"),
        (
            "practice",
            "People registered with the place’s practices",
            "the most deprived fifth registered here",
        ),
    ):
        label = small_areas.labels_of(kind)["1"]
        assert dimensions.column(by, [label]).startswith(heads)
        assert dimensions.whom("deprivation", "1", label) == said
    assert dimensions.column(by, ["1 (most deprived)"]) == by.column
    assert dimensions.whom("deprivation", "1", "1 (most deprived)") == "the most deprived fifth"


def of_each(kind, counts):
    """What is told of each neighbourhood of today that these became, from (cases, people) by area."""
    when = {"period_start": date(2020, 1, 1), "period_end": date(2021, 1, 1), "period_label": "2020"}
    found = [when | {"area_code": code, "numerator": a, "denominator": b} for code, (a, b) in counts.items()]
    changes = geo.lsoa_changes().to_pylist()
    names = {row["lsoa21_code"]: "A name" for row in changes if row["lsoa11_code"] in counts}
    rows = small_areas.each(SimpleNamespace(unit="percent"), found, names, kind)
    return {row["group"]: (row["numerator"], row["denominator"], row["value"], row["reason"]) for row in rows}


def test_counts_of_before_are_a_neighbourhoods_of_today_where_it_is_the_same_ground():
    changes: dict[str, list[tuple[str, str]]] = {}
    for row in geo.lsoa_changes().to_pylist():
        changes.setdefault(row["change"], []).append((row["lsoa11_code"], row["lsoa21_code"]))
    (same, today), (divided, half) = changes["U"][0], changes["S"][0]
    merged = changes["M"][0][1]
    parts = [old for old, new in changes["M"] if new == merged]
    told = of_each("lsoa11", {same: (20.0, 100.0), divided: (50.0, 100.0)} | dict.fromkeys(parts, (30.0, 200.0)))
    assert told[today] == (20.0, 100.0, 20.0, None)
    assert told[merged] == (30.0 * len(parts), 200.0 * len(parts), 15.0, None)
    assert told[half] == (None, None, None, small_areas.REDRAWN)
    assert len(parts) > 1
    assert merged not in of_each("lsoa11", {parts[0]: (30.0, 200.0)}), "a part of it is not held"
    assert of_each("lsoa21", {same: (5.0, 10.0)})[same][2] == 50.0
    assert of_each("msoa11", {same: (20.0, 100.0)}) == {}
