"""Queues whose answer is known: Erlang B and C, M/M/c/K, M/G/1, M/G/c/c, Jackson networks, Mt/G/∞.

Rates and times are in any one unit; ``load`` is arrivals times mean stay (in Erlangs).
Sources: Erlang 1917; Kleinrock 1975; Jackson 1957; Pollaczek–Khinchine; Eick, Massey and Whitt 1993.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

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
class Exact:
    """An answer by formula: which one, and the measures by (measure, place); times in the pathway's clock."""

    formula: str
    values: dict[tuple[str, str], float]
