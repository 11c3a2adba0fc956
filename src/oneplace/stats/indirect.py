"""Indirect standardisation: observed events against those expected at a reference population's rates."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from oneplace.stats import limits as of_counts
from oneplace.stats.estimate import Confidence, Estimate, FloatArray, coded, estimate, floats, levels, reasons, safe


def standardised_ratio(
    counts: ArrayLike | None,
    populations: ArrayLike,
    reference_counts: ArrayLike,
    reference_populations: ArrayLike,
    *,
    observed: ArrayLike | None = None,
    per: float = 1,
    confidence: Confidence = 0.95,
    limits: of_counts.Poisson = "byars",
) -> Estimate:
    """Observed events over those expected if each age band had the reference population's rate, times ``per``.

    The last axis of all four is the age band, in one order. Where events are known in all ages together only, give
    ``observed`` and ``counts=None``. The result's ``count`` holds the observed and ``denominator`` the expected
    events. Limits are those of the observed count (exact below ten, Byar's from ten, or ``exact`` always); the
    reference is taken as known without error. A missing count or population counts as none, as in the reference
    method; a reference band without people gives the element a reason. A band without people in the area expects no
    event.

    Source: Breslow and Day 1987; OHID's technical guidance.
    """
    found, expected = _observed_and_expected(counts, observed, populations, reference_counts, reference_populations)
    return _over_expected(found, expected, np.float64(per), confidence, limits)


def indirectly_standardised_rate(
    counts: ArrayLike | None,
    populations: ArrayLike,
    reference_counts: ArrayLike,
    reference_populations: ArrayLike,
    *,
    observed: ArrayLike | None = None,
    per: float = 100_000,
    confidence: Confidence = 0.95,
    limits: of_counts.Poisson = "byars",
) -> Estimate:
    """The standardised ratio times the reference population's crude rate for each ``per`` people.

    Arguments as for ``standardised_ratio``.
    """
    found, expected = _observed_and_expected(counts, observed, populations, reference_counts, reference_populations)
    people = floats(reference_populations).sum(axis=-1)
    with np.errstate(divide="ignore", invalid="ignore"):
        crude = np.nan_to_num(floats(reference_counts)).sum(axis=-1) / people * per
    return _over_expected(found, expected, crude, confidence, limits)


def _observed_and_expected(
    counts: ArrayLike | None,
    observed: ArrayLike | None,
    populations: ArrayLike,
    reference_counts: ArrayLike,
    reference_populations: ArrayLike,
) -> tuple[FloatArray, FloatArray]:
    """Both without the band axis; negative infinity stands for a number below zero among the parts."""
    if (counts is None) == (observed is None):
        raise ValueError("give either `counts` by age band or `observed` totals, not both.")
    n, x_ref = np.nan_to_num(floats(populations)), np.nan_to_num(floats(reference_counts))
    n_ref = floats(reference_populations)
    bands = {array.shape[-1] if array.ndim else 0 for array in (n, x_ref, n_ref)}
    if counts is not None:
        bands.add(floats(counts).shape[-1] if np.ndim(counts) else 0)
    if len(bands) != 1 or 0 in bands:
        raise ValueError(f"the last axis must be the same age bands in every array; it has {sorted(bands)} of them.")
    with np.errstate(divide="ignore", invalid="ignore"):
        expected = (x_ref / n_ref * n).sum(axis=-1)
    negative = ((n < 0) | (x_ref < 0) | (n_ref < 0)).any(axis=-1)
    if counts is None:
        found = floats(observed)
    else:
        x = floats(counts)
        found = np.where((x < 0).any(axis=-1), -np.inf, np.nan_to_num(x).sum(axis=-1))
    return found, np.where(negative, -np.inf, np.where(np.isfinite(expected), expected, np.nan))


def _over_expected(
    found: FloatArray,
    expected: FloatArray,
    scale: FloatArray | np.float64,
    confidence: Confidence,
    how: of_counts.Poisson,
) -> Estimate:
    observed, against, factor = np.broadcast_arrays(found, expected, scale)
    level, single = levels(confidence)
    reason = reasons(
        observed.shape,
        (np.isnan(observed) | np.isnan(against) | ~np.isfinite(factor), "missing"),
        ((observed < 0) | (against < 0), "negative"),
        (against == 0, "no_expected_events"),
    )
    x = safe(reason, observed, 0.0)
    times = safe(reason, factor, 1.0) / safe(reason, against, 1.0)
    lower, upper = of_counts.poisson(x[..., None], level, how)
    byars = (x >= of_counts.EXACT_BELOW) & (how == "byars")
    method = coded(byars.astype(np.int8), ["Exact", "Byars"])
    sides = (lower * times[..., None], upper * times[..., None])
    count, denominator = (np.where(np.isfinite(side), side, np.nan) for side in (observed, against))
    return estimate(x * times, sides, count, denominator, method=method, reason=reason, single=single)
