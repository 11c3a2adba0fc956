"""The four rules for special causes in a control chart, each over arrays whose last axis is time.

The rules and how they mark points are those of NHSRplotthedots 0.2.2, which follow the NHS "Making Data Count" tools.
"""

from __future__ import annotations

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from oneplace.stats.estimate import BoolArray, FloatArray

RULES: dict[str, str] = {
    "outside_limits": "A single point outside the control limits",
    "trend": "Seven points in a row rising, or falling",
    "two_of_three": "Two of three points in a row near the same control limit",
    "shift": "Seven points in a row on the same side of the mean",
}
"""The rules for special causes, in order of precedence (with the usual run of seven)."""

_NEAR = 2 / 3


def rules_words(codes: str, away: float = 0.0, way: int = 0) -> str:
    """The rules of a point, joined by "; " as ``signals`` has them, in words; empty where none applies.

    ``away`` is how far the point lies from the mean: a run on one side of it is told with its side. ``way`` is +1 or -1
    by the way that the rules point (``way_of``): a trend is told with it. Where either is not known, 0, it is not told.
    """
    side = "above" if away > 0 else "below" if away < 0 else "on the same side of"
    trend = "rising" if way > 0 else "falling" if way < 0 else "rising, or falling"
    told = [
        RULES[code].replace("on the same side of", side).replace("rising, or falling", trend)
        for code in codes.split("; ")
        if code
    ]
    return "; ".join(f"{said[0].lower()}{said[1:]}" for said in told)


def fired(y: FloatArray, centre: FloatArray, lower: FloatArray, upper: FloatArray, run: int) -> NDArray[np.int8]:
    """+1 or -1 where each rule fires upwards or downwards: ``(…, points, 4)`` in the order of ``RULES``.

    A missing limit is crossed by nothing; a point on a limit or on the centre is no signal.
    """
    with np.errstate(invalid="ignore"):
        away = y - centre
        side = (away > 0).astype(np.int8) - (away < 0)
        outside = (y > upper).astype(np.int8) - (y < lower)
        near = ((away > _NEAR * (upper - centre)) | (-away > _NEAR * (centre - lower))) & (outside == 0)
        change = np.diff(y, axis=-1)
        step = (change > 0).astype(np.int8) - (change < 0)
    result = np.empty((*y.shape, 4), dtype=np.int8)
    for i, rule in enumerate((outside, trend(step, run), two_of_three(near, side), shift(side, run))):
        result[..., i] = rule
    return result


def way_of(point: str | None, good: int) -> int:
    """+1 or -1 by the way that a point's label says its rules point, where ``good`` (+1, -1, 0) is the good way."""
    ways = {"neutral_high": 1, "neutral_low": -1, "improvement": good, "concern": -good}
    return ways.get(point or "", 0)


def agreeing(rules: NDArray[np.int8]) -> NDArray[np.int8]:
    """The rules of each point without those that point the other way than its first, by which it is labelled.

    A point can stand above the mean with six others and be one of seven that fall: it is told as what it is drawn as.
    """
    return np.where(rules == first(rules)[..., None], rules, np.int8(0))


def first(rules: NDArray[np.int8]) -> NDArray[np.int8]:
    """The direction of the first rule that fires on each point, 0 where none does."""
    found = rules[..., 0].copy()
    for i in range(1, rules.shape[-1]):
        np.copyto(found, rules[..., i], where=found == 0)
    return found


def shift(side: NDArray[np.int8], run: int) -> NDArray[np.int8]:
    """+1 or -1 on every point of a run of ``run`` on one side of the mean (``side`` is the sign of the distance)."""
    return back_filled(ends_of(side, run), run)


def trend(step: NDArray[np.int8], run: int) -> NDArray[np.int8]:
    """+1 or -1 on every point of ``run`` points that rise or fall; ``step`` is the sign of each difference.

    Where two trends meet, the later one has the point.
    """
    ends = ends_of(step, run - 1)
    ends = np.concatenate([np.zeros((*step.shape[:-1], 1), dtype=np.int8), ends], axis=-1)
    return back_filled(ends, run)


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


def ends_of(sign: NDArray[np.int8], run: int) -> NDArray[np.int8]:
    """The sign where the last ``run`` signs are equal and not zero."""
    ends = np.zeros(sign.shape, dtype=np.int8)
    if sign.shape[-1] >= run:
        through = np.cumsum(sign, axis=-1, dtype=np.int32)
        total = through[..., run - 1 :].copy()
        total[..., 1:] -= through[..., :-run]
        ends[..., run - 1 :] = (total == run).astype(np.int8) - (total == -run)
    return ends


def back_filled(ends: NDArray[np.int8], run: int) -> NDArray[np.int8]:
    """Every point of the run that each end ends; of two runs the later one has the point."""
    filled = np.zeros(ends.shape, dtype=np.int8)
    for back in range(min(run, ends.shape[-1])):
        source = ends[..., back:]
        part = filled[..., : source.shape[-1]]
        part[...] = np.where(source != 0, source, part)  # a later end is met last, so it has the point
    return filled
