"""Limits held against what defines them: chances of a distribution, worked out anew by SciPy or by a sum."""

import math

import numpy as np
import pytest
from scipy import stats as distributions

from oneplace import stats
from oneplace.stats import limits
from oneplace.stats.estimate import floats, z_score

Z = 1.959963984540054


def byars(count, level=0.95):
    z = distributions.norm.ppf((1 + level) / 2)
    low = count * (1 - 1 / (9 * count) - z / (3 * math.sqrt(count))) ** 3
    above = count + 1
    return low, above * (1 - 1 / (9 * above) + z / (3 * math.sqrt(above))) ** 3


@pytest.mark.parametrize("level", [0.8, 0.95, 0.998])
@pytest.mark.parametrize("count", [1, 2, 4, 5, 9])
def test_below_ten_events_each_limit_leaves_half_the_rest_to_its_tail(count, level):
    found = stats.rate(count, 1, 1, level)
    assert distributions.poisson.sf(count - 1, found.lower) == pytest.approx((1 - level) / 2)
    assert distributions.poisson.cdf(count, found.upper) == pytest.approx((1 - level) / 2)
    assert str(found.method) == "Exact"


@pytest.mark.parametrize("count", [10, 11, 57, 5000])
def test_from_ten_events_limits_are_byar_s(count):
    found = stats.rate(count, 1, 1)
    assert (found.lower, found.upper) == (pytest.approx(byars(count)[0]), pytest.approx(byars(count)[1]))
    assert str(found.method) == "Byars"


def test_the_boundary_lies_at_ten_whatever_the_neighbours():
    found = stats.rate([9, 9.5, 10, 9, 0, np.nan], [1, 1, 1, 2, 1, 1], 1)
    assert found.method.tolist() == ["Exact", "Exact", "Byars", "Exact", "Exact", ""]
    assert found.upper[0] == pytest.approx(distributions.chi2.ppf(0.975, 20) / 2)
    assert found.upper[1] == pytest.approx(distributions.chi2.ppf(0.975, 21) / 2)
    assert found.lower[3] == pytest.approx(distributions.chi2.ppf(0.025, 18) / 2 / 2)
    assert found.lower[4] == 0
    assert found.upper[4] == pytest.approx(-math.log(0.025))


def test_a_lower_limit_of_byar_s_below_nought_is_missing():
    lower, upper = limits.byars(floats([[0.0], [0.2], [1.0]]), floats([0.95]))
    assert np.isnan(lower[:, 0]).tolist() == [True, True, False]
    assert upper[2, 0] == pytest.approx(byars(1)[1])


@pytest.mark.parametrize("level", [0.8, 0.95, 0.998])
@pytest.mark.parametrize(("count", "n"), [(0, 1), (0, 20), (1, 20), (10, 20), (19, 20), (20, 20), (1, 1)])
def test_wilson_s_limits_are_where_the_score_test_turns(count, n, level):
    found = stats.proportion(count, n, confidence=level)
    z = distributions.norm.ppf((1 + level) / 2)
    for limit, end in ((found.lower, 0), (found.upper, 1)):
        if count == n * end:
            assert limit == end
        else:
            assert (count / n - limit) ** 2 == pytest.approx(z**2 * limit * (1 - limit) / n)
    assert str(found.method) == "Wilson"


def test_counts_and_denominators_come_back_and_per_multiplies():
    found = stats.rate([3, 30], [[100], [200]])
    assert found.count.tolist() == [[3, 30], [3, 30]]
    assert found.denominator.tolist() == [[100, 100], [200, 200]]
    assert found.value.tolist() == [[3000, 30_000], [1500, 15_000]]
    share = stats.proportion([3, 30], 40, 100)
    assert (share.count.tolist(), share.denominator.tolist()) == ([3, 30], [40, 40])
    assert share.value.tolist() == [7.5, 75]
    assert share.upper[0] == pytest.approx(100 * stats.proportion(3, 40).upper)


@pytest.mark.parametrize("offset", [0, 1e8])
def test_the_mean_s_limits_are_student_s(offset):
    values = np.array([3.0, 4.5, 7.0, 4.0, 11.0]) + offset
    wanted = distributions.t.interval(0.95, 4, values.mean(), distributions.sem(values))
    for found in (stats.mean(values), stats.mean([*values, np.nan])):
        np.testing.assert_allclose([found.lower, found.upper], wanted, rtol=1e-12)
        assert (found.value, found.count, found.denominator) == (pytest.approx(values.mean()), values.sum(), 5)
    assert str(found.method) == "Student's t"


def test_two_values_have_limits_and_one_has_none():
    found = stats.mean([[3.0, 5.0], [4.0, np.nan]], confidence=[0.9, 0.95])
    wanted = [distributions.t.interval(level, 1, 4, 1) for level in (0.9, 0.95)]
    np.testing.assert_allclose(np.stack([found.lower[0], found.upper[0]], axis=-1), wanted)
    assert found.value.tolist() == [4, 4]
    assert np.isnan(found.lower[1]).all()
    assert np.isnan(found.upper[1]).all()


def test_sums_that_can_not_be_leave_no_spread_below_nought():
    found = stats.mean_from(4, 8, 15.999999)  # four twos have a sum of squares of 16
    assert (found.lower, found.value, found.upper) == (2, 2, 2)


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
@pytest.mark.parametrize("confidence", [0.8, 0.95])
def test_ranks_about_a_percentile_are_the_narrowest_that_leave_each_tail_its_half(share, confidence):
    tail = (1 - confidence) / 2
    for n in range(1, 41):
        chance = np.cumsum([math.comb(n, k) * share**k * (1 - share) ** (n - k) for k in range(n + 1)])
        below = max((rank for rank in range(1, n + 1) if chance[rank - 1] <= tail), default=0)
        above = min((rank for rank in range(1, n + 1) if chance[rank - 1] >= 1 - tail), default=0)
        lower, upper = stats.percentile_ranks(n, share, confidence)
        assert (int(lower), int(upper)) == ((below, above) if below and above else (0, 0)), n


def test_a_rank_whose_tail_is_exactly_half_the_rest_is_taken():
    """Of five values none lies below the median with a chance of 1/32 exactly."""
    lower, upper = stats.percentile_ranks([4, 5, 6], 0.5, 1 - 2 / 32)
    assert (lower.tolist(), upper.tolist()) == ([0, 1, 1], [0, 5, 6])


@pytest.mark.parametrize(("level", "z"), [(0.95, Z), (0.998, 3.090232306167813), (0.8, 1.2815515655446004)])
def test_normal_quantiles(level, z):
    assert z_score(floats(level)) == pytest.approx(z)


def test_published_figures_keep_what_is_known_of_them():
    found = stats.published([5, np.nan], 4, [7, 8], count=[50, 60])
    np.testing.assert_array_equal(found.lower, [4, 4])
    np.testing.assert_array_equal(found.upper, [7, 8])
    np.testing.assert_array_equal(found.count, [50, 60])
    assert np.isnan(found.denominator).all()
    assert found.reason.tolist() == ["", "missing"]
    assert found.method.tolist() == ["Published", "Published"]
    bare = stats.published(5, denominator=9)
    assert np.isnan([bare.lower, bare.upper, bare.count]).all()
    assert bare.denominator == 9
