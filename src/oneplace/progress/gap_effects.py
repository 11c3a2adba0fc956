"""Did an action narrow the gap that it was to narrow? The series of the gap, judged as what a decision was to move.

The gap is that of one group to everyone, by the one function that measures gaps, told as a distance: how far the group
is on the worse side. What was said beforehand is a difference in the measure's unit, so that alone is judged; whether
the same gap narrowed as so many times everyone's value is told beside, for the two may go different ways.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

import numpy as np

from oneplace.measures import to_everyone
from oneplace.place import Measure
from oneplace.progress.effects import Asked, Case, FloatArray, Known, Verdict, case, judged, laid, unjudged
from oneplace.progress.rules import Value
from oneplace.progress.spans import months_on
from oneplace.stats import MONTHS, Span
from oneplace.vocabulary.wording import day_words

Row = Mapping[str, Any]
_NARROWED = (Verdict.WORKED, Verdict.LESS, Verdict.LESS_SO_FAR)


@dataclass(frozen=True)
class Aim:
    """An action that is to narrow the gap of a group to everyone in a measure.

    ``said_on`` is the day on which that was said, ``since`` the first from which it can show, ``until`` that by which
    it should have. ``public`` is whether everybody may read of it.
    """

    action: str
    measure: str
    dimension: str
    group: str
    group_words: str
    narrows: float
    said_on: date
    since: date
    until: date
    public: bool
    illustrative: bool = False


@dataclass(frozen=True)
class _Gap:
    """The gap of an aim in each period: as a distance in the measure's unit, and as so many times (NaN: no number)."""

    values: Sequence[Value]
    times: FloatArray
    origin: str | None
    reason: str


def aimed(aim: Aim, measure: Measure, rows: Sequence[Row], since: date) -> tuple[Case, Case]:
    """The case of an aim, and that of the same gap as so many times; ``rows`` are the measure's rows of results, of
    which those of periods from ``since`` on are alike."""
    gap = _gap(aim, measure, rows, since)
    own = measure.model_copy(update={"frequency": _frequency(gap.values, measure.frequency)})
    named = {"dimension": aim.dimension, "group": aim.group, "group_words": aim.group_words}
    subject = {"action": aim.action, **named, "said_on": aim.said_on, "frequency": own.frequency}
    end = aim.until + timedelta(days=1)
    first = aim.since if aim.since.day == 1 else months_on(aim.since.replace(day=1), 1)  # the first whole month after
    asked = Asked(-aim.narrows, first, day_words(aim.since), end, day_words(aim.until), (), aim.illustrative)
    found = case(subject, asked, own, Known(gap.values, origin=gap.origin))
    found = replace(found, reason=gap.reason or found.reason or _not_behind(found))
    return found, _as_times(found, gap)


def gap_effects(cases: Sequence[tuple[Case, Case]], rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The rows of ``gap_effects``: those of the aims, judged with all else that is asked of their measures, with what
    became of each gap as so many times."""
    return [row | {"as_times": _told(beside)} for (_, beside), row in zip(cases, rows, strict=True)]


def _told(beside: Case) -> str:
    """What became of the gap as so many times: narrowed, widened, not_seen, not_judged."""
    [row] = judged([beside])
    verdict = Verdict(row["verdict"])
    return "narrowed" if verdict in _NARROWED else "widened" if verdict is Verdict.HARM else verdict.value


def _gap(aim: Aim, measure: Measure, rows: Sequence[Row], since: date) -> _Gap:
    found = to_everyone(measure, [dict(row) for row in rows], aim.dimension, aim.group)
    found = [row for row in found if row["period_start"] >= since]
    known = [row for row in found if row["absolute_gap"] is not None]
    reason = "" if known else _why_none(found, any(_is_of(row, aim, since) for row in rows))
    if measure.groups_unlike:
        reason = "groups_unlike"
    elif measure.polarity_of_groups == "context":
        reason = "no_good_way"
    worse = -1 if measure.polarity_of_groups == "high_good" else 1
    values = [Value(_span(row), worse * row["absolute_gap"]) for row in known]
    over = np.array([np.nan if row["relative_gap"] is None else row["relative_gap"] for row in known], dtype=float)
    with np.errstate(divide="ignore"):
        times = over if worse > 0 else np.where(over > 0, 1 / over, np.nan)
    return _Gap(values, times, found[-1]["origin"] if found else None, reason)


def _is_of(row: Row, aim: Aim, since: date) -> bool:
    """Whether a row tells, from the first day on that counts, of the group whose gap is to narrow."""
    whom = row["dimension"], row["group"]
    return whom == (aim.dimension, aim.group) and row["value"] is not None and bool(row["period_start"] >= since)


def _why_none(found: Sequence[Row], group_is_told: bool) -> str:
    """Why no period has a gap, by the newest; without any, who it is of whom nothing is known for the same time."""
    if not found:
        return "no_values_of_everyone" if group_is_told else "no_values_of_group"
    return "too_few_people" if found[-1]["suppressed"] else "no_limits_of_group"


def _span(row: Row) -> Span:
    return Span(row["period_start"], row["period_end"], row["period_label"])


def _frequency(values: Sequence[Value], stated: str) -> str:
    """How often the groups of a measure are told: by their own periods, which may be longer than everyone's."""
    months = values[-1].span.months if values else 0
    return next((name for name, each in MONTHS.items() if each == months), stated)


def _not_behind(found: Case) -> str:
    """That the group was not on the worse side before: then it has no gap that could narrow."""
    return "not_behind" if np.nanmean(found.series[: found.before]) <= 0 else ""


def _as_times(found: Case, gap: _Gap) -> Case:
    """The same gap as so many times everyone's value, in the same periods."""
    if found.reason:
        return found
    series = laid([value.span for value in gap.values], list(gap.times))
    return replace(found, series=series, reason=unjudged(series, found.before, found.measure.frequency))
