"""The national profiles' "recent trend": whether the last five yearly values rise or fall beyond chance."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import chdtri, logit

from oneplace.stats.estimate import (
    BoolArray,
    Estimate,
    FloatArray,
    TextArray,
    coded,
    else_reason,
    floats,
    reasons,
    z_score,
)

POINTS = 5
THRESHOLD = float(chdtri(1, 0.002))
"""Chi-squared, one degree of freedom, at 99.8 %: 9.5495."""

_WORDS = ["", "No significant change", "Increasing", "Decreasing"]


@dataclass(frozen=True)
class Trend:
    """Recent trends; every array has the estimate's shape without the points.

    ``value`` is Increasing, Decreasing, No significant change, or empty with a ``reason``. ``gradient`` is the change a
    year (for proportions, of the logit; missing where a proportion is 0 or 1). ``outlier``: the trend is significant,
    but hangs on one point, so none is reported.
    """

    value: TextArray
    gradient: FloatArray
    chi_squared: FloatArray
    outlier: BoolArray
    method: str
    reason: TextArray


def recent_trend(
    estimate: Estimate,
    periods: ArrayLike | None = None,
    *,
    kind: Literal["proportion", "other"] = "other",
    confidence: float = 0.95,
) -> Trend:
    """The trend of the last five points (last axis) of yearly, non-overlapping periods.

    Proportions are tested by chi-squared for trend from ``count`` and ``denominator``; anything else by a straight line
    weighted by the inverse variance, the variance taken from the limits, whose level is ``confidence``. A trend needs
    chi-squared beyond 99.8 %; if leaving out any one point turns the slope round, it is set aside. ``periods`` are the
    years, in any order (1, 2, … if left out): they put the points in order, which then count as equally far apart.
    Fewer than five points, a missing value or limit, and periods that repeat or overlap are not judged, with a reason.

    Source: OHID, "Trend markers" (public health technical guidance); the method of PHEindicatormethods' draft.
    """
    if kind not in ("proportion", "other"):
        raise ValueError(f"kind '{kind}' is not one of proportion, other.")
    if estimate.lower.ndim > estimate.value.ndim:
        raise ValueError("give an estimate with one confidence level.")
    if estimate.value.ndim == 0:
        raise ValueError("a trend needs points on the last axis.")
    shape = estimate.value.shape
    years = floats(np.arange(shape[-1]) if periods is None else periods)
    years, turn = _ordered(np.broadcast_to(years, shape))
    fields = (estimate.value, estimate.lower, estimate.upper, estimate.count, estimate.denominator)
    value, lower, upper, count, denominator = (
        np.take_along_axis(np.broadcast_to(side, shape), turn, axis=-1)[..., -POINTS:] for side in fields
    )
    years = years[..., -POINTS:]
    reason = _why_not(years, value if kind == "other" else count + denominator)
    if kind == "other":
        reason = else_reason(reason, (~(upper > lower)).any(axis=-1), "missing_limits")
    else:
        reason = else_reason(reason, ((count < 0) | (denominator < 0)).any(axis=-1), "negative")
        reason = else_reason(reason, (denominator == 0).any(axis=-1), "no_denominator")
        reason = else_reason(reason, (count > denominator).any(axis=-1), "count_exceeds_denominator")
    bad = (reason != "")[..., None]
    steps = np.arange(years.shape[-1], dtype=np.float64)
    if kind == "proportion":
        test = _proportions(np.where(bad, 1.0, count), np.where(bad, 2.0, denominator), steps)
    else:
        error = (upper - lower) / (2 * z_score(floats(confidence)))
        test = _weighted(np.where(bad, 1.0, value), np.where(bad, 1.0, error), steps)
    gradient, chi_squared, sign, steady = test
    blank = bad[..., 0]
    significant = (chi_squared > THRESHOLD) & ~blank
    label = np.select([blank, ~significant | ~steady, sign > 0], [0, 1, 2], 3)
    method = "Chi-squared for trend" if kind == "proportion" else "Inverse-variance weighted line"
    return Trend(
        coded(label, _WORDS),
        np.where(blank, np.nan, gradient),
        np.where(blank, np.nan, chi_squared),
        significant & ~steady,
        method,
        reason,
    )


def _ordered(years: FloatArray) -> tuple[FloatArray, np.ndarray]:
    turn = np.argsort(years, axis=-1, kind="stable")
    return np.take_along_axis(years, turn, axis=-1), turn


def _why_not(years: FloatArray, needed: FloatArray) -> TextArray:
    step = np.diff(years, axis=-1)
    return reasons(
        needed.shape[:-1],
        (np.bool_(needed.shape[-1] < POINTS), "too_few_points"),
        ((step == 0).any(axis=-1), "duplicate_periods"),
        (((step > 0) & (step < 1)).any(axis=-1) | np.isnan(years).any(axis=-1), "irregular_periods"),
        (np.isnan(needed).any(axis=-1), "missing"),
    )


def _proportions(c: FloatArray, d: FloatArray, t: FloatArray) -> tuple[FloatArray, FloatArray, FloatArray, BoolArray]:
    """Gradient of the logit, chi-squared, sign, and whether the sign stays without any one point."""
    t = t - t.mean()
    events, people = c.sum(axis=-1), d.sum(axis=-1)
    tilt = people * (c * t).sum(axis=-1) - events * (d * t).sum(axis=-1)
    spread = events * (people - events) * (people * (d * t * t).sum(axis=-1) - (d * t).sum(axis=-1) ** 2)
    with np.errstate(divide="ignore", invalid="ignore"):
        chi_squared = np.where(spread > 0, people * tilt**2 / spread, 0.0)
        scaled = logit(c / d)
    # where a proportion is 0 or 1 the logit has no slope: the tilt of the counts then gives the direction
    inside = np.asarray(np.isfinite(scaled).all(axis=-1))
    gradient, sign, steady = _slopes(np.where(inside[..., None], scaled, c / d), np.ones(c.shape), t)
    return np.where(inside, gradient, np.nan), chi_squared, sign, steady


def _weighted(y: FloatArray, error: FloatArray, t: FloatArray) -> tuple[FloatArray, FloatArray, FloatArray, BoolArray]:
    weight = 1 / error**2
    gradient, sign, steady = _slopes(y, weight, t)
    middle = (weight * t).sum(axis=-1, keepdims=True) / weight.sum(axis=-1, keepdims=True)
    return gradient, gradient**2 * (weight * (t - middle) ** 2).sum(axis=-1), sign, steady


def _slopes(y: FloatArray, weight: FloatArray, t: FloatArray) -> tuple[FloatArray, FloatArray, BoolArray]:
    """The weighted slope, its sign, and whether the slope keeps it when any one point is left out."""
    keep = np.concatenate([np.ones((1, y.shape[-1])), 1 - np.eye(y.shape[-1])])  # all points, then each left out
    w = weight[..., None, :] * keep
    total = w.sum(axis=-1, keepdims=True)
    with np.errstate(divide="ignore", invalid="ignore"):
        away = t - (w * t).sum(axis=-1, keepdims=True) / total
        slopes = (w * away * y[..., None, :]).sum(axis=-1) / (w * away * away).sum(axis=-1)
    slopes = np.nan_to_num(slopes)
    sign = np.sign(slopes[..., 0])
    return slopes[..., 0], sign, (np.sign(slopes[..., 1:]) * sign[..., None] >= 0).all(axis=-1)
