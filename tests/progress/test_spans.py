"""Periods: their middle, the one that follows, and what people call it."""

from __future__ import annotations

from datetime import date

import pytest

from oneplace.progress.spans import Span, months_on, next_span, step_of


def span(start, end, label=""):
    return Span(date.fromisoformat(start), date.fromisoformat(end), label)


@pytest.mark.parametrize(
    ("start", "end", "middle"),
    [
        ("2026-01-01", "2026-01-02", "2026-01-01"),
        ("2026-01-01", "2026-01-03", "2026-01-01"),
        ("2026-01-01", "2026-01-04", "2026-01-02"),
        ("2026-04-01", "2026-05-01", "2026-04-15"),
        ("2025-04-01", "2026-04-01", "2025-09-30"),
        ("2024-01-01", "2025-01-01", "2024-07-01"),
    ],
)
def test_the_middle_is_a_day_of_the_period(start, end, middle):
    assert span(start, end).middle == date.fromisoformat(middle)


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        ("2026-01-27", 1, "2026-02-27"),
        ("2026-01-28", 1, "2026-02-28"),
        ("2026-01-29", 1, "2026-02-28"),
        ("2026-01-31", 12, "2027-01-28"),
        ("2026-11-01", 1, "2026-12-01"),
        ("2026-12-01", 1, "2027-01-01"),
        ("2026-01-01", 11, "2026-12-01"),
        ("2026-01-01", 12, "2027-01-01"),
        ("2026-12-15", 25, "2029-01-15"),
        ("2026-06-15", 0, "2026-06-15"),
    ],
)
def test_months_on_keep_their_day_up_to_the_28th(day, months, later):
    assert months_on(date.fromisoformat(day), months) == date.fromisoformat(later)


@pytest.mark.parametrize(
    ("frequency", "before", "after"),
    [
        ("monthly", span("2026-11-01", "2026-12-01"), span("2026-12-01", "2027-01-01", "December 2026")),
        ("monthly", span("2026-01-01", "2026-02-01"), span("2026-02-01", "2026-03-01", "February 2026")),
        ("monthly", span("2025-12-01", "2026-03-01"), span("2026-01-01", "2026-04-01", "2025/26 Q4")),
        ("monthly", span("2026-01-01", "2026-04-01"), span("2026-02-01", "2026-05-01", "February 2026 to April 2026")),
        ("monthly", span("2026-03-05", "2026-04-05"), span("2026-04-05", "2026-05-05", "April 2026")),
        ("quarterly", span("2025-10-01", "2026-01-01"), span("2026-01-01", "2026-04-01", "2025/26 Q4")),
        ("quarterly", span("2026-01-01", "2026-04-01"), span("2026-04-01", "2026-07-01", "2026/27 Q1")),
        ("quarterly", span("2026-04-01", "2026-07-01"), span("2026-07-01", "2026-10-01", "2026/27 Q2")),
        ("quarterly", span("2026-07-01", "2026-10-01"), span("2026-10-01", "2027-01-01", "2026/27 Q3")),
        ("quarterly", span("2099-07-01", "2099-10-01"), span("2099-10-01", "2100-01-01", "2099/00 Q3")),
        ("quarterly", span("2025-12-01", "2026-03-01"), span("2026-03-01", "2026-06-01", "March 2026 to May 2026")),
        ("annual", span("2025-04-01", "2026-04-01", "2025/26"), span("2026-04-01", "2027-04-01", "2026/27")),
        ("irregular", span("2025-04-01", "2026-04-01", "2025/26"), span("2026-04-01", "2027-04-01", "2026/27")),
        ("annual", span("2022-01-01", "2025-01-01", "2022 to 2024"), span("2023-01-01", "2026-01-01", "2023 to 2025")),
    ],
)
def test_the_following_period_is_as_long_and_a_step_on(frequency, before, after):
    assert next_span(before, frequency) == after


@pytest.mark.parametrize(
    ("label", "following"),
    [
        ("2024/25", "2025/26"),
        ("2098/99", "2099/00"),
        ("2099/00", "2100/01"),
        ("2008/09", "2009/10"),
        ("year to March 2025", "year to March 2026"),
        ("2021/22 to 2023/24", "2022/23 to 2024/25"),
        ("26 September 2019", "26 September 2020"),
        ("wave 3", "wave 3"),
        ("", ""),
    ],
)
def test_a_year_on_the_words_keep_their_form(label, following):
    assert next_span(span("2024-04-01", "2025-04-01", label), "annual").label == following


@pytest.mark.parametrize(
    ("frequency", "before", "after"),
    [
        ("annual", span("2019-03-31", "2019-04-01"), span("2020-03-31", "2020-04-01", "31 March 2020")),
        ("annual", span("2023-02-28", "2023-03-01"), span("2024-02-29", "2024-03-01", "29 February 2024")),
        ("quarterly", span("2026-03-31", "2026-04-01"), span("2026-06-30", "2026-07-01", "30 June 2026")),
        ("quarterly", span("2026-09-30", "2026-10-01"), span("2026-12-31", "2027-01-01", "31 December 2026")),
        ("monthly", span("2026-01-15", "2026-01-16"), span("2026-02-15", "2026-02-16", "15 February 2026")),
    ],
)
def test_a_day_is_followed_by_a_day_and_the_last_of_a_month_by_the_last(frequency, before, after):
    """31 March was followed by four days, so a count of every year "did not follow at even steps"."""
    assert (before.months, next_span(before, frequency)) == (0, after)
    assert step_of([before, after], "irregular") == {"annual": 12, "quarterly": 3, "monthly": 1}[frequency]


def test_a_quarter_that_is_called_by_its_months_is_followed_by_one_that_is():
    """The target was for October to December 2027, and the forecast of that very time for 2027/28 Q3."""
    before = span("2027-07-01", "2027-10-01", "July 2027 to September 2027")
    assert next_span(before, "quarterly").label == "October 2027 to December 2027"
