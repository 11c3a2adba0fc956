"""Funnels: published limits, axes and significance; over-dispersion recovered; bad areas."""

import numpy as np
import pytest

from oneplace.stats import funnel_limits, funnel_significance
from tests.stats.cases import number, numbers, rows


def array(found, *columns):
    return [np.array([number("" if row[c] == "NA" else row[c]) for row in found]) for c in columns]


def test_published_limits_and_significance_of_proportions():
    found = rows("funnel_proportion_inputs.csv")
    x, n = array(found, "numerator", "denominator")
    assert funnel_significance(x, n).value.tolist() == [row["significance"] for row in found]
    small = n < 31_000
    for name, keep in (
        ("funnel_proportion_limits.csv", n > 0),
        ("funnel_proportion_limits_denominator_under_31000.csv", small),
    ):
        expected = rows(name)
        result = funnel_limits(x[keep], n[keep], per=100)
        np.testing.assert_array_equal(result.at, numbers(expected, "population"))
        np.testing.assert_allclose(result.lower.T, array(expected, "lower_95", "lower_99_8"), atol=1e-6)
        np.testing.assert_allclose(result.upper.T, array(expected, "upper_95", "upper_99_8"), atol=1e-6)


def test_published_limits_and_significance_of_ratios():
    found, expected = rows("funnel_ratio_inputs.csv"), rows("funnel_ratio_limits.csv")
    x, n = array(found, "observed", "expected")
    assert funnel_significance(x, n, "ratio").value.tolist() == [row["significance"] for row in found]
    result = funnel_limits(x, n, "ratio", per=100)
    np.testing.assert_array_equal(result.at, numbers(expected, "observed_events"))
    for i, line in enumerate(("2s", "3s")):
        for side, at, limit in (
            ("lower", result.lower_at, result.lower),
            ("upper", result.upper_at, result.upper),
        ):
            np.testing.assert_allclose(at[:, i], numbers(expected, f"{side}_{line}_exp_events"), rtol=1e-4)
            np.testing.assert_allclose(limit[:, i], numbers(expected, f"{side}_{line}_isr"), rtol=1e-4)


def test_published_limits_of_standardised_and_crude_rates():
    ev, rate = array(rows("funnel_rate_inputs_and_points.csv"), "ev", "rate")
    expected = rows("funnel_rate_limits_dsr_per_100000_3_years.csv")
    result = funnel_limits(ev, ev / rate * 1e5, "standardised_rate", per=1e5, years=3)
    np.testing.assert_array_equal(result.at, numbers(expected, "Events"))
    assert result.baseline == pytest.approx(float(expected[0]["baseline"]), rel=1e-8)
    np.testing.assert_allclose(result.lower[:, 0], numbers(expected, "lower_2s_limit"), rtol=1e-4)
    np.testing.assert_allclose(result.upper_at[:, 1], numbers(expected, "upper_3s_population_1_year"), rtol=1e-4)
    crude = rows("funnel_rate_limits_crude_5_events_variant.csv")
    base = float(crude[0]["baseline"])
    given = funnel_limits([base], [1e5], "rate", per=1e5, years=3, at=numbers(crude, "Events"))
    np.testing.assert_allclose(given.upper[:, 0], numbers(crude, "upper_2s_limit"), rtol=1e-4)
    np.testing.assert_allclose(given.lower_at[:, 1], numbers(crude, "lower_3s_population_1_year"), rtol=1e-4)


def test_published_significance_of_rates():
    found = rows("funnel_rate_significance.csv")
    x, standardised, people = array(found, "count", "rate_dsr", "pop")
    crude = funnel_significance(x, people, "rate")
    assert crude.value.tolist() == [row["crude_per_100000_with_0"] for row in found]
    with np.errstate(invalid="ignore"):
        result = funnel_significance(x, x / standardised * 1e5, "standardised_rate")
    few = "Not applicable for events less than 10 for dsrs"
    assert [value or few for value in result.value.tolist()] == [row["dsr_per_100000_with_0"] for row in found]
    assert result.reason[result.value == ""].tolist() == ["fewer_than_10_events"]


def test_planted_over_dispersion_is_found_and_widens_the_funnel():
    rng = np.random.default_rng(4)
    expected = np.full(20_000, 1500.0)
    observed = rng.poisson(expected * rng.normal(1, 0.15, expected.size))
    result = funnel_limits(observed, expected, "ratio", overdispersion=True)
    # a normal variable cut at its 10th and 90th centiles keeps 0.66 of its variance: so much less is found, by design
    left = 0.66 * (1 + 0.15**2 * expected.mean()) - 1
    assert np.sqrt(result.tau_squared) == pytest.approx(np.sqrt(left / expected.mean()), rel=0.05)
    plain = funnel_significance(observed, expected, "ratio")
    widened = funnel_significance(observed, expected, "ratio", overdispersion=True)
    assert (plain.value != "Not significant").mean() > 0.4
    assert (widened.value != "Not significant").mean() < 0.13
    calm = rng.poisson(expected)
    assert funnel_limits(calm, expected, "ratio", overdispersion=True).tau_squared < 0.0004


def test_areas_at_the_same_rate_lie_outside_as_often_as_they_should():
    rng = np.random.default_rng(9)
    n = rng.integers(500, 5000, 20_000)
    result = funnel_significance(rng.binomial(n, 0.3), n)
    assert 0.045 < (result.value != "Not significant").mean() < 0.055


def test_bad_areas_have_reasons_and_leave_the_baseline_alone():
    x, n = [50, 60, np.nan, 30, 5, -1], [100, 100, 100, 20, 0, 10]
    result = funnel_significance(x, n)
    codes = ["", "", "missing", "count_exceeds_denominator", "no_denominator", "negative"]
    assert result.reason.tolist() == codes
    assert result.baseline == pytest.approx(0.55)
    with pytest.raises(ValueError, match="kind"):
        funnel_limits([1], [2], "share")
    with pytest.raises(ValueError, match="no area"):
        funnel_limits([np.nan], [2])


@pytest.mark.parametrize("per", [1, 100, 1000])
def test_proportion_limits_stay_within_nought_and_the_multiplier(per):
    result = funnel_limits([8, 9], [10, 10], per=per)
    assert result.upper.max() == per
    np.testing.assert_allclose(result.upper, funnel_limits([8, 9], [10, 10]).upper * per)
