"""Queues whose answer is known: Erlang A, B and C, M/M/c/K, M/G/1, priorities, Jackson networks, Mt/G/∞.

Rates and times are in any one unit; ``load`` is arrivals times mean stay (in Erlangs).
Sources: Erlang 1917; Palm 1957; Kleinrock 1975; Jackson 1957; Pollaczek–Khinchine; Cobham 1954; Kella and
Yechiali 1985; Garnett, Mandelbaum and Reiman 2002; Eick, Massey and Whitt 1993.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def erlang_b(servers: int, load: float) -> float:
    """The share lost where nobody can wait (M/G/c/c)."""
    if servers < 0 or load < 0:
        raise ValueError("servers and load must not be negative.")
    lost = 1.0
    for n in range(1, servers + 1):
        lost = load * lost / (n + load * lost)
    return lost


def erlang_c(servers: int, load: float) -> float:
    """The share who wait (M/M/c); 1 where the load is the capacity or more."""
    if load >= servers:
        return 1.0
    lost = erlang_b(servers, load)
    return servers * lost / (servers - load * (1 - lost))


def mean_wait(servers: int, arrivals: float, stay: float) -> float:
    """The mean wait of all who come (M/M/c); infinite where the load is the capacity or more."""
    load = arrivals * stay
    return erlang_c(servers, load) * stay / (servers - load) if load < servers else math.inf


def share_waiting_longer(servers: int, arrivals: float, stay: float, than: float) -> float:
    """The share who wait longer than a time (M/M/c, first come first served)."""
    load = arrivals * stay
    return erlang_c(servers, load) * math.exp(-(servers - load) * than / stay) if load < servers else 1.0


def mean_wait_one_server(arrivals: float, stay: float, second_moment: float) -> float:
    """The mean wait at one server with any stay (M/G/1, Pollaczek–Khinchine)."""
    load = arrivals * stay
    return arrivals * second_moment / (2 * (1 - load)) if load < 1 else math.inf


def limited_queue(servers: int, room: int, arrivals: float, stay: float) -> Floats:
    """The share of time with 0, 1, … ``room`` patients in all (M/M/c/K, K = ``room`` ≥ ``servers``)."""
    if room < servers or servers < 1:
        raise ValueError("there is less room than servers.")
    load = arrivals * stay
    log = np.zeros(room + 1)
    for n in range(1, room + 1):
        log[n] = log[n - 1] + math.log(load / min(n, servers)) if load > 0 else -math.inf
    weights = np.exp(log - log.max())
    found: Floats = weights / weights.sum()
    return found


def jackson(outside: Floats, routing: Floats, servers: Floats, stays: Floats) -> Floats:
    """The mean number at each place (waiting included) of an open network of M/M/c places.

    ``outside`` arrivals from outside, ``routing`` shares (places × places), ``servers`` (inf: no limit),
    mean ``stays``.
    """
    arrivals = np.linalg.solve(np.eye(len(outside)) - routing.T, outside)
    found = arrivals * stays
    for i, c in enumerate(servers):
        if np.isfinite(c):
            found[i] += arrivals[i] * mean_wait(int(c), float(arrivals[i]), float(stays[i]))
    return np.asarray(found, dtype=np.float64)


def unlimited(
    rate: Callable[[Floats], Floats],
    survival: Callable[[Floats], Floats],
    moments: Floats,
    longest: float,
    steps: int = 4000,
) -> Floats:
    """The mean number inside at each moment of a place without a limit, where arrivals vary with time (Mt/G/∞).

    m(t) = ∫ rate(t − u) · P(stay > u) du over u from 0 to ``longest``, beyond which hardly anybody stays. The integral
    is taken by midpoints of ``steps`` steps.
    """
    width = longest / steps
    u = np.asarray((np.arange(steps) + 0.5) * width, dtype=np.float64)
    stays = survival(u) * width
    return np.array([float((rate(t - u) * stays).sum()) for t in moments])


@dataclass(frozen=True)
class Impatient:
    """A queue that some leave before they are served (Erlang A: M/M/c+M, or M/M/c/K+M with a limit)."""

    inside: float
    """The mean number being served."""
    waiting: float
    lost: float
    """The share of all who come and find no room."""
    left: float
    """The share of those let in who give up."""
    wait: float
    """The mean wait of those who are served."""
    waited: float
    """The share of those served who had to wait."""


def impatient(servers: int, arrivals: float, stay: float, patience: float, room: int | None = None) -> Impatient:
    """Exponential stays and patience; ``room`` is for how many in all, without limit where left out.

    Who arrives behind ``j`` others in the queue moves up whenever one of them gives up or one of ``servers`` stays
    ends, unless their own patience ends first; all of these are exponential, so their wait is a sum over the steps.
    """
    log, highest = [0.0], 0.0
    while len(log) <= (room if room is not None else math.inf):
        n = len(log)
        out = min(n, servers) / stay + max(n - servers, 0) / patience
        step = math.log(arrivals / out)
        if n > servers and step < 0 and log[-1] + step < highest - 45:
            room = None  # hardly ever so many
            break
        log.append(log[-1] + step)
        highest = max(highest, log[-1])
    shares = np.exp(np.array(log) - highest)
    shares /= shares.sum()
    number = np.arange(len(shares))
    waiting = float(np.maximum(number - servers, 0) @ shares)
    lost = float(shares[-1]) if room is not None else 0.0
    coming = shares[:-1] if room is not None else shares  # how many are there when somebody is let in
    served, waited, late = float(coming[:servers].sum()), 0.0, 0.0
    chance, wait = 1.0, 0.0
    for j, share in enumerate(coming[servers:]):
        up = servers / stay + j / patience
        every = up + 1 / patience
        wait = up / every * (wait + chance / every)
        chance *= up / every
        waited += float(share) * chance
        late += float(share) * wait
    served += waited
    return Impatient(
        inside=float(np.minimum(number, servers) @ shares),
        waiting=waiting,
        lost=lost,
        left=waiting / patience / (arrivals * (1 - lost)),
        wait=late / served,
        waited=waited / served,
    )


def waits_by_rank(shares: Floats, wait_of_work: float) -> Floats:
    """The mean wait of each rank, best first, where nobody is interrupted (Cobham 1954).

    ``shares`` are the shares of all servers' time that each rank needs; ``wait_of_work`` is the mean time until a
    server is free for somebody who would be served next: λ E[S²] / 2 at one server, Erlang C × stay / servers at
    several with exponential stays alike. Infinite for ranks that get no turn.
    """
    up_to = np.cumsum(shares)
    before = np.concatenate([[0.0], up_to[:-1]])
    with np.errstate(divide="ignore"):
        found = np.where(up_to < 1, wait_of_work / ((1 - before) * (1 - up_to)), math.inf)
    return np.asarray(found, dtype=np.float64)


@dataclass(frozen=True)
class Exact:
    """An answer by formula: which one, and the measures; times in the pathway's clock."""

    formula: str
    values: dict[tuple[str, str], float]
    """By measure and place, as they are named in results."""
    by_class: dict[tuple[str, str, str], float] = field(default_factory=dict)
    """By measure, place and class, where classes differ."""
    hour_of_week: dict[str, Floats] = field(default_factory=dict)
    """Of each place whose arrivals vary: the mean number inside by hour of the week (168, from Monday 0:00)."""

    @property
    def by_group(self) -> dict[tuple[str, str, str], float]:
        """Every value by measure, place and group of patients: ``all``, or a class."""
        return {(measure, place, "all"): value for (measure, place), value in self.values.items()} | self.by_class
