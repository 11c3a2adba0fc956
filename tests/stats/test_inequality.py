"""Slope and relative index of inequality, differences and ratios."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from oneplace.stats import absolute_gap, compare, proportion, rate, relative_gap, relative_index, slope_index
from tests.stats.cases import number, rows

SCALES = {"0": "none", "1": "log", "2": "logit"}


def published():
    groups = {}
    for row in rows("sii.csv"):
        groups.setdefault((row["testdescription"], row["area"]), []).append(row)
    return {key: found for key, found in groups.items() if found[0]["sii"]}


@pytest.mark.parametrize("key", published(), ids="-".join)
def test_published_cases(key):
    """Values exact; the published limits are simulated, so ours may differ by 5 % of the interval."""
    found = published()[key]
    first = found[0]
    scale = SCALES[first["valuetype"]] if "transform" in key[0] else "none"
    factor = -100 if "x -100" in key[0] else 100 if "x 100" in key[0] else -1 if "negative" in key[0] else 1
    confidence = (
        0.98
        if "98% " in key[0] and "95" not in key[0]
        else 0.95
        if "(" in first["confidence"]
        else float(first["confidence"]) / 100
    )
    given_limits = {
        "lower": [number(row["lowercl"]) for row in found],
        "upper": [number(row["uppercl"]) for row in found],
    }
    arguments = ([float(row["value"]) for row in found], [float(row["population"]) for row in found])
    for name, function in (("sii", slope_index), ("rii", relative_index)):
        result = function(*arguments, **given_limits, transform=scale, multiplier=factor, confidence=confidence)
        if first[name]:
            assert result.value == pytest.approx(number(first[name]), rel=1e-9)
        if first[f"{name}_lowercl_1"]:
            width = number(first[f"{name}_uppercl_1"]) - number(first[f"{name}_lowercl_1"])
            assert result.lower == pytest.approx(number(first[f"{name}_lowercl_1"]), abs=0.05 * width)
            assert result.upper == pytest.approx(number(first[f"{name}_uppercl_1"]), abs=0.05 * width)


def test_a_straight_gradient_is_recovered_whatever_the_populations():
    n = np.array([100, 300, 50, 400, 150.0])
    rank = np.cumsum(n / n.sum()) - n / n.sum() / 2
    result = slope_index(20 - 12 * rank, n, standard_error=np.ones(5))
    assert result.value == pytest.approx(-12)
    ratio = relative_index(20 - 12 * rank, n, standard_error=np.full(5, 0.1))
    assert ratio.value == pytest.approx(8 / 20)
    assert ratio.lower < ratio.value < ratio.upper


def test_limits_hold_the_true_slope_as_often_as_they_say():
    rng = np.random.default_rng(11)
    rank = np.arange(0.1, 1, 0.2)
    drawn = 10 + 5 * rank + rng.normal(size=(20_000, 5)) * [1, 2, 1, 0.5, 1]
    result = slope_index(drawn, np.ones(5), standard_error=[1, 2, 1, 0.5, 1])
    assert 0.945 <= ((result.lower <= 5) & (result.upper >= 5)).mean() <= 0.955


def test_bad_elements_have_reasons_and_leave_others_alone():
    value = [[1, 2, 3], [np.nan, 2, 3], [1, 2, 3], [0, 2, 3]]
    population = [[1, 1, 1], [1, 1, 1], [1, 0, 1], [1, 1, 1]]
    result = slope_index(value, population, standard_error=np.ones(3), transform="log")
    assert result.reason.tolist() == ["", "missing", "no_denominator", "outside_scale"]
    assert np.isnan(result.value).tolist() == [False, True, True, True]
    with pytest.raises(ValueError, match="two quantiles"):
        slope_index([1], [1], standard_error=[1])
    with pytest.raises(ValueError, match="give `lower`"):
        slope_index([1, 2], [1, 1])


def test_a_ratio_whose_base_may_be_zero_has_no_limits_and_says_why():
    result = relative_index([0.1, 1, 2], [1, 1, 1], standard_error=[1, 1, 1])
    assert result.reason == "ratio_unbounded"
    assert np.isnan(result.lower)


def test_difference_of_proportions_agrees_with_newcombe():
    """Newcombe 1998, table II, method 10: 56/70 against 48/80 gives 0.0524 to 0.3339."""
    gap = absolute_gap(proportion(56, 70), proportion(48, 80))
    assert gap.value == pytest.approx(0.2)
    assert (gap.lower, gap.upper) == (pytest.approx(0.0524, abs=5e-5), pytest.approx(0.3339, abs=5e-5))


def test_ratios_with_no_events():
    result = relative_gap(rate([0, 20, 20], 100), rate([20, 0, 20], 100))
    assert result.reason.tolist() == ["", "zero_reference", ""]
    assert (result.value[0], result.lower[0], result.value[2]) == (0, 0, 1)
    assert np.isnan(result.value[1])
    assert result.lower[2] < 1 < result.upper[2]


@given(st.integers(1, 400), st.integers(1, 400))
def test_gaps_turn_round_with_their_sides(a, b):
    one, other = rate(a, 1000), rate(b, 1000)
    there, back = absolute_gap(one, other), absolute_gap(other, one)
    np.testing.assert_allclose([there.lower, there.upper], [-back.upper, -back.lower])
    ratio, inverse = relative_gap(one, other), relative_gap(other, one)
    np.testing.assert_allclose([ratio.lower, ratio.upper], [1 / inverse.upper, 1 / inverse.lower])


def test_comparison_with_a_number_and_with_an_estimate():
    found = proportion([10, 50, 90, np.nan], 100)
    assert compare(found, 0.5).tolist() == ["lower", "similar", "higher", "not_known"]
    assert compare(found, proportion(50, 100)).tolist() == ["lower", "similar", "higher", "not_known"]
