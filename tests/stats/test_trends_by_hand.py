"""Recent trends against a regression and a chi-squared worked out anew, and run charts at their boundaries."""

import numpy as np
import pytest
from scipy.special import logit
from scipy.stats import chi2

from oneplace.stats import proportion, published, recent_trend, run_chart

YEARS = np.arange(5.0)
Z = 1.959963984540054


def cochran_armitage(x, n):
    """Chi-squared for trend, as twice-told in textbooks: (sum of t (x - n p)) squared over its variance."""
    p, middle = x.sum() / n.sum(), (n * YEARS).sum() / n.sum()
    return (YEARS * (x - n * p)).sum() ** 2 / (p * (1 - p) * (n * (YEARS - middle) ** 2).sum())


def test_a_proportion_s_trend():
    x, n = np.array([30, 45, 40, 60, 70.0]), np.array([200, 210, 190, 220, 205.0])
    found = recent_trend(proportion(x, n), kind="proportion")
    assert found.chi_squared == pytest.approx(cochran_armitage(x, n))
    assert found.gradient == pytest.approx(np.polyfit(YEARS, logit(x / n), 1)[0])
    assert (str(found.value), str(found.reason), bool(found.outlier)) == ("Increasing", "", False)
    assert found.method == "Chi-squared for trend"
    down = recent_trend(proportion(x[::-1], n[::-1]), kind="proportion")
    assert (str(down.value), down.gradient) == ("Decreasing", pytest.approx(-float(found.gradient)))


def test_series_side_by_side_are_each_tested_alone():
    x, n = np.array([[30, 45, 40, 60, 70.0], [9, 8, 7, 5, 5]]), np.array([[200, 210, 190, 220, 205.0], [900] * 5])
    found = recent_trend(proportion(x, n), kind="proportion")
    np.testing.assert_allclose(found.chi_squared, [cochran_armitage(*each) for each in zip(x, n, strict=True)])
    np.testing.assert_allclose(found.gradient, [np.polyfit(YEARS, row, 1)[0] for row in logit(x / n)])
    assert found.value.tolist() == ["Increasing", "No significant change"]


@pytest.mark.parametrize("confidence", [0.95, 0.998])
def test_any_other_value_s_trend_is_a_line_weighted_by_the_inverse_variance(confidence):
    value, half = np.array([10, 12, 15, 15, 21.0]), np.array([1, 2, 1.5, 3, 2.0])
    z = {0.95: Z, 0.998: 3.090232306167813}[confidence]
    found = recent_trend(published(value, value - half, value + half), confidence=confidence)
    (slope, _), covariance = np.polyfit(YEARS, value, 1, w=z / half, cov="unscaled")
    assert found.gradient == pytest.approx(slope)
    assert found.chi_squared == pytest.approx(slope**2 / covariance[0, 0])
    assert found.method == "Inverse-variance weighted line"
    assert str(found.value) == "Increasing"


@pytest.mark.parametrize(("factor", "value"), [(1.001, "No significant change"), (0.999, "Increasing")])
def test_a_trend_begins_beyond_the_998_in_1000_point_of_chi_squared(factor, value):
    y = np.array([10, 11, 12, 13, 14.0])
    error = np.sqrt(10 / chi2.ppf(0.998, 1)) * factor  # a slope of one over squared years of ten
    found = recent_trend(published(y, y - Z * error, y + Z * error))
    assert found.chi_squared == pytest.approx(chi2.ppf(0.998, 1) / factor**2)
    assert str(found.value) == value
    assert not found.outlier


@pytest.mark.parametrize(
    ("y", "outlier"),
    [
        ([10, 11, 12, 13, 99], False),
        ([14, 13, 12, 11, 99], True),
        ([10, 10, 10, 10, 99], False),  # without the last point there is no slope, so it isn't turned round
        ([99, 10, 11, 12, 13], True),
        ([-99, 10, 9, 8, 7], True),
    ],
)
def test_a_slope_that_any_one_point_turns_round_is_set_aside(y, outlier):
    found = recent_trend(published(y, np.array(y) - 1, np.array(y) + 1))
    assert bool(found.outlier) == outlier
    assert (str(found.value) == "No significant change") == outlier


@pytest.mark.parametrize("row", [[0, 5, 10, 20, 40], [60, 70, 80, 90, 100]])
def test_at_0_and_1_the_counts_tell_the_direction_and_there_is_no_gradient(row):
    found = recent_trend(proportion(row, 100), kind="proportion")
    assert (str(found.value), bool(np.isnan(found.gradient))) == ("Increasing", True)


def test_a_constant_share_of_all_or_none_has_no_trend():
    for row in ([0] * 5, [100] * 5):
        found = recent_trend(proportion(row, 100), kind="proportion")
        assert (str(found.value), found.chi_squared) == ("No significant change", 0)


def test_only_the_last_five_periods_count_whatever_the_order():
    y = np.array([90, 80, 10, 11, 12, 13, 14.0])
    turn = [3, 0, 6, 2, 5, 1, 4]
    given_ = published(y[turn], y[turn] - 0.1, y[turn] + 0.1)
    found = recent_trend(given_, np.arange(2018, 2025)[turn])
    assert (str(found.value), found.gradient) == ("Increasing", pytest.approx(1))
    assert recent_trend(published([y, y * 0.5], 0, 1000), np.arange(7)).value.shape == (2,)
    mixed = recent_trend(published([y, y * np.nan], y - 0.1, y + 0.1))
    assert mixed.value.tolist() == ["Increasing", ""]
    assert np.isnan(mixed.chi_squared).tolist() == [False, True]
    assert np.isnan(mixed.gradient).tolist() == [False, True]
    assert mixed.outlier.tolist() == [False, False]


