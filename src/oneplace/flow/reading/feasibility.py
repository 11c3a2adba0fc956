"""What can be foreseen of a run without running it: too little capacity, a deadlock, a place that nobody comes to."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np

from oneplace.flow.file.pathway import Loc, Pathway, named_file
from oneplace.flow.file.places import ForClass, OneOf
from oneplace.flow.network.places import diverted
from oneplace.flow.network.timeline import A_MONDAY, DAY, read_forecast, read_profile
from oneplace.flow.network.traffic import arrival_rate, visits
from oneplace.flow.reading.loads import Load, loads
from oneplace.problems import OneplaceError, Problem
from oneplace.vocabulary.wording import list_words, plainly

MORE = "Add capacity, shorten stays, limit the queue or let people leave it."


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


def _overloaded(pathway: Pathway) -> Iterator[Problem]:
    """W70 and W77: places and pools have as much as is needed, on average and, where arrivals grow, at the end."""
    for load in loads(pathway):
        least, last = min(load.needed, load.at_the_end), max(load.needed, load.at_the_end)
        if load.is_endless:
            said = _needs(load, load.needed, "on average")
            yield _warn(pathway, load.loc, "W70", f"{said} grows without end.", MORE)
        elif load.at_the_end >= load.most:
            said = _needs(load, last, "by the end of the run")
            yield _warn(pathway, load.loc, "W77", f"{said} grows from some day on.", MORE)
        elif least >= load.mean:  # who is there when a shift ends may finish, so that it is not sure
            said = _needs(load, load.needed, "on average", " over its week")
            yield _warn(pathway, load.loc, "W77", f"{said} may never end.", MORE)


def _needs(load: Load, needed: float, when: str, over: str = "") -> str:
    """How much a place or pool needs and has, up to the queue that grows."""
    who = list_words(f"`{name}`" for name in load.among or (load.loc[1],))
    verb, least = ("need", " at least") if load.among else ("needs", "")
    names = list_words(f"`{name}`" for name in load.behind)
    queue = (
        f"{'they hold' if load.among else 'it holds'} up {names}, and the queue there"
        if names
        else ("their queue" if load.among else "its queue")
    )
    if not load.most:
        return f"{who} {'have' if load.among else 'has'} none, and {needed:.1f} would be needed {when}: {queue}"
    number, has = (load.mean, f"{load.mean:.1f}{over}") if over else (load.most, plainly(load.most))
    digits = next((d for d in (1, 2) if needed == number or round(needed, d) != round(number, d)), 3)
    return f"{who} {verb}{least} {needed:.{digits}f} {when} but {'have' if load.among else 'has'} {has}: {queue}"


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
