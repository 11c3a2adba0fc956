"""The run that is served, read once and kept in memory until another is switched in."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path
from threading import Lock
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
from django.conf import settings

from oneplace import place, results
from oneplace import run as runs
from oneplace.place import Measure, Place
from oneplace.progress import Ambition, ambitions

Row = dict[str, Any]
"""One row of a result table, by the column names of ``oneplace.results.TABLES``."""


class Table:
    """One result table cut by its first column (measure, ambition or source), so that a page reads only its rows."""

    def __init__(self, table: pa.Table) -> None:
        self.key = table.column_names[0]
        self._sorted = table.take(pc.sort_indices(table, [(self.key, "ascending")])) if len(table) else table
        counts = pc.value_counts(self._sorted[self.key]).to_pylist()
        self._cuts: dict[str, tuple[int, int]] = {}
        start = 0
        for item in counts:
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


@dataclass(frozen=True)
class Snapshot:
    """A place with its run: everything that pages are made of. ``run`` is None before the first one."""

    place_folder: Path
    place: Place
    run: runs.Run | None
    tables: dict[str, Table] = field(repr=False)

    @property
    def as_of(self) -> date | None:
        """The day on which the run stands."""
        return date.fromisoformat(self.run.manifest["as_of"]) if self.run else None

    def measure(self, measure_id: str | None) -> Measure | None:
        """A measure of the place by its id."""
        return self.place.measures.get(measure_id) if measure_id else None

    def results(self, measure: str) -> list[Row]:
        """All results of a measure."""
        return self.tables["results"].of(measure)

    def progress(self, ambition: str) -> Row | None:
        """How an ambition stands; None where the run says nothing about it."""
        rows = self.tables["progress"].of(ambition)
        return rows[0] if rows else None

    @cached_property
    def previous(self) -> runs.Run | None:
        """The run that the served one was compared with when it was made; None where there was none, or it is gone."""
        wanted = self.run.manifest["previous"] if self.run else None
        return next((item for item in runs.runs(self.place_folder) if item.id == wanted), None) if wanted else None

    @cached_property
    def ambitions(self) -> list[Ambition]:
        """The strategy's ambitions with what the sentences need to know about them."""
        return ambitions(self.place)

    def measures_with(self, dimension: str) -> list[str]:
        """The measures of the place that have results by a dimension, in the place's order."""
        return [key for key in self.place.measures if key in self._measures_by_dimension.get(dimension, ())]

    @cached_property
    def _measures_by_dimension(self) -> dict[str, set[str]]:
        pairs = self.tables["results"].arrow.group_by(["dimension", "measure"]).aggregate([])
        found: dict[str, set[str]] = {}
        for dimension, measure in zip(pairs["dimension"].to_pylist(), pairs["measure"].to_pylist(), strict=True):
            found.setdefault(dimension, set()).add(measure)
        return found

    @cached_property
    def origins(self) -> dict[str, str]:
        """Where each measure's numbers come from (``oneplace.results.ORIGINS``)."""
        table = self.tables["results"].arrow
        pairs = table.select(["measure", "origin"]).group_by(["measure"]).aggregate([("origin", "max")])
        return dict(zip(pairs["measure"].to_pylist(), pairs["origin_max"].to_pylist(), strict=True))


_lock = Lock()
_kept: dict[Path, tuple[str, Snapshot]] = {}


def snapshot() -> Snapshot:
    """The snapshot of the place that this server serves, read again when ``var/current`` names another run."""
    folder: Path = settings.ONEPLACE_PLACE
    stamp = _stamp(folder)
    with _lock:
        kept = _kept.get(folder)
        if kept is None or kept[0] != stamp:
            kept = (stamp, _read(folder, stamp))
            _kept[folder] = kept
    return kept[1]


def _stamp(folder: Path) -> str:
    pointer = runs.var(folder) / "current"
    return pointer.read_text().strip() if pointer.is_file() else ""


def _read(folder: Path, run_id: str) -> Snapshot:
    """The run's own copy of the place files is read: a page never shows a definition that made other numbers."""
    if not run_id:
        public = results.tables_for(results.Audience.PUBLIC)
        empty = {name: Table(table.schema.empty_table()) for name, table in public.items()}
        return Snapshot(folder, place.read(folder), None, empty)
    served = runs.named(folder, run_id)
    read = results.read(served.results, results.Audience.PUBLIC)
    tables = {name: Table(table) for name, table in read.tables.items()}
    return Snapshot(folder, place.read(served.folder / "inputs"), served, tables)
