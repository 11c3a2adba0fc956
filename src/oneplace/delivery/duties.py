"""Duties as questions that are answered, put off with an owner and a day, or open again as what they rest on changed.

Equality Act 2010 s.149: three aims for nine characteristics are 27 questions. UK GDPR Article 35: whether a privacy
assessment is due follows from what is processed. NHS Act 2006 s.75: what an agreement must say (SI 2000/617 reg. 7(3)).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from oneplace.place.data_flows import CRITERIA, Flow, flows_fingerprint
from oneplace.vocabulary.wording import day_words

AIMS = ("eliminate discrimination", "advance equality of opportunity", "foster good relations")
CHARACTERISTICS = (
    "age",
    "disability",
    "gender reassignment",
    "marriage and civil partnership",
    "pregnancy and maternity",
    "race",
    "religion or belief",
    "sex",
    "sexual orientation",
)
QUESTIONS = tuple((aim, characteristic) for characteristic in CHARACTERISTICS for aim in AIMS)
"""All 27. Marriage and civil partnership counts for the first aim alone: the other two say so as their reason."""

ONLY_FIRST_AIM = "marriage and civil partnership"


class Impact(StrEnum):
    """What a decision does to people of a characteristic."""

    POSITIVE = "positive"
    NEGATIVE = "negative"
    NONE = "none"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Answer:
    """An answer: its impact with the evidence, or the ``reason`` why there is none to give."""

    impact: Impact | None = None
    evidence: str = ""
    mitigation: str = ""
    reason: str = ""


@dataclass(frozen=True)
class Deferral:
    """Put off: by whom, to when, and when the decision takes effect, before which it has to be done."""

    owner: str
    due: date | None
    takes_effect: date | None = None


class State(StrEnum):
    """How a duty stands; the board's page counts those that have none."""

    MET = "met"
    OPEN = "open"
    DEFERRED = "deferred"
    OVERDUE = "overdue"
    REOPENED = "reopened"


@dataclass(frozen=True)
class Standing:
    """How a duty stands, and what is still to be said, each in a sentence."""

    state: State
    missing: tuple[str, ...]


Question = tuple[str, str]


def equality(
    answers: Mapping[Question, Answer],
    today: date,
    deferred: Deferral | None = None,
    rested_on: str | None = None,
    rests_on: str | None = None,
) -> Standing:
    """How an equality assessment stands. ``rested_on`` is the fingerprint when it was made, ``rests_on`` today's.

    Met needs all 27 answers or reasons; a negative impact needs its mitigation, any known one its evidence. Raises
    ``ValueError`` for a question that is none of them.
    """
    if odd := sorted(set(answers) - set(QUESTIONS)):
        raise ValueError(f"There is no question on {odd[0][1]} to {odd[0][0]}. Take one of the 27.")
    missing = tuple(said for question in QUESTIONS if (said := _lacks(question, answers.get(question))))
    if not missing:
        return Standing(State.REOPENED if rested_on != rests_on else State.MET, ())
    if deferred is None:
        return Standing(State.OPEN, missing)
    return _deferred(deferred, missing, today)


def _deferred(deferred: Deferral, missing: tuple[str, ...], today: date) -> Standing:
    faults = []
    if not deferred.owner.strip():
        faults.append("It is put off, and nobody answers for it.")
    if deferred.due is None:
        faults.append("It is put off to no day.")
    elif deferred.takes_effect and deferred.due > deferred.takes_effect:
        later = f"after the decision takes effect on {day_words(deferred.takes_effect)}"
        faults.append(f"It is put off to {day_words(deferred.due)}, {later}.")
    if faults:
        return Standing(State.OPEN, (*faults, *missing))
    return Standing(State.OVERDUE if deferred.due and today > deferred.due else State.DEFERRED, missing)


def _lacks(question: Question, answer: Answer | None) -> str | None:
    aim, characteristic = question
    if characteristic == ONLY_FIRST_AIM and aim != AIMS[0]:
        return None
    found = lacks(answer or Answer())
    return f"{characteristic.capitalize()}, to {aim}: {_LACKING[found]}" if found else None


_LACKING = {
    "impact": "no answer, and no reason for none.",
    "mitigation": "harm, and nothing that lessens it.",
    "evidence": "nothing shows it.",
}


def lacks(answer: Answer) -> str:
    """Which part an answer lacks, by its name; empty for one that is whole."""
    if answer.impact is None:
        return "" if answer.reason.strip() else "impact"
    if answer.impact is Impact.NEGATIVE and not answer.mitigation.strip():
        return "mitigation"
    return "evidence" if answer.impact is not Impact.UNKNOWN and not answer.evidence.strip() else ""


def unanswered(answers: Mapping[Question, Answer]) -> list[Question]:
    """Those of the 27 questions without a whole answer or a reason for none."""
    return [question for question in QUESTIONS if _lacks(question, answers.get(question))]


ENOUGH = 2
"""Criteria from which on an assessment is due."""


@dataclass(frozen=True)
class Screening:
    """Whether a privacy assessment is due, because of which criteria and sources, and whether its answer is stale."""

    due: bool
    because: Mapping[str, tuple[str, ...]]
    stale: bool
    fingerprint: str


def screening(flows: Iterable[Flow], answered: str | None = None) -> Screening:
    """Screen what is processed. ``answered`` is the fingerprint of the flows, or how it begins, when somebody
    answered last.

    Stale where a source, purpose, recipient, field or retention has changed since, or nobody ever answered. Raises
    ``ValueError`` for an unknown criterion.
    """
    given = sorted(flows, key=lambda flow: (flow.source, flow.purpose))
    for flow in given:
        if odd := sorted(flow.criteria - set(CRITERIA)):
            raise ValueError(f"{odd[0]} is none of the criteria. Take one of {', '.join(CRITERIA)}.")
    met = {one: tuple(flow.source for flow in given if one in flow.criteria) for one in CRITERIA}
    because = {one: sources for one, sources in met.items() if sources}
    now = flows_fingerprint(given)
    return Screening(len(because) >= ENOUGH, because, answered is None or not now.startswith(answered), now)


RISK = {
    ("remote", "minimal"): "low",
    ("remote", "some"): "low",
    ("remote", "serious"): "low",
    ("possible", "minimal"): "low",
    ("possible", "some"): "medium",
    ("possible", "serious"): "high",
    ("probable", "minimal"): "low",
    ("probable", "some"): "high",
    ("probable", "serious"): "high",
}
"""A risk to people by its likelihood and severity; high after all measures means asking the regulator first."""


SECTION_75 = (
    "aims",
    "contributions",
    "functions",
    "people_and_services",
    "staff_goods_premises",
    "duration",
    "fund_management",
)


def section_75(agreement: Mapping[str, str | None]) -> list[str]:
    """What an agreement on pooled money must say and doesn't."""
    return [item for item in SECTION_75 if not (agreement.get(item) or "").strip()]
