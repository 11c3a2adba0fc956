"""Forecasts against the same model worked out step by step, chances of meeting a target, and paths to it."""

import numpy as np
import pytest
from scipy.stats import t as student

from oneplace.stats import forecast, probability_of_meeting, required_path


def errors(y, smoothing, level, drift, seasons):
    """One-step errors of exponential smoothing with drift, from these starting values, and the level at the end."""
    found = []
    for at, value in enumerate(y):
        predicted = level + drift
        season = seasons[at % len(seasons)]
        if np.isnan(value):
            level = predicted
            continue
        error = value - predicted - season
        found.append(error)
        level = predicted + smoothing * error
    return np.array(found), level


def by_hand(y, horizon, period=1):
    """Centre and scale at each step: a flat level, a drift of three errors' spread, free seasons but the first."""
    grid = np.linspace(0, 1, 11)
    number = 2 + period - 1
    parts = []
    for smoothing in grid:

        def run(values, smoothing=smoothing):
            seasons = [0.0, *values[2:]]
            return errors(y, smoothing, values[0], values[1], seasons)

        def ahead(values, smoothing=smoothing):
            level = run(values)[1]
            seasons = [0.0, *values[2:]]
            return np.array([level + values[1] * (i + 1) + seasons[(len(y) + i) % period] for i in range(horizon)])

        base, base_ahead = run(np.zeros(number))[0], ahead(np.zeros(number))
        design = np.column_stack([base - run(one)[0] for one in np.eye(number)])
        design = np.vstack([design, [0, 1 / 3, *[0] * (period - 1)]])
        base = np.append(base, 0.0)
        products = design.T @ design + 1e-9 * np.eye(number)
        estimate = np.linalg.solve(products, design.T @ base)
        squares = ((base - design @ estimate) ** 2).sum()
        degrees = max(len(base) - number, 1)
        steps = np.column_stack([ahead(one) - base_ahead for one in np.eye(number)])
        doubt = np.einsum("hp,pq,hq->h", steps, np.linalg.inv(products), steps)
        centre = base_ahead + steps @ estimate
        variance = squares / degrees * (1 + np.arange(horizon) * smoothing**2 + doubt)
        log = -np.linalg.slogdet(products)[1] / 2 - degrees / 2 * np.log(max(squares, 1e-300))
        parts.append((log, 0.05 + smoothing**2, centre, variance))
    log = np.array([part[0] for part in parts])
    weight = np.exp(log - log.max()) * [part[1] for part in parts]
    weight /= weight.sum()
    centres, variances = (np.array([part[i] for part in parts]) for i in (2, 3))
    centre = weight @ centres
    return centre, np.sqrt(weight @ (variances + (centres - centre) ** 2)), degrees


SERIES = {
    "short": [20, 18, 17, 15.5],
    "noisy": [20, 18, 22, 15.5, 17, 21, 16, 19],
    "with gaps": [np.nan, 3, np.nan, 5, 4, 6, np.nan, 8, np.nan],
}


@pytest.mark.parametrize("name", SERIES)
def test_yearly_series(name):
    y = SERIES[name]
    centre, scale, degrees = by_hand(y, 3)
    found = forecast(y, 3, confidence=0.8)
    np.testing.assert_allclose(found.centre, centre, rtol=1e-6)
    np.testing.assert_allclose(found.scale, scale, rtol=1e-6)
    assert found.degrees.tolist() == [degrees] * 3
    half = student.ppf(0.9, degrees) * scale
    np.testing.assert_allclose(
        [found.value, found.lower, found.upper], [centre, centre - half, centre + half], rtol=1e-6
    )
    assert found.method == "Exponential smoothing with drift, averaged over smoothing"


