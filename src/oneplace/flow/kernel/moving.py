"""Patients enter, wait, are served, go on, are held, give up and leave: every change of state, in one place each."""

from __future__ import annotations

import math

import numpy as np

from oneplace.flow.kernel.compiled import compiled
from oneplace.flow.kernel.draws import draw, key_of, uniform
from oneplace.flow.kernel.heap import push
from oneplace.flow.kernel.layout import *


# --- time and counting -------------------------------------------------------------------------------------------
@compiled
def _tick(place_s, area, p, now):
    """Bring a place's time integrals up to now, before its numbers change."""
    span = now - area[p, LAST]
    if span > 0.0:
        area[p, AREA_INSIDE] += place_s[p, INSIDE] * span
        area[p, AREA_WAITING] += place_s[p, WAITING] * span
        area[p, AREA_BLOCKED] += place_s[p, BLOCKED] * span
        area[p, AREA_CAPACITY] += place_s[p, CAPACITY] * span
        area[p, LAST] = now


@compiled
def _tick_pool(pool_s, pool_area, k, now):
    span = now - pool_area[k, LAST]
    pool_area[k, AREA_INSIDE] += pool_s[k, USED] * span
    pool_area[k, AREA_CAPACITY] += pool_s[k, CAPACITY] * span
    pool_area[k, LAST] = now


@compiled
def flush(net, st, now):
    """Bring every time integral up to now."""
    for p in range(st.place_s.shape[0]):
        _tick(st.place_s, st.area, p, now)
    for k in range(st.pool_s.shape[0]):
        _tick_pool(st.pool_s, st.pool_area, k, now)


@compiled
def bin_of(seconds):
    """The histogram's bin: 0 under half a second, then 32 equal parts of each doubling."""
    if seconds < 0.5:
        return 0
    mantissa, exponent = math.frexp(seconds)
    return min(BINS - 1, 1 + exponent * BINS_PER_DOUBLING + np.int64((mantissa - 0.5) * 2 * BINS_PER_DOUBLING))


@compiled
def _group(net, pat_i, s):
    fifths = net.set_i[FIFTHS]
    return pat_i[s, CLS] * fifths + pat_i[s, FIFTH]


@compiled
def _row(net, pat_i, s, p):
    """The row of a patient's counts at a place."""
    fifths = net.set_i[FIFTHS]
    return (p * net.class_i.shape[0] + pat_i[s, CLS]) * fifths + pat_i[s, FIFTH]


@compiled
def _log(net, st, s, column, now):
    if net.set_i[LOGGING] == 1:
        st.log_f[st.pat_i[s, LOG_ROW], column] = now


@compiled
def _open_log(net, st, s, p, now):
    """A row of the visit log: who, as which class, where, which visit; times follow."""
    if net.set_i[LOGGING] == 1:
        row = st.now_i[LOG_SIZE]
        st.now_i[LOG_SIZE] = row + 1
        pat_i = st.pat_i
        pat_i[s, LOG_ROW] = row
        st.log_i[row, 0], st.log_i[row, 1], st.log_i[row, 2] = pat_i[s, ID], pat_i[s, ARRIVED_AS], pat_i[s, CLS]
        st.log_i[row, 3], st.log_i[row, 4], st.log_i[row, 5] = pat_i[s, FIFTH], p, pat_i[s, VISIT]
        st.log_i[row, 6] = STILL_THERE
        st.log_f[row, 0] = now


# --- lists -------------------------------------------------------------------------------------------------------
@compiled
def _append(lists, pat_i, row, head, s, first):
    """Put a patient last (or first) into a list; ``head`` is its column, the tail stands in the next."""
    tail = head + 1
    if lists[row, head] < 0:
        lists[row, head] = lists[row, tail] = s
        pat_i[s, AFTER] = pat_i[s, BEFORE] = -1
    elif first:
        pat_i[s, AFTER], pat_i[s, BEFORE] = lists[row, head], -1
        pat_i[lists[row, head], BEFORE] = s
        lists[row, head] = s
    else:
        pat_i[s, BEFORE], pat_i[s, AFTER] = lists[row, tail], -1
        pat_i[lists[row, tail], AFTER] = s
        lists[row, tail] = s


