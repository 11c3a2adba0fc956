"""What must hold: nobody waits for ever in a circle, and patients in and out add up."""

from __future__ import annotations

import numpy as np

from oneplace.flow.kernel.compiled import compiled
from oneplace.flow.kernel.layout import HELD, QUEUED, SERVED
from oneplace.flow.kernel.state import State


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
        has_room = here.capacity < 0 or here.inside - here.overtime < here.capacity or here.turning > 0
        moves[x] = 1 if here.inside > here.blocked or has_room else 0
    changed = True
    while changed:
        changed = False
        for x in range(n):
            for y in range(n):
                if moves[x] == 0 and moves[y] == 1 and st.held[x * n + y] > 0:
                    moves[x] = 1
                    changed = True
    return moves[p] == 0


def adds_up(state: State) -> bool:
    """In = out + inside; nobody is lost, doubled or in a place that has no room for them."""
    clock, places, pools = state.clock[0], state.places, state.pools
    patients = state.patients
    inside, waiting = patients["state"] >= SERVED, patients["state"] == QUEUED
    uses = state.uses.reshape(len(state.cells), len(pools))
    used = uses[patients["at"][inside] * len(state.classes) + patients["cls"][inside]].sum(axis=0)
    counts = np.stack([places[name] for name in ("inside", "waiting", "blocked", "wanted")])
    held = (patients["state"] == HELD).sum()
    return bool(
        clock["overflow"] == 0
        and clock["entered"] == clock["gone"] + clock["lost"] + clock["inside"]
        and clock["inside"] == inside.sum() + waiting.sum()
        and clock["inside"] + places["turning"].sum() == len(patients) - clock["free_left"]
        and (counts >= 0).all()
        and (counts.sum(axis=1) == (inside.sum(), waiting.sum(), held, held)).all()
        and (used == pools["used"]).all()
    )
