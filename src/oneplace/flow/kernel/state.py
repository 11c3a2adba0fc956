"""What the kernel works on: a network that stays as it is, and the state of one replication."""

from __future__ import annotations

from enum import IntEnum
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from oneplace.flow.kernel.layout import (
    AFTER,
    BASE,
    BINS,
    CAPACITY,
    CYCLIC,
    END,
    EXITS,
    FIFTHS,
    FREE_HEAD,
    FREE_LEFT,
    LARGEST_BATCH,
    LOGGING,
    NEXT_ARRIVAL,
    NEXT_CLASS,
    RANKS,
    RULED,
    SAMPLE_EVERY,
    UNRULED,
)

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


class Status(IntEnum):
    """Why the kernel handed back."""

    DONE = 0
    GROW = 1
    """Room is running out: make the arrays larger and go on."""
    PAUSE = 2
    """A few million events are done: time to look whether to go on."""
    DEADLOCK = 3
    """Places wait for each other's patients and none can move."""
    BROKEN = 4
    """A count does not add up: the program is wrong, and its numbers must not be used."""


class Network(NamedTuple):
    """A pathway as arrays (columns in ``layout``); one row a place, a class at a place, a route, a distribution."""

    set_i: Ints
    set_f: Floats
    place_i: Ints
    cell_i: Ints
    uses: Ints
    users: Ints
    edge_i: Ints
    edge_p: Floats
    dist_i: Ints
    dist_f: Floats
    dist_t: Floats
    class_i: Ints
    seg_t: Floats
    seg_r: Floats
    route: Ints
    batch_i: Ints
    batch_p: Floats
    fifth_p: Floats
    change_t: Floats
    change_i: Ints
    rule_i: Ints
    start_i: Ints
    target: Floats
    capacity: Ints
    number: Ints


class State(NamedTuple):
    """One replication as it stands; the kernel can stop between any two events and go on later."""

    now_i: Ints
    now_f: Floats
    place_s: Ints
    pool_s: Ints
    lists: Ints
    served: Ints
    held: Ints
    next_arrival: Floats
    stream: Ints
    used: Ints
    ruled: Ints
    work: Ints
    scratch: Ints
    pat_i: Ints
    pat_f: Floats
    pat_k: NDArray[np.uint64]
    visits: Ints
    heap_t: Floats
    heap_s: Ints
    heap_p: Ints
    count_i: Ints
    sum_f: Floats
    area: Floats
    pool_area: Floats
    all_i: Ints
    all_f: Floats
    exits: Ints
    hist: Ints
    all_hist: Ints
    samples: Ints
    log_i: Ints
    log_f: Floats


SHAPES = {
    **dict.fromkeys(Network._fields + State._fields, ("i", 2)),
    **dict.fromkeys(
        ("set_i", "route", "batch_i", "capacity", "number", "now_i", "used", "ruled", "scratch", "heap_s"), ("i", 1)
    ),
    **dict.fromkeys(("set_f", "edge_p", "dist_t", "seg_t", "seg_r", "batch_p", "change_t", "target"), ("f", 1)),
    **dict.fromkeys(("now_f", "next_arrival", "heap_t"), ("f", 1)),
    **dict.fromkeys(("dist_f", "fifth_p", "pat_f", "sum_f", "area", "pool_area", "all_f", "log_f"), ("f", 2)),
    "pat_k": ("u", 1),
    "hist": ("i", 3),
    "samples": ("i", 3),
}
"""Of each array whether it holds integers, floats or unsigned integers, and how many dimensions it has."""


