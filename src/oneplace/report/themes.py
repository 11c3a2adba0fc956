"""Themes as page, pack and files tell them: what each asks, what answers it, who is to get what isn't known."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from oneplace.place import Decision, Facet, Measure, Owner, Place, Statement, Theme, Workstream
from oneplace.progress import is_own, sentences, whose_name
from oneplace.progress.sentences import Claim, Kind, Sentence
from oneplace.report.gap_words import ends_known, gap_of, gap_sentence
from oneplace.report.listed import listed
from oneplace.report.owners import owner_words
from oneplace.report.rows import Row
from oneplace.report.run_report import RunReport
from oneplace.report.standing import MeasureStands, measure_stands
from oneplace.report.unset import whom_to_ask
from oneplace.vocabulary.dimensions import BY_CODE, STATED
from oneplace.vocabulary.wording import count_words, list_words

MADE_UP = {"synthetic", "illustrative"}
NO_FORECAST = "No forecast: it leads no ambition"
COLUMNS = (
    *("theme", "theme_title", "question", "title", "asks", "leaves_open", "measure", "measure_name", "value_words"),
    *("direction_words", "comparison_words", "gap_sentence", "outlook", "origin", "number_wanted", "held_by"),
    *("owner", "due", "ask", "plan_provenance"),
)
"""The columns of ``lines``, all of them text."""


@dataclass(frozen=True)
class Actions:
    """What the strategy's files say is being done about a theme."""

    workstreams: list[Workstream]
    promises: list[Statement]
    """The commitments, priorities and goals that it is about."""
    decisions: list[Decision]


def counted(report: RunReport, theme: Theme) -> Sentence:
    """For how much of what it asks a number of the place is known, on how much a made-up one alone, and on how much
    more the number of England or of another wider area alone, and whose.
    """
    found = [origins(report, one) for one in theme.facets.values()]
    known, every = sum(map(bool, found)), len(found)
    made = sum(bool(one) and one <= MADE_UP for one in found)
    all_of = "its" if known == every == 1 else "all its" if known == every else f"{known or 'none'} of its"
    alone = f"; for {made} of them it is made up" if made else ""
    wider = [whose for one in theme.facets.values() if (whose := of_others(report, one))]
    alone += _of_others(wider, more=bool(known))
    counts = [
        ("answered", known),
        *((word, some) for word, some in (("made-up", made), ("of-others", len(wider))) if some),
    ]
    return Sentence(
        f"A number is known for {all_of} {count_words(every, 'question')}{alone}.",
        tuple(Claim(Kind.KNOWN_COUNT, subject=theme.id, number=count, direction=word) for word, count in counts),
    )


def unplanned(report: RunReport, theme: Theme) -> Sentence:
    """That nobody has set who gets the missing numbers by when, said once; empty where all is set."""
    missing, some = _wanted(report, theme)
    if not some:
        return Sentence()
    of = f"{some} of the {missing} numbers" if some < missing else count_words(some, "number")
    text = f"Who gets {of} not known here, and by when, is not set. {whom_to_ask(report.place)}"
    return Sentence(text, (Claim(Kind.KNOWN_COUNT, subject=theme.id, number=some, direction="unplanned"),))


def wanted(report: RunReport) -> Sentence:
    """Of how many questions of all themes no number is known, and for how many nobody is to get it by a day."""
    every = [_wanted(report, theme) for theme in report.place.themes.values()]
    missing, some = sum(one for one, _ in every), sum(one for _, one in every)
    if not missing:
        return Sentence()
    asked = sum(len(theme.facets) for theme in report.place.themes.values())
    whom = ("them" if missing > 1 else "it") if some == missing else f"{some} of them"
    who = f"Who gets {whom}, and by when, is not set" if some else "Who gets each, and by when, is set"
    counts = (("missing", missing), ("unplanned", some))
    return Sentence(
        f"Of {count_words(asked, 'question')} that the themes ask, {missing} "
        f"{'has' if missing == 1 else 'have'} no number here. {who}.",
        tuple(Claim(Kind.KNOWN_COUNT, number=count, direction=word) for word, count in counts),
    )


def origins(report: RunReport, facet: Facet) -> set[str]:
    """Where the place's own numbers come from that answer a facet; empty where none is known."""
    return {row["origin"] for row in _answers(report, facet) if is_own(report.place, row["whose"])}


def of_others(report: RunReport, facet: Facet) -> list[str]:
    """Whose numbers answer a facet of which the place has none: a wider area's, an organisation's; else empty."""
    names = [(is_own(report.place, row["whose"]), row["whose"]) for row in _answers(report, facet)]
    return [] if any(own for own, _ in names) else [whose_name(report.place, code) for _, code in names]


def _answers(report: RunReport, facet: Facet) -> list[Row]:
    """The newest row of each measure that answers a facet."""
    stands = (measure_stands(report, one) for one in facet.answered_by(report.place.measures))
    return [one[0] for one in stands if one]


def _of_others(wider: Sequence[Sequence[str]], *, more: bool) -> str:
    """For how many questions, of each of which it names whose they are, the numbers of others alone are known."""
    if not wider:
        return ""
    names = list(dict.fromkeys(name for each in wider for name in each))
    figures = "a figure" if len(wider) == len(names) == 1 else "figures"
    told = f"only {figures} of {list_words(names)} {'is' if figures == 'a figure' else 'are'} known"
    return f"; for {len(wider)}{' more' if more else ''} {told}"


