"""Periods and dates as people write them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oneplace.place.period import period


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        (2024, (2024, 1, 1), (2025, 1, 1)),
        ("2024", (2024, 1, 1), (2025, 1, 1)),
        ("2024/25", (2024, 4, 1), (2025, 4, 1)),
        ("1999/00", (1999, 4, 1), (2000, 4, 1)),
        ("2024/25 Q1", (2024, 4, 1), (2024, 7, 1)),
        ("2024/25 Q4", (2025, 1, 1), (2025, 4, 1)),
        ("2024-12", (2024, 12, 1), (2025, 1, 1)),
        ("2024-02-29", (2024, 2, 29), (2024, 3, 1)),
        ("March 2026", (2026, 3, 1), (2026, 4, 1)),
        ("mar 2026", (2026, 3, 1), (2026, 4, 1)),
        ("8 May 2019", (2019, 5, 8), (2019, 5, 9)),
        ("2022 to 2024", (2022, 1, 1), (2025, 1, 1)),
        ("2020/21 to 2022/23", (2020, 4, 1), (2023, 4, 1)),
        ("April 2020 to March 2021", (2020, 4, 1), (2021, 4, 1)),
    ],
)
def test_a_period_is_read_as_a_half_open_interval(text, start, end):
    read = period(text)
    assert (read.start, read.end) == (date(*start), date(*end))
    assert str(read) == str(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "soon",
        "2024/26",
        "2024-13",
        "2024-02-30",
        "2023-02-29",
        "24",
        "2024 to 2020",
        "31 June 2020",
        "2024/25 Q5",
        "0999",
    ],
)
def test_what_is_no_period_is_refused_with_examples(text):
    with pytest.raises(ValueError, match=r"Write"):
        period(text)


def test_something_due_in_a_month_is_due_on_its_last_day():
    assert period("2021-03").last_day == date(2021, 3, 31)


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2900, 1, 1)))
def test_every_day_is_read_back(day):
    assert period(day.isoformat()).start == day
    assert period(day.isoformat()).last_day == day


@given(st.text(max_size=30))
def test_any_text_is_a_period_or_refused(text):
    try:
        read = period(text)
    except ValueError:
        return
    assert read.start < read.end
