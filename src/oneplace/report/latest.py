"""Which rows of results are the newest that say something."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from oneplace.report.rows import Row
from oneplace.results import to_judge


def newest(rows: Iterable[Row]) -> list[Row]:
    """The rows of the newest period in which any value is known; of the newest period where none ever is.

    Rows that stand ``beside`` are none of them, unless there are no others.
    """
    every = list(rows)
    listed = to_judge(every) or every
    known = [row for row in listed if row["value"] is not None] or listed
    last = max(map(_period, known), default=None)
    return [row for row in listed if _period(row) == last]


def _period(row: Row) -> tuple[date, date]:
    """Its last day first; of periods that end together the shortest is the newest."""
    return row["period_end"], row["period_start"]


def latest(rows: Iterable[Row]) -> list[Row]:
    """The ``newest`` rows of ``results`` in the order of their groups."""
    return sorted(newest(rows), key=lambda row: (row["group_order"] or 0, row["group_label"] or ""))


def of_dimension(rows: Iterable[Row], dimension: str) -> list[Row]:
    """The rows about one dimension."""
    return [row for row in rows if row["dimension"] == dimension]
