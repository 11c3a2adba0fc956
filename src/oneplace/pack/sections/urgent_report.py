"""The report on urgent decisions to the council, as a document."""

from __future__ import annotations

from collections.abc import Sequence

from oneplace.pack.document import Document, Section, Table, Text
from oneplace.report import RunReport
from oneplace.report.urgent import NONE, UrgentDecision


def urgent_report(found: RunReport, listed: Sequence[UrgentDecision], period: str, built_on: str) -> Document:
    """Each decision under its title with its particulars; that none is on record where there is none."""
    inside = tuple(
        Section(f"decision-{at}", one.title, (Table(one.title, ("Item", "In this case"), one.rows),))
        for at, one in enumerate(listed, 1)
    )
    section = Section("urgent", "Decisions agreed as urgent", () if listed else (Text(NONE),), inside)
    return Document(f"Urgent decisions: {period}", found.place.place.name, (), (), (section,), built_on)
