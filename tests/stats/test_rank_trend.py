"""The rank test of a trend: exact chances, seasons, and rolling periods that share data."""

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from oneplace.stats import rank_trend

NAN = np.nan


def found(series, **how):
    trend = rank_trend(series, **how)
    return str(trend.value), int(trend.score), float(trend.p)


@pytest.mark.parametrize("values", [[3, 1, 4, 2, 5], [2, 1, 3, 4, 6, 5]])
def test_the_chance_is_that_of_all_orders(values):
    def score(order):
        return sum(np.sign(b - a) for a, b in itertools.combinations(order, 2))

    orders = [score(order) for order in itertools.permutations(values)]
    own = score(values)
    assert found(values)[1:] == (own, pytest.approx(np.mean([abs(other) >= abs(own) for other in orders])))


@pytest.mark.parametrize(
    ("values", "word"),
    [
        ([1, 2, 3, 4], ""),  # 2 of 24 orders: no order of four could be beyond chance
        ([1, 2, 3, 4, 5], "rising"),  # 2 of 120
        ([1, 2, 3, 5, 4], "no_clear_change"),  # 10 of 120
        ([5, 4, 3, 2, 1], "falling"),
        ([], ""),
        ([1], ""),
    ],
)
def test_few_points_tell_nothing_and_five_must_all_rise(values, word):
    trend = rank_trend(values)
    assert (str(trend.value), str(trend.reason)) == (word, "" if word else "too_few_points")


def test_the_level_decides_at_its_boundary():
    four = [1, 2, 3, 4]  # p = 1/12
    assert str(rank_trend(four, level=1 - 1 / 12 - 1e-9).value) == "rising"
    assert str(rank_trend(four, level=1 - 1 / 12 + 1e-9).value) == ""


def test_a_month_is_compared_with_the_same_month_of_other_years_only():
    winter = [5, 4, 1, 0] * 3  # nothing but seasons
    assert found(winter, season=4) == ("no_clear_change", 0, pytest.approx(1))
    rising = [value + year for year in range(3) for value in (5, 4, 1, 0)]
    assert found(rising, season=4) == ("rising", 12, pytest.approx(2 / 6**4))


def test_of_two_years_of_months_ten_of_twelve_must_have_risen():
    first = np.arange(12.0)
    change = np.ones(12)
    change[:2] = -1
    assert found([*first, *(first + change)], season=12) == ("rising", 8, pytest.approx(158 / 4096))
    change[2] = -1
    assert found([*first, *(first + change)], season=12)[0] == "no_clear_change"


def test_a_missing_month_takes_its_pair_away_and_no_other():
    first = np.arange(12.0)
    second = first + 1
    second[3] = NAN
    assert found([*first, *second], season=12)[1:] == (11, pytest.approx(2 / 2**11))
    assert found([*first, *second[:11]], season=12)[1] == 10


def rolling(steps, spanning):
    return [np.mean(steps[at : at + spanning]) for at in range(len(steps) - spanning + 1)]


@given(st.lists(st.integers(0, 1000), min_size=6, max_size=14, unique=True), st.sampled_from([2, 3]))
def test_rolling_means_tell_what_their_single_steps_tell_at_that_distance(steps, spanning):
    """A mean of three years less the one before is a third of what a year has over the one three years before."""
    direct = sum(np.sign(b - a) for at in range(spanning) for a, b in itertools.combinations(steps[at::spanning], 2))
    assert found(rolling(steps, spanning), spanning=spanning)[1] == direct


def test_five_rises_running_of_three_year_means_are_not_five_independent_ones():
    """Two chains of three years and one of two: 2 of 72 orders rise throughout. Read as yearly it would be 2 of 720."""
    circulatory = [32.2, 33.6, 34.3, 35.3, 36.5, 37.4]
    assert found(circulatory, spanning=3) == ("rising", 7, pytest.approx(2 / 72))
    assert found(circulatory)[2] == pytest.approx(2 / 720)


def test_a_gap_in_rolling_means_starts_new_chains():
    whole = found([1, 2, 3, 4, 5, 6, 7, 8], spanning=3)[1]
    broken = found([1, 2, 3, 4, NAN, 6, 7, 8], spanning=3)[1]
    assert 0 < broken < whole
    assert found([1, 2, NAN, 6, 7], spanning=3) == ("", 3, pytest.approx(1 / 3))


def test_ties_count_for_neither_and_long_series_are_judged_too():
    assert found([1, 1, 1, 1, 1, 1, 1]) == ("no_clear_change", 0, pytest.approx(1))
    long = np.arange(120.0)
    assert str(rank_trend(long).value) == "rising"
    near = np.random.default_rng(3).normal(size=95) + 0.006 * np.arange(95)  # 4,465 pairs: exact
    more = np.append(near, [np.median(near)] * 8)  # 5,253: normal
    assert float(rank_trend(near).p) == pytest.approx(float(rank_trend(more).p), rel=0.35)


@given(
    st.lists(st.integers(-20, 20), min_size=5, max_size=12),
    st.sampled_from([0.5, 3.0]),
    st.integers(-100, 100),
    st.sampled_from([{}, {"season": 2}, {"spanning": 2}]),
)
def test_scale_and_origin_do_not_matter_and_the_mirror_turns_it_round(values, scale, origin, how):
    y = np.array(values, dtype=float)
    word, score, p = found(y, **how)
    assert found(scale * y + origin, **how) == (word, score, p)
    assert found(-y, **how) == ({"rising": "falling", "falling": "rising"}.get(word, word), -score, p)
    assert found(y[::-1], **({} if "season" in how else how))[1] == -found(y, **({} if "season" in how else how))[1]


def test_series_are_judged_one_by_one_and_bad_settings_are_refused():
    trend = rank_trend([[1, 2, 3, 4, 5], [5, 4, 3, 2, 1]])
    assert trend.value.tolist() == ["rising", "falling"]
    assert rank_trend(np.zeros((2, 3, 5))).p.shape == (2, 3)
    with pytest.raises(ValueError, match="last axis"):
        rank_trend(1.0)
    with pytest.raises(ValueError, match="1 or more"):
        rank_trend([1, 2], season=0)


def test_at_most_one_steady_series_in_twenty_is_called_moving():
    steady = np.random.default_rng(9).normal(size=(2000, 24))
    for how in ({}, {"season": 12}, {"spanning": 3}):
        series = steady if "spanning" not in how else np.apply_along_axis(rolling, 1, steady, 3)
        moving = np.isin(rank_trend(series, **how).value, ["rising", "falling"])
        assert 0.01 < moving.mean() < 0.06
