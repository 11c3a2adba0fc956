"""What was promised before a decision made it easier: handed on from run to run for as long as the strategy runs.

A run is compared with the one before it, so without this a target that was eased would be told in one report alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from oneplace.place.moved.easing import Eased, easings
from oneplace.place.moved.flat import Fields, Said
from oneplace.place.moved.named import BASELINE, DATE, GAP, PATH, TARGET
from oneplace.place.moved.terms import Standing, Terms

if TYPE_CHECKING:
    from oneplace.place.moved.kept import Kept

AVERAGE = "average"
_SIDES = {TARGET: AVERAGE, DATE: AVERAGE, PATH: AVERAGE, BASELINE: AVERAGE, GAP: GAP}
"""Whether it is the average or the gap of which a decision asks less."""


@dataclass(frozen=True)
class Softened:
    """What an ambition asked of its average or its gap before the first decision that asks less, and the decisions."""

    before: Standing
    decisions: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """The content of the file."""
        return {**self.before.as_json(), "decisions": list(self.decisions)}

    @classmethod
    def from_json(cls, content: Mapping[str, Any]) -> Softened:
        """The file's content as a run kept it."""
        return cls(Standing.from_json(content), tuple(content["decisions"]))


BySide = Mapping[str, Softened]
"""Of one ambition, by ``AVERAGE`` and ``GAP``."""


def softened(
    before: Kept, now: Said, taken: Mapping[str, Fields], undecided: Mapping[str, Standing]
) -> dict[str, BySide]:
    """What decisions made easier up to ``now``, by ambition: what ``before`` knew of it that is still so, and the new.

    Nothing of another strategy, of an ambition that is gone, or whose earlier terms hold as nobody decided yet.
    """
    found: dict[str, dict[str, Softened]] = {}
    if before.said.get("strategy", {}).keys() == now.get("strategy", {}).keys():
        for key, sides in before.softened.items():
            kept = {side: one for side, one in sides.items() if side in _easier(before, key, one.before.terms, now)}
            found |= {key: kept} if kept else {}
    for eased in before.eased(now):
        decision = before.decision(eased, now)
        if decision is None or decision not in taken:
            continue
        for key, side in _sides(eased):
            standing = before.standing(key)
            if key not in undecided and standing:
                first = found.setdefault(key, {}).get(side, Softened(standing, ()))
                decisions = dict.fromkeys((*first.decisions, decision))
                found[key][side] = Softened(first.before, tuple(decisions))
    return {key: sides for key, sides in found.items() if key in now.get("outcomes", {})}


def sides_asked(kept: Kept, ambition: str) -> set[str]:
    """Of which of its average and its gap an undecided ambition asks less than the terms that hold."""
    return {side for eased in kept.eased(kept.said) for key, side in _sides(eased) if key == ambition}


def _easier(before: Kept, ambition: str, held: Terms, now: Said) -> set[str]:
    found = easings(before.as_it_stands(ambition, held), now)
    return {side for eased in found for key, side in _sides(eased) if key == ambition}


def _sides(eased: Eased) -> Iterator[tuple[str, str]]:
    if side := side_of(eased):
        for key in eased.of:
            yield key, side


def side_of(eased: Eased) -> str | None:
    """Whether an ambition's change is of its average or of its gap; None of what is of neither alone."""
    return _SIDES.get(eased.what or "") if eased.change.part == "outcomes" else None
