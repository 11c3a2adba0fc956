"""Counts put together: which can be, what comes out, and that nothing hidden is in it."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oneplace.report import everyone, in_span, pooled
from oneplace.stats import Span, proportion, rate

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


def month(number, numerator, denominator, **changed):  # type: ignore[no-untyped-def]
    start, end = (date(2025 + (3 + n) // 12, (3 + n) % 12 + 1, 1) for n in (number, number + 1))
    return part(numerator, denominator, period_start=start, period_end=end, period_label=f"{start:%B %Y}", **changed)


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
    byars = pooled([part(3.0, 100.0, 1000.0, method="Exact"), part(9.0, 100.0, 1000.0, method="Byars")], {})
    assert byars is not None
    assert byars["value"] == pytest.approx(60)
    exact = rate(12, 200, 1000)
    assert (byars["lower"], byars["upper"]) == pytest.approx((float(exact.lower), float(exact.upper)))
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
    assert made.keys() == month(0, 1.0, 2.0).keys()


@pytest.mark.parametrize("missing", [0, 5, 11])
def test_a_year_with_a_month_missing_is_no_year(missing):
    assert in_span([month(number, 10.0, 100.0) for number in range(12) if number != missing], YEAR) is None


def test_months_beside_the_year_are_not_in_it():
    months = [month(number, 10.0 if 0 <= number < 12 else 99.0, 100.0) for number in range(-1, 13)]
    made = in_span(months, YEAR)
    assert made is not None
    assert made["value"] == pytest.approx(10)
    assert in_span([], YEAR) is None


def test_a_sum_is_the_first_row_with_what_it_makes_new_and_what_is_changed():
    rows = [part(10.0, 100.0, reason="few", period_label="one"), part(30.0, 100.0, group="E02", period_label="two")]
    made = pooled(rows, {"period_label": "both"})
    assert made is not None
    assert (made["numerator"], made["denominator"], made["value"], made["reason"]) == (40.0, 200.0, 20.0, None)
    assert (made["group"], made["method"], made["suppressed"]) == ("E01", "Wilson", False)
    assert made["period_label"] == "both"
    assert rows[0]["reason"] == "few"


@pytest.mark.parametrize(("off", "made"), [(0.5e-6, True), (2e-6, False), (-0.5e-6, True), (-2e-6, False)])
def test_values_may_differ_from_their_counts_by_no_more_than_rounding(off, made):
    assert (pooled([part(10.0, 100.0), part(20.0, 100.0, value=20 * (1 + off))], {}) is not None) is made


def test_each_is_held_to_the_one_before_it_whichever_comes_last():
    alike, odd = part(10.0, 100.0), part(10.0, 100.0, 1000.0)
    for rows in ([odd, alike, alike], [alike, odd, alike], [alike, alike, odd]):
        assert pooled(rows, {}) is None


def test_a_count_of_nought_joins_the_others_and_alone_says_no_scale():
    made = pooled([part(0.0, 50.0), part(10.0, 50.0)], {})
    assert made is not None
    assert made["value"] == 10.0
    assert pooled([part(0.0, 50.0)], {}) is None
    assert pooled([], {}) is None


def test_nothing_is_made_of_nobody():
    assert pooled([part(10.0, 100.0), part(1.0, 1.0) | {"numerator": 0.0, "denominator": 0.0}], {}) is None


@pytest.mark.parametrize("shift", [(-1, 0), (0, 1), (1, 0), (0, -1)])
def test_a_row_of_another_period_is_not_taken_as_it_stands(shift):
    row = part(1.0, 2.0, period_start=date(2025, 4 + shift[0], 1), period_end=date(2026, 4 + shift[1], 1))
    assert in_span([row], YEAR) is None


def test_months_twice_or_over_one_another_fill_no_year():
    months = [month(number, 10.0, 100.0) for number in range(12)]
    assert in_span([*months, months[3]], YEAR) is None
    quarter = part(10.0, 100.0, period_start=date(2025, 4, 1), period_end=date(2025, 7, 1))
    assert in_span([*months, quarter], YEAR) is None
    made = in_span([*months[3:], quarter], YEAR)
    assert made is not None
    assert made["denominator"] == 1000.0


def test_a_year_with_a_hidden_month_is_hidden():
    months = [month(number, 10.0, 100.0, suppressed=number == 7) for number in range(12)]
    assert in_span(months, YEAR) is None


@pytest.mark.parametrize("dimension", ["all", "whole"])
def test_everyone_is_the_whole_in_the_same_period(dimension):
    like = part(1.0, 4.0, dimension="sex")
    whole = part(5.0, 10.0, dimension=dimension)
    before = part(7.0, 10.0, dimension=dimension, period_start=date(2024, 4, 1), period_end=date(2025, 4, 1))
    assert everyone([like, before, whole], like) is whole
    assert everyone([like, before], like) is None


def test_everyone_is_put_together_of_shorter_periods_of_the_whole_alone():
    like = part(1.0, 4.0, dimension="sex", period_label="that year")
    months = [month(number, 10.0, 100.0, dimension="all") for number in range(12)]
    others = [month(number, 90.0, 100.0, dimension="sex") for number in range(12)]
    made = everyone([*others, *months], like)
    assert made is not None
    assert (made["value"], made["period_label"]) == (pytest.approx(10.0), "that year")
