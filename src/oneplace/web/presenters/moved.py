"""What moved in the files, each change with the page of what it is about."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse

from oneplace.report import Move
from oneplace.web.snapshot import Snapshot


@dataclass(frozen=True)
class Line:
    """A change and the page of what it is about, where that has one."""

    move: Move
    href: str


def moved_lines(shot: Snapshot, moves: Iterable[Move]) -> list[Line]:
    """Changes as lines of a table."""
    ambitions = {item.id for item in shot.place.strategy.outcomes}
    return [Line(one, _href(one, ambitions, set(shot.place.measures))) for one in moves]


def _href(one: Move, ambitions: set[str], measures: set[str]) -> str:
    if one.of_ambition and one.subject in ambitions:
        return reverse("public:ambition", args=[one.subject])
    if (one.part == "measures" or one.of_figures) and one.subject in measures:
        return reverse("public:measure", args=[one.subject])
    return ""
