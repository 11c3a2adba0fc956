"""What a full place does to the places before it, and what rules can open where it is needed."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator
from typing import NamedTuple

from oneplace.flow.file.model import Rule
from oneplace.flow.file.pathway import Pathway
from oneplace.flow.file.places import ForClass, OneOf
from oneplace.flow.file.quantity import NOT_SET, count
from oneplace.flow.network import CONDITION, SETTABLE
from oneplace.flow.network.traffic import ever


class Back(NamedTuple):
    """What becomes of those for whom a place has no room."""

    waits: bool
    """Whether they wait for it in a queue without limit."""
    ends: frozenset[str]
    """Else the places in which they gather, as each holds up those before it."""
    lost: frozenset[tuple[str, str]]
    """Classes that may be turned away from, or give up at, places on the way back: they need not be there in the end,
    so that the rest can be as few as there is room for."""


def back(pathway: Pathway, place: str) -> Back:
    """Carry load back from a place through limited queues to the first with an unlimited one, or of unlimited size."""
    if pathway.file.places[place].queue is None:
        return Back(True, frozenset(), frozenset(_leavers(pathway, place)))
    ends, lost, seen, ahead = set[str](), set[tuple[str, str]](), set[str](), [place]
    while ahead:
        here = ahead.pop()
        if here in seen:
            continue
        seen.add(here)
        of = pathway.file.places[here]
        lost |= _leavers(pathway, here)
        if here != place and (of.queue is None or of.capacity is None):
            ends.add(here)
        else:
            lost |= _turned_away(pathway, here)
            ahead += _before(pathway, here)
    return Back(False, frozenset(ends), frozenset(lost))


def _leavers(pathway: Pathway, place: str) -> set[tuple[str, str]]:
    """The classes of which somebody who waits for a place may give up, or be sent away as it closes or is closed."""
    cells = {cls: pathway.at(place, cls) for cls in pathway.classes}
    found = {(cls, place) for cls, of in cells.items() if of.leave or of.closes}
    worsen = any(of.worsens for of in cells.values())  # then who waits may become one of these
    return {(cls, place) for cls in cells} if found and worsen else found


def _turned_away(pathway: Pathway, place: str) -> set[tuple[str, str]]:
    """The classes that come to a place from outside, or after giving up elsewhere: who finds it full is lost."""
    come = {(cls, place) for cls, of in pathway.file.patients.items() if of.arrivals and pathway.entry(cls) == place}
    gave_up = any(_sends_unserved(pathway.at(name, cls), place) for name in pathway.places for cls in pathway.classes)
    return {(cls, place) for cls in pathway.classes} if gave_up else come


def _sends_unserved(of: ForClass, to: str) -> bool:
    """Whether who waits too long, or as a place closes, goes to another place."""
    return bool((of.leave and of.leave.to == to) or (of.closes and of.closes.waiting_to == to))


def _before(pathway: Pathway, place: str) -> Iterator[str]:
    """The places from which somebody goes on to a place."""
    come = ever(pathway)
    for (cls, of), ways in zip(pathway.file.patients.items(), come, strict=True):
        if of.route:
            yield from (one for one, then in zip(of.route, of.route[1:], strict=False) if then == place != one)
            continue
        reached = dict(zip(pathway.places, ways, strict=True))
        for name in pathway.places:
            onward = pathway.at(name, cls).next
            shares = dict.fromkeys(onward.among, 1.0) if isinstance(onward, OneOf) else onward or {}
            if name != place and reached[name] > 0 and shares.get(place, 0.0) > 0:
                yield name


def opened_by_rules(pathway: Pathway, loc: tuple[str, str], crowded: Collection[str]) -> Iterator[tuple[int, bool]]:
    """The numbers that rules set for a place or pool, and whether each surely holds while these places are crowded."""
    for rule in pathway.file.when.values():
        for path, value in rule.set.items():
            found = SETTABLE.fullmatch(path)
            if found and value != NOT_SET and loc == (("places", found[1]) if found[1] else ("pools", found[2])):
                yield count(value), _holds_in_a_crowd(pathway, rule, crowded)


def _holds_in_a_crowd(pathway: Pathway, rule: Rule, crowded: Collection[str]) -> bool:
    """Whether a rule watches for more patients at a place than some number that is passed while it is crowded."""
    begins, ends = CONDITION.fullmatch(rule.if_.strip()), CONDITION.fullmatch((rule.until or rule.if_).strip())
    if begins is None or ends is None or not {begins[1], ends[1]} <= set(crowded) or begins[3][0] != ">":
        return False
    number, there = count(begins[4]), _in_a_crowd(pathway, begins[1], begins[2])
    passed = there >= number if begins[3] == ">=" else there > number
    return passed and (rule.until is None or ends[3].startswith("<"))


def _in_a_crowd(pathway: Pathway, place: str, what: str) -> float:
    """How many are at a place at the least, or wait there, while as many gather as there is room for."""
    of = pathway.file.places[place]
    if what == "blocked":
        return 0.0
    if of.queue is None:
        return math.inf
    least = min([of.capacity or 0, *(shift.capacity or 0 for shift in of.calendar)])
    return of.queue + (least if what == "inside" else 0)
