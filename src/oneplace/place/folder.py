"""Read a place's folder: find its files, load each strictly, type it, and keep where everything stands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import reduce
from operator import getitem
from pathlib import Path
from typing import Any, Generic, TypeVar

from oneplace.place import library
from oneplace.place.boundaries import Outlines, outlines
from oneplace.place.cohort import Cohort
from oneplace.place.datasets import OwnDataset, declared
from oneplace.place.document import Document, load
from oneplace.place.fields import Model
from oneplace.place.inside import inside
from oneplace.place.measure import Measure
from oneplace.place.nodes import Loc, Mark
from oneplace.place.place_file import Area, PlaceFile
from oneplace.place.postcodes import directory
from oneplace.place.small_numbers import SmallNumbers
from oneplace.place.sources import Sources
from oneplace.place.strategy import Strategy
from oneplace.place.strategy.commentary import Commentary
from oneplace.place.strategy.decisions import Decision
from oneplace.place.strategy.themes import Theme
from oneplace.place.streets import streets
from oneplace.place.typed import typed
from oneplace.problems import OneplaceError, Problem

T = TypeVar("T")
M = TypeVar("M", bound=Model)


@dataclass(frozen=True)
class Spot:
    """A place in a file: ``spot / "target" / "value"`` goes further in."""

    document: Document
    loc: Loc = ()

    def __truediv__(self, part: str | int) -> Spot:
        """The spot one key or list position further in."""
        return Spot(self.document, (*self.loc, part))

    @property
    def written(self) -> Any:
        """What the file says here; None where it says nothing."""
        if self.document.known(self.loc) != self.loc:
            return None
        return reduce(getitem, self.loc, self.document.data)

    @property
    def mark(self) -> Mark:
        """Line and column of the value, or of what stands nearest above it."""
        return self.document.mark(self.loc)


@dataclass(frozen=True)
class Entry(Generic[T]):
    """Something read from a file, and where it stands."""

    item: T
    at: Spot


@dataclass(frozen=True)
class Place:
    """A place as its files describe it."""

    root: Path
    place: PlaceFile
    strategy: Strategy
    measures: Mapping[str, Measure]
    cohorts: Mapping[str, Cohort]
    sources: Sources | None
    decisions: Mapping[str, Decision]
    """As everyone may read them. What is exempt is nowhere else in a place but in ``decisions_in_full``."""
    commentary: Mapping[str, Commentary] = field(default_factory=dict)
    datasets: Mapping[str, OwnDataset] = field(default_factory=dict)
    themes: Mapping[str, Theme] = field(default_factory=dict)
    decisions_in_full: Mapping[str, Decision] = field(default_factory=dict, repr=False)
    """With their exempt parts, for those who decide: read by nothing but the reports that only they get."""

    def small_numbers(self, measure: Measure | None = None) -> SmallNumbers:
        """The place's small-number rule, or a measure's: the place's with what the measure's own names."""
        own = measure.small_numbers if measure else None
        return (self.place.small_numbers or SmallNumbers()).changed_by(own)

    def file_of(self, measure: Measure) -> Path:
        """The file in which a measure of this place is defined."""
        own = self.root / "measures" / f"{measure.id}.yaml"
        if measure.library is not None:
            return self.root / library.FILE
        return own if own.is_file() else self.root / "strategy.yaml"

    def mark_in_strategy(self, *loc: str | int) -> Mark:
        """Line and column of a value in ``strategy.yaml``, or of what stands nearest above it."""
        return load(self.root / "strategy.yaml").mark(loc)

    @property
    def outlines(self) -> Outlines | None:
        """The place's own outlines of its neighbourhoods; None where those that Oneplace carries are used."""
        return outlines(self.root, self.place.boundaries) if self.place.boundaries else None


@dataclass(frozen=True)
class Files:
    """Everything read from a folder, each part with where it stands; ids may still be doubled."""

    root: Path
    place: Entry[PlaceFile] | None
    strategy: Entry[Strategy]
    measures: tuple[Entry[Measure], ...]
    cohorts: tuple[Entry[Cohort], ...]
    sources: Entry[Sources] | None
    decisions: tuple[Entry[Decision], ...]
    commentary: tuple[Entry[Commentary], ...]
    datasets: Mapping[str, OwnDataset] = field(default_factory=dict)
    themes: tuple[Entry[Theme], ...] = ()
    alone: bool = False
    """Whether only a strategy file was read, and nothing else of its folder."""

    def as_place(self) -> Place:
        """The plain place, by id."""
        strategy = self.strategy.item
        strategy = strategy.model_copy(update={"decisions": tuple(one.published() for one in strategy.decisions)})
        return Place(
            root=self.root,
            place=self.place.item if self.place else _place_of(strategy),
            strategy=strategy,
            measures={entry.item.id: entry.item for entry in self.measures},
            cohorts={entry.item.id: entry.item for entry in self.cohorts},
            sources=self.sources.item if self.sources else None,
            decisions={entry.item.id: entry.item.published() for entry in self.decisions},
            commentary={entry.item.id: entry.item for entry in self.commentary},
            datasets=self.datasets,
            themes={entry.item.id: entry.item for entry in self.themes},
            decisions_in_full={entry.item.id: entry.item for entry in self.decisions},
        )


def read_files(path: Path) -> Files:
    """Load and type every file of a place (or a single strategy file).

    Raises ``OneplaceError`` with all problems of form found in all files.
    """
    if path.is_file():
        return _Reading(path.parent).files(path, alone=True)
    if not path.is_dir():
        raise OneplaceError.at(
            path, "is not a folder.", "Give the folder of a place, or make one with `oneplace new DIR`.", code="F01"
        )
    return _Reading(path).files(path / "strategy.yaml", alone=False)


