"""The same pack under the headings of a council's decision report, in their order, for the Word document.

A heading for which the place's files hold nothing says so: it is for the report's author to fill.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from oneplace.pack.document import Block, Document, Items, Section, Table, Text
from oneplace.pack.evidence import Evidence
from oneplace.place import Place, Strategy
from oneplace.report import option_words, owner_words
from oneplace.vocabulary import wording

_NONE = "None recorded in the place's files."
_ELSEWHERE = ("summary", "money", "risks", "assurance")


def council_report(document: Document, found: Evidence) -> Document:
    """The document with its sections rearranged under a council report's headings."""
    parts = {section.id: section for section in document.sections}
    inside = {section.id: section for section in parts["summary"].sections}
    strategy = found.place.strategy
    detail = tuple(section for section in document.sections if section.id not in _ELSEWHERE)
    sections = (
        _heading(
            "Statement of confidentiality", [Text("None: it holds no personal data, and small numbers are not shown.")]
        ),
        replace(parts["summary"], id="brief-summary", title="Brief summary", sections=()),
        replace(inside["asked"], title="Recommendations"),
        Section("reasons", "Reasons for report recommendations", (), (inside["worst-first"], inside["changes"])),
        _heading("Alternative options considered and rejected", _alternatives(found)),
        Section("detail", "Detail (including consultation carried out)", (), detail),
        Section("resources", "Resource implications", (), _resources(parts["money"], strategy)),
        Section("legal", "Legal implications", (), _legal(strategy)),
        replace(parts["risks"], title="Risk management implications"),
        _heading("Policy framework implications", _parents(strategy)),
        _heading("Key decision?", [Text(_key_decision(strategy))]),
        _heading("Wards and communities affected", [Text(_wards(strategy))]),
        Section("supporting", "Supporting documentation", (), _supporting(parts["assurance"], found.place)),
    )
    facts = (*_cover(strategy), *document.facts)
    return replace(document, facts=facts, sections=sections)


def _alternatives(found: Evidence) -> list[Block]:
    """Those of the decisions that are asked for; of the others they stand beside the decision."""
    asked_for = [one for one in found.place.decisions.values() if one.is_asked(found.as_of)]
    told = tuple(text for one in asked_for for text in option_words(one))
    return [Items(told)] if told else [Text(_NONE)]


def _heading(title: str, blocks: Iterable[Block]) -> Section:
    return Section(title.lower().replace(" ", "-"), title, tuple(blocks))


def _cover(strategy: Strategy) -> list[tuple[str, str]]:
    deciders = [board.name for board in strategy.governance.boards if board.role in ("decides", "owns")]
    return [
        ("Decision-maker", wording.list_words(deciders) or "not set"),
        ("Subject", f"Progress of the {strategy.title}"),
        ("Report of", "not set"),
        ("Author", "not set"),
        ("Director", "not set"),
    ]


def _resources(money: Section, strategy: Strategy) -> tuple[Section, ...]:
    budget = strategy.budget
    held = None if isinstance(budget, str) else budget.property
    return (replace(money, title="Capital and revenue"), _heading("Property and other", [Text(held or _NONE)]))


def _legal(strategy: Strategy) -> tuple[Section, ...]:
    def stated(*kinds: str) -> list[Block]:
        rows = tuple((duty.statute, duty.text) for duty in strategy.duties if duty.kind in kinds)
        return (
            [Table("Law that the strategy cites", ("Law", "What it asks or allows"), rows)] if rows else [Text(_NONE)]
        )

    return (
        _heading("Statutory power to undertake proposals in the report", stated("power")),
        _heading("Other legal implications", stated("duty", "policy")),
    )


def _parents(strategy: Strategy) -> list[Block]:
    told = tuple(
        f"{parent.relation.replace('_', ' ').capitalize()}: {parent.title or parent.ref}" for parent in strategy.parents
    )
    return [Items(told)] if told else [Text(_NONE)]


def _key_decision(strategy: Strategy) -> str:
    said = {step.key_decision for step in strategy.governance.approvals} - {None}
    own = "The strategy's approval was a key decision. " if "yes" in said else ""
    return f"{own}Whether this report asks for one is for its author to say."


def _wards(strategy: Strategy) -> str:
    wards = [ward for step in strategy.governance.approvals for ward in step.wards]
    named = wording.list_words(dict.fromkeys(wards))
    return f"The strategy's approval named: {named}." if named else _NONE


def _supporting(assurance: Section, place: Place) -> tuple[Section, ...]:
    strategy = place.strategy
    documents = tuple(document.title for document in strategy.documents)
    return (
        Section("appendices", "Appendices", (), (assurance,)),
        _heading("Documents in members' rooms", [Text("None.")]),
        _heading("Equality impact assessment", [Text(_equality(place))]),
        _heading("Privacy impact assessment", [Text(_privacy(strategy))]),
        _heading("Other background documents", [Items(documents) if documents else Text(_NONE)]),
    )


def _equality(place: Place) -> str:
    equality = place.strategy.equality
    if isinstance(equality, str):
        return "Not set."
    owner = "no owner set" if isinstance(equality.owner, str) else f"owner {owner_words(place, equality.owner)}"
    due = "no date set" if isinstance(equality.due, str) else f"due {equality.due.words}"
    reason = f": {equality.reason}" if equality.reason else ""
    return f"{equality.state.replace('_', ' ').capitalize()} ({owner}, {due}){reason}"


def _privacy(strategy: Strategy) -> str:
    privacy = strategy.privacy
    if isinstance(privacy, str):
        return "Not set."
    reason = f": {privacy.reason}" if privacy.reason else ""
    return f"Screening {privacy.screening.replace('_', ' ')}{reason}"
