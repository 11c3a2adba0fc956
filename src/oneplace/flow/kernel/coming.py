"""The events to come: a calendar queue (Brown 1988), ordered by time, then kind of event, then which was pushed first.

Time is cut into days of equal length and the days lie round a ring, each with a line of its events in order; those of
later rounds stand behind. What is next is then found in a step or two, however many are to come, where a heap takes a
step more each time that they double. ``room.set_in_order`` chooses the length of a day, and does so again when the
steps become many.
"""

from __future__ import annotations

import numpy as np

from oneplace.flow.kernel.compiled import compiled, fetch
from oneplace.flow.kernel.layout import KIND_SHIFT, LAST_DAY, SLOT_BITS, SLOT_MASK


@compiled
def _day_of(clock, time):
    """The day of a time, counted from the start."""
    return np.int64(min(time * clock.days_a_second, LAST_DAY))


@compiled
def _is_before(time, key, event):
    return time < event.time or (time == event.time and key < event.key)


@compiled
def push(st, time, slot, kind):
    """Add an event of a patient, if it comes before the end. It holds until the patient's ``fresh`` is set anew."""
    clock = st.clock[0]
    clock.pushed += 1
    if time > clock.end:
        return
    i = clock.coming_free
    if i < 0:  # the loop keeps room, so this says that the program is wrong
        clock.overflow = 1
        return
    event = st.coming[i]
    clock.coming_free = event.after
    clock.coming += 1
    key = (kind << KIND_SHIFT) | (clock.pushed << SLOT_BITS) | slot
    day = _day_of(clock, time)
    event.time, event.key = time, key
    of_day = st.days[day & (clock.days - 1)]
    before, after = -1, np.int64(of_day.first)
    if after < 0:
        of_day.last = i
    elif not _is_before(time, key, st.coming[of_day.last]):
        before, after = np.int64(of_day.last), -1
        of_day.last = i
    else:
        while not _is_before(time, key, st.coming[after]):
            before, after = after, st.coming[after].after
            clock.steps += 1
    event.after = after
    if before < 0:
        of_day.first = i
    else:
        st.coming[before].after = i
    if clock.next_event < 0 or _is_before(time, key, st.coming[clock.next_event]):
        clock.next_event, clock.next_time, clock.day = i, time, day


@compiled
def pop(st):
    """Take the first event off (the caller has read it) and find the one after it."""
    clock = st.clock[0]
    i = clock.next_event
    event = st.coming[i]
    st.days[clock.day & (clock.days - 1)].first = event.after
    event.key = 0
    event.after = clock.coming_free
    clock.coming_free = i
    clock.coming -= 1
    find_next(st)


@compiled
def find_next(st):
    """The first event of the first day that has one; ``next_time`` is without end where none is to come."""
    clock = st.clock[0]
    clock.next_event, clock.next_time = -1, np.inf
    if clock.coming == 0:
        return
    for _ in range(clock.days):
        i = np.int64(st.days[clock.day & (clock.days - 1)].first)
        if i >= 0 and _day_of(clock, st.coming[i].time) == clock.day:
            clock.next_event, clock.next_time = i, st.coming[i].time
            fetch(st.patients, st.coming[i].key & SLOT_MASK)
            return
        clock.day += 1
        clock.steps += 1
    for place in range(clock.days):  # nothing for a whole round: the first of all
        i = np.int64(st.days[place].first)
        if i >= 0:
            event = st.coming[i]
            if clock.next_event < 0 or _is_before(event.time, event.key, st.coming[clock.next_event]):
                clock.next_event, clock.next_time = i, event.time
    clock.day = _day_of(clock, clock.next_time)
