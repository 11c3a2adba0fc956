"""A target for a year is told by the measure's own: pooled years that end with it, the school year of its name."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from oneplace.place.period import period
from oneplace.progress import Span
from oneplace.progress.own_years import as_own, read_as
from oneplace.progress.rules import Point
from tests.progress.tiny import AGREED, a_place, fy, judge, row


def span(text, label=""):
    when = period(text)
    return Span(when.start, when.end, label or when.label)


SCHOOL = span("2020-09 to 2021-08", "school year 2020/21")


@pytest.mark.parametrize(
    ("set_for", "of", "told_by"),
    [
        ("2024", span("2016 to 2020"), "2020 to 2024"),
        ("2024/25", span("2017/18 to 2019/20"), "2022/23 to 2024/25"),
        ("2022 to 2024", span("2016 to 2020"), "2020 to 2024"),
        ("2024/25", SCHOOL, "school year 2024/25"),
        ("2023/24 to 2024/25", SCHOOL, "school year 2024/25"),
        ("2020 to 2024", span("2016 to 2020"), None),
        ("2024/25", span("2020/21"), None),
        ("2023/24 to 2024/25", span("2020/21"), None),  # its second year, as ever
        ("2024-09 to 2025-08", SCHOOL, None),  # written as what it is
        ("2025", SCHOOL, None),
        ("2025", span("2020/21"), None),
        ("2024/25", span("2020"), None),
        ("2024/25", span("2016 to 2020"), None),
        ("2024/25", span("2020-08 to 2021-07", "year to July 2021"), None),
        ("2024/25", span("March 2025"), None),
        ("2024/25", span("26 September 2024"), None),
        ("March 2025", span("2016 to 2020"), None),
    ],
)
def test_what_was_set_for_a_year_is_read_as_the_measures_own(set_for, of, told_by):
    assert read_as(Point(span(set_for), 5.0), of) == told_by
    if told_by:
        own = as_own(Point(span(set_for), 5.0), of).span
        assert (own.months, own.end.month) == (of.months, of.end.month)


def test_without_a_value_a_target_is_for_what_it_says():
    assert read_as(Point(span("2024"), 5.0), None) is None
    assert read_as(None, span("2024")) is None


def years(first: int, values: list[float], length: int, month: int = 1) -> list[dict]:
    """Values of so many years together, a year apart."""
    return [
        row(
            date(first + n, month, 1),
            date(first + n + length, month, 1),
            f"school year {first + n}/{(first + n + 1) % 100:02d}"
            if month == 9
            else f"{first + n} to {first + n + length - 1}",
            value,
            1.5,
        )
        for n, value in enumerate(values)
    ]


def test_a_target_for_one_year_is_told_by_the_pooled_years_that_end_with_it(tmp_path: Path) -> None:
    """“Met”, by a path that asked for 14.7 in the middle of 2020 to 2024: two years before it began."""
    outcome = f"{AGREED}, baseline: {{period: 2023, value: 14.7}}, target: {{period: 2024, value: 14}}"
    found, lines = judge(a_place(tmp_path, outcome), years(2019, [14.7, 13.9], 5))
    assert (found["path"], found["status"], found["status_forecast"]) == (14.0, "on_path", "met")
    assert (found["target_label"], found["target_read_as"]) == ("2024", "2020 to 2024")
    ends = [line for line in lines if line["kind"] == "target"]
    assert [(line["period_start"], line["period_label"]) for line in ends] == [(date(2020, 1, 1), "2020 to 2024")]
    (tmp_path / "before").mkdir()
    before, _ = judge(a_place(tmp_path / "before", outcome), years(2018, [15.0, 14.7], 5))
    assert (before["path"], before["status_forecast"]) == (None, "not_known")  # it is where the path begins


def test_a_target_for_a_financial_year_is_told_by_the_school_year_of_its_name(tmp_path: Path) -> None:
    """The verdict was that of 2023/24, which ends within it, and no page named that figure."""
    outcome = f"{AGREED}, baseline: {{period: 2021/22, value: 27}}, target: {{period: 2024/25, value: 26}}"
    found, _ = judge(a_place(tmp_path, outcome), years(2021, [27.0, 26.5, 26.1, 25.9], 1, month=9))
    assert (found["path"], found["status_forecast"]) == (26.0, "met")
    assert (found["target_read_as"], found["target_past"]) == ("school year 2024/25", False)


def test_years_of_another_kind_never_meet_or_miss(tmp_path: Path) -> None:
    outcome = f"{AGREED}, target: {{period: 2024, value: 6}}"
    found, _ = judge(a_place(tmp_path, outcome), [fy(2022, 9.0, 0.1), fy(2023, 5.0, 0.1), fy(2024, 5.0, 0.1)])
    assert (found["status_forecast"], found["forecast_untold"]) == ("cannot_be_told", "missing")
    assert found["target_read_as"] is None


def test_a_step_of_the_path_that_was_missed_is_named_by_the_measures_own_year(tmp_path: Path) -> None:
    path = "trajectory: {2022/23: 20, 2023/24: 26, 2024/25: 26}"
    steps = f"baseline: {{period: 2021/22, value: 27}}, target: {{period: 2024/25, value: 26}}, {path}"
    found, _ = judge(a_place(tmp_path, f"{AGREED}, {steps}"), years(2021, [27.0, 26.5, 26.1, 25.9], 1, month=9))
    assert found["missed"] == "school year 2022/23"
    assert found["why"].endswith("The path was missed in the school year 2022/23.")
