"""Figures of a part of a period: told with their days, and kept out of all that is told of a period.

A year's months so far are no year: winter is not in them, and of what is counted there is less. Set beside whole years
they would be the newest, the best or the worst. Their rows keep their values, for they are what was told, and say that
they stand ``beside``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from oneplace.measures.rows import Row
from oneplace.place import Measure
from oneplace.stats import MONTHS, Span, is_part, own_length, usual_length
from oneplace.vocabulary.beside import Beside
from oneplace.vocabulary.dimensions import AREA, EVERYONE

_Key = tuple[str, date, date]
"""A breakdown and a period."""


def with_parts(measure: Measure, rows: Sequence[Row]) -> list[Row]:
    """The rows, of which those are marked that are of a part of such a period as their breakdown is told for.

    Everyone is told as often as the measure's file says, areas as everyone is, and other groups mostly as they are:
    of what comes irregularly nothing tells which periods are parts.
    """
    parts = _parts(measure, rows)
    return [{**row, "beside": Beside.PART} if _key(row) in parts and not row.get("beside") else row for row in rows]


def _key(row: Row) -> _Key:
    return row["dimension"], row["period_start"], row["period_end"]


def _parts(measure: Measure, rows: Sequence[Row]) -> set[_Key]:
    """Which periods of which breakdowns are parts, by how long those are that have values."""
    spans: defaultdict[str, list[Span]] = defaultdict(list)
    for dimension, start, end in sorted({_key(row) for row in rows if row["value"] is not None}):
        spans[dimension].append(Span(start, end, ""))
    step = MONTHS.get(measure.frequency, 0)
    lengths = {of: (own_length if of == EVERYONE else usual_length)(found, step) for of, found in spans.items()}
    lengths[AREA] = lengths.get(EVERYONE) or lengths.get(AREA, 0)
    every = {_key(row) for row in rows}
    return {(of, start, end) for of, start, end in every if is_part(Span(start, end, ""), lengths.get(of, 0))}
