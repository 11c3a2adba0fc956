"""The record's entries, written as JSON Lines in a fixed order, and what two such records make together."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from pathlib import Path
from typing import Annotated, Any, Self

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError, model_validator

from oneplace.delivery.happened.days_shown import STAMPS, known_since
from oneplace.delivery.happened.rule import NEW
from oneplace.delivery.happened.rules import RULES, TAKEN_BACK, YEARS
from oneplace.delivery.happened.state import LONGEST, State
from oneplace.delivery.happened.states import STATES, Decision, Kind
from oneplace.problems import OneplaceError

FILE = "delivery/record.jsonl"
"""Where a place's folder keeps the exported record."""
PAPERS = "papers"
"""The folder beside an exported record with the files of its papers: carried with it, and no part of a run."""
Subject = tuple[Kind, str]


class Imported(BaseModel):
    """That an entry was read in from a file: when, and by whom. Its own day and name are what that file says."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    at: AwareDatetime
    by: Annotated[str, Field(min_length=1, max_length=200)]


class Entry(BaseModel):
    """One change: of what, the how-manieth, when, by whom, what was done, why, and the thing before and after.

    ``imported`` is None where the store itself saw who did it and when.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    kind: Kind
    subject: Annotated[str, Field(pattern=r"^[A-Za-z][A-Za-z0-9_.-]*$", max_length=200)]
    number: Annotated[int, Field(ge=1)]
    at: AwareDatetime
    by: Annotated[str, Field(min_length=1, max_length=200)]
    what: str
    why: Annotated[str, Field(max_length=LONGEST)] = ""
    before: dict[str, Any] | None
    after: dict[str, Any]
    imported: Imported | None = None

    @model_validator(mode="after")
    def _follows_the_rules(self) -> Self:
        rule = RULES[self.kind].get(self.what)
        if rule is None:
            raise ValueError(f"nothing called '{self.what}' is done to a thing of the kind {self.kind}")
        if self.what == TAKEN_BACK:  # whether it leads to where the step before it came from, only a whole record says
            STATES[self.kind].model_validate(self.after)
            return self
        own = STATES[self.kind]
        after, before = own.model_validate(self.after), own.model_validate(self.before or {})
        if ("new" if self.before is None else before.state) not in rule.out_of or (
            after.state != (rule.into or before.state)
        ):
            raise ValueError(f"'{self.what}' can't lead from {'nothing' if self.before is None else before.state} here")
        changed = {name for name in own.model_fields if getattr(after, name) != getattr(before, name)}
        if self.before is not None and (agreed := changed - {*rule.changes, "state", *STAMPS}):
            raise ValueError(f"'{self.what}' can't change {', '.join(sorted(agreed))}")
        for name in sorted(changed & STAMPS):
            shown = known_since(before, name.removesuffix("_entered")) if isinstance(before, Decision) else None
            stamp = getattr(after, name)
            if stamp and stamp != shown and abs((stamp - self.at.date()).days) > 1:  # by its zone
                raise ValueError(f"{name} is {stamp}, and the entry was made on {self.at.date()}")
        return self

    @property
    def of(self) -> Subject:
        """What it is about."""
        return self.kind, self.subject

    def now(self) -> State:
        """The thing as the entry left it."""
        return STATES[self.kind].model_validate(self.after)

    def was(self) -> State:
        """The thing as the entry found it: what an earlier version didn't ask of it is not known, and no change."""
        return STATES[self.kind].model_validate(self.before or {})

    def line(self) -> str:
        """As one line of JSON, its keys in their order."""
        unsaid = None if self.imported else {"imported"}
        return json.dumps(self.model_dump(mode="json", exclude=unsaid), ensure_ascii=False, sort_keys=True)

    def is_as(self, other: Entry) -> bool:
        """Whether both say the same, whichever way they came in."""
        return self.model_copy(update={"imported": other.imported}) == other


def not_taken_back(entries: Iterable[Entry]) -> list[Entry]:
    """The entries in their order without the steps that were taken back, and without the taking back."""
    kept: list[Entry] = []
    for one in in_order(entries):
        if one.what == TAKEN_BACK and kept and kept[-1].of == one.of:
            kept.pop()
        else:
            kept.append(one)
    return kept


