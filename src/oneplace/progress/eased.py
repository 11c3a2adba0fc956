"""What an ambition asked of its average and of its gap before decisions made it easier, as columns of ``progress``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from oneplace.place import Outcome, Place, TargetChange
from oneplace.place.moved import AVERAGE, GAP, Kept, Softened, easier
from oneplace.progress.rules import direction_of_good

Row = Mapping[str, Any]

_NUMBERS = {
    AVERAGE: ("", "target.value", "target.period"),
    GAP: ("gap_", "gap_ambition.target", "gap_ambition.period"),
}
"""By side: how its columns begin, and the fields of its number and date."""


def eased(place: Place, kept: Kept, row: Row) -> dict[str, Any]:
    """The columns of one ambition; none where nothing of it was eased by a decision.

    ``eased_from`` is null where another thing than the target asks for less: where the path begins, or its steps. What
    the files tell of an earlier target counts where readers saw no run with it.
    """
    found: dict[str, Any] = {}
    for side, one in kept.softened.get(row["ambition"], {}).items():
        found |= _columns(one, side, row)
    outcome = next((each for each in place.strategy.outcomes if each.id == row["ambition"]), None)
    if outcome is None or found.get("eased_by") or outcome.id in kept.undecided:
        return found
    return found | _by_history(place, outcome)


def _columns(one: Softened, side: str, row: Row) -> dict[str, Any]:
    begins, number, period = _NUMBERS[side]
    terms = one.before.terms
    was, when = terms.number(number), terms.period(period)
    told = when.words if when else None
    same = (was, told) == (row[f"{begins}target"], row[f"{begins}target_label"])
    return {
        f"{begins}eased_from": None if same else was,
        f"{begins}eased_from_label": None if same or was is None else told,
        f"{begins}eased_by": "; ".join(one.decisions),
    }


def _by_history(place: Place, outcome: Outcome) -> dict[str, Any]:
    """Of an average: the oldest of the targets before, where it asked for more and a decision says otherwise."""
    target = outcome.target
    if isinstance(target, str):
        return {}
    measure = next((place.measures[key] for key in outcome.measure_ids if key in place.measures), None)
    better = direction_of_good(measure.polarity) if measure else 0
    told = sorted((one for one in target.history if one.decision), key=lambda one: one.on.start)
    if not told or not better or not _asked_more(told[0], float(target.value), target.period.end, better):
        return {}
    first = told[0]
    return {
        "eased_from": float(first.was),
        "eased_from_label": (first.was_period or target.period).words,
        "eased_by": "; ".join(dict.fromkeys(one.decision for one in told if one.decision)),
    }


def _asked_more(was: TargetChange, now: float, end: Any, better: int) -> bool:
    if isinstance(was.was, str):
        return False
    sooner = was.was_period is not None and was.was_period.end < end
    return easier(now, float(was.was), better) or (float(was.was) == now and sooner)
