"""What is said of an ambition, as pages show it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from oneplace.progress import sentences
from oneplace.report import Row


@dataclass(frozen=True)
class Said:
    """One commentary: its own words, and which run it was written for and by whom."""

    why: str
    doing: str
    next_step: str
    written: str
    note: str


def said(row: Row, as_of: date | None) -> Said:
    """A row of ``commentary`` on the day of a run."""
    return Said(
        why=row["why"],
        doing=row["doing"],
        next_step=sentences.next_step(row, as_of).text or "not set",
        written=sentences.written_for(row).text,
        note=sentences.commentary_note(row),
    )
