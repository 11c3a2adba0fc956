"""Slopes and ratios against a least-squares line fitted by NumPy, and limits by what defines them."""

import numpy as np
import pytest
from scipy.special import expit, logit

from oneplace.stats import (
    between_group_variance,
    concentration_index,
    intercept,
    population_attributable_fraction,
    relative_index,
    slope_index,
)

VALUES = np.array([0.42, 0.35, 0.36, 0.22, 0.2])
PEOPLE = np.array([100.0, 300, 50, 400, 150])
ERROR = np.array([0.02, 0.01, 0.04, 0.01, 0.015])
RANK = np.cumsum(PEOPLE / PEOPLE.sum()) - PEOPLE / PEOPLE.sum() / 2
Z = 1.959963984540054
SCALES = {"none": (lambda y: y, lambda y: y), "log": (np.log, np.exp), "logit": (logit, expit)}


def ends(values):
    """A weighted line's values at the most and the least deprived end."""
    slope, start = np.polyfit(RANK, values, 1, w=np.sqrt(PEOPLE))
    return start, start + slope


def spread(statistic, values, error):
    """The standard error of a statistic of independent values, by the delta method."""
    step = 1e-6
    turns = [(statistic(values + step * one) - statistic(values - step * one)) / (2 * step) for one in np.eye(5)]
    return np.sqrt(((np.array(turns) * error) ** 2).sum())


@pytest.mark.parametrize("transform", ["none", "log", "logit"])
@pytest.mark.parametrize("multiplier", [1, 100, -1])
def test_the_slope_index_and_its_limits(transform, multiplier):
    there, back = SCALES[transform]
    scaled = there(VALUES)
    found = slope_index(VALUES, PEOPLE, standard_error=ERROR, transform=transform, multiplier=multiplier)
    most, least = ends(scaled)
    assert found.value == pytest.approx(multiplier * (back(least) - back(most)))
    half = Z * spread(lambda y: ends(y)[1] - ends(y)[0], scaled, ERROR)
    middle = (most + least) / 2
    turned = sorted(
        multiplier * (back(middle + slope / 2) - back(middle - slope / 2))
        for slope in (least - most - half, least - most + half)
    )
    np.testing.assert_allclose([found.lower, found.upper], turned, rtol=1e-6)
    words = {"none": "plain", "log": "log", "logit": "logit"}[transform]
    assert str(found.method) == f"Slope index ({words} scale, closed-form limits)"
    assert (found.count, found.denominator) == (1000, 1000)


@pytest.mark.parametrize("transform", ["log", "logit"])
@pytest.mark.parametrize("multiplier", [1, -1])
def test_the_relative_index_on_a_scale(transform, multiplier):
    there, back = SCALES[transform]
    found = relative_index(VALUES, PEOPLE, standard_error=ERROR, transform=transform, multiplier=multiplier)
    most, least = ends(there(VALUES))
    ratio = back(least) / back(most)
    assert found.value == pytest.approx(ratio**multiplier)
    half = Z * spread(lambda y: ends(y)[1] - ends(y)[0], there(VALUES), ERROR)
    middle = (most + least) / 2
    turned = sorted(
        (back(middle + slope / 2) / back(middle - slope / 2)) ** multiplier
        for slope in (least - most - half, least - most + half)
    )
    np.testing.assert_allclose([found.lower, found.upper], turned, rtol=1e-6)
    assert str(found.method) == f"Relative index ({transform} scale, closed-form limits)"


@pytest.mark.parametrize("multiplier", [1, -1])
def test_fieller_s_limits_are_the_ratios_that_the_values_could_just_have(multiplier):
    found = relative_index(VALUES, PEOPLE, standard_error=ERROR, multiplier=multiplier)
    over, under = (1, 0) if multiplier > 0 else (0, 1)
    assert found.value == pytest.approx(ends(VALUES)[over] / ends(VALUES)[under])
    assert found.lower < found.value < found.upper
    for ratio in (float(found.lower), float(found.upper)):
        away = ends(VALUES)[over] - ratio * ends(VALUES)[under]
        error = spread(lambda y, ratio=ratio: ends(y)[over] - ratio * ends(y)[under], VALUES, ERROR)
        assert abs(away) == pytest.approx(Z * error)
    assert str(found.method) == "Relative index (plain scale, Fieller's limits)"


