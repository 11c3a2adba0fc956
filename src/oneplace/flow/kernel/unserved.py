"""What becomes of patients in a queue who are not served: they give up, are cancelled, or get worse."""

from __future__ import annotations

import numpy as np

from oneplace.flow.kernel.coming import push
from oneplace.flow.kernel.compiled import compiled
from oneplace.flow.kernel.counts import row_of, stop_clocks, tick
from oneplace.flow.kernel.draws import draw_for
from oneplace.flow.kernel.entering import enter, has_room
from oneplace.flow.kernel.layout import FOR_STAY, FOR_WORSENING, NOWHERE, WORSENS
from oneplace.flow.kernel.leaving import go_out_unserved, turn_away
from oneplace.flow.kernel.queues import join_queue, leave_queue, line_of, note, stand_behind
from oneplace.flow.kernel.ways import open_way


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
        go_out_unserved(st, s, -1 - to)
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
