"""Control charts of single values (XmR), as the NHS "Making Data Count" method draws and reads them.

Over many series at once: the last axis is time. The rules and their precedence are those of NHSRplotthedots 0.2.2,
with these differences: a missing point breaks ranges and runs; a constant series and one of rare events are not
judged (there every zero would be a signal); fewer than ``fewest_points`` points are not judged; improvement
and concern on one point are both kept.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import ArrayLike, NDArray

from oneplace.stats.estimate import BoolArray, FloatArray, TextArray, floats

Improvement = Literal["increase", "decrease", "neutral"]

RULES: dict[str, str] = {
    "outside_limits": "A single point outside the control limits",
    "trend": "Seven points in a row rising, or falling",
    "two_of_three": "Two of three points in a row near the same control limit",
    "shift": "Seven points in a row on the same side of the mean",
}
"""The rules for special causes, in order of precedence (with the usual run of seven)."""

_LIMIT, _SCREEN, _NEAR = 2.66, 3.267, 2 / 3
_SIGN = {"increase": 1, "decrease": -1, "neutral": 0}


@dataclass(frozen=True)
class ControlChart:
    """Control charts of series. Shapes: ``(…, points)``; ``rules`` ``(…, points, 4)`` in the order of ``RULES``;
    ``variation``, ``assurance`` and ``reason`` ``(…)``.

    ``rules`` holds +1 where a rule fires upwards, -1 downwards, 0 where it does not. ``point`` is what the first rule
    makes of a point: common_cause, improvement, concern, neutral_high, neutral_low (empty where it is missing).
    ``improvement`` and ``concern`` are both true on a point that rules call both. ``variation`` is the latest point's
    label (improvement_high, improvement_low, concern_high, concern_low, neutral_high, neutral_low, common_cause),
    ``assurance`` says whether the process meets its target: consistent_pass, consistent_fail, inconsistent.
    ``reason`` is a key of ``REASONS`` where there is no judgement.
    """

    value: FloatArray
    mean: FloatArray
    lower: FloatArray
    upper: FloatArray
    rules: NDArray[np.int8]
    point: TextArray
    improvement: BoolArray
    concern: BoolArray
    variation: TextArray
    assurance: TextArray
    reason: TextArray


def xmr(
    series: ArrayLike,
    improvement: Improvement | ArrayLike = "neutral",
    *,
    target: ArrayLike | None = None,
    run_length: int = 7,
    screening: bool = True,
    baseline: int | None = None,
    rebase: Sequence[int] = (),
    fewest_points: int = 13,
) -> ControlChart:
    """Control chart of each series; ``series`` is ``(…, points)``, a missing point NaN.

    ``improvement`` is the good direction, one for all or one a series. ``target`` broadcasts to the points (it may
    change with time); NaN where there is none. ``screening`` leaves moving ranges above 3.267 times their average out
    of a second average. ``baseline`` takes mean and limits from the first so many points. ``rebase`` lists the
    positions at which everything starts again. Limits are the mean ± 2.66 average moving ranges; reaching a limit is
    not crossing it.
    """
    y = floats(series)
    if y.ndim == 0:
        raise ValueError("a series needs at least one axis.")
    if run_length < 3:
        raise ValueError("run_length must be 3 or more (usual are 6 and 7).")
    good = _directions(improvement, y.shape[:-1])
    starts = [0, *sorted({int(start) for start in rebase if 0 < start < y.shape[-1]})]
    parts = [
        _segment(y[..., start:end], run_length, screening, baseline, fewest_points)
        for start, end in zip(starts, [*starts[1:], y.shape[-1]], strict=True)
    ]
    mean, lower, upper, rules = (
        np.concatenate([part[i] for part in parts], axis=-2 if i == 3 else -1) for i in range(4)
    )
    reason = parts[-1][4]
    signs = rules * good[..., None, None]
    better, worse = np.asarray((signs > 0).any(axis=-1)), np.asarray((signs < 0).any(axis=-1))
    point = _labels(y, rules, good)
    variation = _variation(rules, point, reason)
    assurance, reason = _assurance((lower, upper), target, good, reason)
    return ControlChart(y, mean, lower, upper, rules, point, better, worse, variation, assurance, reason)


def _segment(
    y: FloatArray, run: int, screening: bool, baseline: int | None, fewest: int
) -> tuple[FloatArray, FloatArray, FloatArray, NDArray[np.int8], TextArray]:
    """Mean, limits, rules (blank where not to be judged) and the reason for no judgement of one segment."""
    shape = y.shape
    base = y[..., :baseline] if baseline else y
    there = ~np.isnan(base)
    n = there.sum(axis=-1)
    total = np.where(there, base, 0.0).sum(axis=-1)
    # dividing a sum can miss a constant's value in the last digit, and then every point would be off its mean
    lowest = np.where(there, base, np.inf).min(axis=-1, initial=np.inf)
    highest = np.where(there, base, -np.inf).max(axis=-1, initial=-np.inf)
    constant = (n > 0) & (lowest == highest)
    centre = np.where(constant, lowest, total / np.maximum(n, 1))
    ranges = np.abs(np.diff(base, axis=-1))
    average = _average(ranges, ~np.isnan(ranges))
    if screening:
        kept = _average(ranges, ranges < _SCREEN * average[..., None])
        collapsed = (average > 0) & ~(kept > 0)
        average = np.where(np.isnan(kept), average, kept)
    else:
        collapsed = np.zeros(average.shape, dtype=np.bool_)
    enough = (~np.isnan(y)).sum(axis=-1) >= fewest
    reason = np.select(
        [~enough, constant, collapsed], ["too_few_points", "constant", "limits_collapse"], default=""
    ).astype(np.str_)
    judged = (reason == "")[..., None]
    mean = np.broadcast_to(np.where(n > 0, centre, np.nan)[..., None], shape)
    half = np.broadcast_to(np.where(judged, _LIMIT * average[..., None], np.nan), shape)
    lower, upper = mean - half, mean + half
    return mean, lower, upper, _rules(y, mean, half, run) * judged[..., None].astype(np.int8), reason


def _average(values: FloatArray, use: BoolArray) -> FloatArray:
    n = use.sum(axis=-1)
    with np.errstate(invalid="ignore"):
        return np.where(n > 0, np.where(use, values, 0.0).sum(axis=-1) / np.maximum(n, 1), np.nan)


def _rules(y: FloatArray, mean: FloatArray, half: FloatArray, run: int) -> NDArray[np.int8]:
    with np.errstate(invalid="ignore"):
        away = y - mean
        side = np.nan_to_num(np.sign(away)).astype(np.int8)
        outside = np.where(np.abs(away) > half, side, 0).astype(np.int8)
        near = (np.abs(away) > _NEAR * half) & (outside == 0)
        step = np.nan_to_num(np.sign(np.diff(y, axis=-1))).astype(np.int8)
    return np.stack([outside, trend(step, run), two_of_three(near, side), shift(side, run)], axis=-1).astype(np.int8)


def shift(side: NDArray[np.int8], run: int) -> NDArray[np.int8]:
    """+1 or -1 on every point of a run of ``run`` on one side of the mean (``side`` is the sign of the distance)."""
    return _back_filled(_ends(side, run), run)


def trend(step: NDArray[np.int8], run: int) -> NDArray[np.int8]:
    """+1 or -1 on every point of ``run`` points that rise or fall; ``step`` is the sign of each difference.

    Where two trends meet, the later one has the point.
    """
    ends = _ends(step, run - 1)
    ends = np.concatenate([np.zeros((*step.shape[:-1], 1), dtype=np.int8), ends], axis=-1)
    return _back_filled(ends, run)


def two_of_three(near: BoolArray, side: NDArray[np.int8]) -> NDArray[np.int8]:
    """+1 or -1 on points near a limit that are one of two such in three points on one side of the mean."""
    if near.shape[-1] < 3:
        return np.zeros(near.shape, dtype=np.int8)
    one_side = np.abs(sliding_window_view(side, 3, axis=-1).sum(axis=-1)) == 3
    window = one_side & (sliding_window_view(near, 3, axis=-1).sum(axis=-1) >= 2)
    part = np.zeros(near.shape, dtype=np.bool_)
    for offset in range(3):
        part[..., offset : offset + window.shape[-1]] |= window
    return np.where(part & near, side, 0).astype(np.int8)


def _ends(sign: NDArray[np.int8], run: int) -> NDArray[np.int8]:
    """The sign where the last ``run`` signs are equal and not zero."""
    ends = np.zeros(sign.shape, dtype=np.int8)
    if sign.shape[-1] >= run:
        total = sliding_window_view(sign, run, axis=-1).sum(axis=-1, dtype=np.int64)
        ends[..., run - 1 :] = np.where(np.abs(total) == run, np.sign(total), 0)
    return ends


def _back_filled(ends: NDArray[np.int8], run: int) -> NDArray[np.int8]:
    """Every point of the run that each end ends; of two runs the later one has the point."""
    filled = np.zeros(ends.shape, dtype=np.int8)
    for back in range(min(run, ends.shape[-1])):
        source = ends[..., back:]
        part = filled[..., : source.shape[-1]]
        part[...] = np.where(source != 0, source, part)  # a later end is met last, so it has the point
    return filled


def _directions(improvement: Improvement | ArrayLike, shape: tuple[int, ...]) -> NDArray[np.int8]:
    words = np.asarray(improvement, dtype=np.str_)
    if unknown := sorted(set(words.ravel().tolist()) - set(_SIGN)):
        raise ValueError(f"improvement '{unknown[0]}' is not one of increase, decrease, neutral.")
    signs = np.select([words == "increase", words == "decrease"], [1, -1], 0).astype(np.int8)
    return np.broadcast_to(signs, shape)


def _first(rules: NDArray[np.int8]) -> NDArray[np.int8]:
    """The direction of the first rule that fires on each point, 0 where none does."""
    which = (rules != 0).argmax(axis=-1)
    return np.take_along_axis(rules, which[..., None], axis=-1)[..., 0]


def _labels(y: FloatArray, rules: NDArray[np.int8], good: NDArray[np.int8]) -> TextArray:
    first = _first(rules)
    sign = first * good[..., None]
    neutral = np.broadcast_to((good == 0)[..., None], first.shape)
    cases = [np.isnan(y), first == 0, neutral & (first > 0), neutral, sign > 0]
    return np.select(cases, ["", "common_cause", "neutral_high", "neutral_low", "improvement"], "concern").astype(
        np.str_
    )


def _variation(rules: NDArray[np.int8], point: TextArray, reason: TextArray) -> TextArray:
    """The icon of the latest point; none where that is missing or the series isn't judged."""
    last = point[..., -1]
    high = _first(rules)[..., -1] > 0
    special = (last == "improvement") | (last == "concern")
    text = np.where(special, np.char.add(last, np.where(high, "_high", "_low")), last)
    return np.where(reason == "", text, "").astype(np.str_)


def _assurance(
    limits: tuple[FloatArray, FloatArray], target: ArrayLike | None, good: NDArray[np.int8], reason: TextArray
) -> tuple[TextArray, TextArray]:
    """Whether the latest limits lie wholly on one side of the latest target."""
    aim = np.broadcast_to(floats(np.nan if target is None else target), limits[0].shape)[..., -1]
    low, high = limits[0][..., -1], limits[1][..., -1]
    with np.errstate(invalid="ignore"):
        above, below = aim > high, aim < low
    passes, fails = np.where(good > 0, below, above), np.where(good > 0, above, below)
    none = (reason != "") | np.isnan(aim) | (good == 0)
    text = np.select([none, passes, fails], ["", "consistent_pass", "consistent_fail"], "inconsistent")
    why = np.where((reason == "") & np.isnan(aim), "no_target", reason)
    return text.astype(np.str_), why.astype(np.str_)
