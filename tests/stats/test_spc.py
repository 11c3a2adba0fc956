"""Control charts: published vectors of the rules, published limits, and what must not be judged."""

import re
from itertools import pairwise
from statistics import fmean

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from oneplace.stats import LIMITS_WORDS, RULES, control, spc_rules, xmr
from tests.stats.cases import spc_cases

ALTERNATING = [10, 12] * 10
OUTSIDE, TREND, TWO_OF_THREE, SHIFT = range(4)


def signs(values):
    return np.array(values, dtype=np.int8)


@pytest.mark.parametrize("case", spc_cases("seven_points_one_side"))
def test_seven_points_on_one_side(case):
    assert np.abs(spc_rules.ends_of(signs(case["relative_to_mean"]), 7)).tolist() == case["ends_a_run"]


@pytest.mark.parametrize("case", spc_cases("back_fill_seven"))
def test_all_seven_points_are_flagged(case):
    assert np.abs(spc_rules.back_filled(signs(case["ends"]), 7)).tolist() == case["part_of"]


@pytest.mark.parametrize("case", [case for case in spc_cases("seven_point_trend") if case["y"]])
def test_seven_points_of_a_trend(case):
    step = np.sign(np.diff(case["y"])).astype(np.int8)
    assert [0, *spc_rules.ends_of(step, 6).tolist()] == case["ends_a_trend"]


@pytest.mark.parametrize("case", spc_cases("two_in_three_flagged_points"))
def test_two_of_three_points_near_a_limit(case):
    near = np.array(case["close_to_limits"], dtype=bool)
    assert np.abs(spc_rules.two_of_three(near, signs(case["relative_to_mean"]))).tolist() == case["flagged"]


@pytest.mark.parametrize("case", spc_cases("assurance"))
def test_assurance(case):
    limits = (np.array([float(case["lpl"])]), np.array([float(case["upl"])]))
    good = control.directions(case["improvement_direction"], ())
    text, _ = control.assured(limits, np.array([float(case["target"])]), good, np.array(""))
    assert str(text) == (case["expected"] or "")


def test_limits_of_a_published_series():
    """The worked example of NHSRplotthedots: R's rnorm(20), seed 123, with and without an outlying 15th point."""
    y = [
        *(-0.56047565, -0.23017749, 1.55870831, 0.07050839, 0.12928774, 1.71506499, 0.46091621, -1.26506123),
        *(-0.68685285, -0.44566197, 1.22408180, 0.35981383, 0.40077145, 0.11068272, -0.55584113, 1.78691314),
        *(0.49785048, -1.96661716, 0.70135590, -0.47279141),
    ]
    chart = xmr(y)
    assert (chart.mean[0], chart.lower[0], chart.upper[0]) == pytest.approx((0.1416238, -3.01138, 3.294627), abs=2e-6)
    y[14] = 10
    screened, plain = xmr(y), xmr(y, screening=False)
    assert (screened.lower[0], screened.upper[0]) == pytest.approx((-2.383666, 3.722497), abs=2e-6)
    assert (plain.lower[0], plain.upper[0]) == pytest.approx((-4.596625, 5.935457), abs=2e-6)


def test_each_rule_marks_its_points_and_the_first_rule_labels_them():
    chart = xmr([*ALTERNATING, 40], "decrease")
    assert chart.rules[-1].tolist() == [1, 0, 0, 0]
    assert (chart.point[-1], str(chart.variation)) == ("concern", "concern_high")
    rising = xmr([*ALTERNATING, 9, 9.5, 10, 10.5, 11, 11.5, 12], "increase")
    assert rising.rules[-7:, TREND].tolist() == [1] * 7
    assert str(rising.variation) == "improvement_high"
    shifted = xmr([*ALTERNATING * 3, *[11.9, 11.8] * 4], "neutral")
    assert shifted.rules[-8:, SHIFT].tolist() == [1] * 8
    assert str(shifted.variation) == "neutral_high"
    assert list(RULES) == ["outside_limits", "trend", "two_of_three", "shift"]


def test_a_point_on_a_limit_or_on_the_mean_is_no_signal():
    chart = xmr([11, 13, 9] * 7)
    assert not chart.rules.any()
    assert set(chart.point.tolist()) == {"common_cause"}


def test_a_point_can_be_improvement_and_concern():
    """Above the upper limit (good) at the end of a fall (bad)."""
    y = [*ALTERNATING, *ALTERNATING, 30, 29, 28, 27, 26, 25, 24]
    chart = xmr(y, "increase")
    assert chart.rules[-1, OUTSIDE] == 1
    assert chart.rules[-1, TREND] == -1
    assert chart.improvement[-1]
    assert chart.concern[-1]
    assert chart.point[-1] == "improvement"


