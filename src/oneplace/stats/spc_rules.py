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


def rules_words(codes: str, away: float = 0.0) -> str:
    """The rules of a point, joined by "; " as ``signals`` has them, in words; empty where none applies.

    ``away`` is how far the point lies from the mean: a run on one side of it is told with its side. Where it is not
    known, 0, the side is not told.
    """
    side = "above" if away > 0 else "below" if away < 0 else "on the same side of"
    told = [RULES[code].replace("on the same side of", side) for code in codes.split("; ") if code]
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
