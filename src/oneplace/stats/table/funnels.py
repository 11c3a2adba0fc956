"""Funnels over tables."""

from __future__ import annotations

from typing import Annotated, Any

from oneplace.sheets import Sheet
from oneplace.stats import funnel
from oneplace.stats.table.declared import Column, Setting, method
from oneplace.stats.table.rates import ESTIMATE
from oneplace.stats.table.rows import build, counts, reason_of, refuse_same

Count = Annotated[str, Column("the areas' events, a row an area")]
Denominator = Annotated[str, Column("their people, expected events (ratio) or person-years (rate)")]
Kind = Annotated[funnel.Kind, Setting("what count over denominator is")]


@method(
    significance="High or Low with the chance of it, or Not significant",
    z="the distance from the areas' joint value in standard errors",
    **{"reason, reason_text": ESTIMATE["reason, reason_text"]},
)
def funnel_significance(
    sheet: Sheet,
    *,
    count: Count = "count",
    denominator: Denominator = "denominator",
    kind: Kind = "proportion",
    overdispersion: Annotated[bool, Setting("whether the variance between areas widens the limits")] = False,
) -> Any:
    """Whether each row's area lies beyond the lines of the funnel."""
    x, n = counts(sheet, count), counts(sheet, denominator)
    refuse_same(sheet, [count, denominator])
    found = funnel.funnel_significance(x.value, n.value, kind, overdispersion=overdispersion)
    reason = found.reason.copy()
    reason[x.hidden | n.hidden] = "suppressed"
    return build(sheet, None, sheet.columns, {"significance": found.value, "z": found.z} | reason_of(reason))
