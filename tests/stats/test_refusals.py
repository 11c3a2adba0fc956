"""What no method can make sense of is refused in a sentence that says what to give."""

import re

import numpy as np
import pytest

from oneplace import stats

FOUR = [1, 2, 3, 4]
LEVELS = "give a level between 0 and 1, such as 0.95, or a list of them."
AXIS = "a series needs at least one axis."
IMPROVEMENT = "is not one of increase, decrease, neutral."
STARTS = "starts must be two or more first ages, each greater than the one before."
FORECAST = "a forecast needs a series of points and a horizon of one step or more."
PERIODS = "periods must be 3 dates or numbers, each later than the one before."
STANDARD = f"It has: {', '.join(stats.ESP2013)}."


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: stats.rate(1, 2, confidence=0), f"confidence is 0; {LEVELS}"),
        (lambda: stats.rate(1, 2, confidence=1), f"confidence is 1; {LEVELS}"),
        (lambda: stats.rate(1, 2, confidence=[[0.9]]), f"confidence is [[0.9]]; {LEVELS}"),
        (lambda: stats.rate(1, 2, confidence=[0.9, 95]), f"confidence is [0.9, 95]; {LEVELS}"),
        (lambda: stats.xmr(3.0), AXIS),
        (lambda: stats.run_chart(3.0), AXIS),
        (lambda: stats.p_chart(3, 4), AXIS),
        (lambda: stats.u_chart(3, 4), AXIS),
        (lambda: stats.g_chart(3), "a chart of gaps needs them on the last axis."),
        (lambda: stats.t_chart(3), "a chart of gaps needs them on the last axis."),
        (lambda: stats.xmr(FOUR, run_length=2), "run_length must be 3 or more (usual are 6 and 7)."),
        (lambda: stats.xmr(FOUR, "up"), f"improvement 'up' {IMPROVEMENT}"),
        (lambda: stats.xmr([FOUR, FOUR], ["increase", "more"]), f"improvement 'more' {IMPROVEMENT}"),
        (lambda: stats.p_chart(FOUR, FOUR, "down"), f"improvement 'down' {IMPROVEMENT}"),
        (lambda: stats.g_chart(FOUR, "down"), f"improvement 'down' {IMPROVEMENT}"),
        (lambda: stats.xmr([1, 2, 3], periods=[1, 3, 2]), PERIODS),
        (lambda: stats.xmr([1, 2, 3], periods=[1, 2, 2]), PERIODS),
        (lambda: stats.xmr([1, 2, 3], periods=[1, 2]), PERIODS),
        (lambda: stats.forecast(5.0, 1), FORECAST),
        (lambda: stats.forecast(FOUR, 0), FORECAST),
        (
            lambda: stats.probability_of_meeting(stats.forecast(FOUR, 2), 3, "neutral"),
            "improvement 'neutral' is not one of increase, decrease.",
        ),
        (
            lambda: stats.probability_of_meeting(stats.forecast(FOUR, 2), 3, "increase", by=3),
            "step 3 is not among the forecast's 2.",
        ),
        (
            lambda: stats.probability_of_meeting(stats.forecast(FOUR, 2), 3, "increase", by=0),
            "step 0 is not among the forecast's 2.",
        ),
        (lambda: stats.required_path(1, 2, 0), "a path needs at least one step."),
        (
            lambda: stats.funnel_limits([1], [2], "share"),
            "kind 'share' is not one of proportion, ratio, rate, standardised_rate.",
        ),
        (lambda: stats.funnel_limits([3], [0]), "no area has a count and a denominator that can be judged."),
        (lambda: stats.life_expectancy(FOUR, FOUR, (0, 1, 1, 5)), STARTS),
        (lambda: stats.life_expectancy(FOUR, FOUR, (0,)), STARTS),
        (lambda: stats.life_expectancy(FOUR, FOUR, (-1, 0, 1, 5)), STARTS),
        (lambda: stats.life_expectancy(FOUR, FOUR, [[0, 1, 2, 5]]), STARTS),
        (lambda: stats.life_expectancy(FOUR, FOUR, (0, 1, 5)), "3 starts are given, but the last axis has 4 bands."),
        (lambda: stats.life_expectancy(1, 2, (0, 1)), "2 starts are given, but the last axis has 0 bands."),
        (
            lambda: stats.decompose_life_expectancy(FOUR, FOUR, FOUR, FOUR, (0, 1, 5, 9), causes=["a", "b"]),
            "2 causes are named: deaths must have them on the axis before the age bands.",
        ),
        (
            lambda: stats.decompose_life_expectancy(
                [FOUR] * 3, FOUR, [FOUR] * 2, FOUR, (0, 1, 5, 9), causes=["a", "b"]
            ),
            "2 causes are named: deaths must have them on the axis before the age bands.",
        ),
        (
            lambda: stats.directly_standardised_rate([1], [2], bands=["85+"]),
            f"the standard population has no age band '85+'. {STANDARD}",
        ),
        (
            lambda: stats.directly_standardised_rate([1, 1], [2, 2], bands=["0-4", "0-4"]),
            "an age band is named twice.",
        ),
        (
            lambda: stats.directly_standardised_rate([1, 1], [2], bands=["0-4"]),
            "1 bands are named, but counts have 2 and populations 1.",
        ),
        (
            lambda: stats.directly_standardised_rate([1], [2, 2], bands=["0-4"]),
            "1 bands are named, but counts have 1 and populations 2.",
        ),
        (
            lambda: stats.directly_standardised_rate([[1, 2]], [2], bands=["0-4"], frequency=[1, 2, 3]),
            "3 frequencies are named, but counts have 2.",
        ),
        (
            lambda: stats.standardised_ratio(None, [1], [1], [1]),
            "give either `counts` by age band or `observed` totals, not both.",
        ),
        (
            lambda: stats.standardised_ratio([1], [1], [1], [1], observed=1),
            "give either `counts` by age band or `observed` totals, not both.",
        ),
        (
            lambda: stats.standardised_ratio([1, 2], [1], [1], [1]),
            "the last axis must be the same age bands in every array; it has [1, 2] of them.",
        ),
        (
            lambda: stats.indirectly_standardised_rate([1], [1], [1], 1),
            "the last axis must be the same age bands in every array; it has [0, 1] of them.",
        ),
        (
            lambda: stats.slope_index([1], [1], standard_error=[1]),
            "an index of inequality needs at least two quantiles on the last axis.",
        ),
        (
            lambda: stats.relative_index(1, 1, standard_error=1),
            "an index of inequality needs at least two quantiles on the last axis.",
        ),
        (
            lambda: stats.slope_index([1, 2], [1, 1], lower=[0, 1]),
            "give `lower` and `upper` (95 % limits), or `standard_error`.",
        ),
        (
            lambda: stats.slope_index([1, 2], [1, 1], upper=[2, 3]),
            "give `lower` and `upper` (95 % limits), or `standard_error`.",
        ),
        (
            lambda: stats.relative_index([1, 2], [1, 1], standard_error=[1, 1], transform="log", spread="none"),
            "a fit on the log or logit scale needs a spread on that scale.",
        ),
        (lambda: stats.concentration_index([1], [1]), "inequality needs at least two groups on the last axis."),
        (lambda: stats.between_group_variance(1, 1), "inequality needs at least two groups on the last axis."),
        (lambda: stats.quantile_groups(FOUR, 1), "groups must be 2 or more."),
        (lambda: stats.quantile_groups(3.0), "quantile groups need areas on the last axis."),
        (lambda: stats.recent_trend(stats.rate(FOUR, 9), kind="rate"), "kind 'rate' is not one of proportion, other."),
        (
            lambda: stats.recent_trend(stats.rate(FOUR, 9, confidence=[0.9])),
            "give an estimate with one confidence level.",
        ),
        (lambda: stats.recent_trend(stats.rate(4, 9)), "a trend needs points on the last axis."),
    ],
)
def test_the_sentence_says_what_is_wrong(call, message):
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        call()


@pytest.mark.parametrize(
    "call",
    [
        lambda: stats.xmr(FOUR, run_length=3),
        lambda: stats.forecast(FOUR, 1),
        lambda: stats.required_path(1, 2, 1),
        lambda: stats.quantile_groups(FOUR, 2),
        lambda: stats.slope_index([1, 2], [1, 1], standard_error=[1, 1]),
        lambda: stats.concentration_index([1, 2], [1, 1]),
        lambda: stats.probability_of_meeting(stats.forecast(FOUR, 2), 3, "increase", by=1),
        lambda: stats.probability_of_meeting(stats.forecast(FOUR, 2), 3, "increase", by=2),
        lambda: stats.relative_index([0.1, 0.2], [1, 1], standard_error=[1, 1], transform="log", spread="log"),
        lambda: stats.life_expectancy([5, 9], [9000, 900], (0, 1)),
        lambda: stats.xmr(FOUR, periods=np.array(["2024-01-01", "2024-02-01", "2024-03-01", "2024-04-01"])),
    ],
)
def test_the_nearest_that_makes_sense_is_taken(call):
    assert call() is not None
