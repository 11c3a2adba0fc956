"""Whether one step from a level to another explains a series better than a line does."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from oneplace.stats.estimate import BoolArray, FloatArray, IntArray, floats

STEP_PRICE = 2.0
"""Akaike's price of what a step chooses besides what a line does: its place."""
BETTER = 2 * STEP_PRICE
"""By how much a step must fit better than a line to be told as one: twice that price.

At Akaike's own price up to 13 of 100 straight slopes of years were called steps, at twice it fewer than 5
(``benchmarks/rebasing.py``).
"""
_FEWEST = 4


def one_step(series: ArrayLike, error: ArrayLike = np.nan, *, better: float = BETTER) -> IntArray:
    """The first point of the new level where one step explains a series, ``(…, points)``, better than a line; else -1.

    Points without a value (NaN) are left out; fewer than four tell no step from a slope. ``error`` are the points'
    standard errors, widened where they scatter more (Birge 1932); where any is unknown the scatter alone tells.
    ``better`` is by how much a step must fit better, as a difference of Akaike's criterion.

    Source: Akaike 1974; a line and two levels both choose two numbers, and a step its place as well.
    """
    y, given = floats(series), floats(error)
    if y.ndim == 0:
        raise ValueError("a series needs points on the last axis.")
    lead, points = y.shape[:-1], y.shape[-1]
    if points < _FEWEST:
        return np.full(lead, -1)
    flat, errors = (side.reshape(-1, points) for side in (y, np.broadcast_to(given, y.shape)))
    there = ~np.isnan(flat)
    told: BoolArray = np.asarray(((errors > 0) | ~there).all(axis=-1))
    weight = np.where(told[:, None] & there, 1 / np.where(errors > 0, errors, 1.0) ** 2, there)
    at = np.arange(points, dtype=np.float64)
    steps = (at >= np.arange(1, points)[:, None]).astype(np.float64)
    flat = np.where(there, flat, 0.0)
    line = _left(flat, weight, np.broadcast_to(at, (1, points)))[:, 0]
    levels = _left(flat, weight, steps)
    n, best = there.sum(axis=-1), levels.min(axis=-1)
    with np.errstate(divide="ignore", invalid="ignore"):
        by_errors = (line - best) / np.maximum(1.0, best / np.maximum(n - 2, 1))
        by_scatter = np.where(line > 0, n * np.log(line / best), 0.0)
    found = (np.where(told, by_errors, by_scatter) > better) & (n >= _FEWEST)
    return np.where(found, levels.argmin(axis=-1) + 1, -1).reshape(lead)


def _left(y: FloatArray, weight: FloatArray, along: FloatArray) -> FloatArray:
    """Weighted squares that are left of each series about its mean and a multiple of each of ``along``."""
    total = weight.sum(axis=-1, keepdims=True)
    away = y - (weight * y).sum(axis=-1, keepdims=True) / total
    x = along[None] - (weight[:, None] * along[None]).sum(axis=-1, keepdims=True) / total[..., None]
    both, own = ((weight[:, None] * x * other).sum(axis=-1) for other in (away[:, None], x))
    squares = (weight * away**2).sum(axis=-1, keepdims=True)
    left: FloatArray = np.maximum(squares - both**2 / np.where(own > 0, own, 1.0), 0.0)
    return left
