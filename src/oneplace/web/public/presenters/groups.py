"""What is known about a group of people and what isn't: every measure that has a value for it, and what none has."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import pyarrow as pa
from django.urls import reverse

from oneplace.place import Measure, Outcome
from oneplace.progress import is_own
from oneplace.progress.sentences import Sentence
from oneplace.report import (
    People,
    Told,
    against,
    alone,
    gap_of,
    gap_with_figures,
    groups_of,
    higher_or_lower,
    not_told,
    rows_of,
    told,
    whom_to_ask,
    with_units,
)
from oneplace.results import TABLES
from oneplace.stats import Over, tied
from oneplace.vocabulary.dimensions import BY_CODE, STATED, Gap, whom
from oneplace.vocabulary.people import Unheld
from oneplace.vocabulary.wording import MADE_UP
from oneplace.web.pages import Link
from oneplace.web.presenters.counted import Counted, Of, counted, hidden, unsaid
from oneplace.web.presenters.sheets import Sheet
from oneplace.web.presenters.spines import Cell, Line, cell, digits, href, is_shown, of_what, spine
from oneplace.web.public.presenters.actions import AimedAt, aimed_at
from oneplace.web.public.presenters.profile import lines_of
from oneplace.web.snapshot import OnceARun, Snapshot

ENDS = {"1": "Most deprived fifth", "5": "Least deprived fifth"}
OTHER_HEADINGS = {"condition": "By condition", "others": "Groups that no file tells apart"}


@dataclass(frozen=True)
class Behind:
    """A measure on which a group stands furthest from whom the gap is to, with the gap's sentence."""

    name: str
    href: str
    origin: str | None
    sentence: str


@dataclass(frozen=True)
class GroupPage:
    """Everything that a group's page prints. ``unheld`` says why nothing is known, where that is so."""

    people: People
    by: str
    judged: bool
    lines: list[Line]
    counted: Counted
    of_others: int
    """Rows of a wider area or of an organisation, each of which says whose it is: they count for nothing of these."""
    own_alone: int
    """How many of the rows of them alone are the place's own."""
    behind: list[Behind]
    alone: list[Line]
    near: list[Line]
    hidden: Sentence
    few: list[str]
    """What is not shown, by name."""
    unsaid: Sentence
    missing: Mapping[str, list[Measure]]
    said: list[Link]
    themes: list[Link]
    """Themes that are about them."""
    done: list[AimedAt]
    """What is done to narrow their gap to everyone, and whether it did."""
    unheld: Unheld | None
    ask: str
    origins: set[str]

    def tables(self, sheet: Sheet[Line]) -> tuple[Sequence[Line], Sequence[Line], Sequence[Line]]:
        """The rows of a sheet in the page's three tables: beside everyone, of them alone, near to them."""
        first, ends = sheet.first - 1, (len(self.lines), len(self.lines) + len(self.alone))
        one, two = (min(max(end - first, 0), len(sheet.rows)) for end in ends)
        return sheet.rows[:one], sheet.rows[one:two], sheet.rows[two:]


@dataclass(frozen=True)
class Shelf:
    """Groups of one kind on the page that lists them, and how many measures are told apart by such a breakdown:
    how many in all, and how many of them with made-up numbers."""

    title: str
    told_apart: bool
    measures: int
    made_up: int
    links: list[Link]


@dataclass(frozen=True)
class Named:
    """A group that the strategy names: how it defines it, and the pages of the groups nearest to it."""

    name: str
    definition: str
    pages: list[Link]


groups = OnceARun(groups_of)
"""Every group that has a page, from the run that is served."""


def find(shot: Snapshot, by: str, slug: str) -> People | None:
    """A group by its address."""
    return next((people for people in groups(shot) if (people.by, people.slug) == (by, slug)), None)


def address(people: People) -> str:
    """Where a group's page is."""
    return reverse("public:group", args=[people.by, people.slug])


def shelves(shot: Snapshot) -> list[Shelf]:
    """All groups by their kind."""
    titles = {by.code: by.title for by in STATED} | OTHER_HEADINGS
    return [shelf for by, title in titles.items() if (shelf := _shelf(shot, by, title)).links]


def named(shot: Snapshot) -> list[Named]:
    """The groups that the strategy names."""
    return [
        Named(one.name, _defined(one.definition, one.proxy), _nearest(shot, f"{one.name} {one.definition} {one.proxy}"))
        for one in shot.place.strategy.groups
    ]


def group_page(shot: Snapshot, people: People) -> GroupPage:
    """One group."""
    found = told(shot, people)
    of_them = alone(shot, people)
    lines = [_line(shot, people, one) for one in found if is_shown(one.own)]
    own, near = lines_of(shot, of_them), lines_of(shot, _near(shot, people))
    of = Of(people.by, people.code, people.whom)
    missing = not_told(shot, people)
    here, own_alone = (_of_the_place(shot, rows) for rows in (lines, own))
    every, few = (*lines, *own, *near), [_name(one) for one in found if not is_shown(one.own)]
    return GroupPage(
        people=people,
        by=BY_CODE[people.by].title.lower() if people.by in BY_CODE else "",
        judged=people.by in BY_CODE and BY_CODE[people.by].gap is not Gap.NONE,
        lines=lines,
        counted=counted(here, of, "everyone"),
        of_others=len(lines) + len(own) - len(here) - len(own_alone),
        own_alone=len(own_alone),
        behind=sorted(behind(shot, people, found), key=lambda one: one.origin in MADE_UP),  # real figures first
        alone=own,
        near=near,
        hidden=hidden(len(few), of),
        few=few,
        unsaid=unsaid(sum(map(len, missing.values())), of),
        missing=missing,
        said=list(_said(shot, people)),
        themes=[
            Link(theme.title, reverse("public:theme", args=[theme.id]))
            for theme in shot.place.themes.values()
            if f"{people.by}/{people.slug}" in theme.people
        ],
        done=aimed_at(shot, group=f"{people.by}:{people.code}"),
        unheld=people.called if isinstance(people.called, Unheld) else None,
        ask=whom_to_ask(shot.place),
        origins={line.origin for line in every if line.origin},
    )


