"""The plan of a place's workstreams on a day: what moved and why, what the end hangs on, how long the rest can wait.

A milestone's place in the plan is the end of its day, which on a day off is that of the working day before it
(``working_days_on``); its own work fills the working days before. What is still open ends at the earliest on the plan's
own day, whatever day was said, and what is done holds nothing up beyond that day. What slips pushes what comes after it
(``moves``), and what is still open has its float against the end of its own workstream (``critical_path``).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import pyarrow as pa

from oneplace.days import working_days_after, working_days_between
from oneplace.delivery import reported
from oneplace.delivery.critical_path import Activity, Scheduled, critical_path, drags
from oneplace.delivery.milestones import Step, steps
from oneplace.delivery.moves import Dated, move
from oneplace.place import Milestone, Period, Workstream
from oneplace.results import TABLES


@dataclass(frozen=True)
class Planned:
    """A milestone in its plan. Days are None where no day is set; floats (in working days) are of what is open.

    ``begins`` and ``due``: the first day of its work and its day as agreed; ``starts`` and ``expected``: as now
    expected. ``slip``: working days that it is now expected later than agreed (below nought: earlier).
    ``drag``: working days that its workstream would end sooner if on the plan's day none of its own work were left;
    None if not critical.
    ``because``: from itself back to the milestone at the root of its slip, by id; empty where nothing pushed it.
    """

    step: Step
    begins: date | None = None
    due: date | None = None
    starts: date | None = None
    expected: date | None = None
    slip: int = 0
    total_float: int | None = None
    free_float: int | None = None
    drag: int | None = None
    critical: bool = False
    because: tuple[str, ...] = ()

    @property
    def milestone(self) -> Milestone:
        """The milestone itself."""
        return self.step.milestone


def plan(workstreams: Iterable[Workstream], as_of: date | None, closed: Iterable[date] = ()) -> list[Planned]:
    """Plan every milestone of the workstreams, in the order of the files.

    One without any day, or that was stopped, has no place in the plan: what comes after it waits for the others alone.
    Raises ``ValueError`` for circles, as ``critical_path`` does.
    """
    off, listed = tuple(closed), steps(workstreams, as_of)
    dated = {one.milestone.id: one for one in listed if _agreed(one.milestone) and one.milestone.state != "stopped"}
    said = {key: day for key, one in dated.items() if (day := earliest(one.milestone, as_of, off))}
    found = move(
        [_dated(one.milestone, dated, as_of) for one in dated.values()],
        {key: _held(dated[key].milestone, day, as_of) for key, day in said.items()},
        off,
    )
    days = dict(found.days) | {key: day for key, day in said.items() if dated[key].milestone.state == "done"}
    floats = _floats(dated, days, as_of, off)
    return [
        _planned(one, days[one.milestone.id], floats.get(one.milestone.id), found.chain(one.milestone.id), off)
        if one.milestone.id in dated
        else Planned(one)
        for one in listed
    ]


def earliest(one: Milestone, as_of: date | None, closed: Iterable[date] = ()) -> date | None:
    """The day on which it can end at the earliest, whatever pushes it; None where no day is set.

    That is the day now expected; for what is still open after it, ``as_of`` or the working day after that.
    """
    said = one.expected
    return working_days_after(as_of, 0, closed) if is_passed(one, as_of) and as_of else said


def is_passed(one: Milestone, as_of: date | None) -> bool:
    """Whether it is still open after the day on which it was last expected."""
    return one.is_open and as_of is not None and one.expected is not None and one.expected < as_of


def _agreed(one: Milestone) -> date | None:
    return one.due.last_day if isinstance(one.due, Period) else one.expected


def _dated(one: Milestone, dated: Mapping[str, Step], as_of: date | None) -> Dated:
    """On its agreed day; what is done waits for nothing any more."""
    agreed = _agreed(one)
    assert agreed is not None  # noqa: S101 - only what has a day is asked for
    return Dated(one.id, _held(one, agreed, as_of), () if one.state == "done" else _links(one.links, dated))


def _held(one: Milestone, day: date, as_of: date | None) -> date:
    """Until when it holds up what follows: what is done was over on the plan's own day, whatever day was said."""
    return min(day, as_of) if one.state == "done" and as_of else day


def _links(given: Mapping[str, int], known: Mapping[str, object]) -> tuple[tuple[str, int], ...]:
    return tuple((key, days) for key, days in given.items() if key in known)


