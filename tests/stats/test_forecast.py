"""Forecasts: what they must know, how often their intervals hold, chances and paths."""

import numpy as np
import pytest

from oneplace.stats import forecast, probability_of_meeting, rank_trend, required_path


def test_a_straight_line_goes_on_and_a_constant_stays():
    line = forecast([10, 12, 14, 16, 18, 20], 3)
    np.testing.assert_allclose(line.value, [22, 24, 26], atol=0.7)
    flat = forecast([5.0] * 8, 4)
    np.testing.assert_allclose([flat.value, flat.lower, flat.upper], 5, atol=1e-6)


def test_months_of_the_year_come_back():
    months = np.arange(60)
    f = forecast(50 + 10 * np.sin(months * np.pi / 6), 12, frequency="monthly")
    np.testing.assert_allclose(f.value, 50 + 10 * np.sin(np.arange(60, 72) * np.pi / 6), atol=0.1)


@pytest.mark.parametrize(
    ("points", "process", "ahead", "low", "high"),
    [
        (12, "noise", 1, 0.75, 0.85),
        (12, "trend", 1, 0.75, 0.87),
        (12, "walk", 1, 0.74, 0.85),
        (12, "walk", 4, 0.68, 0.85),
        (12, "noise", 4, 0.80, 0.97),
        (5, "walk", 1, 0.70, 0.85),
        (5, "noise", 1, 0.72, 0.85),
        (5, "walk", 4, 0.65, 0.85),
    ],
)
def test_an_80_percent_interval_holds_about_80_percent(points, process, ahead, low, high):
    rng = np.random.default_rng(points + ahead)
    noise = rng.normal(size=(3000, points + ahead))
    y = {"noise": noise, "trend": noise + 0.5 * np.arange(points + ahead), "walk": noise.cumsum(axis=1)}[process]
    f = forecast(y[:, :points], ahead, confidence=0.8)
    held = (y[:, -1] >= f.lower[:, -1]) & (y[:, -1] <= f.upper[:, -1])
    assert low <= held.mean() <= high


def test_series_are_forecast_as_each_alone_and_short_ones_have_a_reason():
    series = np.array([[1, 3, 2, 4, 3, 5], [np.nan, np.nan, np.nan, 1, 2, 3], [np.nan, 2, np.nan, 3, 5, 4]])
    f = forecast(series, 2)
    assert f.reason.tolist() == ["", "too_few_points", ""]
    assert np.isnan(f.value[1]).all()
    np.testing.assert_allclose(f.upper[2], forecast(series[2], 2).upper)
    assert np.all(np.diff(f.upper[0] - f.lower[0]) > 0)


def test_bounds_are_kept_and_bad_arguments_refused():
    f = forecast([90, 93, 95, 97, 98, 99], 5, maximum=100)
    assert f.upper.max() <= 100
    with pytest.raises(ValueError, match="horizon"):
        forecast([1, 2, 3, 4], 0)


def test_several_confidence_levels_make_one_more_axis():
    series = [[20, 18, 17, 15, 14, 12], [3, 5, 4, 6, 5, 7]]
    both, one = forecast(series, 3, confidence=[0.8, 0.95]), forecast(series, 3, confidence=0.95)
    assert both.upper.shape == (2, 3, 2)
    np.testing.assert_array_equal(both.upper[..., 1], one.upper)
    assert (both.lower[..., 1] < both.lower[..., 0]).all()
    with pytest.raises(ValueError, match="confidence is 80"):
        forecast(series, 3, confidence=80)


def test_the_chance_of_meeting_a_target():
    f = forecast([20, 18, 17, 15, 14, 12], 2)
    at_centre = probability_of_meeting(f, f.centre, "decrease")
    np.testing.assert_allclose(at_centre, 0.5)
    low, high = probability_of_meeting(f, 5, "decrease"), probability_of_meeting(f, 15, "decrease")
    assert np.all(low < high)
    np.testing.assert_allclose(probability_of_meeting(f, 15, "increase"), 1 - high)
    edge = probability_of_meeting(f, f.upper, "decrease")
    np.testing.assert_allclose(edge, 0.9)  # an 80 % interval leaves a tenth above
    assert probability_of_meeting(f, 15, "decrease", by=2) == high[1]
    with pytest.raises(ValueError, match="step 3"):
        probability_of_meeting(f, 15, "decrease", by=3)
    with pytest.raises(ValueError, match="improvement"):
        probability_of_meeting(f, 5, "down")


def test_the_path_to_a_target_is_straight():
    np.testing.assert_allclose(required_path(10, 4, 3), [10, 8, 6, 4])
    assert required_path([10, 0], [4, 2], 2).tolist() == [[10, 7, 4], [0, 1, 2]]
    with pytest.raises(ValueError, match="one step"):
        required_path(1, 2, 0)


def test_the_forecast_of_each_step_by_itself_is_that_of_sums_of_one_step():
    steps = forecast(WANDERING, 6, frequency="monthly", confidence=[0.8, 0.95])
    sums = forecast(WANDERING, 6, frequency="monthly", confidence=[0.8, 0.95], weights=np.eye(6))
    for name in ("value", "lower", "upper", "scale"):
        np.testing.assert_allclose(getattr(sums, name), getattr(steps, name), rtol=1e-12)


