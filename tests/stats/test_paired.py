"""Weekends and weekdays of the same weeks: the gap by hand, its limits in simulated weeks that cling, its laws."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from oneplace.stats import paired_ratios, share_shift

WEEKS = 52


def _weeks(seed: int, *, years: int, clings: float, apart: float) -> tuple[np.ndarray, np.ndarray]:
    """Made weeks, ``(years, weeks, 2)``: a level that both share, one of their own, and people to divide by."""
    chance = np.random.default_rng(seed)
    own = chance.standard_normal((years, WEEKS, 3))
    for week in range(1, WEEKS):
        own[:, week] = clings * own[:, week - 1] + np.sqrt(1 - clings**2) * own[:, week]
    share = 0.4 + 0.05 * own[..., :1] + 0.02 * own[..., 1:] - np.array([apart, 0.0])
    whole = chance.integers(200, 400, (years, WEEKS, 2)) * np.array([2.0, 5.0])
    return share * whole, whole


def test_three_weeks_by_hand() -> None:
    found = paired_ratios([[[2, 20], [3, 25], [4, 30]]], [[[10, 50], [10, 50], [10, 50]]])
    assert found.value[0] == pytest.approx([0.3, 0.5])
    assert found.gap[0] == pytest.approx(-0.2)
    assert np.isnan(found.gap_lower[0])  # three weeks are too few for limits


@pytest.mark.parametrize("clings", [0.0, 0.5])
def test_limits_hold_the_truth_as_often_as_they_say_where_weeks_cling(clings: float) -> None:
    events, whole = _weeks(7, years=2000, clings=clings, apart=0.1)
    found = paired_ratios(events, whole)
    held = np.mean((found.gap_lower <= -0.1) & (found.gap_upper >= -0.1))
    assert 0.92 <= held <= 0.975


def test_limits_as_of_independent_people_would_be_far_too_narrow() -> None:
    events, whole = _weeks(7, years=2000, clings=0.5, apart=0.1)
    share, people = events.sum(axis=1) / whole.sum(axis=1), whole.sum(axis=1)
    half = 1.96 * np.sqrt((share * (1 - share) / people).sum(axis=1))
    assert np.mean(np.abs(share[:, 0] - share[:, 1] + 0.1) <= half) < 0.8
    found = paired_ratios(events, whole)
    assert np.median(found.gap_upper - found.gap_lower) > 2 * np.median(half)


def test_what_both_share_in_a_week_widens_neither_the_gap() -> None:
    events, whole = _weeks(3, years=1, clings=0.5, apart=0.1)
    swing = 0.1 * np.sin(np.arange(WEEKS) / 3)[None, :, None]
    still, swung = paired_ratios(events, whole), paired_ratios(events + swing * whole, whole)
    assert swung.gap == pytest.approx(still.gap, abs=0.01)
    assert (swung.upper - swung.lower > 2 * (still.upper - still.lower)).any()
    assert swung.gap_upper - swung.gap_lower < 1.5 * (still.gap_upper - still.gap_lower)


def test_a_week_of_which_one_side_is_not_known_counts_on_neither() -> None:
    events, whole = _weeks(5, years=1, clings=0.0, apart=0.1)
    events[0, 10, 0] = np.nan
    kept = np.arange(WEEKS) != 10
    some, less = paired_ratios(events, whole), paired_ratios(events[:, kept], whole[:, kept])
    assert some.value == pytest.approx(less.value)
    assert some.gap_lower == pytest.approx(less.gap_lower)


def test_nothing_to_divide_by_has_no_value() -> None:
    found = paired_ratios(np.zeros((1, 20, 2)), np.zeros((1, 20, 2)))
    assert np.isnan(found.value).all()
    assert np.isnan(found.gap).all()


@given(
    arrays(float, (15, 2), elements=st.integers(0, 50).map(float)),
    arrays(float, (15, 2), elements=st.integers(50, 90).map(float)),
    st.floats(0.1, 10),
)
def test_laws(events: np.ndarray, whole: np.ndarray, scale: float) -> None:
    found, turned = paired_ratios(events, whole), paired_ratios(events[:, ::-1], whole[:, ::-1])
    assert turned.gap == pytest.approx(-found.gap)
    assert turned.gap_lower == pytest.approx(-found.gap_upper, abs=1e-9)
    scaled = paired_ratios(scale * events, scale * whole)
    assert scaled.gap_lower == pytest.approx(found.gap_lower, abs=1e-9)
    assert found.gap_lower <= found.gap <= found.gap_upper
    alike = paired_ratios(events[:, [0, 0]], whole[:, [0, 0]])
    assert (alike.gap, alike.gap_lower, alike.gap_upper) == pytest.approx((0, 0, 0))


def test_shares_of_two_years_by_hand_add_up_and_their_changes_to_nought() -> None:
    before = np.tile([60.0, 30.0, 10.0], (12, 1))
    found = share_shift(before, np.tile([30.0, 60.0, 10.0], (12, 1)))
    assert found.before == pytest.approx([0.6, 0.3, 0.1])
    assert found.now == pytest.approx([0.3, 0.6, 0.1])
    assert found.change == pytest.approx([-0.3, 0.3, 0])
    assert (found.lower, found.upper) == (pytest.approx(found.change), pytest.approx(found.change))


def test_a_season_that_both_years_share_is_no_shift_and_a_month_without_a_part_falls_out() -> None:
    season = 100 * (1 + 0.5 * np.sin(np.arange(12)))[:, None]
    before = season * np.array([0.5, 0.5]) + np.array([20, 0]) * np.sin(np.arange(12))[:, None]
    found = share_shift(before, 3 * before)
    assert found.change == pytest.approx([0, 0], abs=1e-12)
    assert found.upper - found.lower == pytest.approx([0, 0], abs=1e-9)
    lacking = np.vstack([before, [[np.nan, 1e6]]])
    more = share_shift(lacking, 3 * np.vstack([before, [[1e6, 1e6]]]))
    assert more.now == pytest.approx(found.now)


@pytest.mark.slow
@given(
    arrays(float, (12, 3), elements=st.integers(1, 1000).map(float)),
    arrays(float, (12, 3), elements=st.integers(1, 1000).map(float)),
)
def test_laws_of_a_shift(before: np.ndarray, now: np.ndarray) -> None:
    found = share_shift(before, now)
    assert found.before.sum() == pytest.approx(1)
    assert found.now.sum() == pytest.approx(1)
    assert found.change.sum() == pytest.approx(0, abs=1e-9)
    assert (found.lower <= found.change + 1e-12).all()
    assert (found.change <= found.upper + 1e-12).all()
    back = share_shift(now, before)
    assert back.change == pytest.approx(-found.change)
    assert back.upper == pytest.approx(-found.lower)
    apart = share_shift(before[:, [0, 1, 2, 2]] * [1, 1, 0.5, 0.5], now[:, [0, 1, 2, 2]] * [1, 1, 0.5, 0.5])
    assert apart.change[2] + apart.change[3] == pytest.approx(found.change[2], abs=1e-9)  # a part cut in two
