"""The ready mappings that ship: a file each, of what it says about itself and the datasets as a place declares them."""

from __future__ import annotations

from collections.abc import Collection
from collections.abc import Mapping as Mapping_
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field

from oneplace.place.document import parse
from oneplace.place.fields import Id, Model, Text, Texts
from oneplace.place.sources import Dataset
from oneplace.place.typed import typed
from oneplace.problems import OneplaceError, did_you_mean

DATASETS = "datasets:\n"
"""The last key of a mapping's file: what follows is copied as it stands, remarks and all."""


class Mapping(Model):
    """One ready mapping, and how far it can be relied on."""

    title: Text
    publisher: Text = Field(description="Who sets the layout.")
    specification: Text
    version: Text
    layout: Literal["seen", "recalled"] = Field(
        description="Whether its author had the layout before them, or wrote down what they remembered of it."
    )
    layout_from: Text = Field(description="Where it was seen; or what to compare.")
    source: Id = Field(description="The id of the source that it is added to.")
    system: Text
    rules: Texts = Field(description="What the mapping decides, in sentences.")
    datasets: Annotated[tuple[Dataset, ...], Field(min_length=1)]

    @property
    def how_sure(self) -> str:
        """What is to be known of the layout, as a sentence."""
        told = "The layout was seen" if self.layout == "seen" else "The layout was recalled, not seen"
        return f"{told}: {self.layout_from}"


def names() -> list[str]:
    """The names of all of them, in order."""
    folder = resources.files(__package__) / "mappings"
    return sorted(each.name.removesuffix(".yaml") for each in folder.iterdir() if each.name.endswith(".yaml"))


@cache
def shipped(name: str) -> Mapping:
    """The mapping of this name; raises ``OneplaceError`` where none is called so."""
    return typed(parse(_text(name), Path(f"{name}.yaml")), Mapping)


def declaration(name: str) -> list[str]:
    """The lines of the mapping's datasets, each ``  - id: …`` with what belongs to it."""
    return _text(name).split(DATASETS, 1)[1].splitlines()


def _text(name: str) -> str:
    if name not in names():
        mend = did_you_mean(name, names(), f"They are {', '.join(names())}.")
        raise OneplaceError.at(Path(name), "is no ready mapping.", mend)
    return (resources.files(__package__) / "mappings" / f"{name}.yaml").read_text(encoding="utf-8")


_TELLING = 5
"""Columns that tell a layout by themselves; one of fewer must have its file's name too."""


def fitting(files: Mapping_[str, Collection[str]]) -> dict[str, tuple[str, Dataset]]:
    """Of files (their columns by name) those that a ready mapping's dataset reads, each with both.

    A file must have every column that the dataset declares, and where its rows take anything from another file (whose
    they are, what they look up), so must that one, but for one that may be absent, and is. The dataset of most columns
    is taken.
    """
    every = [(name, dataset) for name in names() for dataset in shipped(name).datasets]
    found: dict[str, tuple[str, Dataset]] = {}
    for file, columns in files.items():
        fit = [each for each in every if _fits(file, columns, each[1])]
        if fit:
            found[file] = max(fit, key=lambda each: len(each[1].columns))
    there = {(name, dataset.id) for name, dataset in found.values()}
    stems = {Path(file).stem.casefold() for file in files}
    there |= {
        (name, each.id) for name, each in every if each.optional and Path(each.files).stem.casefold() not in stems
    }
    return {
        file: (name, dataset)
        for file, (name, dataset) in found.items()
        if all((name, each) in there for each in dataset.needs)
    }


def absent(known: Mapping_[str, tuple[str, Dataset]]) -> list[tuple[str, Dataset]]:
    """The datasets that the ``known`` ones look up and no file is of: they may be absent, and are declared beside."""
    there = {(name, dataset.id) for name, dataset in known.values()}
    needed = {(name, each) for name, dataset in known.values() for each in dataset.needs}
    return [(name, each) for name in names() for each in shipped(name).datasets if (name, each.id) in needed - there]


def _fits(file: str, columns: Collection[str], dataset: Dataset) -> bool:
    same_name = Path(file).stem.casefold() == Path(dataset.files).stem.casefold()
    return set(dataset.columns) <= set(columns) and (same_name or len(dataset.columns) >= _TELLING)


def declared(name: str, dataset: Dataset) -> list[str]:
    """The lines that declare a dataset of a mapping, as they stand in its file; its dash two columns in."""
    lines = declaration(name)
    starts = [at for at, line in enumerate(lines) if line.startswith("  - ")]
    first = next(at for at in starts if lines[at].split() == ["-", "id:", dataset.id])
    return lines[first : next((at for at in starts if at > first), len(lines))]
