"""Delivery: the roadmap, risks, money, voice and decisions, as the strategy's files have them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from oneplace.delivery import highest_first, score_words
from oneplace.pack.document import Block, Figure, Items, Section, Table, Text
from oneplace.pack.evidence import Evidence
from oneplace.pack.sections.listing import called
from oneplace.place import Period
from oneplace.progress import sentences
from oneplace.report import (
    ILLUSTRATIVE,
    Sheet,
    body_of,
    changed_by,
    is_illustrative,
    names_of,
    option_words,
    owner_words,
    plan_rows,
    plan_summary,
    roadmap_rows,
    sheets,
    titles_of,
    when_taken,
    without_references,
)
from oneplace.vocabulary import wording

_UNSET = "not set"


def roadmap(found: Evidence) -> Section:
    """The plan of each workstream, drawn and as a table, and what is expected in which year."""
    streams = found.place.strategy.workstreams
    if not streams:
        return Section("roadmap", "Roadmap", (Text("The strategy's files name no workstreams."),))
    names = names_of(found.place)
    overview = Table(
        "Workstreams",
        ("Workstream", "Ambitions", "Lead", "Delivery group"),
        tuple(
            (
                wording.marked(one.name, one.provenance),
                "; ".join(names.get(key, key) for key in one.outcomes) or "—",
                owner_words(found.place, one.lead),
                names.get(_text(one.delivery_group), _text(one.delivery_group)),
            )
            for one in streams
        ),
    )  # fmt: skip
    rows = plan_rows(found.report)
    if not rows:
        return Section("roadmap", "Roadmap", (overview, Text("No milestones are set.")))
    inside = tuple(_sheet(one) for one in sheets(found.report))
    return Section("roadmap", "Roadmap", (Text(plan_summary(rows), "lead"), overview, *_ahead(found)), inside)


def _sheet(sheet: Sheet) -> Section:
    """A workstream's part of the plan."""
    table = Table(
        f"Milestones of {sheet.name}",
        ("Milestone", "Agreed", "Now expected", "It can wait", "State"),
        tuple((". ".join(part for part in (one.text, one.why) if part), one.agreed,
               ", ".join(part for part in (one.expected, one.slip) if part), one.wait or "—",
               f"late: {one.state}" if one.late else one.state) for one in sheet.lines),
    )  # fmt: skip
    told = (Text(" ".join(part for part in (sheet.by_rule, sheet.said, sheet.reviewed) if part)),)
    drawn = tuple(Figure(chart) for chart in sheet.charts)
    return Section(
        f"plan-{sheet.id}",
        wording.marked(sheet.name, "illustrative" if sheet.illustrative else None),
        (*told, *drawn, *((table,) if sheet.lines else ())),
    )


def _ahead(found: Evidence) -> tuple[Block, ...]:
    """What is expected in which year for which stage of life."""
    ahead = roadmap_rows(found.report)
    rows = tuple((one.stage, str(year), "; ".join(words)) for one in ahead for year, words in one.years.items())
    return (Table("What is expected in which year", ("Stage of life", "Year", "Milestones"), rows),) if rows else ()


def risks(found: Evidence) -> Section:
    """The risk register: likelihood times consequence, now and where it should be."""
    known = found.place.strategy.risks
    if not known:
        return Section("risks", "Risks", (Text("The strategy's files hold no risks."),))
    rows = tuple(
        (
            wording.marked(one.event, one.provenance),
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
        blocks.append(Text(without_references(budget.challenge, titles_of(found.place))))
    texts = [one.text for one in blocks if isinstance(one, Text)]
    if texts and len(texts) == len(blocks):  # a few words are no page of their own
        return Section("money", "Money", (Text(" ".join(texts), "lead"),))
    return Section("money", "Money", tuple(blocks))


def voice(found: Evidence) -> Section:
    """What people said: the measures of experience, and who was asked when."""
    felt = [one for one in found.judged if one.measure is not None and one.measure.role == "experience"]
    blocks: list[Block] = []
    if felt:
        rows = tuple((called(one), sentences.value(one.row, one.ambition.about).text) for one in felt)
        blocks.append(
            Table("What people experience, as it is measured or as they say", ("Measure", "Latest value"), rows)
        )
    asked = found.place.strategy.engagement
    if asked:
        told = tuple((one.text, *_asked(one.on, one.changed, found.as_of)) for one in asked)
        blocks.append(Table("Who was asked, and what changed", ("What", "When", "What changed because of it"), told))
    if not blocks:
        blocks.append(Text("The strategy's files hold nothing that people said."))
    return Section("voice", "Voice", tuple(blocks))


def _asked(on: Period | str, changed: str, as_of: date | None) -> tuple[str, str]:
    """When people were asked and what changed; what is still to come has changed nothing."""
    if isinstance(on, Period) and as_of is not None and on.start > as_of:
        return f"{on.words}, still to come", "–"
    return _text(on), _text(changed)


def decisions(found: Evidence) -> Section:
    """Decisions on record, with what was recommended and why."""
    known = sorted(found.place.decisions.values(), key=lambda one: (_day(one.on), one.id))
    if not known:
        return Section("decisions", "Decisions", (Text("No decisions are on record in the place's files."),))
    each, titles = [], titles_of(found.place)
    for one in known:
        blocks: list[Block] = [Text(ILLUSTRATIVE, "notice")] if is_illustrative(one) else []
        body, when = (
            without_references(body_of(found.place, one) or "Body not named", titles),
            when_taken(one, found.as_of),
        )
        blocks.append(Text(f"{body}, {when}.", "note"))
        if eased := changed_by(found.report, one):
            blocks.append(Items(eased))
        if one.recommendations:
            blocks.append(Items(tuple(without_references(text, titles) for text in one.recommendations)))
        if isinstance(one.reasons, tuple):
            blocks.append(Text(f"Reasons: {without_references(_joined(one.reasons), titles)}"))
        if weighed := option_words(one):
            blocks.append(Items(tuple(without_references(text, titles) for text in weighed)))
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