@compiled
def unlink(lists, pat_i, row, head, s):
    """Take a patient out of a list."""
    before, after = pat_i[s, BEFORE], pat_i[s, AFTER]
    if before < 0:
        lists[row, head] = after
    else:
        pat_i[before, AFTER] = after
    if after < 0:
        lists[row, head + 1] = before
    else:
        pat_i[after, BEFORE] = before


@compiled
def _head(net, lists, p, column):
    """The first patient of the best rank in a place's queue (or of those held before it); -1 if there is none."""
    ranks = net.set_i[RANKS]
    for r in range(p * ranks, p * ranks + ranks):
        if lists[r, column] >= 0:
            return lists[r, column]
    return -1


@compiled
def _list_row(net, pat_i, s, p):
    return p * net.set_i[RANKS] + net.class_i[pat_i[s, CLS], RANK]


@compiled
def to_do(st, which):
    """Note that a place (or, after the places, a pool) may have become free."""
    if st.work[1, which] == 0:
        n = st.work.shape[1]
        st.work[0, (st.now_i[WORK_HEAD] + st.now_i[WORK_SIZE]) % n] = which
        st.work[1, which] = 1
        st.now_i[WORK_SIZE] += 1


# --- staff -------------------------------------------------------------------------------------------------------
@compiled
def _could_start(net, st, s, p, victim, came_from):
    """Whether a place and all that its stay uses are free for a patient (who brings along what he holds now).

    ``victim`` (or -1) is a patient of that place who would make way; ``came_from`` (or -1) the place that the patient
    has left at this instant: the staff given back there go along, even where their number was lowered meanwhile.
    """
    way = 0 if victim < 0 else 1
    capacity = st.place_s[p, CAPACITY]
    if capacity >= 0 and st.place_s[p, INSIDE] - way >= capacity:
        return False
    classes = net.class_i.shape[0]
    cls, held_at = st.pat_i[s, CLS], -1
    if st.pat_i[s, STATE] >= SERVED:
        held_at = st.pat_i[s, AT]
    for k in range(st.pool_s.shape[0]):
        need = net.uses[p * classes + cls, k]
        if need > 0:
            brought = net.uses[held_at * classes + cls, k] if held_at >= 0 else 0
            if way == 1:
                brought += net.uses[p * classes + st.pat_i[victim, CLS], k]
            along = net.uses[came_from * classes + cls, k] if came_from >= 0 else 0
            if need > brought + along and st.pool_s[k, USED] + need - brought > st.pool_s[k, CAPACITY]:
                return False
    return True


@compiled
def _seize(net, st, s, p, sign, now):
    """Take (1) or give back (-1) the staff that a patient's stay at a place uses."""
    row = p * net.class_i.shape[0] + st.pat_i[s, CLS]
    for k in range(st.pool_s.shape[0]):
        if net.uses[row, k] > 0:
            _tick_pool(st.pool_s, st.pool_area, k, now)
            st.pool_s[k, USED] += sign * net.uses[row, k]
            if sign < 0:
                to_do(st, st.place_s.shape[0] + k)


