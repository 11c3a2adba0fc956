"""Which months, quarters and years lie whole inside the days for which a record is complete."""

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oneplace.population import Window, months, periods


@pytest.mark.parametrize(
    ("start", "end", "found"),
    [
        (date(2024, 1, 1), date(2024, 3, 1), [date(2024, 1, 1), date(2024, 2, 1)]),
        (date(2024, 1, 2), date(2024, 3, 1), [date(2024, 2, 1)]),
        (date(2024, 1, 1), date(2024, 2, 29), [date(2024, 1, 1)]),
        (date(2024, 12, 1), date(2025, 1, 1), [date(2024, 12, 1)]),
        (date(2024, 12, 1), date(2024, 12, 31), []),
        (date(2023, 12, 15), date(2024, 2, 1), [date(2024, 1, 1)]),
    ],
)
def test_a_month_counts_from_its_first_day_to_its_last(start, end, found):
    assert months(Window(start, end)) == found


def test_quarters_begin_with_january_and_financial_years_with_april():
    found = periods(Window(date(2023, 4, 1), date(2024, 4, 1)))
    assert [(start, end) for kind, start, end in found if kind == "quarter"] == [
        (date(2023, 4, 1), date(2023, 7, 1)),
        (date(2023, 7, 1), date(2023, 10, 1)),
        (date(2023, 10, 1), date(2024, 1, 1)),
        (date(2024, 1, 1), date(2024, 4, 1)),
    ]
    years = [(start, end) for kind, start, end in found if kind == "financial_year"]
    assert years == [(date(2023, 4, 1), date(2024, 4, 1))]
    assert [kind for kind, *_ in found].count("month") == 12


@pytest.mark.parametrize(
    ("start", "end"), [(date(2023, 4, 2), date(2024, 4, 1)), (date(2023, 4, 1), date(2024, 3, 31))]
)
def test_a_day_too_few_and_the_year_is_not_whole(start, end):
    kinds = [kind for kind, *_ in periods(Window(start, end))]
    assert kinds.count("financial_year") == 0
    assert kinds.count("quarter") == 3
    assert kinds.count("month") == 11


@given(st.dates(date(1999, 1, 1), date(2030, 1, 1)), st.integers(0, 2000))
def test_periods_of_a_kind_follow_each_other_inside_the_window(start, days):
    window = Window(start, date.fromordinal(start.toordinal() + days))
    for kind in ("month", "quarter", "financial_year"):
        spans = [(first, end) for found, first, end in periods(window) if found == kind]
        assert all(window.start <= first < end <= window.end for first, end in spans)
        assert all(before[1] == after[0] for before, after in pairwise(spans))
