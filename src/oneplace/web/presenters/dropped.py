"""An ambition that is promised no more: its address says so, as somebody may have kept it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from django.urls import reverse

from oneplace.place.moved import Kept, Kind, kept_in
from oneplace.problems import OneplaceError
from oneplace.report import decided_on
from oneplace.vocabulary.wording import day_words
from oneplace.web.snapshot import OnceARun, Snapshot

_PART = "outcomes"


@dataclass(frozen=True)
class Dropped:
    """What was promised, the day of the last report that had it and of the first without, and who decided."""

    question: str
    text: str
    last: str
    first: str
    decided: str
    decision: str
    """The address of the decision's page; empty where none names it, or it is on file no more."""
    changes: str
    """The address of all that changed between the two reports."""


def dropped(shot: Snapshot, ambition: str) -> Dropped | None:
    """The ambition of this id as readers last saw it; None where no report that is there had it."""
    return _of_all(shot).get(ambition)


def page_of(shot: Snapshot, ambition: str) -> str:
    """The address of an ambition, promised still or dropped; empty where no report that is there had it."""
    known = any(one.id == ambition for one in shot.place.strategy.outcomes) or dropped(shot, ambition)
    return reverse("public:ambition", args=[ambition]) if known else ""


def _found(shot: Snapshot) -> dict[str, Dropped]:
    """Each ambition that an earlier report had and the served one has not, by its id."""
    now = {one.id for one in shot.place.strategy.outcomes}
    found: dict[str, Dropped] = {}
    for after, before in pairwise(_reports(shot)):  # the newest first
        for one in before.said.get(_PART, {}).keys() - after.said.get(_PART, {}).keys() - now - found.keys():
            found[one] = _dropped(shot, one, before, after)
    return found


_of_all = OnceARun(_found)


def _reports(shot: Snapshot) -> Iterator[Kept]:
    """What each report that readers have seen kept, from the one that is served back; damaged ones are left out."""
    at = next((number for number, one in enumerate(shot.seen) if shot.run and one.id == shot.run.id), len(shot.seen))
    for one in shot.seen[at:]:
        try:
            kept = kept_in(one.folder)
        except OneplaceError:
            continue
        if kept is not None:
            yield kept


def _dropped(shot: Snapshot, ambition: str, before: Kept, after: Kept) -> Dropped:
    fields = before.said[_PART][ambition]
    rows = [row for row in before.rows(after) if (row["part"], row["subject"]) == (_PART, ambition)]
    gone = next(row for row in rows if row["kind"] == Kind.DROPPED.value)
    text = str(fields.get("text", ambition))
    decision = gone["decision"]
    return Dropped(
        question=str(fields.get("question", text)),
        text=text,
        last=_day(before),
        first=_day(after),
        decided=_decided(shot, decision, taken=bool(gone["decided"])),
        decision=reverse("public:decision", args=[decision]) if decision in shot.place.decisions else "",
        changes=f"{reverse('public:changes')}?from={before.run}&to={after.run}",
    )


def _day(kept: Kept) -> str:
    return day_words(date.fromisoformat(kept.as_of))


def _decided(shot: Snapshot, decision: str | None, *, taken: bool) -> str:
    """Who decided it: ``The decision “…” of 9 June 2026 says so.``"""
    found = shot.place.decisions.get(decision or "")
    if decision and found is None:
        return "A decision said so; it is on file no more."
    if found is None:
        return "No decision says so."
    day = f" of {on}" if (on := decided_on(found)) else ""
    if taken:
        return f"The decision \u201c{found.title}\u201d{day} says so."
    return f"The decision \u201c{found.title}\u201d is asked for and not taken. Until it is, what was promised holds."
