"""Risks of a five by five matrix: score, level, appetite, what is still to be done."""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum

from oneplace.place import CYCLES, Risk

Pair = tuple[int, int]
"""Likelihood and consequence, each 1 to 5."""


class Level(Enum):
    """How bad a risk is called, by its score (ISO 31000 practice in NHS boards)."""

    EXTREME = "extreme"
    HIGH = "high"
    MODERATE = "moderate"
    LOW = "low"
    NOT_SCORED = "not scored"


_FROM = {Level.EXTREME: 15, Level.HIGH: 8, Level.MODERATE: 4, Level.LOW: 1}
"""The lowest score of each level."""


def score(pair: Pair | None) -> int:
    """Likelihood times consequence, 1 to 25; 0 where it is not scored."""
    return pair[0] * pair[1] if pair else 0


def score_words(pair: Pair | None) -> str:
    """``12 (3 × 4)``; "not set" for none."""
    return f"{score(pair)} ({pair[0]} × {pair[1]})" if pair else "not set"


def level(pair: Pair | None) -> Level:
    """The level of a score: extreme from 15, high from 8, moderate from 4, low below."""
    return next((each for each, lowest in _FROM.items() if score(pair) >= lowest), Level.NOT_SCORED)


def is_over_appetite(risk: Risk) -> bool:
    """Whether the current score is above what the place accepts; one that meets it exactly is not."""
    return risk.appetite is not None and score(risk.current) > risk.appetite


def review_months(cycle: str | None) -> int:
    """Months after which a risk is looked at again: those of its cycle, a quarter where none is said."""
    return CYCLES.get(cycle or "", 3)


def open_actions(risk: Risk) -> int:
    """How many of the actions about a risk are still to be done."""
    return sum(action.state == "open" for action in risk.actions) if isinstance(risk.actions, tuple) else 0


def highest_first(risks: Iterable[Risk]) -> list[Risk]:
    """By the current score; those that are not scored last."""
    return sorted(risks, key=lambda risk: -score(risk.current))
