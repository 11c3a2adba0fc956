"""Each rule of a control chart one point before it fires, at it and after it; and what the first rule makes of a point.

All charts have a baseline of twenty points about a mean of 11 with limits at 11 - 5.32 and 11 + 5.32 (two thirds of
the way: 7.4533 and 14.5467), so that what follows can be placed at will; the last of them lies below the mean.
"""

import numpy as np
import pytest

from oneplace.stats import RULES, agreeing, rules_words, spc_rules, way_of, xmr

BASE = [12.0, 10.0] * 10
OUTSIDE, TREND, TWO_OF_THREE, SHIFT = range(4)


def rule(number, after, **how):
    """Where a rule fires on the points after the baseline."""
    return xmr([*BASE, *after], baseline=20, **how).rules[20:, number].tolist()


def test_the_baseline_alone_gives_mean_and_limits():
    chart = xmr([*BASE, 50, 60, 70], baseline=20)
    np.testing.assert_allclose([chart.mean, chart.lower, chart.upper], np.array([[11, 5.68, 16.32]] * 23).T)
    assert xmr([*BASE, 50, 60, 70]).mean[0] > 11


@pytest.mark.parametrize(
    ("after", "fires"),
    [
        ([16.3], [0]),
        ([16.33], [1]),
        ([5.7], [0]),
        ([5.67], [-1]),
    ],
)
def test_a_point_outside_the_limits(after, fires):
    assert rule(OUTSIDE, after) == fires


@pytest.mark.parametrize(
    ("after", "run", "fires"),
    [
        ([11.5] * 6, 7, [0] * 6),
        ([11.5] * 7, 7, [1] * 7),
        ([11.5] * 8, 7, [1] * 8),
        ([11.5] * 6 + [11.0] + [11.5] * 6, 7, [0] * 13),
        ([11.5] * 6 + [np.nan] + [11.5] * 6, 7, [0] * 13),
        ([11.5] * 7 + [10.5] * 6, 7, [1] * 7 + [0] * 6),
        ([11.5] * 7 + [10.5] * 7, 7, [1] * 7 + [-1] * 7),
        ([11.5] * 5, 6, [0] * 5),
        ([11.5] * 6, 6, [1] * 6),
        ([11.5, 11.5], 3, [0, 0]),
        ([11.5, 11.5, 11.5], 3, [1, 1, 1]),
    ],
)
def test_points_on_one_side_of_the_mean(after, run, fires):
    assert rule(SHIFT, after, run_length=run) == fires


@pytest.mark.parametrize(
    ("after", "run", "fires"),
    [
        ([9.9, 10.1, 10.3, 10.5, 10.7, 10.9], 7, [0] * 6),
        ([9.9, 10.1, 10.3, 10.5, 10.7, 10.9, 11.1], 7, [1] * 7),
        ([9.9, 10.1, 10.3, 10.5, 10.7, 10.9, 11.1, 11.3], 7, [1] * 8),
        ([9.9, 10.1, 10.3, 10.5, 10.5, 10.7, 10.9, 11.1], 7, [0] * 8),
        ([9.9, 10.1, 10.3, 10.5, np.nan, 10.7, 10.9, 11.1], 7, [0] * 8),
        ([13, 12.5, 12, 11.5, 11, 10.5], 7, [0] * 6),
        ([13, 12.5, 12, 11.5, 11, 10.5, 10], 7, [-1] * 7),
        ([13, 12.5, 12, 11.5, 11, 10.5, 10, 12, 13], 7, [-1] * 7 + [0, 0]),
        ([9, 10, 11], 3, [1, 1, 1]),
        ([9.9, 10.1, 10.3, 10.5, 10.7], 6, [0] * 5),
        ([9.9, 10.1, 10.3, 10.5, 10.7, 10.9], 6, [1] * 6),
        # where two trends meet, the later one has the point
        ([9, 10, 11, 12, 11, 10, 9], 4, [1, 1, 1, -1, -1, -1, -1]),
    ],
)
def test_points_that_rise_or_fall(after, run, fires):
    assert rule(TREND, after, run_length=run) == fires


