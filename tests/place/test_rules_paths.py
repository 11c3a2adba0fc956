"""W11 to W14: paths that turn back, and targets that ask for too little or too much."""

from __future__ import annotations

from tests.place.build import judged, outcome, table

NINE = (
    "history: {2006/07: 10, 2007/08: 11, 2008/09: 10, 2009/10: 11, 2010/11: 10, "
    "2011/12: 11, 2012/13: 10, 2013/14: 11, 2014/15: 10, "
)
"""Ten and eleven in turn: the mean is 10.5 and each value moves by 1, so the limits are 10.5 ± 2.66."""


@table(
    """
    baseline: {period: 2018/19, value: 11}
    trajectory: {2019/20: 10, 2020/21: 9}
    """,
    """
    baseline: {period: 2018/19, value: 11}
    trajectory: {2019/20: 11, 2020/21: 11}
    """,
    """
    baseline: {period: 2018/19, value: 11}
    trajectory: {2019/20: 11.5, 2020/21: 9}
    > 3:25 W11 the path of O1 gets worse in 2019/20: from 11 to 11.5. Correct the step, or give the reason in `note:`.
    """,
    """
    baseline: {period: 2018/19, value: 11}
    trajectory: {2019/20: 10, 2020/21: 10.25, 2021/22: 12}
    > 3:38 W11 the path of O1 gets worse in 2020/21: from 10 to 10.25. Correct the step, or give the reason in
    >   `note:`.
    > 3:54 W11 the path of O1 gets worse in 2021/22: from 10.25 to 12. Correct the step, or give the reason in
    >   `note:`.
    """,
    """
    trajectory: {2020/21: 9.5, 2019/20: 9}
    > 2:25 W11 the path of O1 gets worse in 2020/21: from 9 to 9.5. Correct the step, or give the reason in `note:`.
    """,
    """
    trajectory: {2020/21: 9.5}
    """,
)
def test_w11_a_path_that_turns_back(case, tmp_path):
    judged(tmp_path, case, "W11", of=outcome)


@table(
    """
    baseline: {period: 2018/19, value: 11}
    target: {period: 2021/22, value: 10.9}
    """,
    """
    baseline: {period: 2018/19, value: 11}
    target: {period: 2021/22, value: 11.0}
    > 3:36 W12 the target of O1, 11, is already met at its baseline in 2018/19. Ask for more, or say in `text:` that
    >   the outcome is to be kept up.
    """,
    """
    baseline: {period: 2018/19, value: 11}
    target: {period: 2021/22, value: 11.1}
    """,
    """
    target: {period: 2021/22, value: 11}
    """,
    """
    baseline: {period: 2018/19, value: 11}
    """,
)
def test_w12_a_target_already_met(case, tmp_path):
    judged(tmp_path, case, "W12", of=outcome)


@table(
    """
    baseline: {period: 2018/19, value: 11}
    target: {period: 2021/22, value: 11}
    trajectory: {2019/20: 12, 2020/21: 13, 2021/22: 11}
    """,
)
def test_nothing_is_better_or_worse_where_the_measure_only_gives_context(case, tmp_path):
    rest = "measures: [{id: m, name: M, definition: ons:1, unit: percent, polarity: context, role: context, "
    rest += "frequency: annual, expected_lag_months: 9}]\n"
    judged(tmp_path, case, "W11", "W12", "E06", of=lambda lines: outcome(lines) + rest)


@table(
    """
    target: {period: 2021/22, value: 7.8}
    """,
    """
    target: {period: 2021/22, value: 7.84}
    > 2:36 W13 the target of O1, 7.84, lies inside the natural limits of its measure, 7.84 to 13.16: chance alone can
    >   reach it. Ask for a value outside the limits, or for a narrower spread.
    """,
    """
    target: {period: 2021/22, value: 7.85}
    > 2:36 W13 the target of O1, 7.85, lies inside the natural limits of its measure, 7.84 to 13.16: chance alone can
    >   reach it. Ask for a value outside the limits, or for a narrower spread.
    """,
    """
    target: {period: 2021/22, value: 10.5}
    > 2:36 W13 the target of O1, 10.5, lies inside the natural limits of its measure, 7.84 to 13.16: chance alone can
    >   reach it. Ask for a value outside the limits, or for a narrower spread.
    """,
    """
    target: {period: 2021/22, value: 13.15}
    > 2:36 W13 the target of O1, 13.15, lies inside the natural limits of its measure, 7.84 to 13.16: chance alone can
    >   reach it. Ask for a value outside the limits, or for a narrower spread.
    """,
    """
    target: {period: 2021/22, value: 13.17}
    """,
    """
    target: not_set
    """,
)
def test_w13_a_target_inside_the_limits_of_twelve_values(case, tmp_path):
    history = NINE + "2015/16: 11, 2016/17: 10, 2017/18: 11}"
    judged(tmp_path, case, "W13", of=lambda lines: outcome(f"{lines}\n{history}"))


@table(
    """
    target: {period: 2021/22, value: 10.5}
    """,
)
def test_w13_eleven_values_are_too_few_for_limits(case, tmp_path):
    history = NINE + "2015/16: 11, 2016/17: 10}"
    judged(tmp_path, case, "W13", of=lambda lines: outcome(f"{lines}\n{history}"))


@table(
    """
    baseline: {period: 2018, value: 20}
    target: {period: 2022, value: 16}
    peers: {best_yearly_change: -1}
    """,
    """
    baseline: {period: 2018, value: 20}
    target: {period: 2022, value: 15.99}
    peers: {best_yearly_change: -1}
    > 3:33 W14 the target of O1 needs a change of -1 a year; the best that comparable places have done is -1. Give
    >   more time, ask for less, or say in `note:` what will be done that no other place did.
    """,
    """
    baseline: {period: 2018, value: 20}
    target: {period: 2022, value: 12}
    peers: {best_yearly_change: -1.5}
    > 3:33 W14 the target of O1 needs a change of -2 a year; the best that comparable places have done is -1.5. Give
    >   more time, ask for less, or say in `note:` what will be done that no other place did.
    """,
    """
    baseline: {period: 2018, value: 20}
    target: {period: 2022, value: 18}
    peers: {best_yearly_change: 0.25}
    > 3:33 W14 the target of O1 needs a change of -0.5 a year; the best that comparable places have done is 0.25. Give
    >   more time, ask for less, or say in `note:` what will be done that no other place did.
    """,
    """
    baseline: {period: 2018, value: 20}
    target: {period: 2018, value: 1}
    peers: {best_yearly_change: 1}
    """,
    """
    baseline: {period: 2018, value: 20}
    target: {period: 2017, value: 1}
    peers: {best_yearly_change: 1}
    """,
    """
    baseline: {period: 2018, value: 20}
    target: {period: 2022, value: 1}
    """,
    """
    target: {period: 2022, value: 1}
    peers: {best_yearly_change: 1}
    """,
)
def test_w14_faster_than_any_peer(case, tmp_path):
    judged(tmp_path, case, "W14", of=outcome)
