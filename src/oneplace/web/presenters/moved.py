"""What moved in the files, each change with the page of what it is about."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse

from oneplace.report import Move
from oneplace.web.presenters.dropped import page_of
from oneplace.web.snapshot import Snapshot


@dataclass(frozen=True)
class Line:
    """A change and the page of what it is about, where that has one."""

    move: Move
    href: str


def moved_lines(shot: Snapshot, moves: Iterable[Move]) -> list[Line]:
    """Changes as lines of a table."""
    return [Line(one, _href(shot, one)) for one in moves]


def _href(shot: Snapshot, one: Move) -> str:
    if one.of_ambition:
        return page_of(shot, one.subject)
    if (one.part == "measures" or one.of_figures) and one.subject in shot.place.measures:
        return reverse("public:measure", args=[one.subject])
    return ""