# run charts: 0 and 10 alternate about a median of 5, unless said otherwise


SWING = [0.0, 10.0] * 8


@pytest.mark.parametrize(
    ("after", "length", "fires"),
    [
        ([6, 7, 6, 7, 6, 4, 4, 3, 4, 3, 6, 4], 6, [0] * 12),
        ([6, 7, 6, 7, 6, 7, 4, 3, 4, 3, 4, 3], 6, [1] * 6 + [-1] * 6),
        ([6, 7, 6, 7, 6, 7, 4, 3, 4, 3, 4, 3], 7, [0] * 12),
        ([6, 7, 6, 5, 7, 6, 7, 4, 3, 4, 3, 4, 3], 6, [1] * 3 + [0] + [1] * 3 + [-1] * 6),
        ([6, 7, 6, np.nan, 7, 6, 7, 4, 3, 4, 3, 4, 3], 6, [1] * 3 + [0] + [1] * 3 + [-1] * 6),
    ],
)
def test_shifts(after, length, fires):
    """The swing ends above the median, so a nought is put between."""
    chart = run_chart([10.0, *SWING, 0.0, *after], shift_length=length)
    assert chart.median[0] == 5
    assert chart.shift[18:].tolist() == fires
    assert not chart.shift[:18].any()


@pytest.mark.parametrize(
    ("after", "length", "fires"),
    [
        ([1, 2, 3, 4, 0], 6, [0] * 5),
        ([1, 2, 3, 4, 0], 5, [0, 0, 0, 0, 0]),
        ([-1, 2, 3, 4, 6, 0], 5, [1] * 5 + [0]),
        ([-1, 2, 3, 4, 6, 0], 6, [0] * 6),
        ([-1, 2, 3, 3, 4, 6, 0], 5, [1, 1, 1, 0, 1, 1, 0]),
        ([-1, 2, np.nan, 3, 4, 6, 0], 5, [1, 1, 0, 1, 1, 1, 0]),
        ([12, 9, 8, 7, 3, 9], 5, [-1] * 5 + [0]),
    ],
)
def test_trends(after, length, fires):
    """The swing ends high, so that what rises starts with a fall and what falls with a rise."""
    chart = run_chart([*SWING, -1.0 if after[0] == 12 else 9.0, *after], trend_length=length)
    assert chart.trend[17:].tolist() == fires


@pytest.mark.parametrize(
    ("above", "below", "fewest", "most"),
    [
        # the published table (Swed and Eisenhart 1943, 2.5 %): fewer than, more than
        (5, 5, 3, 9),
        (6, 8, 4, 11),
        (9, 9, 6, 14),
        (10, 10, 7, 15),
        (12, 7, 6, 13),
    ],
)
def test_the_numbers_of_runs_that_chance_allows(above, below, fewest, most):
    y = (
        [1.0, 0.0] * min(above, below)
        + [1.0] * (above - below)
        + [0.0] * (below - above)
        + [0.5] * (abs(above - below) + 1)
    )
    chart = run_chart(y)
    assert (chart.fewest_runs, chart.most_runs) == (fewest, most)
    assert {side.dtype.kind for side in (chart.runs, chart.fewest_runs, chart.most_runs)} == {"i"}


@pytest.mark.parametrize(
    ("y", "runs", "strange"),
    [
        ([0, 1] * 10, 20, True),
        ([0, 0, 1, 1] * 2 + [0, 1] * 5 + [0, 0, 1, 1], 16, False),
        ([0, 0, 1, 1] * 2 + [0, 1, 1] + [0, 1] * 5 + [0], 17, True),
        ([0, 0, 1, 1] * 2 + [0, 1] * 5 + [1, 0], 15, False),
        ([0] * 10 + [1] * 10, 2, True),
        ([0, 0, 1, 1] * 3 + [0] * 4 + [1] * 4, 8, False),
        ([0] * 5 + [1] * 5 + [0] * 5 + [1] * 5, 4, True),
        ([0, 0, 1, 1, 0, 0, 1, 1, 0, 0, 0, 1, 1, 1, 0, 0, 0, 1, 1, 1], 8, False),
        ([0] * 3 + [1] * 3 + [0] * 3 + [1] * 3 + [0] * 4 + [1] * 4, 6, True),
        ([0] * 3 + [1] * 3 + [0] * 3 + [1] * 3 + [0] * 3 + [1] * 4 + [0], 7, False),
        ([0, np.nan] * 5 + [1, np.nan] * 5, 2, True),
    ],
)
def test_too_few_or_too_many_runs(y, runs, strange):
    chart = run_chart(y)
    assert (int(chart.runs), bool(chart.non_random)) == (runs, strange)


def test_many_series_and_a_series_on_one_side_only():
    chart = run_chart([[[0.0, 1.0] * 6, [np.nan] * 12], [[1.0] * 11 + [0.0], [0.0] * 6 + [1.0] * 6]])
    assert chart.shift.shape == (2, 2, 12)
    assert chart.reason.tolist() == [["", "too_few_points"], ["too_few_points", ""]]
    assert chart.median[0, 1].tolist() == pytest.approx([np.nan] * 12, nan_ok=True)
    assert chart.shift[1, 1].tolist() == [-1] * 6 + [1] * 6
    assert chart.runs[0, 0] == 12
    np.testing.assert_array_equal(chart.value[1, 0], [1.0] * 11 + [0.0])
