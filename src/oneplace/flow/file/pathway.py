"""A pathway as it was read: its typed file, where it stands, and the names in their order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from oneplace.flow.file.fifths import FIFTHS, in_order
from oneplace.flow.file.model import PathwayFile
from oneplace.flow.file.names import Priority
from oneplace.flow.file.places import ForClass, PlaceOfCare
from oneplace.flow.file.quantity import NOT_SET
from oneplace.flow.file.uncertain import Uncertain, uncertain
from oneplace.place import Document, inside
from oneplace.problems import OneplaceError, Problem

Loc = tuple[str | int, ...]

FINISHED = "finished"
"""The exit of who has come to the end of a pathway, where the file names no other."""
_WORDS = ("provenance", "name", "source", "note", "scenarios")
"""Keys below which ``not_set`` is no quantity, or not one of the pathway as it is."""

_UNPAID = "what it pays for is left out of the results.", "Write the amount where it is known."
_UNGROWN = "the beds that will be needed cannot be worked out.", "Write the number where it is known."
_LEFT_OUT = {"costs": _UNPAID, "carbon": _UNPAID, "growth": _UNGROWN}
_NEEDED = "nothing can be simulated without it.", "Write the number, or give one to try with a scenario or `--set`."


def _unset(data: Any, loc: Loc) -> Iterator[Loc]:
    if data == NOT_SET:
        yield loc
    elif isinstance(data, dict):
        for key, value in data.items():
            if key not in _WORDS:
                yield from _unset(value, (*loc, key))
    elif isinstance(data, list | tuple):
        for i, value in enumerate(data):
            yield from _unset(value, (*loc, i))


def named_file(folder: Path, name: str) -> Path:
    """A file that a pathway names: beside the pathway or, for one in ``pathways/``, in the folder of its place.

    Raises ``OneplaceError`` for one that leads out of that folder.
    """
    home = folder.parent if folder.name == "pathways" else folder
    here, above = folder / name, home / name
    return inside(home, above if not here.exists() and above.exists() else here)


@dataclass(frozen=True)
class Pathway:
    """A pathway, read and checked. ``scenario`` is the name of what was set otherwise, or empty."""

    file: PathwayFile
    document: Document = field(repr=False)
    warnings: tuple[Problem, ...] = ()
    scenario: str = ""

    @property
    def path(self) -> Path:
        """The file that it was read from."""
        return self.document.path

    @cached_property
    def not_set(self) -> tuple[Problem, ...]:
        """A warning for every number of which the file says ``not_set``."""
        return tuple(
            self._not_set("W76", loc, *_LEFT_OUT.get(str(loc[0]), _NEEDED))
            for loc in sorted(_unset(self.document.data, ()), key=lambda loc: loc[0] not in _LEFT_OUT)
        )

    @cached_property
    def _needed(self) -> tuple[Loc, ...]:
        return tuple(loc for loc in _unset(self.document.data, ()) if loc[0] not in _LEFT_OUT)

    @cached_property
    def uncertain(self) -> tuple[Uncertain, ...]:
        """The numbers of the pathway as it is that are known only within a range."""
        return tuple(one for one in uncertain(self.document.data) if not one.is_of_growth)

    @cached_property
    def uncertain_growth(self) -> tuple[Uncertain, ...]:
        """Those of its growth."""
        return tuple(one for one in uncertain(self.document.data) if one.is_of_growth)

    @property
    def has_gaps(self) -> bool:
        """Whether a number is not set that nothing can be worked out without."""
        return bool(self._needed)

    def refuse_not_set(self) -> None:
        """Raise ``OneplaceError`` with every number that is not set and that nothing can be worked out without."""
        if self._needed:
            raise OneplaceError(*(self._not_set("E80", loc, *_NEEDED) for loc in self._needed))

    def refuse_unknown_growth(self) -> None:
        """Raise ``OneplaceError`` with every number that is not set and that growth cannot be worked out without."""
        self.refuse_not_set()
        gaps = [loc for loc in _unset(self.document.data, ()) if loc[0] == "growth"]
        if gaps:
            raise OneplaceError(*(self._not_set("E80", loc, *_UNGROWN) for loc in gaps))

    def _not_set(self, code: str, loc: Loc, message: str, mend: str) -> Problem:
        line, column = self.document.mark(loc)
        name = ".".join(map(str, loc))
        return Problem(self.path, line, column, code, f"`{name}` is not set: {message}", mend)

    @property
    def id(self) -> str:
        """The pathway's id."""
        return self.file.id

    @cached_property
    def classes(self) -> tuple[str, ...]:
        """The classes of patients, in the file's order."""
        return tuple(self.file.patients)

    @cached_property
    def places(self) -> tuple[str, ...]:
        """The places, in the file's order."""
        return tuple(self.file.places)

    @cached_property
    def pools(self) -> tuple[str, ...]:
        """The pools, in the file's order."""
        return tuple(self.file.pools)

    @cached_property
    def exits(self) -> tuple[str, ...]:
        """The exits; first the one at the end of a pathway."""
        return (FINISHED, *(name for name in self.file.exits if name != FINISHED))

    @property
    def fifths(self) -> tuple[str, ...]:
        """The fifths of deprivation that results are shown for; none where no class has shares."""
        return tuple(FIFTHS) if any(p.deprivation for p in self.file.patients.values()) else ()

    def spread(self, cls: str) -> tuple[str, ...]:
        """A class's shares by fifth of deprivation, as its file writes them; empty where it gives none."""
        return tuple(in_order(self.document.data["patients"][cls].get("deprivation") or ()))

    @property
    def groups(self) -> dict[str, str]:
        """The groups that results are shown for: the words to ask for each (``deprivation 1``), and its code."""
        return {name: name for name in ("all", *self.classes)} | {f"deprivation {code}": code for code in self.fifths}

    @cached_property
    def ranks(self) -> dict[str, int]:
        """The rank of each class, 0 first served; classes that the priority does not name come last, together."""
        return self._ranked(self.file.priority)

    def ranks_at(self, place: str) -> dict[str, int]:
        """The rank of each class at a place."""
        own = self.file.places[place].priority
        return self.ranks if own is None else self._ranked(own)

    def _ranked(self, given: Priority) -> dict[str, int]:
        ranks = {name: rank for rank, item in enumerate(given) for name in ((item,) if isinstance(item, str) else item)}
        return {name: ranks.get(name, len(given)) for name in self.classes}

    @cached_property
    def change_class(self) -> bool:
        """Whether somebody is of another class from some place on."""
        return any(of.becomes for of in self._cells.values())

    def becomes(self, place: str, cls: str) -> dict[str, float]:
        """The classes that a class goes on as from a place, with their shares."""
        given = self.at(place, cls).becomes or cls
        return {given: 1.0} if isinstance(given, str) else given

    def at(self, place: str, cls: str) -> PlaceOfCare | ForClass:
        """What holds at a place for a class: the place's own properties with the class's laid over them."""
        return self._cells[place, cls]

    @cached_property
    def _cells(self) -> dict[tuple[str, str], ForClass]:
        found = {}
        for place, of in self.file.places.items():
            for cls in self.classes:
                own = of.for_.get(cls)
                base = {name: getattr(of, name) for name in ForClass.model_fields}
                if own is not None:
                    base |= {name: getattr(own, name) for name in own.model_fields_set}
                found[place, cls] = ForClass.model_construct(**base)
        return found

    def entry(self, cls: str) -> str | None:
        """The place where a class enters."""
        of = self.file.patients[cls]
        return of.route[0] if of.route else of.enters
