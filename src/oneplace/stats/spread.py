"""Inequality over all groups at once: concentration index, attributable fraction, between-group variance."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import ArrayLike

from oneplace.stats.estimate import (
    Confidence,
    Estimate,
    FloatArray,
    TextArray,
    else_reason,
    estimate,
    floats,
    levels,
    reasons,
    z_score,
)


def concentration_index(
    value: ArrayLike, population: ArrayLike, *, standard_error: ArrayLike | None = None, confidence: Confidence = 0.95
) -> Estimate:
    """How far a quantity is concentrated among the better off: -1 to 1, below 0 where the worst off have more of it.

    The last axis holds groups, the worst off first; ``value`` is each group's rate or mean. With the groups'
    ``standard_error`` the limits tell the error of their values, the groups being given; without, the formula for
    groups without known spread is used, which treats the groups themselves as a sample. ``method`` says which.

    Source: Kakwani, Wagstaff and van Doorslaer 1997 (equations 14 and 15); O'Donnell and others 2008, chapter 8.
    """
    y, n, error, reason = _groups(value, population, standard_error)
    level, single = levels(confidence)
    share = n / n.sum(axis=-1, keepdims=True)
    mean = (share * y).sum(axis=-1)
    reason = else_reason(reason, mean <= 0, "zero_reference")
    mean = np.where(mean > 0, mean, 1.0)[..., None]
    rank = np.cumsum(share, axis=-1) - share / 2
    index = 2 * (share * y * rank).sum(axis=-1) / mean[..., 0] - 1
    about = 2 * rank - 1 - index[..., None]
    if error is not None:
        variance = ((share * about * error / mean) ** 2).sum(axis=-1)
    else:
        held = np.cumsum(share * y, axis=-1) / mean
        earlier = np.concatenate([np.zeros((*held.shape[:-1], 1)), held[..., :-1]], axis=-1)
        parts = y / mean * about + 2 - earlier - held
        variance = np.maximum((share * parts**2).sum(axis=-1) - (1 + index) ** 2, 0) / y.shape[-1]
    half = np.sqrt(variance)[..., None] * z_score(level)
    sides = (index[..., None] - half, index[..., None] + half)
    method = f"Concentration index (error of the {'groups' if error is None else 'values'})"
    return estimate(index, sides, *_sums(value, population), method=method, reason=reason, single=single)


def population_attributable_fraction(
    value: ArrayLike,
    population: ArrayLike,
    *,
    reference: int = -1,
    standard_error: ArrayLike | None = None,
    confidence: Confidence = 0.95,
) -> Estimate:
    """The share of all events that would not be there if every group had the ``reference`` group's rate.

    The last axis holds groups; ``reference`` is the position of the one that the others are held to (the last, the
    least deprived). Below zero where the reference group has more than its share. Limits, where ``standard_error`` of
    the rates is given, are by the delta method on the logarithm of one minus the fraction; else they are missing.

    Source: Rockhill, Newman and Weinberg 1998; the log transform is that of Greenland and Drescher 1993.
    """
    y, n, error, reason = _groups(value, population, standard_error)
    level, single = levels(confidence)
    share = n / n.sum(axis=-1, keepdims=True)
    mean = (share * y).sum(axis=-1)
    base = y[..., reference]
    reason = else_reason(reason, mean <= 0, "zero_reference")
    mean = np.where(mean > 0, mean, 1.0)
    rest = base / mean
    if error is None:
        low = high = np.full((*rest.shape, level.size), np.nan)
        reason_of_limits = "no_spread"
    else:
        gradient = -share / mean[..., None]
        with np.errstate(divide="ignore", invalid="ignore"):
            gradient[..., reference] += 1 / base
            half = np.sqrt(((gradient * error) ** 2).sum(axis=-1))[..., None] * z_score(level)
            low, high = (1 - rest[..., None] * np.exp(turn) for turn in (half, -half))
        reason_of_limits = "zero_reference"
    method = "Population attributable fraction"
    result = estimate(1 - rest, (low, high), *_sums(value, population), method=method, reason=reason, single=single)
    return replace(result, reason=else_reason(result.reason, np.isnan(low).any(axis=-1), reason_of_limits))


def between_group_variance(
    value: ArrayLike, population: ArrayLike, *, standard_error: ArrayLike | None = None, confidence: Confidence = 0.95
) -> Estimate:
    """The groups' squared distances from the overall rate, weighted by population; needs no order of the groups.

    In squared units of the value. Limits, where ``standard_error`` is given, are by the delta method and cut at zero;
    near zero they are too narrow above, as the value itself is then mostly chance.

    Source: Harper and Lynch 2005, "Methods for measuring cancer disparities".
    """
    y, n, error, reason = _groups(value, population, standard_error)
    level, single = levels(confidence)
    share = n / n.sum(axis=-1, keepdims=True)
    away = y - (share * y).sum(axis=-1, keepdims=True)
    variance = (share * away**2).sum(axis=-1)
    if error is None:
        half = np.full((*variance.shape, level.size), np.nan)
    else:
        half = np.sqrt(((2 * share * away * error) ** 2).sum(axis=-1))[..., None] * z_score(level)
    sides = (np.maximum(variance[..., None] - half, 0), variance[..., None] + half)
    method = "Between-group variance"
    result = estimate(variance, sides, *_sums(value, population), method=method, reason=reason, single=single)
    return replace(result, reason=else_reason(result.reason, np.isnan(half).any(axis=-1), "no_spread"))


def _sums(value: ArrayLike, population: ArrayLike) -> tuple[FloatArray, FloatArray]:
    """All groups' events and people, NaN where a group's aren't known."""
    y, n = np.broadcast_arrays(floats(value), floats(population))
    return (n * y).sum(axis=-1), n.sum(axis=-1)


def _groups(
    value: ArrayLike, population: ArrayLike, standard_error: ArrayLike | None
) -> tuple[FloatArray, FloatArray, FloatArray | None, TextArray]:
    """Values, people and errors with harmless numbers where there is a reason."""
    y, n = np.broadcast_arrays(floats(value), floats(population))
    if y.ndim == 0 or y.shape[-1] < 2:
        raise ValueError("inequality needs at least two groups on the last axis.")
    error = None if standard_error is None else np.broadcast_to(floats(standard_error), y.shape)
    unknown = np.isnan(y) | np.isnan(n) if error is None else np.isnan(y) | np.isnan(n) | np.isnan(error)
    below = (y < 0) | (n < 0) if error is None else (y < 0) | (n < 0) | (error < 0)
    reason = reasons(
        y.shape[:-1],
        (unknown.any(axis=-1), "missing"),
        (below.any(axis=-1), "negative"),
        ((n == 0).any(axis=-1), "no_denominator"),
    )
    bad = (reason != "")[..., None]
    return (
        np.where(bad, 1.0, y),
        np.where(bad, 1.0, n),
        None if error is None else np.where(bad, 0.0, error),
        reason,
    )
