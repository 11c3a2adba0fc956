"""What the kernel works on: a network, as lowered from a pathway, and the state of one replication of it."""

from __future__ import annotations

from enum import IntEnum
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from oneplace.flow.kernel import layout as at

Table = NDArray[Any]

CACHE_LINE = 64
"""Bytes."""


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
    coming: Table
    """The events to come, each with the one after it of the same place in the ring of days."""
    days: Table
    """The first and last event of each place in the ring."""
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
         "timings": at.TIMING, "lines": at.LINE, "patients": at.PATIENT, "coming": at.EVENT, "days": at.DAY,
         "counts": at.COUNT, "groups": at.GROUP, "log": at.VISIT}  # fmt: skip
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
    clock["free_left"], clock["coming_room"] = slots, 8 * slots
    at_once = len(net.starts) + int(clock["largest_batch"][0])
    clock["days"], clock["days_a_second"] = 1 << (2 * at_once + 32).bit_length(), 1 / 60
    clock["most_steps"] = 256
    clock["next_event"], clock["next_time"] = -1, np.inf
    if clock["logging"][0]:
        clock["log_room"] = max(slots, int(clock["log_room"][0]))  # each who is there at the start has a row
    sizes = {
        "lines": of["places"] * of["ranks"],
        "held": of["places"] ** 2,
        **dict.fromkeys(("work", "noted", "scratch"), of["places"] + of["pools"]),
        "patients": slots,
        "visits": slots * of["places"] if clock["returns"][0] else 0,
        "timed": slots if of["watches"] else 0,
        "coming": 8 * slots,
        "days": int(clock["days"][0]),
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
    tables: dict[str, Table] = {name: zeros(size, TABLES[name]) for name, size in sizes.items()}
    for column in at.LINE.names or ():
        tables["lines"][column] = -1
    tables["patients"]["after"] = np.arange(1, slots + 1)  # a free slot points at the next
    tables["coming"]["after"] = np.arange(1, 8 * slots + 1)
    tables["coming"]["after"][-1] = -1
    tables["days"]["first"] = -1
    for name in Network._fields:
        table = getattr(net, name)
        tables[name] = table.copy() if name in _CHANGED else table
    tables["clock"] = clock
    return State(**tables)


def zeros(size: int, dtype: np.dtype[Any]) -> Table:
    """An empty table that begins with a line of the processor's cache, so that no row lies in one line too many."""
    raw = np.zeros(size * dtype.itemsize + CACHE_LINE, np.uint8)
    first = -raw.ctypes.data % CACHE_LINE
    table: Table = raw[first : first + size * dtype.itemsize].view(dtype)
    return table


def directory(state: State) -> NDArray[np.int64]:
    """The addresses of the state's tables; whoever uses them keeps the state alive."""
    for table, (name, dtype) in zip(state, TABLES.items(), strict=True):
        if table.dtype != dtype or not table.flags.c_contiguous or table.ndim != 1:
            raise TypeError(f"{name}: {table.dtype} of {table.ndim} dimensions is not what the kernel takes")
    return np.array([table.ctypes.data for table in state], np.int64)
