"""Indicator statistics: pure functions over arrays, each with its limits and, where a number is missing, the reason."""

from oneplace.stats.comparison import compare
from oneplace.stats.control import ControlChart
from oneplace.stats.disclosure import suppress
from oneplace.stats.estimate import REASONS, Estimate
from oneplace.stats.forecast import Forecast, forecast, probability_of_meeting, required_path
from oneplace.stats.gaps import absolute_gap, relative_gap
from oneplace.stats.inequality import relative_index, slope_index
from oneplace.stats.rates import mean, mean_from, percentile_ranks, proportion, rate
from oneplace.stats.spc import xmr
from oneplace.stats.spc_rules import RULES
from oneplace.stats.standardised import ESP2013, directly_standardised_rate

__all__ = [
    "ESP2013",
    "REASONS",
    "RULES",
    "ControlChart",
    "Estimate",
    "Forecast",
    "absolute_gap",
    "compare",
    "directly_standardised_rate",
    "forecast",
    "mean",
    "mean_from",
    "percentile_ranks",
    "probability_of_meeting",
    "proportion",
    "rate",
    "relative_gap",
    "relative_index",
    "required_path",
    "slope_index",
    "suppress",
    "xmr",
]
