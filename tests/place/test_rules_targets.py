"""E06 to E10 and W140: targets beside baselines, ranges of units, and the path between, each at its edges."""

from __future__ import annotations

from tests.place.build import judged, outcome, table

HIGH_GOOD = (
    "measures: [{id: m, name: M, definition: ons:1, unit: %s, polarity: %s, role: outcome, frequency: annual, "
    "expected_lag_months: 9}]\n"
)


@table(
    """
    baseline: {period: 2018/19, value: 11}
    target: {period: 2021/22, value: 10.99}
    """,
    """
    baseline: {period: 2018/19, value: 11}
    target: {period: 2021/22, value: 11}
    """,
    """
    baseline: {period: 2018/19, value: 11}
    target: {period: 2021/22, value: 11.01}
    > 3:36 E06 the target of O1, 11.01, is worse than its baseline, 11: the measure m is low_good. Correct the target,
    >   or the polarity of the measure.
    """,
    """
    target: {period: 2021/22, value: 99}
    """,
    """
    baseline: {period: 2018/19, value: 11}
    target: not_set
    """,
    """
    baseline: not_set
    target: {period: 2021/22, value: 99}
    """,
)
def test_e06_a_target_where_low_is_good(case, tmp_path):
    judged(tmp_path, case, "E06", of=outcome)


@table(
    """
    target: {period: 2021/22, value: 8}
    > 2:11 W140 the target of O1 is never judged: its measure m has `polarity: context`, by which neither more nor less
    >   is better. Write `polarity: high_good` or `low_good` in the measure if one of them is; else leave the target
    >   out.
    """,
    """
    target: not_set
    """,
    """
    gap_ambition: {dimension: sex, statistic: absolute_gap, baseline: 9, target: 5, period: 2021/22}
    """,
)
def test_w140_a_target_for_what_is_shown_for_context_is_told_to_be_never_judged(case, tmp_path):
    """A target for people on a register was read, shown and never judged, without a word."""
    judged(tmp_path, case, "W140", of=lambda lines: outcome(lines) + HIGH_GOOD % ("percent", "context"))


@table(
    """
    baseline: {period: 2018/19, value: 11}
    target: {period: 2021/22, value: 11.5}
    """,
    """
    baseline: {period: 2018/19, value: 11}
    target: {period: 2021/22, value: 11}
    """,
    """
    baseline: {period: 2018/19, value: 11}
    target: {period: 2021/22, value: 10.5}
    > 3:36 E06 the target of O1, 10.5, is worse than its baseline, 11: the measure m is high_good. Correct the target,
    >   or the polarity of the measure.
    """,
)
def test_e06_a_target_where_high_is_good(case, tmp_path):
    judged(tmp_path, case, "E06", of=lambda lines: outcome(lines) + HIGH_GOOD % ("percent", "high_good"))


@table(
    """
    gap_ambition: {dimension: sex, statistic: SII, baseline: 9, target: 9, period: 2021/22}
    """,
    """
    gap_ambition: {dimension: sex, statistic: SII, baseline: 9, target: 9.5, period: 2021/22}
    > 2:71 E06 the gap ambition of O1 lets the gap widen from 9 to 9.5. Write a target that is nearer to no gap.
    """,
    """
    gap_ambition: {dimension: sex, statistic: SII, baseline: 9, target: -9.5, period: 2021/22}
    > 2:71 E06 the gap ambition of O1 lets the gap widen from 9 to -9.5. Write a target that is nearer to no gap.
    """,
    """
    gap_ambition: {dimension: sex, statistic: absolute_gap, baseline: -9, target: 8, period: 2021/22}
    """,
    """
    gap_ambition: {dimension: sex, statistic: absolute_gap, baseline: 0, target: 0, period: 2021/22}
    """,
    """
    gap_ambition: {dimension: sex, statistic: RII, baseline: 1.5, target: 0.67, period: 2021/22}
    """,
    """
    gap_ambition: {dimension: sex, statistic: RII, baseline: 1.5, target: 0.66, period: 2021/22}
    > 2:73 E06 the gap ambition of O1 lets the gap widen from 1.5 to 0.66. Write a target that is nearer to no gap.
    """,
    """
    gap_ambition: {dimension: sex, statistic: relative_gap, baseline: 0.75, target: 1.33, period: 2021/22}
    """,
    """
    gap_ambition: {dimension: sex, statistic: relative_gap, baseline: 0.75, target: 1.34, period: 2021/22}
    > 2:83 E06 the gap ambition of O1 lets the gap widen from 0.75 to 1.34. Write a target that is nearer to no gap.
    """,
    """
    gap_ambition: {dimension: sex, statistic: SII, baseline: not_set, target: 9, period: 2021/22}
    """,
    """
    gap_ambition: {dimension: sex, statistic: SII, baseline: 9, target: not_set, period: 2021/22}
    """,
    """
    gap_ambition: not_set
    """,
)
def test_e06_a_gap_is_wide_either_side_of_none(case, tmp_path):
    judged(tmp_path, case, "E06", of=outcome)


