"""Where lines of control charts lie: screening, missing points, new starts, skipped periods, attribute charts, gaps."""

import numpy as np
import pytest

from oneplace.stats import g_chart, p_chart, t_chart, u_chart, xmr

BASE = [12.0, 10.0] * 10


def lines(chart, at=0):
    return [chart.mean[at], chart.lower[at], chart.upper[at]]


@pytest.mark.parametrize(
    ("y", "screening", "expected"),
    [
        # ranges of 2 but for one of 20 each way: the average of all is 3.8; those above 3.267 times it are left out
        ([*BASE, 30.0], False, (250 / 21, 2.9)),
        ([*BASE, 30.0], True, (250 / 21, 2.0)),
        # a range of 6 is below 3.267 times 2.2, so that it stays
        ([*BASE, 16.0], True, (236 / 21, 2.2)),
    ],
)
def test_screening_leaves_large_ranges_out_of_a_second_average(y, screening, expected):
    mean, average = expected
    chart = xmr(y, screening=screening)
    np.testing.assert_allclose(lines(chart), [mean, mean - 2.66 * average, mean + 2.66 * average])
    assert str(chart.method) == "XmR"


def test_a_range_exactly_at_the_screen_is_left_out():
    """Of n ranges, all 1 but one of r: r = 3.267 (n - 1 + r) / n is the boundary."""
    n = 40
    at = 3.267 * (n - 1) / (n - 3.267)
    steps = np.array([1.0, -1.0] * 20)
    for factor, average in ((0.9999, (n - 1 + at * 0.9999) / n), (1.0001, 1.0)):
        steps[20] = at * factor
        chart = xmr(np.concatenate([[0.0], np.cumsum(steps)]))
        assert chart.upper[0] - chart.mean[0] == pytest.approx(2.66 * average)


def test_missing_points_take_no_part_in_mean_or_ranges():
    chart = xmr([10.0, 12.0, np.nan, 30.0, 32.0] + [21.0, 23.0] * 5)
    known = [10, 12, 30, 32, *[21, 23] * 5]
    ranges = [2, 2, 11, *[2] * 9]  # 11: from 32 to 21; none from 12 to 30, over the missing point
    screened = [each for each in ranges if each < 3.267 * np.mean(ranges)]
    mean, half = np.mean(known), 2.66 * np.mean(screened)
    np.testing.assert_allclose(lines(chart), [mean, mean - half, mean + half])
    assert chart.point[2] == ""


@pytest.mark.parametrize("rebase", [[20], [20, 20], [20, 0], [20, 99], [20.0]])
def test_lines_start_again_where_asked_once(rebase):
    chart = xmr([*BASE, *(value + 50 for value in BASE)], rebase=rebase)
    assert (chart.mean[19], chart.mean[20]) == (11, 61)
    assert (chart.upper[19], chart.upper[20]) == (pytest.approx(16.32), pytest.approx(66.32))


def test_each_part_needs_its_own_points_and_the_last_gives_the_reason():
    short = xmr([*BASE, *[40.0, 42.0] * 6], target=1, rebase=[20])
    assert str(short.reason) == "too_few_points"
    assert np.isnan(short.lower[20:]).all()
    assert short.lower[0] == pytest.approx(5.68)
    long = xmr([*[40.0, 42.0] * 6, *BASE], target=1, rebase=[12])
    assert str(long.reason) == ""
    assert np.isnan(long.lower[:12]).all()


def test_lines_start_again_at_the_same_point_whether_or_not_a_period_is_skipped_before():
    y = [*BASE, *(value + 50 for value in BASE)]
    months = [*range(10), *range(11, 41)]
    chart = xmr(y, periods=months, rebase=[20])
    assert (chart.mean.size, chart.rules.shape) == (40, (40, 4))
    assert (chart.mean[19], chart.mean[20]) == (11, 61)
    at_the_skip = xmr(y, periods=[*range(20), *range(21, 41)], rebase=[20])
    assert (at_the_skip.mean[19], at_the_skip.mean[20]) == (11, 61)


@pytest.mark.parametrize(
    ("step", "breaks"),
    [(1.0, False), (1.5, False), (1.51, True), (2.0, True)],
)
def test_a_step_half_as_long_again_as_the_usual_one_is_a_skip(step, breaks):
    y = [*BASE, *[11.5] * 8]
    when = np.concatenate([np.arange(24), 23 + step + np.arange(4)])
    fired = xmr(y, periods=when, baseline=20).rules[20:, 3]
    assert fired.any() != breaks


