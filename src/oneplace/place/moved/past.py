"""Targets whose period was over before another took their place: such a year stays judged by what held at its end."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from oneplace.place.moved.diff import renamed
from oneplace.place.moved.flat import Said
from oneplace.place.moved.named import DROPPED, GAP, MEASURE
from oneplace.place.moved.softened import AVERAGE, side_of
from oneplace.place.moved.terms import Standing, Terms, easier, terms
from oneplace.place.period import Period

if TYPE_CHECKING:
    from oneplace.place.moved.kept import Kept

_SET_FOR = {AVERAGE: ("target.value", "target.period"), GAP: ("gap_ambition.target", "gap_ambition.period")}
"""By side the fields of its number and its period."""
_GAP_OF = tuple(f"gap_ambition.{name}" for name in ("dimension", "statistic", "group", "reference"))

Past = Mapping[str, Mapping[str, tuple[Standing, ...]]]
"""By ambition, also of one that is gone, and by ``AVERAGE`` and ``GAP``: the terms of such targets, the first first."""


def past(before: Kept, now: Said, undecided: Mapping[str, Standing], as_of: date) -> Past:
    """The targets of the run ``before`` that were over when they were changed, and those that it knew of already.

    None of another strategy, nor one that stands again. What was moved by a decision of a day in its period was moved
    in time.
    """
    if before.said.get("strategy", {}).keys() != now.get("strategy", {}).keys():
        return {}
    found: dict[str, dict[str, tuple[Standing, ...]]] = {}
    same = renamed(before.said, now)
    for key in sorted(before.ambitions | before.past.keys()):
        holds, standing = undecided[key].terms if key in undecided else terms(now, key), before.standing(key)
        for side in _SET_FOR:
            known = before.past.get(key, {}).get(side, ())
            every = known
            if key in before.ambitions and standing:
                moved_on = _moved_on(before, now, key, side, as_of)
                every = (*known, standing) if _is_over(standing.terms, side, moved_on) else known
            kept = {set_for(one.terms, side): one for one in every if not _stands(one.terms, holds, side, same)}
            if kept:
                found.setdefault(key, {})[side] = tuple(kept.values())
    return found


def set_for(held: Terms, side: str) -> tuple[float, Period] | None:
    """The number of a side's target and its period; None where none is set."""
    number, when = _SET_FOR[side]
    value, span = held.number(number), held.period(when)
    return None if value is None or span is None else (value, span)


def _is_over(held: Terms, side: str, day: str) -> bool:
    aim = set_for(held, side)
    return aim is not None and aim[1].end.isoformat() <= day


def _moved_on(before: Kept, now: Said, ambition: str, side: str, as_of: date) -> str:
    """The day on which a side of an ambition was moved: the last of the decisions on it, else that of the run."""
    of = (one for one in before.eased(now) if ambition in one.of)
    by = (before.decision(one, now) for one in of if one.what in (MEASURE, DROPPED) or side_of(one) == side)
    return max((before.decided_on(key, now["decisions"][key]) for key in by if key), default=as_of.isoformat())


def _stands(held: Terms, now: Terms | None, side: str, same: Mapping[str, str]) -> bool:
    """Whether a target is set as it was, or for more: of the same period, and measured alike."""
    was, aim = set_for(held, side), set_for(now, side) if now else None
    if now is None or aim is None or was is None or aim[1] != was[1]:
        return False
    if side == GAP:
        return all(held.outcome.get(one) == now.outcome.get(one) for one in _GAP_OF) and _measured_alike(
            held, now, same
        )
    return _measured_alike(held, now, same) and not easier(aim[0], was[0], held.better)


def _measured_alike(held: Terms, now: Terms, same: Mapping[str, str]) -> bool:
    means = all(held.measure.get(name) == now.measure.get(name) for name in ("unit", "polarity"))
    return means and now.measure_id in (held.measure_id, same.get(held.measure_id))
