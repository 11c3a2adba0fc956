"""Figures of another length of time than a measure's: told with their days, and kept out of all that is judged.

A year's months so far are no year: winter is not in them, and of what is counted there is less. Set beside whole years
they would be the newest, the best or the worst; so would a year beside its quarters. Their rows keep their values, for
they are what was told, and say that they stand ``beside``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from oneplace.measures.rows import Row
from oneplace.place import Measure
from oneplace.stats import MONTHS, Span, is_longer, is_part, is_unclear, own_length, usual_length
from oneplace.vocabulary.beside import Beside
from oneplace.vocabulary.dimensions import AREA, EVERYONE

_Key = tuple[str, date, date]
"""A breakdown and a period."""


def with_parts(measure: Measure, rows: Sequence[Row]) -> list[Row]:
    """The rows, of which those are marked that are of a part of such a period as their breakdown is told for, and
    everyone's and areas' of a longer one.

    Everyone is told as often as the measure's file says, areas as everyone is, and other groups mostly as they are:
    of what comes irregularly nothing tells which periods are parts, unless the file says how long its periods last
    (``reference_period``). Where everyone is told of less than that time alone, and no more than once in it, nothing
    tells whether it stands for all of it.
    """
    marks = _marks(measure, rows)
    return [
        {**row, "beside": marks[_key(row)]} if _key(row) in marks and not row.get("beside") else row for row in rows
    ]


def unclear_rows(measure: Measure, rows: Sequence[Row]) -> list[Row]:
    """Everyone's figures of which nothing tells whether their periods are parts, in order of time."""
    told = [row for row in with_parts(measure, rows) if row.get("beside") == Beside.UNCLEAR]
    return sorted((row for row in told if row["dimension"] == EVERYONE), key=lambda row: row["period_start"])


def _key(row: Row) -> _Key:
    return row["dimension"], row["period_start"], row["period_end"]


def _marks(measure: Measure, rows: Sequence[Row]) -> dict[_Key, Beside]:
    """Which periods of which breakdowns are of another length, by how long those are that have values."""
    spans: defaultdict[str, list[Span]] = defaultdict(list)
    for dimension, start, end in sorted({_key(row) for row in rows if row["value"] is not None}):
        spans[dimension].append(Span(start, end, ""))
    step, said = MONTHS.get(measure.frequency, 0), measure.reference_months
    usual = {of: (own_length if of == EVERYONE else usual_length)(found, step, said) for of, found in spans.items()}
    shorter = Beside.UNCLEAR if not said and is_unclear(spans.get(EVERYONE, ()), step) else Beside.PART
    whole = usual | {AREA: usual.get(EVERYONE) or usual.get(AREA, 0)}
    marks: dict[_Key, Beside] = {}
    for of, start, end in {_key(row) for row in rows}:
        span = Span(start, end, "")
        if is_part(span, whole.get(of, 0)):
            marks[of, start, end] = shorter if of in (EVERYONE, AREA) else Beside.PART
        elif of in (EVERYONE, AREA) and is_longer(span, usual.get(of, 0)):
            marks[of, start, end] = Beside.LONGER
    return marks