# --- being served ------------------------------------------------------------------------------------------------
@compiled
def _serve(net, st, s, p, now):
    """Begin (or take up again) a stay; the place and its staff are free."""
    pat_i, pat_f, place_s = st.pat_i, st.pat_f, st.place_s
    _tick(place_s, st.area, p, now)
    _seize(net, st, s, p, 1, now)
    place_s[p, INSIDE] += 1
    place_s[p, MOST] = max(place_s[p, MOST], place_s[p, INSIDE])
    row = _row(net, pat_i, s, p)
    if pat_i[s, STOPPED] == 0:
        wait = now - pat_f[s, JOINED]
        st.count_i[row, STARTS] += 1
        st.count_i[row, WAITED] += 1 if wait > 0.0 else 0
        st.count_i[row, IN_TARGET] += 1 if wait <= net.target[p] else 0
        st.sum_f[row, WAIT] += wait
        st.hist[OF_WAIT, row, bin_of(wait)] += 1
        since = now - pat_f[s, CAME]
        st.sum_f[row, SINCE_ENTRY] += since
        st.hist[OF_ENTRY, row, bin_of(since)] += 1
        pat_f[s, STARTED] = now
        _log(net, st, s, 1, now)
    else:
        st.sum_f[row, WAIT_INTERRUPTED] += now - pat_f[s, SINCE]
    pat_i[s, STATE] = SERVED
    pat_i[s, STAMP] += 1
    pat_f[s, SINCE] = now
    pat_f[s, ENDS] = now + pat_f[s, LEFT_TO_GO]
    if net.place_i[p, KEEPS_LIST] == 1:
        pat_i[s, IN_BEFORE], pat_i[s, IN_AFTER] = st.served[p, 1], -1
        if st.served[p, 1] >= 0:
            pat_i[st.served[p, 1], IN_AFTER] = s
        else:
            st.served[p, 0] = s
        st.served[p, 1] = s
    push(st.now_i, st.heap_t, st.heap_s, st.heap_p, pat_f[s, ENDS], s, END_OF_STAY, pat_i[s, STAMP])


@compiled
def _off_the_list(net, st, s, p):
    """A stay is over or interrupted: the patient can no longer be made to stop."""
    if net.place_i[p, KEEPS_LIST] == 1:
        before, after = st.pat_i[s, IN_BEFORE], st.pat_i[s, IN_AFTER]
        if before < 0:
            st.served[p, 0] = after
        else:
            st.pat_i[before, IN_AFTER] = after
        if after < 0:
            st.served[p, 1] = before
        else:
            st.pat_i[after, IN_BEFORE] = before


@compiled
def _latest_of_worst(net, st, p, better_than):
    """Who makes way: of the worst rank the one who started last, if that rank is worse than ``better_than``."""
    found, worst = -1, better_than
    s = st.served[p, 1]
    while s >= 0:
        rank = net.class_i[st.pat_i[s, CLS], RANK]
        if rank > worst:
            found, worst = s, rank
        s = st.pat_i[s, IN_BEFORE]
    return found


@compiled
def _interrupt(net, st, s, now):
    """Stop a stay; the patient goes to the front of the queue of his rank, even where the queue is full."""
    pat_i, pat_f = st.pat_i, st.pat_f
    p = pat_i[s, AT]
    _tick(st.place_s, st.area, p, now)
    _off_the_list(net, st, s, p)
    _seize(net, st, s, p, -1, now)
    st.place_s[p, INSIDE] -= 1
    st.place_s[p, WAITING] += 1
    st.count_i[_row(net, pat_i, s, p), INTERRUPTED] += 1
    pat_i[s, STOPPED] += 1
    pat_i[s, STAMP] += 1
    pat_i[s, STATE] = QUEUED
    how = net.place_i[p, PREEMPT]
    if how == RESTART:
        pat_f[s, LEFT_TO_GO] = pat_f[s, FULL_STAY]
    elif how == RESAMPLE:
        dist = net.cell_i[p * net.class_i.shape[0] + pat_i[s, CLS], STAY]
        visit = pat_i[s, VISIT]
        purpose = FOR_RESAMPLE + pat_i[s, STOPPED]
        length = draw(net.dist_i, net.dist_f, net.dist_t, st.used, dist, st.pat_k[s], p, visit, purpose)
        pat_f[s, LEFT_TO_GO] = pat_f[s, FULL_STAY] = length
    else:
        pat_f[s, LEFT_TO_GO] = pat_f[s, ENDS] - now
    pat_f[s, SINCE] = now
    _append(st.lists, pat_i, _list_row(net, pat_i, s, p), QUEUE_HEAD, s, True)


