"""Whether values still tell what was promised: counted alike, of like people, of as long a time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from oneplace.progress import rules
from oneplace.progress.ambitions import Ambition
from oneplace.progress.direction import Since
from oneplace.progress.outlook import Outlook, outlook
from oneplace.progress.promised import parts_of, stands_for_itself
from oneplace.progress.rules import Point, Untold, Value

ANEW = "it has been counted another way"
OTHERS = "other people have been counted"


def changes(ambition: Ambition, unlike: Sequence[date]) -> dict[date, str]:
    """The days from which an ambition's measure tells something else than before, and what of it changed."""
    return dict.fromkeys(unlike, OTHERS) | dict.fromkeys(ambition.breaks, ANEW)


def broken(target: Point, baseline: Point | None, changed: Mapping[date, str], until: date) -> date | None:
    """The first day, before ``until``, from which values tell something else than what a target was set by.

    It was set by what is told in its baseline's period; without one, in its own.
    """
    return min((day for day in changed if (baseline or target).span.start < day < until), default=None)


def why_broken(target: Point | None, baseline: Point | None, changed: Mapping[date, str], latest: Value | None) -> str:
    """Why the newest value, and any later one, can't be held against a target; empty where it can."""
    day = broken(target, baseline, changed, latest.span.end) if target and latest else None
    if day is None or target is None:
        return ""
    then = f"in {baseline.span.label}, from which its path runs" if baseline else f"in {target.span.label}, its target"
    return f"Since {day:%B %Y} {changed[day]} than {then}: the one cannot be held against the other."


def why_never(target: Point | None, latest: Value | None) -> str:
    """Why no value of such periods is ever held against a target; empty where one is, or may be later."""
    if target is None or latest is None or stands_for_itself(latest, target.span) or parts_of(target.span, latest):
        return ""
    return length_words(target, latest)


def length_words(target: Point, latest: Value) -> str:
    """That a value is of another length of time than a target, and can't be made into one as long."""
    why = "is longer" if latest.span.months > target.span.months else "is shorter, and no sum or mean of such tells it"
    return f"The target is for {target.span.label}. {latest.span.label} cannot be held against it: it {why}."


def ahead(
    ambition: Ambition,
    series: Sequence[Value],
    comparable: Sequence[Value],
    told: Since,
    changed: Mapping[date, str],
) -> Outlook:
    """Where an ambition is heading. Nothing is forecast across a change of what is told; but what was met or missed in
    its own time, counted as it was set, was.
    """
    target = ambition.target
    until = max([value.span.end for value in series[-1:]] + ([target.span.end] if target else []), default=date.min)
    day = broken(target, ambition.baseline, changed, until) if target else None
    if target is None or day is None:
        return outlook(comparable, ambition, told)
    then = [value for value in series if value.span.end <= day]
    return (
        outlook(then, ambition, told)
        if rules.over_in(then, target)
        else outlook([], ambition, told).because(Untold.BROKEN)
    )
