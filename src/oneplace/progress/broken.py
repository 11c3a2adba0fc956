"""Whether values still tell what was promised: counted alike, of like people, of as long a time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from oneplace.progress import rules
from oneplace.progress.ambitions import Ambition
from oneplace.progress.direction import Since
from oneplace.progress.outlook import Outlook, outlook
from oneplace.progress.promised import parts_of, stands_for_itself
from oneplace.progress.rules import Point, Untold, Value
from oneplace.progress.sentences.about import About
from oneplace.stats import MONTHS, is_unclear
from oneplace.vocabulary.wording import value_words

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


def comparable(series: Sequence[Value], changed: Iterable[date], since: date = date.min) -> list[Value]:
    """The values that tell what the newest tells: since the last change before its end, and not before ``since``.

    What is declared to change after the newest value sets nothing of it apart.
    """
    begun = [day for day in changed if series and day < series[-1].span.end]
    return [value for value in series if value.span.start >= max((since, *begun))]


def why_never(target: Point | None, latest: Value | None) -> str:
    """Why no value of such periods is ever held against a target; empty where one is, or may be later."""
    if target is None or latest is None or stands_for_itself(latest, target.span) or parts_of(target.span, latest):
        return ""
    return length_words(target, latest, "nobody says whether such add up to it")


def length_words(target: Point, latest: Value, parts: str) -> str:
    """That a value is of another length of time than a target; of a shorter one, why ``parts`` don't make it."""
    why = "is longer" if latest.span.months > target.span.months else f"is shorter, and {parts}"
    return f"The target is for {target.span.label}. {latest.span.label} cannot be held against it: it {why}."


def beside(others: Sequence[Value], latest: Value | None, about: About) -> str:
    """What is given since the newest value for periods of another length: told, and nothing is judged by it."""
    after = [value for value in others if latest and value.span.end > latest.span.end]
    return f" {_not_judged(after, about)}" if after else ""


def unclear(others: Sequence[Value], ambition: Ambition) -> bool:
    """Whether nothing tells if values that are shorter than their measure’s are parts, or stand for all its time."""
    step = 0 if ambition.reference_months else MONTHS.get(ambition.frequency, 0)
    return is_unclear([value.span for value in others], step)


_NAMED = {"annual": "year", "six_monthly": "half-year", "quarterly": "quarter", "monthly": "month"}


def only_others(others: Sequence[Value], ambition: Ambition) -> str:
    """Where there are values, but none for as long a time as the measure is told for: so, and what there is."""
    if not others:
        return ""
    named = _NAMED.get(ambition.frequency)
    if unclear(others, ambition):
        each = "this" if len(others) == 1 else "each of these"
        why = f"It is not known whether {each} is of a part of a {named} or stands for all of it"
        return f"{why}, so nothing is judged by it: {_told(others, ambition.about)}."
    period = f"a whole {named}" if named else "as long a time as its target's"
    return f"There is no figure of {period} yet. {_not_judged(others, ambition.about)}"


def _not_judged(others: Sequence[Value], about: About) -> str:
    return f"Not judged, as it is of another length of time: {_told(others, about)}."


def _told(others: Sequence[Value], about: About) -> str:
    return "; ".join(f"{value_words(one.value, about.unit, about.decimals)} for {one.span.label}" for one in others)


def ahead(
    ambition: Ambition,
    series: Sequence[Value],
    alike: Sequence[Value],
    told: Since,
    changed: Mapping[date, str],
) -> Outlook:
    """Where an ambition is heading, by the values of a series that are ``alike``. Nothing is forecast across a change
    of what is told; but what was met or missed in its own time, counted as it was set, was.
    """
    target = ambition.target
    until = max([value.span.end for value in series[-1:]] + ([target.span.end] if target else []), default=date.min)
    day = broken(target, ambition.baseline, changed, until) if target else None
    if target is None or day is None:
        found = outlook(alike, ambition, told)
        return found.because(Untold.BROKEN) if _crossed(alike, found, changed) else found
    then = [value for value in series if value.span.end <= day]
    return (
        outlook(then, ambition, told)
        if rules.over_in(then, target)
        else outlook([], ambition, told).because(Untold.BROKEN)
    )


def _crossed(series: Sequence[Value], found: Outlook, changed: Iterable[date]) -> bool:
    """Whether a day from which something else is told lies between the newest value and the end of its forecast."""
    last = found.over_target or (found.values[-1] if found.values else None)
    return last is not None and any(series[-1].span.end <= day < last.span.end for day in changed)
