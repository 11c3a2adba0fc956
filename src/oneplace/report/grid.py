"""The assurance grid of NHS control charts: how a process varies against whether it meets its target."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

from oneplace.report.rows import Row

T = TypeVar("T")

VARIATION = {
    "concern": "Newest points signal a change for the worse",
    "common": "Newest points within what chance explains",
    "neutral": "Newest points signal a change, neither better nor worse",
    "improvement": "Newest points signal a change for the better",
}
ASSURANCE = {
    "consistent_fail": "Unless it changes, chance alone will not bring it to what is asked",
    "inconsistent": "By chance alone it could fall on either side of what is asked",
    "consistent_pass": "Unless it changes, chance alone will not make it miss what is asked",
    "not_stable": "It has moved by more than chance explains, so its limits tell nothing of what is asked",
    "": "Nothing is asked of each period, or not clear yet",
}


@dataclass(frozen=True)
class GridLine(Generic[T]):
    """All processes that vary in one way, by assurance in the order of ``ASSURANCE``."""

    variation: str
    cells: tuple[tuple[T, ...], ...]


def assurance_grid(charted: Iterable[tuple[T, Row]]) -> list[GridLine[T]]:
    """The lines that hold anything, worst first; each thing comes with the last row of its ``signals``.

    What is too short to be judged has no variation, and no place in the grid.
    """
    placed = [(one, _variation(last), _assurance(last)) for one, last in charted]
    return [
        GridLine(words, tuple(tuple(one for one, v, a in placed if (v, a) == (way, key)) for key in ASSURANCE))
        for way, words in VARIATION.items()
        if any(found == way for _, found, _ in placed)
    ]


def _assurance(last: Row) -> str:
    return str(last["assurance"]) if last["assurance"] in ASSURANCE else ""


def _variation(last: Row) -> str:
    return str((last["variation"] or "").partition("_")[0])
