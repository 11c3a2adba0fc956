"""Where patients go on to: by shares, by load, by what is free, by route; and past what is closed."""

from __future__ import annotations

import numpy as np

from oneplace.flow.kernel.compiled import compiled
from oneplace.flow.kernel.draws import uniform
from oneplace.flow.kernel.layout import FIRST_FREE, FOR_BECOMING, FOR_ROUTE, LEAST_LOADED, NOWHERE
from oneplace.flow.kernel.stays import could_start


@compiled
def _least_loaded(st, first, end):
    """The way to the place with the smallest load for its capacity; the first named where equal."""
    best, least = first, np.inf
    for e in range(first, end):
        there = st.places[st.edges[e].to]
        load = 0.0
        if there.capacity > 0:
            load = (there.inside + there.turning + there.waiting) / there.capacity
        elif there.capacity == 0:
            load = 1e300
        if load < least:
            best, least = e, load
    return best


@compiled
def _first_free(st, s, cell, first, end):
    """The way to the first place where a stay can begin at once; the first of all where none can."""
    for e in range(first, end):
        q = st.edges[e].to
        if st.places[q].waiting == 0 and could_start(st, s, q, 0, cell):
            return e
    return first


@compiled
def target_of(st, s, p):
    """Where to after a stay, and the delay of that way: (way, distribution or -1)."""
    me = st.patients[s]
    cls, cell = st.classes[me.cls], st.cells[p * st.clock[0].classes + me.cls]
    first, end = cell.edge, cell.edge + cell.edges
    if cls.route_length > 0:
        me.hop += 1
        to = st.route[cls.route + me.hop] if me.hop < cls.route_length else -1
        for e in range(first, end):
            if st.edges[e].to == to:
                return to, st.edges[e].delay
        return to, -1
    if first == end:
        return -1, -1
    best = first
    if cell.chooses == LEAST_LOADED:
        best = _least_loaded(st, first, end)
    elif cell.chooses == FIRST_FREE:
        best = _first_free(st, s, p * st.clock[0].classes + me.cls, first, end)
    elif end > first + 1:
        u = uniform(me.key, p, np.int64(me.visit), FOR_ROUTE)
        while best < end - 1 and u >= st.edges[best].below:
            best += 1
    return st.edges[best].to, st.edges[best].delay


@compiled
def becomes_of(st, s, p):
    """The class that somebody is from the next place on."""
    me = st.patients[s]
    cell = st.cells[p * st.clock[0].classes + me.cls]
    found, last = cell.becoming, cell.becoming + cell.becomings - 1
    if found < last:
        u = uniform(me.key, p, np.int64(me.visit), FOR_BECOMING)
        while found < last and u >= st.becomings[found].below:
            found += 1
    return st.becomings[found].cls


@compiled
def open_way(st, s, q):
    """Where somebody on the way to ``q`` comes to: there, or where it sends who comes while it is closed, and so on."""
    clock, me = st.clock[0], st.patients[s]
    for _ in range(clock.places):
        if q < 0 or st.places[q].closes == 0 or st.places[q].capacity != 0:
            break
        cell = st.cells[q * clock.classes + me.becomes]
        if cell.closed_to == NOWHERE:
            break
        st.counts[cell.row + me.fifth].redirected += 1
        q = cell.closed_to
    return q
