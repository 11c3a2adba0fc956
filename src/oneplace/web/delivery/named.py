"""What the things of delivery are called, each kind and each thing; which are closed."""

from __future__ import annotations

from collections.abc import Mapping

from oneplace.delivery.happened import CHARACTERISTICS, Kind, State, Subject
from oneplace.place import Place
from oneplace.report import names_of
from oneplace.vocabulary.wording import day_words

CLOSED = frozenset({"done", "stopped", "dropped", "closed", "minuted", "cancelled", "withdrawn", "effect_judged"}) | {
    "evidenced", "judged", "used", "met", "not_required", "answered",
}  # fmt: skip
TITLES: Mapping[Kind, str] = {
    Kind.MILESTONE: "Milestones",
    Kind.ACTION: "Actions",
    Kind.RISK: "Risks",
    Kind.ISSUE: "Issues",
    Kind.DECISION: "Decisions on their way",
    Kind.MEETING: "Meetings",
    Kind.COMMENTARY: "Commentary on ambitions",
    Kind.AMBITION: "Who answers for each ambition",
    Kind.WORKSTREAM: "Workstreams: who leads each, and its reviews",
    Kind.MUST: "What a regulator asks",
    Kind.GAP: "What the strategy lacks",
    Kind.OBJECTIVE: "Objectives of improvement",
    Kind.CYCLE: "Cycles of improvement",
    Kind.LESSON: "Lessons",
    Kind.BENEFIT: "Benefits",
    Kind.DUTY: "Duties",
    Kind.EQUALITY: "Equality assessment",
    Kind.CHARACTERISTIC: "Equality: answers by protected characteristic",
    Kind.PRIVACY: "Privacy screening",
}
ONE: Mapping[Kind, str] = {
    Kind.MILESTONE: "Milestone",
    Kind.ACTION: "Action",
    Kind.RISK: "Risk",
    Kind.ISSUE: "Issue",
    Kind.DECISION: "Decision",
    Kind.MEETING: "Meeting",
    Kind.COMMENTARY: "Commentary",
    Kind.AMBITION: "Ambition",
    Kind.WORKSTREAM: "Workstream",
    Kind.MUST: "What a regulator asks",
    Kind.GAP: "Something that the strategy lacks",
    Kind.OBJECTIVE: "Objective of improvement",
    Kind.CYCLE: "Cycle of improvement",
    Kind.LESSON: "Lesson",
    Kind.BENEFIT: "Benefit",
    Kind.DUTY: "Duty",
    Kind.EQUALITY: "Duty",
    Kind.CHARACTERISTIC: "Equality assessment",
    Kind.PRIVACY: "Duty",
}


_ALONE: Mapping[Kind, str] = {Kind.EQUALITY: "Equality assessment", Kind.PRIVACY: "Privacy screening"}
"""Of which there is one in each place, by what it is called."""


def bodies(found: Place) -> dict[str, str]:
    """The boards and delivery groups by id, each with its name."""
    return found.strategy.governance.bodies


def body_called(found: Place, decision: str) -> str:
    """The id of the body of a decision of the place's files, which have it in words; empty where none is called so."""
    held = found.decisions.get(decision)
    named = {name: key for key, name in bodies(found).items()}
    return "" if held is None or held.body is None else named.get(held.body, held.body)


def name_of(found: Place, kind: Kind, subject: str, one: State | None) -> str:
    """A thing in a line: its own words, or those of what it is about in the files."""
    known = one.model_dump() if one else {}
    strategy = found.strategy
    named = {each.id: each.text for each in strategy.outcomes} | {each.id: each.name for each in strategy.workstreams}
    if kind in _ALONE:
        return _ALONE[kind]
    if kind is Kind.CHARACTERISTIC:
        return CHARACTERISTICS.get(subject, subject).capitalize()
    if kind is Kind.RISK:
        return f"{known.get('cause')}: {known.get('event')}"
    if kind is Kind.MEETING:
        day = known.get("on")
        return f"{bodies(found).get(known.get('body') or '', 'No body')}, {day_words(day) if day else 'no day'}"
    return str(known.get("text") or known.get("aim") or named.get(subject, subject))


def names(found: Place, now: Mapping[Subject, State]) -> dict[str, str]:
    """What everything is called that an entry may name by its id: things of the files and what happened since."""
    return {of[1]: name_of(found, *of, one) for of, one in now.items()} | names_of(found)
