"""W52: a question that its measure answers another way: question, people, unit and statistic are set side by side."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from oneplace.place.measure import Measure
from oneplace.place.rules.outcomes import Ambition, ambitions
from oneplace.place.rules.registry import Case, Finding, rule

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


@rule("W52")
def question_other_than_measure(case: Case) -> Iterator[Finding]:
    """A question that its measure does not answer."""
    for ambition in ambitions(case):
        outcome = ambition.outcome
        yield from _differs(ambition, "question", outcome.question, f"asks “{outcome.question}”")
        yield from _differs(ambition, "text", outcome.text, f"is “{outcome.text}”")


def _differs(ambition: Ambition, key: str, words: str | None, told: str) -> Iterator[Finding]:
    if words is None or (measure := ambition.measure) is None or ambition.outcome.leaves_open:
        return
    for differs in _DIFFERENCES:
        if said := differs(words.lower(), measure, ambition):
            yield Finding(
                ambition.at / key,
                f"{ambition.id} {told} and {measure.id} {said}.",
                "Ask what is measured, measure what is asked, or say in `leaves_open:` what the number does not tell.",
            )


def _number(question: str, measure: Measure, _ambition: Ambition) -> str:
    shown = question.startswith("how many") and measure.unit in _SHARES
    return "gives a share, not a number" if shown else ""


def _mean(question: str, measure: Measure, _ambition: Ambition) -> str:
    """That more or fewer people are satisfied or anxious is told by a share of them, not by their mean."""
    shown = _HOW_MANY.search(question) and measure.unit == "score"
    return "gives a mean score, not how many people" if shown else ""


def _good(question: str, measure: Measure, _ambition: Ambition) -> str:
    """A number beneath "Do staff feel respected?" reads as the share who do, whatever it is of."""
    asked = question.endswith("?") and _WELL.search(question)
    shown = asked and measure.unit in _SHARES and measure.polarity == "low_good"
    return "gives the share of whom that is not so" if shown else ""


def _length(question: str, measure: Measure, _ambition: Ambition) -> str:
    shown = question.startswith("how long") and measure.unit in _SHARES
    return "gives a share, not a length of time" if shown else ""


def _limit(question: str, measure: Measure, _ambition: Ambition) -> str:
    """Whether all (or how many) are within a time is told by a share; a mean is above it for some."""
    asked = _WITHIN.search(question) and "on average" not in question
    return f"gives a time in {measure.unit}, not how many are within one" if asked and measure.unit in _TIMES else ""


def _age(question: str, measure: Measure, _ambition: Ambition) -> str:
    asked = set(_AGE.findall(question))
    told = set(re.findall(r"\d{1,2}", f"{measure.name} {measure.definition}"))
    return f"is of another age ({', '.join(sorted(told))})" if asked and told and not asked & told else ""


def _done(question: str, measure: Measure, _ambition: Ambition) -> str:
    """People still waiting are no people treated."""
    words = f"{measure.name} {measure.definition}".lower()
    waiting = "waiting" in words and not _DONE.search(words)
    return "is of people still waiting" if _DONE.search(question) and waiting else ""


def _people(question: str, measure: Measure, _ambition: Ambition) -> str:
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


_Differs = Callable[[str, Measure, Ambition], str]
_DIFFERENCES: tuple[_Differs, ...] = (_number, _mean, _good, _length, _limit, _age, _people, _done, _gap)
