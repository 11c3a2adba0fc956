"""Parts of W54: promises in other words, figures typed otherwise, and a decision that readers should have seen."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import groupby

from oneplace.place.moved import (
    NOT_THERE,
    Eased,
    Kept,
    Kind,
    Published,
    Said,
    change_told,
    figures,
    published,
    said,
    told_in,
    worded_changes,
)
from oneplace.place.rules.registry import Case, Finding
from oneplace.place.rules.spots import called, spot_of
from oneplace.vocabulary.wording import day_words, list_words


def since_readers_saw(case: Case) -> Iterator[Finding]:
    """What the files say otherwise than the run that readers saw, where no other rule tells it."""
    seen = None if case.files.alone else published(case.files.root)
    if seen is not None and seen.kept is not None:
        now = said(case.files.as_place())
        yield from _worded_otherwise(case, seen, seen.kept, now)
        yield from _typed_otherwise(case, seen.kept, now)
        yield from _entered_late(case, seen, seen.kept, now)


def _worded_otherwise(case: Case, seen: Published, kept: Kept, now: Said) -> Iterator[Finding]:
    """What readers take a promise to be and saw otherwise, each thing once; what a decision names is left to it."""
    recorded = seen.recorded
    for (_part, subject), many in groupby(worded_changes(kept.seen(now), now), key=_thing):
        news = (one for one in many if not recorded & {subject, *one.change.field.split(".")})
        open_still = [one for one in news if kept.names(one, now) is None]
        if not open_still:
            continue
        told = [one.change for one in open_still]
        what = called(told[0])
        if told[0].kind is Kind.DROPPED:
            message = f"{what} (“{told[0].name}”) stood in run {seen.run}, which readers saw, and is gone."
        else:
            listed = "; ".join(change_told(one, kept.said, now, _LONGEST) for one in told)
            message = f"{what} reads otherwise than in run {seen.run}, which readers saw: {listed}."
        named = sorted({one.what for one in open_still if one.what and one.change.part == "outcomes"})
        eases = f" and `eases: [{', '.join(named)}]`" if named else ""
        less = f" Where it promises less, record the decision with `changes: [{subject}]`{eases}."
        how = any(one.part == "measures" and one.field.startswith("compute.") for one in told)
        yield Finding(
            spot_of(case, told[0]),
            message,
            f"{_COUNTED if how else _AS_MUCH}{'' if told[0].part == 'pathways' else less}",  # no decision names a price
        )


def _typed_otherwise(case: Case, kept: Kept, now: Said) -> Iterator[Finding]:
    """Figures of a file in ``series/`` that readers saw and that are others now, each series once.

    So is one put in for a time before the newest that they saw; not one that only comes from elsewhere, nor what a
    decision names.
    """
    open_still = (one for one in kept.worded(now) if one.change.part == "series" and kept.names(one, now) is None)
    moved = (one.change for one in open_still)
    for subject, many in groupby(moved, key=lambda one: one.subject):
        rows = list(many)
        then, since = told_in(kept.said, subject), told_in(now, subject)
        told = figures(((one.field, one.old, one.new) for one in rows), then or since, since)
        told = [one for one in told if not one.only_source]
        if not told:
            continue
        up_to = "up to the newest " if any(one.old == NOT_THERE for one in told) else ""
        listed = "; ".join(f"{one.of} was {one.old}, is {one.new}" for one in told[:_LISTED])
        more = f"; and {len(told) - _LISTED} more" if len(told) > _LISTED else ""
        yield Finding(
            spot_of(case, replace(rows[0], part="measures", field="compute.file")),
            f"figures of {subject} {up_to}that readers saw in run {kept.run} are typed otherwise: {listed}{more}.",
            "Nothing is to be done where whoever counted them put them right: name that in their `source`. Where a "
            f"body decided so, record the decision with `changes: [{subject}]`. Else put them back as they were; "
            "readers are shown both.",
        )


def _entered_late(case: Case, seen: Published, kept: Kept, now: Said) -> Iterator[Finding]:
    """A decision that changes a promise and is dated before a run that readers saw, which had it otherwise."""
    if not kept.as_of:
        return
    day, known = date.fromisoformat(kept.as_of), kept.said.get("decisions", {})
    late = kept.taken_late(now).keys() - seen.recorded
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


_AS_MUCH = "Nothing is to be done where it promises as much: readers are shown both."
_COUNTED = (
    "Readers are shown both. Figures of a record that they saw stay as they were where few could be told of (W153): "
    "what counts others is best given an id of its own."
)
_LONGEST = 160
"""Characters of what one field said, or says."""
_LISTED = 4
"""Figures of one series that are told one by one."""


def _thing(worded: Eased) -> tuple[str, str]:
    return worded.change.part, worded.change.subject
