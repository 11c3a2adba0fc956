"""The page of a theme: what it asks, part by part, each measure that answers, and whom to ask where none does."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain

import pyarrow as pa
from django.urls import reverse
from markupsafe import Markup

from oneplace.place import Decision, Enabler, Facet, Measure, Outcome, Statement, Theme
from oneplace.progress import sentences
from oneplace.progress.sentences import Sentence
from oneplace.report import MeasureStands, People, measure_stands, title_of, with_units
from oneplace.report import listed as listed_row
from oneplace.report import themes as told
from oneplace.report import told as told_of
from oneplace.vocabulary.wording import count_words, marked
from oneplace.vocabulary.wording import when as period_words
from oneplace.web.formats import capital, plain
from oneplace.web.pages import Link
from oneplace.web.presenters.figures import figure
from oneplace.web.presenters.spines import href, is_shown
from oneplace.web.presenters.tables import Cell, Table, TableLine
from oneplace.web.public.presenters.groups import address, groups
from oneplace.web.public.presenters.groups_set_out import groups_set_out
from oneplace.web.public.presenters.ways import untold as ways_untold
from oneplace.web.public.presenters.ways import ways_table
from oneplace.web.snapshot import Snapshot

COLUMNS = ("Now", "Since", "Beside others", "The gap", "Ahead", "The promise")
CONDITIONS = {
    "birth": "Being born",
    "growth": "Growing up",
    "living": "Where people live",
    "work": "Work",
    "age": "Growing old",
}
Notes = dict[str, list[str]]
"""What is said beneath a value, by measure."""
LIVES = ("start", "live", "age", "die")


@dataclass(frozen=True)
class Answer:
    """One thing that a theme asks: the table of the measures that answer it, those without a value, and the plan."""

    key: str
    facet: Facet
    table: Table | None
    set_out: Table | None
    """The same measures by the groups that the theme sets out; None where it sets out none."""
    silent: list[Link]
    plan: str
    """Who holds the number and whom it is to come from by when; empty where one of the place is known."""


@dataclass(frozen=True)
class ThemePage:
    """Everything that a theme's page prints."""

    theme: Theme
    counted: Sentence
    ways: list[Table]
    """Where the way through its steps breaks, group by group; none where it is no chain."""
    dark: list[str]
    """The steps at which no group is told apart, and why."""
    answers: list[Answer]
    unplanned: Sentence
    promises: list[Link]
    """Ambitions of the theme that none of these measures answers."""
    work: list[str]
    no_work: str
    promised: list[str]
    """The commitments, priorities and goals of the strategy that it is about."""
    decisions: list[Link]
    people: list[Link]
    untold: list[str]
    """Groups that it names and that this run doesn't tell apart, so that they have no page."""
    origins: set[str]


@dataclass(frozen=True)
class Branch:
    """A stage of life in the tree of what health rests on: each determinant with its measures."""

    title: str
    href: str
    leaves: list[tuple[str, list[Link]]]


def find(shot: Snapshot, key: str) -> Theme | None:
    """A theme by its id."""
    return shot.place.themes.get(key)


def listed(shot: Snapshot) -> list[tuple[Link, str, Sentence]]:
    """Every theme with what it asks and how much of it is known."""
    return [
        (Link(theme.title, theme_href(theme)), theme.asks, told.counted(shot, theme))
        for theme in shot.place.themes.values()
    ]


def origins(shot: Snapshot) -> set[str]:
    """Where the numbers come from that any theme counts."""
    return set().union(
        *(told.origins(shot, one) for theme in shot.place.themes.values() for one in theme.facets.values())
    )


def theme_href(theme: Theme) -> str:
    """Where a theme's page is."""
    return reverse("public:theme", args=[theme.id])


