"""When a pathway's answer is known exactly, and what it is."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from oneplace.flow.distributions import Drawn, drawn
from oneplace.flow.exact import (
    Exact,
    erlang_b,
    erlang_c,
    limited_queue,
    mean_wait,
    mean_wait_one_server,
    share_waiting_longer,
)
from oneplace.flow.measuring import CLOCKS
from oneplace.flow.pathway import Pathway
from oneplace.flow.traffic import flows


def solve(pathway: Pathway) -> Exact | None:
    """The answer by formula in the long run; None where no formula holds for the pathway as it is described.

    Patients must come at constant rates, one by one, be alike at each place and be served in the order in which they
    come, by places that depend on nothing else. Then places with unlimited queues and exponential stays (any stay
    where there is no limit) are a Jackson network; a single place may also lose who finds it full, or have one server.
    """
    pathway.refuse_not_set()
    stays = _plain_stays(pathway)
    if stays is None:
        return None
    arrivals = flows(pathway).sum(axis=0)
    places = pathway.file.places
    open_queue = all(of.queue is None for of in places.values())
    memoryless = all(of.capacity is None or stay.exponential for of, stay in zip(places.values(), stays, strict=True))
    if open_queue and memoryless:
        return _network(pathway, arrivals, stays)
    if len(places) == 1 and not _returns(pathway):
        return _single(pathway, float(arrivals[0]), stays[0])
    return None


def _plain_stays(pathway: Pathway) -> list[Drawn] | None:  # noqa: PLR0911 - one way a thing that no formula knows
    """Each place's stay, if the pathway has nothing that the formulas do not know."""
    file = pathway.file
    if file.when or file.pools or len(set(pathway.ranks.values())) > 1:
        return None
    for of in file.patients.values():
        come = of.arrivals
        if of.route or (come and (come.rate is None or come.profile or come.batch)):
            return None
    found = []
    for place, here in file.places.items():
        if here.calendar or here.discipline != "fifo" or here.start:
            return None
        cells = [pathway.at(place, cls) for cls in pathway.classes]
        if any(c.leave or c.worsens or c.delay or c.uses or not isinstance(c.next, dict | None) for c in cells):
            return None
        if any(c.stay != cells[0].stay for c in cells) or cells[0].stay is None:
            return None
        if cells[0].stay.shape == "sequence":
            return None
        found.append(drawn(cells[0].stay, pathway.path.parent))
    return found


def _returns(pathway: Pathway) -> bool:
    return any(isinstance(n := pathway.at(p, c).next, dict) and p in n for p in pathway.places for c in pathway.classes)


def _network(pathway: Pathway, arrivals: NDArray[np.float64], stays: list[Drawn]) -> Exact | None:
    unit = CLOCKS[pathway.file.clock]
    values: dict[tuple[str, str], float] = {}
    for (name, of), rate, stay in zip(pathway.file.places.items(), arrivals, stays, strict=True):
        load = float(rate) * stay.mean
        if of.capacity is not None and load >= of.capacity:
            return None
        wait = mean_wait(of.capacity, float(rate), stay.mean) if of.capacity is not None else 0.0
        values["wait", name] = wait / unit
        values["inside", name] = load
        values["waiting", name] = float(rate) * wait
        values["share who waited", name] = erlang_c(of.capacity, load) if of.capacity is not None else 0.0
        if of.target is not None:
            of_queue = (of.capacity, float(rate), stay.mean) if of.capacity is not None else None
            values["share within target", name] = 1 - share_waiting_longer(*of_queue, of.target) if of_queue else 1.0
    return Exact("Erlang C" if len(stays) == 1 else "Jackson network", values)


def _single(pathway: Pathway, rate: float, stay: Drawn) -> Exact | None:
    (name, of), unit = next(iter(pathway.file.places.items())), CLOCKS[pathway.file.clock]
    load = rate * stay.mean
    if of.capacity is None:
        return None
    if of.queue == 0:
        lost = erlang_b(of.capacity, load)
        return Exact("Erlang B", {("share lost", name): lost, ("inside", name): load * (1 - lost), ("wait", name): 0.0})
    if of.queue is not None and stay.exponential:
        shares = limited_queue(of.capacity, of.capacity + of.queue, rate, stay.mean)
        number = np.arange(len(shares))
        waiting = float((np.maximum(number - of.capacity, 0) * shares).sum())
        lost = float(shares[-1])
        wait = waiting / (rate * (1 - lost)) / unit if rate else 0.0
        inside = float((np.minimum(number, of.capacity) * shares).sum())
        return Exact(
            "M/M/c/K",
            {("share lost", name): lost, ("wait", name): wait, ("waiting", name): waiting, ("inside", name): inside},
        )
    if of.queue is None and of.capacity == 1 and load < 1:
        wait = mean_wait_one_server(rate, stay.mean, stay.second_moment)
        if not math.isfinite(wait):
            return None
        return Exact("M/G/1", {("wait", name): wait / unit, ("inside", name): load, ("waiting", name): rate * wait})
    return None
