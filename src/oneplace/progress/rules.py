"""The rules by which an ambition is judged, one small function each; ``docs/how-we-judge.md`` works each one through.

Nothing here reads files or the clock. Polarity says which way is good: ``low_good``, ``high_good`` or ``context``
(neither: shown, never judged). A *sign* is +1 for better, -1 for worse, 0 for no clear difference, None for not known.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import pairwise

from oneplace.progress.promised import in_its_period
from oneplace.progress.spans import months_on
from oneplace.stats import Comparison, Figure, Over, Span, like_with_like, separate, side
from oneplace.vocabulary.wording import figures_words

LIKELY, UNLIKELY = 0.75, 0.25
_HELD = 9
"""Decimals of a path's number: a value that is on the line never misses it by how numbers are held."""
NO_LIMITS = "No limits are known, so nobody can say how much of the difference is chance."

Value = Figure
"""One value in one period with its 95 % limits."""


class Status(StrEnum):
    """Where an ambition stands now."""

    ON_PATH = "on_path"
    OFF_PATH = "off_path"
    AVERAGE_UP_BUT_GAP_WIDER = "average_up_but_gap_wider"
    CANNOT_BE_JUDGED_YET = "cannot_be_judged_yet"
    CANNOT_BE_COMPARED = "cannot_be_compared"
    GAP_TARGET_ONLY = "gap_target_only"
    NO_TARGET_SET = "no_target_set"
    CONTEXT = "context"
    NO_DATA = "no_data"
    NO_MEASURE = "no_measure"


class ForecastStatus(StrEnum):
    """Where an ambition is heading: told apart from where it stands now."""

    LIKELY = "likely"
    UNCERTAIN = "uncertain"
    UNLIKELY = "unlikely"
    MET = "met"
    MISSED = "missed"
    CANNOT_BE_TOLD = "cannot_be_told"
    NOT_KNOWN = "not_known"
    GAP_TARGET_ONLY = "gap_target_only"
    NO_TARGET_SET = "no_target_set"


class Untold(StrEnum):
    """Why nothing is forecast, or whether a target was met can't be told though its period is over."""

    NO_DIRECTION = "no_direction"
    TOO_FEW = "too_few"
    TOO_SHORT = "too_short"
    TURNED = "turned"
    STEPPED = "stepped"
    MAY_BE_STEP = "may_be_step"
    BEYOND = "beyond"
    IRREGULAR = "irregular"
    AT_ITS_END = "at_its_end"
    IN_DOUBT = "in_doubt"
    BROKEN = "broken"
    PAST = "past"
    CHANCE = "chance"
    COUNTING = "counting"
    ROUNDING = "rounding"
    MISSING = "missing"


@dataclass(frozen=True)
class Point:
    """A value that somebody set for a period: a baseline, a step of the path, a target."""

    span: Span
    value: float


def direction_of_good(polarity: str) -> int:
    """+1 where higher is better, -1 where lower is better, 0 where neither is."""
    return {"high_good": 1, "low_good": -1}.get(polarity, 0)


def sign(value: Value, reference: Value, over: Over) -> int | None:
    """+1 higher, -1 lower, 0 could be chance, None where no limits are known or the two are not like with like."""
    found = like_with_like(value, reference, over)
    return found.sign if isinstance(found, Comparison) else None


def value_before(series: Sequence[Value]) -> Value | None:
    """The last value whose period is over before the latest begins."""
    return next(iter(separate(series)[-2:-1]), None)


def judged(sign: int | None, polarity: str) -> str:
    """A sign of difference in the words of the contract: better, worse, similar (or no change), not_known, context."""
    if polarity == "context":
        return "context"
    if sign is None:
        return "not_known"
    return {1: "better", 0: "similar", -1: "worse"}[sign * direction_of_good(polarity)]


def trend(direction: str, polarity: str) -> str:
    """A direction in the words of the contract: better, worse, no_clear_change, not_known, context."""
    way = {"rising": 1, "falling": -1}.get(direction)
    if way is None:
        unsaid = "not_known" if direction in ("one_figure", "not_known") else "no_clear_change"
        return "context" if polarity == "context" else unsaid
    return judged(way, polarity)


def path_at(points: Sequence[Point], span: Span) -> float | None:
    """Where the path says the value should be in ``span``: a straight line between the middles of its steps, in months.

    Before the first step there is no path (None); after the last step the path stays at it, because a target that was
    reached is meant to be kept. A single point (a standard with no baseline) holds from its own period on: a period
    that begins before it is not asked of, even where it rolls into it.
    """
    steps = sorted(points, key=lambda point: point.span.when)
    if not steps:
        return None
    when = span.when
    if when <= steps[0].span.when:
        return steps[0].value if span.start >= steps[0].span.start else None
    for before, after in pairwise(steps):
        if when == after.span.when:
            return after.value
        if when < after.span.when:
            share = (when - before.span.when) / (after.span.when - before.span.when)
            return round((1 - share) * before.value + share * after.value, _HELD)
    return steps[-1].value


