"""Control charts of single values (XmR), as the NHS "Making Data Count" method draws and reads them.

Over many series at once: the last axis is time. The rules and their precedence are those of NHSRplotthedots 0.2.2,
with these differences: a missing point breaks ranges and runs; a constant series and one of rare events are not
judged (there every zero would be a signal); fewer than ``fewest_points`` points are not judged; improvement
and concern on one point are both kept.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from oneplace.sheets import working_days
from oneplace.stats.control import ControlChart, Improvement, directions, judged
from oneplace.stats.estimate import BoolArray, FloatArray, TextArray, floats, reasons
from oneplace.stats.rare_events import between_events
from oneplace.stats.shifts import marks
from oneplace.stats.spc_rules import fired

_LIMIT, _SCREEN = 2.66, 3.267
LIMITS_WORDS = (
    f"The limits are the mean plus and minus {_LIMIT} times the average change from one point to the next. Changes "
    f"above {_SCREEN} times that average are left out first, and the rest averaged again."
)
"""How ``xmr`` makes its limits, with screening, for whoever works them out by hand."""
_EPOCH = date(1970, 1, 1).toordinal()


def xmr(
    series: ArrayLike,
    improvement: Improvement | ArrayLike = "neutral",
    *,
    target: ArrayLike | None = None,
    periods: ArrayLike | None = None,
    run_length: int = 7,
    screening: bool = True,
    baseline: int | None = None,
    rebase: ArrayLike = (),
    fewest_points: int = 13,
    centre: Literal["mean", "median"] = "mean",
) -> ControlChart:
    """Control chart of each series; ``series`` is ``(…, points)``, a missing point NaN.

    ``improvement`` is the good direction, one for all or one a series. ``target`` broadcasts to the points (it may
    change with time); NaN where there is none. ``periods`` are the points' dates or numbers, rising; where they skip,
    ranges and runs break as at a missing point. ``screening`` leaves moving ranges above 3.267 times their average out
    of a second average. ``baseline`` takes mean and limits from the first so many points. ``rebase`` are the positions
    at which everything starts again, or marks ``(…, points)`` of them, such as ``sustained_shifts(series).starts``.
    Limits are the mean ± 2.66 of the average that is left; reaching a limit is
    not crossing it; with ``centre="median"`` (an I-median chart) they lie as far from the median. Where events are so
    rare that the limits would collapse, ``fallback`` charts the gaps between them.
    """
    y = floats(series)
    if y.ndim == 0:
        raise ValueError("a series needs at least one axis.")
    if run_length < 3:
        raise ValueError("run_length must be 3 or more (usual are 6 and 7).")
    aim = np.broadcast_to(floats(np.nan if target is None else target), y.shape)
    skips = skipped(periods, y.shape[-1])
    full = np.insert(y, skips, np.nan, axis=-1)
    starts = np.insert(marks(rebase, y.shape), skips, False, axis=-1)
    segment = partial(_segment, run=run_length, screening=screening, fewest=fewest_points, centre=centre)
    mean, lower, upper, rules, reason = _levels(full, starts, baseline, segment)
    added = skips + np.arange(skips.size)
    mean, lower, upper = (np.delete(side, added, axis=-1) for side in (mean, lower, upper))
    rules = np.delete(rules, added, axis=-2)
    chart = judged(
        (y, mean, lower, upper),
        rules,
        directions(improvement, y.shape[:-1]),
        aim=aim,
        reason=reason,
        method="XmR",
    )
    rare = chart.reason == "limits_collapse"
    if not rare.any():
        return chart
    return replace(chart, fallback=between_events(y, rare, improvement, periods, run_length))


def skipped(periods: ArrayLike | None, points: int) -> NDArray[np.intp]:
    """The positions before which a period is skipped: a step half as long again as the usual one.

    Dates none of which falls on a weekend are counted in working days.
    """
    if periods is None:
        return np.zeros(0, dtype=np.intp)
    when = np.asarray(periods)
    if when.dtype.kind in "OUS":
        when = when.astype("datetime64[D]")
    dated = when.dtype.kind == "M"
    when = (when.astype("datetime64[D]") if dated else when).astype(np.float64)
    if dated:
        when = floats(working_days([date.fromordinal(int(day) + _EPOCH) for day in when]))
    steps = np.diff(when)
    if when.shape != (points,) or not np.all(steps > 0):
        raise ValueError(f"periods must be {points} dates or numbers, each later than the one before.")
    return np.flatnonzero(steps > 1.5 * np.median(steps)) + 1 if points > 1 else np.zeros(0, dtype=np.intp)


_Lines = tuple[FloatArray, FloatArray, FloatArray, NDArray[np.int8], TextArray]


def _levels(
    y: FloatArray, starts: BoolArray, baseline: int | None, chart: Callable[[FloatArray, FloatArray], _Lines]
) -> _Lines:
    """Mean, limits and rules of every point by the level that it belongs to, and the last level's reason.

    Each level is charted as a series of its own, missing outside it: all levels of all series at once.
    """
    lead, points = y.shape[:-1], y.shape[-1]
    flat, level = (side.reshape(math.prod(lead), points) for side in (y, np.cumsum(starts, axis=-1)))
    levels = level.max(axis=-1, initial=0) + 1
    owner = np.repeat(np.arange(flat.shape[0]), levels)
    offset = np.cumsum(levels) - levels
    inside = level[owner] == (np.arange(owner.size) - offset[owner])[:, None]
    position = np.cumsum(inside, axis=-1)
    alone = np.where(inside, flat[owner], np.nan)
    base = np.where(position <= baseline, alone, np.nan) if baseline else alone
    found = chart(alone, base)
    own = offset[:, None] + level, np.arange(points)
    mean, lower, upper, rules = found[0][own], found[1][own], found[2][own], found[3][own]
    return (
        mean.reshape(y.shape),
        lower.reshape(y.shape),
        upper.reshape(y.shape),
        rules.reshape(*y.shape, rules.shape[-1]),
        found[4][offset + levels - 1].reshape(lead),
    )


def _segment(
    y: FloatArray, base: FloatArray, *, run: int, screening: bool, fewest: int, centre: Literal["mean", "median"]
) -> _Lines:
    """Mean, limits, rules (blank where not to be judged) and the reason for no judgement, limits made of ``base``."""
    there = ~np.isnan(base)
    n = there.sum(axis=-1)
    total = np.where(there, base, 0.0).sum(axis=-1)
    # dividing a sum can miss a constant's value in the last digit, and then every point would be off its mean
    lowest = np.where(there, base, np.inf).min(axis=-1, initial=np.inf)
    highest = np.where(there, base, -np.inf).max(axis=-1, initial=-np.inf)
    constant = (n > 0) & (lowest == highest)
    usual = total / np.maximum(n, 1) if centre == "mean" else _medians(base)
    middle = np.where(n > 0, np.where(constant, lowest, usual), np.nan)
    ranges = np.abs(np.diff(base, axis=-1))
    average = _average(ranges, ~np.isnan(ranges))
    collapsed = rare = np.zeros(average.shape, dtype=np.bool_)
    if screening:
        kept = _average(ranges, ranges < _SCREEN * average[..., None])
        collapsed = (average > 0) & ~(kept > 0)
        rare = collapsed & _few_events(base, ranges)
        average = np.where(np.isnan(kept), average, kept)
    enough = (~np.isnan(y)).sum(axis=-1) >= fewest
    reason = reasons(
        enough.shape,
        (~enough, "too_few_points"),
        (constant, "constant"),
        (rare, "limits_collapse"),
        (collapsed, "too_few_changes"),
    )
    half = np.where(reason == "", _LIMIT * average, np.nan)
    mean, lower, upper = (np.broadcast_to(side[..., None], y.shape) for side in (middle, middle - half, middle + half))
    rules = fired(y, mean, lower, upper, run)
    rules[reason != ""] = 0
    return mean, lower, upper, rules, reason


def _few_events(y: FloatArray, ranges: FloatArray) -> BoolArray:
    """Whether a series is nought but for single events: most points are nought, and it goes up and down for each other.

    A share that is nearly always 100 % has no events to count the gaps between, nor has a series with one step.
    """
    events = (y > 0).sum(axis=-1)
    noughts = (y == 0).sum(axis=-1)
    few: BoolArray = (noughts > events) & ((ranges > 0).sum(axis=-1) >= events)
    return few


def _medians(values: FloatArray) -> FloatArray:
    known = np.where(np.isnan(values).all(axis=-1, keepdims=True), 0.0, values)
    return np.asarray(np.nanmedian(known, axis=-1), dtype=np.float64)


def moving_range_chart(
    series: ArrayLike, *, run_length: int = 7, baseline: int | None = None, fewest_points: int = 13
) -> ControlChart:
    """Chart of the moving ranges that belong to an XmR chart; ``series`` is ``(…, points)``, the first has no range.

    The centre is the average moving range, of the first ``baseline`` points if given; the upper limit is 3.267 times
    that, the lower nought. A greater range is neither better nor worse.

    Source: Wheeler 1993, "Understanding variation".
    """
    y = floats(series)
    if y.ndim == 0:
        raise ValueError("a series needs at least one axis.")
    ranges = np.full(y.shape, np.nan)
    ranges[..., 1:] = np.abs(np.diff(y, axis=-1))
    base = ranges[..., :baseline]
    average = _average(base, ~np.isnan(base))
    few = (~np.isnan(y)).sum(axis=-1) < fewest_points
    reason = reasons(average.shape, (few, "too_few_points"), (average == 0, "constant"))
    centre, upper = (np.where(reason == "", average * scale, np.nan)[..., None] for scale in (1.0, _SCREEN))
    mean, high = (np.broadcast_to(side, y.shape) for side in (centre, upper))
    lower = np.where(np.isnan(mean), np.nan, 0.0)
    rules = fired(ranges, mean, lower, high, run_length)
    rules[reason != ""] = 0
    good = directions("neutral", reason.shape)
    aim = np.full(y.shape, np.nan)
    chart = judged((ranges, mean, lower, high), rules, good, aim=aim, reason=reason, method="moving range")
    return replace(chart, reason=reason)  # a range has no target, and wants none


def _average(values: FloatArray, use: BoolArray) -> FloatArray:
    n = use.sum(axis=-1)
    return np.where(n > 0, np.where(use, values, 0.0).sum(axis=-1) / np.maximum(n, 1), np.nan)
