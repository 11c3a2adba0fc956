"""What the pack reads of a run, sorted by ambition and measure; it computes no number of its own."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import duckdb

from oneplace.place import Measure, Outcome, Place
from oneplace.progress import Ambition, ambitions
from oneplace.results import Results, read

Row = dict[str, Any]


@dataclass(frozen=True)
class Judged:
    """One ambition with all that a run says of it. Lists are of the latest period of their dimension."""

    outcome: Outcome
    ambition: Ambition
    measure: Measure | None
    row: Row
    paths: Sequence[Row]
    groups: Sequence[Row]
    neighbourhoods: Sequence[Row]
    areas: Sequence[Row]
    signals: Sequence[Row]
    gaps: Sequence[Row]


@dataclass(frozen=True)
class Evidence:
    """A run's results beside the place that they are about."""

    place: Place
    results: Results
    earlier: Sequence[Row] | None
    """Rows of ``progress`` of the run before; None where there is none."""
    manifest: Mapping[str, Any]
    judged: Sequence[Judged]

    @property
    def as_of(self) -> date:
        """The day on which the run stands."""
        return date.fromisoformat(self.manifest["as_of"])

    @property
    def rows(self) -> list[Row]:
        """The rows of ``progress``, in the strategy's order."""
        return [one.row for one in self.judged]


def evidence(place: Place, results_folder: Path, manifest: Mapping[str, Any], previous: Path | None) -> Evidence:
    """Read a run's results (and the progress of the one before) for the pack. Errors as ``oneplace.results.read``."""
    results = read(results_folder)
    progress = {row["ambition"]: row for row in results["progress"].to_pylist()}
    tables = _Tables(
        paths=_by("ambition", results["paths"].to_pylist()),
        signals=_by("measure", results["signals"].to_pylist()),
        latest=_by("measure", _latest(results, "results")),
        gaps=_by("measure", _latest(results, "gaps")),
    )
    outcomes = {outcome.id: outcome for outcome in place.strategy.outcomes}
    outcomes = {outcome.id: outcome for outcome in place.strategy.outcomes}
    judged = [
        _judged(one, (outcomes[one.id], place.measures.get(one.measure or "")), progress[one.id], tables)
        for one in ambitions(place)
        if one.id in progress
    ]
    earlier = read(previous)["progress"].to_pylist() if previous else None
    return Evidence(place, results, earlier, manifest, judged)


@dataclass(frozen=True)
class _Tables:
    """Rows of a run, by ambition (paths) or by measure."""

    paths: Mapping[str, list[Row]]
    signals: Mapping[str, list[Row]]
    latest: Mapping[str, list[Row]]
    gaps: Mapping[str, list[Row]]


def _judged(one: Ambition, defined: tuple[Outcome, Measure | None], row: Row, tables: _Tables) -> Judged:
    key = one.measure or ""
    of = _by("dimension", tables.latest[key])
    period = (row["period_start"], row["period_end"])
    return Judged(
        outcome=defined[0],
        ambition=one,
        measure=defined[1],
        row=row,
        paths=sorted(tables.paths[one.id], key=lambda line: (line["kind"], line["period_end"])),
        groups=[line for name in ("deprivation", "ethnicity", "sex", "age") for line in of[name]],
        neighbourhoods=of["neighbourhood"],
        areas=[
            line for line in of["area"] if period[0] is None or (line["period_start"], line["period_end"]) == period
        ],
        signals=sorted(tables.signals[key], key=lambda line: line["period_end"]),
        gaps=tables.gaps[key],
    )


def _latest(results: Results, name: str) -> list[Row]:
    """The rows of the latest period of each measure and dimension in which any group has a value."""
    table = results[name]
    with duckdb.connect() as connection:
        connection.register("rows", table)
        found = connection.sql(
            """
            with known as (
                select measure, dimension, max(period_end) as period_end from rows
                where value is not null group by measure, dimension
            )
            select rows.* from rows join known using (measure, dimension, period_end)
            """
        ).to_arrow_table()
    order = "group" if name == "results" else "statistic"
    keys = [("measure", "ascending"), ("dimension", "ascending"), (order, "ascending"), ("period_start", "ascending")]
    rows: list[Row] = found.select(table.schema.names).sort_by(keys).to_pylist()
    return rows


def _by(key: str, rows: Sequence[Row]) -> defaultdict[str, list[Row]]:
    found: defaultdict[str, list[Row]] = defaultdict(list)
    for row in rows:
        found[row[key]].append(row)
    return found
