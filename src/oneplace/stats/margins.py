"""Tables of counts with the sums that are published beside them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from oneplace.stats.estimate import FloatArray

Nested = Mapping[int, Sequence[object]]


@dataclass(frozen=True)
class Relation:
    """Along ``axis``, the entry ``total`` is the sum of the entries ``members``, at every place of the other axes."""

    axis: int
    members: NDArray[np.intp]
    total: int


def with_sums(
    counts: FloatArray, totals: Sequence[int], nested: Nested | None
) -> tuple[FloatArray, tuple[Relation, ...]]:
    """The table with subtotals and totals appended along each of ``totals``, and what adds up to what.

    ``nested`` gives, for an axis, each position's group: a subtotal is published for each group. A missing cell adds
    nothing. Axes are counted from the front in the result.
    """
    groups = {axis % counts.ndim: tuple(labels) for axis, labels in (nested or {}).items()}
    axes = sorted({axis % counts.ndim for axis in totals} | set(groups))
    table, relations = counts, list[Relation]()
    for axis in axes:
        length = counts.shape[axis]
        labels = groups.get(axis, ())
        if labels and len(labels) != length:
            raise ValueError(f"axis {axis} has {length} positions, but {len(labels)} groups are named.")
        parts = [np.flatnonzero([label == each for each in labels]) for label in dict.fromkeys(labels)]
        sums = [_sum(table.take(part, axis=axis), axis) for part in parts]
        sums.append(_sum(table.take(np.arange(length), axis=axis), axis))
        table = np.concatenate([table, *sums], axis=axis)
        relations += [Relation(axis, part, length + i) for i, part in enumerate(parts)]
        beneath = np.arange(length, length + len(parts)) if parts else np.arange(length)
        relations.append(Relation(axis, beneath, length + len(parts)))
    return table, tuple(relations)


def _sum(values: FloatArray, axis: int) -> FloatArray:
    """The sum along an axis, kept as an axis of one; missing where nothing is there."""
    there = ~np.isnan(values)
    total: FloatArray = np.where(there, values, 0.0).sum(axis=axis, keepdims=True)
    return np.where(there.any(axis=axis, keepdims=True), total, np.nan)
