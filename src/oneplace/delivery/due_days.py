"""What is due in a place's files, as entries of a calendar: milestones, actions on risks and decisions."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time

from oneplace.delivery.calendar_feed import Entry
from oneplace.delivery.milestones import steps
from oneplace.place import Milestone, Period, Place
from oneplace.vocabulary.wording import marked


def entries(place: Place, today: date) -> list[Entry]:
    """Each open milestone on the day now expected, each open action, and each decision that has its day.

    A milestone that was stopped is there as cancelled, so that a diary which has it takes it out. Something due in a
    month or a year is there on its last day. ``today`` stamps the entries.
    """
    stamp = datetime.combine(today, time(), UTC)
    return [*_milestones(place, stamp), *_actions(place, stamp), *_decisions(place, stamp)]


def _milestones(place: Place, stamp: datetime) -> Iterator[Entry]:
    for step in steps(place.strategy.workstreams, None):
        one, day = step.milestone, _expected(step.milestone)
        if day is not None and one.state != "done":
            yield Entry(
                uid=f"milestone-{one.id}@{place.place.id}",
                start=day,
                title=f"Due: {marked(one.text, step.workstream.provenance)}",
                changed=stamp,
                sequence=len(one.moved) + (one.state == "stopped"),
                cancelled=one.state == "stopped",
                text=f"Milestone of {step.workstream.name}.",
            )


def _expected(one: Milestone) -> date | None:
    when = one.forecast or one.due
    return when.last_day if isinstance(when, Period) else None


def _actions(place: Place, stamp: datetime) -> Iterator[Entry]:
    for risk in place.strategy.risks:
        for number, action in enumerate(risk.actions if isinstance(risk.actions, tuple) else (), 1):
            if action.state == "open" and isinstance(action.due, Period):
                identity = f"action-{risk.id}-{number}@{place.place.id}"
                title = f"Due: {marked(action.text, risk.provenance)}"
                yield Entry(identity, action.due.last_day, title, stamp, text=f"Risk: {risk.event}")


def _decisions(place: Place, stamp: datetime) -> Iterator[Entry]:
    for one in place.decisions.values():
        if isinstance(one.on, Period) and one.on.start == one.on.last_day:
            title = f"Decision: {marked(one.title, one.provenance)}"
            yield Entry(f"decision-{one.id}@{place.place.id}", one.on.start, title, stamp, where=one.body or "")
