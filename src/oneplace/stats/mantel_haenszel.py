"""Ratios of two groups joined over strata (Mantel and Haenszel)."""

from __future__ import annotations

from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from oneplace.stats.estimate import (
    BoolArray,
    Confidence,
    Estimate,
    FloatArray,
    estimate,
    floats,
    levels,
    reasons,
    z_score,
)

Ratio = Literal["rate_ratio", "risk_ratio", "odds_ratio"]


def mantel_haenszel(
    count: ArrayLike,
    denominator: ArrayLike,
    reference_count: ArrayLike,
    reference_denominator: ArrayLike,
    ratio: Ratio = "rate_ratio",
    *,
    confidence: Confidence = 0.95,
) -> Estimate:
    """A group's rate, risk or odds over a reference group's, joined over the strata on the last axis.

    The denominators are person-years for a rate ratio and people for the others. A stratum in which either group has
    nobody plays no part. Limits are on the log scale; there are none where either side has no event. ``count`` and
    ``denominator`` are the group's in all strata.

    Source: Mantel and Haenszel 1959; variances of Greenland and Robins 1985 (rates and risks) and of Robins, Breslow
    and Greenland 1986 (odds).
    """
    sides = (floats(each) for each in (count, denominator, reference_count, reference_denominator))
    a, n, b, m = np.broadcast_arrays(*sides)
    if a.ndim == 0:
        raise ValueError("strata are needed on the last axis.")
    level, single = levels(confidence)
    both = (n > 0) & (m > 0)
    x, y = (np.where(both, side, 0.0) for side in (a, b))
    over, under, variance = _OF[ratio](x, np.where(both, n, 1.0), y, np.where(both, m, 1.0), both)
    reason = reasons(
        a.shape[:-1],
        (np.isnan(a + n + b + m).any(axis=-1), "missing"),
        (((a < 0) | (n < 0) | (b < 0) | (m < 0)).any(axis=-1), "negative"),
        (~both.any(axis=-1), "no_denominator"),
        (((a > n) | (b > m)).any(axis=-1) & (ratio != "rate_ratio"), "count_exceeds_denominator"),
        (under == 0, "zero_reference"),
    )
    with np.errstate(divide="ignore", invalid="ignore"):
        value = over / under
        half = np.sqrt(variance)[..., None] * z_score(level)
        low, high = value[..., None] * np.exp(-half), value[..., None] * np.exp(half)
    low, high = (np.where(np.isfinite(side) & (over > 0)[..., None], side, np.nan) for side in (low, high))
    total, people = np.nan_to_num(a).sum(axis=-1), np.nan_to_num(n).sum(axis=-1)
    name = f"Mantel-Haenszel {ratio.replace('_', ' ')}"
    return estimate(value, (low, high), total, people, method=name, reason=reason, single=single)


_Joined = tuple[FloatArray, FloatArray, FloatArray]
"""The two sides of a joined ratio, and the variance of its logarithm."""


def _rates(a: FloatArray, n: FloatArray, b: FloatArray, m: FloatArray, both: BoolArray) -> _Joined:
    """Of rates: an event leaves the time of the others as it is."""
    whole = n + m
    r, s = (np.where(both, side / whole, 0.0).sum(axis=-1) for side in (a * m, b * n))
    with np.errstate(divide="ignore", invalid="ignore"):
        return r, s, np.where(both, (a + b) * n * m / whole**2, 0.0).sum(axis=-1) / (r * s)


def _risks(a: FloatArray, n: FloatArray, b: FloatArray, m: FloatArray, both: BoolArray) -> _Joined:
    """Of risks: whoever has the event is one of the people."""
    r, s, _ = _rates(a, n, b, m, both)
    whole = n + m
    with np.errstate(divide="ignore", invalid="ignore"):
        return r, s, np.where(both, (a + b) * n * m / whole**2 - a * b / whole, 0.0).sum(axis=-1) / (r * s)


def _odds(a: FloatArray, n: FloatArray, b: FloatArray, m: FloatArray, both: BoolArray) -> _Joined:
    whole = n + m
    over, under = (np.where(both, side / whole, 0.0) for side in (a * (m - b), b * (n - a)))
    agree, differ = (a + m - b) / whole, (b + n - a) / whole
    r, s = over.sum(axis=-1), under.sum(axis=-1)
    with np.errstate(divide="ignore", invalid="ignore"):
        own, other = (
            (one * side).sum(axis=-1) / (2 * total**2) for one, side, total in ((agree, over, r), (differ, under, s))
        )
        return r, s, own + (agree * under + differ * over).sum(axis=-1) / (2 * r * s) + other


_OF = {"rate_ratio": _rates, "risk_ratio": _risks, "odds_ratio": _odds}