@pytest.mark.parametrize(
    ("y", "reason", "assurance"),
    [
        ([1, 2] * 6, "too_few_points", ""),
        ([0.1] * 20, "constant", "consistent_pass"),
        ([1] * 20, "constant", "consistent_pass"),
        ([1.1] * 20, "constant", "consistent_fail"),
        ([0] * 18 + [1], "limits_collapse", ""),
        ([1.0] * 23 + [0.999], "too_few_changes", ""),
        ([1] * 12 + [2] * 12, "too_few_changes", ""),
        ([0] * 13 + [1] * 11, "too_few_changes", ""),
        ([np.nan] * 20, "too_few_points", ""),
    ],
)
def test_what_can_not_be_judged_has_no_signal_and_a_reason(y, reason, assurance):
    chart = xmr(y, "decrease", target=1)
    assert str(chart.reason) == reason
    assert not chart.rules.any()
    assert np.isnan(chart.lower).all()
    assert (str(chart.variation), str(chart.assurance)) == ("", assurance)
    assert (chart.fallback is None) == (reason != "limits_collapse")


def test_a_missing_month_breaks_runs_and_ranges_and_has_no_label():
    y = [*ALTERNATING, 13, 13.1, 13, np.nan, 13.1, 13, 13.1, 13]
    chart = xmr(y)
    assert not chart.rules[:, SHIFT].any()
    assert chart.point[23] == ""
    assert xmr([*ALTERNATING, np.nan], "decrease").variation == ""


def test_targets_may_change_and_a_missing_one_is_said():
    assert xmr([*ALTERNATING], "increase", target=[np.nan] * 19 + [30]).assurance == "consistent_fail"
    assert xmr([*ALTERNATING], "increase").reason == "no_target"


def test_rebasing_starts_everything_again():
    y = [*ALTERNATING, *(np.array(ALTERNATING) + 50)]
    chart = xmr(y, rebase=[20])
    assert (chart.mean[0], chart.mean[-1]) == (11, 61)
    assert not chart.rules.any()
    assert xmr(y).rules.any()


def test_many_series_are_judged_as_each_alone_with_its_own_direction():
    rng = np.random.default_rng(5)
    series = rng.normal(size=(30, 36)).cumsum(axis=1) * 0.3 + rng.normal(size=(30, 36))
    series[3, 7] = np.nan
    ways = np.array(["increase", "decrease", "neutral"] * 10)
    together = xmr(series, ways, target=0)
    for i, way in enumerate(ways):
        alone = xmr(series[i], str(way), target=0)
        for name in ("rules", "point", "lower", "variation", "assurance", "reason"):
            np.testing.assert_array_equal(getattr(together, name)[i], getattr(alone, name))


@given(st.lists(st.integers(-50, 50), min_size=13, max_size=40))
def test_turning_a_series_over_turns_improvement_into_concern(y):
    up, down = xmr(y, "increase"), xmr([-value for value in y], "decrease")
    assert up.point.tolist() == down.point.tolist()
    np.testing.assert_allclose(up.lower, -down.upper)


def test_a_point_without_limits_is_not_within_what_chance_explains():
    """One month alone stood "within what chance explains" beside "too few points to judge"."""
    assert xmr([62.0], "increase").point.tolist() == [""]
    short = xmr([*ALTERNATING, 3, 4, 3], "increase", rebase=[20])
    assert set(short.point[:20].tolist()) == {"common_cause"}
    assert short.point[20:].tolist() == ["", "", ""]


def test_bad_arguments_are_refused():
    with pytest.raises(ValueError, match="improvement 'up'"):
        xmr([1, 2], "up")
    with pytest.raises(ValueError, match="run_length"):
        xmr([1, 2], run_length=1)


def test_limits_worked_by_hand_as_the_rule_is_told_are_those_of_the_chart():
    """Great changes are left out: by the average of all of them a point outside would seem to be inside."""
    series = [10.0, 11.0] * 8 + [20.0] + [11.0, 10.0] * 8
    times, great = map(float, re.findall(r"\d+\.\d+", LIMITS_WORDS))
    moves = [abs(after - before) for before, after in pairwise(series)]
    usual = fmean(move for move in moves if move <= great * fmean(moves))
    chart = xmr(series)
    assert chart.lower[0] == pytest.approx(fmean(series) - times * usual)
    assert chart.upper[0] == pytest.approx(fmean(series) + times * usual)
    assert fmean(series) + times * fmean(moves) > chart.upper[0] + 1
