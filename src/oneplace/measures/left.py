"""What earlier runs told of periods that the files no longer cover: a feed has stopped, or was lost.

What they hid stays hidden, so that its memory isn't lost, and a year that is held whole stays as it was published
(``holding``). But nothing is counted there any more: the rows say so, and stand ``beside``. Which periods those are
follows from the days that the files cover, which every reader is told, and never from a count: so all rows of such a
period say the same, and it tells nothing of whether a group had nobody or a few.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from oneplace.measures.rows import Row
from oneplace.stats import REASONS
from oneplace.vocabulary.beside import Beside


def with_left(rows: Sequence[Row], is_covered: Callable[[date, date], bool]) -> list[Row]:
    """The rows, those of periods that are not covered any more with what they are left from."""
    return [row if is_covered(row["period_start"], row["period_end"]) else _left(row) for row in rows]


def as_told(row: Row) -> Row:
    """A row as the run told or hid it that counted it: without what a later one said of its being left."""
    if row.get("beside") != Beside.NO_DATA_LEFT:
        return row
    return {**row, "beside": None, "reason": REASONS["suppressed"] if row["suppressed"] else None}


def _left(row: Row) -> Row:
    reason = "no_data_left" if row["suppressed"] else "as_published_before"
    return {**row, "beside": Beside.NO_DATA_LEFT, "reason": REASONS[reason]}
