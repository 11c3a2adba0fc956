"""Which gaps a stricter rule for small numbers takes from readers' sight, as far as typed figures give their counts."""

from __future__ import annotations

import re
from collections.abc import Iterator

from oneplace.place.moved.diff import Change
from oneplace.place.moved.flat import Fields, Said
from oneplace.place.moved.terms import Terms, small_numbers, terms

_COUNTED = re.compile(r"(?P<count>\d+)(?:\.0*)? of .*")


def hidden_from(change: Change, old: Said, new: Said) -> Iterator[str]:
    """The ambitions with a target for a gap of which the changed rule hides groups that readers saw."""
    if change.field not in ("small_numbers.below", "small_numbers.zeros"):
        return
    for key in old.get("outcomes", {}):
        held = terms(old, key)
        if held and change.part in ("place", "measures") and change.subject in (held.measure_id, *old["place"]):
            then, now = (small_numbers(rule_of(said, held.measure_id)) for said in (old, new))
            if any(_hides(now, count) and not _hides(then, count) for count in _counts(held, old)):
                yield key


def rule_of(said: Said, measure: str) -> Fields:
    """A measure's own rule, and of what that leaves out the place's."""
    place, own = next(iter(said["place"].values()), {}), said.get("measures", {}).get(measure, {})
    return {**place, **{name: value for name, value in own.items() if name.startswith("small_numbers.")}}


def _hides(rule: tuple[int, int, int], count: int) -> bool:
    below, noughts, _ = rule
    return 0 < count < below or (count == 0 and bool(noughts))


def _counts(held: Terms, said: Said) -> Iterator[int]:
    """The typed counts of the groups whose gap a target is set for."""
    if held.number("gap_ambition.target") is None:
        return
    of = f", counts, {held.outcome.get('gap_ambition.dimension')}:"
    for field, typed in said.get("series", {}).get(held.measure_id, {}).items():
        if of in field and (found := _COUNTED.fullmatch(str(typed))):
            yield int(found["count"])
