"""What the kernel works on: a network, as lowered from a pathway, and the state of one replication of it."""

from __future__ import annotations

from enum import IntEnum
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from oneplace.flow.kernel import layout as at

Table = NDArray[Any]


class Status(IntEnum):
    """Why the kernel handed back."""

    DONE = 0
    GROW = 1
    """Room is running out: make the tables larger and go on."""
    PAUSE = 2
    """A few million events are done: time to look whether to go on."""
    DEADLOCK = 3
    """Places wait for each other's patients and none can move."""
    BROKEN = 4
    """A count does not add up: the program is wrong, and its numbers must not be used."""
    WARM = 5
    """The warm-up is over: what was counted in it is to be forgotten."""


class Network(NamedTuple):
    """A pathway as tables, as it is before the first event (columns in ``layout``)."""

    clock: Table
    """One row: the settings."""
    places: Table
    pools: Table
    cells: Table
    """Class by class of each place."""
    uses: Table
    """How many of each pool a stay uses (cells × pools)."""
    users: Table
    """1 where a place uses a pool (pools × places)."""
    edges: Table
    """Ways on from a cell, with the share that goes this way or one before it."""
    becomings: Table
    """The classes that people go on as, with the share that becomes this one or one before it."""
    dists: Table
    values: Table
    """The numbers of sequences and data."""
    classes: Table
    segments: Table
    """Rates of arrival from a time on, or times of arrival."""
    route: Table
    batches: Table
    fifths: Table
    """The share in a fifth or one before it (classes × 5)."""
    changes: Table
    """Changes of capacity by the calendar, in order of time."""
    rules: Table
    starts: Table
    """Who is where at the start."""
    watches: Table
    """Clocks that run from arrival."""
    stops: Table
    """1 where a place is one of a clock's (watches × places)."""


class State(NamedTuple):
    """One replication as it stands; the kernel can stop between any two events and go on later."""

    clock: Table
    places: Table
    pools: Table
    cells: Table
    uses: Table
    users: Table
    edges: Table
    becomings: Table
    dists: Table
    values: Table
    classes: Table
    segments: Table
    route: Table
    batches: Table
    fifths: Table
    changes: Table
    rules: Table
    starts: Table
    watches: Table
    stops: Table
    lines: Table
    """Who waits in a place's queue and who is held before it, by rank (places × ranks)."""
    held: Table
    """How many at a place are held for another (places × places)."""
    work: Table
    """A ring of the places (and, after them, pools) that may have become free."""
    noted: Table
    """1 for those that stand in the ring."""
    scratch: Table
    patients: Table
    visits: Table
    """How often a patient has come to a place (patients × places), where anybody can come twice."""
    timed: Table
    """Which clocks have stopped for a patient: a bit each; nothing where there is none."""
    heap: Table
    counts: Table
    """By row of results (a class at a place, by fifth)."""
    hist: Table
    """Kinds of time × rows × bins."""
    groups: Table
    """By class and fifth, of the whole pathway."""
    group_hist: Table
    timings: Table
    """Watches × groups."""
    timing_hist: Table
    exits: Table
    """Exits × groups."""
    samples: Table
    """Moments × (inside, waiting) × places."""
    log: Table


_NUMBERS = {"uses": "i8", "users": "i8", "values": "f8", "route": "i8", "fifths": "f8", "held": "i8", "work": "i8",
            "noted": "i8", "scratch": "i8", "visits": "i8", "stops": "i8", "timed": "i8", "timing_hist": "u4",
            "hist": "u4", "group_hist": "u4", "exits": "i8", "samples": "i4"}  # fmt: skip
_ROWS = {"clock": at.CLOCK, "places": at.PLACE, "pools": at.POOL, "cells": at.CELL, "edges": at.EDGE,
         "becomings": at.BECOMING, "dists": at.DISTRIBUTION, "classes": at.CLASS, "segments": at.SEGMENT,
         "batches": at.BATCH, "changes": at.CHANGE, "rules": at.RULE, "starts": at.START, "watches": at.WATCH,
         "timings": at.TIMING, "lines": at.LINE, "patients": at.PATIENT, "heap": at.EVENT, "counts": at.COUNT,
         "groups": at.GROUP, "log": at.VISIT}  # fmt: skip
TABLES: dict[str, np.dtype[Any]] = {
    name: _ROWS[name] if name in _ROWS else np.dtype(_NUMBERS[name]) for name in State._fields
}
"""What a row of each of the state's tables is."""
_CHANGED = ("clock", "places", "pools", "dists", "classes", "rules")


