"""Limits of counts and proportions: exact Poisson, Byar's and Wilson's, each over arrays.

Methods and the choice between them are those of the national public-health profiles (OHID, "Public health technical
guidance: confidence intervals"): exact below 10 events, Byar's approximation from 10, Wilson's score for proportions.
"""

from __future__ import annotations

import numpy as np
from scipy.special import gammaincinv

from oneplace.stats.estimate import FloatArray, z_score

EXACT_BELOW = 10


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
        lower = count * (1 - 1 / (9 * count) - z / (3 * np.sqrt(count))) ** 3
    above = count + 1
    upper = above * (1 - 1 / (9 * above) + z / (3 * np.sqrt(above))) ** 3
    return np.where(lower >= 0, lower, np.nan), upper


def poisson(count: FloatArray, level: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Limits of a count: exact below ten events, Byar's from ten."""
    few = count < EXACT_BELOW
    small = exact(np.where(few, count, 0.0), level)
    large = byars(np.where(few, EXACT_BELOW, count), level)
    return np.where(few, small[0], large[0]), np.where(few, small[1], large[1])


def wilson(count: FloatArray, denominator: FloatArray, level: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Wilson's score limits of the proportion ``count / denominator`` (Wilson 1927)."""
    z = z_score(level)
    with np.errstate(divide="ignore", invalid="ignore"):
        share = count / denominator
        spread = z * np.sqrt(np.maximum(z**2 + 4 * count * (1 - share), 0))
        below = 2 * (denominator + z**2)
        lower, upper = (2 * count + z**2 - spread) / below, (2 * count + z**2 + spread) / below
    # rounding must not push the limits past the value at 0 and 1
    return np.where(count == 0, 0.0, lower), np.where(count == denominator, 1.0, upper)
