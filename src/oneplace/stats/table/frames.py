"""Tables of any kind (pandas, polars, Arrow) in, arrays out, and back; every bad column or row named."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import narwhals as nw
import numpy as np
from numpy.typing import NDArray

from oneplace.problems import OneplaceError, Problem
from oneplace.stats.estimate import FloatArray, IntArray

IN_MEMORY = Path("the table")
_ABSENT = {"", "na", "n/a", "nan", "null", "none"}


@dataclass(frozen=True)
class Frame:
    """A table being read: ``path`` names it in errors, ``header`` is the lines before its first row."""

    table: nw.DataFrame[Any]
    path: Path
    header: int

    @classmethod
    def of(cls, data: object) -> Frame:
        """Wrap a pandas, polars or Arrow table (or a ``Frame``, as it is)."""
        if isinstance(data, Frame):
            return data
        try:
            return cls(nw.from_native(data, eager_only=True), IN_MEMORY, 0)
        except TypeError:
            kind = type(data).__name__
            raise OneplaceError.at(IN_MEMORY, f"{kind} is no table.", "Give a pandas, polars or Arrow table.") from None

    def need(self, *names: str) -> None:
        """Refuse, all at once, the columns that aren't there."""
        there = self.table.columns
        missing = [name for name in names if name not in there]
        if missing:
            has = ", ".join(there)
            raise OneplaceError(
                *(
                    Problem(self.path, 0, 0, "", f"there is no column '{name}'.", f"The table has: {has}.")
                    for name in missing
                )
            )

    def numbers(self, name: str) -> FloatArray:
        """A column as numbers, empty cells missing; a cell that is no number is an error that names its row."""
        self.need(name)
        column = self.table[name]
        if column.dtype.is_numeric() or column.dtype == nw.Boolean:
            return np.asarray(column.cast(nw.Float64).to_numpy(), dtype=np.float64)
        found, problems = np.full(len(column), np.nan), list[Problem]()
        for i, cell in enumerate(column.to_list()):
            text = "" if cell is None else str(cell).strip()
            try:
                found[i] = np.nan if text.lower() in _ABSENT else float(text)
            except ValueError:
                place = (i + 1 + self.header, self.table.columns.index(name) + 1)
                message = f"column '{name}' has '{text}', which is not a number."
                problems.append(Problem(self.path, *place, "", message, "Write a plain number, or leave it empty."))
        if problems:
            raise OneplaceError(*problems[:20])
        return found

    def texts(self, name: str) -> list[str]:
        """A column as text."""
        self.need(name)
        return ["" if cell is None else str(cell).strip() for cell in self.table[name].to_list()]

    def groups(self, names: Sequence[str]) -> tuple[IntArray, IntArray]:
        """For each row the number of its group, in order of first appearance, and each group's first row."""
        if not names:
            every = np.arange(len(self.table))
            return every, every
        self.need(*names)
        code = np.zeros(len(self.table), dtype=np.int64)
        for name in names:
            _, part = np.unique(np.asarray(self.texts(name)), return_inverse=True)
            code = np.unique(code * (int(part.max(initial=0)) + 1) + part, return_inverse=True)[1]
        _, first, group = np.unique(code, return_index=True, return_inverse=True)
        order = np.argsort(np.argsort(first))
        return order[group], np.sort(first)

    def build(self, rows: IntArray, keep: Sequence[str], columns: Mapping[str, object]) -> Any:
        """A table of the caller's own kind: the kept columns at ``rows``, then the new ones; NaN becomes empty."""
        kept = {name: self.table[name].gather_every(1).to_list() for name in keep if name not in columns}
        data = {name: [cells[i] for i in rows.tolist()] for name, cells in kept.items()}
        data |= {name: _cells(values) for name, values in columns.items()}
        return nw.from_dict(data, backend=nw.get_native_namespace(self.table)).to_native()


def summed(values: FloatArray, group: IntArray, number: int) -> FloatArray:
    """Sums by group; one missing value makes its group missing."""
    return np.asarray(np.bincount(group, values, minlength=number), dtype=np.float64)


def spread_out(values: FloatArray, group: IntArray, column: IntArray, shape: tuple[int, int]) -> FloatArray:
    """A long column as (groups, columns), rows of one cell added up; NaN where there is no row."""
    cell = group * shape[1] + column
    there = np.bincount(cell, minlength=shape[0] * shape[1]) > 0
    total = np.bincount(cell, values, minlength=shape[0] * shape[1])
    return np.where(there, total, np.nan).reshape(shape)


def _cells(values: object) -> list[object]:
    array: NDArray[Any] = np.asarray(values)
    if array.dtype.kind != "f":
        return list(array.tolist())
    return [None if missing else value for value, missing in zip(array.tolist(), np.isnan(array).tolist(), strict=True)]
