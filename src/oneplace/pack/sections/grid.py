"""The assurance grid as a table of the pack."""

from __future__ import annotations

from oneplace.pack.document import Block, Table
from oneplace.pack.evidence import Evidence
from oneplace.pack.sections.listing import called
from oneplace.report import ASSURANCE, assurance_grid


def grid(found: Evidence) -> list[Block]:
    """The table of all processes with a control chart; nothing where none can be judged."""
    lines = assurance_grid((called(one), one.signals[-1]) for one in found.judged if one.signals)
    rows = tuple((line.variation, *("; ".join(cell) or "—" for cell in line.cells)) for line in lines)
    columns = ("How it varies", *ASSURANCE.values())
    return [Table("Processes by how they vary and whether they meet their target", columns, rows)] if rows else []
