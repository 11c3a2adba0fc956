"""One place on its own, to which patients come at random: which formula holds, and what it says."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from oneplace.flow.file.places import PlaceOfCare
from oneplace.flow.formulas.exact import (
    Exact,
    erlang_b,
    erlang_c,
    impatient,
    limited_queue,
    mean_wait,
    share_waiting_longer,
    waits_by_rank,
)
from oneplace.flow.network.distributions import Drawn

_MOST_WAITING = 1_000_000


@dataclass(frozen=True)
class Coming:
    """One class's visits to a place: how many a second, how long they stay, their rank and their patience."""

    cls: str
    rate: float
    stay: Drawn
    rank: int
    patience: Drawn | None


@dataclass(frozen=True)
class Visited:
    """A place and all who come to it."""

    name: str
    of: PlaceOfCare
    coming: tuple[Coming, ...]

    @property
    def rate(self) -> float:
        """Visits a second."""
        return sum(one.rate for one in self.coming)

    @property
    def load(self) -> float:
        """Patients there at once, if nobody is turned away."""
        return sum(one.rate * one.stay.mean for one in self.coming)

    @property
    def stay(self) -> float:
        """The mean stay in seconds."""
        return self.load / self.rate

    @property
    def alike(self) -> bool:
        """Whether all stays are exponential with one mean."""
        return all(one.stay.exponential and one.stay == self.coming[0].stay for one in self.coming)

    @property
    def ranked(self) -> bool:
        """Whether some are served before others."""
        return len({one.rank for one in self.coming}) > 1

    @property
    def queues(self) -> bool:
        """Whether anybody can have to wait."""
        return self.of.capacity is not None and self.of.queue != 0

    @property
    def impatient(self) -> bool:
        """Whether anybody can lose patience: where nobody waits, nobody can."""
        return self.queues and any(one.patience for one in self.coming)


def alone(here: Visited, unit: float) -> Exact | None:  # noqa: PLR0911 - one way a formula
    """The answer for a place on its own; None where no formula holds. ``unit`` is the clock's, in seconds."""
    if here.of.preempt and here.ranked and here.of.capacity is not None:
        return None
    if here.of.capacity is None:
        return Exact("M/G/∞", unlimited_place(here))
    if here.of.queue == 0:
        return _loss(here, here.of.capacity)
    if here.impatient:
        return _impatient(here, here.of.capacity, unit)
    if here.of.queue is not None:
        return _limited(here, here.of.capacity, here.of.queue, unit)
    if here.alike or here.of.capacity == 1:
        return _waiting(here, here.of.capacity, unit)
    return None


def unlimited_place(here: Visited) -> dict[tuple[str, str], float]:
    """A place without a limit, whose number is Poisson whatever the stays."""
    return _named(here, {"wait": 0.0, "inside": here.load, "waiting": 0.0, "share who waited": 0.0}, within=1.0)


def first_come(here: Visited, servers: int, unit: float) -> dict[tuple[str, str], float] | None:
    """M/M/c, on its own or in a network; None where the queue would grow without end."""
    if here.load >= servers:
        return None
    wait, delayed = mean_wait(servers, here.rate, here.stay), erlang_c(servers, here.load)
    values = {
        "wait": wait / unit,
        "inside": here.load,
        "waiting": here.rate * wait,
        "share who waited": delayed,
        "occupancy": here.load / servers,
    }
    target = here.of.target
    within = 1 - share_waiting_longer(servers, here.rate, here.stay, target) if target is not None else 1.0
    return _named(here, values, within)


def _named(here: Visited, values: dict[str, float], within: float | None = None) -> dict[tuple[str, str], float]:
    if here.of.target is not None and within is not None:
        values["share within target"] = within
    return {(measure, here.name): value for measure, value in values.items()}


def _loss(here: Visited, beds: int) -> Exact | None:
    """M/G/c/c: Erlang B, for any stays and any order."""
    lost = erlang_b(beds, here.load)
    inside = here.load * (1 - lost)
    values = {"share lost": lost, "inside": inside, "waiting": 0.0}
    if beds:
        values |= {"wait": 0.0, "share who waited": 0.0, "occupancy": inside / beds}
    return Exact("Erlang B", _named(here, values, 1.0 if beds else None))


def _limited(here: Visited, servers: int, queue: int, unit: float) -> Exact | None:
    """M/M/c/K: of all together the same in any order."""
    if not here.alike or servers == 0:
        return None
    shares = limited_queue(servers, servers + queue, here.rate, here.stay)
    number = np.arange(len(shares))
    waiting, lost = float(np.maximum(number - servers, 0) @ shares), float(shares[-1])
    inside = float(np.minimum(number, servers) @ shares)
    values = {
        "share lost": lost,
        "wait": waiting / (here.rate * (1 - lost)) / unit,
        "waiting": waiting,
        "inside": inside,
        "share who waited": float(shares[servers:-1].sum()) / (1 - lost),
        "occupancy": inside / servers,
    }
    return Exact("M/M/c/K", _named(here, values))


def _impatient(here: Visited, servers: int, unit: float) -> Exact | None:
    """Erlang A, with a limit to the queue or without."""
    patience = here.coming[0].patience
    if not here.alike or here.ranked or servers == 0 or patience is None or not patience.exponential:
        return None
    if any(one.patience != patience for one in here.coming):
        return None
    if here.rate * patience.mean > _MOST_WAITING:
        return None
    room = None if here.of.queue is None else servers + here.of.queue
    found = impatient(servers, here.rate, here.stay, patience.mean, room)
    values = {
        "share left": found.left,
        "share lost": found.lost,
        "wait": found.wait / unit,
        "waiting": found.waiting,
        "inside": found.inside,
        "share who waited": found.waited,
        "occupancy": found.inside / servers,
    }
    return Exact("Erlang A", _named(here, values))


def _waiting(here: Visited, servers: int, unit: float) -> Exact | None:
    """A queue without a limit: M/M/c, or M/G/1; in order of coming or by rank without interruption."""
    if here.load >= servers:
        return None
    name = "M/M/c" if here.alike else "M/G/1"
    if here.alike and not here.ranked:
        values = first_come(here, servers, unit)
        return Exact("Erlang C", values) if values else None
    delayed = erlang_c(servers, here.load) if here.alike else here.load
    second_moment = sum(one.rate * one.stay.second_moment for one in here.coming)
    work = delayed * here.stay / servers if here.alike else second_moment / 2
    ranks = sorted({one.rank for one in here.coming})
    needs = [sum(o.rate * o.stay.mean for o in here.coming if o.rank == rank) / servers for rank in ranks]
    waits = dict(zip(ranks, waits_by_rank(np.array(needs), work), strict=True))
    waiting = sum(one.rate * float(waits[one.rank]) for one in here.coming)
    values = _named(
        here,
        {
            "wait": waiting / here.rate / unit,
            "inside": here.load,
            "waiting": waiting,
            "share who waited": delayed,
            "occupancy": here.load / servers,
        },
    )
    if not here.ranked:
        return Exact(name, values)
    by_class = {("wait", here.name, one.cls): float(waits[one.rank]) / unit for one in here.coming}
    return Exact(f"{name} with priorities (Cobham)", values, by_class)
