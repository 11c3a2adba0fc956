"""Percentiles of waits with those still waiting counted in, against published tables, by hand, and another library."""

import math

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.duration.survfunc import SurvfuncRight

from oneplace import stats
from oneplace.problems import OneplaceError
from oneplace.stats import table

# Weeks of remission of 21 patients on 6-mercaptopurine (0: still in remission) and 21 on placebo: Freireich and
# others 1963, as in Klein and Moeschberger 2003, tables 1.1 and 4.1
LEFT = [6, 6, 6, 6, 7, 9, 10, 10, 11, 13, 16, 17, 19, 20, 22, 23, 25, 32, 32, 34, 35]
ENDED = [1, 1, 1, 0, 1, 0, 1, 0, 0, 1, 1, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0]
PLACEBO = [1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23]


def told(found):
    return float(found.value), float(found.lower), float(found.upper), str(found.reason)


def test_the_curve_of_the_textbook():
    made = stats.kaplan_meier(np.array(LEFT, float), np.array(ENDED, bool))
    assert made.length.tolist() == [6, 7, 10, 13, 16, 22, 23]
    assert made.share.round(3).tolist() == [0.857, 0.807, 0.753, 0.690, 0.627, 0.538, 0.448]
    errors = made.share * np.sqrt(made.variance)
    assert errors.round(4).tolist() == [0.0764, 0.0869, 0.0963, 0.1068, 0.1141, 0.1282, 0.1346]


def test_the_median_of_the_textbook_has_a_lower_limit_and_no_upper_one():
    """From 13 weeks on the lower band (.690 to the power e^(1.96 × .1068 / (.690 × |ln .690|)) = .43) is below half."""
    assert told(stats.waiting_percentile(LEFT, ENDED)) == (
        23,
        13,
        pytest.approx(math.nan, nan_ok=True),
        "limits_not_reached",
    )
    assert told(stats.waiting_percentile(PLACEBO, np.ones(21))) == (8, 4, 11, "")


def test_a_percentile_that_too_few_have_reached_is_not_given():
    value, lower, upper, reason = told(stats.waiting_percentile(LEFT, ENDED, 0.92))
    assert np.isnan([value, lower, upper]).all()
    assert reason == "percentile_not_reached"


def test_by_hand_with_one_still_waiting():
    """Seen after 1, 2 and 4, waiting at 3: 3/4, 2/4, then nobody but the last: half is met exactly, so (2 + 4) / 2."""
    assert told(stats.waiting_percentile([1, 2, 3, 4], [1, 1, 0, 1]))[0] == 3


def test_by_hand_with_delayed_entry():
    """At 5 three are at risk (the one from 5 on too), at 8 two: 2/3, then 1/3; without entries 2/3 and the same."""
    found = stats.waiting_percentile([5, 8, 12], [1, 1, 0], entered=[0, 5, 3])
    assert told(found)[0] == 8
    late = stats.kaplan_meier(np.array([5.0, 8, 12]), np.array([True, True, False]), np.array([0.0, 6, 3]))
    assert late.share.tolist() == [1 / 2, 1 / 4]


def test_when_nobody_is_left_to_follow_longer_waits_are_not_made_up():
    """The only one known at 1 is seen then; two who come in later say nothing of how many would wait so long."""
    found = stats.waiting_percentile([1, 9, 12], [1, 1, 0], entered=[0, 5, 6])
    assert told(found)[3] == "nobody_left_to_follow"
    before = stats.waiting_percentile([1, 1, 2, 9], [1, 1, 1, 0], 0.5, entered=[0, 0, 0, 5])
    assert told(before)[0] == 1


def test_nobody_and_what_is_missing():
    assert told(stats.waiting_percentile([], []))[3] == "no_denominator"
    found = stats.waiting_percentile([[1.0, np.nan, 3.0], [np.nan] * 3], [1, 1, 1])
    assert found.denominator.tolist() == [2, 0]
    assert found.reason.tolist() == ["too_few_for_limits", "no_denominator"]


@pytest.mark.parametrize("share", [0, 1, -0.1, 92])
def test_a_share_outside_nought_and_one_is_refused(share):
    with pytest.raises(ValueError, match="between 0 and 1"):
        stats.waiting_percentile(LEFT, ENDED, share)


def test_an_end_before_the_first_day_known_is_refused():
    with pytest.raises(ValueError, match="before it was first seen"):
        stats.waiting_percentile([3, 4], [1, 1], entered=[4, 0])


LENGTHS = st.lists(st.integers(0, 300), min_size=1, max_size=60)


