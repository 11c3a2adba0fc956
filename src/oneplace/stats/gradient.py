"""The straight line fitted, by population, across quantiles of deprivation: what the indices of inequality read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import expit, logit

from oneplace.stats.estimate import BoolArray, FloatArray, TextArray, floats, reasons, z_score

Scale = Literal["none", "log", "logit"]


@dataclass(frozen=True)
class Line:
    """Weighted lines, one an element: ``value``, ``error`` and the two ``parts`` have the quantiles on the last axis.

    Intercept and slope are fixed linear combinations (``parts``) of the values, which makes their limits exact.
    ``value`` is on the scale of the fit, ``error`` on that of the spread.
    """

    value: FloatArray
    error: FloatArray
    intercept_parts: FloatArray
    slope_parts: FloatArray
    total: FloatArray
    reason: TextArray

    @property
    def intercept(self) -> FloatArray:
        """The line's value at the most deprived end."""
        return np.asarray((self.intercept_parts * self.value).sum(axis=-1))

    @property
    def slope(self) -> FloatArray:
        """The line's value at the least deprived end, less that at the most deprived."""
        return np.asarray((self.slope_parts * self.value).sum(axis=-1))

    def covariance(self, one: FloatArray, other: FloatArray) -> FloatArray:
        """Covariance of two linear combinations of the values."""
        return np.asarray((one * other * self.error**2).sum(axis=-1))


def fitted(
    value: ArrayLike,
    population: ArrayLike,
    limits: tuple[ArrayLike | None, ArrayLike | None],
    standard_error: ArrayLike | None,
    *,
    transform: Scale,
    spread: Scale,
) -> Line:
    """Fit the lines; the last axis holds the quantiles, the most deprived first."""
    y, n = np.broadcast_arrays(floats(value), floats(population))
    if y.ndim == 0 or y.shape[-1] < 2:
        raise ValueError("an index of inequality needs at least two quantiles on the last axis.")
    scaled, inside = forward(y, transform)
    inside = inside & forward(y, spread)[1]
    if standard_error is not None:
        error = np.broadcast_to(floats(standard_error), y.shape)
    elif limits[0] is not None and limits[1] is not None:
        (low, low_inside), (high, high_inside) = (forward(floats(side), spread) for side in limits if side is not None)
        inside = inside & low_inside & high_inside
        error = np.broadcast_to((high - low) / (2 * z_score(floats(0.95))), y.shape)
    else:
        raise ValueError("give `lower` and `upper` (95 % limits), or `standard_error`.")
    missing = np.isnan(y) | np.isnan(n) | (np.isnan(error) & inside)
    reason = reasons(
        y.shape[:-1],
        (missing.any(axis=-1), "missing"),
        (((n < 0) | (error < 0)).any(axis=-1), "negative"),
        ((n == 0).any(axis=-1), "no_denominator"),
        ((~inside).any(axis=-1), "outside_scale"),
    )
    people = n.sum(axis=-1)
    bad = reason != ""
    if bad.any():
        scaled, n, error = (
            np.where(bad[..., None], instead, side) for side, instead in ((scaled, 0.5), (n, 1.0), (error, 0.0))
        )
    share = n / n.sum(axis=-1, keepdims=True)
    rank = np.cumsum(share, axis=-1) - share / 2
    mean_rank = (share * rank).sum(axis=-1, keepdims=True)
    about = share * (rank - mean_rank)
    slope_parts = about / (about * rank).sum(axis=-1, keepdims=True)
    return Line(scaled, error, share - mean_rank * slope_parts, slope_parts, people, reason)


def forward(y: FloatArray, transform: Scale) -> tuple[FloatArray, BoolArray]:
    """The values on the scale of the fit, and which of them that scale is defined for."""
    if transform == "none":
        return y, np.ones(y.shape, dtype=np.bool_)
    inside = np.isnan(y) | ((y > 0) if transform == "log" else ((y > 0) & (y < 1)))
    safe = np.where(inside, y, 0.5)
    return (np.log(safe) if transform == "log" else logit(safe)), inside


def back(y: FloatArray, transform: Scale) -> FloatArray:
    """From the scale of the fit back to that of the values."""
    return y if transform == "none" else np.exp(y) if transform == "log" else np.asarray(expit(y), dtype=np.float64)


def span(middle: FloatArray, slope: FloatArray, transform: Scale) -> FloatArray:
    """The distance between the line's ends when it is turned about its middle."""
    return back(middle + slope / 2, transform) - back(middle - slope / 2, transform)
