"""Laws that hold for every method with limits, and how often limits hold the truth."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from oneplace import stats

LEVELS = [0.8, 0.9, 0.95, 0.998]
BANDS = list(stats.ESP2013)


def areas(seed, number=6):
    """Counts and people by 19 age bands, enough of both for every method."""
    rng = np.random.default_rng(seed)
    people = rng.integers(300, 5000, (number, 19))
    return rng.poisson(people * 0.03) + 1, people


METHODS = {
    "rate": lambda x, n, per, **how: stats.rate(x.sum(axis=-1), n.sum(axis=-1), per, **how),
    "proportion": lambda x, n, per, **how: stats.proportion(x.sum(axis=-1), n.sum(axis=-1), per, **how),
    "mean": lambda x, n, per, **how: stats.mean(x * per, **how),
    "dsr": lambda x, n, per, **how: stats.directly_standardised_rate(x, n, bands=BANDS, per=per, **how),
    "ratio": lambda x, n, per, **how: stats.standardised_ratio(x, n, x.mean(0) + 1, n.mean(0), per=per, **how),
    "isr": lambda x, n, per, **how: stats.indirectly_standardised_rate(x, n, np.full(19, 9), n[0], per=per, **how),
    "slope": lambda x, n, per, **how: stats.slope_index(x / n, n, standard_error=np.sqrt(x) / n, multiplier=per, **how),
}


def applied(method, x, n, per=1.0, **how):
    return METHODS[method](x, n, per, **how)


@pytest.mark.parametrize("method", METHODS)
@settings(max_examples=10, deadline=None)
@given(seed=st.integers(0, 10_000))
def test_limits_hold_the_value_and_widen_with_confidence(method, seed):
    result = applied(method, *areas(seed), confidence=LEVELS)
    assert result.lower.shape == (6, len(LEVELS))
    assert (result.lower <= result.value[:, None]).all()
    assert (result.value[:, None] <= result.upper).all()
    assert (np.diff(result.lower, axis=-1) < 0).all()
    assert (np.diff(result.upper, axis=-1) > 0).all()


@pytest.mark.parametrize("method", METHODS)
@settings(max_examples=10, deadline=None)
@given(seed=st.integers(0, 10_000), factor=st.floats(0.01, 1e5))
def test_scaling_the_multiplier_scales_the_answer(method, seed, factor):
    x, n = areas(seed)
    one, many = applied(method, x, n), applied(method, x, n, factor)
    for field in ("value", "lower", "upper"):
        np.testing.assert_allclose(getattr(many, field), getattr(one, field) * factor, rtol=1e-9)


@pytest.mark.parametrize("method", [name for name in METHODS if name not in ("ratio", "isr")])
@settings(max_examples=10, deadline=None)
@given(seed=st.integers(0, 10_000))
def test_permuting_areas_permutes_results(method, seed):
    x, n = areas(seed)
    turn = np.random.default_rng(seed).permutation(6)
    one, other = applied(method, x, n), applied(method, x[turn], n[turn])
    np.testing.assert_array_equal(one.lower[turn], other.lower)


@settings(max_examples=20, deadline=None)
@given(seed=st.integers(0, 10_000), share=st.floats(0.1, 0.9))
def test_splitting_a_band_with_equal_rates_leaves_the_standardised_rate(seed, share):
    x, n = (side[0].astype(float) for side in areas(seed))
    whole = stats.directly_standardised_rate(x, n, bands=BANDS)
    parts = np.array([share, 1 - share])
    split = {**stats.ESP2013, "0-1": 5000 * share, "2-4": 5000 * (1 - share)}
    bands = ["0-1", "2-4", *BANDS[1:]]
    again = stats.directly_standardised_rate([*x[0] * parts, *x[1:]], [*n[0] * parts, *n[1:]], split, bands=bands)
    assert float(again.value) == pytest.approx(float(whole.value))
    assert float(again.upper) == pytest.approx(float(whole.upper))


@settings(max_examples=20, deadline=None)
@given(st.floats(-50, 50), st.floats(60, 100), st.lists(st.integers(10, 5000), min_size=5, max_size=10))
def test_a_planted_gradient_is_recovered(slope, level, people):
    share = np.array(people) / sum(people)
    rank = np.cumsum(share) - share / 2
    found = stats.slope_index(level + slope * rank, people, standard_error=np.ones(len(people)))
    assert float(found.value) == pytest.approx(slope, abs=1e-8)
    ratio = stats.relative_index(level + slope * rank, people, standard_error=np.full(len(people), 1e-3))
    assert float(ratio.value) == pytest.approx((level + slope) / level)


@pytest.mark.parametrize("method", ["rate", "proportion", "dsr", "ratio", "mean"])
def test_95_percent_limits_hold_the_truth_as_often_as_they_say(method):
    """20,000 areas drawn about known rates."""
    rng = np.random.default_rng(17)
    people = rng.integers(500, 2000, 19)
    chance = np.linspace(0.01, 0.05, 19)
    x = (
        rng.binomial(people, chance, (20_000, 19))
        if method == "proportion"
        else rng.poisson(people * chance, (20_000, 19))
    )
    expected = (people * chance).sum() / people.sum()
    if method == "rate":
        found, truth = stats.rate(x.sum(-1), people.sum(), 1), expected
    elif method == "proportion":
        found, truth = stats.proportion(rng.binomial(900, 0.05, 20_000), 900), 0.05
    elif method == "dsr":
        found = stats.directly_standardised_rate(x, people, bands=BANDS, per=1)
        truth = np.average(chance, weights=list(stats.ESP2013.values()))
    elif method == "ratio":
        found, truth = stats.standardised_ratio(x, people, chance * 1e6, np.full(19, 1e6)), 1
    else:
        found, truth = stats.mean(rng.normal(7, 3, (20_000, 12))), 7
    assert 0.94 <= ((found.lower <= truth) & (truth <= found.upper)).mean() <= 0.96


def test_leading_axes_broadcast():
    result = stats.rate(np.ones((3, 1)) * 20, np.array([100, 200]), confidence=LEVELS)
    assert (result.value.shape, result.lower.shape) == ((3, 2), (3, 2, 4))
    x, n = areas(1)
    both = stats.directly_standardised_rate(np.stack([x, x * 2]), n, bands=BANDS)
    np.testing.assert_allclose(both.value[1], both.value[0] * 2)
    gap = stats.absolute_gap(stats.rate([20, 30], 100, confidence=LEVELS), stats.rate(25, 100, confidence=LEVELS))
    assert gap.lower.shape == (2, 4)
    assert stats.compare(stats.rate([20, 300], 100, confidence=[0.9, 0.95]), 1e5).shape == (2, 2)
