"""The page of a theme: what it asks, part by part, each measure that answers, and whom to ask where none does."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain

import pyarrow as pa
from django.urls import reverse
from markupsafe import Markup

from oneplace.place import Enabler, Facet, Measure, Outcome, Theme
from oneplace.progress import sentences
from oneplace.progress.sentences import Claim, Kind, Sentence
from oneplace.report import People, Row, owner_words, whom_to_ask, with_units
from oneplace.report import listed as listed_row
from oneplace.report import told as told_of
from oneplace.vocabulary.dimensions import BY_CODE, STATED
from oneplace.vocabulary.wording import count_words
from oneplace.vocabulary.wording import when as period_words
from oneplace.web.formats import capital, plain, when
from oneplace.web.pages import Link
from oneplace.web.presenters.figures import figure
from oneplace.web.presenters.gap_words import gap_of, gap_sentence
from oneplace.web.presenters.spines import href, is_shown
from oneplace.web.presenters.standing import Stands, measure_stands
from oneplace.web.presenters.tables import Cell, Table, TableLine
from oneplace.web.public.presenters.groups import address, groups
from oneplace.web.public.presenters.groups_set_out import groups_set_out
from oneplace.web.snapshot import Snapshot

COLUMNS = ("Now", "Since", "Beside others", "The gap", "Ahead", "The promise")
CONDITIONS = {
    "birth": "Being born",
    "growth": "Growing up",
    "living": "Where people live",
    "work": "Work",
    "age": "Growing old",
}
MADE_UP = {"synthetic", "illustrative"}
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
    """Who holds the number and whom it is to come from by when; empty where one is known."""


@dataclass(frozen=True)
class ThemePage:
    """Everything that a theme's page prints."""

    theme: Theme
    counted: Sentence
    answers: list[Answer]
    unplanned: Sentence
    promises: list[Link]
    """Ambitions of the theme that none of these measures answers."""
    work: list[str]
    no_work: str
    people: list[Link]
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
        (Link(theme.title, theme_href(theme)), theme.asks, counted(shot, theme)) for theme in shot.place.themes.values()
    ]


def origins(shot: Snapshot) -> set[str]:
    """Where the numbers come from that any theme counts."""
    return set().union(*(_origins(shot, one) for theme in shot.place.themes.values() for one in theme.facets.values()))


def theme_href(theme: Theme) -> str:
    """Where a theme's page is."""
    return reverse("public:theme", args=[theme.id])


def theme_page(shot: Snapshot, theme: Theme) -> ThemePage:
    """One theme."""
    theirs = _theirs(shot, theme)
    answers = [_answer(shot, theme, key, theirs) for key in theme.facets]
    measures = measures_of(shot, theme)
    served = _served(shot, theme, measures)
    shown = {outcome.id for outcome in served for measure in measures if measure.id in outcome.measure_ids}
    promises = [_promise(outcome) for outcome in served if outcome.id not in shown]
    work = [one.name for one in shot.place.strategy.workstreams if {each.id for each in served} & set(one.outcomes)]
    return ThemePage(
        theme=theme,
        counted=counted(shot, theme),
        answers=answers,
        unplanned=unplanned(shot, theme),
        promises=promises,
        work=work,
        no_work=_no_work(shot, served) if not work else "",
        people=[Link(one.name, address(one)) for one in _people(shot, theme)],
        origins={origin for one in measures if (origin := shot.origins.get(one.id))},
    )


def counted(shot: Snapshot, theme: Theme) -> Sentence:
    """On how much of what it asks a number is known, and on how much a made-up one alone."""
    origins = [_origins(shot, one) for one in theme.facets.values()]
    known, every = sum(map(bool, origins)), len(origins)
    made = sum(bool(found) and found <= MADE_UP for found in origins)
    alone = f", on {made} of them a made-up one alone" if made else ""
    counts = (("answered", known), *([("made-up", made)] if made else []))
    return Sentence(
        f"A number is known on {known or 'none'} of {count_words(every, 'question')}{alone}.",
        tuple(Claim(Kind.KNOWN_COUNT, subject=theme.id, number=count, direction=word) for word, count in counts),
    )


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
    return Answer(key, facet, table, apart, silent, "" if known else _plan(shot, facet))