@pytest.mark.parametrize("kind", [str, "datetime64[D]", "datetime64[s]", object])
def test_periods_may_be_dates_of_any_kind(kind):
    days = np.datetime64("2024-01-01") + np.arange(28) * 7
    days[24:] += 7
    y = [*BASE, *[11.5] * 8]
    given = days.astype(kind) if kind is not object else np.array(days.tolist(), dtype=object)
    assert not xmr(y, periods=given, baseline=20).rules[20:, 3].any()
    assert xmr(y, periods=np.arange(28), baseline=20).rules[20:, 3].any()


@pytest.mark.parametrize(
    ("chart", "x", "n", "target", "expected"),
    [
        (
            p_chart,
            [10, 20] * 7,
            100,
            0.5,
            (0.15, 0.15 - 3 * np.sqrt(0.15 * 0.85 / 100), 0.15 + 3 * np.sqrt(0.15 * 0.85 / 100)),
        ),
        (p_chart, [1, 3] * 7, 100, 0.5, (0.02, 0, 0.02 + 3 * 0.014)),
        (p_chart, [97, 99] * 7, 100, 1.5, (0.98, 0.98 - 3 * 0.014, 1)),
        (u_chart, [10, 20] * 7, 100, 0.5, (0.15, 0.15 - 3 * np.sqrt(0.15 / 100), 0.15 + 3 * np.sqrt(0.15 / 100))),
        (u_chart, [97, 99] * 7, 10, 50, (9.8, 9.8 - 3 * np.sqrt(9.8 / 10), 9.8 + 3 * np.sqrt(9.8 / 10))),
    ],
)
def test_lines_of_attribute_charts(chart, x, n, target, expected):
    found = chart(x, n, "increase", target=target)
    np.testing.assert_allclose(lines(found), expected, rtol=1e-6)
    assert str(found.method) == ("P" if chart is p_chart else "U")
    assert (str(found.reason), str(found.assurance)) == ("", "consistent_fail")


def test_limits_follow_each_point_s_denominator_and_points_without_people_are_left_out():
    n = np.array([100.0, 400.0] * 7 + [0.0, np.nan, 100.0])
    x = np.array([10.0, 40.0] * 7 + [0.0, 3.0, np.nan])
    found = p_chart(x, n)
    half = found.upper - found.mean
    np.testing.assert_allclose(half[:2], 3 * np.sqrt(0.09 / np.array([100, 400])))
    assert np.isnan(found.upper[14:]).all()
    assert found.point.tolist()[14:] == ["", "", ""]
    assert found.mean[16] == pytest.approx(0.1)


@pytest.mark.parametrize(("chart", "variance"), [(p_chart, 0.15 * 0.85), (u_chart, 0.15)])
def test_primed_limits_are_wider_by_the_spread_of_the_points(chart, variance):
    """z alternates, so that every moving range of z is the same; 1.128 turns a range into a standard deviation."""
    found = chart([10, 20] * 7, 100, primed=True)
    z_range = 0.10 / np.sqrt(variance / 100)
    assert found.upper[0] - found.mean[0] == pytest.approx(3 * np.sqrt(variance / 100) * z_range / 1.128)
    assert str(found.method) in ("P'", "U'")
    calm = chart([15, 15, 15, 15, 15, 15, 15, 15, 15, 15, 15, 15, 15, np.nan, 15], 100, primed=True)
    assert calm.upper[0] == pytest.approx(0.15)


def test_rules_are_judged_by_limits_that_are_not_cut_at_the_scale_s_end():
    """Noughts lie on a lower limit cut to nought, but well within the uncut one: none is near it."""
    found = u_chart([0, 0, 1] * 5, 10, run_length=7)
    assert found.lower[0] == 0
    assert not found.rules.any()


@pytest.mark.parametrize(("length", "fires"), [(6, True), (7, False)])
def test_the_length_of_a_run_is_passed_on(length, fires):
    y = [20, 10] * 8 + [16] * 6
    for chart in (p_chart(y, 100, run_length=length), u_chart(y, 100, run_length=length)):
        assert chart.rules[-6:, 3].any() == fires
    gaps = [9, 5] * 8 + [8.5] * 6
    for chart in (g_chart(gaps, run_length=length), t_chart(gaps, run_length=length)):
        assert chart.rules[-6:, 3].any() == fires


