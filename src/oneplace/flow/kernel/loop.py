"""The event loop. What falls on one instant is taken in this order: changes of shift, ends of stays, ends of transfer
delays, worsening, lost patience, arrivals; after each event everybody who can move, moves.

Blocking is after service: who cannot go on keeps the place and the staff held there. A place that becomes free takes
first who waits in its queue, then who is held at the places before, in the order in which they were held.
"""

from __future__ import annotations

import os

import numpy as np

from oneplace.flow.kernel.arrivals import arrive, begin
from oneplace.flow.kernel.clock import GO_ON, count_unfinished, escalate, find_next_mark, forget, mark
from oneplace.flow.kernel.coming import pop
from oneplace.flow.kernel.compiled import compiled
from oneplace.flow.kernel.dispatch import settle
from oneplace.flow.kernel.invariants import adds_up
from oneplace.flow.kernel.layout import (
    END_OF_DELAY,
    END_OF_STAY,
    KIND_SHIFT,
    OUT_OF_PATIENCE,
    SLOT_BITS,
    SLOT_MASK,
    TURNING,
)
from oneplace.flow.kernel.leaving import carry_on, end_stay, end_turnaround
from oneplace.flow.kernel.machine_code import call, entrance
from oneplace.flow.kernel.state import State, Status, directory
from oneplace.flow.kernel.unserved import give_up, worsen

_GROW, _PAUSE, _DEADLOCK = int(Status.GROW), int(Status.PAUSE), int(Status.DEADLOCK)
_EVENTS_BETWEEN_PAUSES = 5_000_000
UNCOMPILED = os.environ.get("NUMBA_DISABLE_JIT", "0") not in ("", "0")
"""Whether the loop runs in Python, to be looked at; a thousand times slower."""
_ORDER_MASK = (1 << (KIND_SHIFT - SLOT_BITS)) - 1


def advance(state: State) -> Status:
    """Run on from where the state stands. After GROW (with ``grow``) or PAUSE, call again."""
    status = _advance(state)
    if status is Status.WARM:
        forget(state)
        status = _advance(state)
    if status is Status.DONE:
        count_unfinished(state, 1)
        if not adds_up(state):
            return Status.BROKEN
    return status


def _advance(state: State) -> Status:
    if UNCOMPILED:
        return Status(run(State(*(table.view(np.recarray) for table in state))))
    return Status(call(run, directory(state)))


def make_ready() -> None:
    """Have the loop's machine code at hand; the first call does it by itself."""
    entrance(run)


@compiled
def _has_room(st):
    """Whether the tables have room for whatever one event can add."""
    clock = st.clock[0]
    batch = clock.largest_batch
    turns = clock.turns * clock.inside  # each who leaves at this instant may leave a bed to be made ready
    if clock.free_left < batch + turns or clock.coming + 3 * (clock.inside + batch) + turns + 16 > clock.coming_room:
        return False
    if clock.steps > clock.most_steps + 4 * (clock.pushed - clock.set_at):
        return False
    return clock.logging == 0 or clock.log_size + clock.inside + batch < clock.log_room


@compiled
def _take_event(st):
    """Do what the next event says, where it still holds."""
    clock = st.clock[0]
    at, key = clock.next_time, st.coming[clock.next_event].key
    s, kind = key & SLOT_MASK, key >> KIND_SHIFT
    pop(st)
    if ((key >> SLOT_BITS) & _ORDER_MASK) <= st.patients[s].fresh:
        return
    clock.settled = 0
    clock.now = at
    clock.events += 1
    if kind == END_OF_STAY and st.patients[s].state == TURNING:
        end_turnaround(st, s, at)
    elif kind == END_OF_STAY:
        end_stay(st, s, at)
    elif kind == END_OF_DELAY:
        carry_on(st, s, at)
    elif kind == OUT_OF_PATIENCE:
        give_up(st, s, at)
    else:
        worsen(st, s, at)


@compiled
def _settle_all(st):
    """After an event everybody who can move, moves; and rules are switched on and off."""
    clock = st.clock[0]
    clock.settled = 1
    settle(st, clock.now)
    for _ in range(clock.rules):  # one rule may set off another; the bound keeps two from quarrelling
        if not escalate(st, clock.now):
            break
        settle(st, clock.now)


@compiled
def run(st):
    """The events, from where the state stands; what to hand back for."""
    clock = st.clock[0]
    if clock.begun == 0:
        if clock.free_left < clock.starts + clock.largest_batch:
            return _GROW
        begin(st)
        find_next_mark(st)
    for _ in range(_EVENTS_BETWEEN_PAUSES):
        if clock.settled == 0:  # only then: two rules that quarrel would go on at the same instant for ever
            _settle_all(st)
        if clock.stuck != 0:
            return _DEADLOCK
        if not _has_room(st):
            return _GROW
        at = clock.next_time
        if clock.next_mark <= at and clock.next_mark <= clock.next_arrival:
            found = mark(st)
            if found != GO_ON:
                return found
        elif at <= clock.next_arrival:
            _take_event(st)
        else:
            clock.settled = 0
            clock.now = clock.next_arrival
            clock.events += 1
            arrive(st, clock.now)
    return _PAUSE
