"""The laws of the rules: what must hold whatever the numbers are. The worked examples are docs/how-we-judge.md."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oneplace import stats
from oneplace.progress import rules
from oneplace.progress.rules import Facts, Point, Status, Value
from oneplace.progress.spans import Span, months_on, next_span

NUMBERS = st.floats(-1000, 1000)
WIDTHS = st.floats(0.01, 100)
POLARITIES = st.sampled_from(["low_good", "high_good"])


def year(start: int) -> Span:
    return Span(date(start, 4, 1), date(start + 1, 4, 1), f"{start}/{(start + 1) % 100:02d}")


def with_limits(number: float, half: float, start: int = 2024) -> Value:
    return Value(year(start), number, number - half, number + half)


@given(NUMBERS, WIDTHS, NUMBERS, POLARITIES)
def test_mirrored_numbers_and_polarity_give_the_same_status(
    number: float, half: float, path: float, polarity: str
) -> None:
    """Lower is better on one side of the mirror, higher on the other: nothing else may change."""
    mirrored = {"low_good": "high_good", "high_good": "low_good"}[polarity]
    here = rules.against_path(with_limits(number, half), path, polarity)
    there = rules.against_path(with_limits(-number, half), -path, mirrored)
    assert here == there


@given(NUMBERS, WIDTHS, NUMBERS, POLARITIES)
def test_off_path_is_said_only_where_the_whole_interval_is_worse(
    n: float, half: float, path: float, polarity: str
) -> None:
    value = with_limits(n, half)
    sign = rules.against_path(value, path, polarity)
    held = n - half <= path <= n + half
    if held:
        assert sign >= 0
    if sign == 0:
        assert held


@given(NUMBERS, NUMBERS, st.integers(2018, 2030))
def test_the_path_runs_between_its_steps_and_stays_at_the_last(start: float, end: float, at: int) -> None:
    steps = [Point(year(2020), start), Point(year(2025), end)]
    found = rules.path_at(steps, year(at))
    if at < 2020:
        assert found is None
    else:
        assert found is not None
        assert min(start, end) - 1e-6 <= found <= max(start, end) + 1e-6
    if at >= 2025:
        assert found == end


def test_a_month_inside_a_standards_year_is_held_to_the_standard_and_one_before_it_is_not() -> None:
    standard = [Point(year(2025), 30.0)]
    april = Span(date(2025, 4, 1), date(2025, 5, 1), "April 2025")
    march = Span(date(2025, 3, 1), date(2025, 4, 1), "March 2025")
    assert rules.path_at(standard, april) == 30.0
    assert rules.path_at(standard, march) is None
    assert rules.path_at([], april) is None


@given(st.lists(st.tuples(st.floats(1, 50), st.floats(0.1, 10)), min_size=3, max_size=8))
def test_a_gap_read_backwards_in_time_turns_round(points: list[tuple[float, float]]) -> None:
    def series(some: list[tuple[float, float]]) -> list[Value]:
        days = [date(2010, 1, 1) + timedelta(365 * n) for n in range(len(some) + 1)]  # leap years have no mirror image
        spans = [Span(first, after, "") for first, after in pairwise(days)]
        return [Value(span, v, v - half, v + half) for span, (v, half) in zip(spans, some, strict=True)]

    turned = {"widening": "narrowing", "narrowing": "widening"}
    forth = stats.gap_direction(series(points), "SII").way
    back = stats.gap_direction(series(points[::-1]), "SII").way
    assert back == turned.get(forth, forth)


def test_gaps_without_limits_or_of_one_period_tell_nothing() -> None:
    bare = [Value(year(2020 + n), number) for n, number in enumerate((9.0, 5.0, 1.0))]
    assert stats.gap_direction(bare, "SII").way == "not_known"
    assert stats.gap_direction([], "SII").way == "not_known"
    assert stats.gap_direction([with_limits(9, 1, 2020), with_limits(1, 1, 2020)], "SII").way == "not_known"


def test_a_ratio_whose_limit_reaches_zero_is_left_out() -> None:
    ratios = [Value(year(2020), 2.0, 0.0, 4.0), Value(year(2021), 1.5, 1.2, 1.9)]
    assert stats.gap_direction([*ratios, Value(year(2022), 1.4, 1.1, 1.8)], "RII").way == "not_known"


def test_scatter_beyond_the_errors_widens_the_error_of_the_slope() -> None:
    """A saw with tiny errors has a slope by its errors alone; its own scatter says that it means nothing."""
    saw = [with_limits(number, 0.2, 2015 + n) for n, number in enumerate((5, 9, 4, 9, 5, 10))]
    assert stats.gap_direction(saw, "SII").way == "no_clear_change"


@pytest.mark.parametrize("wider", [True, False])
@pytest.mark.parametrize("trend", ["better", "worse", "no_clear_change", "not_known"])
@pytest.mark.parametrize("path", [None, 5.0, 10.0])
@pytest.mark.parametrize("target", [None, Point(year(2027), 5.0)])
def test_gap_wider_never_hides_a_miss_nor_is_said_without_a_widening_gap(
    wider: bool, trend: str, path: float | None, target: Point | None
) -> None:
    here = with_limits(8, 0.5)
    facts = Facts(True, "low_good", here, target, path if target else None, trend, wider, here)
    found, why = rules.status(facts)
    assert why.endswith(".")
    if found is Status.AVERAGE_UP_BUT_GAP_WIDER:
        assert wider
    if target and path == 5.0:
        assert found is Status.OFF_PATH
    if target is None:
        assert found in (Status.NO_TARGET_SET, Status.AVERAGE_UP_BUT_GAP_WIDER)


@given(st.floats(0, 1), st.floats(0, 1))
def test_a_better_chance_never_has_a_worse_word(one: float, other: float) -> None:
    order = ["unlikely", "uncertain", "likely"]
    low, high = sorted((one, other))
    words = [rules.forecast_status(chance, None, has_target=True) for chance in (low, high)]
    assert order.index(words[0]) <= order.index(words[1])


@pytest.mark.parametrize(
    ("span", "frequency", "following"),
    [
        (Span(date(2025, 12, 1), date(2026, 1, 1), "December 2025"), "monthly", "January 2026"),
        (Span(date(2026, 1, 1), date(2026, 4, 1), "2025/26 Q4"), "quarterly", "2026/27 Q1"),
        (Span(date(2025, 4, 1), date(2026, 4, 1), "2025/26"), "annual", "2026/27"),
        (Span(date(1999, 4, 1), date(2000, 4, 1), "1999/00"), "annual", "2000/01"),
        (Span(date(2024, 1, 1), date(2025, 1, 1), "2024"), "annual", "2025"),
        (Span(date(2022, 1, 1), date(2025, 1, 1), "2022 to 2024"), "annual", "2023 to 2025"),
        (Span(date(2024, 11, 16), date(2025, 11, 16), "2024/25"), "annual", "2025/26"),
        (Span(date(2025, 4, 1), date(2025, 5, 1), "April 2025"), "annual", "April 2026"),
    ],
)
def test_the_next_period_is_called_as_people_call_it(span: Span, frequency: str, following: str) -> None:
    found = next_span(span, frequency)
    assert found.label == following
    assert found.start > span.start


@given(st.dates(date(1990, 1, 1), date(2080, 1, 1)), st.integers(1, 60))
def test_months_on_always_lands_in_the_month_meant(day: date, months: int) -> None:
    found = months_on(day, months)
    assert (found.year * 12 + found.month) - (day.year * 12 + day.month) == months
    assert found.day == min(day.day, 28)


def of_months(start: date, months: int) -> Span:
    return Span(start, months_on(start, months), f"{start:%B %Y}")


@pytest.mark.parametrize(
    ("begins", "ends", "at", "held"),
    [
        (year(2022), year(2026), year(2024), 66.0),  # a leap day lies between
        (year(2022), year(2025), year(2023), 65.333333333),
        (of_months(date(2025, 4, 1), 1), of_months(date(2027, 4, 1), 1), of_months(date(2026, 10, 1), 1), 67.0),
        (of_months(date(2024, 4, 1), 3), of_months(date(2028, 1, 1), 3), of_months(date(2026, 10, 1), 3), 66.666666667),
        (year(2022), year(2026), Span(date(2024, 7, 1), date(2024, 10, 1), ""), 65.875),
        (Span(date(2024, 3, 31), date(2024, 4, 1), ""), Span(date(2028, 3, 31), date(2028, 4, 1), ""),
         Span(date(2026, 3, 31), date(2026, 4, 1), ""), 66.0),
        (Span(date(2024, 3, 31), date(2024, 4, 1), ""), Span(date(2024, 9, 30), date(2024, 10, 1), ""),
         Span(date(2024, 6, 30), date(2024, 7, 1), ""), 66.0),
    ],
)  # fmt: skip
def test_a_path_runs_by_years_quarters_and_months(begins: Span, ends: Span, at: Span, held: float) -> None:
    """By days 66% half-way from 64 to 68 was "worse than the path", 66.001%, for a leap day."""
    path = rules.path_at([Point(begins, 64.0), Point(ends, 68.0)], at)
    assert path == held
    assert rules.against_path(Value(at, held, held - 1, held + 1), path or 0.0, "high_good") == 1


@given(st.decimals(0, 100, places=1), st.integers(1, 9), st.integers(2, 10), POLARITIES)
def test_a_value_on_its_path_is_on_path(start: Decimal, step: int, years: int, polarity: str) -> None:
    """Told to one decimal, at each year of any number of years."""
    last = start + Decimal(step) / 10 * years
    points = [Point(year(2015), float(start)), Point(year(2015 + years), float(last))]
    for at in range(1, years + 1):
        on = float(start + Decimal(step) / 10 * at)
        asked = rules.path_at(points, year(2015 + at))
        assert rules.against_path(Value(year(2015 + at), on, on - 1, on + 1), asked or 0.0, polarity) == 1
