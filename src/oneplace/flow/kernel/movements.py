"""Patients come into places, go on, are held, give up and go out: every change of place."""

from __future__ import annotations

import numpy as np

from oneplace.flow.kernel.coming import push
from oneplace.flow.kernel.compiled import compiled
from oneplace.flow.kernel.counts import bin_of, open_log, record, row_of, stop_clocks, tick
from oneplace.flow.kernel.draws import draw_for, uniform
from oneplace.flow.kernel.invariants import is_stuck
from oneplace.flow.kernel.layout import (
    BINS,
    DELAYED,
    END_OF_DELAY,
    END_OF_STAY,
    FIRST_FREE,
    FOR_BECOMING,
    FOR_DELAY,
    FOR_PATIENCE,
    FOR_ROUTE,
    FOR_STAY,
    FOR_TURNAROUND,
    FOR_WORSENING,
    FREE,
    HELD,
    LEAST_LOADED,
    NOWHERE,
    OF_PLACE,
    OUT_OF_PATIENCE,
    QUEUED,
    TURNING,
    WORSENS,
)
from oneplace.flow.kernel.queues import join_held, join_queue, leave_queue, leave_served, line_of, note, stand_behind
from oneplace.flow.kernel.stays import clear_the_way, could_start, end_overtime, give_back_staff, make_way, serve


@compiled
def has_room(st, s, p):
    """Whether a place can take a patient now: into its queue, or at once."""
    here = st.places[p]
    if here.queue_limit < 0 or here.waiting < here.queue_limit:
        return True
    if here.waiting == 0 and could_start(st, s, p, 0, -1):
        return True
    return make_way(st, s, p, -1) > 0


@compiled
def enter(st, s, p, now, left):
    """Come into a place that has room (having ``left`` a cell, or -1): start at once if nobody is before, else wait."""
    here, me, clock = st.places[p], st.patients[s], st.clock[0]
    me.at, me.state, me.stopped = p, QUEUED, 0
    me.cls = me.becomes
    if clock.returns == 1:
        me.visit = st.visits[s * clock.places + p]
        st.visits[s * clock.places + p] += 1
    me.joined = me.since = now
    cell = st.cells[p * clock.classes + me.cls]
    st.counts[cell.row + me.fifth].visits += 1
    if clock.logging == 1:
        open_log(st, s, p, now)
    me.full_stay = me.left_to_go = draw_for(st, s, cell.stay, p, FOR_STAY)
    able, ways = here.waiting == 0 and could_start(st, s, p, 0, left), 0
    if not able:
        ways = make_way(st, s, p, left)
    clear_the_way(st, s, p, ways, now)
    if able or ways > 0:
        serve(st, s, p, now)
        return
    tick(here, now)
    here.waiting += 1
    me.fresh = clock.pushed
    join_queue(st, s, p, here.lifo == 1)
    if cell.patience >= 0:
        push(st, now + draw_for(st, s, cell.patience, p, FOR_PATIENCE), s, OUT_OF_PATIENCE)
    if cell.worsen_after >= 0:
        push(st, now + draw_for(st, s, cell.worsen_after, p, FOR_WORSENING), s, WORSENS)
    if clock.pools > 0:
        note(st, p)  # the one before may wait for staff that this one does not need


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
    """Leave the pathway by an exit."""
    clock, me = st.clock[0], st.patients[s]
    g = me.cls * clock.fifths + me.fifth
    group, whole = st.groups[g], now - me.came
    st.exits[way * clock.groups + g] += 1
    group.completed += 1
    group.time_in_all += whole
    st.group_hist[g * BINS + bin_of(whole)] += 1
    if clock.logging == 1:
        st.log[me.log_row].to = -1 - way
    clock.gone += 1
    release(st, s)


@compiled
def turn_aside(st, s, way):
    """Somebody who comes from outside is sent to an exit at once."""
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
def _target(st, s, p):
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
def _becomes(st, s, p):
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
        me.becomes = _becomes(st, s, p)
    to, delay = _target(st, s, p)
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


@compiled
def give_up(st, s, now):
    """Patience is over."""
    me = st.patients[s]
    p = np.int64(me.at)
    st.counts[row_of(st, s, p)].left += 1
    _go_unserved(st, s, st.cells[p * st.clock[0].classes + me.cls].leave_to, now)


@compiled
def close(st, p, now):
    """A place closes: who waits and has not been served there goes where its class is sent."""
    clock = st.clock[0]
    for line in range(p * clock.ranks, (p + 1) * clock.ranks):
        s = st.lines[line].first
        while s >= 0:
            me = st.patients[s]
            after, to = np.int64(me.after), st.cells[p * clock.classes + me.cls].closing_to
            if to != NOWHERE and me.stopped == 0:
                st.counts[row_of(st, s, p)].cancelled += 1
                _go_unserved(st, s, to, now)
            s = after


@compiled
def _go_unserved(st, s, to, now):
    """Leave the queue, for another place or for an exit."""
    me, clock = st.patients[s], st.clock[0]
    p = np.int64(me.at)
    here = st.places[p]
    tick(here, now)
    leave_queue(st, s, p)
    here.waiting -= 1
    st.counts[row_of(st, s, p)].unserved += now - me.since
    me.fresh = clock.pushed
    if clock.logging == 1:
        st.log[me.log_row].went = now
    note(st, p)
    to = open_way(st, s, to)
    if clock.watches > 0:
        stop_clocks(st, s, p, to, 0, now)
    if to < 0:
        go_out(st, s, -1 - to, now)
        return
    if clock.logging == 1:
        st.log[me.log_row].to = to
    if has_room(st, s, to):
        enter(st, s, to, now, -1)
    else:
        turn_away(st, s, to)


@compiled
def worsen(st, s, now):
    """Waited too long: go on as another class, in that class's line by the time since when one has waited."""
    me, clock = st.patients[s], st.clock[0]
    p = np.int64(me.at)
    leave_queue(st, s, p)
    old = st.cells[p * clock.classes + me.cls]
    st.counts[row_of(st, s, p)].unserved += now - me.since
    me.cls = me.becomes = old.worsen_to
    new = st.cells[p * clock.classes + me.cls]
    st.counts[row_of(st, s, p)].unserved -= now - me.since  # all of the wait will be counted there
    ahead = st.lines[line_of(st, s, p)].last
    while ahead >= 0 and st.patients[ahead].joined > me.joined:
        ahead = st.patients[ahead].before
    if ahead < 0 or st.places[p].lifo == 1:
        join_queue(st, s, p, True)
    else:
        stand_behind(st, s, p, ahead)
    if new.stay != old.stay:
        me.full_stay = me.left_to_go = draw_for(st, s, new.stay, p, FOR_STAY)
    if new.worsen_after >= 0:
        purpose = FOR_WORSENING + 100 * me.cls
        push(st, now + draw_for(st, s, new.worsen_after, p, purpose), s, WORSENS)
    note(st, p)
