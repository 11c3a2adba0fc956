"""The next value of an ambition: the period that is awaited, and the day by which it can be here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import pairwise
from math import gcd
from statistics import median
from typing import Any

from oneplace.progress import broken, rules
from oneplace.progress.ambitions import Ambition
from oneplace.progress.own_years import YEAR
from oneplace.progress.promised import as_told_of
from oneplace.progress.rules import Point, Value
from oneplace.progress.spans import before_part, months_between, months_on, next_span
from oneplace.stats import MONTHS, Span

Row = Mapping[str, Any]


def hidden(headline: Sequence[Row], latest: Value | None) -> Span | None:
    """The newest period since the latest value of which the value is here and is not shown, to protect people."""
    hidden = (row for row in headline if row["suppressed"] and not row["beside"])
    after = [row for row in hidden if latest and row["period_start"] >= latest.span.end]
    return Span(after[-1]["period_start"], after[-1]["period_end"], after[-1]["period_label"]) if after else None


def next_days(ambition: Ambition, latest: Span | None, known: Sequence[Span] = ()) -> tuple[date | None, date | None]:
    """When the value of the period after the latest can be here, and when the first that its path says anything of: the
    same day where it has none, or has begun.

    ``known`` are the periods of values, by which what comes irregularly is seen to follow one upon the other; of one
    alone what was set tells that. Nothing is due of it where it has no path, until that begins and once it is over; nor
    of a measure whose place another has taken.
    """
    if ambition.measure is None or latest is None or ambition.superseded:
        return None, None
    irregular, set_for = ambition.frequency == "irregular", [point.span for point in ambition.path]
    if irregular and all(span.end <= latest.end for span in set_for):
        return None, None
    one_by_one = irregular and _follows(latest, known, set_for)
    judged = following = _next(latest) if one_by_one else next_span(latest, ambition.frequency)
    while not _asked(ambition, judged):
        judged = _next(judged) if one_by_one else next_span(judged, ambition.frequency)
    due, first = (rules.judgeable_on(span, ambition.lag_months) for span in (following, judged))
    return first if irregular else due, first


def _asked(ambition: Ambition, span: Span) -> bool:
    """Whether anything is asked of a value of a period, or nothing is of any."""
    if ambition.target is None or not ambition.path:
        return True
    told = as_told_of(span, ambition.target.span)
    return rules.asked_in(ambition.path, ambition.baseline, told) is not None


def _follows(latest: Span, known: Iterable[Span], set_for: Iterable[Span]) -> bool:
    """Whether periods follow one upon the other, as half-years do and a yearly survey does not: by the newest before
    the latest; of one alone by what was set for as long, where that lies an odd number of such periods away.

    That is asked only of lengths of which a year has two or three: half-years that are not declared, terms of four
    months.
    """
    before = max((span for span in known if span.end < latest.end), key=lambda span: span.end, default=None)
    if before is not None:
        return before.end == latest.start and before.months == latest.months > 0
    if latest.months in (0, 1, 3, YEAR):
        return False
    alike = (span for span in set_for if span.months == latest.months)
    return any(gcd(months_between(latest.start, span.start), YEAR) == latest.months for span in alike)


def _next(span: Span) -> Span:
    return Span(span.end, months_on(span.end, span.months), "")


def stopped(ambition: Ambition, newest: Span, due: date | None, known: Sequence[Span], as_of: date) -> bool:
    """Whether nothing is known of what an ambition's number does now: none is to come, or none came since the
    ``newest`` for longer than its feed ever took.

    What is late is late, and no more, as long as it may still come as it usually does: it may take as long again as it
    takes after its period is over (of what comes at once, as its period lasts), a year at most, and as long as the
    longest pause between two of the ``known`` periods. What comes irregularly may take twice as long as usual.
    """
    if ambition.superseded:
        return True
    ends = sorted({span.end for span in known})
    steps = [months_between(one, later) for one, later in pairwise(ends)]
    declared, lag = MONTHS.get(ambition.frequency, 0), ambition.lag_months
    usual = declared or (int(median(steps)) if steps else 0)
    if not usual:
        return due is not None and due <= as_of
    late = min(lag or usual, YEAR) if declared else usual
    return months_on(newest.end, max([usual + late, *steps]) + lag) < as_of


def awaited(ambition: Ambition, others: Sequence[Value], of_part: Span | None) -> Span | None:
    """The newest period where the place has no value: that before the one of which a part is told in the ``others``,
    where something is set for as long; else of what is known of a group or of a part of the place, ``of_part``.

    Nothing is awaited by values that may be of a part or of all the time.
    """
    if not others or broken.unclear(others, ambition):
        return of_part
    set_for = (point.span for point in ambition.path)
    step = MONTHS.get(ambition.frequency) or ambition.reference_months
    return before_part(others[-1].span, set_for, step) or of_part


def is_past(target: Point, latest: Value | None, as_of: date) -> bool:
    """Whether a target's period is over and no value reaches its end: it is as open as before, and not to come."""
    return target.span.end <= as_of and (latest is None or latest.span.end < target.span.end)
