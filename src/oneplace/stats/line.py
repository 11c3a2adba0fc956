"""A straight line through estimates, each weighted by its precision."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from oneplace.stats.estimate import FloatArray, TextArray, floats, reasons

Z95 = 1.959963984540054
"""How many standard errors 95 % limits lie from their value, and a slope from none that is beyond chance."""


@dataclass(frozen=True)
class Line:
    """Every array has the estimates' shape without the points: the ``slope`` a unit of time, its standard ``error``,
    the weighted ``mean``, and the ``reason`` where there is none (too_few_points)."""

    slope: FloatArray
    error: FloatArray
    mean: FloatArray
    reason: TextArray


def weighted_line(value: ArrayLike, error: ArrayLike, when: ArrayLike) -> Line:
    """Line through ``value`` ``(…, points)`` with standard errors ``error`` at times ``when``, missing points left out.

    Weights are 1/error². Where the points scatter more than their own errors explain, the error of the slope is widened
    by √(χ²/(n-2)) (Birge 1932). With two points slope over error is the z-test of their difference. Points that share
    data (rolling periods) must not be given together.
    """
    y, e, t = np.broadcast_arrays(floats(value), floats(error), floats(when))
    there = ~(np.isnan(y) | np.isnan(t)) & (e > 0)
    n = there.sum(axis=-1)
    weight = np.where(there, 1 / np.where(there, e, 1.0) ** 2, 0.0)
    y, t = (np.where(there, side, 0.0) for side in (y, t))
    total = np.where(n > 0, weight.sum(axis=-1), 1.0)
    centre, mean = ((weight * side).sum(axis=-1) / total for side in (t, y))
    away = np.where(there, t - centre[..., None], 0.0)
    spread = (weight * away**2).sum(axis=-1)
    reason = reasons(n.shape, ((n < 2) | (spread <= 0), "too_few_points"))
    slope = np.where(
        reason == "", (weight * away * (y - mean[..., None])).sum(axis=-1) / np.where(spread > 0, spread, 1.0), np.nan
    )
    left = (weight * (y - mean[..., None] - slope[..., None] * away) ** 2).sum(axis=-1)
    scatter = np.where(n > 2, np.sqrt(np.maximum(1.0, left / np.maximum(n - 2, 1))), 1.0)
    blank = reason != ""
    wide = np.where(blank, np.nan, scatter / np.sqrt(np.where(spread > 0, spread, 1.0)))
    return Line(slope, wide, np.where(blank, np.nan, mean), reason)
