"""Concentration index, attributable fraction, between-group variance, and indices whose limits are drawn."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from oneplace.stats import (
    between_group_variance,
    concentration_index,
    population_attributable_fraction,
    relative_index,
    slope_index,
)
from tests.stats.cases import rows

FIFTHS = [100, 100, 100, 100, 100]


def test_a_concentration_index_by_hand():
    """Two halves with 3 and 1, mean 2: twice (1/4 x 3/2 + 3/4 x 1/2) over 2, less 1."""
    result = concentration_index([3, 1], [50, 50], standard_error=[0.3, 0.1])
    assert result.value == pytest.approx(-0.25)
    assert result.lower < -0.25 < result.upper


def test_equal_groups_have_no_inequality():
    assert concentration_index([7] * 5, FIFTHS).value == pytest.approx(0)
    assert between_group_variance([7] * 5, FIFTHS).value == pytest.approx(0)
    assert population_attributable_fraction([7] * 5, FIFTHS).value == pytest.approx(0)


def test_limits_hold_the_truth_as_often_as_they_say():
    rng = np.random.default_rng(6)
    truth, error = np.array([20, 17, 15, 12, 10.0]), np.array([1, 0.8, 0.9, 0.7, 0.6])
    drawn = truth + rng.normal(size=(20_000, 5)) * error
    for method in (concentration_index, population_attributable_fraction, between_group_variance):
        exact = method(truth, FIFTHS).value
        found = method(drawn, FIFTHS, standard_error=error)
        held = ((found.lower <= exact) & (exact <= found.upper)).mean()
        assert 0.94 <= held <= 0.96, method.__name__


def test_the_attributable_fraction_by_hand():
    result = population_attributable_fraction([20, 15, 10], [100, 100, 100])
    assert result.value == pytest.approx(1 - 10 / 15)
    assert result.reason == "no_spread"
    other = population_attributable_fraction([20, 15, 10], [100, 100, 100], reference=0)
    assert other.value == pytest.approx(1 - 20 / 15)


def test_between_group_variance_by_hand():
    assert between_group_variance([2, 4], [30, 10]).value == pytest.approx(0.75 * 0.25 + 0.25 * 2.25)


@given(st.lists(st.floats(1, 100), min_size=3, max_size=10), st.floats(0.1, 50))
def test_scaling_values_leaves_the_relative_measures(values, factor):
    people = np.arange(1, len(values) + 1) * 10
    for method in (concentration_index, population_attributable_fraction):
        one, other = method(values, people), method(np.array(values) * factor, people)
        assert one.value == pytest.approx(float(other.value), abs=1e-9)
    turned = concentration_index(values[::-1], people[::-1])
    assert turned.value == pytest.approx(-float(concentration_index(values, people).value), abs=1e-9)


def test_bad_areas_have_reasons():
    values = [[1, 2], [np.nan, 2], [-1, 2], [0, 0], [1, 2]]
    people = [[5, 5], [5, 5], [5, 5], [5, 5], [0, 5]]
    codes = ["", "missing", "negative", "zero_reference", "no_denominator"]
    assert concentration_index(values, people).reason.tolist() == codes
    with pytest.raises(ValueError, match="two groups"):
        between_group_variance([1], [1])


def drawn_cases():
    groups = {}
    for row in rows("sii.csv"):
        if row["testdescription"].startswith(("rate", "proportion")) and "default" in row["testdescription"]:
            groups.setdefault((row["testdescription"], row["area"]), []).append(row)
    return {key: found for key, found in groups.items() if found[0]["sii_lowercl_1"]}


@pytest.mark.parametrize("key", drawn_cases(), ids="-".join)
def test_published_limits_of_untransformed_rates_and_proportions(key):
    """Published from 100,000 draws: ours differ by the draws' own error, a hundredth of the interval."""
    found = drawn_cases()[key]
    columns = {name: [float(row[name]) for row in found] for name in ("value", "population", "lowercl", "uppercl")}
    spread = {"1": "log", "2": "logit"}[found[0]["valuetype"]]
    for name, method, how in (("sii", slope_index, "expanded"), ("rii", relative_index, "drawn")):
        if not found[0][f"{name}_lowercl_1"]:
            continue
        result = method(
            columns["value"], columns["population"], lower=columns["lowercl"], upper=columns["uppercl"], spread=spread
        )
        expected = [float(found[0][f"{name}_{side}_1"]) for side in ("lowercl", "uppercl")]
        width = expected[1] - expected[0]
        np.testing.assert_allclose([result.lower, result.upper], expected, atol=0.01 * width)
        assert how in str(result.method)


def test_drawn_limits_are_the_same_each_time_and_follow_the_seed():
    given_ = {"standard_error": np.full(3, 0.1), "spread": "log"}
    first, again, other = (relative_index([5, 4, 2], [1, 1, 1], seed=seed, **given_) for seed in (1, 1, 2))
    assert first.lower == again.lower != other.lower
    expanded = [slope_index([5, 4, 2], [1, 1, 1], seed=seed, **given_).lower for seed in (1, 2)]
    assert expanded[0] == expanded[1]  # an expansion has no seed
    many = relative_index([[5, 4, 2], [np.nan, 4, 2]], [1, 1, 1], multiplier=-1, **given_)
    assert many.reason.tolist() == ["", "missing"]
    assert many.lower[0] < many.value[0] < many.upper[0]
    with pytest.raises(ValueError, match="spread on that scale"):
        slope_index([1, 2], [1, 1], standard_error=[1, 1], transform="log", spread="logit")


def test_a_multiplier_below_one_leaves_limits_in_order():
    """The reference package turns the interval round for multipliers between 0 and 1."""
    result = relative_index([0.5, 0.4, 0.3], [1, 1, 1], standard_error=[0.1] * 3, transform="log", multiplier=0.5)
    assert result.lower < result.value < result.upper
