"""Recent trends: every published case, one-point trends set aside, bad series, planted trends."""

import numpy as np
import pytest

from oneplace.stats import proportion, published, rate, recent_trend
from tests.stats.cases import numbers, rows

CODES = {
    "Missing values": "missing",
    "Duplicate years in group": "duplicate_periods",
    "Missing at least one confidence interval value": "missing_limits",
    "Not enough data points": "too_few_points",
}


def series():
    found = {}
    for row in rows("trend_markers.csv"):
        found.setdefault((row["case"], row["group"]), []).append(row)
    return found


@pytest.mark.parametrize("key", series(), ids="-".join)
def test_published_cases(key):
    found = series()[key]
    last = found[-1]
    given = published(
        *(numbers(found, column) for column in ("value", "lower95", "upper95")),
        count=numbers(found, "numerator"),
        denominator=numbers(found, "denominator"),
    )
    result = recent_trend(given, numbers(found, "year"), kind=last["value_type"])
    if last["expected_trend"] == "Cannot be calculated":
        assert (result.value, result.reason) == ("", CODES[last["expected_reason"]])
    else:
        assert result.value == last["expected_trend"]
        assert result.chi_squared == pytest.approx(float(last["expected_chi_square"]), abs=5e-5)
        assert result.gradient == pytest.approx(float(last["expected_gradient"]), abs=5e-5)


def test_a_trend_that_hangs_on_one_point_is_set_aside():
    result = recent_trend(rate([100, 99, 98, 97, 300], 10_000))
    assert result.value == "No significant change"
    assert result.outlier


def test_the_scale_of_the_values_makes_no_difference():
    one, many = (recent_trend(rate([100, 130, 170, 200, 260], 10_000, per)) for per in (1, 100_000))
    assert one.chi_squared == pytest.approx(float(many.chi_squared))
    assert one.value == many.value == "Increasing"


def test_many_series_at_once_in_any_order_with_bad_ones_among_them():
    counts = np.array([[90, 80, 70, 60, 50], [50, 50, np.nan, 50, 50], [100, 0, 0, 0, 0], [9, 9, 9, 9, 999]])
    given = proportion(counts, 100)
    result = recent_trend(given, kind="proportion")
    assert result.value.tolist() == ["Decreasing", "", "Decreasing", ""]
    assert result.reason.tolist() == ["", "missing", "", "count_exceeds_denominator"]
    assert np.isnan(result.gradient[2])  # a proportion of 0 has no logit; the counts tell the direction
    turned = recent_trend(proportion(counts[:, ::-1], 100), [2024, 2023, 2022, 2021, 2020], kind="proportion")
    assert turned.value.tolist() == result.value.tolist()


def test_monthly_periods_and_bad_arguments_are_refused():
    assert recent_trend(rate([1, 2, 3, 4, 5], 100), np.arange(5) / 12).reason == "irregular_periods"
    with pytest.raises(ValueError, match="kind"):
        recent_trend(rate([1] * 5, 100), kind="rate")
    with pytest.raises(ValueError, match="one confidence level"):
        recent_trend(rate([1] * 5, 100, confidence=[0.95, 0.998]))


def test_flat_series_seldom_have_a_trend():
    drawn = np.random.default_rng(2).poisson(400, (20_000, 5))
    found = recent_trend(rate(drawn, 10_000)).value
    assert (found != "No significant change").mean() < 0.004
