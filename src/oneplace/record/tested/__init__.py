"""Partners' data put to the declared tests (``vocabulary.data_tests``), by source, dataset and quarter."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pyarrow as pa

from oneplace import results
from oneplace.place.sources import Sources
from oneplace.record.database import Tables
from oneplace.record.staging import Staged
from oneplace.record.tested import declared, events, records, rejected, submissions
from oneplace.record.tested.tally import Counted, Feed, added
from oneplace.vocabulary.data_tests import DATA_TESTS

NAME = "data_tests"


def table(staged: Staged, sources: Sources, tables: Tables, earlier: Path | None) -> pa.Table:
    """Every test's counts, in the form of ``results.TABLES["data_tests"]``: as counted, nothing hidden or compared.

    ``tables`` are the record's before they are written, with ``facts``, ``who``, ``intervals``, ``numbered``,
    ``doubtful`` and ``opted_out``; ``earlier`` is the record that this one follows.
    """
    connection, feeds = staged.connection, _feeds(staged, sources)
    found = added(
        one
        for part in (
            rejected.rows(staged, sources, feeds),
            declared.rows(staged, sources, tables, feeds),
            submissions.shrunk(staged, earlier, feeds),
            submissions.not_sent(staged, sources, earlier),
            events.events(connection, tables, feeds),
            records.intervals(connection, tables["intervals"], feeds),
            records.numbers(connection, sources, tables["numbered"]),
            records.said(connection, sources, tables, feeds),
            submissions.coverage(connection, sources, tables["coverage"], feeds),
            submissions.delays(staged, sources, feeds),
            records.links(connection, sources, tables, feeds),
            records.opted_out(connection, sources, tables),
            records.opted_out_otherwise(connection, tables["preference"], feeds),
        )
        for one in part
    )
    return pa.Table.from_pylist(list(map(_row, sorted(found, key=_place))), schema=results.TABLES[NAME].schema)


_ORDER = {name: place for place, name in enumerate(DATA_TESTS)}


def _place(one: Counted) -> tuple[object, ...]:
    """Where a row stands: by test and feed, all days before the quarters."""
    told = one.field or "", one.note or "", one.group or ""
    return _ORDER[one.test], one.feed.source, one.feed.dataset, *told, one.start or date.min


def _row(one: Counted) -> dict[str, object]:
    test, feed = DATA_TESTS[one.test], one.feed
    return {
        "test": one.test,
        "layer": test.layer.value,
        "severity": test.severity.value,
        "source": feed.source,
        "partner": feed.partner,
        "dataset": feed.dataset or None,
        "field": one.field,
        "group": one.group,
        "period_start": one.start,
        "period_end": one.end,
        "failed": one.failed,
        "checked": one.checked,
        "note": one.note,
    }


def _feeds(staged: Staged, sources: Sources) -> dict[str, Feed]:
    """What each file is of, by its load id."""
    partners = {source.id: source.partner for source in sources.sources}
    found = staged.connection.execute(f"SELECT load_id, source, dataset FROM {staged.loaded} ORDER BY ALL").fetchall()
    return {load: Feed(source, partners[source], dataset) for load, source, dataset in found}
