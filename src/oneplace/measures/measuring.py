"""Every measure of a place, computed, published or recorded, into the tables that everyone reads."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

import pyarrow as pa

from oneplace.measures.documents import from_document
from oneplace.measures.linked_record import RecordMeasures
from oneplace.measures.provenance import provenance
from oneplace.measures.published import published
from oneplace.measures.quality import quality
from oneplace.measures.rows import Row, table
from oneplace.measures.signals import signals
from oneplace.place import FromDocument, FromLinkedRecord, FromPublished, FromQuality, Measure, Place
from oneplace.problems import OneplaceError

Progress = Callable[[str, float], None]


@dataclass(frozen=True)
class Measured:
    """The tables results, gaps, signals and provenance, and the seconds that each measure took.

    The shared population's seconds stand under ``population``. Tables hold nothing that differs from run to run.
    """

    tables: Mapping[str, pa.Table]
    seconds: Mapping[str, float]


@dataclass(frozen=True)
class MeasureExplained:
    """How one measure is computed: its definition, SQL, the rows it read and wrote, the seconds it took."""

    measure: Measure
    definition: str
    definition_file: str
    sql: str | None
    sources: str | None
    rows_read: int
    rows_written: int
    seconds: Mapping[str, float]


def measure(place: Place, record_folder: Path | None = None, *, progress: Progress | None = None) -> Measured:
    """Compute every measure of a place.

    ``record_folder`` is the linked record; without it, measures computed from the record have no rows, and their
    provenance says so. ``progress`` is told what is being measured and the share done. Raises ``OneplaceError`` for
    what is wrong in the place's files.
    """
    tell = progress or (lambda _what, _share: None)
    opened = RecordMeasures.open(place, record_folder) if record_folder else None
    tables: dict[str, list[Row]] = {name: [] for name in ("results", "gaps", "signals", "provenance")}
    seconds: dict[str, float] = {}
    chosen = [definition for _, definition in sorted(place.measures.items())]

    def timed(definition: Measure) -> tuple[dict[str, list[Row]], float]:
        started = perf_counter()
        return _one(place, definition, opened), perf_counter() - started

    try:
        if opened and any(isinstance(definition.compute, FromLinkedRecord) for definition in chosen):
            tell("Counting the population", 0)
            seconds["population"] = opened.prepare()
        # two at a time, so that one measure's statement runs while another's rows are made; the order stays
        with ThreadPoolExecutor(2) as pool:
            for done, (definition, (found, took)) in enumerate(zip(chosen, pool.map(timed, chosen), strict=True)):
                tell(definition.name, done / len(chosen))
                seconds[definition.id] = took
                for name, rows in found.items():
                    tables[name] += rows
    finally:
        if opened:
            opened.connection.close()
    tell("Measured", 1.0)
    return Measured({name: table(name, rows) for name, rows in tables.items()}, seconds)


def explain(place: Place, measure_id: str, record_folder: Path | None = None) -> MeasureExplained:
    """How one measure is computed; runs it where there is a record. Refuses an unknown measure."""
    if measure_id not in place.measures:
        known = ", ".join(sorted(place.measures)) or "none"
        raise OneplaceError.at(place.root, f"has no measure '{measure_id}'.", f"Its measures are: {known}.")
    definition = place.measures[measure_id]
    opened = RecordMeasures.open(place, record_folder) if record_folder else None
    seconds = {"population": opened.prepare()} if opened and isinstance(definition.compute, FromLinkedRecord) else {}
    started = perf_counter()
    made = _one(place, definition, opened)["provenance"][0]
    seconds["measure"] = perf_counter() - started
    if opened:
        opened.connection.close()
    return MeasureExplained(
        definition,
        made["definition"],
        made["definition_file"],
        made["sql"],
        made["sources"],
        made["rows_read"],
        made["rows_written"],
        seconds,
    )


def _one(place: Place, definition: Measure, opened: RecordMeasures | None) -> dict[str, list[Row]]:
    """One measure's rows of every table."""
    compute, computed = definition.compute, None
    if isinstance(compute, FromLinkedRecord):
        computed = opened.compute(definition, compute) if opened else None
        rows = computed.results if computed else []
    elif isinstance(compute, FromQuality):
        rows = quality(opened.folder, definition, compute, opened.window, opened.origin) if opened else []
    elif isinstance(compute, FromPublished):
        rows = published(place, definition, compute)
    elif isinstance(compute, FromDocument):
        rows = from_document(place.root, definition, compute)
    else:
        rows = []
    headline = [row for row in rows if row["dimension"] == "all"]
    return {
        "results": rows,
        "gaps": computed.gaps if computed else [],
        "signals": list(signals(definition, headline, target(place, definition.id))),
        "provenance": [provenance(place, definition, rows, computed)],
    }


def target(place: Place, measure_id: str) -> float | None:
    """The target of the first ambition that is bound to the measure and has one."""
    for outcome in place.strategy.outcomes:
        if outcome.measure == measure_id and outcome.target != "not_set":
            return float(outcome.target.value)
    return None
