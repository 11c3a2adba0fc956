"""What was promised for years, in the years that its measure tells: pooled years, school years, the second of two."""

from __future__ import annotations

from dataclasses import replace

from oneplace.progress.rules import Point
from oneplace.progress.spans import months_on, moved_on
from oneplace.stats import Span

YEAR = 12


def as_own(point: Point, of: Span) -> Point:
    """A point as the measure tells it that has values ``of`` such a period; as it is where no such value will tell it.

    What is set for more years than a value spans is judged at its end: a two-year objective by its second year. Of
    years put together it is the value of which the last year is the one that was set (2024 is told by 2020 to 2024),
    and of years of another kind the one of the same name: 2024/25 is a school year where a measure has these.
    """
    point = _at_its_end(point, of)
    if min(of.months, point.span.months) < YEAR:
        return point
    own = _own_year(point.span, of)
    return point if own is None or own.same_time_as(point.span) else replace(point, span=own)


def read_as(point: Point | None, of: Span | None) -> str | None:
    """What a point is read as, where its measure's own period for it begins or ends on another day; else None."""
    own = as_own(point, of) if point and of else point
    return None if own is None or point is None or own.span.label == point.span.label else own.span.label


def _at_its_end(point: Point, of: Span) -> Point:
    months = max(YEAR, of.months)
    if point.span.months <= months:
        return point
    return replace(point, span=replace(point.span, start=months_on(point.span.end, -months)))


def _own_year(promised: Span, of: Span) -> Span | None:
    """The period like ``of`` that ends with the one promised for, or is called as its last year; None of neither."""
    first, begins = (months_on(span.end, -YEAR).year for span in (of, promised))
    own = moved_on(of, YEAR * (begins - first))
    name = promised.label.rpartition(" to ")[2]
    alike = own.end == promised.end or ("/" in name and own.label.endswith(name))
    return own if alike else None