def table(shot: Snapshot, people: People) -> pa.Table:
    """The rows of the published results that the page is made of, each with its measure's name and unit."""
    rows = rows_of(shot, people)
    return with_units(pa.Table.from_pylist(rows, schema=TABLES["results"].schema), shot.place)


def _of_the_place(shot: Snapshot, lines: Sequence[Line]) -> list[Line]:
    return [line for line in lines if is_own(shot.place, line.own.get("whose"))]


def _shelf(shot: Snapshot, by: str, title: str) -> Shelf:
    links = [Link(people.name, address(people)) for people in groups(shot) if people.by == by]
    measures = shot.measures_with(by)
    return Shelf(title, by in BY_CODE, len(measures), sum(shot.origins.get(one) in MADE_UP for one in measures), links)


def _defined(definition: str, proxy: str | None) -> str:
    return proxy or "Not defined." if definition == "not_set" else definition


def _nearest(shot: Snapshot, text: str) -> list[Link]:
    return [Link(people.name, address(people)) for people in groups(shot) if people.called.in_text(text)]


def _line(shot: Snapshot, people: People, one: Told) -> Line:
    measure = one.measure
    says = against if BY_CODE[people.by].gap is not Gap.NONE else higher_or_lower
    difference = says(measure, one.own, one.everyone, Over.GROUPS)
    told = digits(measure, one.own, one.everyone, difference)
    own = cell("This group", one.own, measure, told)
    return Line(
        measure=measure,
        href=href(shot, measure),
        note=of_what(shot, one.own, one.part),
        cells=(own, cell("Everyone", one.everyone, measure, told), *_beside(people, one)),
        picture=spine(measure, one.own, one.among, one.everyone, difference),
        difference=difference,
        origin=own.origin,
        own=one.own,
        beside=one.everyone,
    )


def _beside(people: People, one: Told) -> tuple[Cell, ...]:
    """Whom the group's gap is to, under one heading for all rows."""
    match people.by:
        case "deprivation":
            heading, name = ENDS["1" if people.code == "5" else "5"], ""
        case "ethnicity":
            heading, name = "Best of the others shown", one.beside["group_label"] if one.beside else ""
        case "sex":
            heading, name = whom("sex", "M" if people.code == "F" else "F").capitalize(), ""
        case _:
            return ()
    made = cell(heading, one.beside, one.measure)
    note = ", ".join(part for part in (name, made.note) if part)
    return (Cell(heading, made.value, note, made.origin),)


def behind(shot: Snapshot, people: People, found: Iterable[Told]) -> Iterator[Behind]:
    """The measures on which a group is behind beyond chance, where one side is better; with the gap's sentence.

    A group that is behind one other and ahead of everyone together is not furthest behind.
    """
    for one in (each for each in found if each.measure.polarity_of_groups != "context"):  # else nobody is behind
        gap = gap_of(shot, one.measure, people.by)
        if gap and gap["gap_sure"] and gap["gap_group"] == people.code and not _is_ahead(one):
            sentence = gap_with_figures(shot, one.measure, people.by)
            yield Behind(one.measure.name, href(shot, one.measure), one.own["origin"], sentence)


def _is_ahead(one: Told) -> bool:
    """Whether the group's figure is no worse than everyone's, as the table shows both."""
    own, everyone = one.own["value"], one.everyone["value"] if one.everyone else None
    if own is None or everyone is None:
        return False
    return tied(own, everyone) or (own > everyone) == (one.measure.polarity_of_groups == "high_good")


def _name(one: Told) -> str:
    return f"{one.measure.name} ({one.part})" if one.part else one.measure.name


def _near(shot: Snapshot, people: People) -> list[Measure]:
    """Of people whom no file tells apart: the measures whose definition speaks of them."""
    if not isinstance(people.called, Unheld):
        return []
    return [
        measure
        for measure in shot.place.measures.values()
        if people.called.in_text(f"{measure.name} {measure.definition} {measure.denominator or ''}")
    ]


def is_for(shot: Snapshot, outcome: Outcome, people: People) -> bool:
    """Whether an ambition names a group among those that it is for, or sets something for the gap that it is behind in.

    A gap by deprivation without a group is the most deprived fifth's, any other of all the groups between which it is.
    """
    wish = outcome.gap_ambition
    of = None if isinstance(wish, str) or wish.dimension != people.by else wish
    if of and people.code == (of.group or ("1" if people.by == "deprivation" else people.code)):
        return True
    ids = {*outcome.groups, *([of.group] if of and of.group else [])}
    meant = (one for one in shot.place.strategy.groups if one.id in ids)
    return any(people.called.in_text(f"{one.name} {one.definition} {one.proxy}") for one in meant)


def _said(shot: Snapshot, people: People) -> Iterator[Link]:
    """What the strategy says of a group by one of its names, or for it: its ambitions first, then other statements."""
    strategy, page = shot.place.strategy, reverse("public:strategy_all")
    for outcome in strategy.outcomes:
        if people.called.in_text(outcome.text) or is_for(shot, outcome, people):
            yield Link(outcome.text, reverse("public:ambition", args=[outcome.id]))
    for statements in (strategy.goals, strategy.commitments, strategy.priorities, strategy.values, strategy.principles):
        for item in statements:
            if people.called.in_text(f"{item.name or ''} {item.text}"):
                yield Link(item.text or item.name or "", f"{page}#{item.id}")