@compiled
def interrupt_latest(net, st, p, better_than, now):
    """Stop one stay at a place; False if there is none to stop."""
    victim = _latest_of_worst(net, st, p, better_than)
    if victim < 0:
        return False
    _interrupt(net, st, victim, now)
    return True


@compiled
def _make_way(net, st, s, p, came_from):
    """The patient who would make way for this one at a place that lets the better rank interrupt; -1 if none."""
    if net.place_i[p, PREEMPT] == 0:
        return -1
    victim = _latest_of_worst(net, st, p, net.class_i[st.pat_i[s, CLS], RANK])
    return victim if victim >= 0 and _could_start(net, st, s, p, victim, came_from) else -1


# --- coming and going --------------------------------------------------------------------------------------------
@compiled
def _has_room(net, st, s, p):
    """Whether a place can take a patient now: into its queue, or at once."""
    limit = net.place_i[p, QUEUE_LIMIT]
    waiting = st.place_s[p, WAITING]
    if limit < 0 or waiting < limit:
        return True
    if waiting == 0 and _could_start(net, st, s, p, -1, -1):
        return True
    return _make_way(net, st, s, p, -1) >= 0


@compiled
def _watch(net, st, s, p, column, purpose, kind, now):
    """Start the clock of somebody's patience, or of their worsening."""
    dist = net.cell_i[p * net.class_i.shape[0] + st.pat_i[s, CLS], column]
    if dist >= 0:
        visit = st.pat_i[s, VISIT]
        after = draw(net.dist_i, net.dist_f, net.dist_t, st.used, dist, st.pat_k[s], p, visit, purpose)
        push(st.now_i, st.heap_t, st.heap_s, st.heap_p, now + after, s, kind, st.pat_i[s, STAMP])


@compiled
def enter(net, st, s, p, now, came_from):
    """Come into a place that has room: start at once if nobody is before, else wait."""
    pat_i, pat_f = st.pat_i, st.pat_f
    pat_i[s, AT], pat_i[s, STATE], pat_i[s, STOPPED] = p, QUEUED, 0
    if net.set_i[CYCLIC] == 1:
        pat_i[s, VISIT] = st.visits[s, p]
        st.visits[s, p] += 1
    pat_f[s, JOINED] = pat_f[s, SINCE] = now
    st.count_i[_row(net, pat_i, s, p), VISITS] += 1
    _open_log(net, st, s, p, now)
    cell = p * net.class_i.shape[0] + pat_i[s, CLS]
    length = draw(
        net.dist_i, net.dist_f, net.dist_t, st.used, net.cell_i[cell, STAY], st.pat_k[s], p, pat_i[s, VISIT], FOR_STAY
    )
    pat_f[s, FULL_STAY] = pat_f[s, LEFT_TO_GO] = length
    if st.place_s[p, WAITING] == 0 and _could_start(net, st, s, p, -1, came_from):
        _serve(net, st, s, p, now)
        return
    victim = _make_way(net, st, s, p, came_from)
    if victim >= 0:
        _interrupt(net, st, victim, now)
        _serve(net, st, s, p, now)
        return
    _tick(st.place_s, st.area, p, now)
    st.place_s[p, WAITING] += 1
    _append(st.lists, pat_i, _list_row(net, pat_i, s, p), QUEUE_HEAD, s, net.place_i[p, LIFO] == 1)
    _watch(net, st, s, p, PATIENCE, FOR_PATIENCE, OUT_OF_PATIENCE, now)
    _watch(net, st, s, p, WORSEN_AFTER, FOR_WORSENING, WORSENS, now)
    if st.pool_s.shape[0] > 0:
        to_do(st, p)  # the one before may wait for staff that this one does not need


