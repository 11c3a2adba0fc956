"""What a full place does to the places before it, and what rules can open where it is needed."""

from __future__ import annotations

from collections.abc import Iterator

from oneplace.flow.file.pathway import Pathway
from oneplace.flow.file.places import ForClass, OneOf
from oneplace.flow.file.quantity import NOT_SET, count
from oneplace.flow.network import CONDITION, SETTABLE
from oneplace.flow.network.traffic import arrival_rate, ever


def leavers(pathway: Pathway, place: str) -> bool:
    """Whether somebody who waits for a place may give up, or is sent away as it closes or while it is closed."""
    cells = [pathway.at(place, cls) for cls in pathway.classes]
    return any(of.leave or of.closes for of in cells)


def held_up_by(pathway: Pathway, place: str) -> tuple[str, ...]:
    """The places in which patients gather without end once ``place``, with a limited queue, has too little.

    Load is carried back through limited queues to the first places with an unlimited one, or of unlimited size. None
    where somebody on the way back is turned away or gives up: then the rest can be as few as there is room for.
    """
    ends: set[str] = set()
    seen, ahead = set[str](), [place]
    while ahead:
        here = ahead.pop()
        if here in seen:
            continue
        seen.add(here)
        of = pathway.file.places[here]
        if leavers(pathway, here):
            return ()
        if here != place and (of.queue is None or of.capacity is None):
            ends.add(here)
        elif _turns_away(pathway, here):
            return ()
        else:
            ahead += _before(pathway, here)
    return tuple(name for name in pathway.places if name in ends)


def _turns_away(pathway: Pathway, place: str) -> bool:
    """Whether somebody comes to a place from outside, or after giving up elsewhere: who finds it full is lost."""
    end = pathway.file.warm_up + pathway.file.run
    arrive = any(
        of.arrivals and (of.arrivals.forecast or arrival_rate(of.arrivals, end) > 0) and pathway.entry(cls) == place
        for cls, of in pathway.file.patients.items()
    )
    gave_up = any(_sends_unserved(pathway.at(name, cls), place) for name in pathway.places for cls in pathway.classes)
    return arrive or gave_up


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


def opened_by_rules(pathway: Pathway, loc: tuple[str, str]) -> Iterator[tuple[int, bool]]:
    """The numbers that rules set for a place or pool, and whether each watches for too many at that very place."""
    for rule in pathway.file.when.values():
        watched = CONDITION.fullmatch(rule.if_.strip())
        for path, value in rule.set.items():
            found = SETTABLE.fullmatch(path)
            if found and value != NOT_SET and loc == (("places", found[1]) if found[1] else ("pools", found[2])):
                own = watched is not None and watched[1] == loc[1] and watched[3].startswith(">")
                yield count(value), own
