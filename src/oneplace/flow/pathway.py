"""A pathway as it was read: its typed file, where it stands, and the names in their order."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from oneplace.flow.file.model import FIFTHS, ForClass, PathwayFile, PlaceOfCare
from oneplace.place import Document
from oneplace.problems import Problem

FINISHED = "finished"
"""The exit of who has come to the end of a pathway, where the file names no other."""


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
        return FIFTHS if any(p.deprivation for p in self.file.patients.values()) else ()

    @cached_property
    def ranks(self) -> dict[str, int]:
        """The rank of each class, 0 first served; classes that the priority does not name come last, together."""
        given = self.file.priority
        ranks = {name: rank for rank, item in enumerate(given) for name in ((item,) if isinstance(item, str) else item)}
        return {name: ranks.get(name, len(given)) for name in self.classes}

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
