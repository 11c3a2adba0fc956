"""Indicator statistics: pure functions over arrays, each with its limits and, where a number is missing, the reason."""

from oneplace.stats import table
from oneplace.stats.audit import Audit
from oneplace.stats.charts import RunChart, p_chart, run_chart, u_chart
from oneplace.stats.comparison import compare, side, tied
from oneplace.stats.control import ControlChart
from oneplace.stats.counted import Counted, counted_difference, counted_error, counted_ratio
from oneplace.stats.decomposition import Decomposition, decompose_life_expectancy
from oneplace.stats.disclosure import Suppression, rounded, suppress, suppression_audit
from oneplace.stats.estimate import REASONS, Estimate, published
from oneplace.stats.figures import Comparison, Figure, Of, Over, Span, Unlike, like_with_like, separate
from oneplace.stats.forecast import Forecast, forecast, probability_of_meeting, required_path
from oneplace.stats.funnel import FunnelLimits, FunnelSignificance, funnel_limits, funnel_significance
from oneplace.stats.gap_trend import RATIOS, GapDirection, gap_direction
from oneplace.stats.gaps import absolute_gap, relative_gap
from oneplace.stats.indirect import indirectly_standardised_rate, standardised_ratio
from oneplace.stats.inequality import intercept, relative_index, slope_index
from oneplace.stats.interrupted import (
    Bent,
    Change,
    Interruption,
    Placebo,
    Way,
    bends,
    elsewhere,
    interrupted,
    placebo,
)
from oneplace.stats.kendall import RankTrend, rank_trend
from oneplace.stats.lengths import (
    MONTHS,
    is_longer,
    is_part,
    is_unclear,
    months_on,
    moved_on,
    own_length,
    usual_length,
)
from oneplace.stats.life import STARTS, life_expectancy
from oneplace.stats.line import Z95, Line, weighted_line
from oneplace.stats.made_of import may_be_made_of, rounds_to
from oneplace.stats.mantel_haenszel import mantel_haenszel
from oneplace.stats.overdispersion import RatioFunnel, ratio_funnel
from oneplace.stats.paired import PairedRatios, ShareShift, paired_ratios, share_shift
from oneplace.stats.quantiles import QuantileGroups, quantile_groups
from oneplace.stats.rare_events import g_chart, t_chart
from oneplace.stats.rates import mean, mean_from, percentile_ranks, proportion, rate, ratio_from
from oneplace.stats.seasons import season_free
from oneplace.stats.segmented import Segmented, segmented_regression
from oneplace.stats.shifts import Shifts, sustained_shifts
from oneplace.stats.spc import LIMITS_WORDS, moving_range_chart, xmr
from oneplace.stats.spc_rules import RULES, agreeing, rules_words, way_of
from oneplace.stats.spread import between_group_variance, concentration_index, population_attributable_fraction
from oneplace.stats.standardised import directly_standardised_rate
from oneplace.stats.standards import ESP1976, ESP2013, WHO2000
from oneplace.stats.steps import STEP_PRICE, one_step
from oneplace.stats.trend import Trend, recent_trend
from oneplace.stats.waits import KaplanMeier, kaplan_meier, waiting_percentile, waiting_percentile_from

__all__ = [
    "ESP1976",
    "ESP2013",
    "LIMITS_WORDS",
    "MONTHS",
    "RATIOS",
    "REASONS",
    "RULES",
    "STARTS",
    "STEP_PRICE",
    "WHO2000",
    "Z95",
    "Audit",
    "Bent",
    "Change",
    "Comparison",
    "ControlChart",
    "Counted",
    "Decomposition",
    "Estimate",
    "Figure",
    "Forecast",
    "FunnelLimits",
    "FunnelSignificance",
    "GapDirection",
    "Interruption",
    "KaplanMeier",
    "Line",
    "Of",
    "Over",
    "PairedRatios",
    "Placebo",
    "QuantileGroups",
    "RankTrend",
    "RatioFunnel",
    "RunChart",
    "Segmented",
    "ShareShift",
    "Shifts",
    "Span",
    "Suppression",
    "Trend",
    "Unlike",
    "Way",
    "absolute_gap",
    "agreeing",
    "bends",
    "between_group_variance",
    "compare",
    "concentration_index",
    "counted_difference",
    "counted_error",
    "counted_ratio",
    "decompose_life_expectancy",
    "directly_standardised_rate",
    "elsewhere",
    "forecast",
    "funnel_limits",
    "funnel_significance",
    "g_chart",
    "gap_direction",
    "indirectly_standardised_rate",
    "intercept",
    "interrupted",
    "is_longer",
    "is_part",
    "is_unclear",
    "kaplan_meier",
    "life_expectancy",
    "like_with_like",
    "mantel_haenszel",
    "may_be_made_of",
    "mean",
    "mean_from",
    "months_on",
    "moved_on",
    "moving_range_chart",
    "one_step",
    "own_length",
    "p_chart",
    "paired_ratios",
    "percentile_ranks",
    "placebo",
    "population_attributable_fraction",
    "probability_of_meeting",
    "proportion",
    "published",
    "quantile_groups",
    "rank_trend",
    "rate",
    "ratio_from",
    "ratio_funnel",
    "recent_trend",
    "relative_gap",
    "relative_index",
    "required_path",
    "rounded",
    "rounds_to",
    "rules_words",
    "run_chart",
    "season_free",
    "segmented_regression",
    "separate",
    "share_shift",
    "side",
    "slope_index",
    "standardised_ratio",
    "suppress",
    "suppression_audit",
    "sustained_shifts",
    "t_chart",
    "table",
    "tied",
    "u_chart",
    "usual_length",
    "waiting_percentile",
    "waiting_percentile_from",
    "way_of",
    "weighted_line",
    "xmr",
]
