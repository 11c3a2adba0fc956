"""Activities of several kinds in one dataset: how many of each there are on each day of each file."""

from __future__ import annotations

from datetime import date

from oneplace.place.canonical import ACTIVITY_TYPES
from oneplace.place.mapping_sql import scalar
from oneplace.place.sources import Dataset, Rows, Source
from oneplace.record import made
from oneplace.record.reading import EARLIEST, text
from oneplace.record.staging import Staged

Event = tuple[str, date, int]
"""A file, a day, and how many events there are on it."""


def events(staged: Staged, source: Source, dataset: Dataset, day: str, as_at: date) -> dict[str | None, list[Event]]:
    """The events of a dataset by day (``day`` is SQL for it), in one pass: of None its rows, and of each kind of
    activity those of that kind, where its mapping may make several."""
    table, known = staged.table(source, dataset), ", ".join(map(text, ACTIVITY_TYPES))
    parts = [f"SELECT NULL AS kind, _load, {day} AS day FROM {table}"]
    for rows in _of_kinds(dataset):
        names = made.names(dataset, rows)
        kind = f"CAST({scalar(rows.values['activity_type'], names)} AS VARCHAR)"
        where = f"{kind} IN ({known})" + (f" AND ({scalar(rows.where, names)})" if rows.where else "")
        each = made.each(str(table), dataset, rows)
        parts.append(f"SELECT {kind} AS kind, _load, {day} AS day FROM {each} WHERE {where}")
    found: dict[str | None, list[Event]] = {}
    for kind, load, when, number in staged.connection.execute(f"""
        SELECT kind, _load, day, count(*) FROM ({" UNION ALL ".join(parts)})
        WHERE day BETWEEN DATE '{EARLIEST}' AND DATE '{as_at}' GROUP BY ALL ORDER BY day, kind, _load
    """).fetchall():
        found.setdefault(kind, []).append((load, when, number))
    return found


def _of_kinds(dataset: Dataset) -> list[Rows]:
    """The rows of activities, where they are of more kinds than one that is written down."""
    found = [rows for rows in dataset.rows if rows.table == "activity"]
    return found if len({rows.values["activity_type"] for rows in found}) > 1 or any(map(_varies, found)) else []


def _varies(rows: Rows) -> bool:
    return made.constant(rows.values["activity_type"]) is None
