"""Rows of a result table, found by what they are about."""

from __future__ import annotations

from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

Row = dict[str, Any]
"""One row of a result table, by the column names of ``oneplace.results.TABLES``."""


class Rows:
    """One result table cut by its first column (measure, ambition or source), so that a reader takes only its rows."""

    def __init__(self, table: pa.Table) -> None:
        self.key = table.column_names[0]
        self._sorted = table.take(pc.sort_indices(table, [(self.key, "ascending")]))
        self._cuts: dict[str, tuple[int, int]] = {}
        start = 0
        for item in pc.value_counts(self._sorted[self.key]).to_pylist():
            self._cuts[item["values"]] = (start, item["counts"])
            start += item["counts"]
        self._rows: dict[str, list[Row]] = {}

    def of(self, key: str) -> list[Row]:
        """The rows about ``key``, in the order in which the run wrote them; kept once read."""
        if key not in self._rows:
            self._rows[key] = self.cut(key).to_pylist()
        return self._rows[key]

    def cut(self, key: str) -> pa.Table:
        """The same rows as a table."""
        return self._sorted.slice(*self._cuts.get(key, (0, 0)))

    @property
    def keys(self) -> list[str]:
        """What the table has rows about."""
        return list(self._cuts)

    @property
    def arrow(self) -> pa.Table:
        """The whole table."""
        return self._sorted
