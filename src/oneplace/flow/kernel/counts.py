"""What is counted while patients move: time integrals, histograms, and the visit log."""

from __future__ import annotations

import numpy as np

from oneplace.flow.kernel.compiled import compiled
from oneplace.flow.kernel.layout import BIN_OF_HALF, BIN_SHIFT, BINS, STILL_THERE


@compiled
def tick(here, now):
    """Bring a place's time integrals up to now, before its numbers change."""
    span = now - here.since
    if span > 0.0:
        here.inside_area += here.inside * span
        here.waiting_area += here.waiting * span
        here.blocked_area += here.blocked * span
        here.turning_area += here.turning * span
        here.since = now


@compiled
def tick_pool(pool, now):
    """Bring a pool's time integrals up to now."""
    span = now - pool.since
    pool.used_area += pool.used * span
    pool.number_area += pool.number * span
    pool.since = now


@compiled
def flush(st, now):
    """Bring every time integral up to now; capacities change only after it."""
    clock = st.clock[0]
    for p in range(clock.places):
        here = st.places[p]
        tick(here, now)
        here.capacity_area += here.capacity * (now - clock.flushed)
    clock.flushed = now
    for k in range(clock.pools):
        tick_pool(st.pools[k], now)


@compiled
def bin_of(seconds):
    """The histogram's bin: 0 under half a second, then 32 equal parts of each doubling."""
    if seconds < 0.5:
        return 0
    found = (np.float64(seconds).view(np.int64) >> BIN_SHIFT) - BIN_OF_HALF + 1
    return found if found < BINS else BINS - 1


@compiled
def record(st, kind, row, seconds):
    """Count a time in the histogram of a row of results."""
    st.hist[(kind * st.clock[0].rows + row) * BINS + bin_of(seconds)] += 1


@compiled
def stop_clocks(st, s, p, q, seen, now):
    """Stop the clocks of who is seen at a place (``seen`` 1), or goes on from it to ``q`` (or out, below nought)."""
    clock, me = st.clock[0], st.patients[s]
    for w in range(clock.watches):
        watch, first = st.watches[w], w * clock.places
        if watch.seen != seen or st.stops[first + p] == 0 or (st.timed[s] >> w) & 1 == 1:
            continue
        if seen == 0 and q >= 0 and st.stops[first + q] == 1:
            continue
        st.timed[s] = st.timed[s] | (1 << w)
        row, since = w * clock.groups + me.cls * clock.fifths + me.fifth, now - me.came
        timing = st.timings[row]
        timing.stopped += 1
        timing.time += since
        if since <= watch.within:
            timing.within += 1
        st.timing_hist[row * BINS + bin_of(since)] += 1


@compiled
def row_of(st, s, p):
    """The row of results of a patient at a place."""
    me = st.patients[s]
    return st.cells[p * st.clock[0].classes + me.cls].row + me.fifth


@compiled
def open_log(st, s, p, now):
    """Begin a row of the visit log; the other times follow."""
    clock, me = st.clock[0], st.patients[s]
    me.log_row = clock.log_size
    clock.log_size += 1
    row = st.log[me.log_row]
    row.patient, row.arrived_as, row.cls, row.fifth = me.number, me.arrived_as, me.cls, me.fifth
    row.place, row.visit, row.to = p, me.visit, STILL_THERE
    row.came, row.started, row.finished, row.went = now, np.nan, np.nan, np.nan
