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


def with_parts(measure: Measure, rows: Sequence[Row]) -> list[Row]:
    """The rows, of which those are marked that are of a part of such a period as their breakdown is told for.

    Everyone is told as often as the measure's file says, areas as everyone is, and other groups mostly as they are:
    of what comes irregularly nothing tells which periods are parts.
    """
    lengths = _lengths(measure, rows)
    return [{**row, "beside": Beside.PART} if _is_part(row, lengths[row["dimension"]]) else row for row in rows]


def _lengths(measure: Measure, rows: Sequence[Row]) -> defaultdict[str, int]:
    """By breakdown how many months its periods last; 0 where nothing tells."""
    periods: defaultdict[str, set[tuple[date, date]]] = defaultdict(set)
    for row in rows:
        if row["value"] is not None:
            periods[row["dimension"]].add((row["period_start"], row["period_end"]))
    step, found = MONTHS.get(measure.frequency, 0), defaultdict[str, int](int)
    for dimension, each in periods.items():
        spans = [Span(start, end, "") for start, end in sorted(each)]
        found[dimension] = (own_length if dimension == EVERYONE else usual_length)(spans, step)
    found[AREA] = found[EVERYONE] or found[AREA]
    return found


def _is_part(row: Row, months: int) -> bool:
    return not row.get("beside") and is_part(Span(row["period_start"], row["period_end"], ""), months)