def test_limits_of_values_give_the_spread_on_the_scale_asked_for():
    plain = slope_index(VALUES, PEOPLE, lower=VALUES - 0.1, upper=VALUES + 0.2)
    same = slope_index(VALUES, PEOPLE, standard_error=np.full(5, 0.3 / 2 / Z))
    assert (plain.lower, plain.upper) == (pytest.approx(float(same.lower)), pytest.approx(float(same.upper)))
    log = slope_index(VALUES, PEOPLE, lower=VALUES / 1.2, upper=VALUES * 1.5, transform="log")
    same = slope_index(VALUES, PEOPLE, standard_error=np.full(5, np.log(1.8) / 2 / Z), transform="log")
    assert log.lower == pytest.approx(float(same.lower))


@pytest.mark.parametrize("confidence", [0.8, 0.998])
def test_drawn_limits_hold_what_a_simulation_gives(confidence):
    """Values drawn about their logarithms, by another generator: the two differ by the draws' error."""
    error = np.full(5, 0.1)
    rng = np.random.default_rng(77)
    lines = np.polyfit(RANK, np.exp(np.log(VALUES) + error * rng.normal(size=(100_000, 5))).T, 1, w=np.sqrt(PEOPLE))
    given = {"standard_error": error, "spread": "log", "confidence": confidence}
    tail = (1 - confidence) / 2
    for method, drawn, name in (
        (slope_index, lines[0], "Slope index (plain scale, expanded limits)"),
        (relative_index, 1 + lines[0] / lines[1], "Relative index (plain scale, drawn limits)"),
        (intercept, lines[1], "Intercept (plain scale)"),
    ):
        found = method(VALUES, PEOPLE, **given)
        wanted = np.quantile(drawn, [tail, 1 - tail])
        np.testing.assert_allclose([found.lower, found.upper], wanted, atol=0.04 * (wanted[1] - wanted[0]))
        assert (str(found.method), found.denominator) == (name, PEOPLE.sum())
    turned = relative_index(VALUES, PEOPLE, multiplier=-1, **given)
    assert turned.lower == pytest.approx(1 / float(relative_index(VALUES, PEOPLE, **given).upper), rel=1e-3)


def test_very_skew_values_are_drawn_and_their_neighbours_are_not():
    error = np.array([[0.1] * 5, [1.2] * 5])
    found = slope_index(np.stack([VALUES, VALUES]), PEOPLE, standard_error=error, spread="log")
    assert [str(each).split(", ")[1] for each in found.method] == ["expanded limits)", "drawn limits)"]
    alone = slope_index(VALUES, PEOPLE, standard_error=error[0], spread="log")
    assert (found.lower[0], found.upper[0]) == (float(alone.lower), float(alone.upper))
    rng = np.random.default_rng(78)
    drawn = np.polyfit(RANK, np.exp(np.log(VALUES) + 1.2 * rng.normal(size=(100_000, 5))).T, 1, w=np.sqrt(PEOPLE))[0]
    wanted = np.quantile(drawn, [0.025, 0.975])
    np.testing.assert_allclose([found.lower[1], found.upper[1]], wanted, atol=0.04 * (wanted[1] - wanted[0]))


def concentration(y):
    share = PEOPLE / PEOPLE.sum()
    return 2 * (share * y * RANK).sum() / (share * y).sum() - 1


def attributable(y, reference=-1):
    return 1 - y[reference] * PEOPLE.sum() / (PEOPLE * y).sum()