def test_gaps_at_their_limits():
    far = g_chart([0, 0, 0, 0, 0, 0, 0, 12])
    mean = 12 / 8
    assert far.mean[0] == pytest.approx(0.693 * mean)
    assert far.upper[0] == pytest.approx(mean + 3 * np.sqrt(mean * (mean + 1)))
    assert str(far.variation) == "improvement_high"
    assert str(g_chart([0, 0, 0, 0, 0, 0, 0, 12], "decrease").variation) == "concern_high"
    assert (str(far.method), str(far.reason), str(far.assurance)) == ("G", "", "")
    known = g_chart([np.nan, 4, 6, np.nan, 4, 6])
    assert known.mean[0] == pytest.approx(0.693 * 5)
    assert known.point.tolist()[0] == ""


def test_times_between_events_are_charted_to_the_power_and_turned_back():
    even = np.array([4.0, 5.0, 4.0, 5.0, 4.0])
    flat = even ** (1 / 3.6)
    half = 2.66 * np.abs(np.diff(flat)).mean()
    found = t_chart(even)
    np.testing.assert_allclose(
        lines(found), [flat.mean() ** 3.6, (flat.mean() - half) ** 3.6, (flat.mean() + half) ** 3.6]
    )
    assert np.isnan(t_chart([0.1, 90, 0.1, 90]).lower).all()
    assert (str(found.method), str(found.reason)) == ("T", "")
    assert str(t_chart([4, 5, 4, 5, 4, 90], "decrease").variation) == "concern_high"


@pytest.mark.parametrize(
    ("improvement", "variation"),
    [("decrease", "improvement_high"), ("increase", "concern_high"), ("neutral", "neutral_high")],
)
def test_a_long_gap_between_rare_events_is_good_where_few_are(improvement, variation):
    rare = np.zeros(80)
    rare[[2, 4, 6, 8, 10, 12, 79]] = 1
    chart = xmr(rare, improvement)
    assert chart.fallback.value.tolist() == [1, 1, 1, 1, 1, 66]  # whole periods in between
    assert str(chart.fallback.variation) == variation
    dated = xmr(rare, improvement, periods=np.datetime64("2024-01-01") + np.arange(80))
    assert dated.fallback.value.tolist() == [2, 2, 2, 2, 2, 67]
    assert str(dated.fallback.variation) == variation
    numbered = xmr(rare, improvement, periods=np.arange(80) * 2)
    assert str(numbered.fallback.method) == "G chart of periods between events"
    assert numbered.fallback.value.tolist() == [1, 1, 1, 1, 1, 66]


def test_a_rare_series_with_too_few_gaps_has_a_chart_that_says_so():
    rare = np.zeros((1, 2, 60))
    rare[0, 0, [5, 9, 20]] = 1
    rare[0, 1, [3, 8, 12, 15, 20, 26]] = 1
    found = xmr(rare, [["increase", "decrease"]]).fallback
    assert found.value.shape == (1, 2, 5)
    np.testing.assert_array_equal(found.value[0], [[np.nan] * 3 + [3, 10], [4, 3, 2, 4, 5]])
    assert found.reason.tolist() == [["too_few_points", ""]]


def test_a_longer_run_is_asked_of_the_gaps_too():
    rare = np.zeros(400)
    rare[np.cumsum([5, *[9, 3] * 8, *[8] * 6])] = 1
    assert xmr(rare, run_length=6).fallback.rules[-6:, 3].all()
    assert not xmr(rare, run_length=7).fallback.rules[:, 3].any()


def test_an_exposure_of_less_than_one_is_an_exposure():
    found = u_chart([10, 20] * 7, 0.5)
    np.testing.assert_allclose(lines(found), [30, 30 - 3 * np.sqrt(30 / 0.5), 30 + 3 * np.sqrt(30 / 0.5)])


@pytest.mark.parametrize(("y", "mean"), [([5.0], 5.0), ([np.nan, 5.0], 5.0), ([np.nan], np.nan)])
def test_a_single_point_has_a_mean_and_no_limits(y, mean):
    found = xmr(y)
    np.testing.assert_array_equal(found.mean, [mean] * len(y))
    assert np.isnan([found.lower, found.upper]).all()
    assert found.rules.dtype == np.int8
