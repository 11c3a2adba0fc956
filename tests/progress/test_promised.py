"""A month is held against a year by the mean of twelve months, or not at all."""

from __future__ import annotations

from datetime import date
from math import sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oneplace.progress import Span, Value
from oneplace.progress.promised import as_promised, in_its_period, parts_of, stands_for_itself, together
from oneplace.progress.spans import months_on, next_span
from oneplace.stats import Of

YEAR = Span(date(2024, 4, 1), date(2025, 4, 1), "2024/25")


def months(values, start=date(2024, 4, 1), unit="percent", length=1, **more):
    """One value a period of so many months from a start; None is a hole."""
    spans = [Span(start, months_on(start, length), f"{start:%B %Y}")]
    while len(spans) < len(values):
        spans.append(next_span(spans[-1], {1: "monthly", 3: "quarterly", 12: "annual"}[length]))
    of = Of("falls", unit)
    return [Value(s, v, of=of, **more) for s, v in zip(spans, values, strict=True) if v is not None]


def told(found):
    return [(each.span.label, each.value) for each in found]


def test_every_year_that_ends_with_a_month_is_told_by_its_mean():
    series = months([*range(1, 13), 13.0, 26.0])
    assert told(as_promised(series, YEAR)) == [
        ("2024/25", 6.5),
        ("the year to April 2025", 7.5),
        ("the year to May 2025", pytest.approx(9.5)),
    ]


def test_quarters_make_a_year_and_months_make_a_quarter():
    assert told(as_promised(months([1, 2, 3, 6], length=3), YEAR)) == [("2024/25", 3.0)]
    quarter = Span(date(2024, 7, 1), date(2024, 10, 1), "2024/25 Q2")
    found = told(as_promised(months([1, 2, 3, 4, 5, 6]), quarter))
    assert found[0] == ("the 3 months to June 2024", 2.0)
    assert found[3] == ("2024/25 Q2", 5.0)


@pytest.mark.parametrize("hole", range(12))
def test_a_year_with_a_month_missing_is_not_known(hole):
    values = [5.0] * 12
    values[hole] = None
    assert as_promised(months(values), YEAR) == []
    assert in_its_period(months(values), YEAR) is None


def test_months_by_two_definitions_make_no_year():
    series = months([5.0] * 12)
    other = [Value(each.span, each.value, of=Of("falls", "percent", definition="new")) for each in series[6:]]
    assert as_promised([*series[:6], *other], YEAR) == []


@pytest.mark.parametrize(
    ("unit", "known"),
    [
        ("percent", True),
        ("minutes", True),
        ("per_100k_a_year", True),
        ("count", False),
        ("gbp", False),
        ("per_100k", False),
    ],
)
def test_of_a_unit_that_grows_with_the_period_no_file_says_whether_months_add_up(unit, known):
    series = months([5.0] * 12, unit=unit)
    assert bool(as_promised(series, YEAR)) is known
    assert parts_of(YEAR, series[-1]) == (12 if known else 0)


@pytest.mark.parametrize(
    ("length", "promised", "itself"),
    [(12, 12, True), (12, 1, False), (12, 3, False), (3, 1, False), (1, 12, False), (36, 12, False), (12, 24, False)],
)
def test_what_stands_for_itself(length, promised, itself):
    start = date(2024, 4, 1)
    value = Value(Span(start, months_on(start, length), "own"), 1.0)
    assert stands_for_itself(value, Span(start, months_on(start, promised), "promised")) is itself
    if length > promised:
        assert bool(as_promised([value], Span(start, months_on(start, promised), "promised"))) is itself


def test_what_is_counted_on_a_day_stands_for_itself_and_several_in_a_year_are_told_by_the_last():
    days = [Value(Span(day, date(day.year, day.month, 2), "a day"), n) for n, day in enumerate(YEAR_DAYS)]
    assert as_promised(days, YEAR) == days
    assert in_its_period(days, YEAR) is days[-1]
    assert in_its_period(days[:1], YEAR) is days[0]
    assert in_its_period([], YEAR) is None


@pytest.mark.parametrize("length", [12, 36])
def test_no_other_year_tells_the_year_in_which_it_ends(length):
    """A school year decided a target for a financial year, and five years one for their last."""
    other = Value(Span(months_on(date(2024, 9, 1), -length), date(2024, 9, 1), "other"), 1.0)
    assert in_its_period([other], YEAR) is None


YEAR_DAYS = (date(2024, 6, 1), date(2024, 9, 1), date(2025, 3, 1))


def test_each_month_counts_by_what_it_is_out_of_where_all_say_so():
    first, second = (Value(each.span, each.value, of=each.of, denominator=n) for each, n in PAIR)
    mean = together([first, second], "both")
    assert (mean.value, mean.denominator) == (17.5, 400)
    plain = together([first, Value(second.span, 20.0)], "both")
    assert (plain.value, plain.denominator) == (15.0, None)


PAIR = [*zip(months([10.0, 20.0]), (100, 300), strict=True)]


@given(st.lists(st.tuples(st.floats(0, 50), st.floats(0.1, 5), st.floats(0.1, 5)), min_size=2, max_size=12))
def test_the_limits_of_a_mean_are_those_of_a_sum_of_numbers_apart(parts):
    spans = months([0.0] * len(parts))
    series = [Value(each.span, v, v - low, v + high) for each, (v, low, high) in zip(spans, parts, strict=True)]
    mean = together(series, "all")
    n = len(parts)
    assert mean.value - mean.lower == pytest.approx(sqrt(sum(low**2 for _, low, _ in parts)) / n)
    assert mean.upper - mean.value == pytest.approx(sqrt(sum(high**2 for *_, high in parts)) / n)
    assert together([*series[1:], Value(series[0].span, 1.0)], "all").limits is None
