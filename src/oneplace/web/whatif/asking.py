"""What an address asks of a pathway: a named scenario, numbers moved, and what of it can't be."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from oneplace import flow
from oneplace.flow import Lever
from oneplace.problems import OneplaceError

SCENARIO, VERSION = "scenario", "version"
MOST_LETTERS = 60
UNLIMITED = "unlimited"
NOBODY_SERVED = "With none, all who are to come here wait for ever. Write 1 or more, or limit the queue."


@dataclass(frozen=True)
class Asked:
    """A question to a pathway, read from an address. It can be answered where it has neither errors nor problems."""

    pathway: flow.Pathway
    scenario: str | None = None
    changes: Mapping[str, str] = field(default_factory=dict)
    """Quantities set by hand, by their path; those that the scenario (or the file) has already are left out."""
    errors: Mapping[str, str] = field(default_factory=dict)
    """What is wrong with a field, by its path."""
    typed: Mapping[str, str] = field(default_factory=dict)
    """What stood in the fields with errors."""
    problems: tuple[str, ...] = ()
    """What is wrong beyond single fields."""
    version: str | None = None
    """The version of the pathway for which the address was made."""
    shortened: bool = False
    """Whether the address also held what changes nothing, as a form does that is sent whole."""

    @property
    def is_wrong(self) -> bool:
        """Whether something must be mended first."""
        return bool(self.errors or self.problems)

    @property
    def is_empty(self) -> bool:
        """Whether nothing is changed."""
        return not self.scenario and not self.changes

    @cached_property
    def set(self) -> dict[str, Any]:
        """Everything that is set, by its path: the scenario's, and over it what was moved by hand."""
        named = self.pathway.file.scenarios[self.scenario].set if self.scenario else {}
        given = {**named, **self.changes}
        return {**given, **dict(_fitting_starts(_with(self.pathway, self.scenario), self.changes, given))}

    @cached_property
    def variant(self) -> flow.Pathway:
        """The pathway with all of it; raises ``OneplaceError`` where it can't be."""
        return flow.apply(self.pathway, self.set)

    @cached_property
    def levers(self) -> tuple[Lever, ...]:
        """The numbers that can be moved, as the scenario has them."""
        return flow.levers(_with(self.pathway, self.scenario))

    def query(self, version: str) -> str:
        """The address's own part that asks the same again, of the same version: what is shared."""
        return urlencode([*self.items, (VERSION, version)])

    @property
    def items(self) -> list[tuple[str, str]]:
        """What is asked, as pairs in the file's order."""
        return [*([(SCENARIO, self.scenario)] if self.scenario else []), *self.changes.items()]


def ask(query: Mapping[str, str], pathway: flow.Pathway) -> Asked:
    """Read an address. A bare number gets its field's unit; an unknown name is a problem, never ignored."""
    scenario = query.get(SCENARIO) or None
    problems = []
    if scenario and scenario not in pathway.file.scenarios:
        problems.append(f"There is no scenario called “{scenario[:MOST_LETTERS]}” in this pathway.")
        scenario = None
    found = flow.levers(_with(pathway, scenario))
    known = {lever.path for lever in found}
    problems += [
        f"There is no number “{name[:MOST_LETTERS]}” to move in this pathway."
        for name in query
        if name not in known and name not in (SCENARIO, VERSION)
    ]
    changes, errors, typed, unchanged = {}, {}, {}, 0
    for lever in found:
        if lever.path not in query:
            continue
        given = query[lever.path][:MOST_LETTERS]
        if given.strip() == lever.text:
            unchanged += 1
            continue
        try:
            worded = lever.worded(given)
        except ValueError as error:
            errors[lever.path], typed[lever.path] = str(error), given
            continue
        if worded == _standard(lever):
            unchanged += 1
        else:
            changes[lever.path] = worded
    asked = Asked(pathway, scenario, changes, errors, typed, tuple(problems), query.get(VERSION) or None, unchanged > 0)
    return asked if asked.is_wrong or asked.is_empty else _tried(asked)


def _fitting_starts(
    pathway: flow.Pathway, changes: Mapping[str, str], given: Mapping[str, Any]
) -> Iterator[tuple[str, str]]:
    """How full places start whose capacity is moved so that it no longer fits: a smaller one starts full."""
    for place, of in pathway.file.places.items():
        text, path = changes.get(f"places.{place}.capacity"), f"places.{place}.start"
        if text is None or of.start is None or path in given:
            continue
        patients, share = of.start.patients, of.start.share
        if text == UNLIMITED and share is not None:
            yield path, f"{round(share * (of.capacity or 0))} patients"
        elif text != UNLIMITED and patients is not None and patients > int(text.partition(" ")[0]):
            yield path, "100 % full"


def _with(pathway: flow.Pathway, scenario: str | None) -> flow.Pathway:
    return flow.apply(pathway, scenario) if scenario else pathway


def _standard(lever: Lever) -> str | None:
    """The lever's own value in the form that ``worded`` gives, so that ``185`` is no change of ``185 places``."""
    try:
        return lever.worded(lever.text)
    except ValueError:
        return None


def _tried(asked: Asked) -> Asked:
    """The question with the fields marked that make a pathway that can't be, or in which nobody is ever served."""
    try:
        idle = flow.never_served(asked.variant)
    except OneplaceError as error:
        base = _with(asked.pathway, asked.scenario)
        errors = {path: _refused(base, {path: value}) for path, value in asked.changes.items()}
        blamed = {path: message for path, message in errors.items() if message}
        return _without(asked, blamed, () if blamed else tuple(f"{p.message} {p.mend}" for p in error.problems))
    paths = {f"places.{place}.capacity" for place in idle}
    blamed = dict.fromkeys(paths & asked.changes.keys(), NOBODY_SERVED)
    return _without(asked, blamed, ()) if blamed else asked


def _without(asked: Asked, blamed: Mapping[str, str], problems: tuple[str, ...]) -> Asked:
    """The question without the changes that are to blame, which its form shows as they were typed."""
    return Asked(
        asked.pathway,
        asked.scenario,
        {path: value for path, value in asked.changes.items() if path not in blamed},
        dict(blamed),
        {path: asked.changes[path] for path in blamed},
        problems,
        asked.version,
    )


def _refused(pathway: flow.Pathway, change: Mapping[str, str]) -> str:
    """Why a single change makes a pathway that can't be; empty where it doesn't."""
    try:
        flow.apply(pathway, change)
    except OneplaceError as error:
        said = error.problems[0]
        named = ", ".join(f"{path}: {value}" for path, value in change.items())
        message = said.message.removeprefix(f"with {named}: ")
        return f"{message[:1].upper()}{message[1:]} {'Enter another number.' if '`' in said.mend else said.mend}"
    return ""
