"""The event loop. What falls on one instant is taken in this order: changes of shift, ends of stays, ends of transfer
delays, worsening, lost patience, arrivals; after each event everybody who can move, moves.

Blocking is after service: who cannot go on keeps the place and the staff held there. A place that becomes free takes
first who waits in its queue, then who is held at the places before, in the order in which they were held.
"""

from __future__ import annotations

import numpy as np
from numba import config

from oneplace.flow.kernel.boxed import as_network, as_state, directory
from oneplace.flow.kernel.compiled import compiled
from oneplace.flow.kernel.draws import draw, key_of, uniform
from oneplace.flow.kernel.heap import pop
from oneplace.flow.kernel.layout import *
from oneplace.flow.kernel.moving import (
    arrive,
    carry_on,
    choose_next,
    flush,
    give_up,
    interrupt_latest,
    settle,
    start_here,
    to_do,
    worsen,
)
from oneplace.flow.kernel.state import Network, State, Status

_DONE, _GROW, _PAUSE, _DEADLOCK, _BROKEN = (int(status) for status in Status)
_EVENTS_BETWEEN_PAUSES = 5_000_000


@compiled
def _gap(net, st, cls):
    """The time of the next arrival of a class after its last, by exact inversion of its rate; inf if none comes."""
    ci = net.class_i
    first, count, kind = ci[cls, SEGMENT], ci[cls, SEGMENTS], ci[cls, ARRIVES]
    n = st.stream[cls, 1]
    last = st.next_arrival[cls]
    st.stream[cls, 1] = n + 1
    if kind == NEVER:
        return np.inf
    if kind == AT_TIMES:
        return net.seg_t[first + n] if n < count else np.inf
    key = key_of(net.set_i[SEED], -1 - cls, n)
    if kind == AT_INTERVALS:
        return last + draw(net.dist_i, net.dist_f, net.dist_t, st.used, ci[cls, INTERVAL], key, 0, 0, FOR_STAY)
    to_go = -np.log(uniform(key, 0, 0, FOR_STAY))
    k, t = st.stream[cls, 0], last
    while k < count - 1:
        rate, edge = net.seg_r[first + k], net.seg_t[first + k + 1]
        room = rate * (edge - t)
        if to_go <= room and rate > 0.0:
            st.stream[cls, 0] = k
            return t + to_go / rate
        to_go -= room
        t = edge
        k += 1
    st.stream[cls, 0] = k
    rate = net.seg_r[first + k]
    return t + to_go / rate if rate > 0.0 else np.inf


@compiled
def _schedule_arrival(net, st, cls):
    """Move a class's next arrival on, and find which class comes next."""
    st.next_arrival[cls] = _gap(net, st, cls)
    _first_arrival(st)


@compiled
def _first_arrival(st):
    best, at = -1, np.inf
    for c in range(st.next_arrival.size):
        if st.next_arrival[c] < at:
            best, at = c, st.next_arrival[c]
    st.now_i[NEXT_CLASS] = best
    st.now_f[NEXT_ARRIVAL] = at


@compiled
def _next_mark(net, st):
    """The next moment at which the clockwork itself has something to do."""
    at = net.set_f[END]
    i = st.now_i[CHANGE_AT]
    if i < net.change_t.size:
        at = min(at, net.change_t[i])
    if st.now_i[SAMPLE_AT] < st.samples.shape[0]:
        at = min(at, st.now_i[SAMPLE_AT] * net.set_f[SAMPLE_EVERY])
    if st.now_i[WARM] == 0:
        at = min(at, net.set_f[WARM_UP])
    st.now_f[NEXT_MARK] = at


@compiled
def _begin(net, st):
    """Fill the places as the file says, and draw each class's first arrival."""
    st.now_i[PENDING] = 1
    for p in range(net.place_i.shape[0]):
        st.area[p, LAST] = 0.0
    for i in range(net.start_i.shape[0]):
        start_here(net, st, net.start_i[i, 1], net.start_i[i, 0], net.start_i[i, 2], i)
    for c in range(st.next_arrival.size):
        st.next_arrival[c] = 0.0
        st.next_arrival[c] = _gap(net, st, c)
    _first_arrival(st)
    _next_mark(net, st)