@pytest.mark.parametrize(
    ("after", "fires"),
    [
        ([14.55, 14.55, 11.5], [1, 1, 0]),
        ([14.55, 11.5, 14.55], [1, 0, 1]),
        ([11.5, 14.55, 14.55], [0, 1, 1]),
        ([14.55, 14.54, 11.5], [0, 0, 0]),
        ([14.55, 14.54, 14.55], [1, 0, 1]),
        ([14.55, 10.5, 14.55], [0, 0, 0]),
        ([14.55, 11.0, 14.55], [0, 0, 0]),
        ([14.55, 11.5, 11.5, 14.55], [0, 0, 0, 0]),
        ([14.55, 14.55, 14.55], [1, 1, 1]),
        ([17, 11.5, 14.55], [0, 0, 0]),
        ([17, 14.55, 14.55], [0, 1, 1]),
        ([12, 7.45, 7.45, 10.5], [0, -1, -1, 0]),
        ([12, 7.45, 7.46, 10.5], [0, 0, 0, 0]),
        ([12, 7.45, 14.55, 7.45], [0, 0, 0, 0]),
    ],
)
def test_two_of_three_points_near_a_limit(after, fires):
    assert rule(TWO_OF_THREE, after) == fires


def test_on_a_limit_on_the_mean_or_two_thirds_of_the_way_is_no_signal():
    """Limits at 3 either way, so that all three lines are exact numbers."""
    y = np.array([[3.0, 2.0, 2.0, 0.0, -2.0, -2.0, -3.0], [3.1, 2.1, 2.1, 0.1, -2.1, -2.1, -3.1]])
    lines = (np.full(y.shape, level) for level in (0.0, -3.0, 3.0))
    found = spc_rules.fired(y, *lines, 7)
    assert not found[0].any()
    assert found[1, :, OUTSIDE].tolist() == [1, 0, 0, 0, 0, 0, -1]
    assert found[1, :, TWO_OF_THREE].tolist() == [0, 1, 1, 0, -1, -1, 0]


def test_limits_may_be_wider_on_one_side_and_a_missing_one_is_crossed_by_nothing():
    y = np.array([2.5, 2.5, 1.0, -1.0, -1.0, -0.1])
    found = spc_rules.fired(y, np.zeros(6), np.full(6, -1.2), np.full(6, 6.0), 7)
    assert found[:, TWO_OF_THREE].tolist() == [0, 0, 0, -1, -1, 0]
    blind = spc_rules.fired(y * 9, np.zeros(6), np.full(6, np.nan), np.full(6, 6.0), 7)
    assert blind[:, OUTSIDE].tolist() == [1, 1, 1, 0, 0, 0]


@pytest.mark.parametrize("points", [0, 1, 2])
def test_fewer_points_than_any_rule_needs(points):
    y = np.full((2, points), 2.5)
    found = spc_rules.fired(y, y * 0, y * 0 - 3, y * 0 + 3, 3)
    assert found.shape == (2, points, 4)
    assert not found.any()


@pytest.mark.parametrize(
    ("fired", "first"),
    [
        ([0, 0, 0, 0], 0),
        ([1, -1, -1, -1], 1),
        ([0, -1, 1, 1], -1),
        ([0, 0, 1, -1], 1),
        ([0, 0, 0, -1], -1),
    ],
)
def test_the_first_rule_in_order_gives_the_direction(fired, first):
    assert spc_rules.first(np.array([fired], dtype=np.int8)).tolist() == [first]


