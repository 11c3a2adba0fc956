"""A part of W54: what readers saw of a promise in other words, and a decision that they should have seen."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import groupby
from textwrap import shorten

from oneplace.place.moved import (
    Change,
    Kind,
    Leaf,
    field_words,
    published,
    said,
    worded_changes,
    words,
)
from oneplace.place.rules.registry import Case, Finding
from oneplace.place.rules.spots import called, spot_of
from oneplace.vocabulary.wording import day_words, list_words


def worded_otherwise(case: Case) -> Iterator[Finding]:
    """What readers take a promise to be and saw otherwise, each thing once; what a decision names is left to it."""
    seen = None if case.files.alone else published(case.files.root)
    if seen is None or seen.kept is None:
        return
    recorded, now = seen.recorded, said(case.files.as_place())
    for (_part, subject), many in groupby(worded_changes(seen.kept.said, now), key=_thing):
        told = [one for one in many if not recorded & {subject, *one.field.split(".")}]
        if not told or seen.kept.names(told[0], now) is not None:
            continue
        what = called(told[0])
        if told[0].kind is Kind.DROPPED:
            message = f"{what} (“{told[0].name}”) stood in run {seen.run}, which readers saw, and is gone."
        else:
            listed = "; ".join(f"{field_words(one.field)} was {_short(one.old)}, is {_short(one.new)}" for one in told)
            message = f"{what} reads otherwise than in run {seen.run}, which readers saw: {listed}."
        less = f" Where it promises less, record the decision with `changes: [{subject}]`."
        yield Finding(
            spot_of(case, told[0]),
            message,
            "Nothing is to be done where it promises as much: readers are shown both."
            f"{'' if told[0].part == 'pathways' else less}",  # no decision can name a price
        )


def entered_late(case: Case) -> Iterator[Finding]:
    """A decision that changes a promise and is dated before a run that readers saw, which had it otherwise."""
    seen = None if case.files.alone else published(case.files.root)
    if seen is None or seen.kept is None or not seen.kept.as_of:
        return
    day, known = date.fromisoformat(seen.kept.as_of), seen.kept.said.get("decisions", {})
    late = seen.kept.taken_late(said(case.files.as_place())).keys() - seen.recorded
    for entry in case.files.decisions:
        one = entry.item
        if not one.changes or not (one.id in late or (one.id not in known and one.is_taken(day))):
            continue
        unknown = f"did not have it: readers saw {list_words(one.changes)} as it was"
        showed = "showed it as not taken" if one.id in late else unknown
        yield Finding(
            entry.at / "on",
            f"the decision {one.id} says {one.on}, and run {seen.run} of {day_words(day)} {showed}.",
            "Check the day. Where it is right, say in `note:` why it was entered later.",
        )


def _thing(change: Change) -> tuple[str, str]:
    return change.part, change.subject


def _short(value: Leaf | None) -> str:
    return shorten("not set" if value is None else words(value), 160, placeholder=" …")
