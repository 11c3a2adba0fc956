"""Who can be where: which classes can come to which places, and whether anybody can come back."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from oneplace.flow.file.pathway import Pathway
from oneplace.flow.file.places import OneOf
from oneplace.flow.network.places import diverted

Bools = NDArray[np.bool_]


def _onward(pathway: Pathway, place: str, cls: str) -> set[str]:
    """The places where a class can go from a place after a stay."""
    of, route = pathway.at(place, cls), pathway.file.patients[cls].route
    onward = of.next.among if isinstance(of.next, OneOf) else tuple(of.next or ())
    return {to for to in (*onward, *(route or ())) if to in pathway.places}


def _unserved(pathway: Pathway, place: str, cls: str) -> set[str]:
    """The places where a class is sent that a place doesn't serve: giving up, or as it is closed."""
    of = pathway.at(place, cls)
    to = (of.leave and of.leave.to, of.closes and of.closes.waiting_to, of.closes and of.closes.coming_to)
    return {name for name in to if name in pathway.places}


def reached(pathway: Pathway, starts: list[tuple[int, int]]) -> Bools:
    """Which classes can ever be at which places (places × classes), where ``starts`` are those there at the start."""
    places, classes = pathway.places, pathway.classes
    found = np.zeros((len(places), len(classes)), bool)
    entries = [(places.index(entry), c) for c, cls in enumerate(classes) if (entry := pathway.entry(cls)) in places]
    to_see = [*entries, *starts]
    for cls, ways in diverted(pathway).items():
        to_see += [(places.index(to), classes.index(cls)) for to in ways if to in places]
    while to_see:
        p, c = to_see.pop()
        if found[p, c]:
            continue
        found[p, c] = True
        here = places[p], classes[c]
        to_see += [(places.index(to), c) for to in _unserved(pathway, *here)]
        onward, changed = _onward(pathway, *here), pathway.becomes(*here)
        to_see += [(places.index(to), classes.index(cls)) for to in onward for cls in changed]
        worsens = pathway.at(*here).worsens
        if worsens:
            to_see.append((p, classes.index(worsens.to)))
    return found


def returns(pathway: Pathway) -> bool:
    """Whether anybody can come to a place twice (then randomness has to tell the visits apart)."""
    if any(patients.route for patients in pathway.file.patients.values()):
        return True
    n = len(pathway.places)
    reach = np.zeros((n, n), bool)
    for i, place in enumerate(pathway.places):
        for cls in pathway.classes:
            for to in _onward(pathway, place, cls) | _unserved(pathway, place, cls):
                reach[i, pathway.places.index(to)] = True
    for k in range(n):
        reach |= np.outer(reach[:, k], reach[k])
    return bool(reach.diagonal().any())
