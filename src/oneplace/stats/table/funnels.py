"""Funnels over tables."""

from __future__ import annotations

from typing import Annotated, Any, Literal

import numpy as np

from oneplace.sheets import Numbers, Sheet
from oneplace.stats import funnel
from oneplace.stats.overdispersion import ratio_funnel
from oneplace.stats.table.columns import counts, events
from oneplace.stats.table.declared import Column, Levels, Per, Setting, method
from oneplace.stats.table.rates import ESTIMATE
from oneplace.stats.table.rows import build, reason_of, refuse_same
from oneplace.stats.table.totals import refuse_sum

Count = Annotated[str, Column("the areas' events, a row an area")]
Denominator = Annotated[str, Column("their people, expected events (ratio) or person-years (rate)")]
Kind = Annotated[funnel.Kind, Setting("what count over denominator is")]
Wider = Annotated[bool, Setting("whether the variance between areas widens the limits (Spiegelhalter's, additive)")]
Variants = Annotated[
    Literal["plain", "shmi", "cqc"],
    Setting("the funnel of ratios that the SHMI or the CQC draws, which is always wider"),
]


@method(
    significance="High or Low with the chance beyond the line, or Not significant",
    z="the distance from the areas' joint value in standard errors",
    **{"reason, reason_text": ESTIMATE["reason, reason_text"]},
)
def funnel_significance(
    sheet: Sheet,
    *,
    count: Count = "count",
    denominator: Denominator = "denominator",
    kind: Kind = "proportion",
    overdispersion: Wider = False,
    variant: Variants = "plain",
    confidence: Levels = funnel.LEVELS,
) -> Any:
    """Whether each row's area lies beyond the lines of the funnel, which are of the levels asked for."""
    x, n = _areas(sheet, count, denominator)
    if variant != "plain":
        _refuse_unless_ratio(kind, variant)
        found: Any = ratio_funnel(x.value, n.value, variant, confidence=confidence)
    else:
        found = funnel.funnel_significance(x.value, n.value, kind, overdispersion=overdispersion, confidence=confidence)
    reason = np.where(x.hidden | n.hidden, "suppressed", found.reason).astype(np.str_)
    return build(sheet, None, sheet.columns, {"significance": found.value, "z": found.z} | reason_of(reason))


@method(
    level="the confidence level of the lines",
    at="the denominator (without over-dispersion, of ratios and rates, the events)",
    **{"lower_at, upper_at": "the denominator at which the line has its value", "lower, upper": "the lines"},
    baseline="the value about which they lie",
    tau_squared="the variance between areas",
    method="how the lines are made",
)
def funnel_limits(
    sheet: Sheet,
    *,
    count: Count = "count",
    denominator: Denominator = "denominator",
    kind: Kind = "proportion",
    overdispersion: Wider = False,
    variant: Variants = "plain",
    per: Per = 1,
    years: Annotated[float, Setting("the years that rates' person-years are of", above=0)] = 1,
    confidence: Levels = funnel.LEVELS,
) -> Any:
    """The lines of a funnel, a row a point and level: a hundred points, or of the SHMI and CQC variants the areas."""
    x, n = _areas(sheet, count, denominator)
    level = np.atleast_1d(np.asarray(confidence, dtype=np.float64))
    if variant != "plain":
        _refuse_unless_ratio(kind, variant)
        own = ratio_funnel(x.value, n.value, variant, confidence=level.tolist())
        order = np.flatnonzero(own.reason == "")[np.argsort(n.value[own.reason == ""], kind="stable")]
        at, lower, upper = n.value[order], own.lower[order] * per, own.upper[order] * per
        sides, about, tau, how = (at[:, None], at[:, None]), per, own.tau_squared, own.method
    else:
        lines = funnel.funnel_limits(
            x.value, n.value, kind, per=per, years=years, overdispersion=overdispersion, confidence=level.tolist()
        )
        at, lower, upper, sides = lines.at, lines.lower, lines.upper, (lines.lower_at, lines.upper_at)
        about, tau, how = lines.baseline, lines.tau_squared, lines.method
    size = at.size * level.size
    wide = [np.broadcast_to(side, lower.shape).T.ravel() for side in sides]
    columns = {"level": np.repeat(level, at.size), "at": np.tile(at, level.size)}
    columns |= {"lower_at": wide[0], "upper_at": wide[1], "lower": lower.T.ravel(), "upper": upper.T.ravel()}
    rest = {"baseline": np.full(size, about), "tau_squared": np.full(size, tau), "method": np.full(size, how)}
    return build(sheet, None, (), columns | rest)


def _areas(sheet: Sheet, count: str, denominator: str) -> tuple[Numbers, Numbers]:
    x, n = events(sheet, count), counts(sheet, denominator)
    refuse_same(sheet, [count, denominator])
    refuse_sum(sheet, [(count, x), (denominator, n)])
    return x, n


def _refuse_unless_ratio(kind: str, variant: str) -> None:
    if kind != "ratio":
        raise ValueError(f"the {variant} funnel is of observed over expected events: set kind=ratio.")
