"""How long the periods of a series are, which are parts of such a period, and what others of it are called."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, timedelta
from itertools import pairwise
from statistics import mode

from oneplace.days import months_after
from oneplace.stats.figures import Span

MONTHS = {"monthly": 1, "quarterly": 3, "six_monthly": 6, "annual": 12}
"""How many months lie between the values of a measure, by how often it comes; none of what comes irregularly."""


_SHORTEST_MONTH = timedelta(days=28)
_DAY = timedelta(days=1)


def own_length(spans: Iterable[Span], step: int, said: int = 0) -> int:
    """How many months a period lasts of a series that comes every ``step`` months; 0 where its ``spans`` don't tell.

    What its file has ``said`` comes first.

    Rolling periods are longer than they are apart: then it is the length of most. Where all are shorter than a step and
    last alike, once a step (the winter, one month of every year), they are the series' own; else they are parts of such
    as have not come yet. Of what lasts less than a month nothing tells.
    """
    if said:
        return said
    known = {(span.start, span.months) for span in spans if step and span.end - span.start >= _SHORTEST_MONTH}
    lengths = [months for _, months in sorted(known)]
    if whole := [months for months in lengths if months >= step]:
        return step if step in whole else mode(whole)
    starts = sorted({start.year * 12 + start.month for start, _ in known})
    once = all((later - one) % step == 0 for one, later in pairwise(starts))
    return lengths[0] if len(starts) > 1 and once and len(set(lengths)) == 1 else step if lengths else 0


def is_unclear(spans: Iterable[Span], step: int) -> bool:
    """Whether nothing tells if ``spans`` are a series' own or parts of them: all are shorter than a ``step``, no two
    begin within one, and not all in the same months of a year. A survey's month looks like the first month of a year.
    """
    known = [span for span in spans if span.end - span.start >= _SHORTEST_MONTH]
    if not step or not known or own_length(known, step) < step or any(span.months >= step for span in known):
        return False
    starts = sorted({span.start.year * 12 + span.start.month for span in known})
    return all(later - one >= step for one, later in pairwise(starts))


def usual_length(spans: Iterable[Span], step: int, said: int = 0) -> int:
    """As ``own_length``, of groups: they may be told more seldom than everyone, so it is the length of most; of two
    that are as frequent the shorter.
    """
    shortest = said or step
    lengths = [span.months for span in spans if span.months >= shortest > 0]
    return mode(sorted(lengths)) if lengths else 0


def is_part(span: Span, months: int) -> bool:
    """Whether a period is shorter than one of so many months, or than a year of several; a single day never is."""
    return span.end - span.start > timedelta(days=1) and span.months < min(months, 12)


def is_longer(span: Span, months: int) -> bool:
    """Whether a period is longer than one of so many months; years are alike, however many they are."""
    return span.months > months > 0 and months < 12


def moved_on(span: Span, months: int) -> Span:
    """The period so many months after ``span`` (before it of fewer than none), of the same length; of whole years it
    is called by the same words, and half a year as the half that it is of such a year as before.

    A single day stays one, and the last of a month the last of its month.
    """
    if span.end - span.start == _DAY:
        end = months_after(span.end, months)
        return Span(day := end - _DAY, end, f"{day.day} {day:%B %Y}")
    start, end = months_on(span.start, months), months_on(span.end, months)
    if not months % 12:
        return Span(start, end, _years_on(span.label, months // 12))
    half = re.fullmatch(r"\d{4}(/\d\d)? H[12]", span.label)
    if half and not months % 6:
        return Span(start, end, _half(start, financial=bool(half[1])))
    return Span(start, end, _label(start, end, span.label))


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


def _half(start: date, *, financial: bool) -> str:
    """``2024/25 H2``: what the half of a financial, or else calendar, year is called that begins on a day."""
    first = start.year - (financial and start.month < 4)
    year = f"{first}/{(first + 1) % 100:02d}" if financial else str(first)
    return f"{year} H{1 if start.month in (1, 4) else 2}"


def _label(start: date, end: date, alike: str) -> str:
    """What people call a month, a quarter or another time: April 2026, 2025/26 Q1, October 2026 to March 2027.

    A quarter is called by its months where the one ``alike`` is.
    """
    if (end - start).days <= 31:
        return f"{start:%B %Y}"
    first = start.year - (start.month < 4)
    if " to " not in alike and start.month % 3 == 1 and Span(start, end, "").months == 3:
        return f"{first}/{(first + 1) % 100:02d} Q{(start.month - 4) % 12 // 3 + 1}"
    return f"{start:%B %Y} to {end - timedelta(days=1):%B %Y}"
