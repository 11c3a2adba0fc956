"""Files that a lead or an analyst writes for one question: a plan, benefits on one base, options to rank.

Each is YAML, typed, and gives an engine what it takes.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import BeforeValidator, Field

from oneplace.days import working_days_after, working_days_between
from oneplace.delivery.critical_path import Activity
from oneplace.delivery.priorities import Matrix
from oneplace.place import Model, Text, Weighed

Days = Annotated[int, Field(strict=True, ge=-2_000, le=20_000)]
Score = Annotated[float, Field(allow_inf_nan=False)]


def _with_lags(value: object) -> object:
    """Let ``[scope, {premises: 2}]`` or ``scope`` stand for pairs of what comes before and its lag."""
    if isinstance(value, dict):
        return value
    found: dict[object, object] = {}
    for one in value if isinstance(value, list) else [value]:
        found |= one if isinstance(one, dict) else {one: 0}
    return found


class ActivityLine(Model):
    """An activity: how many working days it takes, what it comes after (lag in working days), its earliest day."""

    id: Text
    duration: Annotated[int, Field(strict=True, ge=0, le=20_000)] = 0
    after: Annotated[dict[Text, Days], BeforeValidator(_with_lags)] = Field(default_factory=dict)
    not_before: date | None = None


class PlanFile(Model):
    """A plan from a first day; ``deadline`` the last on which all may still go on, ``closed`` days off besides."""

    start: date
    deadline: date | None = None
    closed: tuple[date, ...] = ()
    activities: Annotated[tuple[ActivityLine, ...], Field(min_length=1)]

    def day(self, number: int) -> date:
        """The working day of a number, 0 the first of the plan."""
        return working_days_after(working_days_after(self.start, 0, self.closed), number, self.closed)

    def number(self, day: date) -> int:
        """Of a day the number: how many working days after the plan's first it or the next working day is."""
        first = working_days_after(self.start, 0, self.closed)
        return working_days_between(first, working_days_after(day, 0, self.closed), self.closed)

    def asked(self) -> list[Activity]:
        """The activities, with day numbers for days."""
        return [
            Activity(one.id, one.duration, tuple(one.after.items()),
                     max(0, self.number(one.not_before)) if one.not_before else 0)
            for one in self.activities
        ]  # fmt: skip

    def last(self) -> int | None:
        """The day number by which all must be over: the beginning of the working day after the deadline."""
        if self.deadline is None:
            return None
        first = working_days_after(self.start, 0, self.closed)
        return working_days_between(first, self.deadline, self.closed) + 1


class Scheme(Model):
    """A scheme and the share of the base by which it says that it reduces it."""

    name: Text
    reduction: Score


class BenefitsFile(Model):
    """Schemes that reduce one base: one measure of the same people in the same period."""

    base: Score
    measured: Score | None = None
    schemes: Annotated[tuple[Scheme, ...], Field(min_length=1)]


def matrix(of: Weighed) -> Matrix:
    """Options and their scores as the engine takes them. Raises ``ValueError`` as ``Matrix`` does."""
    criteria = tuple(of.weights)
    rows = tuple(tuple(scores[one] for one in criteria) for scores in of.options.values())
    return Matrix(tuple(of.options), criteria, rows, tuple(of.weights.values()))
