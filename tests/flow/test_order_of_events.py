"""Events are taken in order of time, then kind, then pushing, whatever the length of a day of their ring."""

from heapq import heappop, heappush

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from oneplace import flow
from oneplace.flow.kernel import State, fresh_state, grow
from oneplace.flow.kernel.coming import pop, push
from oneplace.flow.kernel.layout import KIND_SHIFT, SLOT_BITS, SLOT_MASK
from oneplace.flow.kernel.room import set_in_order
from oneplace.flow.network import lower

PATHWAY = """format: pathway/1
id: p
name: A pathway
provenance: illustrative
run: 1 day
patients: {a: {enters: x, arrivals: {rate: 2 patients per day}}}
places: {x: {capacity: 4 beds, stay: 1 hour}}
"""


END = 1e30
"""Events beyond it are not kept."""


@pytest.fixture(scope="module")
def network():
    made = lower(flow.parse(PATHWAY), log=False).replication(1)
    made.clock["end"] = END
    return made


def in_python(state: State) -> State:
    return State(*(table.view(np.recarray) for table in state))


ahead = st.one_of(
    st.sampled_from([0.0, 1.0, 60.0, 3600.0, END]), st.floats(0, 100), st.floats(0, 1e7), st.floats(0, 1e300)
)
steps = st.lists(
    st.one_of(st.tuples(ahead, st.integers(0, 9), st.integers(0, 3)), st.sampled_from(["pop", "pop", "order"])),
    max_size=200,
)


@given(steps)
def test_events_come_in_the_order_of_a_heap(network, steps):
    state, heap, now = in_python(fresh_state(network)), [], 0.0
    clock = state.clock[0]
    for step in steps:
        if step == "order":
            events = state.coming[state.coming.key > 0]
            state = in_python(set_in_order(state, events[np.lexsort((events.key, events.time))]))
            clock = state.clock[0]
        elif step != "pop":
            after, slot, kind = step
            push(state, now + after, slot, kind)
            if now + after <= END:
                heappush(heap, (now + after, (kind << KIND_SHIFT) | (int(clock.pushed) << SLOT_BITS) | slot))
        elif heap:
            now, key = heappop(heap)
            assert (clock.next_time, state.coming[clock.next_event].key) == (now, key)
            pop(state)
        assert clock.coming == len(heap)
        assert clock.next_time == (heap[0][0] if heap else np.inf)
    assert (state.coming.key > 0).sum() == len(heap)
    assert clock.overflow == 0


def test_growing_keeps_what_is_to_come_and_drops_what_no_longer_holds(network):
    state = in_python(fresh_state(network))
    for slot in range(500):
        push(state, 1e6 / (slot + 1), slot, slot % 4)
    state.patients.fresh[::2] = state.clock[0].pushed  # these have been served meanwhile
    state.clock.inside[0] = 5000
    room, days = len(state.coming), len(state.days)
    state = in_python(grow(state))
    assert len(state.coming) > room
    assert len(state.days) != days
    taken = []
    while state.clock[0].coming:
        taken.append(int(state.coming[state.clock[0].next_event].key & SLOT_MASK))
        pop(state)
    assert taken == list(range(499, 0, -2))
    assert state.clock[0].next_time == np.inf


def test_a_table_without_room_is_told(network):
    state = in_python(fresh_state(network))
    state.coming.after[9] = -1  # ten are free
    for _ in range(11):
        push(state, 1.0, 0, 0)
    assert state.clock[0].overflow == 1
    assert state.clock[0].coming == 10