def fresh_state(net: Network, expected: int = 1024) -> State:
    """The state before the first event; ``expected`` is a guess of how many patients are inside at once."""
    places, pools, classes = len(net.place_i), len(net.number), len(net.class_i)
    groups = classes * int(net.set_i[FIFTHS])
    slots = max(1024, expected, 2 * len(net.start_i) + 64, 4 * int(net.set_i[LARGEST_BATCH]))
    pat_i = np.zeros((slots, 16), np.int64)
    pat_i[:, AFTER] = np.arange(1, slots + 1)  # a free slot points at the next
    now_i = np.zeros(20, np.int64)
    now_i[FREE_LEFT] = slots
    now_i[NEXT_CLASS] = -1
    now_f = np.zeros(3)
    now_f[NEXT_ARRIVAL] = np.inf
    place_s = np.zeros((places, 7), np.int64)
    place_s[:, CAPACITY] = place_s[:, BASE] = net.capacity
    place_s[:, RULED] = UNRULED
    pool_s = np.zeros((pools, 4), np.int64)
    pool_s[:, CAPACITY] = pool_s[:, BASE] = net.number
    pool_s[:, RULED] = UNRULED
    sampled = int(net.set_f[END] // net.set_f[SAMPLE_EVERY]) + 1
    rows = slots if net.set_i[LOGGING] else 0  # each who is there at the start has one
    return State(
        now_i=now_i,
        now_f=now_f,
        place_s=place_s,
        pool_s=pool_s,
        lists=np.full((places * int(net.set_i[RANKS]), 4), -1, np.int64),
        served=np.full((places, 2), -1, np.int64),
        held=np.zeros((places, places), np.int64),
        next_arrival=np.full(classes, np.inf),
        stream=np.zeros((classes, 3), np.int64),
        used=np.zeros(len(net.dist_i), np.int64),
        ruled=np.zeros(len(net.rule_i), np.int64),
        work=np.zeros((2, places + pools), np.int64),
        scratch=np.zeros(places + pools, np.int64),
        pat_i=pat_i,
        pat_f=np.zeros((slots, 8)),
        pat_k=np.zeros(slots, np.uint64),
        visits=np.zeros((slots, places) if net.set_i[CYCLIC] else (1, 1), np.int64),
        heap_t=np.zeros(8 * slots),
        heap_s=np.zeros(8 * slots, np.int64),
        heap_p=np.zeros((8 * slots, 2), np.int64),
        count_i=np.zeros((places * groups, 9), np.int64),
        sum_f=np.zeros((places * groups, 7)),
        area=np.zeros((places, 5)),
        pool_area=np.zeros((pools, 5)),
        all_i=np.zeros((groups, 2), np.int64),
        all_f=np.zeros((groups, 1)),
        exits=np.zeros((int(net.set_i[EXITS]), groups), np.int64),
        hist=np.zeros((3, places * groups, BINS), np.int64),
        all_hist=np.zeros((groups, BINS), np.int64),
        samples=np.zeros((sampled, 2, places), np.int64),
        log_i=np.zeros((rows, 7), np.int64),
        log_f=np.full((rows, 4), np.nan),
    )


def grow(state: State) -> State:
    """The same state with twice the room for patients, events and log rows."""
    old = len(state.pat_i)
    pat_i = _doubled(state.pat_i)
    pat_i[old:, AFTER] = np.arange(old + 1, 2 * old + 1)
    pat_i[2 * old - 1, AFTER] = state.now_i[FREE_HEAD]  # the new slots go in front of the old free ones
    state.now_i[FREE_HEAD] = old
    state.now_i[FREE_LEFT] += old
    return state._replace(
        pat_i=pat_i,
        pat_f=_doubled(state.pat_f),
        pat_k=_doubled(state.pat_k),
        visits=_doubled(state.visits) if len(state.visits) > 1 else state.visits,
        heap_t=_doubled(state.heap_t),
        heap_s=_doubled(state.heap_s),
        heap_p=_doubled(state.heap_p),
        log_i=_doubled(state.log_i),
        log_f=_doubled(state.log_f, np.nan),
    )


def _doubled(array: NDArray[Any], empty: float = 0) -> NDArray[Any]:
    more = np.full_like(array, empty)
    return np.concatenate([array, more])
