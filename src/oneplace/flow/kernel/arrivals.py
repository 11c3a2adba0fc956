"""Patients come from outside: when the next of each class does, in what number, and who is there at the start."""

from __future__ import annotations

import numpy as np

from oneplace.flow.kernel.compiled import compiled, fetch
from oneplace.flow.kernel.counts import open_log
from oneplace.flow.kernel.draws import draw, draw_for, key_of, stream_of, uniform
from oneplace.flow.kernel.entering import enter, has_room
from oneplace.flow.kernel.layout import (
    AT_INTERVALS,
    AT_TIMES,
    FOR_BATCH,
    FOR_FIFTH,
    FOR_STAY,
    NEVER,
    QUEUED,
)
from oneplace.flow.kernel.leaving import turn_aside, turn_away
from oneplace.flow.kernel.queues import join_queue
from oneplace.flow.kernel.stays import could_start, serve
from oneplace.flow.kernel.ways import open_way


@compiled
def _next_time(st, c):
    """The time of the next arrival of a class after its last, by exact inversion of its rate; inf if none comes."""
    cls = st.classes[c]
    n = cls.drawn
    cls.drawn = n + 1
    if cls.arrives == NEVER:
        return np.inf
    if cls.arrives == AT_TIMES:
        return st.segments[cls.segment + n].start if n < cls.segments else np.inf
    key = key_of(cls.of_arrivals, n)
    if cls.arrives == AT_INTERVALS:
        return cls.next + draw(st, cls.interval, key, 0, 0, FOR_STAY)
    to_go = -np.log(uniform(key, 0, 0, FOR_STAY))
    at, last = cls.next, cls.segment + cls.segments - 1
    k = cls.segment + cls.at_segment
    rate = st.segments[k].rate
    while k < last:
        end = st.segments[k + 1].start
        room = rate * (end - at)
        if to_go <= room and rate > 0.0:
            break
        to_go -= room
        at = end
        k += 1
        rate = st.segments[k].rate
    cls.at_segment = k - cls.segment
    return at + to_go / rate if rate > 0.0 else np.inf


@compiled
def _find_next_class(st):
    clock, best, at = st.clock[0], -1, np.inf
    for c in range(clock.classes):
        if st.classes[c].next < at:
            best, at = c, st.classes[c].next
    clock.next_class, clock.next_arrival = best, at


@compiled
def _how_many(st, c):
    """How many come at once."""
    cls = st.classes[c]
    if cls.batches == 0:
        return 1
    u = uniform(key_of(cls.of_arrivals, cls.drawn), 0, 0, FOR_BATCH)
    i, last = cls.batch, cls.batch + cls.batches - 1
    while i < last and u >= st.batches[i].below:
        i += 1
    return st.batches[i].patients


@compiled
def _new_patient(st, cls, number, key, now):
    """Take a free slot for somebody."""
    clock = st.clock[0]
    s = clock.free_first
    me = st.patients[s]
    clock.free_first = me.after
    fetch(st.patients, np.int64(me.after))
    clock.free_left -= 1
    clock.inside += 1
    clock.entered += 1
    me.cls = me.becomes = me.arrived_as = cls
    me.number, me.key, me.came = number, key, now
    me.hop = me.visit = me.fifth = 0
    me.state = QUEUED
    if clock.fifths > 1:
        u = uniform(key, 0, 0, FOR_FIFTH)
        while me.fifth < 4 and u >= st.fifths[cls * 5 + me.fifth]:
            me.fifth += 1
    if clock.watches > 0:
        st.timed[s] = 0 if number >= 0 else -1  # when those came who are there at the start is not known
    if clock.returns == 1:
        for p in range(clock.places):
            st.visits[s * clock.places + p] = 0
    return s


@compiled
def arrive(st, now):
    """The patients of the class whose turn it is come; then the next arrival is found."""
    clock = st.clock[0]
    c = clock.next_class
    cls = st.classes[c]
    for _ in range(_how_many(st, c)):
        number = cls.came
        cls.came = number + 1
        s = _new_patient(st, c, number, key_of(cls.of_patients, number), now)
        group = st.groups[c * clock.fifths + st.patients[s].fifth]
        group.arrivals += 1
        if cls.enters != cls.usual:
            group.diverted += 1
        to = open_way(st, s, cls.enters)
        if to < 0:
            turn_aside(st, s, -1 - to)
        elif has_room(st, s, to):
            enter(st, s, to, now, -1)
        else:
            turn_away(st, s, to)
    cls.next = _next_time(st, c)
    _find_next_class(st)


@compiled
def _start_here(st, i):
    """Somebody who is at a place when the run starts, with the rest of a stay before them."""
    clock, of = st.clock[0], st.starts[i]
    p = of.place
    key = key_of(stream_of(clock.seed, -1 - clock.classes - of.cls), i)
    s = _new_patient(st, of.cls, -1 - i, key, 0.0)
    me = st.patients[s]
    me.at, me.stopped = p, 1  # as one who was served before: there is no wait to count
    me.joined = me.since = 0.0
    me.full_stay = me.left_to_go = draw_for(st, s, of.dist, p, FOR_STAY)
    if clock.logging == 1:
        open_log(st, s, p, 0.0)
    if could_start(st, s, p, 0, -1):
        serve(st, s, p, 0.0)
    else:
        st.places[p].waiting += 1
        join_queue(st, s, p, False)


@compiled
def begin(st):
    """Fill the places as the file says, and draw each class's first arrival."""
    clock = st.clock[0]
    clock.begun = 1
    for i in range(clock.starts):
        _start_here(st, i)
    for c in range(clock.classes):
        cls = st.classes[c]
        cls.of_arrivals, cls.of_patients = stream_of(clock.seed, -1 - c), stream_of(clock.seed, c)
        cls.next = _next_time(st, c)
    _find_next_class(st)
