"""Gaps: slope and relative index of inequality, and differences and ratios of two estimates."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import expit, logit

from oneplace.stats.estimate import (
    BoolArray,
    Confidence,
    Estimate,
    FloatArray,
    TextArray,
    estimate,
    floats,
    levels,
    reasons,
    z_score,
)

Scale = Literal["none", "log", "logit"]


def slope_index(
    value: ArrayLike,
    population: ArrayLike,
    *,
    lower: ArrayLike | None = None,
    upper: ArrayLike | None = None,
    standard_error: ArrayLike | None = None,
    transform: Scale = "none",
    multiplier: float = 1,
    confidence: Confidence = 0.95,
) -> Estimate:
    """Slope index of inequality: the value at the least deprived end minus the value at the most deprived end.

    The last axis holds quantiles, the most deprived first. A straight line is fitted, by population, to the values
    against the middle of each quantile's share of the population (with ``transform``, on the log or logit scale).
    Spread comes from 95 % limits (``lower``, ``upper``) or from ``standard_error`` (on the scale fitted). A negative
    ``multiplier`` turns the sign round. Limits are closed-form: the slope is a fixed linear combination of the values.

    Source: Low and Low 2004; the method of the national profiles, whose limits are simulated from the same model.
    """
    fit = _fit(value, population, (lower, upper), standard_error, transform)
    level, single = levels(confidence)
    half = z_score(level) * fit.slope_error[..., None]
    middle, slope = (fit.intercept + fit.slope / 2)[..., None], fit.slope[..., None]
    point = _span(middle, slope, transform)[..., 0]
    sides = [_span(middle, slope + turn, transform) * multiplier for turn in (-half, half)]
    low, high = np.minimum(*sides), np.maximum(*sides)
    name = f"Slope index ({_named(transform)}, closed-form limits)"
    return estimate(
        point * multiplier, (low, high), fit.total, fit.total, method=name, reason=fit.reason, single=single
    )


def relative_index(
    value: ArrayLike,
    population: ArrayLike,
    *,
    lower: ArrayLike | None = None,
    upper: ArrayLike | None = None,
    standard_error: ArrayLike | None = None,
    transform: Scale = "none",
    multiplier: float = 1,
    confidence: Confidence = 0.95,
) -> Estimate:
    """Relative index of inequality: the value at the least deprived end over that at the most deprived end.

    Arguments as for ``slope_index``; a negative ``multiplier`` inverts the ratio. Limits are Fieller's on the plain
    scale and closed-form on a transformed one. Where the value divided by may be zero there are no limits, and a
    reason.
    """
    fit = _fit(value, population, (lower, upper), standard_error, transform)
    level, single = levels(confidence)
    z = z_score(level)
    top, bottom = _back(fit.intercept + fit.slope, transform), _back(fit.intercept, transform)
    with np.errstate(divide="ignore", invalid="ignore"):
        point = top / bottom
        if transform == "none":
            low, high = _fieller(fit, z)
        else:
            half = z * fit.slope_error[..., None]
            middle = (fit.intercept + fit.slope / 2)[..., None]
            slopes = (fit.slope[..., None] - half, fit.slope[..., None] + half)
            low, high = (_back(middle + s / 2, transform) / _back(middle - s / 2, transform) for s in slopes)
        if multiplier < 0:
            point, low, high = 1 / point, 1 / high, 1 / low
    reason = np.where((fit.reason == "") & (bottom == 0), "zero_reference", fit.reason).astype(np.str_)
    how = "Fieller's limits" if transform == "none" else f"{_named(transform)}, closed-form limits"
    name = f"Relative index ({how})"
    result = estimate(point, (low, high), fit.total, fit.total, method=name, reason=reason, single=single)
    open_ended = (result.reason == "") & np.isnan(low).any(axis=-1)
    return replace(result, reason=np.where(open_ended, "ratio_unbounded", result.reason).astype(np.str_))


def absolute_gap(group: Estimate, reference: Estimate) -> Estimate:
    """``group - reference`` with limits made from both estimates' own, whatever their form (MOVER).

    Both must have the same single confidence level and be independent; limits are a little wide where the reference
    holds the group. Source: Newcombe 1998, method 10; Zou and Donner 2008.
    """
    d = group.value - reference.value
    lower = d - np.hypot(group.value - group.lower, reference.upper - reference.value)
    upper = d + np.hypot(group.upper - group.value, reference.value - reference.lower)
    return _pair(group, reference, d, (lower, upper), "Difference (MOVER limits)")


def relative_gap(group: Estimate, reference: Estimate) -> Estimate:
    """``group / reference`` with limits from both estimates' own, on the log scale (MOVER); none where it is zero."""
    with np.errstate(divide="ignore", invalid="ignore"):
        a, b = np.log(group.value), np.log(reference.value)
        down = np.hypot(a - np.log(group.lower), np.log(reference.upper) - b)
        up = np.hypot(np.log(group.upper) - a, b - np.log(reference.lower))
        value = group.value / reference.value
        lower, upper = value * np.exp(-down), value * np.exp(up)
    # no event in the group: the ratio is zero, its upper limit that of the group over the reference
    none = group.value == 0
    with np.errstate(divide="ignore", invalid="ignore"):
        upper = np.where(none, group.upper / reference.lower, upper)
    lower = np.where(none, 0.0, lower)
    upper = np.where(np.isfinite(upper), upper, np.nan)
    result = _pair(group, reference, value, (lower, upper), "Ratio (MOVER limits)")
    zero = (result.reason == "") & (reference.value == 0)
    return replace(
        result,
        value=np.where(zero, np.nan, result.value),
        lower=np.where(zero, np.nan, result.lower),
        upper=np.where(zero, np.nan, result.upper),
        reason=np.where(zero, "zero_reference", result.reason).astype(np.str_),
    )


