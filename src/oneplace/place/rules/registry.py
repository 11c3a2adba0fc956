"""What a rule is, where it looks, and how all of them are run."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, TypeVar

from oneplace.place.fields import Model
from oneplace.place.folder import Entry, Files, Spot
from oneplace.place.measure import Measure
from oneplace.place.strategy import Strategy
from oneplace.place.strategy.commentary import Commentary
from oneplace.place.strategy.decisions import Decision
from oneplace.place.strategy.themes import Theme
from oneplace.problems import Problem

T = TypeVar("T")


@dataclass(frozen=True)
class Finding:
    """One thing that a rule found: where, what, and how to mend it."""

    at: Spot
    message: str
    mend: str


READ_ON = date.max
"""The day by which files are judged that are only read: no error comes of a day that passes."""


@dataclass(frozen=True)
class Case:
    """The files being checked, the day of the check, and whether they are about to be published."""

    files: Files
    as_of: date
    public: bool = False

    @property
    def today(self) -> date | None:
        """The day of the check; None where the files are only read, which no day that passes may refuse."""
        return None if self.as_of == READ_ON else self.as_of

    @property
    def strategy(self) -> Strategy:
        """The strategy itself."""
        return self.files.strategy.item

    @property
    def top(self) -> Spot:
        """The root of ``strategy.yaml``."""
        return self.files.strategy.at

    @cached_property
    def measures(self) -> dict[str, Measure]:
        """Measures by id."""
        return {entry.item.id: entry.item for entry in self.files.measures}

    @cached_property
    def parts(self) -> tuple[Entry[Model], ...]:
        """Every model of the strategy, and of decisions and commentary in files of their own, with where it stands."""
        found = list(parts(self.strategy, self.top))
        alone: tuple[Entry[Decision] | Entry[Commentary], ...] = (*self.files.decisions, *self.files.commentary)
        found += (part for entry in self.taken_themes for part in parts(entry.item, entry.at))
        for entry in alone:
            if entry.at.document is not self.top.document:
                found += parts(entry.item, entry.at)
        return tuple(found)

    @property
    def taken_themes(self) -> tuple[Entry[Theme], ...]:
        """The themes that the place takes of the library."""
        return tuple(entry for entry in self.files.themes if entry.at.document is not self.top.document)

    @cached_property
    def period(self) -> tuple[date | None, date | None]:
        """First day of the strategy and the day after its last; None where it is not set."""
        span = self.strategy.period
        if span == "not_set":
            return None, None
        return (
            None if span.start == "not_set" else span.start.start,
            None if span.end == "not_set" else span.end.end,
        )


def parts(item: Any, at: Spot) -> Iterator[Entry[Model]]:
    """Every model inside ``item``, itself included, with where it stands."""
    if isinstance(item, Model):
        yield Entry(item, at)
        for name, field in type(item).model_fields.items():
            inner = getattr(item, name)
            if isinstance(inner, Model | tuple | dict):
                yield from parts(inner, at / (field.alias or name))
    elif isinstance(item, tuple):
        for index, inner in enumerate(item):
            yield from parts(inner, at / index)
    elif isinstance(item, dict):
        for key, inner in item.items():
            if isinstance(inner, Model):
                yield from parts(inner, at / key)


def each(items: Sequence[T], at: Spot) -> Iterator[Entry[T]]:
    """Every item of a list with where it stands; ``at`` is where the list does."""
    for index, item in enumerate(items):
        yield Entry(item, at / index)


Check = Callable[[Case], Iterator[Finding]]

CHECKS: dict[str, Check] = {}


def rule(code: str) -> Callable[[Check], Check]:
    """Register the check of one rule; its words stand in ``explained/``."""

    def register(check: Check) -> Check:
        CHECKS[code] = check
        return check

    return register


def findings(files: Files, *, as_of: date, public: bool) -> list[Problem]:
    """Run every rule over a place's files; problems in the order of files and lines."""
    case = Case(files, as_of, public)
    return sorted(_problem(code, found) for code, check in CHECKS.items() for found in check(case))


def _problem(code: str, found: Finding) -> Problem:
    line, column = found.at.mark
    return Problem(found.at.document.path, line, column, code, found.message, found.mend)


def given(value: Any) -> Any:
    """The value, or None where it is ``not_set``."""
    return None if value == "not_set" else value
