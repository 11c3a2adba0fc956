"""What must hold: nobody waits for ever in a circle, and patients in and out add up."""

from __future__ import annotations

from oneplace.flow.kernel.compiled import compiled
from oneplace.flow.kernel.layout import HELD, QUEUED, SERVED


@compiled
def is_stuck(st, p):
    """Whether nobody at a place can ever move: all are held by places whose patients are all held, and so on.

    Where a change of shift or a rule could still make room, it is not a deadlock (yet).
    """
    clock = st.clock[0]
    if clock.change_at < clock.changes or clock.rules > 0:
        return False
    n, moves = clock.places, st.scratch
    for x in range(n):
        here = st.places[x]
        moves[x] = 1 if here.inside > here.blocked or here.capacity < 0 or here.inside < here.capacity else 0
    changed = True
    while changed:
        changed = False
        for x in range(n):
            for y in range(n):
                if moves[x] == 0 and moves[y] == 1 and st.held[x * n + y] > 0:
                    moves[x] = 1
                    changed = True
    return moves[p] == 0


@compiled
def adds_up(st, slots):
    """In = out + inside; nobody is lost, doubled or in a place that has no room for them."""
    clock, used = st.clock[0], st.scratch
    inside, waiting, held = 0, 0, 0
    for k in range(clock.pools):
        used[k] = 0
    for s in range(slots):
        me = st.patients[s]
        waiting += 1 if me.state == QUEUED else 0
        held += 1 if me.state == HELD else 0
        if me.state >= SERVED:
            inside += 1
            for k in range(clock.pools):
                used[k] += st.uses[(me.at * clock.classes + me.cls) * clock.pools + k]
    if clock.entered != clock.gone + clock.lost + clock.inside or clock.free_left + clock.inside != slots:
        return False
    if inside + waiting != clock.inside:
        return False
    for p in range(clock.places):
        here = st.places[p]
        if here.inside < 0 or here.waiting < 0 or here.blocked < 0 or here.wanted < 0:
            return False
        inside -= here.inside
        waiting -= here.waiting
        held -= here.blocked
    for k in range(clock.pools):
        if used[k] != st.pools[k].used:
            return False
    return inside == 0 and waiting == 0 and held == 0
