"""What the pages of doubtful links print: the queue without names, and both sides of a pair."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from oneplace import record
from oneplace.record import Doubt, Side
from oneplace.vocabulary.wording import day_words
from oneplace.web.snapshot import Snapshot

SHOWN = 200
"""Pairs on the page; the others follow when these are answered."""

LABELS = {
    "given_name": "Given name",
    "family_name": "Family name",
    "birth_date": "Birth date",
    "sex": "Sex",
    "nhs_number": "NHS number",
    "postcode": "Postcode",
    "phone": "Phone",
    "email": "E-mail",
    "shared_number": "Shared number",
    "address_line": "Address",
    "town": "Town",
    "death_date": "Date of death",
}
_GRADED = {name: label.lower() for name, label in LABELS.items()}
_AGREES = {
    "same": "The same",
    "alike": "Alike",
    "one slip": "One slip apart",
    "one of theirs": "One of theirs",
    "swapped": "The wrong way round",
}


@dataclass(frozen=True)
class Line:
    """A pair in the queue, without anything of the people."""

    id: str
    partners: str
    likely: str
    reason: str
    evidence: str
    said: list[str]


@dataclass(frozen=True)
class FieldLine:
    """A field, side by side."""

    label: str
    one: str
    other: str
    agrees: str


def line(shot: Snapshot, doubt: Doubt) -> Line:
    """A pair as the queue shows it."""
    partners = " and ".join(partner(shot, source) for source, _key in doubt.pair)
    return Line(doubt.id, partners, doubt.likely, doubt.held_apart, doubt.evidence, told(doubt))


def said(doubt: Doubt) -> list[str]:
    """What was said of a pair before, and why."""
    return [f"{brief} {each.reason}" for brief, each in zip(told(doubt), doubt.answers, strict=True)]


def told(doubt: Doubt) -> list[str]:
    """The same where nobody may be named: without the reasons."""
    return [
        f"{each.by}, {day_words(date.fromisoformat(each.answered_at[:10]))}: {ANSWERS[each.answer]}."
        for each in doubt.answers
    ]


ANSWERS = {
    record.Said.SAME: "One person",
    record.Said.DIFFERENT: "Two people",
    record.Said.UNSURE: "Not clear",
}


def partner(shot: Snapshot, source: str) -> str:
    """Who sends a source."""
    declared = shot.place.sources
    found = (each.partner for each in declared.sources if each.id == source) if declared else iter(())
    return next(found, source)


def fields(doubt: Doubt, one: Side, other: Side) -> list[FieldLine]:
    """Every field of both sides, with whether they agree."""
    graded = {
        label: grade
        for label in _GRADED.values()
        for grade in (*_AGREES, "different")
        if f"{label} {grade}" in doubt.evidence.split(", ")
    }
    return [
        FieldLine(
            label,
            _cell(one.said[name]),
            _cell(other.said[name]),
            _agreement(one.said[name], other.said[name], graded.get(_GRADED[name])),
        )
        for name, label in LABELS.items()
    ]


def _agreement(one: Any, other: Any, grade: str | None) -> str:
    if one is None or other is None:
        return "Not known"
    if grade in _AGREES:
        return _AGREES[grade]
    return "The same" if grade is None and one == other else "Different"


def _cell(value: Any) -> str:
    if value is None:
        return ""
    return day_words(value) if isinstance(value, date) else str(value)
