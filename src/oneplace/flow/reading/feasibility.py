"""What can be foreseen of a run without running it: too little capacity, a deadlock, a place that nobody comes to."""

from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from oneplace.flow.file.pathway import Loc, Pathway, named_file
from oneplace.flow.file.places import FirstFree, ForClass, OneOf, PlaceOfCare
from oneplace.flow.network.distributions import drawn
from oneplace.flow.network.places import diverted
from oneplace.flow.network.timeline import A_MONDAY, DAY, WEEK, changes, read_forecast, read_profile
from oneplace.flow.network.traffic import arrival_rate, flows, visits
from oneplace.flow.reading.upstream import held_up_by, leavers, opened_by_rules
from oneplace.problems import OneplaceError, Problem
from oneplace.vocabulary.wording import list_words

_MORE = "Add capacity, shorten stays, limit the queue or let people leave it."


def foreseen(pathway: Pathway) -> list[Problem]:
    """The warnings of a pathway that has no errors."""
    return [*_overloaded(pathway), *_deadlocks(pathway), *_unreached(pathway)]


def mentioned(of: ForClass) -> Iterator[tuple[str, str]]:
    """Every place or exit that a part of the file names, with the key that names it."""
    if of.next is not None:
        yield from (("next", n) for n in (of.next.among if isinstance(of.next, OneOf) else of.next))
    yield from (("delay", name) for name in of.delay or {})
    if of.leave is not None:
        yield "leave", of.leave.to
    for to in (of.closes.waiting_to, of.closes.coming_to) if of.closes else ():
        if to is not None:
            yield "closes", to


def _warn(pathway: Pathway, loc: Loc, code: str, message: str, mend: str) -> Problem:
    line, column = pathway.document.mark(loc)
    return Problem(pathway.path, line, column, code, message, mend)


class _Load(NamedTuple):
    """How much a place or a pool needs on average, and what it has: at most, and on average over its week."""

    loc: tuple[str, str]
    needed: float
    most: float
    mean: float
    behind: tuple[str, ...] = ()
    """The places that it holds up, where nobody can wait for it: those whose queues, or numbers inside, grow."""


def grows_without_end(pathway: Pathway) -> bool:
    """Whether some queue gets more patients than it can ever let out, so that there is no answer in the long run."""
    return any(load.needed >= load.most for load in _loads(pathway))


def never_served(pathway: Pathway) -> set[str]:
    """The places that people are to come to and wait for without end, since there is no bed in them at any time."""
    return {load.loc[1] for load in _loads(pathway) if load.loc[0] == "places" and load.most == 0 < load.needed}


def _loads(pathway: Pathway) -> Iterator[_Load]:
    """The load of every place and pool at which all who come wait until they are served, there or further back.

    Without those whom a rule may send elsewhere: how many these are cannot be told without simulating.
    """
    if pathway.has_gaps or any(of.arrivals and of.arrivals.times for of in pathway.file.patients.values()):
        return
    reached, folder = flows(pathway, without=diverted(pathway)), pathway.path.parent
    cells = {(n, cls): pathway.at(n, cls) for n in pathway.places for cls in pathway.classes}
    stays = {cell: drawn(of.stay, folder).mean if of.stay else 0.0 for cell, of in cells.items()}
    held = {
        (n, cls): reached[c, p] * (stays[n, cls] + _delay(pathway, n, cls))
        for p, n in enumerate(pathway.places)
        for c, cls in enumerate(pathway.classes)
    }
    turned = {
        (n, cls): reached[c, p] * drawn(of.turnaround, folder).mean if (of := cells[n, cls]).turnaround else 0.0
        for p, n in enumerate(pathway.places)
        for c, cls in enumerate(pathway.classes)
    }
    overflowing = _overflowing(pathway)
    waits = {n: of.queue is None and not leavers(pathway, n) for n, of in pathway.file.places.items()}
    behind = {n: () if waits[n] else held_up_by(pathway, n) for n in pathway.places}
    all_served = {n for n in pathway.places if (waits[n] or behind[n]) and n not in overflowing}
    for place, of in pathway.file.places.items():
        if of.capacity is not None and place in all_served:
            load = sum(held[place, cls] + turned[place, cls] for cls in pathway.classes)
            yield _Load(("places", place), load, *_capacity(pathway, ("places", place)), behind[place])
    for name in pathway.file.pools:
        users = [cell for cell in cells if (cells[cell].uses or {}).get(name)]
        if all(place in all_served for place, _ in users):
            load = sum(held[cell] * (cells[cell].uses or {})[name] for cell in users)
            upstream = {one for place, _ in users for one in behind[place]}
            names = tuple(place for place in pathway.places if place in upstream)
            yield _Load(("pools", name), load, *_capacity(pathway, ("pools", name)), names)


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


