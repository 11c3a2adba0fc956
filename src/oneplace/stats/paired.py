"""Two groups seen in the same weeks, such as weekends and weekdays: their ratios, and how far these lie apart."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import stdtrit

from oneplace.stats.estimate import BoolArray, FloatArray, floats

LEAST = 12
"""Steps of time from which limits are given."""


@dataclass(frozen=True)
class PairedRatios:
    """``value`` and its 95 % limits, ``(…, groups)``; ``gap`` is the first group less the second, ``(…,)``.

    NaN where a group has nothing to divide by; limits are NaN where fewer than ``LEAST`` steps hold both groups.
    """

    value: FloatArray
    lower: FloatArray
    upper: FloatArray
    gap: FloatArray
    gap_lower: FloatArray
    gap_upper: FloatArray


def paired_ratios(events: ArrayLike, whole: ArrayLike) -> PairedRatios:
    """Sums of ``events`` over sums of ``whole``, both ``(…, steps, groups)`` in order of time, NaN where not known.

    Only steps count in which every group is known, so that what is peculiar to a step is in all of them and falls out
    of the gap. Neither days of a step nor neighbouring steps are taken as independent: each step gives one residual of
    the linearised ratio (or of the difference of two), and the error comes from the slowest waves of the residuals
    (equal-weighted cosines, as many as 0.4 × steps^⅔), with as many degrees of freedom as there are waves.

    Source: Lazarus, Lewis, Stock and Watson 2018, "HAR Inference: Recommendations for Practice", Journal of Business
    and Economic Statistics 36(4).
    """
    some, of = np.broadcast_arrays(floats(events), floats(whole))
    known = (~np.isnan(some) & ~np.isnan(of)).all(axis=-1)
    some, of = (np.where(known[..., None], side, 0.0) for side in (some, of))
    total = of.sum(axis=-2)
    with np.errstate(invalid="ignore", divide="ignore"):
        value = np.where(total > 0, some.sum(axis=-2) / total, np.nan)
        left = (some - value[..., None, :] * of) / total[..., None, :]
    half = _half_width(left, known)
    gap, gap_half = value[..., 0] - value[..., 1], _half_width((left[..., :1] - left[..., 1:2]), known)[..., 0]
    return PairedRatios(value, value - half, value + half, gap, gap - gap_half, gap + gap_half)


def _half_width(left: FloatArray, known: BoolArray) -> FloatArray:
    """Half the width of the 95 % interval of the sums of residuals ``(…, steps, groups)``."""
    steps = known.sum(axis=-1)
    waves = np.maximum(np.rint(0.4 * steps ** (2 / 3)), 1)
    at = np.cumsum(known, axis=-1) - 0.5  # the known steps one after the other
    variance = np.zeros((*left.shape[:-2], left.shape[-1]))
    for wave in range(1, int(waves.max(initial=1)) + 1):
        with np.errstate(invalid="ignore", divide="ignore"):
            shape = np.where(known, np.cos(np.pi * wave * at / steps[..., None]), 0.0)
            along = np.sqrt(2.0) * np.einsum("...s,...sg->...g", shape, left)
        variance += np.where((wave <= waves)[..., None], along**2, 0.0) / waves[..., None]
    half = np.sqrt(variance) * stdtrit(waves, 0.975)[..., None]
    return np.where((steps >= LEAST)[..., None], half, np.nan)


@dataclass(frozen=True)
class ShareShift:
    """Shares of a whole in two years and how far each has moved, ``(…, parts)``; shares add to 1, changes to 0."""

    before: FloatArray
    now: FloatArray
    change: FloatArray
    lower: FloatArray
    upper: FloatArray


def share_shift(before: ArrayLike, now: ArrayLike) -> ShareShift:
    """How the parts of a whole have moved: counts ``(…, steps, parts)`` of two spans, step by step of one season.

    The same step of both (January and January) is one pair, so the season falls out; limits come from the pairs
    (``paired_ratios``), for counts by the million would call any change certain. A pair of which a part is not known is
    left out of both.
    """
    then, since = np.broadcast_arrays(floats(before), floats(now))
    both = np.stack([since, then], axis=-1)  # (…, steps, parts, two)
    known = ~np.isnan(both).any(axis=(-1, -2), keepdims=True)
    whole = np.broadcast_to(both.sum(axis=-2, keepdims=True), both.shape)
    some, of = (np.moveaxis(np.where(known, side, np.nan), -2, 0) for side in (both, whole))
    found = paired_ratios(some, of)  # (parts, …, steps, two)
    sides = (found.value[..., 1], found.value[..., 0], found.gap, found.gap_lower, found.gap_upper)
    return ShareShift(*(np.moveaxis(side, 0, -1) for side in sides))
