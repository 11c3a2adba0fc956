"""The newest period that says something, and its groups in their order."""

from __future__ import annotations

from datetime import date

import pytest

from oneplace.report import latest, newest, of_dimension, of_earlier, parts_beside
from tests.report import a_run


def row(year, value, label="a", order=0, dimension="sex"):
    return {
        "period_start": date(year - 1, 4, 1),
        "period_end": date(year, 4, 1),
        "value": value,
        "group_label": label,
        "group_order": order,
        "dimension": dimension,
    }


def years(rows):
    return [found["period_end"].year for found in rows]


def test_it_is_the_newest_period_in_which_any_value_is_known():
    rows = [row(2026, None), row(2025, 1.0, "a"), row(2024, 2.0), row(2025, None, "b"), row(2026, None)]
    assert newest(rows) == [rows[1], rows[3]]


def test_of_a_quarter_and_the_year_that_end_together_it_is_the_quarter():
    quarter = row(2026, 1.0) | {"period_start": date(2026, 1, 1)}
    assert newest([row(2026, 2.0), quarter, row(2025, 1.0)]) == [quarter]


def test_a_value_of_nought_is_known():
    assert years(newest([row(2025, 1.0), row(2026, 0.0)])) == [2026]


def test_where_none_is_ever_known_it_is_the_newest():
    assert years(newest([row(2025, None), row(2026, None), row(2024, None)])) == [2026]


def test_of_no_rows_there_is_none():
    assert newest([]) == []
    assert latest([]) == []


def test_groups_stand_in_their_order_then_by_name():
    rows = [row(2026, 1.0, "c", 2), row(2026, 1.0, "b", 1), row(2026, 1.0, "a", 1), row(2026, 1.0, None, None)]
    assert [found["group_label"] for found in latest(rows)] == [None, "a", "b", "c"]


def test_without_order_or_name_a_group_stands_as_if_it_were_the_first():
    rows = [row(2026, 1.0, "a", 1), row(2026, 1.0, "c", 0), row(2026, 1.0, "b", None)]
    assert [found["group_label"] for found in latest(rows)] == ["b", "c", "a"]
    rows = [row(2026, 1.0, "A", 1), row(2026, 1.0, None, 1)]
    assert [found["group_label"] for found in latest(rows)] == [None, "A"]


def test_the_latest_is_of_the_newest_alone():
    assert years(latest([row(2025, 1.0), row(2026, 1.0), row(2026, None)])) == [2026, 2026]


def test_a_dimension_is_taken_out_of_the_rows():
    rows = [row(2026, 1.0, dimension="age"), row(2026, 1.0), row(2025, 1.0)]
    assert of_dimension(rows, "sex") == rows[1:]


@pytest.mark.parametrize(
    ("beside", "said"),
    [("no_data_left", ""), (None, "In 2026 none can be shown: the figures beside this are of 2025.")],
)
def test_of_a_period_of_which_no_data_are_left_it_is_not_told_that_none_can_be_shown(tmp_path, beside, said):
    place = a_run.a_place(tmp_path)

    def told(year, value, **more):
        when = {"period_start": date(year, 1, 1), "period_end": date(year + 1, 1, 1), "period_label": str(year)}
        hidden = {"value": value, "suppressed": value is None}
        return {"measure": "smoking", "dimension": "sex", "group": "F", **when, **hidden, **more}

    rows = [told(2025, 1.0), told(2026, None, beside=beside)]
    assert of_earlier(a_run.report(place, results=rows), place.measures["smoking"], "sex") == said


@pytest.mark.parametrize(
    ("beside", "said"),
    [("part", "The data also hold figures of 2026, a shorter time: nothing is judged by them."), (None, "")],
)
def test_parts_that_stand_beside_a_breakdown_are_told_with_their_dates(tmp_path, beside, said):
    place = a_run.a_place(tmp_path)

    def told(year, **more):
        when = {"period_start": date(year, 1, 1), "period_end": date(year + 1, 1, 1), "period_label": str(year)}
        return {"measure": "smoking", "dimension": "sex", "group": "F", "value": 1.0, "suppressed": False} | when | more

    rows = [told(2025), told(2026, beside=beside)]
    assert parts_beside(a_run.report(place, results=rows), place.measures["smoking"], "sex") == said