def theme_page(shot: Snapshot, theme: Theme) -> ThemePage:
    """One theme."""
    theirs = _theirs(shot, theme)
    answers = [_answer(shot, theme, key, theirs) for key in theme.facets]
    measures = measures_of(shot, theme)
    served = theme.served(shot.place.strategy.outcomes, shot.place.measures)
    shown = {outcome.id for outcome in served for measure in measures if measure.id in outcome.measure_ids}
    promises = [_promise(outcome) for outcome in served if outcome.id not in shown]
    done = told.actions(shot.place, theme)
    return ThemePage(
        theme=theme,
        counted=told.counted(shot, theme),
        ways=[table for by in theme.chain if (table := ways_table(shot, theme, by)).rows],
        dark=ways_untold(shot, theme),
        answers=answers,
        unplanned=told.unplanned(shot, theme),
        promises=promises,
        work=[marked(one.name, one.provenance) for one in done.workstreams],
        no_work="" if done.workstreams else _no_work(served),
        promised=[_statement(one) for one in done.promises],
        decisions=[_decided(one) for one in done.decisions],
        people=[Link(one.name, address(one)) for one in _people(shot, theme)],
        untold=_untold(shot, theme),
        origins={origin for one in measures if (origin := shot.origins.get(one.id))},
    )


def alone(shot: Snapshot) -> list[str]:
    """The priorities, commitments and goals of the strategy that no theme shows."""
    place = shot.place
    return [_statement(one) for one in place.strategy.unthemed(place.themes.values(), place.measures)]


def measures_of(shot: Snapshot, theme: Theme) -> list[Measure]:
    """The measures that answer any of it, each once."""
    found = chain.from_iterable(facet.answered_by(shot.place.measures) for facet in theme.facets.values())
    return list({measure.id: measure for measure in found}.values())


def table(shot: Snapshot, theme: Theme) -> pa.Table:
    """The rows of the published results of all its measures but those of small areas, with name and unit."""
    every = [shot.tables["results"].cut(measure.id) for measure in measures_of(shot, theme)]
    rows = pa.concat_tables([shot.tables["results"].cut(""), *every])
    kept = [index for index, by in enumerate(rows["dimension"].to_pylist()) if by not in ("neighbourhood", "ward")]
    return with_units(rows.take(kept), shot.place)


def enablers(shot: Snapshot) -> Table | None:
    """What everything leans on against the stages of life: how many ambitions do, and where none does."""
    strategy = shot.place.strategy
    if not strategy.enablers or not strategy.stages:
        return None
    names = tuple(stage.name or capital(plain(stage.id)) for stage in strategy.stages)
    columns, rows = (*names, "At any stage"), strategy.enablers

    def line(one: Enabler) -> TableLine:
        every = [outcome for outcome in strategy.outcomes if one.id in outcome.enablers]
        cells = [Cell(_leans(every, stage.id, one.serves)) for stage in strategy.stages]
        return TableLine(one.name, (*cells, Cell(count_words(len(every), "ambition") if every else "none")))

    caption = "How many ambitions lean on each enabler"
    return Table("enablers", caption, "Enabler", columns, rows, line, rows, "", worded=frozenset(columns))


def tree(shot: Snapshot) -> list[Branch]:
    """What health rests on, stage by stage of life: the determinants that the themes name, and what measures them."""
    themes = sorted(
        (one for one in shot.place.themes.values() if one.life), key=lambda one: LIVES.index(one.life or "start")
    )
    return [Branch(one.title, theme_href(one), [_leaf(shot, f) for f in one.facets.values() if f.determinant])
            for one in themes]  # fmt: skip


def _leaf(shot: Snapshot, facet: Facet) -> tuple[str, list[Link]]:
    found = [one for one in facet.answered_by(shot.place.measures) if measure_stands(shot, one)]
    return f"{CONDITIONS[facet.determinant or 'living']}: {facet.title}", [
        Link(one.name, href(shot, one)) for one in found
    ]


