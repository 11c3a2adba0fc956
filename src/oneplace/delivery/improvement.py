"""Improvement: cycles that close only on a comparison, stages entered by tests over measures, and a regulator's musts.

A cycle is one of plan, do, study, act; a stage is one of recovery, improvement, consolidation.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from oneplace.vocabulary.wording import day_words


class Act(StrEnum):
    """What was made of a change that was tried."""

    ADOPT = "adopt"
    ADAPT = "adapt"
    ABANDON = "abandon"


@dataclass(frozen=True)
class Cycle:
    """A change tried once. ``data`` are the first and last days of what was measured; ``compared`` says with what, and
    what came."""

    aim: str = ""
    outcome: str = ""
    process: str = ""
    balancing: str = ""
    prediction: str = ""
    changed_on: date | None = None
    data: tuple[tuple[date, date], ...] = ()
    compared: str = ""
    act: Act | None = None
    follows: str | None = None


_PLAN = {
    "aim": "It has no aim.",
    "outcome": "It names no measure of what is to get better.",
    "process": "It names no measure of whether the change is made.",
    "balancing": "It names no measure of what might get worse.",
    "prediction": "It predicts nothing.",
}


def plan_lacks(cycle: Cycle) -> list[str]:
    """What a cycle needs before anything is tried."""
    return [said for name, said in _PLAN.items() if not getattr(cycle, name).strip()]


def close_lacks(cycle: Cycle, today: date) -> list[str]:
    """Why a cycle can't be closed yet; empty where it can: data from after the change, a comparison, and what to do.

    What was measured in part before the change, or is still to come by ``today``, shows nothing of it.
    """
    found = plan_lacks(cycle)
    if cycle.changed_on is None:
        found.append("Nothing was changed yet.")
    elif cycle.changed_on > today:
        found.append(f"The change is still to come, on {day_words(cycle.changed_on)}.")
    elif not any(cycle.changed_on < first and last <= today for first, last in cycle.data):
        found.append(f"Nothing was measured after the change on {day_words(cycle.changed_on)}.")
    if not cycle.compared.strip():
        found.append("It doesn’t say what came of the prediction.")
    if cycle.act is None:
        found.append("It doesn’t say whether to adopt, adapt or abandon it.")
    return found


class Stage(StrEnum):
    """Of a body under a regulator's eye, in their order."""

    RECOVERY = "recovery"
    IMPROVEMENT = "improvement"
    CONSOLIDATION = "consolidation"


@dataclass(frozen=True)
class Held:
    """A test over a measure: what it asks, and whether it holds; None where that can't be told."""

    words: str
    holds: bool | None


class Good(StrEnum):
    """Which way a measure is better."""

    HIGH = "high_good"
    LOW = "low_good"


def no_concern(words: str, concerns: Sequence[bool | None], periods: int = 6) -> Held:
    """Whether none of a measure's newest periods is a special-cause concern; not known with fewer of them."""
    newest = concerns[-periods:]
    if any(newest):
        return Held(words, False)
    return Held(words, None if len(newest) < periods or None in newest else True)


def beyond_target(words: str, target: float, lower: float | None, upper: float | None, good: Good) -> Held:
    """Whether the natural limits of a measure lie wholly on the good side of its target, which then is met reliably."""
    edge = lower if good is Good.HIGH else upper
    return Held(words, None if edge is None else edge > target if good is Good.HIGH else edge < target)


class Gate(StrEnum):
    """What a stage's tests say."""

    OPEN = "may be entered"
    SHUT = "may not be entered"
    NOT_KNOWN = "not known"


def gate(tests: Iterable[Held]) -> Gate:
    """Whether a stage may be entered: all its tests hold. Without any test nothing says so."""
    held = [one.holds for one in tests]
    if any(one is False for one in held):
        return Gate.SHUT
    return Gate.OPEN if held and all(held) else Gate.NOT_KNOWN


@dataclass(frozen=True)
class Entered:
    """A stage that somebody signed for on a day."""

    stage: Stage
    by: str
    on: date


def enter(now: Stage, then: Stage, tests: Iterable[Held], by: str, on: date) -> Entered:
    """Enter the next stage: the machine tests, a person signs.

    Raises ``ValueError`` where the stage is not the next, a test fails or is not known, or nobody signs.
    """
    order = list(Stage)
    if order.index(then) != order.index(now) + 1:
        raise ValueError(f"{then.value.capitalize()} does not come after {now.value}. Enter the next stage.")
    tested = list(tests)
    if gate(tested) is not Gate.OPEN:
        unmet = "; ".join(one.words for one in tested if not one.holds) or "it has no tests"
        raise ValueError(f"{then.value.capitalize()} {gate(tested).value}: {unmet}. Its tests must all hold.")
    if not by.strip():
        raise ValueError("Nobody signed for it. Name who does.")
    return Entered(then, by.strip(), on)


def needs_review(tests: Iterable[Held]) -> list[str]:
    """Of a stage that was entered, the tests that fail since: they open a review, and take nothing back."""
    return [one.words for one in tests if one.holds is False]


@dataclass(frozen=True)
class Must:
    """What a regulator says must be done: by when, and what shows that it is."""

    text: str
    due: date | None
    evidence: str = ""
    owner: str = ""


def musts(given: Mapping[str, Must], today: date) -> dict[str, str]:
    """How each stands: evidenced, late, open, or without an owner or a day."""
    return {key: _stands(one, today) for key, one in given.items()}


def _stands(one: Must, today: date) -> str:
    if one.evidence.strip():
        return "evidenced"
    if not one.owner.strip():
        return "nobody answers for it"
    if one.due is None:
        return "no day"
    return "late" if today > one.due else "open"