def variance(y):
    share = PEOPLE / PEOPLE.sum()
    return (share * (y - (share * y).sum()) ** 2).sum()


def test_the_concentration_index_with_known_errors():
    found = concentration_index(VALUES, PEOPLE, standard_error=ERROR)
    half = Z * spread(concentration, VALUES, ERROR)
    np.testing.assert_allclose(
        [found.value, found.upper - found.value, found.value - found.lower],
        [concentration(VALUES), half, half],
        rtol=1e-6,
    )
    assert (found.count, found.denominator) == (pytest.approx((VALUES * PEOPLE).sum()), 1000)
    assert str(found.method) == "Concentration index (error of the values)"


def test_the_concentration_index_takes_groups_as_a_sample_where_errors_are_not_known():
    """Its standard error is how far the index of 400 drawn people spreads from draw to draw."""
    rng = np.random.default_rng(12)
    standing = np.sort(rng.random((600, 400)))
    values = 3 - 2 * standing + rng.gamma(2, 0.5, standing.shape)
    found = concentration_index(values, np.ones(400))
    error = (found.upper - found.value) / Z
    assert np.mean(error) == pytest.approx(np.std(found.value), rel=0.1)
    np.testing.assert_allclose(found.upper - found.value, found.value - found.lower)
    assert str(found.method[0]) == "Concentration index (error of the groups)"


@pytest.mark.parametrize("reference", [-1, 0, 2])
def test_the_attributable_fraction_s_limits_are_even_on_the_log_of_what_is_left(reference):
    found = population_attributable_fraction(VALUES, PEOPLE, reference=reference, standard_error=ERROR)
    assert found.value == pytest.approx(attributable(VALUES, reference))
    half = Z * spread(lambda y: np.log(1 - attributable(y, reference)), VALUES, ERROR)
    rest = 1 - float(found.value)
    np.testing.assert_allclose(
        [found.lower, found.upper], [1 - rest * np.exp(half), 1 - rest * np.exp(-half)], rtol=1e-6
    )
    assert str(found.method) == "Population attributable fraction"
    assert (found.count, found.denominator) == (pytest.approx((VALUES * PEOPLE).sum()), 1000)
    assert np.isnan(population_attributable_fraction(VALUES, PEOPLE).lower)


def test_the_variance_between_groups_and_its_limits():
    found = between_group_variance(VALUES, PEOPLE, standard_error=ERROR)
    half = Z * spread(variance, VALUES, ERROR)
    np.testing.assert_allclose(
        [found.value, found.lower, found.upper], variance(VALUES) + np.array([0, -half, half]), rtol=1e-6
    )
    assert between_group_variance(VALUES, PEOPLE, standard_error=ERROR * 50).lower == 0
    assert str(found.method) == "Between-group variance"
    assert (found.count, found.denominator) == (pytest.approx((VALUES * PEOPLE).sum()), 1000)
    assert np.isnan(between_group_variance(VALUES, PEOPLE).upper)


@pytest.mark.parametrize(
    "method", [concentration_index, population_attributable_fraction, between_group_variance, slope_index]
)
def test_areas_levels_and_one_population_broadcast(method):
    found = method([VALUES, VALUES * 2], PEOPLE, standard_error=ERROR, confidence=[0.8, 0.95])
    assert (found.value.shape, found.lower.shape) == ((2,), (2, 2))
    assert (found.upper[:, 1] > found.upper[:, 0]).all()
    alone = method(VALUES * 2, PEOPLE, standard_error=ERROR)
    assert found.upper[1, 1] == pytest.approx(float(alone.upper))
    bad = method([VALUES, VALUES * np.nan], PEOPLE, standard_error=ERROR)
    assert bad.upper[0] == pytest.approx(float(method(VALUES, PEOPLE, standard_error=ERROR).upper))
    assert np.isnan([bad.value[1], bad.lower[1], bad.upper[1]]).all()
