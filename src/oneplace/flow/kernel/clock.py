"""What the clock does by itself: changes of shift, the end of the warm-up, samples; and what rules do."""

from __future__ import annotations

import numpy as np

from oneplace.flow.kernel.compiled import compiled
from oneplace.flow.kernel.counts import flush
from oneplace.flow.kernel.layout import A_CLASS, A_PLACE, BLOCKED, DELAYED, HELD, INSIDE, QUEUED, UNRULED
from oneplace.flow.kernel.queues import note
from oneplace.flow.kernel.state import State, Status
from oneplace.flow.kernel.stays import interrupt_latest, interrupt_user
from oneplace.flow.kernel.unserved import close

GO_ON = -1
_DONE, _WARM = int(Status.DONE), int(Status.WARM)


@compiled
def find_next_mark(st):
    """The next moment at which the clockwork itself has something to do."""
    clock = st.clock[0]
    at = clock.end
    if clock.change_at < clock.changes:
        at = min(at, st.changes[clock.change_at].time)
    if clock.sample_at < clock.samples:
        at = min(at, clock.sample_at * clock.sample_every)
    if clock.warm == 0:
        at = min(at, clock.warm_up)
    clock.next_mark = at


def count_unfinished(state: State, sign: int) -> None:
    """Add (or take away) for how long those who wait and those who are held have, up to now."""
    for column, kinds in (("unserved", (QUEUED,)), ("unmoved", (DELAYED, HELD))):
        patients = state.patients[np.isin(state.patients["state"], kinds)]
        row = state.cells["row"][patients["at"] * len(state.classes) + patients["cls"]] + patients["fifth"]
        seconds = state.clock["now"][0] - patients["since"]
        state.counts[column] += sign * np.bincount(row, seconds, len(state.counts))


def forget(state: State) -> None:
    """The end of the warm-up: what was counted so far does not count, nor for how long anybody has been held up."""
    for table in (
        state.counts,
        state.groups,
        state.hist,
        state.group_hist,
        state.timings,
        state.timing_hist,
        state.exits,
    ):
        table[:] = np.zeros((), table.dtype)
    for table in (state.places, state.pools):
        for name in table.dtype.names or ():
            if name.endswith("_area"):
                table[name] = 0.0
    count_unfinished(state, -1)


@compiled
def _set_number(st, kind, which, now):
    """Bring a place's or pool's number in line with its calendar and its rules."""
    flush(st, now)
    if kind == A_PLACE:
        here = st.places[which]
        was_open = here.capacity != 0
        here.capacity = here.planned if here.ruled == UNRULED else here.ruled
        while here.interrupt == 1 and here.inside > here.capacity and here.capacity >= 0:
            if not interrupt_latest(st, which, -1, now):
                break
        if was_open and here.capacity == 0 and here.closes == 1:
            close(st, which, now)
        note(st, which)
    else:
        pool = st.pools[which]
        pool.number = pool.planned if pool.ruled == UNRULED else pool.ruled
        while pool.used - pool.overtime > pool.number:
            if not interrupt_user(st, which, now):
                break
        note(st, st.clock[0].places + which)


@compiled
def mark(st):
    """Do what the clock says at the next mark; what to hand back for, or GO_ON."""
    clock = st.clock[0]
    now = clock.next_mark
    clock.now = now
    while clock.change_at < clock.changes and st.changes[clock.change_at].time <= now:
        change = st.changes[clock.change_at]
        if change.kind == A_PLACE:
            here = st.places[change.which]
            here.planned = change.number
            if here.hand_over == 1:
                here.overtime, here.handed_over = here.inside, now
        else:
            pool = st.pools[change.which]
            pool.planned = change.number
            if pool.hand_over == 1:
                pool.overtime, pool.handed_over = pool.used, now
        _set_number(st, change.kind, change.which, now)
        clock.settled = 0
        clock.change_at += 1
    warm = clock.warm == 0 and clock.warm_up <= now
    if warm:
        flush(st, now)
        clock.warm = 1
    if clock.sample_at < clock.samples and clock.sample_at * clock.sample_every <= now:
        first = clock.sample_at * 2 * clock.places
        for p in range(clock.places):
            st.samples[first + p] = st.places[p].inside
            st.samples[first + clock.places + p] = st.places[p].waiting
        clock.sample_at += 1
    find_next_mark(st)
    if now >= clock.end:
        flush(st, now)
        return _DONE
    return _WARM if warm else GO_ON


@compiled
def _holds(st, place, what, limit, over):
    here = st.places[place]
    value = here.blocked if what == BLOCKED else here.waiting
    if what == INSIDE:  # everybody who is there, those who still wait among them
        value += here.inside
    return value > limit if over == 1 else value < limit


@compiled
def _apply(st, rule, now):
    """Set what a rule sets, or set it back."""
    number = rule.set_number if rule.on == 1 else UNRULED
    if rule.set_kind == A_CLASS:
        cls = st.classes[rule.set_which]
        cls.enters = rule.set_number if rule.on == 1 else cls.usual
        return
    if rule.set_kind == A_PLACE:
        st.places[rule.set_which].ruled = number
    else:
        st.pools[rule.set_which].ruled = number
    _set_number(st, rule.set_kind, rule.set_which, now)


@compiled
def escalate(st, now):
    """Switch rules on and off by how things stand; True if one changed something."""
    changed = False
    for r in range(st.clock[0].rules):
        rule = st.rules[r]
        if rule.on == 0:
            switch = _holds(st, rule.watch, rule.what, rule.limit, rule.over)
        else:
            switch = _holds(st, rule.off_watch, rule.off_what, rule.off_limit, rule.off_over)
        if switch:
            rule.on = 1 - rule.on
            _apply(st, rule, now)
            changed = True
    return changed
