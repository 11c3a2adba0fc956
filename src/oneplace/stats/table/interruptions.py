"""Interrupted time series over tables."""

from __future__ import annotations

from typing import Annotated, Any

import numpy as np

from oneplace.sheets import Sheet
from oneplace.stats import interrupted as series_of
from oneplace.stats.table.columns import alike
from oneplace.stats.table.declared import By, Column, Setting, method
from oneplace.stats.table.rates import ESTIMATE
from oneplace.stats.table.rows import build, reason_of
from oneplace.stats.table.series import in_time, marked
from oneplace.stats.table.trends import Periods, evenly, is_scattered

_PARTS = {"value": "", "lower": "_lower", "upper": "_upper", "p": "_p", "smallest": "_smallest"}


@method(
    **{
        "step, step_lower, step_upper, step_p": "by how much the value went up or down at once, its limits and chance",
        "step_smallest": "the smallest step that four of five such series would have shown",
        "slope, slope_lower, slope_upper, slope_p": "by how much its change a period is another than before",
        "slope_smallest": "the smallest that four of five such series would have shown",
        "rho": "how strongly each value may cling to the one before, which the limits allow for",
        "reason, reason_text": ESTIMATE["reason, reason_text"],
    }
)
def interrupted(
    sheet: Sheet,
    *,
    since: Annotated[str, Setting("the first period after the change, as a row has it")],
    period: Periods = "period",
    value: Annotated[str, Column("values")] = "value",
    control: Annotated[str | None, Column("values of who had no change, taken off first")] = None,
    by: By = None,
) -> Any:
    """Whether each group's series changed when something was done: a step, another slope, and limits by simulation."""
    series = in_time(sheet, by, period)
    columns = alike(sheet, *(name for name in (value, control) if name))
    size, starts = len(series.groups), marked(series, "since", [since])
    found = {f"{of}{end}": np.full(size, np.nan) for of in ("step", "slope") for end in _PARTS.values()}
    rho, reason = np.full(size, np.nan), series.refused.astype("U40")
    hidden = series.hidden(*columns)
    for batch in series.batches():
        grid = evenly(series, batch)
        if is_scattered(grid):
            reason[batch.unit] = "irregular_periods"
            continue
        y = np.full((len(batch.unit), grid[-1] + 1), np.nan)
        first, *held = (series.column(each)[batch.at] for each in columns)
        y[:, grid] = first - held[0] if held else first
        after = np.flatnonzero(starts[batch.at[0]])
        one = series_of.interrupted(y, int(grid[after[0]]) if after.size else y.shape[1])
        unknown = hidden[batch.at].any(axis=-1) & (one.reason != "")
        reason[batch.unit], rho[batch.unit] = np.where(unknown, "suppressed", one.reason), one.rho
        for of, change in (("step", one.step), ("slope", one.slope)):
            for name, end in _PARTS.items():
                found[f"{of}{end}"][batch.unit] = getattr(change, name)
    return build(sheet, series.groups.first, series.groups.names, found | {"rho": rho} | reason_of(reason))
