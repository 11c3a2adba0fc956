"""Trying to work out hidden numbers of published tables by linear programming."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linprog
from scipy.sparse import coo_array, csr_array, vstack
from scipy.sparse.csgraph import connected_components

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

    ``derived`` is true where a hidden number follows; ``derived_before`` the same for the earlier table, if any.
    """

    lower: FloatArray
    upper: FloatArray
    derived: BoolArray
    derived_before: BoolArray | None = None

    @property
    def safe(self) -> bool:
        """Whether nothing hidden follows."""
        before = self.derived_before
        return not self.derived.any() and (before is None or not before.any())


def attack(tables: Sequence[Published]) -> Audit:
    """The range of every hidden number of one table, or of two where the first holds all the second's people."""
    numbers = _Numbers.of(tables)
    ranges = tuple([np.full(table.value.shape, np.nan) for table in tables] for _ in range(2))
    for block in numbers.blocks():
        low, high = numbers.solve(block)
        for variable, least, greatest in zip(block, low, high, strict=True):
            which, place = numbers.place(variable)
            ranges[0][which].flat[place], ranges[1][which].flat[place] = least, greatest
    derived = [np.asarray(high - low < 1 - 1e-6) for low, high in zip(*ranges, strict=True)]
    return Audit(ranges[0][0], ranges[1][0], derived[0], derived[1] if len(tables) > 1 else None)


@dataclass(frozen=True)
class _Numbers:
    """All numbers of the tables as variables of a linear program; those shown without rounding are fixed.

    ``sums`` @ x = 0 and ``order`` @ x <= 0.
    """

    tables: Sequence[Published]
    starts: NDArray[np.intp]
    lower: FloatArray
    upper: FloatArray
    sums: csr_array
    order: csr_array

    @classmethod
    def of(cls, tables: Sequence[Published]) -> _Numbers:
        starts = np.cumsum([0, *(table.value.size for table in tables)])
        lower, upper = (np.concatenate(sides) for sides in zip(*map(_bounds, tables), strict=True))
        lines = [line for table, start in zip(tables, starts, strict=False) for line in _lines(table, int(start))]
        rows = [(line, np.append(np.ones(line.size - 1), -1.0)) for line in lines]
        order = []
        if len(tables) > 1:
            size = tables[0].value.size
            both = ~(np.isnan(lower[:size]) | np.isnan(lower[size:]))
            order = [(np.array([i + size, i]), np.array([1.0, -1.0])) for i in np.flatnonzero(both)]
        return cls(tables, starts, lower, upper, _matrix(rows, lower), _matrix(order, lower))

    def blocks(self) -> list[NDArray[np.intp]]:
        """The open variables, in sets that have no relation with each other; each set with a hidden number in it."""
        open_ = ~np.isnan(self.lower) & (self.lower < self.upper)
        links = vstack([self.sums, self.order]).tocsr()[:, open_]
        _, label = connected_components(links.T @ links, directed=False)
        ids = np.flatnonzero(open_)
        hidden = np.concatenate([table.hidden.ravel() for table in self.tables])
        sets = [ids[label == each] for each in np.unique(label[hidden[ids]])]
        return [block for block in sets if hidden[block].any()]

    def place(self, variable: int) -> tuple[int, int]:
        """The table and flat position of a variable."""
        which = int(np.searchsorted(self.starts, variable, side="right")) - 1
        return which, variable - int(self.starts[which])

    def solve(self, block: NDArray[np.intp]) -> tuple[FloatArray, FloatArray]:
        """The least and the greatest that each variable of a block can be (NaN for those that are shown)."""
        hidden = np.concatenate([table.hidden.ravel() for table in self.tables])[block]
        fixed = np.where(np.isnan(self.lower) | (self.lower < self.upper), 0.0, self.lower)
        eq, equal = _within(self.sums, block, fixed)
        below, most = _within(self.order, block, fixed)
        bounds = list(zip(self.lower[block].tolist(), self.upper[block].tolist(), strict=True))
        low, high = np.full(block.size, np.nan), np.full(block.size, np.nan)
        for i in np.flatnonzero(hidden):
            for side, sign in ((low, 1.0), (high, -1.0)):
                aim = np.zeros(block.size)
                aim[i] = sign
                found = linprog(aim, A_eq=eq, b_eq=equal, A_ub=below, b_ub=most, bounds=bounds, method="highs")
                side[i] = (
                    sign * float(found.fun or 0)
                    if found.status == 0
                    else sign * -np.inf
                    if found.status == 3
                    else np.nan
                )
        return low, high


def _within(matrix: csr_array, block: NDArray[np.intp], fixed: FloatArray) -> tuple[FloatArray, FloatArray]:
    """The rows that have a variable of the block, and what the numbers outside it leave to their right sides."""
    used = np.flatnonzero(np.diff(matrix[:, block].tocsr().indptr))
    rows = matrix[used]
    return np.asarray(rows[:, block].toarray()), np.asarray(-(rows @ fixed))


def _bounds(table: Published) -> tuple[FloatArray, FloatArray]:
    """What readers know of each number beforehand: NaN where there is none."""
    lower = np.where(table.hidden, table.lowest, np.maximum(table.value - table.slack, 0))
    upper = np.where(table.hidden, np.inf, table.value + table.slack)
    return lower.ravel(), upper.ravel()


def _lines(table: Published, start: int) -> list[NDArray[np.intp]]:
    """For each sum the variables of its members and, last, of the sum itself."""
    ids = np.arange(start, start + table.value.size).reshape(table.value.shape)
    lines: list[NDArray[np.intp]] = []
    for relation in table.relations:
        entries = np.append(relation.members, relation.total)
        lines += list(np.moveaxis(ids.take(entries, axis=relation.axis), relation.axis, -1).reshape(-1, entries.size))
    return lines


def _matrix(rows: Sequence[tuple[NDArray[np.intp], FloatArray]], lower: FloatArray) -> csr_array:
    """Rows of coefficients; numbers that are missing have none."""
    if not rows:
        return csr_array((0, lower.size))
    columns = np.concatenate([line for line, _ in rows])
    values = np.concatenate([value for _, value in rows])
    at = np.repeat(np.arange(len(rows)), [line.size for line, _ in rows])
    there = ~np.isnan(lower[columns])
    return coo_array((values[there], (at[there], columns[there])), shape=(len(rows), lower.size)).tocsr()
