"""Decisions as everyone may read them: a list of all, and each with its record, what it was to move and its papers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath

from django.urls import reverse

from oneplace.pack import DECISIONS
from oneplace.place import Decision
from oneplace.report import (
    Heading,
    became,
    body_of,
    changed_by,
    cover,
    is_illustrative,
    record_of,
    stands,
    titles_of,
    when_taken,
    without_references,
)
from oneplace.web.pages import Link
from oneplace.web.snapshot import Snapshot

_PAPERS = {"report": "The report", "notice": "The notice"}
_KINDS = {".pdf": "PDF", ".docx": "Word"}


@dataclass(frozen=True)
class DecisionLine:
    """A decision in the list."""

    title: str
    href: str
    body: str
    when: str
    became: tuple[str, ...]
    illustrative: bool
    is_key: bool


@dataclass(frozen=True)
class Decisions:
    """The decisions asked for by the day of their meeting, those that were taken, the newest first, and the others."""

    asked: list[DecisionLine]
    taken: list[DecisionLine]
    undated: list[DecisionLine]
    """Those whose document has a day that can't be read: what became of them is not on file."""
    ended: list[DecisionLine]
    """Those that were refused or withdrawn."""

    @property
    def parts(self) -> dict[str, list[DecisionLine]]:
        """Each list by its name, in the order in which a page has them."""
        return {"asked": self.asked, "taken": self.taken, "ended": self.ended, "undated": self.undated}


@dataclass(frozen=True)
class DecisionPage:
    """A decision with all that is on record."""

    cover: tuple[tuple[str, str], ...]
    stands: str
    """Whether it was taken, in a sentence."""
    record: tuple[Heading, ...]
    ambitions: list[Link]
    papers: list[Link]
    illustrative: bool


def href(decision_id: str) -> str:
    """The address of a decision's page."""
    return reverse("public:decision", args=[decision_id])


def listed(shot: Snapshot) -> Decisions:
    """All decisions of the place's files; those whose day can't be read stand last."""
    known = sorted(shot.place.decisions.values(), key=_day, reverse=True)
    return Decisions(
        asked=[_line(shot, one) for one in sorted(known, key=_meets) if one.is_asked(shot.as_of)],
        taken=[_line(shot, one) for one in known if one.is_taken(shot.as_of)],
        undated=[_line(shot, one) for one in known if one.is_day_unreadable()],
        ended=[_line(shot, one) for one in known if one.is_ended()],
    )


def weight(line: DecisionLine) -> int:
    """Bytes, roughly, that a decision takes in the list."""
    return 250 + len(line.title) + len(line.body) + sum(len(words) + 10 for words in line.became)


def decision_page(shot: Snapshot, decision: Decision) -> DecisionPage:
    """One decision."""
    asked = {item.id: item.text for item in shot.place.strategy.outcomes}
    return DecisionPage(
        cover=cover(shot, decision),
        stands=stands(shot, decision),
        record=record_of(shot, decision),
        ambitions=[
            Link(asked[key], reverse("public:ambition", args=[key])) for key in decision.outcomes if key in asked
        ],
        papers=list(_papers(shot, decision)),
        illustrative=is_illustrative(decision),
    )


def _line(shot: Snapshot, one: Decision) -> DecisionLine:
    return DecisionLine(
        one.title,
        href(one.id),
        without_references(body_of(shot.place, one) or "Body not named", titles_of(shot.place)),
        when_taken(one, shot.as_of),
        (*changed_by(shot, one), *(became(shot, one) if one.expects else ())),
        is_illustrative(one),
        one.key_decision == "yes",
    )


def _day(one: Decision) -> tuple[str, str]:
    return ("" if isinstance(one.on, str) else one.on.start.isoformat(), one.id)


def _meets(one: Decision) -> str:
    """The day of its meeting; what has none stands last."""
    on = one.meeting if isinstance(one.on, str) else one.on
    return on.start.isoformat() if on else "9999"


def _papers(shot: Snapshot, decision: Decision) -> Iterator[Link]:
    files = shot.run.manifest["files"] if shot.run else ()
    for name in sorted(files):
        path = PurePosixPath(name).relative_to("pack") if name.startswith(f"pack/{DECISIONS}/{decision.id}/") else None
        if path:
            words = f"{_PAPERS[path.stem]} ({_KINDS[path.suffix]})"
            yield Link(words, reverse("public:download", args=[str(path)]))