def test_the_mean_of_steps_has_the_mean_of_their_centres_and_the_width_that_errors_together_make():
    """Errors that stay on make a mean hardly surer than its parts: not by the square root of their number."""
    steps, mean = forecast(WANDERING, 4), forecast(WANDERING, 4, weights=[0.25] * 4)
    np.testing.assert_allclose(mean.centre[:, 0], steps.centre.mean(axis=1), rtol=1e-12)
    assert (mean.scale[:, 0] < steps.scale[:, -1]).all()
    assert (mean.scale[:, 0] > steps.scale.mean(axis=1) / 2).all()


def test_an_interval_of_a_mean_of_a_year_holds_as_often_as_it_says():
    """80 % of 400 random walks with drift, within what chance allows of so many, and no fewer of a noise about a level.

    Of the latter it holds nearly all, as an interval of a step so far ahead does: it allows for a drift that may begin.
    """
    rng = np.random.default_rng(20261127)
    noise = rng.normal(size=(400, 36))
    for series, most in ((noise, 1.0), (noise.cumsum(axis=1) + 0.1 * np.arange(36), 0.86)):
        found = forecast(series[:, :24], 12, weights=[1 / 12] * 12)
        mean = series[:, 24:].mean(axis=1)
        held = ((found.lower[:, 0] <= mean) & (mean <= found.upper[:, 0])).mean()
        assert 0.74 <= held <= most, held


WANDERING = np.random.default_rng(7).normal(size=(5, 40)).cumsum(axis=1)


def test_it_goes_on_as_it_has_since_a_point_and_not_as_before():
    fell_and_rises = [20.0 - at for at in range(10)] + [11.0 + 0.5 * at for at in range(8)]
    since = forecast(fell_and_rises, 4, since=9)
    np.testing.assert_allclose(since.value, 14.5 + 0.5 * np.arange(1, 5), atol=0.4)
    assert forecast(fell_and_rises, 4).value[-1] < since.value[-1]


def test_the_months_before_tell_the_season_of_what_goes_on():
    months = np.arange(72)
    season = 10 * np.sin(months * np.pi / 6)
    y = 50 + season + np.where(months < 44, 0.0, 0.5 * (months - 44))
    f = forecast(y[:60], 12, frequency="monthly", since=44)
    np.testing.assert_allclose(f.value, y[60:], atol=0.6)


def test_of_a_sum_of_steps_the_doubt_is_that_of_their_mean():
    y = [20.0, 19.5, 19.0, 19.2, 20.1, 20.8, 22.0, 22.7]
    (mean,) = forecast(y, 3, since=3, weights=[[1 / 3] * 3]).value
    assert mean == pytest.approx(forecast(y, 3, since=3).value.mean())


@pytest.mark.parametrize(("process", "low"), [("noise", 0.6), ("trend", 0.8), ("walk", 0.66)])
def test_an_interval_of_what_was_picked_for_its_trend_is_honest(process, low):
    """Only series in which a rise is found, each forecast from its lowest point: two steps on, 80 % of them nearly."""
    rng = np.random.default_rng(7)
    noise = rng.normal(size=(4000, 14))
    y = {"noise": noise, "trend": noise + 0.5 * np.arange(14), "walk": noise.cumsum(axis=1)}[process]
    rises = rank_trend(y[:, 5:12]).value == "rising"
    held = total = 0
    for at in range(5, 9):
        rows = y[rises & (y[:, 5:11].argmin(axis=1) == at - 5)]
        f = forecast(rows[:, :12], 2, since=at)
        held += int(((rows[:, 13] >= f.lower[:, 1]) & (rows[:, 13] <= f.upper[:, 1])).sum())
        total += len(rows)
    assert total > 20
    assert held / total >= low


def test_points_that_happen_to_lie_straight_have_the_chance_that_their_errors_know():
    """9.3% (8.3 to 10.3) was forecast to be 8.7% (8.6 to 8.8) a year on: eight shares of a few hundred each."""
    series, own = [13.8, 13.1, 12.5, 11.9, 11.2, 10.6, 9.9, 9.3], 0.51
    bare, known = forecast(series, 1), forecast(series, 1, errors=[own] * 8)
    assert bare.upper[0] - bare.lower[0] < own
    assert known.upper[0] - known.lower[0] > 2 * 1.28 * own
    np.testing.assert_allclose(known.value, bare.value, atol=0.1)


def test_errors_that_are_smaller_than_the_scatter_or_not_known_change_nothing():
    series = [5.0, 9.0, 4.0, 8.0, 5.0, 10.0]
    bare = forecast(series, 2)
    for errors in ([0.01] * 6, [np.nan] * 6):
        found = forecast(series, 2, errors=errors)
        np.testing.assert_array_equal(found.upper, bare.upper)


@pytest.mark.parametrize("points", [5, 8, 12])
def test_with_known_errors_an_80_percent_interval_holds_as_often_as_it_says_or_more(points):
    rng = np.random.default_rng(points)
    y = rng.normal(size=(3000, points + 1)) + 0.5 * np.arange(points + 1)
    f = forecast(y[:, :points], 1, errors=np.ones((3000, points)))
    held = (y[:, -1] >= f.lower[:, 0]) & (y[:, -1] <= f.upper[:, 0])
    assert 0.80 <= held.mean() <= 0.95