@table(
    """
    baseline: {period: 2018/19, value: 100}
    target: {period: 2021/22, value: 0}
    """,
    """
    baseline: {period: 2018/19, value: 100.1}
    target: {period: 2021/22, value: -0.1}
    > 2:38 E07 100.1 of O1 is out of range: percent means 0 to 100. Correct the number.
    > 3:36 E07 -0.1 of O1 is out of range: percent means 0 to 100. Correct the number.
    """,
    """
    baseline: {period: 2018/19, value: 50}
    trajectory: {2019/20: 101, 2020/21: 100, 2021/22: -1}
    > 3:25 E07 101 of O1 is out of range: percent means 0 to 100. Correct the number.
    > 3:53 E07 -1 of O1 is out of range: percent means 0 to 100. Correct the number.
    """,
    """
    baseline: {period: 2018/19, value: 5, unit: percent}
    target: {period: 2021/22, value: 4, unit: per_1000}
    > 3:45 E07 the target of O1 is in per_1000, its measure in percent. Give the number in the measure's unit.
    """,
    """
    baseline: {period: 2018/19, value: 5, unit: days}
    > 2:47 E07 the baseline of O1 is in days, its measure in percent. Give the number in the measure's unit.
    """,
)
def test_e07_percent(case, tmp_path):
    judged(tmp_path, case, "E07", of=outcome)


@table(
    """
    baseline: {period: 2018/19, value: 0}
    target: {period: 2021/22, value: 100000}
    """,
    """
    baseline: {period: 2018/19, value: 1}
    target: {period: 2021/22, value: -0.01}
    > 3:36 E07 -0.01 of O1 is out of range: per_1000 means 0 or more. Correct the number.
    """,
)
def test_e07_a_rate_is_nought_or_more(case, tmp_path):
    judged(tmp_path, case, "E07", of=lambda lines: outcome(lines) + HIGH_GOOD % ("per_1000", "low_good"))


@table(
    """
    baseline: {period: 2018/19, value: -40}
    target: {period: 2021/22, value: -4000}
    """,
)
def test_e07_points_may_be_any_number(case, tmp_path):
    for unit in ("score", "points"):
        judged(tmp_path, case, "E07", of=lambda lines, unit=unit: outcome(lines) + HIGH_GOOD % (unit, "low_good"))


@table(
    """
    published: fingertips:1
    measure: other
    baseline: {period: 2018/19, value: 900}
    """,
)
def test_e07_of_a_measure_that_is_not_there_no_unit_is_known(case, tmp_path):
    judged(tmp_path, case, "E07", of=lambda lines: outcome(lines).replace("  measure: m\n", ""))


@table(
    """
    target: {period: 2021/22, value: 8}
    trajectory: {2020/21: 9, 2021/22: 8}
    """,
    """
    target: {period: 2021/22, value: 8}
    trajectory: {2021/22: 8, 2020/21: 9}
    """,
    """
    target: {period: 2021/22, value: 8}
    trajectory: {2020/21: 9, 2021/22: 8.0000000001}
    """,
    """
    target: {period: 2021/22, value: 8}
    trajectory: {2020/21: 9, 2021/22: 8.00001}
    > 3:37 E08 the path of O1 ends at 8.00001, its target is 8. Let the path end at the target, in the target's
    >   period.
    """,
    """
    target: {period: 2021/22, value: 8}
    trajectory: {2020/21: 9, 2021/22: 7.5}
    > 3:37 E08 the path of O1 ends at 7.5, its target is 8. Let the path end at the target, in the target's period.
    """,
    """
    target: {period: 2021/22, value: 0}
    trajectory: {2021/22: 0.0000000005}
    """,
    """
    target: {period: 2021/22, value: 0}
    trajectory: {2021/22: 0.000000002}
    > 3:25 E08 the path of O1 ends at 0.000000002, its target is 0. Let the path end at the target, in the target's
    >   period.
    """,
    """
    target: {period: 2021/22, value: 8}
    trajectory: {2020/21: 8}
    > 3:25 E08 the path of O1 ends in 2020/21, its target is for 2021/22. Let the path end at the target, in the
    >   target's period.
    """,
    """
    target: {period: 2021/22, value: 8}
    trajectory: {2021/22: 9, 2022/23: 8}
    > 3:37 E08 the path of O1 ends in 2022/23, its target is for 2021/22. Let the path end at the target, in the
    >   target's period.
    """,
    """
    target: {period: 2021/22, value: 8}
    """,
    """
    trajectory: {2021/22: 9, 2022/23: 8}
    """,
)
def test_e08_a_path_ends_at_its_target(case, tmp_path):
    judged(tmp_path, case, "E08", of=outcome)


