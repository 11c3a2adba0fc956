"""What a highlight report says of a workstream by rule: how it stands now, and how it is expected to end.

Two answers, since a good year so far may end badly, and of that a board can still change something.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from oneplace.days import working_days_between, working_days_late


class Status(StrEnum):
    """In the words of a workstream's reports, the worst last."""

    NOT_KNOWN = "not_known"
    ON_TRACK = "on_track"
    AT_RISK = "at_risk"
    OFF_TRACK = "off_track"


@dataclass(frozen=True)
class Milestone:
    """A milestone: the day first agreed, the one now expected, whether it is over, and whether the end hangs on it."""

    due: date | None
    forecast: date | None = None
    done: bool = False
    critical: bool = True

    @property
    def expected(self) -> date | None:
        """The day now expected."""
        return self.forecast or self.due


@dataclass(frozen=True)
class Rule:
    """From how many working days on a milestone that is late is off track (below, at risk); ``closed`` are none."""

    off_from: int = 20
    closed: tuple[date, ...] = ()


def now(milestones: Sequence[Milestone], today: date, rule: Rule = Rule()) -> Status:
    """How it stands: by the worst milestone that was due by the day first agreed and is not done.

    Not known where no milestone has a day.
    """
    dated = [one for one in milestones if one.due is not None]
    if not dated:
        return Status.NOT_KNOWN
    return _worst(
        _by(working_days_late(one.due, today, rule.closed), one, rule) for one in dated if one.due and not one.done
    )


def ahead(milestones: Sequence[Milestone], today: date, rule: Rule = Rule()) -> Status:
    """How it is expected to end: by how much later than first agreed each open milestone is now expected.

    A day expected that is already past says nothing of the end: what is late then counts as late as it is today.
    """
    dated = [one for one in milestones if one.due is not None]
    if not dated:
        return Status.NOT_KNOWN
    return _worst(
        _by(
            max(
                working_days_between(one.due, one.expected or one.due, rule.closed),
                working_days_late(one.due, today, rule.closed),
            ),
            one,
            rule,
        )
        for one in dated
        if one.due and not one.done
    )


def _by(slip: int, one: Milestone, rule: Rule) -> Status:
    if slip <= 0:
        return Status.ON_TRACK
    return Status.OFF_TRACK if slip >= rule.off_from and one.critical else Status.AT_RISK


def _worst(found: Iterable[Status]) -> Status:
    order = list(Status)
    return max(found, key=order.index, default=Status.ON_TRACK)
