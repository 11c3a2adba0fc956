"""The room's methods over tables: named columns in, a table of the same kind out, a row for each group.

``data`` is a pandas, polars or Arrow table. Columns are given by name; ``by`` is one or several columns that tell the
groups apart. Counts and populations of a group's rows are added up; without ``by`` each row of a rate or proportion
stands alone and keeps its columns, and methods over bands, quantiles or periods take all rows as one group. Missing or
bad columns and rows raise ``OneplaceError``, which names them. ``run`` does the same for a CSV or Parquet file.
"""

from oneplace.stats.table.files import METHODS, read, run, write
from oneplace.stats.table.inequality import (
    concentration_index,
    funnel_significance,
    quantile_groups,
    relative_index,
    slope_index,
)
from oneplace.stats.table.rates import (
    directly_standardised_rate,
    indirectly_standardised_rate,
    life_expectancy,
    mean,
    proportion,
    rate,
    standardised_ratio,
)
from oneplace.stats.table.series import recent_trend, suppress, xmr

__all__ = [
    "METHODS",
    "concentration_index",
    "directly_standardised_rate",
    "funnel_significance",
    "indirectly_standardised_rate",
    "life_expectancy",
    "mean",
    "proportion",
    "quantile_groups",
    "rate",
    "read",
    "recent_trend",
    "relative_index",
    "run",
    "slope_index",
    "standardised_ratio",
    "suppress",
    "write",
    "xmr",
]
