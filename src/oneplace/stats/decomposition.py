"""Why two life expectancies differ: the years that each age and each cause contributes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from oneplace.stats.estimate import FloatArray, TextArray, else_reason, floats
from oneplace.stats.life import STARTS, LifeTable, bands_of, life_table, table_reason, usable


@dataclass(frozen=True)
class Decomposition:
    """The gap in life expectancy at the first age, and its parts.

    ``value`` (…) is the group's life expectancy minus the reference's; ``contribution`` (…, [causes,] bands) adds up
    to it, in years: positive where the group's people live longer for it. ``reason`` (…) is a key of ``REASONS``.
    """

    value: FloatArray
    contribution: FloatArray
    causes: tuple[str, ...]
    starts: FloatArray
    method: str
    reason: TextArray


def decompose_life_expectancy(
    deaths: ArrayLike,
    populations: ArrayLike,
    reference_deaths: ArrayLike,
    reference_populations: ArrayLike,
    starts: Sequence[float] = STARTS,
    *,
    causes: Sequence[str] | None = None,
) -> Decomposition:
    """Split the gap between a group's and a reference's life expectancy by age and, with ``causes``, by cause.

    Populations are ``(…, bands)``. Deaths are too, or with ``causes`` named ``(…, causes, bands)``; the causes must
    then cover all deaths (have an "other"). The contributions add up to the gap.

    Source: Arriaga 1984 and 1989. Each age's contribution is shared among the causes by their part of the difference
    in death rates; written as a slope times that difference, so that it holds where an age's rates are equal.
    """
    d = [floats(side) for side in (deaths, reference_deaths)]
    if causes is None:
        d = [side[..., None, :] for side in d]
    elif any(side.ndim < 2 or side.shape[-2] != len(causes) for side in d):
        raise ValueError(f"{len(causes)} causes are named: deaths must have them on the axis before the age bands.")
    p = [floats(side) for side in (populations, reference_populations)]
    shape = np.broadcast_shapes(*(side.shape for side in p), *(side.shape[:-2] + side.shape[-1:] for side in d))
    width, fraction = bands_of(starts, shape)
    group, reference = (_side(dead, people, width, fraction, shape) for dead, people in zip(d, p, strict=True))
    reason = np.where(group.reason != "", group.reason, reference.reason).astype(np.str_)
    blank = reason != ""
    parts = _slope(group.table, reference.table)[..., None, :] * (group.rates - reference.rates)
    parts = np.where(blank[..., None, None], np.nan, parts)
    gap = np.where(blank, np.nan, group.table.expectation[..., 0] - reference.table.expectation[..., 0])
    contribution = parts if causes is not None else parts[..., 0, :]
    return Decomposition(gap, contribution, tuple(causes or ()), floats(starts), "Arriaga", reason)


@dataclass(frozen=True)
class _Side:
    """One population: its life table, its death rates by cause (…, causes, bands) and why it can't be used."""

    table: LifeTable
    rates: FloatArray
    reason: TextArray


def _side(
    deaths: FloatArray, people: FloatArray, width: FloatArray, fraction: FloatArray, shape: tuple[int, ...]
) -> _Side:
    by_cause = np.broadcast_to(deaths, (*shape[:-1], *deaths.shape[-2:]))
    d, p = by_cause.sum(axis=-2), np.broadcast_to(people, shape)
    reason = table_reason(d, p, 0)
    reason = else_reason(reason, (by_cause < 0).any(axis=(-1, -2)), "negative")
    table = life_table(*usable(reason, d, p), width, fraction)
    # where a band kills all, the chance of dying no longer follows the death rate, and nor can its contribution
    reason = else_reason(reason, (table.alive <= 0).any(axis=-1), "no_survivors")
    with np.errstate(divide="ignore", invalid="ignore"):
        return _Side(table, by_cause / p[..., None, :], reason)


def _slope(group: LifeTable, reference: LifeTable) -> FloatArray:
    """Years of life expectancy that each age contributes for each unit by which its death rate differs."""
    width, fraction = group.width[:-1], group.fraction[:-1]
    later = width * (1 - fraction) + group.expectation[..., 1:]
    steep = [1 + table.rate[..., :-1] * width * (1 - fraction) for table in (group, reference)]
    slope = -reference.alive[..., :-1] * later * width / (steep[0] * steep[1])
    last = -reference.alive[..., -1] / (group.rate[..., -1] * reference.rate[..., -1])
    result: FloatArray = np.concatenate([slope, last[..., None]], axis=-1)
    return result