@pytest.mark.parametrize(
    ("points", "frequency", "period"),
    [(7, "quarterly", 1), (8, "quarterly", 4), (23, "monthly", 1), (24, "monthly", 12), (30, "annual", 1)],
)
def test_seasons_are_looked_for_from_two_full_years_on(points, frequency, period):
    rng = np.random.default_rng(points)
    y = 50 + np.arange(points) * 0.3 + 5 * np.sin(np.arange(points) * np.pi / 2) + rng.normal(size=points)
    centre, scale, degrees = by_hand(y, 5, period)
    found = forecast(y, 5, frequency=frequency)
    np.testing.assert_allclose(found.centre, centre, rtol=1e-6)
    np.testing.assert_allclose(found.scale, scale, rtol=1e-5)
    assert found.degrees.tolist() == [degrees] * 5


def test_a_missing_point_counts_against_the_two_years():
    y = [10, 12, 11, 9, 10.5, 12.5, np.nan, 9.5]
    np.testing.assert_allclose(forecast(y, 2, frequency="quarterly").centre, by_hand(y, 2, 1)[0], rtol=1e-6)


def test_series_with_and_without_seasons_side_by_side():
    whole = [10, 12, 11, 9, 10.5, 12.5, 11.5, 9.5]
    part = [np.nan, *whole[1:]]
    few = [np.nan] * 5 + whole[5:]
    both = forecast([[whole, part], [few, whole]], 2, frequency="quarterly")
    assert both.centre.shape == (2, 2, 2)
    assert both.reason.tolist() == [["", ""], ["too_few_points", ""]]
    np.testing.assert_allclose(both.centre[0, 1], forecast(part, 2, frequency="quarterly").centre)
    np.testing.assert_allclose(both.centre[1, 1], forecast(whole, 2, frequency="quarterly").centre)
    assert np.isnan(both.centre[1, 0]).all()
    assert np.isnan(both.upper[1, 0]).all()


@pytest.mark.parametrize(("minimum", "maximum"), [(-np.inf, 100), (99, np.inf), (99.5, 99.7)])
def test_value_and_limits_are_kept_within_bounds_and_the_centre_is_not(minimum, maximum):
    y = [90, 93, 95, 97, 98, 99]
    free, kept = forecast(y, 4), forecast(y, 4, minimum=minimum, maximum=maximum)
    for name in ("value", "lower", "upper"):
        np.testing.assert_array_equal(getattr(kept, name), np.clip(getattr(free, name), minimum, maximum))
    np.testing.assert_array_equal(kept.centre, free.centre)


@pytest.mark.parametrize(
    ("target", "improvement", "side"), [(15, "decrease", 1), (15, "increase", -1), (12, "decrease", 1)]
)
def test_the_chance_of_meeting_a_target_is_student_s(target, improvement, side):
    found = forecast([20, 18, 17, 15, 14, 12], 2)
    wanted = student.cdf(side * (target - found.centre) / found.scale, found.degrees)
    np.testing.assert_allclose(probability_of_meeting(found, target, improvement), wanted)
    assert probability_of_meeting(found, target, improvement, by=1) == pytest.approx(wanted[0])
    each = probability_of_meeting(found, [target, 30], improvement)
    assert each[0] == pytest.approx(wanted[0])


@pytest.mark.parametrize(
    ("target", "improvement", "chance"),
    [
        (0, "increase", 1),
        (0, "decrease", 1),
        (1, "increase", 0),
        (1, "decrease", 1),
        (-1, "increase", 1),
        (-1, "decrease", 0),
    ],
)
def test_a_series_of_noughts_meets_its_target_or_does_not(target, improvement, chance):
    found = forecast([0.0] * 6, 2)
    assert probability_of_meeting(found, target, improvement).tolist() == [chance, chance]


@pytest.mark.parametrize(
    ("baseline", "target", "steps", "path"),
    [
        (10, 4, 1, [10, 4]),
        (10, 4, 3, [10, 8, 6, 4]),
        (4, 10, 2, [4, 7, 10]),
        (5, 5, 2, [5, 5, 5]),
        ([10, 0], 4, 2, [[10, 7, 4], [0, 2, 4]]),
    ],
)
def test_paths(baseline, target, steps, path):
    np.testing.assert_allclose(required_path(baseline, target, steps), path, rtol=1e-12)
