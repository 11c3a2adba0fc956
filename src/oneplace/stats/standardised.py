"""Directly age-standardised rates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from oneplace.stats import limits as of_counts
from oneplace.stats.estimate import Confidence, Estimate, FloatArray, estimate, floats, levels, reasons
from oneplace.stats.standards import ESP2013

FEWEST_EVENTS = 10


def directly_standardised_rate(
    counts: ArrayLike,
    populations: ArrayLike,
    standard: Mapping[str, float] = ESP2013,
    *,
    bands: Sequence[str],
    per: float = 100_000,
    confidence: Confidence = 0.95,
    frequency: ArrayLike | None = None,
    empty_bands: Literal["missing", "pool"] = "missing",
    limits: Literal["byars", "gamma"] = "byars",
) -> Estimate:
    """The rate that the population would have with the standard population's ages (Dobson's limits with Byar's).

    ``counts`` and ``populations`` have the age bands on their last axis, labelled by ``bands``; weights are looked up
    by label, never by position, and a part of the bands (under 75s) is standardised to that part of the standard.
    Events that one person can have several times are not independent: then ``frequency`` gives the numbers of events,
    ``counts`` has them on a further last axis, and each count is of people who had that many.

    A missing count is no event, as in the reference method. Elements with a missing population or a negative number
    get a reason, as do those with fewer than ten events. An age band without people makes the element missing, or with
    ``empty_bands="pool"`` is joined with the nearest younger band that has people (else the nearest older), whose rate
    stands for both. ``limits="gamma"`` takes Fay and Feuer's limits instead, which hold their level with few events
    and very different weights too.

    Sources: Dobson, Kuulasmaa, Eberle and Scherer 1991; OHID's technical guidance; Fay and Feuer 1997.
    """
    n = floats(populations)
    weights = _weights(standard, bands)
    times = np.ones(1) if frequency is None else np.atleast_1d(floats(frequency))
    people = np.nan_to_num(floats(counts)[..., None] if frequency is None else floats(counts))
    if people.shape[-2] != weights.size or n.shape[-1] != weights.size:
        found = f"counts have {people.shape[-2]} and populations {n.shape[-1]}"
        raise ValueError(f"{weights.size} bands are named, but {found}.")
    if people.shape[-1] != times.size:
        raise ValueError(f"{times.size} frequencies are named, but counts have {people.shape[-1]}.")
    n = np.broadcast_to(n, np.broadcast_shapes(n.shape, people.shape[:-1]))
    people = np.broadcast_to(people, (*n.shape, times.size))
    if empty_bands == "pool":
        n, people, weights = _pool(n, people, weights)
    return _standardise(people, n, weights, times, per=per, confidence=confidence, gamma=limits == "gamma")


def _standardise(
    people: FloatArray,
    n: FloatArray,
    weights: FloatArray,
    times: FloatArray,
    *,
    per: float,
    confidence: Confidence,
    gamma: bool,
) -> Estimate:
    level, single = levels(confidence)
    events = (people * times).sum(axis=(-1, -2))
    used = weights > 0
    reason = reasons(
        events.shape,
        (np.isnan(events) | np.isnan(n).any(axis=-1), "missing"),
        ((people < 0).any(axis=(-1, -2)) | (n < 0).any(axis=-1), "negative"),
        (((n == 0) & used).any(axis=-1) | (used.sum(axis=-1) == 0), "no_denominator"),
        (events < FEWEST_EVENTS, "fewer_than_10_events"),
    )
    bad = (reason != "")[..., None]
    safe_n = np.where(bad | ~used, 1.0, n)
    safe = np.where(bad[..., None], float(FEWEST_EVENTS), people)
    total = np.maximum(weights.sum(axis=-1), 1e-300)
    share = weights / total[..., None] / safe_n
    value = (share * (safe * times).sum(axis=-1)).sum(axis=-1)
    variance = (share**2 * (safe * times**2).sum(axis=-1)).sum(axis=-1)
    safe_events = (safe * times).sum(axis=(-1, -2))
    if gamma:
        largest = np.where(used, share * times.max(), 0.0).max(axis=-1)
        lower, upper = (side * per for side in of_counts.gamma(value, variance, largest, level))
        whole = n.sum(axis=-1)
        return estimate(value * per, (lower, upper), events, whole, method="Gamma", reason=reason, single=single)
    spread = np.sqrt(variance / safe_events)[..., None]
    sides = of_counts.byars(safe_events[..., None], level)
    lower, upper = ((value[..., None] + spread * (side - safe_events[..., None])) * per for side in sides)
    return estimate(value * per, (lower, upper), events, n.sum(axis=-1), method="Dobson", reason=reason, single=single)


def _weights(standard: Mapping[str, float], bands: Sequence[str]) -> FloatArray:
    if unknown := [band for band in bands if band not in standard]:
        raise ValueError(f"the standard population has no age band '{unknown[0]}'. It has: {', '.join(standard)}.")
    if len(set(bands)) != len(bands):
        raise ValueError("an age band is named twice.")
    return floats([standard[band] for band in bands])


def _pool(n: FloatArray, people: FloatArray, weights: FloatArray) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Give each empty band's weight and events to the nearest younger band with people, else the nearest older."""
    bands = np.arange(weights.size)
    filled = n != 0
    younger = np.maximum.accumulate(np.where(filled, bands, -1), axis=-1)
    older = np.minimum.accumulate(np.where(filled, bands, weights.size)[..., ::-1], axis=-1)[..., ::-1]
    into = np.where(younger >= 0, younger, np.minimum(older, weights.size - 1))
    onto = (into[..., None, :] == bands[:, None]).astype(np.float64)  # (…, to, from)
    return n, np.einsum("...tf,...fk->...tk", onto, people), onto @ weights