@settings(max_examples=60, deadline=None)
@given(LENGTHS, st.sampled_from([0.1, 0.25, 0.5, 0.75, 0.92]))
def test_where_none_still_waits_it_is_the_ordinary_percentile(lengths, share):
    found = stats.waiting_percentile(lengths, np.ones(len(lengths)), share)
    ordinary = np.quantile(lengths, share, method="averaged_inverted_cdf")
    distinct = sorted(set(lengths))
    assert float(found.value) == ordinary or ordinary not in distinct
    if share == 0.5:
        assert float(found.value) == np.median(lengths)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 60), st.booleans()), min_size=5, max_size=60), st.sampled_from([0.5, 0.92]))
def test_those_still_waiting_never_make_it_shorter(waits, share):
    left, ended = (np.array(side) for side in zip(*waits, strict=True))
    with_them = stats.waiting_percentile(left, ended, share)
    if ended.any() and with_them.reason != "percentile_not_reached":
        alone = stats.waiting_percentile(left[ended], ended[ended], share)
        assert float(with_them.value) >= float(alone.value)


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10_000), st.sampled_from([0.25, 0.5, 0.75]))
def test_another_library_finds_the_same_with_delayed_entry(seed, share):
    """Statsmodels' entry is exclusive, so a day earlier; it takes a curve's end at nought for a limit, we don't."""
    rng = np.random.default_rng(seed)
    entered = rng.integers(0, 10, 150) * (rng.random(150) < 0.5)
    left, ended = entered + rng.integers(1, 40, 150), rng.random(150) < 0.7
    other = SurvfuncRight(left, ended.astype(int), entry=entered)
    value, lower, upper, reason = told(stats.waiting_percentile(left, ended, share, entered=entered + 1))
    if reason == "":
        with np.errstate(divide="ignore", invalid="ignore"):
            assert (value, (lower, upper)) == (other.quantile(share), other.quantile_ci(share))


@pytest.mark.parametrize("share", [0.3, 0.5, 0.92])
def test_life_tables_give_the_same_to_the_last_bit(share):
    """Those of whom none ended, and none at all, among others; of several that are alike there is one row."""
    random = np.random.default_rng(3)
    entered = random.integers(0, 9, (40, 60)).astype(float)
    left, ended = entered + random.integers(0, 30, entered.shape), random.random(entered.shape) < 0.6
    left[3, 5:], ended[7] = np.nan, False
    left[9] = np.nan
    tables = []
    for one, over, since in zip(left, ended, entered, strict=True):
        there = ~np.isnan(one)
        every = np.unique(np.append(one[there], since[there]))
        sides = ((one[there & over], 2), (one[there & ~over], 1), (since[there], 3))
        rows = np.zeros((4, len(every)))
        rows[0] = every
        for side, row in sides:
            np.add.at(rows[row], np.searchsorted(every, side), 1)
        rows[1] += rows[2]
        tables.append(rows)
    found = stats.waiting_percentile_from(tables, share, confidence=[0.95, 0.998])
    expected = stats.waiting_percentile(left, ended, share, entered=entered, confidence=[0.95, 0.998])
    for name in ("value", "lower", "upper", "count", "denominator", "reason"):
        np.testing.assert_array_equal(getattr(found, name), getattr(expected, name))


def test_limits_hold_the_truth_as_often_as_they_say():
    """Exponential waits of which a third are cut off: of 400 medians (ln 2) about 95 in 100 lie within."""
    rng = np.random.default_rng(7)
    waits, cut = rng.exponential(1, (400, 120)), rng.exponential(2, (400, 120))
    found = stats.waiting_percentile(np.minimum(waits, cut), waits <= cut)
    held = (found.lower <= math.log(2)) & (math.log(2) <= found.upper)
    assert 0.92 < held.mean() < 0.98


# the same through tables and files

ROWS = pl.DataFrame({"team": ["a"] * 21 + ["b"] * 21, "left": LEFT + PLACEBO, "ended": [*ENDED, *[1] * 21]})


def test_of_each_group_of_a_table():
    found = table.waiting_percentile(ROWS, by="team")
    assert found.select("team", "value", "lower", "count", "denominator").rows() == [
        ("a", 23.0, 13.0, 9.0, 21.0),
        ("b", 8.0, 4.0, 21.0, 21.0),
    ]
    assert "not reached" in found["reason_text"][0]


def test_a_table_with_entries_and_levels():
    rows = pl.DataFrame({"left": [5, 8, 12], "ended": [1, 1, 0], "from": [0, 5, 3]})
    found = table.waiting_percentile(rows, entered="from", confidence=[0.8, 0.95])
    assert found["value"][0] == 8
    assert {"lower_80", "upper_95"} <= set(found.columns)


def test_a_hidden_length_hides_its_group():
    found = table.waiting_percentile(pl.DataFrame({"left": ["5", "*"], "ended": [1, 1]}), share=0.5)
    assert found["reason"][0] == "suppressed"


@pytest.mark.slow
def test_what_is_neither_over_nor_going_on_is_refused():
    with pytest.raises(OneplaceError, match="neither that it ended nor"):
        table.waiting_percentile(pl.DataFrame({"left": [5, 6], "ended": [1, 2]}))
