"""Run charts, P and U charts and their primed forms, G and T charts, and the fallback for rare events."""

import numpy as np
import pytest

from oneplace.stats import g_chart, p_chart, run_chart, t_chart, u_chart, xmr


def test_a_run_chart_counts_runs_and_marks_shifts_and_trends():
    chart = run_chart([1, 3, 1, 3, 1, 3, 4, 5, 6, 7, 8, 9, 9.5])
    assert chart.median[0] == 4
    assert chart.trend.tolist() == [0, 0, 0, 0] + [1] * 9
    assert chart.shift.tolist() == [-1] * 6 + [0] + [1] * 6
    assert (chart.runs, bool(chart.non_random)) == (2, True)


def test_points_on_the_median_neither_make_nor_break_a_run():
    chart = run_chart([5, 1, 5, 1, 1, 1, 5, 1, 1, 9, 9, 9, 9, 9, 9], shift_length=6)
    assert chart.median[0] == 5
    assert chart.shift[[1, 3, 4, 5, 7, 8]].tolist() == [-1] * 6
    assert chart.runs == 2


@pytest.mark.slow
def test_the_numbers_of_runs_that_chance_allows_are_the_published_ones():
    """Swed and Eisenhart 1943: with ten points on either side fewer than 7 or more than 15 runs are not random."""
    chart = run_chart([0, 1] * 10)
    assert (chart.fewest_runs, chart.most_runs, chart.runs) == (7, 15, 20)
    assert chart.non_random
    drawn = run_chart(np.random.default_rng(3).normal(size=(4000, 24)))
    assert drawn.non_random.mean() < 0.05


def test_short_and_missing_runs():
    chart = run_chart([[1, 2, 3] + [np.nan] * 20, [np.nan] * 23])
    assert chart.reason.tolist() == ["too_few_points", "too_few_points"]
    assert not chart.shift.any()


def test_limits_of_a_p_chart_by_hand():
    x, n = np.tile([10, 20, 15], 6), np.tile([100, 200, 100], 6)
    chart = p_chart(x, n, "decrease")
    centre = 45 / 400
    assert chart.mean[0] == pytest.approx(centre)
    assert chart.upper[1] == pytest.approx(centre + 3 * np.sqrt(centre * (1 - centre) / 200))
    assert chart.lower[0] == pytest.approx(centre - 3 * np.sqrt(centre * (1 - centre) / 100))
    assert chart.variation == "common_cause"


def test_limits_of_a_u_chart_by_hand():
    x, n = np.tile([4, 6], 8), np.tile([50, 50], 8)
    chart = u_chart(x, n)
    assert chart.upper[0] == pytest.approx(0.1 + 3 * np.sqrt(0.1 / 50))
    assert chart.lower[0] == 0


def test_primed_charts_hold_what_varies_between_periods():
    """With 100,000 cases a month and a percentage point of real variation, plain limits make signals of noise."""
    rng = np.random.default_rng(1)
    n = np.full((200, 36), 100_000)
    x = rng.binomial(n, 0.5 + rng.normal(0, 0.01, n.shape))
    plain, primed = p_chart(x, n), p_chart(x, n, primed=True)
    assert (plain.rules[..., 0] != 0).mean() > 0.3
    assert (primed.rules[..., 0] != 0).mean() < 0.01
    calm = u_chart(rng.poisson(0.2 * n), n, primed=True)
    ratio = (calm.upper - calm.mean) / (u_chart(rng.poisson(0.2 * n), n).upper - calm.mean)
    assert 0.9 < np.median(ratio) < 1.1


def test_bad_series_of_counts_have_reasons():
    n = np.full((4, 15), 10.0)
    x = np.tile(np.arange(15) % 5, (4, 1)).astype(float)
    x[1, 3], x[2, 3], x[3, 5:] = 11, -1, np.nan
    codes = ["no_target", "count_exceeds_denominator", "negative", "too_few_points"]
    assert p_chart(x, n).reason.tolist() == codes
    assert p_chart(np.zeros(15), np.full(15, 9)).reason == "constant"


def test_g_and_t_charts_by_hand():
    gaps = [10, 12, 8, 10]
    g = g_chart(gaps)
    assert g.mean[0] == pytest.approx(0.693 * 10)
    assert g.upper[0] == pytest.approx(10 + 3 * np.sqrt(110))
    assert np.isnan(g.lower).all()
    t = t_chart(gaps)
    flat = np.array(gaps) ** (1 / 3.6)
    assert t.upper[0] == pytest.approx((flat.mean() + 2.66 * np.abs(np.diff(flat)).mean()) ** 3.6)
    assert t.lower[0] < 8
    far = g_chart([3, 4, 2, 5, 3, 4, 90])
    assert (far.variation, far.rules[-1, 0]) == ("improvement_high", 1)
    assert g_chart([1, 2]).reason == "too_few_points"
    assert t_chart([1, 2, -3, 4, 5]).reason == "negative"


def test_rare_events_fall_back_to_a_chart_of_gaps_and_say_so():
    """Every nought would be below the lower limit of the peer's chart."""
    rare, usual = np.zeros(60), np.arange(60) % 7
    rare[[5, 20, 28, 40, 44, 50]] = 1
    chart = xmr([rare, usual], "decrease")
    assert chart.reason[0] == "limits_collapse"
    assert not chart.rules[0].any()
    assert chart.fallback.method.tolist() == ["G chart of periods between events", ""]
    assert chart.fallback.value[0].tolist() == [14, 7, 11, 3, 5]
    assert np.isnan(chart.fallback.value[1]).all()
    months = np.datetime64("2020-01", "M") + np.arange(60)
    dated = xmr(rare, "decrease", periods=months.astype("datetime64[D]"))
    assert str(dated.fallback.method) == "T chart of days between events"
    assert dated.fallback.value[0] == (months[20] - months[5]).astype(int) * 30 + 7  # June 2020 to September 2021
    assert xmr(usual).fallback is None


def test_a_skipped_period_breaks_runs_and_ranges():
    y = [*[10, 12] * 10, 13, 13.1, 13, 13.1, 13, 13.1, 13, 13.1]
    together = xmr(y)
    assert together.rules[:, 3].any()
    months = [*range(24), *range(25, 29)]
    apart = xmr(y, periods=months)
    assert not apart.rules[:, 3].any()
    assert apart.value.size == apart.mean.size == len(y)
    gap = xmr([*y[:24], np.nan, *y[24:]])
    assert apart.upper[0] == gap.upper[0]
    dates = np.datetime64("2021-01-01") + np.array([0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365, 396])
    assert xmr(np.arange(14) % 3, periods=dates).method == "XmR"  # months of 28 to 31 days follow each other
    with pytest.raises(ValueError, match="later than the one before"):
        xmr([1, 2, 3], periods=[1, 3, 2])
