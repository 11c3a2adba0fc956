"""The pack as a tree of blocks: what every format renders, so that none can say something else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from statistics import fmean
from typing import Literal

from oneplace.charts import Chart

TextKind = Literal["body", "lead", "notice", "note"]


@dataclass(frozen=True)
class Text:
    """A paragraph: plain, the lead of a section, a notice (what is made up), or a small note."""

    text: str
    kind: TextKind = "body"


@dataclass(frozen=True)
class Items:
    """A list of points."""

    items: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """A table of texts. Its first column names its rows; columns named in ``right`` hold numbers."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    right: tuple[str, ...] = ()

    @property
    def widths(self) -> list[float]:
        """How wide each column wants to be, relative to the others: by its longest text, within bounds.

        One whose texts are mostly longer than that gets more: one long text alone takes no other column's room. None
        is narrower than its longest word, as far as the line has room for all of them.
        """
        columns = list(zip(self.columns, *self.rows, strict=True))
        texts = [[len(text) for text in column] for column in columns]
        wants = [max(min(max(*long), 60), 9, sqrt(fmean(each**2 for each in long))) ** 0.7 for long in texts]
        least = [_least(head, cells) * sum(wants) for head, *cells in columns]
        short = sum(max(0, low - want) for low, want in zip(least, wants, strict=True))
        room = sum(max(0, want - low) for low, want in zip(least, wants, strict=True))
        if not short or short > room:
            return wants
        given = short / room
        return [max(want, low) - given * max(0, want - low) for low, want in zip(least, wants, strict=True)]


_HEADER, _CELL, _PADDING, _LONGEST = 78, 95, 2, 20
"""Letters that go on a line of the page in a header and in a cell, a cell's padding in letters, and the longest word
that is not broken."""


def _least(head: str, cells: Sequence[str]) -> float:
    """Which part of a line a column needs for the longest word of its header and of its cells."""
    words = ((_HEADER, head.split()), (_CELL, [word for cell in cells for word in cell.split()]))
    return max((min(len(word), _LONGEST) + _PADDING) / line for line, found in words for word in found or ("",))


@dataclass(frozen=True)
class Figure:
    """A chart under its finding."""

    chart: Chart


@dataclass(frozen=True)
class Icons:
    """Icons in a row, each beside its words."""

    charts: tuple[Chart, ...]


Block = Text | Items | Table | Figure | Icons


@dataclass(frozen=True)
class Section:
    """A heading, what stands under it, and sections inside it. ``id`` is its anchor; a top section's is its page."""

    id: str
    title: str
    blocks: tuple[Block, ...] = ()
    sections: tuple[Section, ...] = ()


@dataclass(frozen=True)
class Document:
    """The whole pack. ``facts`` stand on the cover; ``built_on`` is in the files' metadata and nowhere else."""

    title: str
    subtitle: str
    facts: tuple[tuple[str, str], ...]
    notices: tuple[str, ...]
    sections: tuple[Section, ...]
    built_on: str


def charts(document: Document) -> list[Chart]:
    """Every chart and icon of a document, in its order."""
    found: list[Chart] = []
    waiting = list(document.sections)
    while waiting:
        section = waiting.pop(0)
        for block in section.blocks:
            if isinstance(block, Figure):
                found.append(block.chart)
            elif isinstance(block, Icons):
                found.extend(block.charts)
        waiting = [*section.sections, *waiting]
    return found
