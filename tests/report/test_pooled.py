"""Counts put together: which can be, what comes out, and that nothing hidden is in it."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oneplace.report import in_span, pooled
from oneplace.stats import Span, proportion

YEAR = Span(date(2025, 4, 1), date(2026, 4, 1), "2025/26")


def part(numerator, denominator, scale=100.0, **changed):  # type: ignore[no-untyped-def]
    return {
        "period_start": date(2025, 4, 1),
        "period_end": date(2026, 4, 1),
        "period_label": "2025/26",
        "group": "E01",
        "numerator": numerator,
        "denominator": denominator,
        "value": scale * numerator / denominator,
        "lower": 0.0,
        "upper": 100.0,
        "method": "Wilson",
        "suppressed": False,
        "reason": None,
    } | changed


def month(number, numerator, denominator):  # type: ignore[no-untyped-def]
    start, end = (date(2025 + (3 + n) // 12, (3 + n) % 12 + 1, 1) for n in (number, number + 1))
    return part(numerator, denominator, period_start=start, period_end=end, period_label=f"{start:%B %Y}")


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(51, 400)), min_size=1, max_size=9))
def test_shares_together_are_all_counted_out_of_all(counts):
    numerator, denominator = sum(n for n, _ in counts), sum(d for _, d in counts)
    made = pooled([part(float(n), float(d)) for n, d in counts], {"group": "all of them"})
    if not numerator:
        assert made is None
        return
    exact = proportion(numerator, denominator, 100)
    assert made is not None
    assert made["value"] == pytest.approx(100 * numerator / denominator)
    assert (made["lower"], made["upper"]) == pytest.approx((float(exact.lower), float(exact.upper)))
    assert made["group"] == "all of them"


@pytest.mark.parametrize(
    "odd",
    [
        part(10.0, 100.0, suppressed=True),
        part(10.0, 100.0) | {"numerator": None},
        part(10.0, 100.0) | {"denominator": None},
        part(10.0, 100.0, value=10.001),
        part(10.0, 100.0, method="Dobson"),
        part(10.0, 100.0, method="As published"),
    ],
)
def test_one_that_is_hidden_or_no_plain_ratio_spoils_the_sum(odd):
    assert pooled([part(10.0, 100.0), odd], {}) is None
    assert pooled([part(10.0, 100.0), part(10.0, 100.0)], {}) is not None


def test_rates_have_limits_for_counts_and_means_none():
    rate = pooled([part(3.0, 100.0, 1000.0, method="Exact"), part(9.0, 100.0, 1000.0, method="Byars")], {})
    assert rate is not None
    assert rate["value"] == pytest.approx(60)
    assert rate["lower"] < 60 < rate["upper"]
    mean = pooled([part(300.0, 10.0, 1.0, method="Student's t"), part(100.0, 10.0, 1.0, method="Student's t")], {})
    assert mean is not None
    assert (mean["value"], mean["lower"], mean["upper"]) == (20.0, None, None)


def test_the_row_of_just_the_period_is_taken_as_it_stands():
    whole = part(1.0, 2.0)
    assert in_span([month(0, 5.0, 10.0), whole], YEAR) is whole


def test_months_that_fill_the_year_are_put_together():
    made = in_span([month(number, 10.0 + number, 100.0) for number in reversed(range(12))], YEAR)
    assert made is not None
    assert made["value"] == pytest.approx(100 * sum(range(10, 22)) / 1200)
    assert (made["period_start"], made["period_end"], made["period_label"]) == (YEAR.start, YEAR.end, "2025/26")


@pytest.mark.parametrize("missing", [0, 5, 11])
def test_a_year_with_a_month_missing_is_no_year(missing):
    assert in_span([month(number, 10.0, 100.0) for number in range(12) if number != missing], YEAR) is None


def test_months_beside_the_year_are_not_in_it():
    months = [month(number, 10.0 if 0 <= number < 12 else 99.0, 100.0) for number in range(-1, 13)]
    made = in_span(months, YEAR)
    assert made is not None
    assert made["value"] == pytest.approx(10)
    assert in_span([], YEAR) is None