def _overflowing(pathway: Pathway) -> set[str]:
    """The places among which people go to the first free: how many come to each cannot be told without simulating."""
    chosen = [pathway.at(place, cls).next for place in pathway.places for cls in pathway.classes]
    return {place for one in chosen if isinstance(one, FirstFree) and len(one.among) > 1 for place in one.among}


def most_ever(pathway: Pathway, loc: tuple[str, str]) -> float:
    """The most that a place or pool ever has, by its calendar or a rule."""
    return _capacity(pathway, loc)[0]


def _capacity(pathway: Pathway, loc: tuple[str, str]) -> tuple[float, float]:
    """The largest number of a week and its average, with what rules can open.

    A rule that watches its own place opens it for as long as that is needed; of another it may or may not.
    """
    of = pathway.file.places[loc[1]] if loc[0] == "places" else pathway.file.pools[loc[1]]
    otherwise = of.capacity if isinstance(of, PlaceOfCare) else of.number
    first, then = changes(of.calendar, otherwise or 0, A_MONDAY, WEEK)
    numbers, edges = [first, *(number for _, number in then)], [0.0, *(at for at, _ in then), WEEK]
    opened = list(opened_by_rules(pathway, loc))
    mean = float(np.dot(numbers, np.diff(edges))) / WEEK
    return max([*numbers, *(number for number, _ in opened)]), max([mean, *(number for number, own in opened if own)])


def _overloaded(pathway: Pathway) -> Iterator[Problem]:
    """W70 and W77: places and pools have as much as is needed, on average."""
    for loc, needed, most, mean, behind in _loads(pathway):
        needs = f"`{loc[1]}` needs {needed:.1f} on average but has"
        names = list_words(f"`{name}`" for name in behind)
        queue = f"it holds up {names}, and the queue there" if behind else "its queue"
        if needed >= most:
            needs = f"{needs} {most}" if most else f"`{loc[1]}` has none, and {needed:.1f} would be needed on average"
            yield _warn(pathway, loc, "W70", f"{needs}: {queue} grows without end.", _MORE)
        elif needed >= mean:  # who is there when a shift ends may finish, so that it is not sure
            yield _warn(pathway, loc, "W77", f"{needs} {mean:.1f} over its week: {queue} may never end.", _MORE)


def _deadlocks(pathway: Pathway) -> Iterator[Problem]:
    """W71: places with limited queues in a circle can wait for each other for ever."""
    limited = {n for n, of in pathway.file.places.items() if of.queue is not None and of.capacity is not None}
    onward = {
        n: {to for cls in pathway.classes for _, to in mentioned(pathway.at(n, cls)) if to in limited and to != n}
        for n in limited
    }
    for first in sorted(limited):
        seen: set[str] = set()
        ahead = set(onward[first])
        while ahead:
            place = ahead.pop()
            seen.add(place)
            ahead |= onward[place] - seen
        if first in seen:
            yield _warn(
                pathway,
                ("places", first),
                "W71",
                f"full places in a circle with `{first}` can hold each other for ever.",
                "Give one place of the circle an unlimited queue.",
            )
            return


def _unreached(pathway: Pathway) -> Iterator[Problem]:
    """W72: somebody comes to every place."""
    ways = np.zeros(len(pathway.places))
    for cls in pathway.classes:
        ways += visits(pathway, cls)
    sent = set().union(*diverted(pathway).values())
    others = sent | {to for n in pathway.places for cls in pathway.classes for _, to in mentioned(pathway.at(n, cls))}
    for p, place in enumerate(pathway.places):
        if ways[p] == 0 and place not in others:
            yield _warn(
                pathway, ("places", place), "W72", f"nobody comes to `{place}`.", "Take it out, or send somebody there."
            )
    if all(
        arrival_rate(of.arrivals, 1.0) == 0 and not (of.arrivals and of.arrivals.forecast)
        for of in pathway.file.patients.values()
    ):
        yield _warn(pathway, ("patients",), "W72", "nobody arrives.", "Give a class its arrivals.")


def unreadable(pathway: Pathway) -> Iterator[Problem]:
    """Whatever is wrong in the profiles and forecasts that a pathway names."""
    file, folder = pathway.file, pathway.path.parent
    days = math.ceil((file.warm_up + file.run) / DAY) if not pathway.has_gaps else 0
    for of in file.patients.values():
        try:
            if of.arrivals and isinstance(of.arrivals.profile, str):
                read_profile(named_file(folder, of.arrivals.profile))
            if of.arrivals and of.arrivals.forecast:
                path = named_file(folder, f"forecasts/{of.arrivals.forecast}.csv")
                read_forecast(path, file.start or A_MONDAY, days)
        except OneplaceError as error:
            yield from error.problems