@pytest.mark.parametrize(
    ("last", "improvement", "point", "variation"),
    [
        (20, "increase", "improvement", "improvement_high"),
        (20, "decrease", "concern", "concern_high"),
        (20, "neutral", "neutral_high", "neutral_high"),
        (2, "increase", "concern", "concern_low"),
        (2, "decrease", "improvement", "improvement_low"),
        (2, "neutral", "neutral_low", "neutral_low"),
        (11.5, "increase", "common_cause", "common_cause"),
        (11.5, "neutral", "common_cause", "common_cause"),
        (np.nan, "increase", "", ""),
    ],
)
def test_labels_of_the_latest_point(last, improvement, point, variation):
    chart = xmr([*BASE, last], improvement, baseline=20)
    assert (chart.point[-1], str(chart.variation)) == (point, variation)
    assert (bool(chart.improvement[-1]), bool(chart.concern[-1])) == (point == "improvement", point == "concern")
    assert set(chart.point[:-1].tolist()) == {"common_cause"}


@pytest.mark.parametrize(
    ("target", "improvement", "assurance"),
    [
        (16.33, "increase", "consistent_fail"),
        (16.31, "increase", "inconsistent"),
        (5.69, "increase", "inconsistent"),
        (5.67, "increase", "consistent_pass"),
        (16.33, "decrease", "consistent_pass"),
        (5.67, "decrease", "consistent_fail"),
        (11, "decrease", "inconsistent"),
        (16.33, "neutral", ""),
    ],
)
def test_assurance_on_either_side_of_each_limit(target, improvement, assurance):
    chart = xmr(BASE, improvement, target=target)
    assert (str(chart.assurance), str(chart.reason)) == (assurance, "")


def test_assurance_reads_the_latest_target_against_the_latest_limits():
    assert xmr(BASE, "increase", target=[*[30.0] * 19, 11.0]).assurance == "inconsistent"
    late = xmr([*BASE, *(value + 50 for value in BASE)], "increase", target=30, rebase=[20])
    assert late.assurance == "consistent_pass"


def test_a_target_exactly_on_a_limit_is_met_sometimes():
    chart = xmr([0.0, 2.0] * 8, "increase", target=1 + 2.66 * 2)
    assert chart.upper[-1] == 1 + 2.66 * 2
    assert chart.assurance == "inconsistent"
    below = xmr([0.0, 2.0] * 8, "increase", target=chart.lower[-1])
    assert below.assurance == "inconsistent"


def test_the_rules_of_a_point_are_told_in_words():
    told = rules_words("outside_limits; two_of_three")
    assert told == "a single point outside the control limits; two of three points in a row near the same control limit"
    assert rules_words("") == ""
    sides = [rules_words("trend; shift", away) for away in (1.2, -1.2, 0.0)]
    assert [one.removeprefix("seven points in a row rising, or falling; seven points in a row ") for one in sides] == [
        "above the mean",
        "below the mean",
        "on the same side of the mean",
    ]
    ways = [rules_words("trend", 1.2, way) for way in (1, -1, 0)]
    assert [one.removeprefix("seven points in a row ") for one in ways] == ["rising", "falling", "rising, or falling"]
    assert "_" not in rules_words("; ".join(RULES))


@pytest.mark.parametrize(
    ("improvement", "good", "label"),
    [("increase", 1, "concern"), ("decrease", -1, "improvement"), ("neutral", 0, "neutral_low")],
)
def test_of_two_rules_that_point_opposite_ways_the_one_that_labels_the_point_is_told(improvement, good, label):
    """Seven months that fall from far above the mean are above it still: "falling" and "above" were told together."""
    chart = xmr([*[10.0, 12.0] * 10, 19.0, 18.0, 17.0, 16.0, 15.0, 14.0, 13.5, *[10.0, 12.0] * 3], improvement)
    at = 25
    assert {int(way) for way in chart.rules[at]} == {1, -1, 0}
    assert chart.point[at] == label
    assert way_of(str(chart.point[at]), good) == -1
    told = agreeing(chart.rules)
    assert {int(way) for way in told[at]} == {-1, 0}
    assert (agreeing(told) == told).all()
