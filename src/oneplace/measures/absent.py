"""Periods of which a series has no row, between its first and its last: told as not known, as an empty row is.

A reader of a table sees no difference between a month that was left empty and one that was left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from oneplace.measures.rows import Row
from oneplace.place import Measure
from oneplace.stats import MONTHS, Span, moved_on
from oneplace.vocabulary.dimensions import EVERYONE

NO_ROW = "There is no figure of it."
_FIGURE = ("numerator", "denominator", "people", "value", "lower", "upper", "provisional", "unlike", "line")


def with_absent(measure: Measure, rows: Sequence[Row]) -> list[Row]:
    """The rows with one without a value for each of everyone's periods that is left out, before the one that follows.

    It is so of periods that follow one upon the other, as often as the measure comes: not of a survey's month a year.
    """
    step = MONTHS.get(measure.frequency, 0)
    own = [row for row in rows if row["dimension"] == EVERYONE and not row.get("beside")]
    own = sorted((row for row in own if _span(row).months == step), key=lambda row: row["period_start"])
    lacking = {id(after): list(_between(before, after, step)) for before, after in pairwise(own)}
    return [each for row in rows for each in (*lacking.get(id(row), ()), row)]


def _between(before: Row, after: Row, step: int) -> Iterator[Row]:
    span = moved_on(_span(before), step)
    while step and span.end <= after["period_start"]:
        when = {"period_start": span.start, "period_end": span.end, "period_label": span.label}
        bare = {name: None for name in _FIGURE if name in before}
        yield {**before, **bare, **when, "suppressed": False, "reason": NO_ROW}
        span = moved_on(span, step)


def _span(row: Row) -> Span:
    return Span(row["period_start"], row["period_end"], row["period_label"])
