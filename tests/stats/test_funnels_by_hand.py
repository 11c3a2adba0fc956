"""The lines of funnels worked out by hand, areas on either side of each line, and over-dispersion by a sum."""

import numpy as np
import pytest
from scipy.stats import norm, poisson

from oneplace.stats import funnel_limits, funnel_significance

NOT = "Not significant"


@pytest.mark.parametrize("per", [1, 100])
def test_lines_of_proportions(per):
    found = funnel_limits([20, 40], [100, 200], per=per, at=[50, 400], confidence=0.9)
    half = norm.ppf(0.95) * np.sqrt(0.2 * 0.8 / np.array([[50], [400]]))
    np.testing.assert_allclose(found.lower, per * (0.2 - half))
    np.testing.assert_allclose(found.upper, per * (0.2 + half))
    assert (found.baseline, found.tau_squared, found.method) == (pytest.approx(0.2 * per), 0, "Normal limits")
    for at in (found.at[:, None], found.lower_at, found.upper_at):
        np.testing.assert_array_equal(at, [[50], [400]])


def test_lines_of_proportions_end_at_nought_and_one():
    low, high = funnel_limits([2], [100], at=[5, 4000]), funnel_limits([98], [100], at=[5, 4000])
    assert (low.lower[0] == 0).all()
    assert (high.upper[0] == 1).all()
    assert (low.lower[1] > 0).all()
    assert (high.upper[1] < 1).all()


def test_a_ratio_s_line_lies_where_so_many_events_would_have_the_tail_s_chance():
    found = funnel_limits([30, 90], [40, 80], "ratio", at=[4, 30], per=100)
    for i, events in enumerate((4, 30)):
        for j, level in enumerate((0.95, 0.998)):
            tail = (1 - level) / 2
            assert poisson.cdf(events, found.lower_at[i, j]) == pytest.approx(tail)
            assert poisson.sf(events - 1, found.upper_at[i, j]) == pytest.approx(tail)
            assert found.lower[i, j] == pytest.approx(100 * events / found.lower_at[i, j])
            assert found.upper[i, j] == pytest.approx(100 * events / found.upper_at[i, j])
    assert (found.baseline, found.tau_squared, found.method) == (100, 0, "Poisson")


@pytest.mark.parametrize("kind", ["rate", "standardised_rate"])
def test_a_rate_s_lines_are_a_ratio_s_laid_over_the_people_of_one_year(kind):
    ratio = funnel_limits([30], [30], "ratio", at=[12])
    found = funnel_limits([30, 60], [1500, 1500], kind, at=[12], years=3, per=1000)
    assert found.baseline == pytest.approx(30)
    np.testing.assert_allclose(found.lower, ratio.lower * 30)
    np.testing.assert_allclose(found.upper, ratio.upper * 30)
    np.testing.assert_allclose(found.lower_at, ratio.lower_at / 0.03 / 3)
    np.testing.assert_allclose(found.upper_at, ratio.upper_at / 0.03 / 3)
    assert found.method == "Poisson"


@pytest.mark.parametrize(
    ("count", "significance"),
    [
        # 400 people at a baseline of a half: standard error 0.025, lines at 0.5 -+ 0.049 and 0.5 -+ 0.0773
        (180.5, NOT),
        (180.3, "Low (0.025)"),
        (219.5, NOT),
        (219.7, "High (0.025)"),
        (230.8, "High (0.025)"),
        (231.0, "High (0.001)"),
        (169.2, "Low (0.025)"),
        (169.0, "Low (0.001)"),
    ],
)
def test_proportions_on_either_side_of_each_line(count, significance):
    """Another area balances each, so that the baseline stays a half."""
    found = funnel_significance([count, 400 - count], [400, 400])
    assert found.value[0] == significance
    assert found.z[0] == pytest.approx((count / 400 - 0.5) / 0.025)
    assert (found.baseline, found.tau_squared, found.method) == (0.5, 0, "Normal limits")


@pytest.mark.parametrize(
    ("count", "expected", "significance"),
    [
        # exact limits of 5: 1.6235 to 11.6683 and 0.7394 to 16.7646 (99.8 %)
        (5, 1.63, NOT),
        (5, 1.62, "High (0.025)"),
        (5, 0.73, "High (0.001)"),
        (5, 11.66, NOT),
        (5, 11.67, "Low (0.025)"),
        (5, 17.0, "Low (0.001)"),
        (0, 3.68, NOT),
        (0, 3.69, "Low (0.025)"),
        (0, 6.90, "Low (0.025)"),
        (0, 6.91, "Low (0.001)"),
    ],
)
def test_ratios_on_either_side_of_each_line(count, expected, significance):
    found = funnel_significance(count, expected, "ratio")
    assert str(found.value) == significance
    assert found.z == pytest.approx((count / expected - 1) / np.sqrt(1 / expected))
    assert (found.baseline, found.method) == (1, "Poisson")


