"""What the clock does by itself: changes of shift, the end of the warm-up, samples; and what rules do."""

from __future__ import annotations

from oneplace.flow.kernel.compiled import compiled
from oneplace.flow.kernel.counting import flush
from oneplace.flow.kernel.layout import A_PLACE, BINS, BLOCKED, INSIDE, UNRULED
from oneplace.flow.kernel.queues import note
from oneplace.flow.kernel.serving import interrupt_latest


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


@compiled
def _forget(st):
    """The end of the warm-up: what was counted so far does not count."""
    clock = st.clock[0]
    flush(st, clock.warm_up)
    for p in range(clock.places):
        here = st.places[p]
        here.inside_area = here.waiting_area = here.blocked_area = here.capacity_area = 0.0
    for k in range(clock.pools):
        st.pools[k].used_area = st.pools[k].number_area = 0.0
    for r in range(clock.rows):
        of = st.counts[r]
        of.visits = of.starts = of.leavers = of.lost = of.left = of.hindered = of.waited = of.interrupted = 0
        of.in_target = 0
        of.wait = of.wait_interrupted = of.in_stay = of.in_block = of.in_delay = of.in_place = of.since_entry = 0.0
    for i in range(3 * clock.rows * BINS):
        st.hist[i] = 0
    for g in range(clock.groups):
        group = st.groups[g]
        group.arrivals = group.completed = 0
        group.time_in_all = 0.0
    for i in range(clock.groups * BINS):
        st.group_hist[i] = 0
    for i in range(clock.groups * clock.exits):
        st.exits[i] = 0
    clock.warm = 1


@compiled
def _set_number(st, kind, which, now):
    """Bring a place's or pool's number in line with its calendar and its rules."""
    flush(st, now)
    if kind == A_PLACE:
        here = st.places[which]
        here.capacity = here.planned if here.ruled == UNRULED else here.ruled
        while here.interrupt == 1 and here.inside > here.capacity and here.capacity >= 0:
            if not interrupt_latest(st, which, -1, now):
                break
        note(st, which)
    else:
        pool = st.pools[which]
        pool.number = pool.planned if pool.ruled == UNRULED else pool.ruled
        note(st, st.clock[0].places + which)


@compiled
def mark(st):
    """Do what the clock says at the next mark; True at the end of the run."""
    clock = st.clock[0]
    now = clock.next_mark
    clock.now = now
    while clock.change_at < clock.changes and st.changes[clock.change_at].time <= now:
        change = st.changes[clock.change_at]
        if change.kind == A_PLACE:
            st.places[change.which].planned = change.number
        else:
            st.pools[change.which].planned = change.number
        _set_number(st, change.kind, change.which, now)
        clock.change_at += 1
    if clock.warm == 0 and clock.warm_up <= now:
        _forget(st)
    if clock.sample_at < clock.samples and clock.sample_at * clock.sample_every <= now:
        first = clock.sample_at * 2 * clock.places
        for p in range(clock.places):
            st.samples[first + p] = st.places[p].inside
            st.samples[first + clock.places + p] = st.places[p].waiting
        clock.sample_at += 1
    ended = now >= clock.end
    find_next_mark(st)
    return ended


@compiled
def _holds(st, place, what, limit, over):
    here = st.places[place]
    value = here.blocked if what == BLOCKED else here.waiting
    if what == INSIDE:  # everybody who is there, those who still wait among them
        value += here.inside
    return value > limit if over == 1 else value < limit


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
            number = rule.set_number if rule.on == 1 else UNRULED
            if rule.set_kind == A_PLACE:
                st.places[rule.set_which].ruled = number
            else:
                st.pools[rule.set_which].ruled = number
            _set_number(st, rule.set_kind, rule.set_which, now)
            changed = True
    return changed