def _origins(shot: Snapshot, facet: Facet) -> set[str]:
    """Where the numbers come from that answer a facet; empty where none is known."""
    stands = (measure_stands(shot, one) for one in facet.answered_by(shot.place.measures))
    return {one[0]["origin"] for one in stands if one}


def _line(shot: Snapshot, theme: Theme, measure: Measure, stands: Stands, theirs: Notes) -> TableLine:
    row, about = stands
    words = listed_row(row, about, shot.as_of)
    made = row["origin"] if row["origin"] in MADE_UP else None
    name = Markup('<a href="{}">{}</a>').format(href(shot, measure), measure.name)
    cells = (
        Cell(words.value, "; ".join(part for part in (words.age, *theirs.get(measure.id, ())) if part)),
        Cell(words.heading),
        Cell(sentences.beside(row, about).capital.text or "Nothing like it to set beside"),
        Cell(_gap(shot, theme, measure), origin=made),
        Cell(_ahead(row, about), origin=made),
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


def _ahead(row: Row, about: sentences.About) -> str:
    """The forecast; of what leads no ambition a run makes none."""
    if row.get("status_forecast") is None:
        return "No forecast: it leads no ambition"
    return sentences.outlook(row, about).text


def _gap(shot: Snapshot, theme: Theme, measure: Measure) -> str:
    """The gap by the theme's first breakdown that has one, else by any; else why there is none."""
    order = dict.fromkeys((*theme.by, *(by.code for by in STATED)))
    for by in order:
        gap = gap_of(shot, measure, by)
        if gap and gap["gap"] is not None:
            return gap_sentence(shot, measure, by)
    for by in sorted(theme.by, key="sex".__eq__):  # that a measure is of women says nothing of who among them is behind
        if not measure.breakdowns.has(by):
            return f"Not known by {BY_CODE[by].title.lower()}. {measure.breakdowns.said(by)}"
    return "Not known: no gap could be worked out between its groups"


def _asked(shot: Snapshot, measure: Measure) -> str:
    found = [_promise(one) for one in shot.place.strategy.outcomes if measure.id in one.measure_ids]
    links = (Markup('<a href="{}">{}</a>').format(one.href, one.text) for one in found)
    return Markup("; ").join(links) if found else "No ambition names it"


def _promise(outcome: Outcome) -> Link:
    return Link(outcome.text, reverse("public:ambition", args=[outcome.id]))


def _served(shot: Snapshot, theme: Theme, measures: list[Measure]) -> list[Outcome]:
    """The ambitions of a theme: measured by what answers it, of its stages of life, or of its priorities."""
    ids, own = {measure.id for measure in measures}, {*theme.stages, *theme.priorities}
    return [
        one
        for one in shot.place.strategy.outcomes
        if ids & set(one.measure_ids) or own & {one.stage, *one.priorities, *one.commitments, *one.goals}
    ]


def _plan(shot: Snapshot, facet: Facet) -> str:
    plan = facet.plan
    if plan is None:
        return "Nobody has said who holds a number."
    held = f"{plan.number}. Held by: {plan.held_by}."
    if not plan.is_dated:
        return held
    return f"{held} To be got by {when(plan.due)}: {owner_words(shot.place, plan.owner)}."


def unplanned(shot: Snapshot, theme: Theme) -> Sentence:
    """That nobody has set who gets the missing numbers by when, said once; empty where all is set."""
    missing = [one for one in theme.facets.values() if not _origins(shot, one)]
    some = sum(not (one.plan and one.plan.is_dated) for one in missing)
    if not some:
        return Sentence()
    of = f"{some} of the {len(missing)} numbers" if some < len(missing) else count_words(some, "number")
    text = f"Who gets {of} not known here, and by when, is not set. {whom_to_ask(shot.place)}"
    return Sentence(text, (Claim(Kind.KNOWN_COUNT, subject=theme.id, number=some, direction="unplanned"),))


def _no_work(shot: Snapshot, served: list[Outcome]) -> str:
    if not served:
        return "The strategy has no ambition about this."
    return f"The strategy’s files name no workstream for {'it' if len(served) == 1 else 'any of them'}."
