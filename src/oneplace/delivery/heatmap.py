"""Risks set out by likelihood and consequence, how each has moved, and what is wrong with a row.

Everything is counted from the rows, and the bands are those of ``risks``, so that picture, table and list agree.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum

from oneplace.days import months_after
from oneplace.delivery.risks import Level, Pair, level, open_actions, review_months, score
from oneplace.place import Risk
from oneplace.vocabulary.wording import list_words

SIDE = range(1, 6)
PERIODS = 3
"""How many periods back a movement is told over."""


@dataclass(frozen=True)
class Cell:
    """A cell of the matrix: where, its score and band, and the ids of the risks in it."""

    likelihood: int
    consequence: int
    score: int
    level: Level
    risks: tuple[str, ...]


@dataclass(frozen=True)
class Band:
    """A band: from which score to which, and how many risks are in it."""

    level: Level
    lowest: int
    highest: int
    count: int


def cells(scores: Mapping[str, Pair | None]) -> list[Cell]:
    """All 25 cells, the highest likelihood first; a risk that is not scored is in none."""
    return [
        Cell(high, along, high * along, level((high, along)),
             tuple(key for key, pair in scores.items() if pair == (high, along)))
        for high in reversed(SIDE)
        for along in SIDE
    ]  # fmt: skip


def bands(scores: Mapping[str, Pair | None]) -> list[Band]:
    """The table of bands to print beside the matrix, the worst first; those not scored last, with no score."""
    found = []
    for one in Level:
        reached = [high * along for high in SIDE for along in SIDE if level((high, along)) is one]
        count = sum(level(pair) is one for pair in scores.values())
        found.append(Band(one, min(reached, default=0), max(reached, default=0), count))
    return found


class Movement(Enum):
    """How a score went over the last periods; a higher score is worse."""

    UP = "up"
    DOWN = "down"
    SAME = "the same"
    NEW = "new"


def movement(history: Sequence[Pair | None]) -> Movement:
    """From the first to the last of the newest three periods and the one before them, oldest first.

    New where nothing was scored before the last.
    """
    newest = history[-(PERIODS + 1) :]
    before = next((pair for pair in newest[:-1] if pair), None)
    if before is None or not newest[-1]:
        return Movement.NEW
    change = score(newest[-1]) - score(before)
    return Movement.UP if change > 0 else Movement.DOWN if change < 0 else Movement.SAME


def above_inherent(risk: Risk, now: tuple[int, int] | None) -> list[str]:
    """That a risk scores higher now than without controls: one of both can't be right, and nobody says which."""
    is_above = risk.inherent and now and score(now) > score(risk.inherent)
    return ["Its score now is above the one without controls."] if is_above else []


def faults(risk: Risk, today: date) -> list[str]:
    """What is wrong with a risk, each in a sentence; a score that is not set is not judged, but said."""
    found = [f"Its {name} score is not set." for name in ("inherent", "current", "target") if not getattr(risk, name)]
    found += above_inherent(risk, risk.current)
    if risk.current and risk.target and score(risk.target) > score(risk.current):
        found.append("Its target is above its score now.")
    if risk.target and risk.target_by is None:
        found.append("Its target has no day.")
    if risk.appetite is not None and risk.target and score(risk.target) > risk.appetite:
        found.append(f"Its target of {score(risk.target)} is above the appetite of {risk.appetite}.")
    if level(risk.current) is Level.EXTREME and not open_actions(risk):
        found.append("It is extreme and nothing is being done.")
    if is_stale(risk, today):
        late = "Its review is late." if risk.reviewed else "It was never reviewed."
        found.append(
            "Its last review is said to be of a day that is still to come." if _is_ahead(risk, today) else late
        )
    return found


def other_appetites(risks: Sequence[Risk]) -> dict[str, str]:
    """By id, that another risk of the same category is held to another appetite: it is set by category."""
    by_category: dict[str, set[int]] = {}
    for one in risks:
        if one.category and one.appetite is not None:
            by_category.setdefault(_category(one.category), set()).add(one.appetite)
    told = {}
    for one in risks:
        others = sorted(by_category.get(_category(one.category or ""), set()) - {one.appetite})
        if others:
            own = "It has no appetite" if one.appetite is None else f"Its appetite is {one.appetite}"
            those = list_words([str(each) for each in others])
            told[one.id] = f"{own}; others of its category ({(one.category or '').strip()}) have {those}."
    return told


def _category(said: str) -> str:
    return " ".join(said.casefold().split())


def is_stale(risk: Risk, today: date) -> bool:
    """Whether a review's next day has passed: its cycle in months on (a quarter where none is said), clamped to the
    month's end. One on a day that is still to come was no review."""
    if risk.reviewed is None or _is_ahead(risk, today):
        return True
    return today > months_after(risk.reviewed.last_day, review_months(risk.review_cycle))


def _is_ahead(risk: Risk, today: date) -> bool:
    return risk.reviewed is not None and risk.reviewed.start > today
