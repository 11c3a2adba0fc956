"""A scenario grid: every combination of some values of some quantities, under the same chances."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from oneplace.flow.file.pathway import Pathway
from oneplace.flow.reading.reader import apply
from oneplace.flow.simulation.bounded import limits_apart, limits_of
from oneplace.flow.simulation.measures import Key
from oneplace.flow.simulation.results import key_index
from oneplace.flow.simulation.spread import per_draw, spread, whole_draws
from oneplace.flow.simulation.variants import Variant
from oneplace.problems import OneplaceError

Floats = NDArray[np.float64]

MOST_CELLS = 1000
"""Combinations in one grid: with 20 replications of a year of one acute pathway, about a quarter of an hour."""


@dataclass(frozen=True)
class Grid:
    """Every combination of the values given, each run under the same chances as the pathway as it is.

    ``now`` holds each replication's measures (replications × keys) of the pathway as it is, ``runs`` those of each
    cell (cells × replications × keys).
    """

    pathway: Pathway
    paths: tuple[str, ...]
    """What is varied, by path of names."""
    cells: tuple[tuple[str, ...], ...]
    """The values of each cell, in the order of ``paths``; the last path varies fastest."""
    keys: tuple[Key, ...] = field(repr=False)
    now: Floats = field(repr=False)
    runs: Floats = field(repr=False)
    variants: tuple[Pathway, ...] = field(default=(), repr=False)
    """The pathway of each cell."""

    def measure(self, measure: str, where: str = "pathway", group: str = "all") -> Floats:
        """One measure (cells × replications). Raises ``OneplaceError`` where there is no such one."""
        return self.runs[:, :, key_index(self.pathway, self.keys, measure, where, group)]

    def table(self) -> pa.Table:
        """One row a cell and measure: the cell's number and values, what the measure is, its mean with 95 % limits, the
        same measure as it is now, and the paired difference with its 95 % limits.
        """
        n_cells, n_keys = len(self.cells), len(self.keys)
        columns: dict[str, object] = {"cell": np.repeat(np.arange(1, n_cells + 1), n_keys)}
        for i, path in enumerate(self.paths):
            columns[path] = np.repeat(np.array([cell[i] for cell in self.cells], dtype=object), n_keys)
        for name in ("measure", "where", "by", "group", "unit"):
            columns[name] = np.tile(np.array([getattr(key, name) for key in self.keys], dtype=object), n_cells)
        most = np.array([key.most for key in self.keys])
        each = per_draw(self.pathway, *self.variants)
        runs, now = np.moveaxis(self.runs, 1, 0), self.now[:, None]
        found, apart, both = spread(runs, each), spread(runs - now, each), np.isfinite(runs - now)
        columns |= {"mean": found.mean.ravel(), **_columns("", *limits_of(found.mean, found.half, most))}
        columns["now"] = np.tile(spread(self.now, each).mean, n_cells)
        before, after = (spread(np.where(both, of, math.nan), each).mean for of in (now, runs))
        columns |= {
            "difference": apart.mean.ravel(),
            **_columns("difference_", *limits_apart(before, after, apart.half, most)),
        }
        columns["replications"] = np.isfinite(self.runs).sum(axis=1).ravel()
        return pa.table(columns)


def _columns(before: str, lower: Floats, upper: Floats) -> dict[str, Floats]:
    return {f"{before}lower": lower.ravel(), f"{before}upper": upper.ravel()}


def grid(
    pathway: Pathway,
    vary: Mapping[str, Sequence[str]],
    *,
    seed: int = 1,
    replications: int = 20,
    progress: Callable[[int, int], None] | None = None,
) -> Grid:
    """Simulate every combination of the values of ``vary``: quantities by path, ``{"places.ward.capacity": ["430 beds",
    "440 beds"], …}``.

    The same patient draws the same numbers in every cell, so that cells differ by what was varied and not by luck.
    Where the file says ``not_set`` and each cell sets it, there is nothing to compare with, and ``now`` is NaN.
    ``progress`` is called with the cells done and all of them. Raises ``OneplaceError`` where a value does not fit,
    before anything is run, and where there are more than ``MOST_CELLS`` cells.
    """
    if replications < 2:
        raise ValueError("a grid needs at least 2 replications.")
    paths, cells = tuple(vary), _cells(pathway, vary)
    variants = [apply(pathway, dict(zip(paths, cell, strict=True))) for cell in cells]
    replications = whole_draws(replications, per_draw(pathway, *variants))
    base = Variant(variants[0] if pathway.has_gaps else pathway, seed)
    now = base.runs(replications)
    if pathway.has_gaps:  # there is no pathway as it is: each cell sets what the file does not
        now = np.full_like(now, np.nan)
    runs = np.full((len(cells), *now.shape), np.nan)
    column = {key: i for i, key in enumerate(base.keys)}
    for number, (cell, variant) in enumerate(zip(cells, variants, strict=True)):
        made = Variant(variant, seed)
        try:
            values = made.runs(replications)
        except OneplaceError as error:
            said = ", ".join(f"{path}: {value}" for path, value in zip(paths, cell, strict=True))
            first = error.problems[0]
            raise OneplaceError.at(first.path, f"with {said}: {first.message}", first.mend, code=first.code) from None
        known = [(i, column[key]) for i, key in enumerate(made.keys) if key in column]
        runs[number][:, [to for _, to in known]] = values[:, [own for own, _ in known]]
        if progress:
            progress(number + 1, len(cells))
    return Grid(pathway, paths, tuple(cells), base.keys, now, runs, tuple(variants))


def _cells(pathway: Pathway, vary: Mapping[str, Sequence[str]]) -> list[tuple[str, ...]]:
    if not vary:
        raise OneplaceError.at(
            pathway.path, "has nothing to vary.", "Give a path with values: `places.ward.capacity=430 beds,440 beds`."
        )
    for path, values in vary.items():
        if not values or len(set(values)) < len(values):
            fault = "the same value twice" if values else "no values"
            raise OneplaceError.at(pathway.path, f"`{path}` has {fault} to vary over.", "Give each value once.")
    number = math.prod(len(values) for values in vary.values())
    if number > MOST_CELLS:
        raise OneplaceError.at(
            pathway.path,
            f"would have {number:,} combinations, more than the {MOST_CELLS:,} of one grid.",
            "Vary fewer quantities, or give fewer values.",
        )
    return list(itertools.product(*vary.values()))