@compiled
def _leave(net, st, s, now):
    """Go out of the place where the patient is (served, delayed or held): it and its staff become free."""
    pat_i, pat_f, place_s = st.pat_i, st.pat_f, st.place_s
    p = pat_i[s, AT]
    _tick(place_s, st.area, p, now)
    row = _row(net, pat_i, s, p)
    if pat_i[s, STATE] == HELD:
        q = pat_i[s, TARGET]
        place_s[p, BLOCKED] -= 1
        st.held[p, q] -= 1
        st.sum_f[row, IN_BLOCK] += now - pat_f[s, SINCE]
    place_s[p, INSIDE] -= 1
    in_place = now - pat_f[s, JOINED]
    st.count_i[row, LEAVERS] += 1
    st.sum_f[row, IN_PLACE] += in_place
    st.hist[OF_PLACE, row, bin_of(in_place)] += 1
    _log(net, st, s, 3, now)
    _seize(net, st, s, p, -1, now)
    pat_i[s, STATE] = QUEUED
    to_do(st, p)


@compiled
def _release(st, s):
    st.pat_i[s, STATE] = FREE
    st.pat_i[s, STAMP] += 1
    st.pat_i[s, AFTER] = st.now_i[FREE_HEAD]
    st.now_i[FREE_HEAD] = s
    st.now_i[FREE_LEFT] += 1
    st.now_i[INSIDE_ALL] -= 1


@compiled
def _go_out(net, st, s, way, now):
    """Leave the pathway by an exit."""
    g = _group(net, st.pat_i, s)
    st.exits[way, g] += 1
    st.all_i[g, COMPLETED] += 1
    whole = now - st.pat_f[s, CAME]
    st.all_f[g, TIME_IN_ALL] += whole
    st.all_hist[g, bin_of(whole)] += 1
    if net.set_i[LOGGING] == 1:
        st.log_i[st.pat_i[s, LOG_ROW], 6] = -1 - way
    st.now_i[GONE] += 1
    _release(st, s)


@compiled
def _turn_away(net, st, s, p):
    """Somebody who finds a place full, and came from outside or gave up elsewhere, is lost."""
    st.count_i[_row(net, st.pat_i, s, p), LOST] += 1
    st.now_i[LOST_ALL] += 1
    _release(st, s)


@compiled
def _new_patient(net, st, cls, number, key, now):
    s = st.now_i[FREE_HEAD]
    st.now_i[FREE_HEAD] = st.pat_i[s, AFTER]
    st.now_i[FREE_LEFT] -= 1
    st.now_i[INSIDE_ALL] += 1
    st.now_i[ENTERED] += 1
    pat_i = st.pat_i
    pat_i[s, CLS] = pat_i[s, ARRIVED_AS] = cls
    pat_i[s, HOP], pat_i[s, ID], pat_i[s, VISIT], pat_i[s, STATE], pat_i[s, FIFTH] = 0, number, 0, QUEUED, 0
    st.pat_k[s] = key
    if net.set_i[FIFTHS] > 1:
        u = uniform(key, 0, 0, FOR_FIFTH)
        for f in range(net.set_i[FIFTHS] - 1):
            if u >= net.fifth_p[cls, f]:
                pat_i[s, FIFTH] = f + 1
    if net.set_i[CYCLIC] == 1:
        for p in range(st.visits.shape[1]):
            st.visits[s, p] = 0
    st.pat_f[s, CAME] = now
    return s


@compiled
def arrive(net, st, cls, now):
    """One patient of a class comes from outside."""
    number = st.stream[cls, 2]
    st.stream[cls, 2] = number + 1
    s = _new_patient(net, st, cls, number, key_of(net.set_i[SEED], cls, number), now)
    st.all_i[_group(net, st.pat_i, s), ARRIVALS] += 1
    p = net.class_i[cls, ENTERS]
    if _has_room(net, st, s, p):
        enter(net, st, s, p, now, -1)
    else:
        _turn_away(net, st, s, p)


