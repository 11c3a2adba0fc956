"""Periods that follow each other: the one after another of the same kind, and what people call it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import pairwise

from oneplace.stats import MONTHS, Span, months_on, moved_on

__all__ = ["before_part", "months_between", "months_on", "moved_on", "next_due", "next_span", "step_of"]


def next_span(span: Span, frequency: str) -> Span:
    """The period after ``span``, of the same length: a month, a quarter or a year on, by how often there is a value.

    What comes irregularly is looked for a year on. Rolling periods roll on: 2022 to 2024 is followed by 2023 to 2025.
    """
    return moved_on(span, MONTHS.get(frequency, 12))


def step_of(spans: Sequence[Span], frequency: str) -> int:
    """How many months a series' periods, in order of time, lie apart, by how often they come; 0 of uneven steps.

    What comes irregularly is told by its periods: where each begins as long after the one before, that long.
    """
    if frequency in MONTHS or len(spans) < 2:
        return MONTHS.get(frequency, 0)
    step = months_between(spans[0].start, spans[1].start)
    even = all(moved_on(one, step).same_time_as(later) for one, later in pairwise(spans))
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
