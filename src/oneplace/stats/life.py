"""Life expectancy from an abridged life table (Chiang's second method)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

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

STARTS = (0, 1, *range(5, 95, 5))
"""First ages of the twenty bands of the national method: under 1, 1 to 4, then fives to 90 and over."""

FEWEST_PEOPLE = 5_000
WIDEST = 10.0
"""Half the width, in years, of 95 % limits beyond which a life expectancy is not given."""


def life_expectancy(
    deaths: ArrayLike,
    populations: ArrayLike,
    starts: Sequence[float] = STARTS,
    *,
    confidence: Confidence = 0.95,
    fewest_people: float = FEWEST_PEOPLE,
) -> Estimate:
    """Years that people of each age can expect to live at these death rates; the last axis is the age band.

    ``deaths`` and ``populations`` broadcast to ``(…, bands)``; ``starts`` are the bands' first ages, the last band
    open. Any set of bands does: a table to 85 and over, or one from age 65. Those who die have lived a tenth of a band
    that starts at birth and half of any other. ``count`` and ``denominator`` are the deaths and people at that age
    and over. An element whose 95 % limits are wider than ten years either way is not given, nor are its limits; one
    bad band blanks its area only.

    Source: Chiang 1968 and 1979; variance of the last band after Silcocks, Jenner and Reza 2001; suppression as in the
    national profiles (OHID), which ask for more than 5,000 people.
    """
    d, p = np.broadcast_arrays(floats(deaths), floats(populations))
    width, fraction = bands_of(starts, d.shape)
    level, single = levels(confidence)
    reason = table_reason(d, p, fewest_people)
    table = life_table(*usable(reason, d, p), width, fraction)
    error = np.sqrt(_variance(table, d))
    each = np.broadcast_to(reason[..., None], d.shape)
    each = else_reason(each, table.alive <= 0, "no_survivors")
    each = else_reason(each, z_score(floats(0.95)) * error > WIDEST, "too_uncertain")
    half = error[..., None] * z_score(level)
    sides = (table.expectation[..., None] - half, table.expectation[..., None] + half)
    older = (np.cumsum(side[..., ::-1], axis=-1)[..., ::-1] for side in (d, p))
    return estimate(table.expectation, sides, *older, method="Chiang II", reason=each, single=single)


@dataclass(frozen=True)
class LifeTable:
    """Columns of a life table, each ``(…, bands)``, for one person born (or at the first age)."""

    rate: FloatArray
    dying: FloatArray
    alive: FloatArray
    expectation: FloatArray
    width: FloatArray
    fraction: FloatArray


def life_table(deaths: FloatArray, people: FloatArray, width: FloatArray, fraction: FloatArray) -> LifeTable:
    """The life table of death rates by band; ``width`` ends in infinity for the open band."""
    with np.errstate(divide="ignore", invalid="ignore"):
        rate = deaths / people
        dying = rate * width / (1 + rate * width * (1 - fraction))
        dying = np.where(rate * width * fraction <= 1, dying, 1.0)  # nobody can die twice
        dying[..., -1] = 1.0
        surviving = np.cumprod(1 - dying[..., :-1], axis=-1)
        alive = np.concatenate([np.ones((*rate.shape[:-1], 1)), surviving], axis=-1)
        lived = width * alive * (1 - dying * (1 - fraction))
        lived[..., -1] = alive[..., -1] / rate[..., -1]
        ahead = np.cumsum(lived[..., ::-1], axis=-1)[..., ::-1]
        expectation = ahead / alive
    return LifeTable(rate, dying, alive, expectation, width, fraction)


def _variance(table: LifeTable, deaths: FloatArray) -> FloatArray:
    """Variance of the expectation at each age."""
    q, alive = table.dying, table.alive
    with np.errstate(divide="ignore", invalid="ignore"):
        spread = np.where(deaths > 0, q * q * (1 - q) / deaths, 0.0)
        follows = (1 - table.fraction[:-1]) * table.width[:-1] + table.expectation[..., 1:]
        # a band that kills all has no variance, and what follows it has no weight, for nobody reaches it
        weighted = np.where(
            (q < 1)[..., :-1] & (alive > 0)[..., :-1], spread[..., :-1] * (alive[..., :-1] * follows) ** 2, 0.0
        )
        last = (alive[..., -1] / 2) ** 2 * 4 / (deaths[..., -1] * table.rate[..., -1] ** 2)
        parts = np.concatenate([weighted, last[..., None]], axis=-1)
        total: FloatArray = np.cumsum(parts[..., ::-1], axis=-1)[..., ::-1] / alive**2
    return total


def table_reason(d: FloatArray, p: FloatArray, fewest: float) -> TextArray:
    """Why a table of deaths and people (…, bands) can't be used, per area; empty where it can."""
    return reasons(
        d.shape[:-1],
        ((np.isnan(d) | np.isnan(p)).any(axis=-1), "missing"),
        (((d < 0) | (p < 0)).any(axis=-1), "negative"),
        ((p == 0).any(axis=-1), "no_denominator"),
        ((d > p).any(axis=-1), "count_exceeds_denominator"),
        (p.sum(axis=-1) <= fewest, "too_few_people"),
        (d[..., -1] == 0, "no_deaths_at_the_end"),
    )


def usable(reason: TextArray, deaths: FloatArray, people: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Deaths and people with harmless numbers in the areas that can't be used."""
    bad = (reason != "")[..., None]
    return np.where(bad, 1.0, deaths), np.where(bad, 1000.0, people)


def bands_of(starts: Sequence[float], shape: tuple[int, ...]) -> tuple[FloatArray, FloatArray]:
    """Widths of the bands (infinite for the last) and the fraction of a band lived by those who die in it."""
    first = floats(starts)
    if first.ndim != 1 or first.size < 2 or np.any(np.diff(first) <= 0) or first[0] < 0:
        raise ValueError("starts must be two or more first ages, each greater than the one before.")
    if not shape or shape[-1] != first.size:
        raise ValueError(f"{first.size} starts are given, but the last axis has {shape[-1] if shape else 0} bands.")
    width = np.append(np.diff(first), np.inf)
    return width, np.where(first == 0, 0.1, 0.5)
