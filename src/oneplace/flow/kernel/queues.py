"""Lines of patients, linked through the patients themselves: a place's queue and those held before it, by rank; those
whose stay can be interrupted; and the ring of places to see to."""

from __future__ import annotations

import numpy as np

from oneplace.flow.kernel.compiled import compiled, fetch


@compiled
def line_of(st, s, p):
    """The row of a patient's line at a place."""
    clock = st.clock[0]
    return p * clock.ranks + st.cells[p * clock.classes + st.patients[s].becomes].rank


@compiled
def join_queue(st, s, p, in_front):
    """Stand last (or first) in a place's queue."""
    line, me = st.lines[line_of(st, s, p)], st.patients[s]
    me.after = me.before = -1
    if line.first < 0:
        line.first = line.last = s
    elif in_front:
        me.after = line.first
        st.patients[line.first].before = s
        line.first = s
    else:
        me.before = line.last
        st.patients[line.last].after = s
        line.last = s


@compiled
def stand_behind(st, s, p, ahead):
    """Stand in a place's queue right behind somebody."""
    line, me, other = st.lines[line_of(st, s, p)], st.patients[s], st.patients[ahead]
    me.before, me.after = ahead, other.after
    if other.after < 0:
        line.last = s
    else:
        st.patients[other.after].before = s
    other.after = s


@compiled
def leave_queue(st, s, p):
    """Go out of a place's queue."""
    line, me = st.lines[line_of(st, s, p)], st.patients[s]
    if me.before < 0:
        line.first = me.after
    else:
        st.patients[me.before].after = me.after
    if me.after < 0:
        line.last = me.before
    else:
        st.patients[me.after].before = me.before
        fetch(st.patients, np.int64(me.after))


@compiled
def join_held(st, s, p):
    """Be held before a place, as the last of one's rank."""
    line, me = st.lines[line_of(st, s, p)], st.patients[s]
    me.after = -1
    if line.held_first < 0:
        line.held_first = s
    else:
        st.patients[line.held_last].after = s
    line.held_last = s


@compiled
def leave_held(st, s, p):
    """The first of those held before a place, of one rank, may go on."""
    st.lines[line_of(st, s, p)].held_first = st.patients[s].after


@compiled
def first_waiting(st, p):
    """The first patient of the best rank in a place's queue; -1 if there is none."""
    if st.places[p].waiting == 0:
        return -1
    row = p * st.clock[0].ranks
    while st.lines[row].first < 0:
        row += 1
    return st.lines[row].first


@compiled
def first_held(st, p):
    """The first patient of the best rank who is held before a place; -1 if there is none."""
    if st.places[p].wanted == 0:
        return -1
    row = p * st.clock[0].ranks
    while st.lines[row].held_first < 0:
        row += 1
    return st.lines[row].held_first


@compiled
def join_served(st, s, p):
    """Be the latest of those of one's rank whose stay can be interrupted."""
    line, me = st.lines[line_of(st, s, p)], st.patients[s]
    me.in_before, me.in_after = line.served_last, -1
    if line.served_last >= 0:
        st.patients[line.served_last].in_after = s
    line.served_last = s


@compiled
def leave_served(st, s, p):
    """A stay is over or interrupted: it can no longer be."""
    me = st.patients[s]
    if me.in_before >= 0:
        st.patients[me.in_before].in_after = me.in_after
    if me.in_after < 0:
        st.lines[line_of(st, s, p)].served_last = me.in_before
    else:
        st.patients[me.in_after].in_before = me.in_before


@compiled
def latest_served(st, p, rank):
    """Who makes way at a place: of the worst rank the one who started last, if worse than ``rank``; -1 if none."""
    first = p * st.clock[0].ranks
    for line in range(first + st.clock[0].ranks - 1, first + rank, -1):
        if st.lines[line].served_last >= 0:
            return st.lines[line].served_last
    return -1


@compiled
def note(st, which):
    """Note that a place (or, after the places, a pool) may have become free."""
    if st.noted[which] == 0:
        clock = st.clock[0]
        st.noted[which] = 1
        end, size = clock.work_first + clock.work_size, clock.places + clock.pools
        st.work[end if end < size else end - size] = which
        clock.work_size += 1
