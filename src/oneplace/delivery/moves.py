"""What follows when a milestone moves: a follower is pushed where its link would be broken, and never pulled earlier.

Every push keeps what caused it, so that a slip at the end is told by the chain that leads to it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from oneplace.days import working_days_between, working_days_on
from oneplace.delivery.critical_path import Activity, in_order


@dataclass(frozen=True)
class Dated:
    """A milestone on its day, and what it comes after with the working days between."""

    id: str
    due: date
    after: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True)
class Moved:
    """Where milestones stand after a move. ``caused`` names for each that was pushed the one that pushed it last."""

    days: Mapping[str, date]
    caused: Mapping[str, str]
    working_days: Mapping[str, int]
    """How many working days later (below nought: earlier) each that moved now is."""

    def chain(self, id_: str) -> tuple[str, ...]:
        """From a milestone to the root cause of its slip; only itself where nothing pushed it."""
        way = [id_]
        while way[-1] in self.caused:
            way.append(self.caused[way[-1]])
        return tuple(way)


def move(milestones: Sequence[Dated], moved: Mapping[str, date], closed: Iterable[date] = ()) -> Moved:
    """Move milestones to the days given, and push what comes after them.

    Days are counted as ``working_days_on`` has it. What was agreed too early for what it comes after stays so as long
    as that is not later than agreed. ``closed`` are the body's own days off. Raises ``ValueError`` for unknown ids and
    circles.
    """
    known = {one.id: one for one in milestones}
    for key in moved:
        if key not in known:
            raise ValueError(f"'{key}' is to be moved, and is not there.")
    off = tuple(closed)

    def was_broken(one: Dated, before: str, gap: int) -> bool:
        return one.due < working_days_on(known[before].due, gap, off)

    days: dict[str, date] = {}
    caused: dict[str, str] = {}
    for key in in_order([Activity(one.id, 0, one.after) for one in milestones]):
        days[key] = moved.get(key, known[key].due)
        for before, gap in known[key].after:
            needed = working_days_on(days[before], gap, off)
            if needed > days[key] and not (days[before] <= known[before].due and was_broken(known[key], before, gap)):
                days[key], caused[key] = needed, before
    slips = {key: working_days_between(known[key].due, days[key], off) for key in known if days[key] != known[key].due}
    return Moved({key: days[key] for key in known}, caused, slips)
