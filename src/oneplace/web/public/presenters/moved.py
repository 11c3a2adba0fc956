"""The page of what changed between two runs: in the files, old beside new, and in how ambitions stand."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from oneplace import results, run
from oneplace.place.moved import Kept, kept_in
from oneplace.problems import OneplaceError
from oneplace.progress import revised
from oneplace.report import Move, Row, moves, undecided
from oneplace.vocabulary.wording import day_words
from oneplace.web.formats import capital
from oneplace.web.presenters.changed import Change, changes
from oneplace.web.presenters.moved import Line, moved_lines
from oneplace.web.presenters.standing import standings
from oneplace.web.snapshot import Snapshot

_REWORDED = "reworded"
_TITLES = {
    _REWORDED: "Measures in other words",
    "outcomes": "Ambitions",
    "codelists": "Lists of codes",
    "series": "Recorded figures",
    "sources": "How partners’ files are read",
    "feeds": "What partners send",
    "published": "Published figures",
    "recounted": "Figures counted otherwise from newer files",
    "lost": "Figures that are not known any more",
}


@dataclass(frozen=True)
class Version:
    """A run that can be chosen: its id and what a reader knows it by."""

    id: str
    words: str


@dataclass(frozen=True)
class Part:
    """The changes of one part of the files."""

    title: str
    lines: list[Line]
    reworded: bool = False
    """Whether the library only says the same in other words."""


@dataclass(frozen=True)
class WhatChanged:
    """Everything that the page prints. ``old`` and ``new`` are None where there is no earlier run to compare with."""

    versions: list[Version]
    old: Version | None
    new: Version | None
    eased: list[Line]
    parts: list[Part]
    undecided: Sequence[str] = ()
    standing: Sequence[Change] = ()
    fault: str = ""

    @property
    def count(self) -> int:
        """How many things are said otherwise."""
        return len(self.eased) + sum(len(part.lines) for part in self.parts)


def versions(shot: Snapshot) -> list[Version]:
    """The runs that readers have seen and that are there, newest first."""
    return [_version(one) for one in shot.seen]


def what_changed(shot: Snapshot, old: str, new: str) -> WhatChanged:
    """The page for two runs by their ids; without them, for the run that is served and the one it came after."""
    known = {one.id: one for one in versions(shot)}
    if old in known and new in known:
        return _of_two(shot, known[old], known[new], list(known.values()))
    before = shot.previous
    if shot.run is None or before is None:
        return WhatChanged(list(known.values()), None, None, [], [])
    rows = shot.written["changes"].to_pylist()
    _, standing = changes(shot, standings(shot))
    found = _page(shot, rows, list(known.values()), _version(before), _version(shot.run))
    return replace(found, undecided=undecided(shot.written["agreed"].to_pylist(), shot.place), standing=standing)


def _of_two(shot: Snapshot, old: Version, new: Version, known: list[Version]) -> WhatChanged:
    try:
        before, after = _kept(shot, old), _kept(shot, new)
    except OneplaceError as error:
        return WhatChanged(known, old, new, [], [], fault=error.problems[0].message)
    tables = (results.read(_run(shot, one).results) for one in (old, new))
    figures = revised(shot.place, before, after, next(tables), next(tables))
    return _page(shot, [*before.rows(after), *figures], known, old, new)


def _kept(shot: Snapshot, version: Version) -> Kept:
    folder = _run(shot, version).folder
    found = kept_in(folder)
    if found is None:
        raise OneplaceError.at(folder, "was made by another version.", "Choose a later one.")
    return found


def _run(shot: Snapshot, version: Version) -> run.Run:
    return next(one for one in shot.seen if one.id == version.id)


def _page(shot: Snapshot, rows: Iterable[Row], known: list[Version], old: Version, new: Version) -> WhatChanged:
    told = moves(shot.place, rows)
    rest: dict[str, list[Move]] = {}
    for one in told:
        if not one.eases:
            rest.setdefault(_REWORDED if one.reworded else one.part, []).append(one)
    return WhatChanged(
        versions=known,
        old=old,
        new=new,
        eased=moved_lines(shot, (one for one in told if one.eases)),
        parts=[Part(_title(part), moved_lines(shot, some), part == _REWORDED) for part, some in rest.items()],
    )


def _title(part: str) -> str:
    return _TITLES.get(part, capital(part.replace("_", " ")))


def _version(one: run.Run) -> Version:
    return Version(one.id, f"{day_words(date.fromisoformat(one.manifest['as_of']))} (run {one.id})")