@compiled
def _forget(net, st):
    """The end of the warm-up: what was counted so far does not count."""
    flush(net, st, net.set_f[WARM_UP])
    st.area[:, :LAST] = 0.0
    st.pool_area[:, :LAST] = 0.0
    st.count_i[:] = 0
    st.sum_f[:] = 0.0
    st.all_i[:] = 0
    st.all_f[:] = 0.0
    st.exits[:] = 0
    st.hist[:] = 0
    st.all_hist[:] = 0
    st.now_i[WARM] = 1


@compiled
def _set_number(net, st, kind, which, now):
    """Bring a place's or pool's number in line with its calendar and its rules."""
    if kind == A_PLACE:
        row = st.place_s[which]
        flush(net, st, now)
        row[CAPACITY] = row[BASE] if row[RULED] == UNRULED else row[RULED]
        while net.place_i[which, INTERRUPT] == 1 and row[INSIDE] > row[CAPACITY] and row[CAPACITY] >= 0:
            if not interrupt_latest(net, st, which, -1, now):
                break
    else:
        row = st.pool_s[which]
        flush(net, st, now)
        row[CAPACITY] = row[BASE] if row[RULED] == UNRULED else row[RULED]
        which += net.place_i.shape[0]
    to_do(st, which)


@compiled
def _mark(net, st):
    """Do what the clock says at the next mark; True at the end of the run."""
    now = st.now_f[NEXT_MARK]
    st.now_f[NOW] = now
    while st.now_i[CHANGE_AT] < net.change_t.size and net.change_t[st.now_i[CHANGE_AT]] <= now:
        kind, which, number = net.change_i[st.now_i[CHANGE_AT]]
        if kind == A_PLACE:
            st.place_s[which, BASE] = number
        else:
            st.pool_s[which, BASE] = number
        _set_number(net, st, kind, which, now)
        st.now_i[CHANGE_AT] += 1
    if st.now_i[WARM] == 0 and net.set_f[WARM_UP] <= now:
        _forget(net, st)
    if st.now_i[SAMPLE_AT] < st.samples.shape[0] and st.now_i[SAMPLE_AT] * net.set_f[SAMPLE_EVERY] <= now:
        k = st.now_i[SAMPLE_AT]
        for p in range(st.place_s.shape[0]):
            st.samples[k, 0, p] = st.place_s[p, INSIDE]
            st.samples[k, 1, p] = st.place_s[p, WAITING]
        st.now_i[SAMPLE_AT] = k + 1
    ended = now >= net.set_f[END]
    _next_mark(net, st)
    return ended


@compiled
def _holds(st, place, what, limit, over):
    value = st.place_s[place, what]
    if what == INSIDE:  # of a rule: everybody who is there, those who still wait among them
        value += st.place_s[place, WAITING]
    return value > limit if over == 1 else value < limit


@compiled
def _escalate(net, st, now):
    """Switch rules on and off by how things stand; True if one changed something."""
    changed = False
    for r in range(net.rule_i.shape[0]):
        rule = net.rule_i[r]
        if st.ruled[r] == 0:
            switch = _holds(st, rule[WATCH], rule[ON_WHAT], rule[ON_LIMIT], rule[ON_OVER])
        else:
            switch = _holds(st, rule[OFF_WATCH], rule[OFF_WHAT], rule[OFF_LIMIT], rule[OFF_OVER])
        if switch:
            st.ruled[r] = 1 - st.ruled[r]
            number = rule[SET_NUMBER] if st.ruled[r] == 1 else UNRULED
            if rule[SET_KIND] == A_PLACE:
                st.place_s[rule[SET_WHICH], RULED] = number
            else:
                st.pool_s[rule[SET_WHICH], RULED] = number
            _set_number(net, st, rule[SET_KIND], rule[SET_WHICH], now)
            changed = True
    return changed


@compiled
def _batch(net, st, cls):
    """How many come at once."""
    first, count = net.class_i[cls, BATCH], net.class_i[cls, BATCHES]
    if count == 0:
        return 1
    key = key_of(net.set_i[SEED], -1 - cls, st.stream[cls, 1])
    u = uniform(key, 0, 0, FOR_BATCH)
    for i in range(first, first + count - 1):
        if u < net.batch_p[i]:
            return net.batch_i[i]
    return net.batch_i[first + count - 1]


@compiled
def _room(net, st):
    """Whether the arrays have room for whatever one event can add."""
    now_i, batch = st.now_i, net.set_i[LARGEST_BATCH]
    if now_i[FREE_LEFT] < batch:
        return False
    if now_i[HEAP_SIZE] + 3 * (now_i[INSIDE_ALL] + batch) + 16 > st.heap_t.size:
        return False
    return net.set_i[LOGGING] == 0 or now_i[LOG_SIZE] + now_i[INSIDE_ALL] + batch < st.log_i.shape[0]


