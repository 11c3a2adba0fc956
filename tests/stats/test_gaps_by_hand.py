"""Differences and ratios of two estimates worked out by hand, and when an estimate differs from a reference."""

import math

import numpy as np
import pytest

from oneplace.stats import absolute_gap, compare, published, rate, relative_gap

NAN = math.nan
FIVE, THREE = published(5, 4, 7, count=50, denominator=10), published(3, 1, 4)


def test_a_difference_has_limits_from_both_sides_distances():
    found = absolute_gap(FIVE, THREE)
    # below: 5 may be 1 lower, 3 may be 1 higher; above: 5 may be 2 higher, 3 may be 2 lower
    assert (found.value, found.lower, found.upper) == (2, 2 - math.hypot(1, 1), 2 + math.hypot(2, 2))
    assert (str(found.method), str(found.reason)) == ("Difference (MOVER limits)", "")
    assert (found.count, found.denominator) == (50, 10)


def test_a_ratio_has_limits_from_both_sides_distances_on_the_log_scale():
    found = relative_gap(FIVE, THREE)
    low = math.hypot(math.log(5 / 4), math.log(4 / 3))
    high = math.hypot(math.log(7 / 5), math.log(3 / 1))
    np.testing.assert_allclose([found.value, found.lower, found.upper], 5 / 3 * np.exp([0, -low, high]))
    assert str(found.method) == "Ratio (MOVER limits)"


@pytest.mark.parametrize(
    ("group", "reference", "expected", "reason"),
    [
        ((0, 0, 2), (4, 2, 8), (0, 0, 0.5), ""),  # no event: the group's upper limit over the reference's value
        ((0, 0, 2), (4, 0, 8), (0, 0, NAN), ""),  # and none above where that may be nought
        ((4, 2, 8), (0, 0, 2), (NAN, NAN, NAN), "zero_reference"),
        ((0, 0, 2), (0, 0, 2), (NAN, NAN, NAN), "zero_reference"),
        ((4, 2, 8), (4, 0, 8), (1, math.exp(-math.hypot(math.log(2), math.log(2))), NAN), ""),
        ((NAN, 2, 8), (4, 2, 8), (NAN, NAN, NAN), "missing"),
        ((4, 2, 8), (NAN, 2, 8), (NAN, NAN, NAN), "missing"),
        ((NAN, 2, 8), (0, 0, 8), (NAN, NAN, NAN), "missing"),
    ],
)
def test_ratios_at_nought(group, reference, expected, reason):
    found = relative_gap(published(*group), published(*reference))
    np.testing.assert_allclose([found.value, found.lower, found.upper], expected)
    assert str(found.reason) == reason


def test_the_group_s_reason_comes_before_the_reference_s():
    one, other = rate([-1, 5, 5, -1], 10), rate([np.nan, np.nan, 5, 5], 10)
    assert absolute_gap(one, other).reason.tolist() == ["negative", "missing", "", "negative"]
    assert np.isnan(absolute_gap(one, other).value).tolist() == [True, True, False, True]
    assert absolute_gap(rate(5, 10), rate(0, 10)).value == 50_000  # a difference from nought is one


def test_groups_and_levels_broadcast_against_one_reference():
    levels = [0.8, 0.95]
    found = absolute_gap(rate([20, 30], 100, confidence=levels), rate(25, 100, confidence=levels))
    assert found.value.tolist() == [-5000, 5000]
    assert found.lower.shape == (2, 2)
    one = absolute_gap(rate(30, 100, confidence=0.95), rate(25, 100, confidence=0.95))
    assert found.upper[1, 1] == one.upper
    assert one.lower.shape == ()


@pytest.mark.parametrize(
    ("reference", "answer"),
    [
        (3.9, "higher"),
        (4, "similar"),
        (5, "similar"),
        (7, "similar"),
        (7.1, "lower"),
        (math.nan, "not_known"),
        (THREE, "higher"),
        (published(3, 1, 5), "similar"),
        (published(9, 5, 12), "similar"),
        (published(9, 8, 12), "lower"),
        (published(np.nan, 8, 12), "not_known"),
    ],
)
def test_an_estimate_of_4_to_7_against_a_reference(reference, answer):
    assert str(compare(FIVE, reference)) == answer


def test_without_a_limit_nothing_is_known_and_each_level_has_its_answer():
    assert compare(published([5, 5], [np.nan, 4], [7, np.nan]), 1).tolist() == ["not_known", "not_known"]
    found = compare(rate([20, 30], 100, 1, confidence=[0.5, 0.998]), 0.25)
    assert found.tolist() == [["lower", "similar"], ["higher", "similar"]]
