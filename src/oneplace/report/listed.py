"""The row that an ambition has in every list: of page, pack and file alike."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from oneplace.progress import sentences
from oneplace.report.rows import Row


@dataclass(frozen=True)
class Listed:
    """What a list says of one ambition, in words; each is empty where nothing is known."""

    value: str
    """The latest value with its unit, whose it is and its period: ``7.4% (synthetic) in 2024/25``.

    Where only parts of the place have one: from which to which these go.
    """
    arrow: str
    """The shape of the direction; nothing that ``direction`` doesn't say."""
    direction: str
    """Where the number is heading, since which period, and whether that is better."""
    beside: str
    """England, or what else the place is compared with, in its own period, and how the place stands to it."""
    age: str
    """How old the figure is, and since when a newer one is overdue."""
    gap: str = ""
    """How the gap stands to what was set for it; empty where nothing was."""

    @property
    def heading(self) -> str:
        """The direction with its shape before it."""
        return f"{self.arrow} {self.direction}" if self.direction else ""


def listed(row: Row, about: sentences.About, as_of: date | None) -> Listed:
    """The list's row of an ambition from its row of ``progress`` on the day of the run."""
    gap = sentences.gap_beside(row, about).text
    if row["value"] is None:
        return Listed(sentences.by_part(row), "", "", "", "", gap)
    return Listed(
        value=sentences.shown_value(row, about).text,
        arrow=sentences.arrow(row),
        direction=sentences.course_listed(row, about).text,
        beside=sentences.beside(row, about).text,
        age=sentences.age(row, as_of).text,
        gap=gap,
    )