def plan_words(place: Place, facet: Facet, as_of: date | None) -> str:
    """Which number is wanted, who holds it, and who gets it by when, as of a day; one of the two not set is said to be.

    That both are not set is said once of all the numbers of a theme (``unplanned``).
    """
    plan = facet.plan
    if plan is None:
        return "Nobody has said who holds a number."
    told = [f"{plan.number}. Held by: {plan.held_by}."]
    due = "" if isinstance(plan.due, str) else plan.due.words
    late = not isinstance(plan.due, str) and as_of is not None and plan.due.is_over(as_of)
    owner = owner_words(place, plan.owner) if isinstance(plan.owner, Owner) else ""
    made_up = " (illustrative: nobody agreed it)" if plan.provenance == "illustrative" else ""
    if owner or due:
        told.append(f"To be got by {due or 'a day that is not set'}: {owner or 'nobody is named'}{made_up}.")
    if late:
        told.append("That day is over.")
    if plan.ask != "not_set":
        told.append(f"Whom to ask there: {plan.ask.rstrip('.')}.")
    return " ".join(told)


def gap_here(report: RunReport, theme: Theme, measure: Measure) -> str:
    """The gap by the theme's first breakdown that has one, else by any; else its ends, or why there is none."""
    every = dict.fromkeys((*theme.by, *(by.code for by in STATED)))
    for by in every:
        gap = gap_of(report, measure, by)
        if gap and gap["gap"] is not None:
            return gap_sentence(report, measure, by)
    if known := ends_known(report, measure, tuple(every)):
        return known
    for by in sorted(theme.by, key="sex".__eq__):  # that a measure is of women says nothing of who among them is behind
        if not measure.breakdowns.has(by):
            return f"Not known by {BY_CODE[by].title.lower()}. {measure.breakdowns.said(by)}"
    return "Not known: no gap could be worked out between its groups"


def ahead(stands: MeasureStands) -> str:
    """The forecast; of what leads no ambition a run makes none."""
    row, about = stands
    return NO_FORECAST if row.get("status_forecast") is None else sentences.outlook(row, about).text


def actions(place: Place, theme: Theme) -> Actions:
    """The workstreams, promises and decisions about a theme: of its ambitions, of its priorities, of its measures."""
    strategy = place.strategy
    served = theme.served(strategy.outcomes, place.measures)
    ids = {one.id for one in served}
    promised = {*theme.priorities, *(key for one in served for key in (*one.priorities, *one.commitments, *one.goals))}
    measures = {one.id for facet in theme.facets.values() for one in facet.answered_by(place.measures)}
    return Actions(
        [one for one in strategy.workstreams if ids & set(one.outcomes)],
        [one for one in (*strategy.commitments, *strategy.priorities, *strategy.goals) if one.id in promised],
        [
            one
            for one in place.decisions.values()
            if ids & set(one.outcomes)
            or set(theme.priorities) & set(one.serves)
            or measures & {each.measure for each in one.expects}
        ],
    )


def lines(report: RunReport) -> list[dict[str, str | None]]:
    """Every theme question by question, a row a measure that answers with a value; with the plan where none of these
    is the place's own, in one row where there is none.
    """
    return [
        {column: line.get(column) for column in COLUMNS}
        for theme in report.place.themes.values()
        for key, facet in theme.facets.items()
        for line in _lines(report, theme, key, facet)
    ]


def _lines(report: RunReport, theme: Theme, key: str, facet: Facet) -> Iterable[dict[str, str | None]]:
    asked: dict[str, str | None] = {
        "theme": theme.id,
        "theme_title": theme.title,
        "question": key,
        "title": facet.title,
        "asks": facet.asks,
    }
    asked |= {"leaves_open": facet.leaves_open or ""}
    if not origins(report, facet):
        asked |= _plan(report.place, facet)
    found = [
        {**asked, **_answer(report, theme, one, stands)}
        for one in facet.answered_by(report.place.measures)
        if (stands := measure_stands(report, one))
    ]
    return found or [asked]


def _answer(report: RunReport, theme: Theme, measure: Measure, stands: MeasureStands) -> dict[str, str | None]:
    row, about = stands
    words = listed(row, about, report.as_of)
    return {
        "measure": measure.id,
        "measure_name": measure.name,
        "value_words": words.value,
        "direction_words": words.direction or None,
        "comparison_words": words.beside or None,
        "gap_sentence": gap_here(report, theme, measure),
        "outlook": ahead(stands),
        "origin": row["origin"],
    }


def _plan(place: Place, facet: Facet) -> dict[str, str]:
    plan = facet.plan
    if plan is None:
        return {}
    return {
        "number_wanted": plan.number,
        "held_by": plan.held_by,
        "owner": owner_words(place, plan.owner) if isinstance(plan.owner, Owner) else "not_set",
        "due": str(plan.due),
        "ask": str(plan.ask),
        "plan_provenance": plan.provenance,
    }


def _wanted(report: RunReport, theme: Theme) -> tuple[int, int]:
    """How many of its questions have no number, and for how many of those nobody is to get one by a day."""
    missing = [one for one in theme.facets.values() if not origins(report, one)]
    return len(missing), sum(not (one.plan and one.plan.is_dated) for one in missing)
