"""The assurance grid as a table of the pack."""

from __future__ import annotations

from oneplace.pack.document import Block, Table
from oneplace.pack.evidence import Evidence, Judged
from oneplace.pack.sections.listing import called_of
from oneplace.progress import sentences
from oneplace.report import ASSURANCE, assurance_grid


def grid(found: Evidence) -> list[Block]:
    """The table of all processes with a control chart, without empty columns; nothing where none can be judged."""
    lines = assurance_grid((_named(one), one.signals[-1]) for one in found.judged if one.signals)
    held = [(at, words) for at, words in enumerate(ASSURANCE.values()) if any(line.cells[at] for line in lines)]
    rows = tuple((line.variation, *("; ".join(line.cells[at]) or "—" for at, _ in held)) for line in lines)
    columns = ("How it varies", *(words for _, words in held))
    return [Table("Processes by how they vary and whether they meet what is asked", columns, rows)] if rows else []


def _named(one: Judged) -> str:
    """What its measure is called, and how often it met what each period of it is held against."""
    met = sentences.times_met(one.signals, one.row, one.ambition.about)
    return f"{called_of(one)}: {met}" if met else called_of(one)
