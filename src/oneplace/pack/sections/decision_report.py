"""A decision as documents: the report on which a council takes it, and the notice that comes before it."""

from __future__ import annotations

from oneplace.pack.document import Block, Document, Items, Section, Table, Text
from oneplace.place import Decision
from oneplace.report import ILLUSTRATIVE, Heading, RunReport, cover, is_illustrative, notice_of, record_of

_WHO = "Who decides, and whose report it is"


def decision_report(found: RunReport, decision: Decision, built_on: str) -> Document:
    """The report on ``decision``, as published or in full, whichever is given."""
    headings = tuple(section_of(one) for one in record_of(found, decision))
    rows = cover(found, decision)
    section = Section("report", "Decision report", (Table(_WHO, ("Item", "In this case"), rows),), headings)
    report_to = f"Report to: {dict(rows)['Decision-maker']}"
    return Document(decision.title, report_to, (), _notices(decision), (section,), built_on)


def notice(found: RunReport, decision: Decision, built_on: str) -> Document:
    """The notice that is published 28 clear days before a key decision."""
    table = Table("What is to be decided, by whom and when", ("Item", "In this case"), notice_of(found, decision))
    section = Section("notice", "Notice", (table,))
    title = f"Notice of a decision: {decision.title}"
    return Document(title, found.place.place.name, (), _notices(decision), (section,), built_on)


def section_of(one: Heading) -> Section:
    """A heading with what stands under it, as a document has it."""
    blocks: tuple[Block, ...] = (Items(one.texts),) if one.listed else tuple(Text(text) for text in one.texts)
    return Section(one.key, one.title, blocks, tuple(section_of(each) for each in one.inside))


def _notices(decision: Decision) -> tuple[str, ...]:
    return (ILLUSTRATIVE,) if is_illustrative(decision) else ()
