"""A series without its season: what recurs each year taken away, where it clearly does."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import fdtrc

from oneplace.stats.estimate import FloatArray, floats

CLEAR = 0.01
"""How seldom chance alone may make parts of the year differ as much as they do."""
_EXACT = 1e-20


def season_free(series: ArrayLike, season: int) -> FloatArray | None:
    """A series of ``(points,)`` at equal steps (a missing point NaN), of which ``season`` make a year, without its
    season, in its own unit; None where none is clear, or two whole years aren't known.

    By least squares each part of the year has a level of its own beside one slope for all; the season is these levels
    less their mean. It is clear where an F test of them against the slope alone has 1 % or less. The slope stays in.
    """
    y = floats(series)
    known = ~np.isnan(y)
    part, at = np.arange(y.size) % season, np.arange(y.size, dtype=np.float64)
    if season < 2 or (np.bincount(part[known], minlength=season) < 2).any():
        return None
    levels = (part[:, None] == np.arange(season)).astype(np.float64)
    both = np.column_stack([at, levels])
    slope_alone = np.column_stack([at, np.ones(y.size)])
    found, left = _fit(both, y, known)
    _, more = _fit(slope_alone, y, known)
    if more <= _EXACT * float(np.square(y[known] - y[known].mean()).sum()):
        return None  # a straight line, but for how numbers are held
    free = int(known.sum()) - season - 1
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = np.divide(more - left, season - 1) / np.divide(left, free)
    if not fdtrc(season - 1, free, ratio) <= CLEAR:
        return None
    less: FloatArray = y - (found[1:] - found[1:].mean())[part]
    return less


def _fit(columns: FloatArray, y: FloatArray, known: np.ndarray) -> tuple[FloatArray, float]:
    """The weights of the columns, and the squares that they leave."""
    found, *_ = np.linalg.lstsq(columns[known], y[known], rcond=None)
    left = y[known] - columns[known] @ found
    return found, float(left @ left)