def asked_in(points: Sequence[Point], baseline: Point | None, span: Span) -> float | None:
    """Where the path says that a value of ``span`` should be; None of one that is no newer than the ``baseline``.

    The path begins at what was known when it was set: that very figure tells nothing of whether the path is kept.
    """
    return None if _no_newer(span, baseline) else path_at(points, span)


def _no_newer(span: Span, baseline: Point | None) -> bool:
    return baseline is not None and span.end <= baseline.span.end


def with_step(points: Sequence[Point], span: Span | None, path: float | None) -> Sequence[Point]:
    """The path's steps, and where it stands in ``span``: what a sentence tells of it stands in its table too."""
    if span is None or path is None or any(point.span.same_time_as(span) for point in points):
        return points
    return sorted((*points, Point(span, path)), key=lambda point: point.span.when)


def against_path(latest: Value, path: float, polarity: str) -> int:
    """+1 at the path or better, -1 worse by more than what is unknown, 0 where nobody can tell.

    What is unknown is chance, as wide as the limits. Where no limits are known it is as wide as rounding (a value that
    prints as the path does is called neither worse nor better, unless it is the very number) and as the two ways of
    counting a mean's parts: by their size, and all alike. A mean on either side of the path by these is on neither.
    """
    good = direction_of_good(polarity)
    better = (latest.value - path) * good >= 0
    if latest.limits:
        return 1 if better else 0 if side(*latest.limits, of=path) == 0 else -1
    if _astride(latest, path, good):
        return 0
    if math.isclose(latest.value, path, rel_tol=1e-9, abs_tol=1e-9):
        return 1
    return 0 if _prints_as(latest, path) else 1 if better else -1


def doubt(latest: Value, path: float, polarity: str) -> Untold | None:
    """Of a value that lies on neither side of the path, what it is that hides the side; None where it lies on one."""
    if against_path(latest, path, polarity):
        return None
    if latest.limits:
        return Untold.CHANCE
    return Untold.COUNTING if _astride(latest, path, direction_of_good(polarity)) else Untold.ROUNDING


def _astride(value: Value, path: float, good: int) -> bool:
    """Whether the two ways of counting a mean's parts lie on both sides of the path."""
    return value.alike is not None and ((value.alike - path) * good >= 0) != ((value.value - path) * good >= 0)


def _prints_as(value: Value, path: float) -> bool:
    if value.decimals is None:
        return False
    unit = value.of.unit if value.of else ""
    ours, theirs = (figures_words(number, unit, value.decimals) for number in (value.value, path))
    return ours == theirs


def gap_is_wider(direction: str, dimension: str | None, group: str | None) -> bool:
    """Whether a gap widens at the cost of the disadvantaged: by deprivation, of the most deprived."""
    return direction == "widening" and (dimension != "deprivation" or group == "1")


def reached(series: Sequence[Value], point: Point, polarity: str) -> int | None:
    """How the value of a point's period stands to it, as ``against_path``; None while that period goes on.

    Of a measure with shorter periods it is their mean over that one.
    """
    told = over_in(series, point)
    return against_path(told, point.value, polarity) if told else None


def over_in(series: Sequence[Value], point: Point) -> Value | None:
    """The value of a point's period; None while that goes on, or where none is known of it."""
    return in_its_period(series, point.span) if series and series[-1].span.end >= point.span.end else None


def judgeable_on(next_period: Span, lag_months: int) -> date:
    """The day on which a period's value can be here: its end and the usual months of waiting for it."""
    return months_on(next_period.end, lag_months)


MET = {1: ForecastStatus.MET, 0: ForecastStatus.CANNOT_BE_TOLD, -1: ForecastStatus.MISSED}
"""What ``reached`` says, in a word."""


def met(value: Value, asked: float, polarity: str) -> ForecastStatus:
    """Whether the value of the very period that something was asked for meets it, in a word."""
    return MET[against_path(value, asked, polarity)]


def forecast_status(chance: float | None, reached: int | None, *, has_target: bool) -> ForecastStatus:
    """Where the ambition is heading: from the chance of meeting the target, or, once its date has come, from the value.

    ``likely`` from 75 %, ``unlikely`` to 25 %, ``uncertain`` between. ``reached`` is ``against_path`` of the value of
    the target's own period: met at +1, missed at -1; what is over is never too close to call: it can't be told.
    """
    if not has_target:
        return ForecastStatus.NO_TARGET_SET
    if reached is not None:
        return MET[reached]
    if chance is None:
        return ForecastStatus.NOT_KNOWN
    if chance >= LIKELY:
        return ForecastStatus.LIKELY
    return ForecastStatus.UNLIKELY if chance <= UNLIKELY else ForecastStatus.UNCERTAIN