@table(
    """
    trajectory: {2020/21: 9, 2021/22: 8}
    """,
    """
    trajectory: {2020/21: 9, 2022/23: 8}
    > 2:37 E09 the path of O1 has nothing between 2020/21 and 2022/23. Add the periods between, so that each can be
    >   judged.
    """,
    """
    trajectory: {"2020": 9, 2020/21: 8}
    > 2:36 E09 in the path of O1 the periods 2020 and 2020/21 overlap. Use periods of one kind that follow on each
    >   other.
    """,
    """
    trajectory: {2020/21 Q1: 9, 2020/21 Q2: 8, 2020/21 Q4: 7}
    > 2:58 E09 the path of O1 has nothing between 2020/21 Q2 and 2020/21 Q4. Add the periods between, so that each can
    >   be judged.
    """,
    """
    trajectory: {2020-01-01: 9, 2020-01-02: 8, 2020-01-04: 7}
    > 2:58 E09 the path of O1 has nothing between 2020-01-02 and 2020-01-04. Add the periods between, so that each can
    >   be judged.
    """,
    """
    trajectory: {2020/21: 9, 2020/21 Q4: 8, 2021/22: 7, "2023": 6}
    > 2:40 E09 in the path of O1 the periods 2020/21 and 2020/21 Q4 overlap. Use periods of one kind that follow on
    >   each other.
    > 2:63 E09 the path of O1 has nothing between 2021/22 and 2023. Add the periods between, so that each can be
    >   judged.
    """,
    """
    trajectory: {2021/22: 9}
    """,
)
def test_e09_the_periods_of_a_path_follow_on_each_other(case, tmp_path):
    judged(tmp_path, case, "E09", of=outcome)


@table(
    """
    baseline: {period: 2018/19, value: 11}
    trajectory: {2019/20: 10}
    """,
    """
    baseline: {period: 2019/20, value: 11}
    trajectory: {2019/20: 10}
    > 2:22 E10 the baseline of O1 (2019/20) does not come before the first step of its path (2019/20). Take the
    >   baseline from the last period before the work began.
    """,
    """
    baseline: {period: 2019-03, value: 11}
    trajectory: {2019-04: 10}
    """,
    """
    baseline: {period: 2019-05, value: 11}
    trajectory: {2019-04: 10, 2019-06: 9}
    > 2:22 E10 the baseline of O1 (2019-05) does not come before the first step of its path (2019-04). Take the
    >   baseline from the last period before the work began.
    """,
    """
    baseline: {period: 2019/20, value: 11}
    actuals: {2019/20: 10}
    > 2:22 E10 the baseline of O1 (2019/20) does not come before the first recorded value (2019/20). Take the baseline
    >   from the last period before the work began.
    """,
    """
    baseline: {period: 2019/20, value: 11}
    actuals: {2020/21: 10}
    trajectory: {2019/20: 10}
    > 2:22 E10 the baseline of O1 (2019/20) does not come before the first step of its path (2019/20). Take the
    >   baseline from the last period before the work began.
    """,
    """
    baseline: {period: 2020/21, value: 11}
    actuals: {2020/21: 10}
    trajectory: {2019/20: 10}
    > 2:22 E10 the baseline of O1 (2020/21) does not come before the first recorded value (2020/21). Take the baseline
    >   from the last period before the work began.
    """,
    """
    baseline: {period: 2019 to 2021, value: 11}
    actuals: {"2020": 10}
    """,
    """
    actuals: {2019/20: 10}
    """,
)
def test_e10_a_baseline_comes_before_what_it_is_the_base_of(case, tmp_path):
    judged(tmp_path, case, "E10", of=outcome)