def fresh_state(net: Network) -> State:
    """The state before the first event."""
    clock = net.clock.copy()
    of = {name: int(clock[name][0]) for name in ("places", "pools", "groups", "rows", "samples", "ranks", "watches")}
    slots = min(at.MOST_SLOTS, max(1024, 2 * len(net.starts) + 4 * int(clock["largest_batch"][0])))
    clock["next_class"], clock["next_arrival"] = -1, np.inf
    clock["free_left"], clock["heap_room"] = slots, 8 * slots
    if clock["logging"][0]:
        clock["log_room"] = max(slots, int(clock["log_room"][0]))  # each who is there at the start has a row
    sizes = {
        "lines": of["places"] * of["ranks"],
        "held": of["places"] ** 2,
        **dict.fromkeys(("work", "noted", "scratch"), of["places"] + of["pools"]),
        "patients": slots,
        "visits": slots * of["places"] if clock["returns"][0] else 0,
        "timed": slots if of["watches"] else 0,
        "heap": 8 * slots,
        "counts": of["rows"],
        "hist": 3 * of["rows"] * at.BINS,
        "groups": of["groups"],
        "group_hist": of["groups"] * at.BINS,
        "timings": of["watches"] * of["groups"],
        "timing_hist": of["watches"] * of["groups"] * at.BINS,
        "exits": int(clock["exits"][0]) * of["groups"],
        "samples": of["samples"] * 2 * of["places"],
        "log": int(clock["log_room"][0]),
    }
    tables: dict[str, Table] = {name: np.zeros(size, TABLES[name]) for name, size in sizes.items()}
    for column in at.LINE.names or ():
        tables["lines"][column] = -1
    tables["patients"]["after"] = np.arange(1, slots + 1)  # a free slot points at the next
    for name in Network._fields:
        table = getattr(net, name)
        tables[name] = table.copy() if name in _CHANGED else table
    tables["clock"] = clock
    return State(**tables)


def grow(state: State) -> State:
    """The same state with more room for what is short: patients (up to ``MOST_SLOTS``), events, rows of the log."""
    clock = state.clock[0]
    free, batch = int(clock["free_left"]), int(clock["largest_batch"])
    turns = int(clock["turns"] * clock["inside"])
    if free < batch + turns + (0 if clock["begun"] else len(state.starts)):
        state = _with_patients(state)
    if _short_of_events(clock):
        state = _without_the_past(state)
    if _short_of_events(clock):
        clock["heap_room"] *= 2
        state = state._replace(heap=_doubled(state.heap))
    if clock["log_size"] + clock["inside"] + batch >= clock["log_room"] > 0:
        clock["log_room"] *= 2
        state = state._replace(log=_doubled(state.log))
    return state


def _short_of_events(clock: Any) -> bool:
    """With some to spare, so that the next growth is not soon."""
    return bool(clock["heap_size"] + 4 * (clock["inside"] + clock["largest_batch"]) + 16 > clock["heap_room"])


def _with_patients(state: State) -> State:
    old = len(state.patients)
    new = min(2 * old, at.MOST_SLOTS)
    patients = np.concatenate([state.patients, np.zeros(new - old, at.PATIENT)])
    patients["after"][old:] = np.arange(old + 1, new + 1)
    patients["after"][new - 1] = state.clock["free_first"][0]  # the new slots go in front of the old free ones
    state.clock["free_first"], state.clock["free_left"] = old, state.clock["free_left"] + new - old
    more = np.zeros(len(state.visits) * (new - old) // old, state.visits.dtype)
    timed = np.concatenate([state.timed, np.zeros(len(state.timed) * (new - old) // old, state.timed.dtype)])
    return state._replace(patients=patients, visits=np.concatenate([state.visits, more]), timed=timed)


def _without_the_past(state: State) -> State:
    """Without the events that no longer hold (the patience of somebody who was served meanwhile)."""
    heap = state.heap[: state.clock["heap_size"][0]]
    order = (heap["key"] >> at.SLOT_BITS) & ((1 << (at.KIND_SHIFT - at.SLOT_BITS)) - 1)
    heap = heap[order > state.patients["fresh"][heap["key"] & at.SLOT_MASK]]
    heap = heap[np.lexsort((heap["key"], heap["time"]))]  # what is in order is a heap
    state.heap[: len(heap)] = heap
    state.clock["heap_size"] = len(heap)
    return state


def _doubled(table: Table) -> Table:
    return np.concatenate([table, np.zeros_like(table)])