def before_last(entries: Iterable[Entry]) -> State | None:
    """How one thing, of these entries, stood before its last step that holds; None where that made it, or none does."""
    held = not_taken_back(entries)
    return held[-1].was() if held and held[-1].before is not None else None


def in_order(entries: Iterable[Entry]) -> list[Entry]:
    """By kind, subject and number: the order of every file."""
    return sorted(entries, key=lambda one: (one.kind.value, one.subject, one.number))


def newest(entries: Iterable[Entry]) -> dict[Subject, Entry]:
    """The last entry of each thing."""
    return {one.of: one for one in in_order(entries)}


def written(entries: Iterable[Entry]) -> str:
    """The record as JSON Lines, always in the same order."""
    return "".join(f"{one.line()}\n" for one in in_order(entries))


def read(path: Path) -> list[Entry]:
    """The entries of a file; none where there is no file. Every mistake is told by its line."""
    if not path.exists():
        return []
    try:
        lines = path.read_text("utf-8").split("\n")  # a text may hold signs that splitlines takes for ends
    except UnicodeDecodeError:
        raise OneplaceError.at(path, "is not UTF-8 text.", "Export it again.") from None
    found = [_entry(path, number, line) for number, line in enumerate(lines, 1) if line.strip()]
    _refuse_holes(path, found)
    return found


_TOLD = {
    "extra_forbidden": "an entry has no such field",
    "missing": "it is missing",
    "json_invalid": "it can’t be read as JSON, or was cut off",
}


def _entry(path: Path, number: int, line: str) -> Entry:
    mend = "Lines are written by `oneplace delivery export`: export again, or mend this one."
    try:
        found = Entry.model_validate_json(line)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(map(str, first["loc"])) or "the line"
        told = _TOLD.get(first["type"], str(first["msg"]).removeprefix("Value error, ").rstrip("."))
        raise OneplaceError.at(path, f"{where}: {told}.", mend, line=number) from None
    for name, day in found.now():
        if isinstance(day, date) and day.year not in YEARS:
            raise OneplaceError.at(path, f"{name}: {day} is no day of 1900 to 2999.", mend, line=number)
    return found


def _refuse_holes(path: Path, entries: list[Entry]) -> None:
    """Each thing's entries count from 1 without a hole, and each goes on from where the one before left it."""
    for (kind, subject), group in groupby(in_order(entries), key=lambda one: one.of):
        last: Entry | None = None
        earlier: list[Entry] = []
        for wanted, one in enumerate(group, 1):
            if one.number != wanted:
                what = f"{kind} {subject} has entry {one.number} where {wanted} is expected."
                raise OneplaceError.at(path, what, "Export the whole record again.")
            if last is not None and one.was() != last.now():
                what = f"{kind} {subject}: entry {wanted} doesn't go on from entry {wanted - 1}."
                raise OneplaceError.at(path, what, "Export the whole record again.")
            if one.what == TAKEN_BACK and one.now() != before_last(earlier):
                what = f"{kind} {subject}: entry {wanted} takes back what was not done last."
                raise OneplaceError.at(path, what, "Export the whole record again.")
            earlier.append(one)
            last = one


@dataclass(frozen=True)
class Merged:
    """What a record takes from another: entries that are new, and pairs that can't both be (ours, theirs)."""

    new: list[Entry]
    conflicts: list[tuple[Entry, Entry]]


def merged(held: Iterable[Entry], given: Iterable[Entry]) -> Merged:
    """Set a file beside what is held. A thing's first entry that differs is a conflict, and none after it is new."""
    ours: Mapping[tuple[Kind, str, int], Entry] = {(*one.of, one.number): one for one in held}
    new: list[Entry] = []
    conflicts: list[tuple[Entry, Entry]] = []
    stuck: set[Subject] = set()
    for one in in_order(given):
        mine = ours.get((*one.of, one.number))
        if one.of in stuck or (mine and mine.is_as(one)):
            continue
        if mine is None:
            new.append(one)
        else:
            conflicts.append((mine, one))
            stuck.add(one.of)
    return Merged(new, conflicts)


__all__ = [
    "FILE",
    "NEW",
    "PAPERS",
    "Entry",
    "Imported",
    "Merged",
    "Subject",
    "before_last",
    "in_order",
    "merged",
    "newest",
    "not_taken_back",
    "read",
    "written",
]
