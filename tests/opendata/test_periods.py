from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oneplace.record.opendata.periods import KINDS, read_period


@pytest.mark.parametrize(
    ("kind", "text", "start", "end", "label"),
    [
        ("month", "2025-12", date(2025, 12, 1), date(2026, 1, 1), "December 2025"),
        ("named_month", "Apr 2025", date(2025, 4, 1), date(2025, 5, 1), "April 2025"),
        ("quarter", "2024-10", date(2024, 10, 1), date(2025, 1, 1), "2024/25 Q3"),
        ("financial_quarter", "2025-01", date(2025, 1, 1), date(2025, 4, 1), "2024/25 Q4"),
        ("year", "2019", date(2019, 1, 1), date(2020, 1, 1), "2019"),
        ("day", "2020-06-30", date(2020, 6, 30), date(2020, 7, 1), "30 June 2020"),
        ("financial_year", "2024-25", date(2024, 4, 1), date(2025, 4, 1), "2024/25"),
        ("financial_year", "1999-00", date(1999, 4, 1), date(2000, 4, 1), "1999/00"),
        ("academic_year", "2024-25", date(2024, 9, 1), date(2025, 9, 1), "school year 2024/25"),
        ("survey_year", "2024-25", date(2024, 11, 16), date(2025, 11, 16), "survey year 2024/25"),
        ("span", "2022-24", date(2022, 1, 1), date(2025, 1, 1), "2022 to 2024"),
        ("span", "2017-2019", date(2017, 1, 1), date(2020, 1, 1), "2017 to 2019"),
    ],
)
def test_publishers_ways_of_writing_a_period(kind, text, start, end, label):
    period = read_period(kind, text)
    assert (period.start, period.end, period.label) == (start, end, label)


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("month", "2025-13"),
        ("month", "2025"),
        ("quarter", "2025-02"),
        ("day", "2024-02-30"),
        ("financial_year", "2024-26"),  # a span, not a year
        ("academic_year", "2024/25"),
        ("span", "2024-22"),
        ("named_month", "Foo 2025"),
        ("year", "20x5"),
    ],
)
def test_a_period_that_is_none(kind, text):
    with pytest.raises(ValueError, match=r".+"):
        read_period(kind, text)


@given(st.sampled_from(["financial_year", "academic_year", "survey_year"]), st.integers(1990, 2090))
def test_years_follow_on_each_other_without_gap(kind, year):
    this, following = (read_period(kind, f"{first}-{(first + 1) % 100:02d}") for first in (year, year + 1))
    assert this.end == following.start


def test_every_kind_has_a_form():
    assert all(pattern for pattern, _ in KINDS.values())
