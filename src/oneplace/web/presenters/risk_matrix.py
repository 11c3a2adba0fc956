"""Risks set out by likelihood and consequence, with the table of bands by which they are called high or low."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from oneplace.delivery import Level, heatmap
from oneplace.place import Risk
from oneplace.vocabulary.wording import marked

_COLOURS = {Level.EXTREME: "red", Level.HIGH: "orange", Level.MODERATE: "yellow", Level.LOW: "green"}


@dataclass(frozen=True)
class Cell:
    """A cell: its score, what that is called, and the risks in it, by name."""

    score: int
    level: str
    colour: str
    risks: tuple[str, ...]


@dataclass(frozen=True)
class Matrix:
    """The rows, highest likelihood first, each with its cells from low to high consequence, and the bands."""

    rows: list[tuple[int, list[Cell]]]
    bands: list[tuple[str, str, int]]
    """What each is called, its scores, and how many risks are in it."""


def matrix(risks: Sequence[Risk]) -> Matrix:
    """The matrix of what risks score now."""
    names = {one.id: marked(one.event, one.provenance) for one in risks}
    scores = {one.id: one.current for one in risks}
    return Matrix(list(_rows(heatmap.cells(scores), names)), [_band(one) for one in heatmap.bands(scores)])


def _rows(cells: Sequence[heatmap.Cell], names: dict[str, str]) -> Iterable[tuple[int, list[Cell]]]:
    for first in range(0, len(cells), 5):
        row = cells[first : first + 5]
        yield (
            row[0].likelihood,
            [
                Cell(one.score, one.level.value, _COLOURS[one.level], tuple(names[key] for key in one.risks))
                for one in row
            ],
        )


def _band(one: heatmap.Band) -> tuple[str, str, int]:
    scores = f"{one.lowest} to {one.highest}" if one.highest else "no score"
    return one.level.value, scores, one.count
