"""Stays: whether one can begin, with its place and staff; its beginning; and its interruption."""

from __future__ import annotations

import numpy as np

from oneplace.flow.kernel.coming import push
from oneplace.flow.kernel.compiled import compiled
from oneplace.flow.kernel.counts import record, row_of, stop_clocks, tick, tick_pool
from oneplace.flow.kernel.draws import draw_for
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
from oneplace.flow.kernel.queues import join_queue, join_served, latest_served, leave_served, line_of, note


@compiled
def is_of_earlier_shift(of, me):
    """Whether a patient's stay at a place began before it (or a pool that it uses) handed over to another shift."""
    return of.overtime > 0 and me.ends - me.left_to_go < of.handed_over - 1e-6


@compiled
def could_start(st, s, p, ways, left):
    """Whether a place and all that its stay uses are free for a patient (who brings along what he holds now).

    ``ways`` is how many patients of that place would make way; what they would give back stands in ``scratch``, after
    the places. ``left`` (or -1) is the cell, class at place, that the patient has left at this instant: the staff given
    back there go along, even where their number was lowered meanwhile.
    """
    here = st.places[p]
    if here.capacity >= 0 and here.inside + here.turning - here.overtime - ways >= here.capacity:
        return False
    return st.clock[0].pools == 0 or _has_staff(st, s, p, ways, left)


@compiled
def _has_staff(st, s, p, ways, left):
    pools, places = st.clock[0].pools, st.clock[0].places
    me, classes = st.patients[s], st.clock[0].classes
    held_at = np.int64(me.at) if me.state >= SERVED else -1
    for k in range(pools):
        pool, need = st.pools[k], st.uses[(p * classes + me.becomes) * pools + k]
        if need > 0:
            brought, along, freed = 0, 0, 0
            if held_at >= 0:
                brought = st.uses[(held_at * classes + me.cls) * pools + k]
                if not is_of_earlier_shift(pool, me):
                    freed = brought
            if ways > 0:
                freed += st.scratch[places + k]
                brought += st.scratch[places + k]
            if left >= 0:
                along = st.uses[left * pools + k]
            if need > brought + along and pool.used - pool.overtime + need - freed > pool.number:
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
            if is_of_earlier_shift(pool, st.patients[s]):
                pool.overtime -= st.uses[first + k]
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
        if clock.watches > 0:
            stop_clocks(st, s, p, -1, 1, now)
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
def end_overtime(here, me):
    """Somebody whose stay began in an earlier shift, which then handed over, no longer takes its staff's time."""
    if is_of_earlier_shift(here, me):
        here.overtime -= 1


@compiled
def interrupt(st, s, now):
    """Stop a stay; the patient goes to the front of the queue of his rank, even where the queue is full."""
    me, clock = st.patients[s], st.clock[0]
    p = np.int64(me.at)
    here = st.places[p]
    tick(here, now)
    leave_served(st, s, p)
    give_back_staff(st, s, p, now)
    end_overtime(here, me)
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
def make_way(st, s, p, left):
    """How many patients would make way for this one: of the worst rank the latest first, as many as are needed.

    0 where the place lets nobody interrupt, or where all of a worse rank together would not be enough.
    """
    return 0 if st.places[p].preempt == 0 else _ways(st, s, p, left)


@compiled
def _ways(st, s, p, left):
    clock, ways = st.clock[0], 0
    for k in range(clock.pools):
        st.scratch[clock.places + k] = 0
    first = p * clock.ranks
    for line in range(first + clock.ranks - 1, line_of(st, s, p), -1):
        victim = st.lines[line].served_last
        while victim >= 0:
            ways += 1
            for k in range(clock.pools):
                if not is_of_earlier_shift(st.pools[k], st.patients[victim]):
                    used = st.uses[(p * clock.classes + st.patients[victim].cls) * clock.pools + k]
                    st.scratch[clock.places + k] += used
            if could_start(st, s, p, ways, left):
                return ways
            victim = st.patients[victim].in_before
    return 0


@compiled
def clear_the_way(st, s, p, ways, now):
    """Interrupt as many as ``make_way`` has said."""
    clock = st.clock[0]
    for _ in range(ways):
        interrupt_latest(st, p, st.cells[p * clock.classes + st.patients[s].becomes].rank, now)


@compiled
def interrupt_user(st, k, now):
    """Stop the latest stay, of the worst rank, that uses a pool where its shift's end stops stays; False if none."""
    clock, found, worst = st.clock[0], -1, -1
    for p in range(clock.places):
        here = st.places[p]
        if st.users[k * clock.places + p] == 1 and (here.interrupt == 1 or st.pools[k].interrupt == 1):
            for rank in range(clock.ranks):
                s = st.lines[p * clock.ranks + rank].served_last
                while s >= 0 and st.uses[(p * clock.classes + st.patients[s].cls) * clock.pools + k] == 0:
                    s = st.patients[s].in_before
                if s >= 0 and (rank > worst or (rank == worst and st.patients[s].since > st.patients[found].since)):
                    found, worst = s, rank
    if found < 0:
        return False
    interrupt(st, found, now)
    return True
