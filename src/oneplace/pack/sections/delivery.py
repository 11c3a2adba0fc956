"""Delivery: the roadmap, risks, money, voice and decisions, as the strategy's files have them."""

from __future__ import annotations

from collections.abc import Sequence

from oneplace.delivery import Step, highest_first, late_first, score_words, steps
from oneplace.pack.document import Block, Items, Section, Table, Text
from oneplace.pack.evidence import Evidence
from oneplace.pack.sections.listing import called
from oneplace.place import Period
from oneplace.progress import sentences
from oneplace.report import names_of, option_words, owner_words
from oneplace.vocabulary import wording

_UNSET = "not set"


def roadmap(found: Evidence) -> Section:
    """Workstreams and their milestones, late ones first."""
    streams = found.place.strategy.workstreams
    if not streams:
        return Section("roadmap", "Roadmap", (Text("The strategy's files name no workstreams."),))
    names = names_of(found.place)
    overview = Table(
        "Workstreams",
        ("Workstream", "Ambitions", "Lead", "Delivery group"),
        tuple(
            (
                one.name,
                "; ".join(names.get(key, key) for key in one.outcomes) or "—",
                owner_words(found.place, one.lead),
                names.get(_text(one.delivery_group), _text(one.delivery_group)),
            )
            for one in streams
        ),
    )
    milestones = late_first(steps(streams, found.as_of))
    if not milestones:
        return Section("roadmap", "Roadmap", (overview, Text("No milestones are set.")))
    late = sum(step.late for step in milestones)
    all_of_them = wording.count_words(len(milestones), "milestone")
    lead = f"{late} of {all_of_them} {'is' if 1 in (late, len(milestones)) else 'are'} late."
    rows = tuple(
        (step.milestone.text, step.workstream.name, _text(step.milestone.due), _state(step)) for step in milestones
    )
    table = Table("Milestones, late ones first", ("Milestone", "Workstream", "Due", "State"), rows)
    return Section("roadmap", "Roadmap", (Text(lead, "lead"), overview, table))


def risks(found: Evidence) -> Section:
    """The risk register: likelihood times consequence, now and where it should be."""
    known = found.place.strategy.risks
    if not known:
        return Section("risks", "Risks", (Text("The strategy's files hold no risks."),))
    rows = tuple(
        (
            one.event,
            f"{one.cause}; so {one.effect[:1].lower()}{one.effect[1:]}",
            score_words(one.current),
            score_words(one.target),
            owner_words(found.place, one.owner),
        )
        for one in highest_first(known)
    )
    columns = ("Risk", "Why and what follows", "Score now", "Score aimed at", "Owner")
    return Section("risks", "Risks", (Table("Risks, highest first", columns, rows, ("Score now", "Score aimed at")),))


def money(found: Evidence) -> Section:
    """The budget where there is one, else the plain statement that there is none."""
    budget = found.place.strategy.budget
    if isinstance(budget, str) or budget.state == "not_set":
        return Section("money", "Money", (Text("No budget is set in the strategy's files."),))
    blocks: list[Block] = []
    if budget.state == "not_applicable":
        blocks.append(Text("The strategy's documents attach no money to it.", "lead"))
    if budget.pool is not None:
        made_up = " (illustrative)" if budget.provenance == "illustrative" else ""
        blocks.append(Text(f"The pool is {wording.money_words(budget.pool)}{made_up}.", "lead"))
    if budget.lines:
        rows = tuple(
            (line.name, wording.marked(wording.money_words(line.amount), line.provenance)) for line in budget.lines
        )
        blocks.append(Table("Budget", ("Line", "Amount"), rows, ("Amount",)))
    if budget.challenge:
        blocks.append(Text(budget.challenge))
    return Section("money", "Money", tuple(blocks))


def voice(found: Evidence) -> Section:
    """What people said: the measures of experience, and who was asked when."""
    felt = [one for one in found.judged if one.measure is not None and one.measure.role == "experience"]
    blocks: list[Block] = []
    if felt:
        rows = tuple((called(one), sentences.value(one.row, one.ambition.about).text) for one in felt)
        blocks.append(Table("What people say of their care", ("Measure", "Latest value"), rows))
    asked = found.place.strategy.engagement
    if asked:
        told = tuple((one.text, _text(one.on), _text(one.changed)) for one in asked)
        blocks.append(Table("Who was asked, and what changed", ("What", "When", "What changed because of it"), told))
    if not blocks:
        blocks.append(Text("The strategy's files hold nothing that people said."))
    return Section("voice", "Voice", tuple(blocks))


def decisions(found: Evidence) -> Section:
    """Decisions on record, with what was recommended and why."""
    known = sorted(found.place.decisions.values(), key=lambda one: (_day(one.on), one.id))
    if not known:
        return Section("decisions", "Decisions", (Text("No decisions are on record in the place's files."),))
    each = []
    for one in known:
        blocks: list[Block] = [Text(f"{one.body or 'Body not named'}, {one.on_text or _text(one.on)}.", "note")]
        if one.recommendations:
            blocks.append(Items(tuple(one.recommendations)))
        if isinstance(one.reasons, tuple):
            blocks.append(Text(f"Reasons: {_joined(one.reasons)}"))
        if weighed := option_words(one):
            blocks.append(Items(weighed))
        each.append(Section(f"decision-{one.id}", one.title, tuple(blocks)))
    return Section("decisions", "Decisions", (), tuple(each))


def _joined(texts: Sequence[str]) -> str:
    return " ".join(text if text.endswith(".") else f"{text}." for text in texts)


def _text(value: object) -> str:
    if isinstance(value, Period):
        return value.words
    return _UNSET if value is None or value == "not_set" else str(value)


def _day(when: Period | str) -> str:
    return when.end.isoformat() if isinstance(when, Period) else "9999"


def _state(step: Step) -> str:
    words = step.milestone.state.replace("_", " ")
    return f"late: {words}" if step.late else words
