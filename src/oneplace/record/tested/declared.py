"""What a declaration may lack: a key where what a file shows is shown again, a form where day and month look alike."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress

from oneplace.place.sources import Dataset, Source, Sources
from oneplace.problems import OneplaceError
from oneplace.record.database import Tables
from oneplace.record.proposing.glimpse import glimpse
from oneplace.record.proposing.guessing import day_or_month
from oneplace.record.reading import first_row, quoted
from oneplace.record.staging import Staged
from oneplace.record.tested.tally import Asked, Counted, Feed, counted


def rows(staged: Staged, sources: Sources, tables: Tables, feeds: Mapping[str, Feed]) -> Iterator[Counted]:
    """Events and rows that are counted more than once, and dates that can be read two ways."""
    yield from counted(staged.connection, _events(tables), {"repeated_id": Asked("true", "again")}, feeds)
    for source in sources.sources:
        for dataset in source.datasets:
            yield from counted(staged.connection, _shown(staged, source, dataset), _SHOWN, feeds)
            yield from _two_ways(staged, source, dataset, feeds)


def _events(tables: Tables) -> str:
    """SQL for events, and whether one has the id of another that is told first."""
    activity = tables["activity"]
    return f"""
        WITH twice AS (SELECT activity_id FROM {activity} WHERE activity_id IS NOT NULL GROUP BY 1 HAVING count(*) > 1)
        SELECT load_id, CAST(start_at AS DATE) AS day, false AS again
        FROM {activity} ANTI JOIN twice USING (activity_id)
        UNION ALL
        SELECT load_id, CAST(start_at AS DATE),
            row_number() OVER (PARTITION BY activity_id ORDER BY load_id, start_at) > 1
        FROM {activity} SEMI JOIN twice USING (activity_id)
    """


_SHOWN = {"repeated_row": Asked("several", "again")}


def _shown(staged: Staged, source: Source, dataset: Dataset) -> str:
    """SQL for rows of what was observed, which has no id of its own, and whether another file has the same row.

    Only of datasets in several files, without a key: one file is taken at its word.
    """
    table = staged.table(source, dataset)
    if dataset.key or "observation" not in {each.table for each in dataset.rows}:
        return f"SELECT _load AS load_id, NULL::DATE AS day, false AS several, false AS again FROM {table} LIMIT 0"
    said = f"hash({', '.join(map(quoted, dataset.columns))})"
    return f"""
        WITH said AS (SELECT _load, {said} AS said, min(_load) OVER (PARTITION BY {said}) AS first FROM {table})
        SELECT _load AS load_id, NULL::DATE AS day, (SELECT count(DISTINCT _load) > 1 FROM {table}) AS several,
            _load <> first AS again
        FROM said
    """


def _two_ways(staged: Staged, source: Source, dataset: Dataset, feeds: Mapping[str, Feed]) -> Iterator[Counted]:
    """The columns of whose dates nobody can tell day and month; files are looked at where all days are 12 or below."""
    loads = [load for load, feed in feeds.items() if (feed.source, feed.dataset) == (source.id, dataset.id)]
    names = [name for name, column in dataset.columns.items() if column.type in ("date", "time") and not column.format]
    if not loads or not names or dataset.format in ("ndjson", "bundle"):
        return
    listed = ", ".join(f"max(day({quoted(name)})), count({quoted(name)})" for name in names)
    found = first_row(staged.connection, f"SELECT {listed} FROM {staged.table(source, dataset)}")
    for name, latest, number in zip(names, found[::2], found[1::2], strict=True):
        if number and latest <= 12 and day_or_month(_written(staged, loads, name)):
            yield Counted("day_or_month", feeds[loads[0]], number, number, field=name)


def _written(staged: Staged, loads: list[str], name: str) -> Iterator[str]:
    """A column's values as the first rows of the files write them."""
    for load in loads:
        with suppress(OneplaceError):  # a file that is read by its declaration alone
            seen = glimpse(staged.extracts[load].path)
            yield from seen.column(name) if name in seen.names else ()
