"""Stays: whether one can begin, with its place and staff; its beginning; and its interruption."""

from __future__ import annotations

import numpy as np

from oneplace.flow.kernel.compiled import compiled
from oneplace.flow.kernel.counts import record, row_of, tick, tick_pool
from oneplace.flow.kernel.draws import draw_for
from oneplace.flow.kernel.heap import push
from oneplace.flow.kernel.layout import (
    END_OF_STAY,
    FOR_RESAMPLE,
    OF_ENTRY,
    OF_WAIT,
    QUEUED,
    RESAMPLE,
    RESTART,
    SERVED,
)
from oneplace.flow.kernel.queues import join_queue, join_served, latest_served, leave_served, note


@compiled
def could_start(st, s, p, victim, came_from):
    """Whether a place and all that its stay uses are free for a patient (who brings along what he holds now).

    ``victim`` (or -1) is a patient of that place who would make way; ``came_from`` (or -1) the place that the patient
    has left at this instant: the staff given back there go along, even where their number was lowered meanwhile.
    """
    here, pools = st.places[p], st.clock[0].pools
    way = 0 if victim < 0 else 1
    if here.capacity >= 0 and here.inside - way >= here.capacity:
        return False
    if pools == 0:
        return True
    me, classes = st.patients[s], st.clock[0].classes
    held_at = np.int64(me.at) if me.state >= SERVED else -1
    for k in range(pools):
        pool, need = st.pools[k], st.uses[(p * classes + me.cls) * pools + k]
        if need > 0:
            brought, along = 0, 0
            if held_at >= 0:
                brought = st.uses[(held_at * classes + me.cls) * pools + k]
            if way == 1:
                brought += st.uses[(p * classes + st.patients[victim].cls) * pools + k]
            if came_from >= 0:
                along = st.uses[(came_from * classes + me.cls) * pools + k]
            if need > brought + along and pool.used + need - brought > pool.number:
                return False
    return True


@compiled
def take_staff(st, s, p, now):
    """Take what a patient's stay at a place uses."""
    pools = st.clock[0].pools
    first = (p * st.clock[0].classes + st.patients[s].cls) * pools
    for k in range(pools):
        if st.uses[first + k] > 0:
            pool = st.pools[k]
            tick_pool(pool, now)
            pool.used += st.uses[first + k]


@compiled
def give_back_staff(st, s, p, now):
    """Give back what a patient's stay at a place used."""
    pools = st.clock[0].pools
    first = (p * st.clock[0].classes + st.patients[s].cls) * pools
    for k in range(pools):
        if st.uses[first + k] > 0:
            pool = st.pools[k]
            tick_pool(pool, now)
            pool.used -= st.uses[first + k]
            note(st, st.clock[0].places + k)


@compiled
def serve(st, s, p, now):
    """Begin (or take up again) a stay; the place and its staff are free."""
    here, me, clock = st.places[p], st.patients[s], st.clock[0]
    tick(here, now)
    take_staff(st, s, p, now)
    here.inside += 1
    here.most = max(here.most, here.inside)
    row = row_of(st, s, p)
    count = st.counts[row]
    if me.stopped == 0:
        wait, since = now - me.joined, now - me.came
        count.starts += 1
        if wait > 0.0:
            count.waited += 1
            count.wait += wait
        if wait <= here.target:
            count.in_target += 1
        record(st, OF_WAIT, row, wait)
        count.since_entry += since
        record(st, OF_ENTRY, row, since)
        if clock.logging == 1:
            st.log[me.log_row].started = now
    else:
        count.wait_interrupted += now - me.since
    me.state = SERVED
    me.since = now
    me.ends = now + me.left_to_go
    me.fresh = clock.pushed
    if here.keeps_list == 1:
        join_served(st, s, p)
    push(st, me.ends, s, END_OF_STAY)


@compiled
def interrupt(st, s, now):
    """Stop a stay; the patient goes to the front of the queue of his rank, even where the queue is full."""
    me, clock = st.patients[s], st.clock[0]
    p = np.int64(me.at)
    here = st.places[p]
    tick(here, now)
    leave_served(st, s, p)
    give_back_staff(st, s, p, now)
    here.inside -= 1
    here.waiting += 1
    st.counts[row_of(st, s, p)].interrupted += 1
    me.stopped += 1
    me.state = QUEUED
    if here.preempt == RESTART:
        me.left_to_go = me.full_stay
    elif here.preempt == RESAMPLE:
        dist = st.cells[p * clock.classes + me.cls].stay
        me.left_to_go = me.full_stay = draw_for(st, s, dist, p, FOR_RESAMPLE + me.stopped)
    else:
        me.left_to_go = me.ends - now
    me.since = now
    me.fresh = clock.pushed
    join_queue(st, s, p, True)


@compiled
def interrupt_latest(st, p, better_than, now):
    """Stop one stay at a place; False if there is none to stop."""
    victim = latest_served(st, p, better_than)
    if victim < 0:
        return False
    interrupt(st, victim, now)
    return True


@compiled
def make_way(st, s, p, came_from):
    """The patient who would make way for this one at a place that lets the better rank interrupt; -1 if none."""
    if st.places[p].preempt == 0:
        return -1
    victim = latest_served(st, p, st.classes[st.patients[s].cls].rank)
    return victim if victim >= 0 and could_start(st, s, p, victim, came_from) else -1
