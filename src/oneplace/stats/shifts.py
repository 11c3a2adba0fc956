"""Sustained shifts: where a process has settled at another level, so that its control chart starts again there.

The published advice has four questions: has the process visibly changed, is the reason known, is the change wanted,
will it last (Wheeler 1996, "When do I recalculate my limits?"; NHS England, "Making Data Count")? Only the first and
the last can be read from numbers, and this rule reads them: a run on one side of the mean that lasts, as the "stable
shift algorithm" of the autospc package does (Woodcock, Horridge and others). The level is dated by least squares, not
by the run: chance puts points before a shift on the side of those after it, and some after it on the other.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from oneplace.stats.estimate import BoolArray, FloatArray, IntArray, floats

RUN = 8
"""A shift is looked for where so many points in a row lie on one side of the mean before it."""
SETTLED = 13
"""Points that the old and the new level need each: a chart of fewer is not judged, and 13 months hold every season."""
ERRORS = 3.0
"""Standard errors by which the means must differ: Shewhart's limits for an average."""
LASTING = 24
"""Points in a row on one side of the mean before it that are a new level however scattered they are: two years of
months are what is usual now."""
CLINGING = 0.8
"""The largest correlation of neighbours that so few points are believed to have."""


@dataclass(frozen=True)
class Shifts:
    """Both ``(…, points)``: ``starts`` is true on the first point of each new level, ``taken_up`` on the point with
    which that level was first certain: what came before that was said at the time on the old level."""

    starts: BoolArray
    taken_up: BoolArray


def sustained_shifts(series: ArrayLike, *, breaks: ArrayLike = ()) -> Shifts:
    """The sustained shifts of each series, ``(…, points)``, a missing point NaN.

    A series has left its level (of 13 points or more) where, of 13 points, the first eight lie on one side of its mean
    and their mean differs from it by more than three standard errors (of the difference of two averages, with the
    standard deviation of the level before, wider the more a point clings to the one before it); where that tells none,
    where 24 points in a row lie on one side of that mean. The new level starts where two means leave the least squares
    of all points since the level before began (Hinkley 1970: the likeliest point of one step), 13 of them before it.
    It is taken up with its 13th point at the soonest: where the eight newest points or more fit better on their own,
    that is waited for. None of it is by later knowledge: more points never move or undo it.
    Missing points are passed over. ``breaks`` are positions, or marks ``(…, points)``, at which the series starts
    again anyway, because it was defined anew.

    Source of the date: Hinkley 1970, "Inference about the change-point in a sequence of random variables".
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
    for rows, at, since in _found(known, first):
        starts[rows, place[rows, since]] = True
        taken_up[rows, place[rows, at]] = True
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


def _found(y: FloatArray, first: IntArray) -> list[tuple[NDArray[np.intp], int, NDArray[np.intp]]]:
    """Which series (packed, ``(series, points)``) shift: rows, the point that confirms it, each row's first point."""
    with np.errstate(invalid="ignore"):
        y = y - y[:, :1]  # sums of numbers near zero lose least
        scale = 1e-9 * np.nanmax(np.abs(np.where(np.isnan(y), 0.0, y)), axis=-1)
    sums, start, found = _Sums.of(y), np.zeros(y.shape[0], dtype=np.intp), []
    for at in range(2 * SETTLED - 1, y.shape[1]):
        start = np.maximum(start, first[:, at])
        for points, run, errors in ((SETTLED, RUN, ERRORS), (LASTING, LASTING, 0.0)):
            since = at - points + 1
            hit = since - start >= SETTLED
            if not hit.any():
                continue
            old, new = sums.level(start, since), sums.level(np.full_like(start, since), at + 1)
            away = new.mean - old.mean
            side = np.sign(y[:, since : since + run] - old.mean[:, None]).sum(axis=-1)
            hit &= (side * np.sign(away) == run) & (np.abs(away) > errors * _error(old, new) + scale)
            rows = np.flatnonzero(hit)
            begun = sums.likeliest(rows, start, at + 1)
            settled = begun <= at + 1 - SETTLED
            if settled.any():
                found.append((rows[settled], at, begun[settled]))
                start[rows[settled]] = begun[settled]
    return found


class _Of(NamedTuple):
    """Of one level of each series: its points, mean, squares about it, and products of neighbours about it."""

    n: IntArray
    mean: FloatArray
    squares: FloatArray
    neighbours: FloatArray


def _error(old: _Of, new: _Of) -> FloatArray:
    """The standard error of the difference of two levels' means, whose points may cling to the one before.

    A mean of points with the correlation r of neighbours tells as much as one of (1 - r) / (1 + r) as many. r is taken
    about both means; so it is too small by (2 + 6 r) / n, which is given back.

    Sources: Bartlett 1946; Marriott and Pope 1954, "Bias in the estimation of autocorrelations".
    """
    n, squares = old.n + new.n, old.squares + new.squares
    with np.errstate(divide="ignore", invalid="ignore"):
        found = np.where(squares > 0, (old.neighbours + new.neighbours) / squares, 0.0)
        clinging = np.clip((found + 2 / n) / (1 - 6 / n), 0.0, CLINGING)
    spread = old.squares / (old.n - 1) * (1 + clinging) / (1 - clinging)
    return np.asarray(np.sqrt(spread * (1 / old.n + 1 / new.n)))


@dataclass(frozen=True)
class _Sums:
    """Of each series the sums of its first 0, 1, … points, of their squares, and of each times the one before it."""

    total: FloatArray
    squares: FloatArray
    products: FloatArray

    @classmethod
    def of(cls, y: FloatArray) -> _Sums:
        before = np.pad(y[:, :-1], ((0, 0), (1, 0)))
        return cls(*(np.pad(np.cumsum(side, axis=-1), ((0, 0), (1, 0))) for side in (y, y * y, y * before)))

    def level(self, start: NDArray[np.intp], end: int) -> _Of:
        """What is to be known of the points ``[start, end)`` of each series; two of them where they are fewer."""
        start = np.minimum(start, end - 2)
        total, squares = (self._between(side, start, end) for side in (self.total, self.squares))
        n = end - start
        mean = total / n
        inner = self._between(self.total, start + 1, end) + self._between(self.total, start, end - 1)
        products = self._between(self.products, start + 1, end) - mean * inner + (n - 1) * mean**2
        return _Of(n, mean, np.maximum(squares - n * mean**2, 0.0), products)

    def likeliest(self, rows: NDArray[np.intp], start: NDArray[np.intp], end: int) -> NDArray[np.intp]:
        """Where one step fits the points ``[start, end)`` of each of the rows best, the sides of 13 and 8 or more."""
        total, at = self.total[rows, : end + 1], np.arange(end + 1)
        old, new = at - start[rows, None], end - at
        with np.errstate(divide="ignore", invalid="ignore"):
            explained = (total - total[np.arange(rows.size), start[rows]][:, None]) ** 2 / old
            explained += (total[:, -1:] - total) ** 2 / new
        found: NDArray[np.intp] = np.where((old >= SETTLED) & (new >= RUN), explained, -np.inf).argmax(axis=-1)
        return found

    @staticmethod
    def _between(sums: FloatArray, start: NDArray[np.intp], end: int) -> FloatArray:
        found: FloatArray = sums[:, end] - sums[np.arange(start.size), start]
        return found