def _floats(
    dated: Mapping[str, Step], days: Mapping[str, date], as_of: date | None, off: Sequence[date]
) -> dict[str, Scheduled]:
    """Of what is open: how long it can wait before its own workstream ends later, or another's next step begins."""
    still = {key: one.milestone for key, one in dated.items() if one.milestone.is_open}
    if not still:
        return {}
    first = as_of or min(days[key] for key in still)
    room = max(one.duration for one in still.values())
    asked = [
        Activity(
            key,
            one.duration,
            _links({before: one.lag.get(before, 0) for before in one.after}, still),
            working_days_between(first, days[key], off) - one.duration + room,
        )
        for key, one in still.items()
    ]
    ends = {one.id: one.earliest_finish for one in critical_path(asked).activities}
    last: dict[str, int] = {}
    for key in still:
        stream = dated[key].workstream.id
        last[stream] = max(last.get(stream, 0), ends[key])
    bound = [replace(one, not_after=last[dated[one.id].workstream.id]) for one in asked]
    gains = _gains(asked, {one.id: dated[one.id].workstream.id for one in asked}, ends, room)
    if as_of:  # the days that have passed nobody can gain any more
        gains = {key: min(gain, max(0, working_days_between(as_of, days[key], off))) for key, gain in gains.items()}
    return {one.id: replace(one, drag=gains[one.id]) for one in critical_path(bound).activities}


def _gains(
    asked: Sequence[Activity], stream_of: Mapping[str, str], ends: Mapping[str, int], today: int
) -> dict[str, int]:
    """Of each, how much sooner its own workstream would end if its own work took none.

    Nothing is pulled earlier by machine, so that the days of a plan hold what follows in place. To say what could be
    gained, a day that follows from what comes before gives way, and one that somebody set stays. No work that is still
    to begin can begin before ``today``, the number of the plan's own day.
    """
    return drags([_loosened(one, ends, today) for one in asked], stream_of)


def _loosened(one: Activity, ends: Mapping[str, int], today: int) -> Activity:
    start = ends[one.id] - one.duration
    return (
        replace(one, not_before=min(start, today)) if any(ends[key] + lag == start for key, lag in one.after) else one
    )


def _planned(
    step: Step, expected: date, scheduled: Scheduled | None, chain: tuple[str, ...], off: Sequence[date]
) -> Planned:
    one, agreed = step.milestone, _agreed(step.milestone) or expected
    return Planned(
        step,
        begins=_begin(agreed, one.duration, off),
        due=agreed,
        starts=_begin(expected, one.duration, off),
        expected=expected,
        slip=working_days_between(agreed, expected, off),
        total_float=scheduled.total_float if scheduled else None,
        free_float=scheduled.free_float if scheduled else None,
        drag=scheduled.drag if scheduled and scheduled.critical else None,
        critical=scheduled is not None and scheduled.critical,
        because=chain if len(chain) > 1 else (),
    )


def _begin(day: date, duration: int, off: Sequence[date]) -> date:
    """The first day of work that fills so many working days and ends with a day."""
    return working_days_after(working_days_after(day, 1, off), -duration, off) if duration else day


def table(workstreams: Iterable[Workstream], as_of: date, closed: Iterable[date] = ()) -> pa.Table:
    """The plan as the result table of its name: one row a milestone."""
    rows = [_row(one) for one in plan(workstreams, as_of, closed)]
    return pa.Table.from_pylist(rows, schema=TABLES["plan"].schema)


def _row(one: Planned) -> dict[str, Any]:
    stream, milestone = one.step.workstream, one.milestone
    told = {name: getattr(one, name) for name in _TOLD}
    return told | {
        "milestone": milestone.id,
        "workstream": stream.id,
        "text": milestone.text,
        "state": milestone.state,
        "late": one.step.late,
        "moves": len(milestone.moved),
        "after": "; ".join(milestone.after) or None,
        "caused_by": "; ".join(one.because[1:]) or None,
        "origin": "illustrative" if stream.provenance == "illustrative" else None,
    }


_TOLD = ("begins", "due", "starts", "expected", "slip", "total_float", "free_float", "drag", "critical")


def standing(
    rows: Iterable[Mapping[str, Any]], today: date, closed: Iterable[date]
) -> tuple[reported.Status, reported.Status]:
    """How milestones (rows of the table) stand now and are expected to end, by rule, without ``closed`` days."""
    judged = [
        reported.Milestone(row["due"], row["expected"], row["state"] == "done", row["critical"])
        for row in rows
        if row["state"] != "stopped"
    ]
    rule = reported.Rule(closed=tuple(closed))
    return reported.now(judged, today, rule), reported.ahead(judged, today, rule)
