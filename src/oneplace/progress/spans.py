"""Periods that follow each other: the one after another of the same kind, and what people call it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from itertools import pairwise

from oneplace.stats import MONTHS, Span


def next_span(span: Span, frequency: str) -> Span:
    """The period after ``span``, of the same length: a month, a quarter or a year on, by how often there is a value.

    What comes irregularly is looked for a year on. Rolling periods roll on: 2022 to 2024 is followed by 2023 to 2025.
    """
    return moved_on(span, MONTHS.get(frequency, 12))


def moved_on(span: Span, months: int) -> Span:
    """The period so many months after ``span`` (before it of fewer than none), of the same length; of whole years it
    is called by the same words.
    """
    start, end = months_on(span.start, months), months_on(span.end, months)
    return Span(start, end, _label(start, end) if months % 12 else _years_on(span.label, months // 12))


def step_of(spans: Sequence[Span], frequency: str) -> int:
    """How many months a series' periods, in order of time, lie apart, by how often they come; 0 of uneven steps.

    What comes irregularly is told by its periods: where each begins as long after the one before, that long.
    """
    if frequency in MONTHS or len(spans) < 2:
        return MONTHS.get(frequency, 0)
    step = months_between(spans[0].start, spans[1].start)
    even = all(
        months_on(one.start, step) == later.start and one.months == later.months for one, later in pairwise(spans)
    )
    return step if even else 0


def before_part(part: Span, whole: Iterable[Span], step: int) -> Span | None:
    """The period of so many months before the one that a part of it begins in, cut as the ``whole`` are; None where
    none is so long.
    """
    like = next((span for span in whole if span.months == step > 0), None)
    if like is None:
        return None
    start = months_on(like.start, (months_between(like.start, part.start) // step - 1) * step)
    return Span(start, months_on(start, step), "")


def next_due(span: Span, frequency: str, lag_months: int) -> date | None:
    """The day on which the value of the period after ``span`` can be here; None where it comes irregularly."""
    return None if frequency == "irregular" else months_on(next_span(span, frequency).end, lag_months)


def months_between(one: date, other: date) -> int:
    """How many months lie from one day's month to another's; fewer than none where the other is earlier."""
    return (other.year - one.year) * 12 + other.month - one.month


def months_on(day: date, months: int) -> date:
    """The same day of the month so many months later (at most the 28th where the day is later than that)."""
    total = day.year * 12 + day.month - 1 + months
    return date(total // 12, total % 12 + 1, day.day if day.day <= 28 else 28)


def _years_on(label: str, years: int) -> str:
    """The same words so many years on: ``2024/25``, ``2022 to 2024``, ``year to March 2025`` keep their form."""
    return re.sub(r"(\d{4})(/\d\d)?", lambda year: _later_year(year[1], year[2], years), label)


def _later_year(year: str, second: str | None, years: int) -> str:
    following = int(year) + years
    return f"{following}/{(following + 1) % 100:02d}" if second else str(following)


def _label(start: date, end: date) -> str:
    """What people call a month, a quarter or another time: April 2026, 2025/26 Q1, October 2026 to March 2027."""
    if (end - start).days <= 31:
        return f"{start:%B %Y}"
    first = start.year - (start.month < 4)
    if start.month % 3 == 1 and Span(start, end, "").months == 3:
        return f"{first}/{(first + 1) % 100:02d} Q{(start.month - 4) % 12 // 3 + 1}"
    return f"{start:%B %Y} to {end - timedelta(days=1):%B %Y}"