def read_sent(root: Path) -> Place | None:
    """A place by what partners send alone, ``place.yaml`` and ``sources.yaml``; None where there is no ``place.yaml``.

    Its strategy says nothing, whatever stands in its file. Raises ``OneplaceError`` where one of the two is at fault.
    """
    reading = _Reading(root)
    place, sources = reading._if_there("place.yaml", PlaceFile), reading._if_there("sources.yaml", Sources)
    if reading.problems:
        raise OneplaceError(*sorted(reading.problems))
    if place is None:
        return None
    about = {"id": place.item.id, "title": place.item.name, "place": {"name": place.item.name, "level": "place"}}
    said = {"format": "place-strategy/1", "version": {"number": "0", "state": "draft"}, "period": "not_set"}
    nothing = Strategy.model_validate(about | said)
    return Place(root, place.item, nothing, {}, {}, sources.item if sources else None, {})


@dataclass
class _Reading:
    root: Path
    problems: list[Problem] = field(default_factory=list)

    def files(self, strategy_path: Path, *, alone: bool) -> Files:
        strategy = self._one(strategy_path, Strategy)
        place = None if alone else self._if_there("place.yaml", PlaceFile)
        sources = None if alone else self._if_there("sources.yaml", Sources)
        folders = () if alone else ("measures", "cohorts", "decisions", "commentary")
        many = {name: self._paths(name) for name in folders}
        measures = self._many(many.get("measures", []), Measure)
        taken = () if alone else self._taken("measures", Measure)
        themes = () if alone else self._taken("themes", Theme)
        cohorts = self._many(many.get("cohorts", []), Cohort)
        decisions = self._many(many.get("decisions", []), Decision)
        commentary = self._many(many.get("commentary", []), Commentary)
        self._directories(place)
        datasets = {} if alone else self._datasets()
        if self.problems or strategy is None:
            raise OneplaceError(*sorted(self.problems))
        return Files(
            root=self.root,
            place=place,
            strategy=strategy,
            measures=(*_own(_inside(strategy, "measures", strategy.item.measures)), *_own(measures), *taken),
            cohorts=tuple(cohorts),
            sources=sources,
            decisions=(*_inside(strategy, "decisions", strategy.item.decisions), *decisions),
            commentary=(*_inside(strategy, "commentary", strategy.item.commentary), *commentary),
            datasets=datasets,
            themes=(*_own(_inside(strategy, "themes", strategy.item.themes)), *themes),
            alone=alone,
        )

    def _datasets(self) -> dict[str, OwnDataset]:
        try:
            return declared(self.root)
        except OneplaceError as error:
            self.problems += error.problems
            return {}

    def _directories(self, place: Entry[PlaceFile] | None) -> None:
        if place:
            try:
                if place.item.postcodes:
                    directory(self.root, place.item.postcodes)
                if place.item.streets:
                    streets(self.root, place.item.streets, place.item.postcodes)
                if place.item.boundaries:
                    outlines(self.root, place.item.boundaries)
            except OneplaceError as error:
                self.problems += error.problems

    def _one(self, path: Path, model: type[M]) -> Entry[M] | None:
        try:
            document = load(inside(self.root, path))
            return Entry(typed(document, model), Spot(document))
        except OneplaceError as error:
            self.problems += error.problems
            return None

    def _taken(self, kind: str, model: type[M]) -> list[Entry[M]]:
        """What is taken from the library of one kind."""
        try:
            document = library.merged(self.root)
            spots = [Spot(document, (kind, at)) for at in range(len(document.data[kind]))] if document else []
            return [Entry(typed(spot.document, model, spot.loc), spot) for spot in spots]
        except OneplaceError as error:
            self.problems += [each for each in error.problems if each not in self.problems]
            return []

    def _if_there(self, name: str, model: type[M]) -> Entry[M] | None:
        path = self.root / name
        return self._one(path, model) if path.exists() else None

    def _many(self, paths: list[Path], model: type[M]) -> list[Entry[M]]:
        return [entry for path in paths if (entry := self._one(path, model)) is not None]

    def _paths(self, folder: str) -> list[Path]:
        paths, misnamed = files_in(self.root / folder)
        self.problems += misnamed
        return paths


def files_in(folder: Path, endings: tuple[str, ...] = (".yaml",)) -> tuple[list[Path], list[Problem]]:
    """The files of a folder with these endings in order, and a problem for each that looks as if it should be one."""
    paths = sorted(folder.glob("*"))
    misnamed = [path for path in paths if path.suffix in (".yml", ".YAML", ".YML")]
    return [path for path in paths if path.suffix in endings], [
        Problem(path, 0, 0, "F03", "would not be read.", f"Rename it to `{path.stem}.yaml`.") for path in misnamed
    ]


def _inside(strategy: Entry[Strategy], key: str, items: tuple[T, ...]) -> tuple[Entry[T], ...]:
    return tuple(Entry(item, strategy.at / key / index) for index, item in enumerate(items))


def _own(entries: Iterable[Entry[M]]) -> Iterator[Entry[M]]:
    """What stands in a place's own files is never the library's, whatever it says of itself (E115)."""
    for entry in entries:
        yield Entry(entry.item.model_copy(update={"library": None}), entry.at)


def _place_of(strategy: Strategy) -> PlaceFile:
    """What the strategy itself says about its place, where there is no ``place.yaml``."""
    where = strategy.place
    return PlaceFile(
        id=strategy.id,
        name=where.name,
        level=where.level,
        areas=tuple(Area(code=code, name=where.name) for code in where.all_codes),
    )
