"""Limits of counts and proportions: exact Poisson, Byar's and Wilson's, each over arrays.

Methods and the choice between them are those of the national public-health profiles (OHID, "Public health technical
guidance: confidence intervals"): exact below 10 events, Byar's approximation from 10, Wilson's score for proportions.
"""

from __future__ import annotations

from typing import Literal

import numpy as np
from scipy.special import gammaincinv

from oneplace.stats.estimate import FloatArray, z_score

EXACT_BELOW = 10
Poisson = Literal["byars", "exact"]
"""How limits of counts of ten or more are made."""


def exact(count: FloatArray, level: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Exact Poisson limits of a count (Garwood 1936); ``count`` and ``level`` broadcast. Lower is 0 at 0."""
    tail = (1 - level) / 2
    # a chi-squared quantile with 2k degrees of freedom, halved, is a gamma quantile with shape k
    lower = np.where(count > 0, gammaincinv(np.maximum(count, 1e-300), tail), 0.0)
    return lower, np.asarray(gammaincinv(count + 1, 1 - tail), dtype=np.float64)


def byars(count: FloatArray, level: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Byar's limits of a count (Breslow and Day 1987); a lower limit below zero, or of no event, is missing."""
    z = z_score(level)
    with np.errstate(divide="ignore", invalid="ignore"):
        root = 1 - 1 / (9 * count) - z / (3 * np.sqrt(count))
        lower = count * root * root * root  # `** 3` takes ten times as long
        lower = np.where(lower >= 0, lower, np.nan)
    above = count + 1
    root = 1 - 1 / (9 * above) + z / (3 * np.sqrt(above))
    return lower, above * root * root * root


def poisson(count: FloatArray, level: FloatArray, how: Poisson = "byars") -> tuple[FloatArray, FloatArray]:
    """Limits of a count, ``(…, 1)``, against the levels: exact below ten events, Byar's from ten, or exact always."""
    if how == "exact":
        return exact(count, level)
    lower, upper = byars(count, level)
    few = count[..., 0] < EXACT_BELOW
    if few.any():
        # small counts come again and again: each is worked out once
        different, which = np.unique(count[few][:, 0], return_inverse=True)
        lower[few], upper[few] = (side[which] for side in exact(different[:, None], level))
    return lower, upper


def wilson(count: FloatArray, denominator: FloatArray, level: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Wilson's score limits of the proportion ``count / denominator`` (Wilson 1927)."""
    z = z_score(level)
    with np.errstate(divide="ignore", invalid="ignore"):
        share = count / denominator
        spread = z * np.sqrt(np.maximum(z**2 + 4 * count * (1 - share), 0))
        below = 2 * (denominator + z**2)
        middle = 2 * count + z**2
        lower, upper = (middle - spread) / below, (middle + spread) / below
    # rounding must not push the limits past the value at 0 and 1
    lower[np.broadcast_to(count == 0, lower.shape)] = 0.0
    upper[np.broadcast_to(count == denominator, upper.shape)] = 1.0
    return lower, upper


def gamma(
    value: FloatArray, variance: FloatArray, largest: FloatArray, level: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Limits of a weighted sum of Poisson counts, each ``(…)`` but the levels (Fay and Feuer 1997).

    ``largest`` is the greatest weight that an event can have. The lower limit of no event is 0.
    """
    tail = (1 - level) / 2
    v, spread, most = (side[..., None] for side in (value, variance, largest))
    with np.errstate(divide="ignore", invalid="ignore"):
        lower = np.where(v > 0, spread / v * gammaincinv(v * v / spread, tail), 0.0)
    above, wider = v + most, spread + most**2
    return lower, wider / above * gammaincinv(above * above / wider, 1 - tail)
