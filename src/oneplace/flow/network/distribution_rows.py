"""The distributions of a pathway as rows of a table."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from oneplace.flow.file.distribution import Distribution
from oneplace.flow.kernel import layout as at
from oneplace.flow.kernel.state import Table
from oneplace.flow.network.distributions import Drawn, drawn, rest_of


@dataclass
class Dists:
    """Rows of distributions, as they are asked for."""

    folder: Path
    rows: list[Drawn] = field(default_factory=list)
    known: dict[int, int] = field(default_factory=dict)
    rests: dict[int, int] = field(default_factory=dict)

    def row(self, of: Distribution | None) -> int:
        """The row of a distribution; one object in the file is one row, so that its sequence is counted once."""
        if of is None:
            return -1
        if id(of) not in self.known:
            self.known[id(of)] = self._added(drawn(of, self.folder))
        return self.known[id(of)]

    def rest(self, row: int) -> int:
        """The row of what is left of a stay that is found under way."""
        if row not in self.rests:
            self.rests[row] = self._added(rest_of(self.rows[row]))
        return self.rests[row]

    def _added(self, of: Drawn) -> int:
        self.rows.append(of)
        return len(self.rows) - 1

    def tables(self) -> dict[str, Table]:
        """The kernel's tables ``dists`` and ``values``."""
        dists = np.zeros(len(self.rows), at.DISTRIBUTION)
        values: list[float] = []
        for i, of in enumerate(self.rows):
            dists[i] = of.kind, len(values), len(of.table), 0, of.a, of.b, of.m, of.least
            values += of.table
        return {"dists": dists, "values": np.array(values, np.float64)}
