"""Which rows of results are the newest that say something."""

from __future__ import annotations

from collections.abc import Iterable

from oneplace.report.rows import Row
from oneplace.results import to_judge


def newest(rows: Iterable[Row]) -> list[Row]:
    """The rows of the newest period in which any value is known; of the newest period where none ever is.

    Rows that stand ``beside`` are none of them, unless there are no others.
    """
    every = list(rows)
    listed = to_judge(every) or every
    known = [row for row in listed if row["value"] is not None] or listed
    end = max((row["period_end"] for row in known), default=None)
    return [row for row in listed if row["period_end"] == end]


def latest(rows: Iterable[Row]) -> list[Row]:
    """The ``newest`` rows of ``results`` in the order of their groups."""
    return sorted(newest(rows), key=lambda row: (row["group_order"] or 0, row["group_label"] or ""))


def of_dimension(rows: Iterable[Row], dimension: str) -> list[Row]:
    """The rows about one dimension."""
    return [row for row in rows if row["dimension"] == dimension]