@dataclass(frozen=True)
class Facts:
    """All that the status is judged from."""

    has_measure: bool
    polarity: str
    latest: Value | None
    target: Point | None
    path: float | None
    """Where the path says that ``held`` should be; None where it says nothing of that (``asked_in``)."""
    trend: str
    gap_wider: bool
    held: Value | None = None
    """The latest value in a period as long as what is promised: the month itself, or the year that ends with it."""
    not_known: str = ""
    """Why a newer period than the latest value's has none, where the partners' files don't cover it."""
    unlike: str = ""
    """Why what is promised is no longer, or never was, of the same kind as the values: no later value mends that."""
    baseline: Point | None = None
    """Where the path begins, if it is known."""
    missed: bool = False
    """Whether the target's own period is over and missed it by more than chance explains."""
    of: str = "value"
    """What is judged, in a word: the average's value, or the gap."""
    gap_target: bool = False
    """Whether something was set for the gap to reach: an ambition may have its only target there."""


def status(facts: Facts) -> tuple[Status, str]:
    """The status and the rule that gave it, as a sentence. Rules in order; the first that holds decides."""
    if not facts.has_measure:
        return Status.NO_MEASURE, "Nothing is measured for this ambition yet."
    if facts.latest is None:
        return Status.NO_DATA, f"The measure has no {facts.of} that can be shown yet."
    if facts.polarity == "context":
        what = "it" if facts.target is None else "whether its target is reached"
        return Status.CONTEXT, f"Shown for context: neither higher nor lower is better, so {what} is not judged."
    if facts.target is None:
        return _without_target(facts)
    return _against_target(facts, facts.latest, facts.target)


def _against_target(facts: Facts, latest: Value, target: Point) -> tuple[Status, str]:
    if facts.unlike:
        return Status.CANNOT_BE_COMPARED, facts.unlike
    if facts.not_known:
        return Status.CANNOT_BE_JUDGED_YET, facts.not_known
    if facts.held is None:
        why = f"The target is for {target.span.label}. {latest.span.label} cannot be held against it, and no value"
        return Status.CANNOT_BE_JUDGED_YET, f"{why} for as long a time, counted one way throughout, is known."
    if facts.baseline and _no_newer(facts.held.span, facts.baseline):
        newer = f"No {facts.of} newer than the baseline, that of {facts.baseline.span.label}, is known"
        return Status.CANNOT_BE_JUDGED_YET, f"{newer}: nobody can tell yet whether the path is kept."
    if facts.path is None:
        return Status.CANNOT_BE_JUDGED_YET, f"The latest {facts.of} is from before the path begins."
    return _against_path(facts, facts.held, facts.path)


def _without_target(facts: Facts) -> tuple[Status, str]:
    if facts.trend == "better" and facts.gap_wider and not facts.not_known:
        return Status.AVERAGE_UP_BUT_GAP_WIDER, "The average got better and the gap widened, both beyond chance."
    if facts.gap_target:
        return Status.GAP_TARGET_ONLY, "A target is set for the gap alone, so the average has no path to be judged by."
    return Status.NO_TARGET_SET, "No target is set, so there is no path to judge it against."


def _against_path(facts: Facts, held: Value, path: float) -> tuple[Status, str]:
    sign = against_path(held, path, facts.polarity)
    own = facts.latest is not None and held.span.same_time_as(facts.latest.span)
    name = f"The latest {facts.of}" if own else f"The mean of {held.span.label}"
    if sign < 0:
        beyond = " by more than chance explains." if held.limits else f". {NO_LIMITS}"
        return Status.OFF_PATH, f"{name} is worse than the path{beyond}"
    if sign == 0:
        close = f"{name} is too close to the path to say on which side it is. {NO_LIMITS}"
        doubt = f"{name} is worse than the path, but the difference could be chance." if held.limits else close
        if facts.missed:
            return Status.OFF_PATH, f"In its own time the target was missed. {doubt}"
        return Status.CANNOT_BE_JUDGED_YET, doubt
    if facts.missed:
        return Status.OFF_PATH, f"{name} reaches the target, but too late: in its own time it was missed."
    if facts.gap_wider:
        return Status.AVERAGE_UP_BUT_GAP_WIDER, "The average is on its path, but the gap widened beyond chance."
    near = ", but the difference could be chance" if held.limits and not side(*held.limits, of=path) else ""
    return Status.ON_PATH, f"{name} is at the path or better{near}."
