"""How much each place and pool surely needs, and what it has: what is foreseen of queues without running them.

Whatever cannot be told without running is left out of the sums: who may be turned away or give up on the way, whom a
rule may send elsewhere, and which of several places people choose. A load is then at least so much.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from oneplace.flow.file.pathway import Pathway
from oneplace.flow.file.places import OneOf, PlaceOfCare
from oneplace.flow.network.distributions import drawn
from oneplace.flow.network.places import diverted
from oneplace.flow.network.timeline import A_MONDAY, WEEK, changes
from oneplace.flow.network.traffic import rates, rates_at_the_end, visits_by_class
from oneplace.flow.reading.upstream import Back, back, opened_by_rules

Floats = NDArray[np.float64]
_FIGURES = 9
"""Decimals of a load: sums of seconds are rounded, and 11 a day for a day are 11."""


class Load(NamedTuple):
    """How much a place or a pool needs on average, and what it has: at most, and on average over its week."""

    loc: tuple[str, str]
    needed: float
    """On average over the run."""
    at_the_end: float
    """At the end of the run: more, or less, where arrivals grow."""
    most: float
    mean: float
    behind: tuple[str, ...] = ()
    """The places that it holds up, where nobody can wait for it: those whose queues, or numbers inside, grow."""
    among: tuple[str, ...] = ()
    """Of places between which people choose: all of them."""

    @property
    def is_endless(self) -> bool:
        """Whether it never has as much as is needed."""
        return min(self.needed, self.at_the_end) >= self.most


def grows_without_end(pathway: Pathway) -> bool:
    """Whether some queue gets more patients than it can ever let out, so that there is no answer in the long run."""
    return any(load.is_endless for load in loads(pathway))


def never_served(pathway: Pathway) -> set[str]:
    """The places that people are to come to and wait for without end, since there is no bed in them at any time."""
    return {load.loc[1] for load in loads(pathway) if load.loc[0] == "places" and load.most == 0}


def loads(pathway: Pathway) -> Iterator[Load]:
    """The load of every place and pool at which all who come wait until they are served, there or further back."""
    if pathway.has_gaps or any(of.arrivals and of.arrivals.times for of in pathway.file.patients.values()):
        return
    sums = _Sums(pathway)
    ways = {group: _way_back(pathway, group) for group in sums.groups}
    for group, way in ways.items():
        limits = [pathway.file.places[place].capacity for place in group]
        if None not in limits:
            yield from _load(sums, [(group, way, np.ones(sums.shape))], [("places", place) for place in group])
    for pool in pathway.pools:
        uses = np.array(
            [[(pathway.at(n, cls).uses or {}).get(pool, 0) for n in pathway.places] for cls in pathway.classes]
        )
        users = [(group, way, uses) for group, way in ways.items() if uses[:, sums.index(group)].any()]
        yield from _load(sums, users, [("pools", pool)])


def most_ever(pathway: Pathway, loc: tuple[str, str]) -> float:
    """The most that a place or pool ever has, by its calendar or a rule."""
    numbers, _edges = _planned(pathway, loc)
    return max([*numbers, *(number for number, _ in opened_by_rules(pathway, loc, ()))])


def _load(sums: _Sums, of: list[tuple[tuple[str, ...], Back, Floats]], locs: list[tuple[str, str]]) -> Iterator[Load]:
    """What places or a pool need for the patients of groups of places, each of whom takes so many; none where nobody
    surely comes.
    """
    pathway, ends, needed, last = sums.pathway, set[str](), 0.0, 0.0
    for group, way, uses in of:
        if not (way.waits or (fed := sums.fed(way))):
            continue
        ends |= set() if way.waits else fed
        holding = uses * (sums.held if locs[0][0] == "pools" else sums.held + sums.turned)
        now, then = (sums.load(group, way, holding, rates) for rates in (sums.on_average, sums.at_the_end))
        needed, last = needed + now, last + then
    if needed > 0:
        behind = tuple(name for name in pathway.places if name in ends)
        alone = {place for group, way, _ in of if len(group) == 1 and (way.waits or len(of) == 1) for place in group}
        crowded = {*behind, *alone}
        most, mean = np.sum([_capacity(pathway, loc, crowded) for loc in locs], axis=0)
        among = tuple(name for _, name in locs) if len(locs) > 1 else ()
        needed, last, most, mean = (round(float(number), _FIGURES) for number in (needed, last, most, mean))
        yield Load(locs[0], needed, last, most, mean, behind, among)


def _way_back(pathway: Pathway, group: tuple[str, ...]) -> Back:
    """What becomes of those for whom there is no room in a place, or in any of those that people choose from."""
    ways = [back(pathway, place) for place in group]
    ends = frozenset[str]().union(*(way.ends for way in ways))
    return Back(any(way.waits for way in ways), ends, frozenset().union(*(way.lost for way in ways)))


@dataclass(frozen=True)
class _Sums:
    """The sums of a pathway: who comes where, and for how long they hold it."""

    pathway: Pathway

    @property
    def shape(self) -> tuple[int, int]:
        return len(self.pathway.classes), len(self.pathway.places)

    def index(self, group: tuple[str, ...]) -> list[int]:
        return [self.pathway.places.index(place) for place in group]

    @cached_property
    def groups(self) -> list[tuple[str, ...]]:
        """The places, those between which people choose by how things stand together."""
        joined = {place: {place} for place in self.pathway.places}
        for among in self._choices:
            together = set().union(*(joined[place] for place in among))
            joined.update(dict.fromkeys(together, together))
        found = {tuple(n for n in self.pathway.places if n in group): None for group in joined.values()}
        return list(found)

    @cached_property
    def _choices(self) -> list[tuple[str, ...]]:
        chosen = [self.pathway.at(place, cls).next for place in self.pathway.places for cls in self.pathway.classes]
        return [one.among for one in chosen if isinstance(one, OneOf)]

    @cached_property
    def _visits(self) -> list[Floats]:
        """Visits by one patient of each class, by the class that they are (classes × classes × places), for the first,
        the second and so on of several places chosen throughout.
        """
        picks = range(max([1, *map(len, self._choices)]))
        return [np.stack([visits_by_class(self.pathway, cls, pick) for cls in self.pathway.classes]) for pick in picks]

    @cached_property
    def on_average(self) -> dict[str, float]:
        return rates(self.pathway)

    @cached_property
    def at_the_end(self) -> dict[str, float]:
        return rates_at_the_end(self.pathway)

    @cached_property
    def held(self) -> Floats:
        """Mean seconds for which a visit holds a place and its staff (classes × places): a stay and what delays it."""
        path, folder = self.pathway, self.pathway.path.parent
        return np.array(
            [
                [
                    (drawn(of.stay, folder).mean if (of := path.at(n, cls)).stay else 0.0) + _delay(path, n, cls)
                    for n in path.places
                ]
                for cls in path.classes
            ]
        )

    @cached_property
    def turned(self) -> Floats:
        """Mean seconds for which a bed is made ready after a visit (classes × places)."""
        path, folder = self.pathway, self.pathway.path.parent
        return np.array(
            [
                [drawn(of.turnaround, folder).mean if (of := path.at(n, cls)).turnaround else 0.0 for n in path.places]
                for cls in path.classes
            ]
        )

    def _sure(self, way: Back, of: Mapping[str, float]) -> Iterator[Floats]:
        """Patients a second at each place by class, for each choice, without those who may be lost on the way."""
        away = diverted(self.pathway)
        for visits in self._visits:
            found = np.zeros(self.shape)
            for (cls, rate), theirs in zip(of.items(), visits, strict=True):
                lost = any(theirs[self.pathway.classes.index(c), self.pathway.places.index(p)] > 0 for c, p in way.lost)
                if rate > 0 and cls not in away and not lost:
                    found += rate * theirs
            yield found

    def fed(self, way: Back) -> set[str]:
        """The places at the end of the way back to which somebody surely comes."""
        ways = list(self._sure(way, self.on_average))
        return {place for place in way.ends if all(found[:, self.index((place,))].any() for found in ways)}

    def load(self, group: tuple[str, ...], way: Back, holding: Floats, of: Mapping[str, float]) -> float:
        """How many are surely in one of these places on average; each takes the one that they hold for the least."""
        of_group = self.index(group)
        each = holding[:, of_group].min(axis=1)
        return min(float(found[:, of_group].sum(axis=1) @ each) for found in self._sure(way, of))


def _delay(pathway: Pathway, place: str, cls: str) -> float:
    """The mean seconds of transfer delay after a stay, in which the place and its staff are held; at least, where the
    way on is chosen by how full places are.
    """
    of, route = pathway.at(place, cls), pathway.file.patients[cls].route
    means = {to: drawn(delay, pathway.path.parent).mean for to, delay in (of.delay or {}).items()}
    if route:
        onward = [then for one, then in pairwise(route) if one == place]
        return sum(means.get(to, 0.0) for to in onward) / max(route.count(place), 1)
    if isinstance(of.next, OneOf):
        return min(means.get(to, 0.0) for to in of.next.among)
    return sum(share * means.get(to, 0.0) for to, share in (of.next or {}).items())


def _planned(pathway: Pathway, loc: tuple[str, str]) -> tuple[list[int], list[float]]:
    """The numbers of a week by the calendar, and the seconds at which each begins, with the end of the last."""
    of = pathway.file.places[loc[1]] if loc[0] == "places" else pathway.file.pools[loc[1]]
    otherwise = of.capacity if isinstance(of, PlaceOfCare) else of.number
    first, then = changes(of.calendar, otherwise or 0, A_MONDAY, WEEK)
    return [first, *(number for _, number in then)], [0.0, *(at for at, _ in then), WEEK]


def _capacity(pathway: Pathway, loc: tuple[str, str], crowded: set[str]) -> tuple[float, float]:
    """The largest number of a week and its average, with what rules set.

    A rule that watches for a crowd where one gathers holds for as long as that is there; another may or may not.
    """
    numbers, edges = _planned(pathway, loc)
    mean = float(np.dot(numbers, np.diff(edges))) / WEEK
    ruled = list(opened_by_rules(pathway, loc, crowded))
    then = [number for number, holds in ruled if holds]
    if then:
        mean, numbers = max(then), then
    return max([*numbers, *(number for number, _ in ruled)]), mean
