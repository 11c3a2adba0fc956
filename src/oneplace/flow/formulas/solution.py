"""When a pathway's answer is known exactly, and what it is."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from oneplace.flow.file.pathway import Pathway
from oneplace.flow.file.places import OneOf
from oneplace.flow.file.quantity import CLOCKS
from oneplace.flow.formulas.exact import Exact
from oneplace.flow.formulas.single_place import Coming, Visited, alone, first_come, unlimited_place
from oneplace.flow.formulas.time_varying import follow
from oneplace.flow.network.distributions import drawn
from oneplace.flow.network.traffic import flows, routing

MOST = 1_000_000
"""Beds and places in a queue up to which formulas, which count through them, are worked out."""


def solve(pathway: Pathway) -> Exact | None:
    """The answer by formula in the long run; None where no formula holds for the pathway as it is described.

    Patients must come at random at given rates, one by one, to places that depend on nothing else. Places between which
    nobody goes are taken apart. One on its own is a queue with one server or exponential stays (M/G/1, Erlang C,
    priorities), or with a limit (Erlang B, M/M/c/K) or impatience (Erlang A), or has no limit, and then arrivals may
    vary with time (Mt/G/∞: the means of this very run, from an empty start). Several between which patients go are a
    Jackson network: unlimited queues, first come first served, exponential stays of one mean wherever there is a limit.
    Raises ``OneplaceError`` where a number is not set.
    """
    pathway.refuse_not_set()
    if pathway.uncertain:  # a formula's answer for the middle is none for what may be
        return None
    visited = _visited(pathway)
    if not visited:
        return None
    answers = []
    for part, connected in _parts(pathway, list(visited)):
        answer = _answer(pathway, [visited[name] for name in part], connected=connected)
        if answer is None:
            return None
        answers.append(answer)
    return Exact(
        " and ".join(dict.fromkeys(answer.formula for answer in answers)),
        {key: value for answer in answers for key, value in answer.values.items()},
        {key: value for answer in answers for key, value in answer.by_class.items()},
        {key: value for answer in answers for key, value in answer.hour_of_week.items()},
    )


def _answer(pathway: Pathway, part: list[Visited], *, connected: bool) -> Exact | None:
    """The answer for places between which patients go (``connected``), or for one on its own."""
    unit = CLOCKS[pathway.file.clock]
    if any(_varies(pathway, one.cls) for here in part for one in here.coming):
        return None if connected or part[0].of.capacity is not None else follow(pathway, part[0])
    if not connected:
        return alone(part[0], unit)
    values: dict[tuple[str, str], float] = {}
    for here in part:
        beds, found = here.of.capacity, None
        if beds is None:
            found = unlimited_place(here)
        elif here.of.queue is None and here.alike and not here.ranked and not here.impatient:
            found = first_come(here, beds, unit)
        if found is None:
            return None
        values |= found
    return Exact("Jackson network" if any(here.of.capacity for here in part) else "M/G/∞", values)


def _varies(pathway: Pathway, cls: str) -> bool:
    come = pathway.file.patients[cls].arrivals
    return come is not None and come.profile is not None


def _visited(pathway: Pathway) -> dict[str, Visited] | None:
    """Every place that somebody comes to; None where the pathway has anything that no formula knows."""
    if pathway.file.when or any(of.start for of in pathway.file.places.values()):
        return None
    for of in pathway.file.patients.values():
        if of.arrivals is not None and (of.arrivals.rate is None or of.arrivals.batch or of.arrivals.growth):
            return None
    reached, found = flows(pathway), {}
    for p, (place, here) in enumerate(pathway.file.places.items()):
        visitors = [(c, cls) for c, cls in enumerate(pathway.classes) if reached[c, p] > 0]
        if not visitors:
            continue
        if here.calendar or here.discipline != "fifo" or max(here.capacity or 0, here.queue or 0) > MOST:
            return None
        coming = [_coming(pathway, place, cls, float(reached[c, p])) for c, cls in visitors]
        if not all(coming):
            return None
        found[place] = Visited(place, here, tuple(one for one in coming if one))
    return found


def _coming(pathway: Pathway, place: str, cls: str, rate: float) -> Coming | None:
    """A class's visits to a place; None where something there is not known to any formula."""
    of = pathway.at(place, cls)
    if (
        of.worsens
        or of.delay
        or of.turnaround
        or of.becomes
        or any((of.uses or {}).values())
        or isinstance(of.next, OneOf)
    ):
        return None
    if of.stay is None or of.stay.shape == "sequence" or (of.leave and of.leave.to in pathway.places):
        return None
    folder = pathway.path.parent
    patience = drawn(of.leave.patience, folder) if of.leave else None
    return Coming(cls, rate, drawn(of.stay, folder), pathway.ranks_at(place)[cls], patience)


def _parts(pathway: Pathway, places: list[str]) -> list[tuple[list[str], bool]]:
    """The places in groups between which patients go, each with whether they do (a place on its own: to itself)."""
    index = {name: i for i, name in enumerate(pathway.places)}
    goes = np.zeros((len(index), len(index)), bool)
    for cls, comes in zip(pathway.classes, flows(pathway) > 0, strict=True):
        route = pathway.file.patients[cls].route
        if route and comes.any():
            for here, after in pairwise(route):
                goes[index[here], index[after]] = True
        elif not route:
            goes |= (routing(pathway, cls) > 0) & comes[:, None]
    found, left = [], list(places)
    while left:
        part, ahead = [], [left[0]]
        while ahead:
            place = ahead.pop()
            part.append(place)
            left.remove(place)
            near = goes[index[place]] | goes[:, index[place]]
            ahead += [name for name in left if near[index[name]] and name not in ahead]
        rows = [index[name] for name in part]
        found.append((sorted(part, key=places.index), bool(goes[np.ix_(rows, rows)].any())))
    return found