@compiled
def _adds_up(net, st):
    """In = out + inside; nobody is lost, doubled or in a place that has no room for them."""
    inside, waiting, held, queued = 0, 0, 0, 0
    for s in range(st.pat_i.shape[0]):
        state = st.pat_i[s, STATE]
        inside += 1 if state >= SERVED else 0
        queued += 1 if state == QUEUED else 0
        held += 1 if state == HELD else 0
    used = st.scratch
    used[:] = 0
    for s in range(st.pat_i.shape[0]):
        if st.pat_i[s, STATE] >= SERVED:
            for k in range(st.pool_s.shape[0]):
                used[k] += net.uses[st.pat_i[s, AT] * net.class_i.shape[0] + st.pat_i[s, CLS], k]
    total, blocked = 0, 0
    for p in range(st.place_s.shape[0]):
        total += st.place_s[p, INSIDE]
        waiting += st.place_s[p, WAITING]
        blocked += st.place_s[p, BLOCKED]
        if st.place_s[p, INSIDE] < 0 or st.place_s[p, WAITING] < 0 or st.place_s[p, BLOCKED] < 0:
            return False
    for k in range(st.pool_s.shape[0]):
        if used[k] != st.pool_s[k, USED]:
            return False
    if inside != total or queued != waiting or held != blocked or inside + queued != st.now_i[INSIDE_ALL]:
        return False
    if st.now_i[FREE_LEFT] + st.now_i[INSIDE_ALL] != st.pat_i.shape[0]:
        return False
    return st.now_i[ENTERED] == st.now_i[GONE] + st.now_i[LOST_ALL] + st.now_i[INSIDE_ALL]


def advance(net: Network, st: State) -> Status:
    """Run on from where the state stands. After GROW (with ``grow``) or PAUSE, call again."""
    if config.DISABLE_JIT:  # type: ignore[attr-defined]
        return Status(_run(net, st))
    networks, states = directory(net), directory(st)
    return Status(_advance(networks.ctypes.data, states.ctypes.data))


@compiled
def _advance(network, state):
    return _run(as_network(network), as_state(state))


@compiled
def _run(net, st):
    now_i, now_f = st.now_i, st.now_f
    if now_i[PENDING] == 0:
        if not _room(net, st):
            return _GROW
        _begin(net, st)
    budget = _EVENTS_BETWEEN_PAUSES
    while True:
        if not _room(net, st):
            return _GROW
        if budget == 0:
            return _PAUSE
        budget -= 1
        at = st.heap_t[0] if now_i[HEAP_SIZE] > 0 else np.inf
        if now_f[NEXT_MARK] <= at and now_f[NEXT_MARK] <= now_f[NEXT_ARRIVAL]:
            if _mark(net, st):
                flush(net, st, now_f[NOW])
                return _DONE if now_i[OVERFLOW] == 0 and now_i[FAULT] == 0 and _adds_up(net, st) else _BROKEN
        elif at <= now_f[NEXT_ARRIVAL]:
            slot, kind = st.heap_p[0, 0] >> 2, st.heap_p[0, 0] & 3
            live = st.heap_p[0, 1] == st.pat_i[slot, STAMP]
            pop(now_i, st.heap_t, st.heap_s, st.heap_p)
            if not live:
                continue
            now_f[NOW] = at
            if kind == END_OF_STAY:
                choose_next(net, st, slot, at)
            elif kind == END_OF_DELAY:
                carry_on(net, st, slot, at)
            elif kind == OUT_OF_PATIENCE:
                give_up(net, st, slot, at)
            else:
                worsen(net, st, slot, at)
        else:
            cls, at = now_i[NEXT_CLASS], now_f[NEXT_ARRIVAL]
            now_f[NOW] = at
            for _ in range(_batch(net, st, cls)):
                arrive(net, st, cls, at)
            _schedule_arrival(net, st, cls)
        now_i[EVENTS] += 1
        if now_i[WORK_SIZE] > 0:
            settle(net, st, now_f[NOW])
        if net.rule_i.shape[0] > 0:
            for _ in range(net.rule_i.shape[0]):  # one rule may set off another; the bound keeps two from quarrelling
                if not _escalate(net, st, now_f[NOW]):
                    break
                settle(net, st, now_f[NOW])
        if now_i[FAULT] != 0:
            return _DEADLOCK
