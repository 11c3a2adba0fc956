"""The future event list: a 4-ary heap keyed by (time, order), so that equal times are taken in one fixed order."""

from __future__ import annotations

from oneplace.flow.kernel.compiled import compiled
from oneplace.flow.kernel.layout import HEAP_SIZE, OVERFLOW, SEQ


@compiled
def push(now_i, heap_t, heap_s, heap_p, time, slot, kind, stamp):
    """Add an event; ``kind`` comes first in the order of one instant, then what was added first."""
    i = now_i[HEAP_SIZE]
    if i >= heap_t.size:  # the loop keeps room, so this says that the program is wrong
        now_i[OVERFLOW] = 1
        return
    now_i[HEAP_SIZE] = i + 1
    now_i[SEQ] += 1
    seq = (kind << 60) | now_i[SEQ]
    while i > 0:
        up = (i - 1) >> 2
        if heap_t[up] < time or (heap_t[up] == time and heap_s[up] < seq):
            break
        heap_t[i], heap_s[i] = heap_t[up], heap_s[up]
        heap_p[i, 0], heap_p[i, 1] = heap_p[up, 0], heap_p[up, 1]
        i = up
    heap_t[i], heap_s[i] = time, seq
    heap_p[i, 0], heap_p[i, 1] = (slot << 2) | kind, stamp


@compiled
def pop(now_i, heap_t, heap_s, heap_p):
    """Take the first event off (the caller has read it at index 0)."""
    n = now_i[HEAP_SIZE] - 1
    now_i[HEAP_SIZE] = n
    time, seq = heap_t[n], heap_s[n]
    first, second = heap_p[n, 0], heap_p[n, 1]
    i = 0
    while True:
        child = (i << 2) + 1
        if child >= n:
            break
        best = child
        for j in range(child + 1, min(child + 4, n)):
            if heap_t[j] < heap_t[best] or (heap_t[j] == heap_t[best] and heap_s[j] < heap_s[best]):
                best = j
        if heap_t[best] > time or (heap_t[best] == time and heap_s[best] > seq):
            break
        heap_t[i], heap_s[i] = heap_t[best], heap_s[best]
        heap_p[i, 0], heap_p[i, 1] = heap_p[best, 0], heap_p[best, 1]
        i = best
    heap_t[i], heap_s[i] = time, seq
    heap_p[i, 0], heap_p[i, 1] = first, second
