"""W52: a question that its measure answers another way: subject, people, unit and statistic are set side by side.

It is the same for an ambition and its main measure, and for what a theme asks and all measures that stand beneath it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence

from oneplace.place.folder import Spot
from oneplace.place.measure import Measure
from oneplace.place.rules.outcomes import Ambition, ambitions
from oneplace.place.rules.registry import Case, Finding, rule
from oneplace.place.strategy.themes import Facet
from oneplace.vocabulary.wording import list_words

_TIMES = ("seconds", "minutes", "hours", "days", "weeks")
_SHARES = ("percent", "ratio")
_AGE = re.compile(r"\b(?:at|by|aged|age) (\d{1,2})\b(?! (?:%|per|days|weeks|minutes|hours))")
_WITHIN = re.compile(r"\bwithin (?:\w+ ){0,3}(?:second|minute|hour|day|week|month)s?\b")
_DONE = re.compile(r"\b(?:treated|seen|admitted|answered)\b")
_OLDER = re.compile(r"\b(?:older|elderly|later life|over (?:6[05]|7[05]|80)s?)\b")
_OLD = 50
"""From what age on a measure's people are at least, where they may be called older people."""
_YOUNG = re.compile(r"\b(?:child(?:ren)?|bab(?:y|ies)|pupils?|infants?)\b")
_HOW_MANY = re.compile(
    r"\b(?:more|fewer|how many) (?:people|adults|children|residents|carers|women|men|staff)\b(?! who)"
)
_WELL = re.compile(r"\b(?:supported|respected|encouraged|happy|satisfied|resilient)\b")
_GAP = re.compile(r"\bgaps?\b.*\b(?:narrow|clos|widen|grow)")
_WISH = re.compile(r"\b(?:wish|prefer|cho[io]s|choos|want)|\bneed (?:it|them|help)\b|\b(?:they|who) need\b(?! not)")
_SAID_OF_ALL = (
    "about after aged before being beside between born come does each every fewer find from good have "
    "here into keep known less long many money more most much near other people place places share some "
    "than that their them there they this those very well what when where which with would year years"
)
_ASKING = frozenset(_SAID_OF_ALL.split())
"""Words that tell nothing of what is asked about, besides those of three letters and less."""
_UNEVEN = {"die": "death", "died": "death", "dies": "death", "children": "child", "women": "woman", "men": "man",
           "seen": "see", "homes": "home", "live": "life", "lives": "life", "lived": "life"}  # fmt: skip
_ROOT = 5
"""So many letters tell that two words are of one kind: recover and recovery."""
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
    asked = _roots(question.lower())
    told = {
        root
        for one in measures
        for root in _roots(f"{one.id} {one.name} {one.definition} {one.numerator}".lower().replace("_", " "))
    }
    shared = any(one.startswith(other) or other.startswith(one) for one in asked for other in told)
    return ["shares no word with it"] if asked and told and not shared else []


def _roots(text: str) -> set[str]:
    words = (_UNEVEN.get(word, word) for word in re.findall(r"[a-z]{4,}", text) if word not in _ASKING)
    return {word.rstrip("s").rstrip("e")[:_ROOT] for word in words}


def _among(question: str, measure: Measure) -> str:
    """What counts violence, theft and damage together tells of none of them alone."""
    named, colon, listed = measure.definition.lower().partition(": ")
    items = [item for item in re.split(r", | and ", listed.partition(". ")[0].rstrip(".")) if item]
    asked = _roots(question)
    alone = colon and not asked & _roots(f"{measure.name} {named}".lower())
    some = [item for item in items if asked & _roots(item)]
    return f"counts more: {list_words(items)}" if alone and some and len(some) < len(items) else ""


def _wish(question: str, measure: Measure) -> str:
    """What people wished or needed is known where somebody asked them."""
    words = f"{measure.name} {measure.definition}".lower()
    asked = _WISH.search(question)
    return (
        f"doesn’t tell whether it is so “{asked[0]}”" if asked and not re.search("wish|prefer|want|need", words) else ""
    )


def _number(question: str, measure: Measure) -> str:
    shown = question.startswith("how many") and measure.unit in _SHARES
    return "gives a share, not a number" if shown else ""


def _mean(question: str, measure: Measure) -> str:
    """That more or fewer people are satisfied or anxious is told by a share of them, not by their mean."""
    shown = _HOW_MANY.search(question) and measure.unit == "score"
    return "gives a mean score, not how many people" if shown else ""


def _good(question: str, measure: Measure) -> str:
    """A number beneath "Do staff feel respected?" reads as the share who do, whatever it is of."""
    asked = question.endswith("?") and _WELL.search(question)
    shown = asked and measure.unit in _SHARES and measure.polarity == "low_good"
    return "gives the share of whom that is not so" if shown else ""


def _length(question: str, measure: Measure) -> str:
    shown = question.startswith("how long") and measure.unit in _SHARES
    return "gives a share, not a length of time" if shown else ""


def _limit(question: str, measure: Measure) -> str:
    """Whether all (or how many) are within a time is told by a share; a mean is above it for some."""
    asked = _WITHIN.search(question) and "on average" not in question
    return f"gives a time in {measure.unit}, not how many are within one" if asked and measure.unit in _TIMES else ""


def _age(question: str, measure: Measure) -> str:
    asked = set(_AGE.findall(question))
    told = set(re.findall(r"\d{1,2}", f"{measure.name} {measure.definition}"))
    return f"is of another age ({', '.join(sorted(told))})" if asked and told and not asked & told else ""


def _done(question: str, measure: Measure) -> str:
    """People still waiting are no people treated."""
    words = f"{measure.name} {measure.definition}".lower()
    waiting = "waiting" in words and not _DONE.search(words)
    return "is of people still waiting" if _DONE.search(question) and waiting else ""


def _people(question: str, measure: Measure) -> str:
    """Adults of all ages are no older people, and no children."""
    words, youngest = f"{measure.name} {measure.definition} {measure.denominator}".lower(), measure.whom.min_age
    told = f"people from {youngest} on" if youngest else "people of all ages"
    if _OLDER.search(question) and youngest < _OLD and not (_OLDER.search(words) or re.search(r"\b[6-9]\d\b", words)):
        return f"is of {told}, not of older people alone"
    if _YOUNG.search(question) and youngest >= 18 and not _YOUNG.search(words):
        return f"is of {told}, not of children"
    return ""


def _gap(question: str, measure: Measure, ambition: Ambition) -> str:
    if not _GAP.search(question):
        return ""
    if ambition.gap is None:
        return "gives the average: no `gap_ambition:` is set"
    seen = measure.breakdowns.has(ambition.gap.dimension)
    return "" if seen else f"is not broken down by {ambition.gap.dimension}, so it gives the average"


_DIFFERENCES: tuple[_Differs, ...] = (_number, _mean, _good, _length, _limit, _age, _people, _done, _wish, _among)
