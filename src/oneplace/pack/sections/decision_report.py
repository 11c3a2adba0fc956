"""A decision as documents: the report on which a council takes it, and the notice that comes before it."""

from __future__ import annotations

from oneplace.pack.document import Block, Document, Items, Section, Table, Text
from oneplace.place import Decision
from oneplace.report import (
    ILLUSTRATIVE,
    Heading,
    RunReport,
    cover,
    is_illustrative,
    not_key_of,
    notice_of,
    private_notice_of,
    record_of,
)

_COLUMNS = ("Item", "In this case")
_WHO = "Who decides, and whose report it is"


def decision_report(found: RunReport, decision: Decision, built_on: str) -> Document:
    """The report on ``decision``, as published or in full, whichever is given."""
    headings = tuple(section_of(one) for one in record_of(found, decision))
    rows = cover(found, decision)
    section = Section("report", "Decision report", (Table(_WHO, _COLUMNS, rows),), headings)
    report_to = f"Report to: {dict(rows)['Decision-maker']}"
    return Document(decision.title, report_to, (), _notices(decision), (section,), built_on)


def notice(found: RunReport, decision: Decision, built_on: str) -> Document:
    """The notice that is published 28 clear days before a key decision."""
    table = Table("What is to be decided, by whom and when", _COLUMNS, notice_of(found, decision))
    return _sheet(found, decision, "Notice of a decision", table, built_on)


def private_notice(found: RunReport, decision: Decision, built_on: str) -> Document:
    """The notice that part of a decision is to be taken in private."""
    table = Table("What is to be taken in private", _COLUMNS, private_notice_of(found, decision))
    return _sheet(found, decision, "Notice of a private meeting", table, built_on)


def not_key(found: RunReport, decision: Decision, built_on: str) -> Document:
    """The report to the council on a decision that was not treated as a key one."""
    table = Table("What the council is told", _COLUMNS, not_key_of(found, decision))
    return _sheet(found, decision, "Why it was no key decision", table, built_on)


def _sheet(found: RunReport, decision: Decision, called: str, table: Table, built_on: str) -> Document:
    section = Section("-".join(called.lower().split()), called, (table,))
    title = f"{called}: {decision.title}"
    return Document(title, found.place.place.name, (), _notices(decision), (section,), built_on)


def section_of(one: Heading) -> Section:
    """A heading with what stands under it, as a document has it."""
    blocks: tuple[Block, ...] = (Items(one.texts),) if one.listed else tuple(Text(text) for text in one.texts)
    return Section(one.key, one.title, blocks, tuple(section_of(each) for each in one.inside))


def _notices(decision: Decision) -> tuple[str, ...]:
    return (ILLUSTRATIVE,) if is_illustrative(decision) else ()
