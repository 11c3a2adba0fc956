"""Sustained shifts: taken up once they have lasted, never without one, and by no later knowledge."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from oneplace.stats import sustained_shifts, xmr

OLD = [12.0, 10.0] * 7
NEW = [22.0, 20.0] * 7


def at(marks):
    return np.flatnonzero(marks).tolist()


@pytest.mark.parametrize(("old", "new", "starts"), [(13, 13, [13]), (12, 13, []), (13, 12, []), (14, 14, [14])])
def test_both_levels_need_thirteen_points(old, new, starts):
    found = sustained_shifts([*OLD[:old], *NEW[:new]])
    assert at(found.starts) == starts
    assert at(found.taken_up) == [start + 12 for start in starts]


@pytest.mark.parametrize(("run", "starts"), [(8, [14]), (7, []), (9, [14])])
def test_the_first_eight_points_lie_on_one_side(run, starts):
    after = [*[30.0] * run, 9.0, *[30.0] * (12 - run)]
    assert at(sustained_shifts([*OLD, *after]).starts) == starts


@pytest.mark.parametrize(("level", "starts"), [(12.19, []), (12.21, [14])])
def test_the_means_differ_by_more_than_three_standard_errors(level, starts):
    """Old level: mean 11, standard deviation sqrt(14/13); three errors: 3 * 1.0377 * sqrt(1/14 + 1/13) = 1.199."""
    y = np.array([*OLD, *[level] * 13])
    assert at(sustained_shifts(y).starts) == starts
    assert at(sustained_shifts(-y).starts) == starts


def test_what_lay_on_the_new_side_before_by_chance_is_of_the_old_level():
    """Five of the months before it happen to lie above the mean, and the eight that are asked begin with them."""
    before = [12.0, 10.0, 9.0, 11.0, 10.0, 12.0, 9.0, 10.0, 11.0, 9.0, 10.0, 9.0, 10.0, *[12.0] * 5]
    found = sustained_shifts([*before, *NEW])
    assert (at(found.starts), at(found.taken_up)) == ([18], [30])


def test_a_point_that_crossed_the_old_mean_by_chance_is_of_the_new_level():
    found = sustained_shifts([*OLD, 21.0, 22.0, 10.5, *NEW])
    assert at(found.starts) == [14]


@pytest.mark.parametrize(("known", "starts"), [(30, []), (31, [18])])
def test_a_level_that_began_later_is_waited_for(known, starts):
    before = [12.0, 10.0, 9.0, 11.0, 10.0, 12.0, 9.0, 10.0, 11.0, 9.0, 10.0, 9.0, 10.0, *[12.0] * 5]
    assert at(sustained_shifts([*before, *NEW][:known]).starts) == starts


def test_a_real_shift_is_dated_without_bias():
    """Of 500 shifts of 1.5 sigma; by the first of the eight points, they were dated 0.6 points late and 4 apart."""
    y = np.random.default_rng(24).normal(size=(500, 60))
    y[:, 24:] += 1.5
    found = sustained_shifts(y)
    first = np.array([at(row)[0] for row in found.starts if row.any()]) - 24
    assert abs(first.mean()) < 0.5
    assert (abs(first) <= 1).mean() > 0.65
    assert first.std() < 3.5


def test_a_process_that_goes_back_is_no_shift():
    back = [*OLD, *[13.0] * 8, *[10.0] * 5, *OLD]
    assert at(sustained_shifts(back).starts) == []


def test_each_level_is_held_against_the_one_before_it():
    found = sustained_shifts([*OLD, *NEW[:13], *OLD[::-1]])
    assert (at(found.starts), at(found.taken_up)) == ([14, 27], [26, 39])


def test_what_stood_before_a_break_moves_no_shift():
    found = sustained_shifts([0.0, *[100.0] * 12, *OLD, *NEW[:13]], breaks=[13])
    assert (at(found.starts), at(found.taken_up)) == ([27], [39])


def test_missing_points_are_passed_over():
    gaps = [*OLD[:5], np.nan, *OLD[5:], np.nan, np.nan, *NEW[:4], np.nan, *NEW[4:]]
    found = sustained_shifts(gaps)
    assert (at(found.starts), at(found.taken_up)) == ([17], [30])


@pytest.mark.parametrize("breaks", [[20], np.arange(28) == 20])
def test_a_change_of_definition_begins_anew(breaks):
    assert at(sustained_shifts([*OLD, *NEW], breaks=breaks).starts) == []
    assert at(sustained_shifts([*NEW[:6], *OLD, *NEW], breaks=[6]).starts) == [20]


def test_more_points_never_move_or_undo_a_shift():
    y = np.random.default_rng(4).normal(size=(300, 60)) + (np.arange(60) >= 25)
    whole = sustained_shifts(y)
    assert whole.starts.any()
    for until in range(26, 60, 7):
        part = sustained_shifts(y[:, :until])
        assert (part.taken_up == whole.taken_up[:, :until]).all()
        assert (part.starts <= whole.starts[:, :until]).all()


def test_constant_series_do_not_shift_and_steps_of_constants_do():
    assert not sustained_shifts(np.full((3, 60), 0.1)).starts.any()
    assert at(sustained_shifts([0.1] * 15 + [0.3] * 40).starts) == [15]


def test_at_most_one_series_in_twenty_without_a_shift_is_rebased():
    """500 series of 36 points; ``benchmarks/rebasing.py`` measures 2,000."""
    quiet = np.random.default_rng(36).normal(size=(500, 36))
    assert 0 < sustained_shifts(quiet).starts.any(axis=-1).mean() <= 0.05


def test_most_real_shifts_of_one_and_a_half_sigma_are_taken_up_within_two_years():
    y = np.random.default_rng(15).normal(size=(300, 60))
    y[:, 24:] += 1.5
    found = sustained_shifts(y).taken_up[:, 24:48].any(axis=-1)
    assert found.mean() > 0.75


@pytest.mark.slow
@settings(max_examples=60)
@given(
    st.lists(st.integers(-50, 50), min_size=26, max_size=45),
    st.sampled_from([-2.0, -1.0, 0.5, 4.0]),
    st.integers(-1000, 1000),
)
def test_scale_sign_and_origin_do_not_matter(values, scale, origin):
    y = np.array(values, dtype=float)
    y[len(y) // 2 :] += 60
    found = sustained_shifts(y)
    assert (sustained_shifts(scale * y + origin).starts == found.starts).all()


def test_series_are_judged_one_by_one():
    both = sustained_shifts([[*OLD, *NEW], [*OLD, *OLD]])
    assert [at(row) for row in both.starts] == [[14], []]
    assert sustained_shifts(np.zeros((2, 0))).starts.shape == (2, 0)
    with pytest.raises(ValueError, match="at least one axis"):
        sustained_shifts(3.0)


def test_a_chart_starts_again_where_each_series_shifts():
    y = np.array([[*OLD, *NEW], [*OLD, *OLD]])
    chart = xmr(y, "increase", rebase=sustained_shifts(y).starts)
    np.testing.assert_allclose(chart.mean, [[11] * 14 + [21] * 14, [11] * 28])
    assert chart.variation.tolist() == ["common_cause", "common_cause"]
    alone = xmr(y[0], "increase", rebase=[14])
    np.testing.assert_allclose([chart.lower[0], chart.upper[0]], [alone.lower, alone.upper])
    assert (chart.rules[0] == alone.rules).all()


@pytest.mark.parametrize(("clinging", "most"), [(0.0, 0.03), (0.3, 0.06), (0.5, 0.10)])
def test_numbers_that_cling_to_the_one_before_seldom_start_again(clinging, most):
    """Without the wider error it were 7 of 100 at a correlation of 0.3, and 19 at 0.5."""
    steps = np.random.default_rng(8).normal(size=(2_000, 86))
    for at in range(1, steps.shape[1]):
        steps[:, at] = clinging * steps[:, at - 1] + steps[:, at] * np.sqrt(1 - clinging**2)
    assert sustained_shifts(steps[:, 50:]).starts.any(axis=-1).mean() < most


@pytest.mark.parametrize(("lasts", "starts"), [(23, []), (24, [20])])
def test_two_years_on_one_side_are_a_level_however_scattered_the_points_are(lasts, starts):
    """A level with one wild month is never left by three of its errors: its mean stood for years after."""
    wild = [20.0, 22.0] * 9 + [21.0, 120.0]
    found = sustained_shifts([*wild, *[9.0, 3.0] * 12][: 20 + lasts])
    assert at(found.starts) == starts
    assert at(found.taken_up) == [start + 23 for start in starts]
