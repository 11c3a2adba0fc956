"""Patients come into places: whether there is room, and what then happens."""

from __future__ import annotations

from oneplace.flow.kernel.coming import push
from oneplace.flow.kernel.compiled import compiled
from oneplace.flow.kernel.counts import open_log, tick
from oneplace.flow.kernel.draws import draw_for
from oneplace.flow.kernel.layout import FOR_PATIENCE, FOR_STAY, FOR_WORSENING, OUT_OF_PATIENCE, QUEUED, WORSENS
from oneplace.flow.kernel.queues import join_queue, note
from oneplace.flow.kernel.stays import clear_the_way, could_start, make_way, serve


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
