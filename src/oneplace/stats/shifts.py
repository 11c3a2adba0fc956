"""Sustained shifts: where a process has settled at another level, so that its control chart starts again there.

The published advice has four questions: has the process visibly changed, is the reason known, is the change wanted,
will it last (Wheeler 1996, "When do I recalculate my limits?"; NHS England, "Making Data Count")? Only the first and
the last can be read from numbers, and this rule reads them: a run on one side of the mean that lasts, as the "stable
shift algorithm" of the autospc package does (Woodcock, Horridge and others).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from oneplace.stats.estimate import BoolArray, FloatArray, IntArray, floats

RUN = 8
"""A shift begins with so many points in a row on one side of the mean before it."""
SETTLED = 13
"""Points that the old and the new level need each: a chart of fewer is not judged, and 13 months hold every season."""
ERRORS = 3.0
"""Standard errors by which the means must differ: Shewhart's limits for an average."""


@dataclass(frozen=True)
class Shifts:
    """Both ``(…, points)``: ``starts`` is true on the first point of each new level, ``taken_up`` on the point with
    which that level was first certain: what came before that was said at the time on the old level."""

    starts: BoolArray
    taken_up: BoolArray


def sustained_shifts(series: ArrayLike, *, breaks: ArrayLike = ()) -> Shifts:
    """The sustained shifts of each series, ``(…, points)``, a missing point NaN.

    A level starts at a point from which 13 points are known, if the first eight of them lie on one side of the mean of
    the level before (itself of 13 points or more) and their mean differs from it by more than three standard errors
    (of the difference of two averages, with the standard deviation of the level before). It is taken up with its 13th
    point and by no later knowledge: more points never move or undo it. Missing points are passed over. ``breaks`` are
    positions, or marks ``(…, points)``, at which the series starts again anyway, because it was defined anew.
    """
    y = floats(series)
    if y.ndim == 0:
        raise ValueError("a series needs at least one axis.")
    if y.size == 0:
        return Shifts(np.zeros(y.shape, dtype=np.bool_), np.zeros(y.shape, dtype=np.bool_))
    flat = y.reshape(-1, y.shape[-1])
    place: NDArray[np.intp] = np.argsort(np.isnan(flat), axis=-1, kind="stable")
    known = np.take_along_axis(flat, place, axis=-1)
    part: IntArray = np.cumsum(marks(breaks, y.shape).reshape(flat.shape), axis=-1, dtype=np.intp)
    first = _first_of_part(np.take_along_axis(part, place, axis=-1))
    starts, taken_up = (np.zeros(flat.shape, dtype=np.bool_) for _ in range(2))
    for row, at, since in _found(known, first):
        starts[row, place[row, since]] = True
        taken_up[row, place[row, at]] = True
    return Shifts(starts.reshape(y.shape), taken_up.reshape(y.shape))


def marks(starts: ArrayLike, shape: tuple[int, ...]) -> BoolArray:
    """Positions on the last axis, or marks, as marks of the shape; positions outside it and the first are none."""
    given = np.asarray(starts)
    if given.dtype.kind == "b":
        found = np.broadcast_to(given, shape).copy()
        found[..., :1] = False
        return found
    found = np.zeros(shape, dtype=np.bool_)
    found[..., [int(at) for at in given if 0 < at < shape[-1]]] = True
    return found


def _first_of_part(part: IntArray) -> IntArray:
    """For each point the position at which its part began."""
    new = np.diff(part, axis=-1, prepend=part[..., :1]) != 0
    return np.maximum.accumulate(np.where(new, np.arange(part.shape[-1]), 0), axis=-1)


def _found(y: FloatArray, first: IntArray) -> list[tuple[NDArray[np.intp], int, int]]:
    """Which series (packed, ``(series, points)``) shift: the rows, the point that confirms it and the level's first."""
    with np.errstate(invalid="ignore"):
        y = y - y[:, :1]  # sums of numbers near zero lose least
        scale = 1e-9 * np.nanmax(np.abs(np.where(np.isnan(y), 0.0, y)), axis=-1)
    total, squares = (np.pad(np.cumsum(side, axis=-1), ((0, 0), (1, 0))) for side in (y, y * y))
    rows, start, found = np.arange(y.shape[0]), np.zeros(y.shape[0], dtype=np.intp), []
    for at in range(2 * SETTLED - 1, y.shape[1]):
        since = at - SETTLED + 1
        start = np.maximum(start, first[:, at])
        n = np.maximum(since - start, 2)
        mean = (total[:, since] - total[rows, start]) / n
        spread = np.sqrt(np.maximum(squares[:, since] - squares[rows, start] - n * mean**2, 0) / (n - 1))
        away = (total[:, at + 1] - total[:, since]) / SETTLED - mean
        side = np.sign(y[:, since : since + RUN] - mean[:, None]).sum(axis=-1)
        hit = (since - start >= SETTLED) & (side * np.sign(away) == RUN)
        hit &= np.abs(away) > ERRORS * spread * np.sqrt(1 / n + 1 / SETTLED) + scale
        if hit.any():
            found.append((np.flatnonzero(hit), at, since))
            start = np.where(hit, since, start)
    return found
