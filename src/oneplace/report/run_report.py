"""A place with the results of one of its runs: all that pages and packs are made of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

import pyarrow.compute as pc

from oneplace.place import Measure, Place
from oneplace.progress import Ambition, ambitions, beside
from oneplace.progress.sentences import About
from oneplace.report.latest import latest, of_dimension
from oneplace.report.rows import Row, Rows
from oneplace.results import Results, to_judge
from oneplace.vocabulary.beside import Beside
from oneplace.vocabulary.dimensions import AREA, EVERYONE, WHOLE
from oneplace.vocabulary.wording import MADE_UP


@dataclass(frozen=True)
class RunReport:
    """``written`` holds the tables that the reader may have, ``manifest`` names the run; None before the first one."""

    place: Place
    written: Results = field(repr=False)
    manifest: Mapping[str, Any] | None

    @cached_property
    def changes(self) -> list[Row]:
        """What the files say otherwise than before: the rows of ``changes``, in the run's order."""
        rows: list[Row] = self.written["changes"].to_pylist()
        return rows

    @cached_property
    def decided(self) -> list[Row]:
        """What decisions of the files changed, in this run or one before: the rows of ``decided``."""
        rows: list[Row] = self.written["decided"].to_pylist()
        return rows

    @cached_property
    def every_change(self) -> list[Row]:
        """The rows of ``decided``, and of ``changes`` those that are none of them."""
        of = {_change_of(row) for row in self.decided}
        return [*self.decided, *(row for row in self.changes if _change_of(row) not in of)]

    @property
    def as_of(self) -> date | None:
        """The day on which the run stands."""
        return date.fromisoformat(self.manifest["as_of"]) if self.manifest else None

    @cached_property
    def tables(self) -> dict[str, Rows]:
        """The tables by name, each cut by what its rows are about."""
        return {name: Rows(table) for name, table in self.written.tables.items()}

    def measure(self, measure_id: str | None) -> Measure | None:
        """A measure of the place by its id."""
        return self.place.measures.get(measure_id or "")

    def results(self, measure: str) -> list[Row]:
        """A measure's results by which anything may be judged; kept once found."""
        if measure not in self._judged:
            self._judged[measure] = to_judge(self.every_row(measure))
        return self._judged[measure]

    @cached_property
    def _judged(self) -> dict[str, list[Row]]:
        return {}

    def every_row(self, measure: str) -> list[Row]:
        """All results of a measure, with those that only stand beside: for tables, in which each says why."""
        return self.tables["results"].of(measure)

    def read_in_part(self, measure: str) -> str:
        """Which files behind a measure's figures were read only in part; empty where none was."""
        return " ".join(dict.fromkeys(told for row in self.every_row(measure) if (told := row.get("read_in_part"))))

    def of_everyone(self, measure: str) -> list[Row]:
        """A measure's results of everyone, in periods of every length; kept once found."""
        if measure not in self._of_everyone:
            every = self.every_row(measure)
            self._of_everyone[measure] = [row for row in every if row["dimension"] in (EVERYONE, WHOLE)]
        return self._of_everyone[measure]

    @cached_property
    def _of_everyone(self) -> dict[str, list[Row]]:
        return {}

    def latest(self, measure: str, dimension: str) -> list[Row]:
        """The ``latest`` results of a measure by a dimension; kept once found."""
        key = (measure, dimension)
        if key not in self._latest:
            self._latest[key] = latest(of_dimension(self.results(measure), dimension))
        return self._latest[key]

    @cached_property
    def _latest(self) -> dict[tuple[str, str], list[Row]]:
        return {}

    def beside(self, measure: str) -> tuple[list[Row], list[Row]]:
        """The place's own row, if any, and the other areas', in the newest period that both have.

        Where they share none the areas' ``latest``, beside which nothing of the place is set.
        """
        results = self.results(measure)
        every = of_dimension(self.every_row(measure), EVERYONE)  # of years too, where areas are told for these alone
        own = {
            _span(row): row for row in every if row["value"] is not None and row.get("beside") != Beside.NO_DATA_LEFT
        }
        known = [row for row in of_dimension(results, AREA) if row["value"] is not None]
        shared = max((_span(row) for row in known if _span(row) in own), default=None)
        if shared is None:
            return [], self.latest(measure, AREA)
        areas = [row for row in of_dimension(results, AREA) if _span(row) == shared]
        return [own[shared]], sorted(areas, key=lambda row: (row["group_order"] or 0, row["group_label"] or ""))

    def progress(self, ambition: str) -> Row | None:
        """How an ambition stands; None where the run says nothing about it."""
        rows = self.tables["progress"].of(ambition)
        return rows[0] if rows else None

    def agreed(self, ambition: str) -> Row | None:
        """How an ambition stands by what was agreed, where the files ask for less and nobody has decided yet."""
        rows = self.tables["agreed"].of(ambition)
        return rows[0] if rows else None

    def asked(self, measure: str | None) -> float | None:
        """The level that each period of a measure is held against, and counted by; None where none is."""
        rows = self.tables["signals"].of(measure or "")
        return rows[-1]["asked"] if rows else None

    def said(self, ambition: str) -> list[Row]:
        """What is said of an ambition in public, the newest first; none where nothing is."""
        return self.tables["commentary"].of(ambition)

    def stands(self, measure: str) -> tuple[Row, About] | None:
        """How a measure stands that leads no ambition, and what the sentences need to know; None where no value is."""
        rows = self.tables["standings"].of(measure)
        return (rows[0], self._beside[measure]) if rows and measure in self._beside else None

    @cached_property
    def alone(self) -> list[Row]:
        """How the measures stand that lead no ambition: the rows of ``standings``."""
        rows: list[Row] = self.written["standings"].to_pylist()
        return rows

    @cached_property
    def _beside(self) -> dict[str, About]:
        return {one.id: one.about for one in beside(self.place)}

    @cached_property
    def ambitions(self) -> list[Ambition]:
        """The strategy's ambitions with what the sentences need to know about them."""
        return ambitions(self.place)

    def measures_with(self, dimension: str) -> list[str]:
        """The measures of the place that have results by a dimension to judge, in the place's order."""
        return [key for key in self.place.measures if key in self._measures_by_dimension.get(dimension, ())]

    @cached_property
    def _measures_by_dimension(self) -> dict[str, set[str]]:
        rows = self.written["results"]
        pairs = rows.filter(pc.is_null(rows["beside"])).group_by(["dimension", "measure"]).aggregate([])
        found: dict[str, set[str]] = {}
        for dimension, measure in zip(pairs["dimension"].to_pylist(), pairs["measure"].to_pylist(), strict=True):
            found.setdefault(dimension, set()).add(measure)
        return found

    @cached_property
    def origins(self) -> dict[str, str]:
        """Where each measure's numbers come from (``oneplace.results.ORIGINS``): made up, where any of them is."""
        pairs = self.written["results"].select(["measure", "origin"]).group_by(["measure", "origin"]).aggregate([])
        found = zip(pairs["measure"].to_pylist(), pairs["origin"].to_pylist(), strict=True)
        return dict(sorted(found, key=lambda pair: (pair[1] in MADE_UP, pair[1])))


def _change_of(row: Row) -> tuple[object, ...]:
    return tuple(row[name] for name in ("part", "subject", "field", "old", "new"))


def _span(row: Row) -> tuple[date, date]:
    """A row's period: its last day first, so that the newest of several is the greatest."""
    return row["period_end"], row["period_start"]
