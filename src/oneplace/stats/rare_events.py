"""Control charts of the gaps between rare events: G (numbers between events) and T (time between events)."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import ArrayLike

from oneplace.stats.control import ControlChart, Improvement, directions, judged
from oneplace.stats.estimate import BoolArray, FloatArray, coded, floats, reasons
from oneplace.stats.spc_rules import fired

_FEWEST_GAPS = 4
_POWER = 3.6
_MEDIAN = 0.693  # of a geometric distribution, in its mean
_OPPOSITE = {1: "decrease", -1: "increase", 0: "neutral"}


def g_chart(
    between: ArrayLike,
    improvement: Improvement | ArrayLike = "increase",
    *,
    run_length: int = 7,
    baseline: int | None = None,
) -> ControlChart:
    """Chart of numbers between events (cases, days, months), ``(…, gaps)``; missing gaps NaN.

    The centre is the median of a geometric distribution with the gaps' mean, the upper limit the mean plus three
    standard deviations; there is no lower limit. ``improvement`` is the good direction of the gap. At least four gaps;
    ``baseline`` takes centre and limits from the first so many.

    Source: Benneyan 2001; Provost and Murray 2011, chapter 7.
    """
    gaps = _gaps(between)
    mean = _mean(gaps[..., :baseline])
    upper = mean + 3 * np.sqrt(np.maximum(mean * (mean + 1), 0))
    return _chart(gaps, (mean * _MEDIAN, np.full(mean.shape, np.nan), upper), improvement, run_length, "G")


def t_chart(
    between: ArrayLike,
    improvement: Improvement | ArrayLike = "increase",
    *,
    run_length: int = 7,
    baseline: int | None = None,
) -> ControlChart:
    """Chart of times between events, ``(…, gaps)``, in any unit; missing gaps NaN.

    Times to the power 1/3.6 are charted as single values (XmR, unscreened) and turned back, as waiting times for rare
    events are then near normal. ``improvement`` is the good direction of the gap. At least four gaps; ``baseline``
    takes centre and limits from the first so many.

    Source: Nelson 1994; Provost and Murray 2011, chapter 7.
    """
    gaps = _gaps(between)
    flat = np.maximum(gaps, 0) ** (1 / _POWER)
    base = flat[..., :baseline]
    mean = _mean(base)
    half = 2.66 * _mean(np.abs(np.diff(base, axis=-1)))
    lower = np.where(mean > half, (np.maximum(mean - half, 0)) ** _POWER, np.nan)
    return _chart(gaps, (mean**_POWER, lower, (mean + half) ** _POWER), improvement, run_length, "T")


def between_events(
    y: FloatArray,
    rare: BoolArray,
    improvement: Improvement | ArrayLike,
    periods: ArrayLike | None,
    run_length: int,
) -> ControlChart:
    """The gaps' chart of each series marked ``rare``: T (days) where the periods are dates, else G (periods).

    A longer gap is good where a lower value is. Series not marked have no values and no method.
    """
    when = np.arange(y.shape[-1], dtype=np.float64)
    dated = periods is not None and np.asarray(periods).dtype.kind in "MOUS"
    if dated:
        when = np.asarray(periods).astype("datetime64[D]").astype(np.float64)
    series = y.reshape(-1, y.shape[-1])
    gaps = [np.diff(when[row > 0]) if marked else when[:0] for row, marked in zip(series, rare.ravel(), strict=True)]
    longest = max(1, *(gap.size for gap in gaps))
    table = np.full((len(gaps), longest), np.nan)
    for row, gap in zip(table, gaps, strict=True):
        row[longest - gap.size :] = gap
    table = table.reshape(*y.shape[:-1], longest)
    good = [_OPPOSITE[int(way)] for way in directions(improvement, y.shape[:-1]).ravel()]
    ways = np.asarray(good, dtype=np.str_).reshape(y.shape[:-1])
    # months between events leave whole months in between: one fewer
    chart = t_chart(table, ways, run_length=run_length) if dated else g_chart(table - 1, ways, run_length=run_length)
    names = ["", "T chart of days between events" if dated else "G chart of periods between events"]
    return replace(chart, method=coded(rare.astype(np.int8), names))


def _gaps(between: ArrayLike) -> FloatArray:
    gaps = floats(between)
    if gaps.ndim == 0:
        raise ValueError("a chart of gaps needs them on the last axis.")
    return gaps


def _mean(values: FloatArray) -> FloatArray:
    there = ~np.isnan(values)
    n = there.sum(axis=-1)
    return np.where(n > 0, np.where(there, values, 0.0).sum(axis=-1) / np.maximum(n, 1), np.nan)


def _chart(
    gaps: FloatArray,
    lines: tuple[FloatArray, FloatArray, FloatArray],
    improvement: Improvement | ArrayLike,
    run: int,
    method: str,
) -> ControlChart:
    few = (~np.isnan(gaps)).sum(axis=-1) < _FEWEST_GAPS
    reason = reasons(gaps.shape[:-1], ((gaps < 0).any(axis=-1), "negative"), (few, "too_few_points"))
    blank = reason != ""
    centre, lower, upper = (np.broadcast_to(np.where(blank, np.nan, s)[..., None], gaps.shape) for s in lines)
    rules = fired(gaps, centre, lower, upper, run)
    rules[blank] = 0
    good = directions(improvement, gaps.shape[:-1])
    chart = judged(
        (gaps, centre, lower, upper), rules, good, aim=np.full(gaps.shape, np.nan), reason=reason, method=method
    )
    return replace(chart, reason=reason)  # a gap has no target, and wants none
