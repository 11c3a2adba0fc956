"""Patients go on, are held, and go out; and their beds are made ready for the next."""

from __future__ import annotations

import numpy as np

from oneplace.flow.kernel.coming import push
from oneplace.flow.kernel.compiled import compiled
from oneplace.flow.kernel.counts import bin_of, record, row_of, stop_clocks, tick
from oneplace.flow.kernel.draws import draw_for
from oneplace.flow.kernel.entering import enter, has_room
from oneplace.flow.kernel.invariants import is_stuck
from oneplace.flow.kernel.layout import (
    BINS,
    DELAYED,
    END_OF_DELAY,
    END_OF_STAY,
    FOR_DELAY,
    FOR_TURNAROUND,
    FREE,
    HELD,
    OF_PLACE,
    QUEUED,
    TURNING,
)
from oneplace.flow.kernel.queues import join_held, leave_served, note
from oneplace.flow.kernel.stays import end_overtime, give_back_staff
from oneplace.flow.kernel.ways import becomes_of, open_way, target_of


@compiled
def _turn_round(st, s, p, dist, now):
    """Begin to make ready the bed that a patient leaves: it takes a slot, and has no patient."""
    clock, t = st.clock[0], st.clock[0].free_first
    seconds = draw_for(st, s, dist, p, FOR_TURNAROUND)
    bed = st.patients[t]
    clock.free_first = bed.after
    clock.free_left -= 1
    bed.state, bed.at, bed.cls = TURNING, p, st.patients[s].cls
    bed.fresh = clock.pushed
    st.places[p].turning += 1
    push(st, now + seconds, t, END_OF_STAY)


@compiled
def end_turnaround(st, t, now):
    """A bed is ready for the next."""
    clock, bed = st.clock[0], st.patients[t]
    p = np.int64(bed.at)
    here = st.places[p]
    tick(here, now)
    here.turning -= 1
    bed.state = FREE
    bed.fresh = clock.pushed
    bed.after = clock.free_first
    clock.free_first = t
    clock.free_left += 1
    if here.waiting > 0 or here.wanted > 0:
        note(st, p)


@compiled
def leave(st, s, q, now):
    """Go out of the place where the patient is (served, delayed or held), to ``q``: it and its staff become free."""
    me, clock = st.patients[s], st.clock[0]
    p = np.int64(me.at)
    if clock.watches > 0:
        stop_clocks(st, s, p, q, 0, now)
    here, row = st.places[p], row_of(st, s, p)
    count = st.counts[row]
    tick(here, now)
    if me.state == HELD:
        here.blocked -= 1
        st.held[p * clock.places + me.target] -= 1
        st.places[me.target].wanted -= 1
        count.in_block += now - me.since
    end_overtime(here, me)
    here.inside -= 1
    in_place = now - me.joined
    count.leavers += 1
    count.in_place += in_place
    record(st, OF_PLACE, row, in_place)
    if clock.logging == 1:
        st.log[me.log_row].went = now
    give_back_staff(st, s, p, now)
    turnaround = st.cells[p * clock.classes + me.cls].turnaround
    if turnaround >= 0 and q != p:
        _turn_round(st, s, p, turnaround, now)
    me.state = QUEUED
    if here.waiting > 0 or here.wanted > 0:
        note(st, p)


@compiled
def release(st, s):
    """Somebody is gone: the slot is free for the next."""
    clock, me = st.clock[0], st.patients[s]
    me.state = FREE
    me.fresh = clock.pushed
    me.after = clock.free_first
    clock.free_first = s
    clock.free_left += 1
    clock.inside -= 1


@compiled
def go_out(st, s, way, now):
    """Leave the pathway by an exit after a stay: it is completed."""
    clock, me = st.clock[0], st.patients[s]
    g = me.cls * clock.fifths + me.fifth
    group, whole = st.groups[g], now - me.came
    group.completed += 1
    group.time_in_all += whole
    st.group_hist[g * BINS + bin_of(whole)] += 1
    go_out_unserved(st, s, way)


@compiled
def go_out_unserved(st, s, way):
    """Leave the pathway by an exit."""
    if st.clock[0].logging == 1:
        st.log[st.patients[s].log_row].to = -1 - way
    turn_aside(st, s, way)


@compiled
def turn_aside(st, s, way):
    """Be sent to an exit at once, such as somebody who comes from outside."""
    clock, me = st.clock[0], st.patients[s]
    st.exits[way * clock.groups + me.cls * clock.fifths + me.fifth] += 1
    clock.gone += 1
    release(st, s)


@compiled
def turn_away(st, s, p):
    """Somebody who finds a place full, and came from outside or gave up elsewhere, is lost."""
    st.counts[row_of(st, s, p)].lost += 1
    st.clock[0].lost += 1
    release(st, s)


@compiled
def end_stay(st, s, now):
    """A stay is over: find where to go, and go, perhaps after a delay that holds the place."""
    me, clock = st.patients[s], st.clock[0]
    p = np.int64(me.at)
    if st.places[p].keeps_list == 1:
        leave_served(st, s, p)
    st.counts[row_of(st, s, p)].in_stay += me.full_stay
    if clock.logging == 1:
        st.log[me.log_row].finished = now
    if st.cells[p * clock.classes + me.cls].becomings > 0:
        me.becomes = becomes_of(st, s, p)
    to, delay = target_of(st, s, p)
    me.target = to
    if delay >= 0:
        me.state = DELAYED
        me.since = now
        push(st, now + draw_for(st, s, delay, p, FOR_DELAY), s, END_OF_DELAY)
    else:
        carry_on(st, s, now)


@compiled
def carry_on(st, s, now):
    """Go to the next place or out; where there is no room, stay and hold the place."""
    me, clock = st.patients[s], st.clock[0]
    p, q = np.int64(me.at), open_way(st, s, np.int64(me.target))
    me.target = q
    if me.state == DELAYED:
        st.counts[row_of(st, s, p)].in_delay += now - me.since
    if clock.logging == 1 and q >= 0:
        st.log[me.log_row].to = q
    if q < 0 or q == p or has_room(st, s, q):
        leave(st, s, q, now)
        if q < 0:
            go_out(st, s, -1 - q, now)
        else:
            enter(st, s, q, now, p * clock.classes + me.cls)
    else:
        _hold(st, s, p, q, now)


@compiled
def _hold(st, s, p, q, now):
    """There is no room at ``q``: the patient keeps the place at ``p``."""
    here, me, clock = st.places[p], st.patients[s], st.clock[0]
    tick(here, now)
    me.state = HELD
    me.since = now
    here.blocked += 1
    st.held[p * clock.places + q] += 1
    st.places[q].wanted += 1
    st.counts[row_of(st, s, p)].hindered += 1
    join_held(st, s, q)
    if here.blocked == here.inside and is_stuck(st, p):
        clock.stuck = 1