def _leans(outcomes: Iterable[Outcome], stage: str, serves: Iterable[str]) -> str:
    found = sum(one.stage == stage for one in outcomes)
    return count_words(found, "ambition") if found else "said, no ambition" if stage in serves else "not said"


def _answer(shot: Snapshot, theme: Theme, key: str, theirs: Notes) -> Answer:
    facet = theme.facets[key]
    every = facet.answered_by(shot.place.measures)
    known = {measure.id: stands for measure in every if (stands := measure_stands(shot, measure))}
    rows = [one for one in every if one.id in known]
    table = apart = None
    if rows:

        def line(one: Measure) -> TableLine:
            return _line(shot, theme, one, known[one.id], theirs)

        table = Table(key, facet.asks, "Measure", COLUMNS, rows, line, rows, "", worded=frozenset(COLUMNS))
    if every and theme.set_out:
        apart = groups_set_out(shot, theme, facet, every)
    silent = [Link(one.name, href(shot, one)) for one in every if one.id not in known]
    return Answer(
        key,
        facet,
        table,
        apart,
        silent,
        "" if told.origins(shot, facet) else told.plan_words(shot.place, facet, shot.as_of),
    )


def _line(shot: Snapshot, theme: Theme, measure: Measure, stands: MeasureStands, theirs: Notes) -> TableLine:
    row, about = stands
    words = listed_row(row, about, shot.as_of)
    made = row["origin"] if row["origin"] in told.MADE_UP else None
    name = Markup('<a href="{}">{}</a>').format(href(shot, measure), measure.name)
    cells = (
        Cell(words.value, "; ".join(part for part in (words.age, *theirs.get(measure.id, ())) if part)),
        Cell(words.heading),
        Cell(sentences.beside(row, about).capital.text or "Nothing like it to set beside"),
        Cell(told.gap_here(shot, theme, measure), origin=made),
        Cell(told.ahead(stands), origin=made),
        Cell(_asked(shot, measure)),
    )
    return TableLine(name, cells)


def _theirs(shot: Snapshot, theme: Theme) -> Notes:
    """By measure, on a page about women or men: that a figure is everyone's, and theirs where it is known."""
    notes: Notes = {}
    for people in (one for one in _people(shot, theme) if one.by == "sex"):
        for measure in (one for one in measures_of(shot, theme) if one.whom.sex != people.code):
            notes.setdefault(measure.id, []).append("of everyone")
        for one in told_of(shot, people):
            if one.measure.id in notes and is_shown(one.own):
                value = figure(one.own, one.measure).value
                notes[one.measure.id].append(f"{people.whom}: {value} {period_words(one.own['period_label'])}")
    return notes


def _people(shot: Snapshot, theme: Theme) -> list[People]:
    return [one for one in groups(shot) if f"{one.by}/{one.slug}" in theme.people]


def _untold(shot: Snapshot, theme: Theme) -> list[str]:
    known = {f"{one.by}/{one.slug}" for one in groups(shot)}
    return [name.partition("/")[2].replace("-", " ") for name in theme.people if name not in known]


def _statement(one: Statement) -> str:
    return f"{one.name}: {one.text}" if one.name and one.name != one.text else one.text


def _decided(one: Decision) -> Link:
    return Link(title_of(one), reverse("public:decision", args=[one.id]))


def _asked(shot: Snapshot, measure: Measure) -> str:
    found = [_promise(one) for one in shot.place.strategy.outcomes if measure.id in one.measure_ids]
    links = (Markup('<a href="{}">{}</a>').format(one.href, one.text) for one in found)
    return Markup("; ").join(links) if found else "No ambition names it"


def _promise(outcome: Outcome) -> Link:
    return Link(outcome.text, reverse("public:ambition", args=[outcome.id]))


def _no_work(served: list[Outcome]) -> str:
    if not served:
        return "The strategy has no ambition about this."
    return f"The strategy’s files name no workstream for {'it' if len(served) == 1 else 'any of them'}."