def test_rates_are_judged_against_the_areas_together():
    found = funnel_significance([5, 95], [50, 50], "rate")
    assert (found.baseline, found.value.tolist()) == (1, ["Low (0.001)", "High (0.001)"])
    np.testing.assert_allclose(found.z, [-0.9 / np.sqrt(1 / 50), 0.9 / np.sqrt(1 / 50)])
    few = funnel_significance([9, 10, 90], [1000, 1000, 1000], "standardised_rate")
    assert few.value.tolist() == ["", "Low (0.001)", "High (0.001)"]
    assert few.baseline == pytest.approx(109 / 3000)  # an area of too few events still counts in the baseline


@pytest.mark.parametrize("kind", ["proportion", "rate", "ratio"])
def test_variance_between_areas_by_a_sum(kind):
    rng = np.random.default_rng(5)
    n = rng.integers(200, 900, 30).astype(float)
    share = np.clip(0.3 + rng.normal(0, 0.08, 30), 0.05, 0.9)
    x = share * n if kind != "ratio" else n * (1 + (share - 0.3) * 3)
    base = 1.0 if kind == "ratio" else x.sum() / n.sum()
    each = {"proportion": base * (1 - base), "rate": base, "ratio": 1.0}[kind]
    z = [(a / b - base) / np.sqrt(each / b) for a, b in zip(x, n, strict=True)]
    low, high = np.quantile(z, [0.1, 0.9])
    dispersion = sum(min(max(value, low), high) ** 2 for value in z) / 30
    weight = [b / each for b in n]
    tau = (30 * dispersion - 29) / (sum(weight) - sum(w * w for w in weight) / sum(weight))
    assert tau > 0
    found = funnel_limits(x, n, kind, overdispersion=True, at=[400.0], per=10, confidence=0.95)
    assert found.tau_squared == pytest.approx(tau * 100)
    half = 1.959963984540054 * np.sqrt(each / 400 + tau)
    assert found.upper[0, 0] == pytest.approx(10 * (base + half))
    assert found.lower[0, 0] == pytest.approx(10 * max(base - half, 0))
    assert found.lower_at.tolist() == found.upper_at.tolist() == [[400]]
    assert found.method == "Normal limits with additive over-dispersion"
    judged = funnel_significance(x, n, kind, overdispersion=True)
    assert judged.tau_squared == pytest.approx(tau)
    assert judged.method == found.method
    assert judged.z[3] == pytest.approx((x[3] / n[3] - base) / np.sqrt(each / n[3] + tau))


def test_too_little_or_no_variance_between_areas_is_nought():
    assert funnel_limits([30], [100], overdispersion=True).tau_squared == 0
    assert funnel_limits([30, 31, 30], [100, 100, 100], overdispersion=True).tau_squared == 0
    assert funnel_significance([np.nan], [1], overdispersion=True).tau_squared == 0
    two = funnel_limits([10, 90], [100, 100], overdispersion=True)
    # two z scores of -+ 8, cut at -+ 6.4; weights 400 each
    assert two.tau_squared == pytest.approx((2 * 6.4**2 - 1) / (800 - 2 * 400**2 / 800))


@pytest.mark.parametrize(
    ("sizes", "first", "last"),
    [
        # the largest more than twice the smallest: from one on; else from the smallest's first digit
        ([100, 201], 1, 220),
        ([100, 200], 90, 210),
        ([1000, 1500], 900, 1600),
        ([0.5, 0.6], 1, 100),
    ],
)
def test_the_axis_runs_from_the_smallest_area_to_beyond_the_largest(sizes, first, last):
    found = funnel_limits(np.array(sizes) * 0.3, sizes)
    assert (found.at[0], found.at[-1], found.at.size) == (first, last, 100)
    assert (np.diff(found.at) >= 1).all()


def test_the_axis_of_rates_is_laid_over_the_events_of_all_years():
    found = funnel_limits([90, 180], [3000, 6300], "rate", years=3)
    # people of one year: 1,000 and 2,100; 1.05 times the larger, its second digit up: 2,300; times 3 x 270/9,300
    assert (found.at[0], found.at[-1]) == (1, np.ceil(2300 * 3 * 270 / 9300))
    ratio = funnel_limits([90, 180], [100, 210], "ratio")
    assert ratio.at[0] == 1
    assert ratio.at[-1] < 230
    spread_out = funnel_limits([90, 180], [100, 210], "ratio", overdispersion=True)
    assert spread_out.at[-1] == 230
