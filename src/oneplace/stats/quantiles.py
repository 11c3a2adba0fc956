"""Dividing areas into quantile groups: by their rank, as the national profiles do, or by population."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from oneplace.stats.estimate import BoolArray, FloatArray, TextArray, floats, reasons


@dataclass(frozen=True)
class QuantileGroups:
    """The group of each area, 1 to ``groups`` (NaN where it has none), and why it has none (a key of ``REASONS``)."""

    value: FloatArray
    groups: int
    method: str
    reason: TextArray


def quantile_groups(
    values: ArrayLike, groups: int = 10, *, highest_first: bool = True, population: ArrayLike | None = None
) -> QuantileGroups:
    """Divide the areas on the last axis into groups; by default the highest values come into group 1.

    Without ``population``, areas are ranked, tied ones together at the best rank, and each group takes an equal number
    of areas as the national profiles do it: ties can leave a group empty. With ``population``, each group takes an
    equal number of people: an area (or a set of tied areas) goes where the middle of its people falls.

    Areas without a value (or people) have no group and don't count; nor is there any where fewer areas have a value
    than there are groups.

    Source: ``phe_quantile`` of PHEindicatormethods; for people, the usual population-weighted deciles of deprivation.
    """
    if groups < 2:
        raise ValueError("groups must be 2 or more.")
    found = floats(values)
    if found.ndim == 0:
        raise ValueError("quantile groups need areas on the last axis.")
    people = np.ones(found.shape) if population is None else np.broadcast_to(floats(population), found.shape)
    there = ~np.isnan(found) & ~np.isnan(people) & (people > 0)
    number = there.sum(axis=-1, keepdims=True)
    reason = reasons(
        found.shape,
        (np.isnan(found) | np.isnan(people), "missing"),
        (people < 0, "negative"),
        (people == 0, "no_denominator"),
        (number < groups, "too_few_areas"),
    )
    order = -found if highest_first else found
    if population is None:
        # the rank counts from the other end, so that rounding falls as it does in the national method
        ranks = _ranks(np.where(there, order, np.nan))
        with np.errstate(invalid="ignore", divide="ignore"):
            group = (groups + 1) - np.ceil(((number + 1) - ranks) / (number / groups))
        method = "Equal numbers of areas"
    else:
        group = np.ceil(_middles(order, people, there) * groups)
        method = "Equal numbers of people"
    value = np.where(reason == "", np.maximum(group, 1), np.nan)
    return QuantileGroups(value, groups, method, reason)


def _ranks(values: FloatArray) -> FloatArray:
    """The rank of each value from 1, tied ones at the best of theirs, missing ones last."""
    turn = np.argsort(values, axis=-1, kind="stable")
    ordered = np.take_along_axis(values, turn, axis=-1)
    new = np.diff(ordered, axis=-1, prepend=np.nan) != 0
    best = np.maximum.accumulate(np.where(new, np.arange(1.0, values.shape[-1] + 1), 0.0), axis=-1)
    ranks = np.empty(values.shape)
    np.put_along_axis(ranks, turn, best, axis=-1)
    return ranks


def mean_ranks(values: FloatArray) -> FloatArray:
    """The rank of each value from 1 on the last axis, tied ones at the mean of theirs."""
    return np.asarray((_ranks(values) + (values.shape[-1] + 1 - _ranks(-values))) / 2)


def _middles(order: FloatArray, people: FloatArray, there: BoolArray) -> FloatArray:
    """The share of all people that lie before the middle of each area's, tied areas taken as one."""
    shape, length = order.shape, order.shape[-1]
    flat_order, flat_people = (
        np.where(there, side, fill).reshape(-1, length) for side, fill in ((order, np.inf), (people, 0.0))
    )
    turn = np.argsort(flat_order, axis=-1, kind="stable")
    sorted_order = np.take_along_axis(flat_order, turn, axis=-1)
    through = np.cumsum(np.take_along_axis(flat_people, turn, axis=-1), axis=-1)
    before = np.concatenate([np.zeros((through.shape[0], 1)), through[:, :-1]], axis=-1)
    new = np.concatenate([np.ones((turn.shape[0], 1), dtype=np.bool_), np.diff(sorted_order, axis=-1) != 0], axis=-1)
    last = np.concatenate([new[:, 1:], np.ones((turn.shape[0], 1), dtype=np.bool_)], axis=-1)
    start = np.maximum.accumulate(np.where(new, before, -1.0), axis=-1)
    end = np.minimum.accumulate(np.where(last, through, np.inf)[:, ::-1], axis=-1)[:, ::-1]
    middle = np.empty(through.shape)
    with np.errstate(invalid="ignore", divide="ignore"):
        np.put_along_axis(middle, turn, (start + end) / 2 / through[:, -1:], axis=-1)
    return middle.reshape(shape)
