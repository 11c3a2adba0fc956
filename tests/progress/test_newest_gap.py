"""Which gap stands for a measure, and its row in the columns that the sentences read."""

from __future__ import annotations

from datetime import date

import pytest

from oneplace.progress import as_progress, leading_gap, newest_gap
from oneplace.progress.gaps import NO_GAP
from oneplace.results import TABLES
from tests.progress.tiny import gap


@pytest.mark.parametrize(
    ("dimension", "statistic", "value"),
    [
        ("deprivation", None, 1.0),
        ("deprivation", "absolute_gap", 1.0),
        ("deprivation", "SII", 2.0),
        ("deprivation", "RII", None),
        ("sex", None, 3.0),
        ("ethnicity", None, None),
    ],
)
def test_it_is_of_the_dimension_and_of_the_headlines_statistic_unless_one_is_named(dimension, statistic, value):
    rows = [gap(2024, 1.0), gap(2024, 2.0, "SII"), gap(2024, 3.0, dimension="sex")]
    found = newest_gap(rows, dimension, statistic)
    assert (found and found["value"]) == value


def test_it_is_of_the_newest_period_though_that_has_no_value():
    newest = gap(2025, 1.0) | {"value": None, "reason": "Too few."}
    for rows in ([gap(2023, 3.0), newest, gap(2024, 2.0)], [newest, gap(2024, 2.0)]):
        assert newest_gap(rows, "deprivation") is newest


def test_of_two_that_end_together_the_later_begun():
    long = gap(2024, 2.0) | {"period_start": date(2022, 4, 1)}
    short = gap(2024, 1.0)
    assert newest_gap([short, long], "deprivation") is short
    assert newest_gap([long, short], "deprivation") is short


@pytest.mark.parametrize("dimension", ["age", "sex"])
def test_what_has_no_gap_has_none(dimension):
    assert newest_gap([gap(2024, 1.0)], dimension) is None


def test_a_row_of_gaps_in_the_columns_of_progress():
    row = gap(2024, 5.0, group_label="1 (most deprived)", reference_label="5 (least deprived)", groups_hidden=2)
    assert as_progress(row) == {
        "gap_direction_since": None,
        "gap_turned": None,
        "gap": 5.0,
        "gap_dimension": "deprivation",
        "gap_statistic": "absolute_gap",
        "gap_lower": 4.5,
        "gap_upper": 5.5,
        "gap_direction": "no_clear_change",
        "gap_label": "2024/25",
        "gap_stopped": None,
        "gap_group": "1",
        "gap_group_label": "1 (most deprived)",
        "gap_reference": "5",
        "gap_reference_label": "5 (least deprived)",
        "gap_groups_hidden": 2,
        "gap_sure": True,
        "gap_earlier": None,
        "gap_reason": None,
        "gap_compared": None,
        "gap_beyond": None,
        "gap_unknown_by": None,
        "gap_unknown_hidden": None,
    }


def test_no_gap_has_the_same_columns_and_knows_no_direction():
    assert NO_GAP.keys() == as_progress(gap(2024, 5.0)).keys() <= set(TABLES["progress"].schema.names)
    assert {name: value for name, value in NO_GAP.items() if value is not None} == {"gap_direction": "not_known"}


CHANCE = {"sure": False}


@pytest.mark.parametrize(
    ("rows", "named", "leads", "beside"),
    [
        ([gap(2024, 1.0)], None, "deprivation", (None, None)),
        ([gap(2024, 1.0), gap(2024, 9.0, dimension="sex")], None, "deprivation", (None, None)),
        ([gap(2024, 1.0), gap(2024, 9.0, dimension="sex")], "sex", "sex", (None, None)),
        ([gap(2024, 9.0, **CHANCE), gap(2024, 1.0, dimension="ethnicity")], None, "ethnicity", (2, 1)),
        ([gap(2024, 9.0, **CHANCE), gap(2024, 1.0, dimension="ethnicity")], "deprivation", "ethnicity", (2, 1)),
        (
            [gap(2024, 9.0, **CHANCE), gap(2024, 1.0, dimension="ethnicity"), gap(2024, -2.0, dimension="sex")],
            None,
            "sex",
            (3, 2),
        ),
        ([gap(2024, 1.0), gap(2024, 9.0, dimension="sex", **CHANCE)], "sex", "deprivation", (2, 1)),
        ([gap(2024, 1.0, **CHANCE), gap(2024, 9.0, dimension="sex", **CHANCE)], None, "deprivation", (None, None)),
        ([gap(2024, 1.0, **CHANCE), gap(2024, 9.0, dimension="sex", **CHANCE)], "sex", "sex", (None, None)),
        ([gap(2024, 9.0, dimension="sex", **CHANCE)], None, "sex", (None, None)),
        ([gap(2024, 1.0, direction="widening", **CHANCE), gap(2024, 9.0, dimension="sex")], None, "deprivation",
         (None, None)),
        ([gap(2024, 1.0, **CHANCE), gap(2024, 9.0, dimension="day")], None, "deprivation", (None, None)),
        ([gap(2024, 9.0, dimension="day")], None, "day", (None, None)),
    ],
)  # fmt: skip
def test_the_one_asked_for_leads_unless_it_could_be_chance_and_another_could_not(rows, named, leads, beside):
    for found in (leading_gap(rows, named), leading_gap(rows[::-1], named)):
        assert (found["gap_dimension"], found["gap_compared"], found["gap_beyond"]) == (leads, *beside)


@pytest.mark.parametrize("chance", [{}, CHANCE])
@pytest.mark.parametrize(("named", "unknown"), [(None, "deprivation"), ("ethnicity", "ethnicity"), ("sex", None)])
def test_where_another_stands_for_the_gap_asked_for_that_is_told(chance, named, unknown):
    """Of the sexes alone a reader would take the fifths for alike, while all five are hidden."""
    groups = (("deprivation", 5), ("ethnicity", 0))
    hidden = [gap(2024, 0.0, dimension=by, groups_hidden=n) | {"value": None} for by, n in groups]
    found = leading_gap([*hidden, gap(2024, 3.0, dimension="sex", **chance)], named)
    told = (unknown, {"deprivation": 5, "ethnicity": 0}.get(unknown))
    assert (found["gap_dimension"], found["gap_unknown_by"], found["gap_unknown_hidden"]) == ("sex", *told)
    both = [gap(2024, 1.0), gap(2024, 3.0, dimension="sex", **chance)]
    assert leading_gap(both)["gap_unknown_by"] is None
    assert leading_gap(both[1:])["gap_unknown_by"] is None  # nothing by deprivation was asked of this measure


def test_without_any_gap_that_is_known_none_leads():
    assert leading_gap([]) is None
    assert leading_gap([gap(2024, 1.0) | {"value": None}], "sex") is None
