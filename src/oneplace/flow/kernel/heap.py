"""The future event list: a 4-ary heap ordered by time, then kind of event, then which was pushed first."""

from __future__ import annotations

from oneplace.flow.kernel.compiled import compiled
from oneplace.flow.kernel.layout import KIND_SHIFT, SLOT_BITS


@compiled
def push(st, time, slot, kind):
    """Add an event of a patient. It holds until the patient's ``fresh`` is set anew."""
    clock = st.clock[0]
    i = clock.heap_size
    if i >= clock.heap_room:  # the loop keeps room, so this says that the program is wrong
        clock.overflow = 1
        return
    clock.heap_size = i + 1
    clock.pushed += 1
    key = (kind << KIND_SHIFT) | (clock.pushed << SLOT_BITS) | slot
    while i > 0:
        up = (i - 1) >> 2
        above = st.heap[up]
        if above.time < time or (above.time == time and above.key < key):
            break
        here = st.heap[i]
        here.time, here.key = above.time, above.key
        i = up
    here = st.heap[i]
    here.time, here.key = time, key


@compiled
def pop(st):
    """Take the first event off (the caller has read it at row 0)."""
    clock = st.clock[0]
    n = clock.heap_size - 1
    clock.heap_size = n
    last = st.heap[n]
    time, key = last.time, last.key
    i = 0
    while True:
        child = (i << 2) + 1
        if child >= n:
            break
        best = st.heap[child]
        best_time, best_key, k = best.time, best.key, child
        end = child + 4
        end = min(end, n)
        for j in range(child + 1, end):
            other = st.heap[j]
            if other.time <= best_time and (other.time < best_time or other.key < best_key):
                best_time, best_key, k = other.time, other.key, j
        if best_time >= time and (best_time > time or best_key > key):
            break
        here = st.heap[i]
        here.time, here.key = best_time, best_key
        i = k
    here = st.heap[i]
    here.time, here.key = time, key