@dataclass(frozen=True)
class _Fit:
    """A weighted line: its two coefficients, their variances and covariance, all without the quantile axis."""

    intercept: FloatArray
    slope: FloatArray
    intercept_variance: FloatArray
    slope_variance: FloatArray
    covariance: FloatArray
    total: FloatArray
    reason: TextArray

    @property
    def slope_error(self) -> FloatArray:
        return np.sqrt(self.slope_variance)


def _fit(
    value: ArrayLike,
    population: ArrayLike,
    limits: tuple[ArrayLike | None, ArrayLike | None],
    standard_error: ArrayLike | None,
    transform: Scale,
) -> _Fit:
    y, n = np.broadcast_arrays(floats(value), floats(population))
    if y.ndim == 0 or y.shape[-1] < 2:
        raise ValueError("an index of inequality needs at least two quantiles on the last axis.")
    scaled, inside = _forward(y, transform)
    if standard_error is not None:
        error = np.broadcast_to(floats(standard_error), y.shape)
    elif limits[0] is not None and limits[1] is not None:
        (low, low_inside), (high, high_inside) = (
            _forward(floats(side), transform) for side in limits if side is not None
        )
        inside = inside & low_inside & high_inside
        error = (high - low) / (2 * z_score(floats(0.95)))
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
    bad = (reason != "")[..., None]
    y, n, error = np.where(bad, 0.5, scaled), np.where(bad, 1.0, n), np.where(bad, 0.0, error)
    share = n / n.sum(axis=-1, keepdims=True)
    rank = np.cumsum(share, axis=-1) - share / 2
    mean_rank = (share * rank).sum(axis=-1, keepdims=True)
    about = share * (rank - mean_rank)
    slope_parts = about / (about * rank).sum(axis=-1, keepdims=True)  # the slope is this combination of the values
    intercept_parts = share - mean_rank * slope_parts
    square = error**2
    return _Fit(
        (intercept_parts * y).sum(axis=-1),
        (slope_parts * y).sum(axis=-1),
        (intercept_parts**2 * square).sum(axis=-1),
        (slope_parts**2 * square).sum(axis=-1),
        (intercept_parts * slope_parts * square).sum(axis=-1),
        n.sum(axis=-1),
        reason,
    )


def _fieller(fit: _Fit, z: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Fieller's limits of (intercept + slope) / intercept; missing where the intercept may be zero."""
    top, bottom = (fit.intercept + fit.slope)[..., None], fit.intercept[..., None]
    top_variance = (fit.intercept_variance + fit.slope_variance + 2 * fit.covariance)[..., None]
    covariance = (fit.intercept_variance + fit.covariance)[..., None]
    a = bottom**2 - z**2 * fit.intercept_variance[..., None]
    b = top * bottom - z**2 * covariance
    c = top**2 - z**2 * top_variance
    root = np.sqrt(np.maximum(b**2 - a * c, 0))
    bounded = a > 0
    return np.where(bounded, (b - root) / a, np.nan), np.where(bounded, (b + root) / a, np.nan)


def _forward(y: FloatArray, transform: Scale) -> tuple[FloatArray, BoolArray]:
    """The values on the scale of the fit, and which of them that scale is defined for."""
    if transform == "none":
        return y, np.ones(y.shape, dtype=np.bool_)
    inside = np.isnan(y) | ((y > 0) if transform == "log" else ((y > 0) & (y < 1)))
    safe = np.where(inside, y, 0.5)
    return (np.log(safe) if transform == "log" else logit(safe)), inside


def _back(y: FloatArray, transform: Scale) -> FloatArray:
    return y if transform == "none" else np.exp(y) if transform == "log" else np.asarray(expit(y), dtype=np.float64)


def _span(middle: FloatArray, slope: FloatArray, transform: Scale) -> FloatArray:
    """The distance between the line's ends when it is turned about its middle."""
    return _back(middle + slope / 2, transform) - _back(middle - slope / 2, transform)


def _named(transform: Scale) -> str:
    return {"none": "plain scale", "log": "log scale", "logit": "logit scale"}[transform]


def _pair(
    group: Estimate, reference: Estimate, value: FloatArray, limits: tuple[FloatArray, FloatArray], method: str
) -> Estimate:
    own = np.where(np.isnan(group.value), group.reason, np.where(np.isnan(reference.value), reference.reason, ""))
    reason = np.broadcast_to(own, value.shape).astype(np.str_)
    sides = (limits[0][..., None], limits[1][..., None])
    return estimate(value, sides, group.count, group.denominator, method=method, reason=reason, single=True)
