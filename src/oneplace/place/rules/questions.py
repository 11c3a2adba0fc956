"""W52: a question that its measure answers another way: subject, people, unit and statistic are set side by side.

It is the same for an ambition and its main measure, and for what a theme asks and all measures that stand beneath it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence

from oneplace.place.folder import Spot
from oneplace.place.measure import Measure
from oneplace.place.rules import asked_how, asked_whom
from oneplace.place.rules.outcomes import Ambition, ambitions
from oneplace.place.rules.registry import Case, Finding, rule
from oneplace.place.strategy.themes import Facet
from oneplace.vocabulary.wording import list_words

_GAP = re.compile(r"\bgaps?\b.*\b(?:narrow|clos|widen|grow)")
_LIVE_HERE = re.compile(r"\bhow many (?:people |of us )?(?:live|are living) (?:here|in (?:the|our|this)\b)")
_RESIDENTS = re.compile(r"\b(?:residents?|inhabitants?|population)\b")
"""Who lives here is called so by whoever counts them."""
_Differs = Callable[[str, Measure], str]
_MEND = "Ask what is measured, measure what is asked, or say in `leaves_open:` what the number does not tell."


@rule("W52")
def question_other_than_measure(case: Case) -> Iterator[Finding]:
    """A question that its measure does not answer."""
    for ambition in ambitions(case):
        outcome = ambition.outcome
        yield from _of_ambition(ambition, "question", outcome.question, f"asks “{outcome.question}”")
        yield from _of_ambition(ambition, "text", outcome.text, f"is “{outcome.text}”")
    for theme in case.files.themes:
        if theme.item.library is None or theme.item.because is not None:  # the library's own words are not the place's
            for key, facet in theme.item.facets.items():
                yield from _of_facet(facet, case.measures, f"{theme.item.id} asks", theme.at / "facets" / key / "asks")


def _of_ambition(ambition: Ambition, key: str, words: str | None, told: str) -> Iterator[Finding]:
    if words is None or (measure := ambition.measure) is None or ambition.outcome.leaves_open:
        return
    found = [*differences(words, [measure]), *filter(None, [_gap(words.lower(), measure, ambition)])]
    if key == "question" and not found:
        found = _stranger(words, [measure])
    for said in found:
        yield Finding(ambition.at / key, f"{ambition.id} {told} and {measure.id} {said}.", _MEND)


def _of_facet(facet: Facet, known: Mapping[str, Measure], told: str, at: Spot) -> Iterator[Finding]:
    measures = facet.answered_by(known)
    for said in unlike(facet, measures):
        yield Finding(at, f"{told} “{facet.asks}” and {list_words(one.id for one in measures)} {said}.", _MEND)


def unlike(facet: Facet, measures: Sequence[Measure]) -> list[str]:
    """How what a theme asks differs from all of the measures that are to answer it; none where it says so itself."""
    if facet.leaves_open or not measures:
        return []
    return differences(facet.asks, measures) or _stranger(facet.asks, measures)


def differences(question: str, measures: Sequence[Measure]) -> list[str]:
    """How a question differs from what each of the measures gives, as they say it of the first."""
    asked = question.lower()
    return [differs(asked, measures[0]) for differs in _DIFFERENCES if all(differs(asked, one) for one in measures)]


def _stranger(question: str, measures: Sequence[Measure]) -> list[str]:
    """A question and its number that share no word are of two things."""
    asked = asked_whom.roots(question.lower())
    words = [f"{one.id} {one.name} {one.definition} {one.numerator}".lower().replace("_", " ") for one in measures]
    told = {root for text in words for root in asked_whom.roots(text)}
    short = asked_whom.shorts(question.lower()) & {one for text in words for one in asked_whom.shorts(text)}
    living = _LIVE_HERE.search(question.lower()) and any(_RESIDENTS.search(text) for text in words)
    alike = any(one.startswith(other) or other.startswith(one) for one in asked for other in told)
    return ["shares no word with it"] if asked and told and not (short or living or alike) else []


def _gap(question: str, measure: Measure, ambition: Ambition) -> str:
    if not _GAP.search(question) or "gap" in measure.name.lower():
        return ""
    if ambition.gap is None:
        return "gives the average: no `gap_ambition:` is set"
    seen = measure.breakdowns.has(ambition.gap.dimension)
    return "" if seen else f"is not broken down by {ambition.gap.dimension}, so it gives the average"


_DIFFERENCES: tuple[_Differs, ...] = (
    *(asked_how.number, asked_how.share, asked_how.cost, asked_how.mean, asked_how.good, asked_how.way),
    *(asked_how.length, asked_how.so_many, asked_how.limit, asked_how.statistic, asked_how.how_soon, asked_how.rhythm),
    *(asked_whom.age, asked_whom.people, asked_whom.sex, asked_whom.group, asked_whom.illness, asked_whom.deaths),
    *(asked_whom.step, asked_whom.occasion, asked_whom.done, asked_whom.wish, asked_whom.among),
)