@compiled
def start_here(net, st, cls, p, dist, number):
    """Somebody who is at a place when the run starts, with the rest of a stay before them."""
    key = key_of(net.set_i[SEED], -1 - net.class_i.shape[0] - cls, number)
    s = _new_patient(net, st, cls, -1 - number, key, 0.0)
    pat_i, pat_f = st.pat_i, st.pat_f
    pat_i[s, AT], pat_i[s, STOPPED] = p, 1  # as one who was served before: there is no wait to count
    pat_f[s, JOINED] = pat_f[s, SINCE] = pat_f[s, STARTED] = 0.0
    length = draw(net.dist_i, net.dist_f, net.dist_t, st.used, dist, key, p, 0, FOR_STAY)
    pat_f[s, FULL_STAY] = pat_f[s, LEFT_TO_GO] = length
    _open_log(net, st, s, p, 0.0)
    if _could_start(net, st, s, p, -1, -1):
        _serve(net, st, s, p, 0.0)
    else:
        st.place_s[p, WAITING] += 1
        _append(st.lists, pat_i, _list_row(net, pat_i, s, p), QUEUE_HEAD, s, False)


@compiled
def _target(net, st, s, p):
    """Where to after a stay, and the delay of that way: (place or -1 - exit, distribution or -1)."""
    pat_i = st.pat_i
    cls = pat_i[s, CLS]
    cell = p * net.class_i.shape[0] + cls
    first, count = net.cell_i[cell, EDGE], net.cell_i[cell, EDGES]
    if net.class_i[cls, ROUTE_LENGTH] > 0:
        pat_i[s, HOP] += 1
        hop = pat_i[s, HOP]
        to = net.route[net.class_i[cls, ROUTE] + hop] if hop < net.class_i[cls, ROUTE_LENGTH] else -1
        for e in range(first, first + count):
            if net.edge_i[e, TO] == to:
                return to, net.edge_i[e, DELAY]
        return to, -1
    if count == 0:
        return -1, -1
    best = first
    if net.cell_i[cell, NEXT_KIND] == LEAST_LOADED:
        least = np.inf
        for e in range(first, first + count):
            q = net.edge_i[e, TO]
            row = st.place_s[q]
            load = (row[INSIDE] + row[WAITING]) / row[CAPACITY] if row[CAPACITY] > 0 else 0.0
            load = 1e300 if row[CAPACITY] == 0 else load
            if load < least:
                best, least = e, load
    elif count > 1:
        u = uniform(st.pat_k[s], p, pat_i[s, VISIT], FOR_ROUTE)
        while best < first + count - 1 and u >= net.edge_p[best]:
            best += 1
    return net.edge_i[best, TO], net.edge_i[best, DELAY]


@compiled
def choose_next(net, st, s, now):
    """A stay is over: find where to go, and go, perhaps after a delay that holds the place."""
    pat_i, pat_f = st.pat_i, st.pat_f
    p = pat_i[s, AT]
    _off_the_list(net, st, s, p)
    st.sum_f[_row(net, pat_i, s, p), IN_STAY] += pat_f[s, FULL_STAY]
    _log(net, st, s, 2, now)
    to, delay = _target(net, st, s, p)
    pat_i[s, TARGET] = to
    if delay >= 0:
        pat_i[s, STATE] = DELAYED
        pat_f[s, SINCE] = now
        key, visit = st.pat_k[s], pat_i[s, VISIT]
        length = draw(net.dist_i, net.dist_f, net.dist_t, st.used, delay, key, p, visit, FOR_DELAY)
        push(st.now_i, st.heap_t, st.heap_s, st.heap_p, now + length, s, END_OF_DELAY, pat_i[s, STAMP])
    else:
        carry_on(net, st, s, now)


