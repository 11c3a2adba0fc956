"""Trying to work out hidden numbers of a published table by linear programming."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import scipy  # its parts load when they are first named: a third of a second that few uses need
from numpy.typing import NDArray

from oneplace.stats.estimate import BoolArray, FloatArray
from oneplace.stats.margins import Relation


@dataclass(frozen=True)
class Published:
    """A table with its sums as readers have it: NaN where hidden or missing; ``slack`` is the most rounding changed."""

    value: FloatArray
    hidden: BoolArray
    lowest: FloatArray
    relations: tuple[Relation, ...]
    slack: int


@dataclass(frozen=True)
class Audit:
    """What readers can know of hidden numbers, in the shape of the table with its sums; NaN where nothing is hidden.

    ``derived`` is true where a hidden number follows.
    """

    lower: FloatArray
    upper: FloatArray
    derived: BoolArray

    @property
    def safe(self) -> bool:
        """Whether nothing hidden follows."""
        return not self.derived.any()


def attack(table: Published) -> Audit:
    """The range of every hidden number of a table."""
    numbers = _Numbers.of(table)
    low, high = (np.full(table.value.shape, np.nan) for _ in range(2))
    for block in numbers.blocks():
        low.flat[block], high.flat[block] = numbers.solve(block)
    return Audit(low, high, np.asarray(high - low < 1 - 1e-6))


@dataclass(frozen=True)
class _Numbers:
    """All numbers of a table as variables of a linear program; those shown without rounding are fixed.

    ``sums`` @ x = 0.
    """

    hidden: BoolArray
    lower: FloatArray
    upper: FloatArray
    sums: scipy.sparse.csr_array

    @classmethod
    def of(cls, table: Published) -> _Numbers:
        """What readers know of each number beforehand: NaN where there is none."""
        lower = np.where(table.hidden, table.lowest, np.maximum(table.value - table.slack, 0)).ravel()
        upper = np.where(table.hidden, np.inf, table.value + table.slack).ravel()
        return cls(table.hidden.ravel(), lower, upper, _matrix(_lines(table), ~np.isnan(lower)))

    def blocks(self) -> list[NDArray[np.intp]]:
        """The open variables, in sets that have no relation with each other; each set with a hidden number in it."""
        open_ = ~np.isnan(self.lower) & (self.lower < self.upper)
        links = self.sums[:, open_]
        _, label = scipy.sparse.csgraph.connected_components(links.T @ links, directed=False)
        ids = np.flatnonzero(open_)
        return [ids[label == each] for each in np.unique(label[self.hidden[ids]])]

    def solve(self, block: NDArray[np.intp]) -> tuple[FloatArray, FloatArray]:
        """The least and the greatest that each variable of a block can be (NaN for those that are shown)."""
        fixed = np.where(np.isnan(self.lower) | (self.lower < self.upper), 0.0, self.lower)
        rows = self.sums[np.flatnonzero(np.diff(self.sums[:, block].tocsr().indptr))]
        sums, equal = np.asarray(rows[:, block].toarray()), np.asarray(-(rows @ fixed))
        bounds = list(zip(self.lower[block].tolist(), self.upper[block].tolist(), strict=True))
        low, high = np.full(block.size, np.nan), np.full(block.size, np.nan)
        for i in np.flatnonzero(self.hidden[block]):
            aim = np.zeros(block.size)
            aim[i] = 1.0
            low[i], high[i] = _least(aim, sums, equal, bounds), -_least(-aim, sums, equal, bounds)
        return low, high


def _least(aim: FloatArray, sums: FloatArray, equal: FloatArray, bounds: Sequence[tuple[float, float]]) -> float:
    """The least value of ``aim`` @ x within ``bounds`` where ``sums`` @ x are ``equal``: minus infinity for none."""
    found = scipy.optimize.linprog(aim, A_eq=sums, b_eq=equal, bounds=bounds, method="highs")
    return float(found.fun or 0.0) if found.status == 0 else -np.inf


def _lines(table: Published) -> list[NDArray[np.intp]]:
    """Flat positions of what adds up, each line's total last."""
    ids = np.arange(table.value.size).reshape(table.value.shape)
    lines = []
    for relation in table.relations:
        entries = np.append(relation.members, relation.total)
        lines += list(np.moveaxis(ids.take(entries, axis=relation.axis), relation.axis, -1).reshape(-1, entries.size))
    return lines


def _matrix(lines: Sequence[NDArray[np.intp]], there: BoolArray) -> scipy.sparse.csr_array:
    """A row for each line: its members less its total; numbers that are missing have no coefficient."""
    if not lines:
        return scipy.sparse.csr_array((0, there.size))
    columns, at = np.concatenate(lines), np.repeat(np.arange(len(lines)), [line.size for line in lines])
    values = np.concatenate([np.append(np.ones(line.size - 1), -1.0) for line in lines])
    known = there[columns]
    return scipy.sparse.coo_array((values[known], (at[known], columns[known])), shape=(len(lines), there.size)).tocsr()
