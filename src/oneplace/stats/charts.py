"""Run charts, and control charts of proportions (P) and rates (U) with their primed forms."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import comb

from oneplace.stats.control import ControlChart, Improvement, directions, judged
from oneplace.stats.estimate import BoolArray, FloatArray, IntArray, TextArray, floats, reasons
from oneplace.stats.spc_rules import back_filled, ends_of, fired

_FEWEST = 10


@dataclass(frozen=True)
class RunChart:
    """Run charts: ``value``, ``median``, ``shift`` and ``trend`` are ``(…, points)``, the rest ``(…)``.

    ``shift`` and ``trend`` hold +1 or -1 on the points of a run. ``runs`` is the number of runs about the median, and
    ``fewest_runs`` to ``most_runs`` what chance allows; outside them the series is not random.
    """

    value: FloatArray
    median: FloatArray
    shift: NDArray[np.int8]
    trend: NDArray[np.int8]
    runs: IntArray
    fewest_runs: IntArray
    most_runs: IntArray
    non_random: BoolArray
    reason: TextArray


def run_chart(
    series: ArrayLike, *, shift_length: int = 6, trend_length: int = 5, baseline: int | None = None
) -> RunChart:
    """Run chart of each series about its median: shifts, trends, and too few or too many runs.

    Points on the median neither make nor break a run of one side; a repeated value neither makes nor breaks a trend;
    missing points are left out. ``trend_length`` counts points; ``baseline`` takes the median from the first so
    many. The number of runs is held against the 2.5th and
    97.5th centiles of chance (Swed and Eisenhart's distribution). At least ten points off the median.

    Source: Perla, Provost and Murray 2011, "The run chart".
    """
    y = floats(series)
    if y.ndim == 0:
        raise ValueError("a series needs at least one axis.")
    flat = y.reshape(math.prod(y.shape[:-1]), y.shape[-1])
    with np.errstate(invalid="ignore"):
        known = np.where(np.isnan(flat).all(axis=-1, keepdims=True), 0.0, flat)
        median = np.nanmedian(known[..., :baseline], axis=-1) if flat.shape[-1] else np.zeros(flat.shape[0])
        side = np.nan_to_num(np.sign(flat - median[:, None])).astype(np.int8)
    packed, place = _packed(side)
    useful = (packed != 0).sum(axis=-1)
    shift = _unpacked(back_filled(ends_of(packed, shift_length), shift_length), place)
    runs = (np.diff(packed, axis=-1) != 0).sum(axis=-1) + 1 - (useful < packed.shape[-1])
    above = (side > 0).sum(axis=-1)
    low, high = _runs_by_chance(above, useful - above)
    reason = reasons(useful.shape, (useful < _FEWEST, "too_few_points"))
    fine = reason == ""
    strange = fine & ((runs < low) | (runs > high))
    lead = y.shape[:-1]
    wide = np.where(np.isnan(flat).all(axis=-1), np.nan, median)
    return RunChart(
        y,
        np.broadcast_to(wide.reshape(*lead, 1), y.shape),
        (shift * fine[:, None]).astype(np.int8).reshape(y.shape),
        (_trends(flat, trend_length) * fine[:, None]).astype(np.int8).reshape(y.shape),
        runs.reshape(lead),
        low.reshape(lead),
        high.reshape(lead),
        strange.reshape(lead),
        reason.reshape(lead),
    )


def p_chart(
    count: ArrayLike,
    denominator: ArrayLike,
    improvement: Improvement | ArrayLike = "neutral",
    *,
    target: ArrayLike | None = None,
    primed: bool = False,
    run_length: int = 7,
    baseline: int | None = None,
    fewest_points: int = 13,
) -> ControlChart:
    """Control chart of proportions, ``(…, points)``; limits vary with each point's denominator, within 0 and 1.

    ``primed`` is Laney's form for large denominators: limits are multiplied by the spread that the points have beyond
    the binomial, without which with thousands of cases nearly every point would be a signal. ``baseline`` takes the
    centre and that spread from the first so many points.

    Source: Montgomery 2013, chapter 7; Laney 2002.
    """
    x, n = np.broadcast_arrays(floats(count), floats(denominator))
    good = directions(improvement, x.shape[:-1])
    points = _Points(run_length, fewest_points, baseline)
    return _attributes(x, n, good, target, points, binomial=True, primed=primed)


def u_chart(
    count: ArrayLike,
    exposure: ArrayLike,
    improvement: Improvement | ArrayLike = "neutral",
    *,
    target: ArrayLike | None = None,
    primed: bool = False,
    run_length: int = 7,
    baseline: int | None = None,
    fewest_points: int = 13,
) -> ControlChart:
    """Control chart of rates, events for each unit of exposure; arguments and sources as for ``p_chart``."""
    x, n = np.broadcast_arrays(floats(count), floats(exposure))
    good = directions(improvement, x.shape[:-1])
    points = _Points(run_length, fewest_points, baseline)
    return _attributes(x, n, good, target, points, binomial=False, primed=primed)


@dataclass(frozen=True)
class _Points:
    """Numbers of points: in a run, needed for a judgement, and of which the centre is made (None for all)."""

    run: int
    fewest: int
    baseline: int | None


def _attributes(
    x: FloatArray,
    n: FloatArray,
    good: NDArray[np.int8],
    target: ArrayLike | None,
    points: _Points,
    *,
    binomial: bool,
    primed: bool,
) -> ControlChart:
    if x.ndim == 0:
        raise ValueError("a series needs at least one axis.")
    there = ~np.isnan(x) & (n > 0)
    safe = np.where(there, n, 1.0)
    y = np.where(there, x / safe, np.nan)
    people, events = (np.where(there, side, 0.0)[..., : points.baseline].sum(axis=-1) for side in (n, x))
    centre = events / np.where(people > 0, people, 1.0)
    variance = centre * (1 - centre) if binomial else centre
    reason = reasons(
        centre.shape,
        (((x < 0) | (n < 0)).any(axis=-1), "negative"),
        ((x > n).any(axis=-1) & binomial, "count_exceeds_denominator"),
        (there.sum(axis=-1) < points.fewest, "too_few_points"),
        (variance <= 0, "constant"),
    )
    error = np.sqrt(np.where(reason == "", variance, np.nan)[..., None] / safe)
    if primed:
        z = (y - centre[..., None]) / error
        ranges = np.abs(np.diff(z[..., : points.baseline], axis=-1))
        use = ~np.isnan(ranges)
        spread = np.where(use, ranges, 0.0).sum(axis=-1) / np.maximum(use.sum(axis=-1), 1) / 1.128
        error = error * spread[..., None]
    mean = np.broadcast_to(centre[..., None], y.shape)
    error = np.where(there, error, np.nan)
    lower, upper = np.maximum(mean - 3 * error, 0), mean + 3 * error
    upper = np.minimum(upper, 1) if binomial else upper
    rules = fired(y, mean, mean - 3 * error, mean + 3 * error, points.run)
    rules[reason != ""] = 0
    aim = np.broadcast_to(floats(np.nan if target is None else target), y.shape)
    name = ("P" if binomial else "U") + ("'" if primed else "")
    return judged((y, mean, lower, upper), rules, good, aim=aim, reason=reason, method=name)


def _packed(side: NDArray[np.int8]) -> tuple[NDArray[np.int8], IntArray]:
    """The signs without the zeros between them, moved to the front; and where each stood."""
    place = np.argsort(side == 0, axis=-1, kind="stable")
    return np.take_along_axis(side, place, axis=-1), place


def _unpacked(packed: NDArray[np.int8], place: IntArray) -> NDArray[np.int8]:
    found = np.empty(packed.shape, dtype=np.int8)
    np.put_along_axis(found, place, packed, axis=-1)
    return found


def _trends(y: FloatArray, length: int) -> NDArray[np.int8]:
    """+1 or -1 on the points of a trend, repeated values and missing points passed over."""
    found = np.zeros(y.shape, dtype=np.int8)
    for row, marks in zip(y, found, strict=True):
        there = np.flatnonzero(~np.isnan(row))
        there = there[np.concatenate([[True], np.diff(row[there]) != 0])] if there.size else there
        step = np.sign(np.diff(row[there])).astype(np.int8)
        ends = np.concatenate([np.zeros(min(there.size, 1), dtype=np.int8), ends_of(step, length - 1)])
        marks[there] = back_filled(ends, length)
    return found


def _runs_by_chance(above: IntArray, below: IntArray) -> tuple[IntArray, IntArray]:
    """The numbers of runs between which 95 % of random orders lie."""
    low, high = np.zeros(above.shape, dtype=np.int64), np.zeros(above.shape, dtype=np.int64)
    for pair in {(int(a), int(b)) for a, b in zip(above, below, strict=True)}:
        at = (above == pair[0]) & (below == pair[1])
        low[at], high[at] = _between(*pair)
    return low, high


def _between(a: int, b: int) -> tuple[int, int]:
    if min(a, b) == 0:
        return 0, 1
    runs = np.arange(2, a + b + 1)
    half, odd = runs // 2, runs % 2 == 1
    even_ways = 2 * comb(a - 1, half - 1) * comb(b - 1, half - 1)
    odd_ways = comb(a - 1, half) * comb(b - 1, half - 1) + comb(a - 1, half - 1) * comb(b - 1, half)
    chance = np.cumsum(np.where(odd, odd_ways, even_ways) / comb(a + b, a))
    return int(runs[np.searchsorted(chance, 0.025)]), int(runs[np.searchsorted(chance, 0.975)])
