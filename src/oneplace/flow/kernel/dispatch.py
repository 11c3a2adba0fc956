"""Who is next: places and pools that may have become free are seen to until nobody can move any more."""

from __future__ import annotations

import numpy as np

from oneplace.flow.kernel.compiled import compiled
from oneplace.flow.kernel.counts import tick
from oneplace.flow.kernel.entering import enter, has_room
from oneplace.flow.kernel.leaving import leave
from oneplace.flow.kernel.queues import first_held, first_waiting, leave_held, leave_queue
from oneplace.flow.kernel.stays import clear_the_way, could_start, make_way, serve


@compiled
def _step(st, p, now):
    """Let one patient begin at, or come into, a place with room; False where nobody can."""
    s = first_waiting(st, p)
    if s >= 0:
        able, ways = could_start(st, s, p, 0, -1), 0
        if not able:
            ways = make_way(st, s, p, -1)
        if able or ways > 0:
            here = st.places[p]
            tick(here, now)
            leave_queue(st, s, p)
            here.waiting -= 1
            clear_the_way(st, s, p, ways, now)
            serve(st, s, p, now)
            return True
    s = first_held(st, p)
    if s >= 0 and has_room(st, s, p):
        leave_held(st, s, p)
        me = st.patients[s]
        before = np.int64(me.at) * st.clock[0].classes + me.cls
        leave(st, s, p, now)
        enter(st, s, p, now, before)
        return True
    return False


@compiled
def _most_pressing(st, k):
    """Of the places that use a pool, the one whose first patient can start, has the best rank and waited longest."""
    found, best, longest, places = -1, 0, 0.0, st.clock[0].places
    for p in range(places):
        if st.users[k * places + p] == 1:
            s = first_waiting(st, p)
            waited = s >= 0
            if not waited:
                s = first_held(st, p)
            if s >= 0 and could_start(st, s, p, 0, -1):
                me = st.patients[s]
                rank = st.cells[p * st.clock[0].classes + me.becomes].rank
                since = me.joined if waited else me.since
                if found < 0 or rank < best or (rank == best and since < longest):
                    found, best, longest = p, rank, since
    return found


@compiled
def settle(st, now):
    """See to every place and pool that may have become free."""
    clock = st.clock[0]
    places, size = clock.places, clock.places + clock.pools
    while clock.work_size > 0:
        which = st.work[clock.work_first]
        clock.work_first += 1
        if clock.work_first == size:
            clock.work_first = 0
        clock.work_size -= 1
        st.noted[which] = 0
        while True:
            p = which if which < places else _most_pressing(st, which - places)
            if p < 0 or not _step(st, p, now):
                break