@compiled
def carry_on(net, st, s, now):
    """Go to the next place or out; where there is no room, stay and hold the place."""
    pat_i, pat_f = st.pat_i, st.pat_f
    p, q = pat_i[s, AT], pat_i[s, TARGET]
    if pat_i[s, STATE] == DELAYED:
        st.sum_f[_row(net, pat_i, s, p), IN_DELAY] += now - pat_f[s, SINCE]
    if net.set_i[LOGGING] == 1 and q >= 0:
        st.log_i[pat_i[s, LOG_ROW], 6] = q
    if q < 0:
        _leave(net, st, s, now)
        _go_out(net, st, s, -1 - q, now)
    elif q == p or _has_room(net, st, s, q):
        _leave(net, st, s, now)
        enter(net, st, s, q, now, p)
    else:
        _tick(st.place_s, st.area, p, now)
        pat_i[s, STATE] = HELD
        pat_f[s, SINCE] = now
        st.place_s[p, BLOCKED] += 1
        st.held[p, q] += 1
        st.count_i[_row(net, pat_i, s, p), HINDERED] += 1
        _append(st.lists, pat_i, _list_row(net, pat_i, s, q), BLOCKED_HEAD, s, False)
        if st.place_s[p, BLOCKED] == st.place_s[p, INSIDE] and _is_stuck(net, st, p):
            st.now_i[FAULT], st.now_i[STUCK_AT] = 1, p


@compiled
def _is_stuck(net, st, p):
    """Whether nobody at a place can ever move: all are held by places whose patients are all held, and so on.

    Where a change of shift or a rule could still make room, it is not a deadlock (yet).
    """
    if st.now_i[CHANGE_AT] < net.change_t.size or net.rule_i.shape[0] > 0:
        return False
    n = st.place_s.shape[0]
    moves = st.scratch
    for x in range(n):
        row = st.place_s[x]
        free = row[INSIDE] > row[BLOCKED] or row[CAPACITY] < 0 or row[INSIDE] < row[CAPACITY]
        moves[x] = 1 if free else 0
    changed = True
    while changed:
        changed = False
        for x in range(n):
            for y in range(n):
                if moves[x] == 0 and moves[y] == 1 and st.held[x, y] > 0:
                    moves[x] = 1
                    changed = True
    return moves[p] == 0


@compiled
def give_up(net, st, s, now):
    """Patience is over: leave the queue, for another place or for an exit."""
    pat_i = st.pat_i
    p = pat_i[s, AT]
    _tick(st.place_s, st.area, p, now)
    unlink(st.lists, pat_i, _list_row(net, pat_i, s, p), QUEUE_HEAD, s)
    st.place_s[p, WAITING] -= 1
    st.count_i[_row(net, pat_i, s, p), LEFT] += 1
    pat_i[s, STAMP] += 1
    _log(net, st, s, 3, now)
    to_do(st, p)
    to = net.cell_i[p * net.class_i.shape[0] + pat_i[s, CLS], LEAVE_TO]
    if to < 0:
        _go_out(net, st, s, -1 - to, now)
        return
    if net.set_i[LOGGING] == 1:
        st.log_i[pat_i[s, LOG_ROW], 6] = to
    if _has_room(net, st, s, to):
        enter(net, st, s, to, now, -1)
    else:
        _turn_away(net, st, s, to)


