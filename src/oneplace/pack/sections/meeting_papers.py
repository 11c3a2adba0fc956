"""A meeting as documents: its agenda and its minutes."""

from __future__ import annotations

from oneplace.pack.document import Document, Section, Table
from oneplace.pack.sections.decision_report import section_of
from oneplace.report import Heading, RunReport, is_illustrative
from oneplace.report.meetings import ILLUSTRATIVE_MEETING, Sitting, agenda_of, minutes_of, sitting_cover
from oneplace.vocabulary.wording import day_words


def agenda(found: RunReport, sitting: Sitting, built_on: str) -> Document:
    """The agenda of a meeting: as everybody may read it, or in full, whichever is given."""
    return _document("Agenda", found, sitting, agenda_of(found.place, sitting), built_on)


def minutes(found: RunReport, sitting: Sitting, built_on: str) -> Document:
    """The minutes of a meeting that was held."""
    return _document("Minutes", found, sitting, minutes_of(found.place, sitting), built_on)


def _document(
    called: str, found: RunReport, sitting: Sitting, headings: tuple[Heading, ...], built_on: str
) -> Document:
    table = Table("The meeting", ("Item", "In this case"), sitting_cover(found.place, sitting))
    section = Section(called.lower(), called, (table,), tuple(section_of(one) for one in headings))
    title = f"{called}: {sitting.body}, {day_words(sitting.on)}"
    made_up = any(is_illustrative(one.decision) for one in sitting.items)
    return Document(title, found.place.place.name, (), (ILLUSTRATIVE_MEETING,) if made_up else (), (section,), built_on)
