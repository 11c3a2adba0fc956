"""The pack as a tree of blocks: what every format renders, so that none can say something else."""

from __future__ import annotations

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

        One whose texts are mostly longer than that gets more: one long text alone takes no other column's room.
        """
        texts = [[len(text) for text in column] for column in zip(self.columns, *self.rows, strict=True)]
        return [max(min(max(*long), 60), 9, sqrt(fmean(each**2 for each in long))) ** 0.7 for long in texts]


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