@compiled
def worsen(net, st, s, now):
    """Waited too long: go on as another class, in that class's line by the time since when one has waited."""
    pat_i, pat_f = st.pat_i, st.pat_f
    p = pat_i[s, AT]
    classes = net.class_i.shape[0]
    unlink(st.lists, pat_i, _list_row(net, pat_i, s, p), QUEUE_HEAD, s)
    old = p * classes + pat_i[s, CLS]
    pat_i[s, CLS] = net.cell_i[old, WORSEN_TO]
    new = p * classes + pat_i[s, CLS]
    row = _list_row(net, pat_i, s, p)
    ahead = st.lists[row, QUEUE_TAIL]
    while ahead >= 0 and pat_f[ahead, JOINED] > pat_f[s, JOINED]:
        ahead = pat_i[ahead, BEFORE]
    if ahead < 0 or net.place_i[p, LIFO] == 1:
        _append(st.lists, pat_i, row, QUEUE_HEAD, s, True)
    elif pat_i[ahead, AFTER] < 0:
        _append(st.lists, pat_i, row, QUEUE_HEAD, s, False)
    else:
        after = pat_i[ahead, AFTER]
        pat_i[s, BEFORE], pat_i[s, AFTER] = ahead, after
        pat_i[ahead, AFTER] = pat_i[after, BEFORE] = s
    dist = net.cell_i[new, STAY]
    if dist != net.cell_i[old, STAY]:
        key, visit = st.pat_k[s], pat_i[s, VISIT]
        length = draw(net.dist_i, net.dist_f, net.dist_t, st.used, dist, key, p, visit, FOR_STAY)
        pat_f[s, FULL_STAY] = pat_f[s, LEFT_TO_GO] = length
    _watch(net, st, s, p, WORSEN_AFTER, FOR_WORSENING + 100 * pat_i[s, CLS], WORSENS, now)
    to_do(st, p)


# --- who is next -------------------------------------------------------------------------------------------------
@compiled
def _step(net, st, p, now):
    """Let one patient begin at, or come into, a place with room; False where nobody can."""
    s = _head(net, st.lists, p, QUEUE_HEAD)
    if s >= 0:
        victim = -1
        able = _could_start(net, st, s, p, -1, -1)
        if not able:
            victim = _make_way(net, st, s, p, -1)
            able = victim >= 0
        if able:
            _tick(st.place_s, st.area, p, now)
            unlink(st.lists, st.pat_i, _list_row(net, st.pat_i, s, p), QUEUE_HEAD, s)
            st.place_s[p, WAITING] -= 1
            if victim >= 0:
                _interrupt(net, st, victim, now)
            _serve(net, st, s, p, now)
            return True
    s = _head(net, st.lists, p, BLOCKED_HEAD)
    if s >= 0 and _has_room(net, st, s, p):
        unlink(st.lists, st.pat_i, _list_row(net, st.pat_i, s, p), BLOCKED_HEAD, s)
        before = st.pat_i[s, AT]
        _leave(net, st, s, now)
        enter(net, st, s, p, now, before)
        return True
    return False


@compiled
def _most_pressing(net, st, k):
    """Of the places that use a pool, the one whose first patient can start, has the best rank and waited longest."""
    found, best, since = -1, 0, 0.0
    for p in range(st.place_s.shape[0]):
        if net.users[k, p] == 1:
            s = _head(net, st.lists, p, QUEUE_HEAD)
            waited = s >= 0
            if not waited:
                s = _head(net, st.lists, p, BLOCKED_HEAD)
            if s >= 0 and _could_start(net, st, s, p, -1, -1):
                rank = net.class_i[st.pat_i[s, CLS], RANK]
                at = st.pat_f[s, JOINED] if waited else st.pat_f[s, SINCE]
                if found < 0 or rank < best or (rank == best and at < since):
                    found, best, since = p, rank, at
    return found


@compiled
def settle(net, st, now):
    """See to every place and pool that may have become free, until nobody can move any more."""
    now_i, n, places = st.now_i, st.work.shape[1], st.place_s.shape[0]
    while now_i[WORK_SIZE] > 0:
        which = st.work[0, now_i[WORK_HEAD]]
        now_i[WORK_HEAD] = (now_i[WORK_HEAD] + 1) % n
        now_i[WORK_SIZE] -= 1
        st.work[1, which] = 0
        while True:
            p = which if which < places else _most_pressing(net, st, which - places)
            if p < 0 or not _step(net, st, p, now):
                break
