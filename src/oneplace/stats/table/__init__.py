"""The room's methods over tables: named columns in, a table of the same kind out, a row for each group.

``data`` is a pandas, polars or Arrow table. Columns are given by name; ``by`` is one or several columns that tell the
groups apart. Counts and populations of a group's rows are added up; without ``by`` each row of a rate or proportion
stands alone and keeps its columns, and methods over bands, quantiles or periods take all rows as one group. Cells are
read as ``oneplace.sheets`` reads them: a number that a mark hides is suppressed and never nought. What can't be read or
added up raises ``OneplaceError``, which names the row; rows that are added up and may be one given again are told in a
``LikeRowsWarning``. ``run`` does the same for a file. ``METHODS`` declares what
each method takes and gives.
"""

from oneplace.stats.table.charts import g_chart, moving_range_chart, p_chart, run_chart, t_chart, u_chart, xmr
from oneplace.stats.table.declared import METHODS, Column, Method, Parameter, Setting
from oneplace.stats.table.files import applied, run, write
from oneplace.stats.table.funnels import funnel_limits, funnel_significance
from oneplace.stats.table.gaps import (
    absolute_gap,
    compare,
    decompose_life_expectancy,
    mantel_haenszel,
    relative_gap,
)
from oneplace.stats.table.hiding import suppress
from oneplace.stats.table.inequality import (
    between_group_variance,
    concentration_index,
    population_attributable_fraction,
    quantile_groups,
    relative_index,
    slope_index,
)
from oneplace.stats.table.interruptions import interrupted
from oneplace.stats.table.rates import (
    directly_standardised_rate,
    indirectly_standardised_rate,
    life_expectancy,
    mean,
    proportion,
    rate,
    standardised_ratio,
    waiting_percentile,
)
from oneplace.stats.table.totals import LikeRowsWarning
from oneplace.stats.table.trends import forecast, recent_trend

__all__ = [
    "METHODS",
    "Column",
    "LikeRowsWarning",
    "Method",
    "Parameter",
    "Setting",
    "absolute_gap",
    "applied",
    "between_group_variance",
    "compare",
    "concentration_index",
    "decompose_life_expectancy",
    "directly_standardised_rate",
    "forecast",
    "funnel_limits",
    "funnel_significance",
    "g_chart",
    "indirectly_standardised_rate",
    "interrupted",
    "life_expectancy",
    "mantel_haenszel",
    "mean",
    "moving_range_chart",
    "p_chart",
    "population_attributable_fraction",
    "proportion",
    "quantile_groups",
    "rate",
    "recent_trend",
    "relative_gap",
    "relative_index",
    "run",
    "run_chart",
    "slope_index",
    "standardised_ratio",
    "suppress",
    "t_chart",
    "u_chart",
    "waiting_percentile",
    "write",
    "xmr",
]
