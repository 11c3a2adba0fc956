"""Room for what is to come: larger tables, and the events to come put in order anew."""

from __future__ import annotations

import numpy as np

from oneplace.flow.kernel import layout as at
from oneplace.flow.kernel.state import State, Table, zeros

_NEAREST = 64
"""Events to come whose nearness to one another says how long a day of the ring is to be."""


def grow(state: State) -> State:
    """The same state with more room for what is short: patients (up to ``MOST_SLOTS``), events, rows of the log."""
    clock = state.clock[0]
    free, batch = int(clock["free_left"]), int(clock["largest_batch"])
    turns = int(clock["turns"] * clock["inside"])
    if free < batch + turns + (0 if clock["begun"] else len(state.starts)):
        state = _with_patients(state)
    events = _still_held(state)
    while len(events) + 4 * (clock["inside"] + batch) + turns + 16 > clock["coming_room"]:  # with some to spare
        clock["coming_room"] *= 2
    state = set_in_order(state, events)
    if clock["log_size"] + clock["inside"] + batch >= clock["log_room"] > 0:
        clock["log_room"] *= 2
        state = state._replace(log=np.concatenate([state.log, np.zeros_like(state.log)]))
    return state


def _with_patients(state: State) -> State:
    old = len(state.patients)
    new = min(2 * old, at.MOST_SLOTS)
    patients = zeros(new, at.PATIENT)
    patients[:old] = state.patients
    patients["after"][old:] = np.arange(old + 1, new + 1)
    patients["after"][new - 1] = state.clock["free_first"][0]  # the new slots go in front of the old free ones
    state.clock["free_first"], state.clock["free_left"] = old, state.clock["free_left"] + new - old
    more = np.zeros(len(state.visits) * (new - old) // old, state.visits.dtype)
    timed = np.concatenate([state.timed, np.zeros(len(state.timed) * (new - old) // old, state.timed.dtype)])
    return state._replace(patients=patients, visits=np.concatenate([state.visits, more]), timed=timed)


def _still_held(state: State) -> Table:
    """The events to come in order, without those that no longer hold (the patience of who was served meanwhile)."""
    coming = state.coming[state.coming["key"] > 0]
    order = (coming["key"] >> at.SLOT_BITS) & ((1 << (at.KIND_SHIFT - at.SLOT_BITS)) - 1)
    coming = coming[order > state.patients["fresh"][coming["key"] & at.SLOT_MASK]]
    in_order: Table = coming[np.lexsort((coming["key"], coming["time"]))]
    return in_order


def set_in_order(state: State, events: Table) -> State:
    """The same state with its events (in order) in a ring of days, each of which holds about two of the nearest."""
    clock = state.clock[0]
    many = len(events)
    near = min(many, _NEAREST) - 1
    if near > 0 and events["time"][near] > events["time"][0]:
        clock["days_a_second"] = near / (2 * (events["time"][near] - events["time"][0]))
    ring = max(64, 1 << (2 * many).bit_length())
    day = np.minimum(events["time"] * clock["days_a_second"], at.LAST_DAY).astype(np.int64)
    coming = np.zeros(int(clock["coming_room"]), at.EVENT)
    coming[:many] = events
    coming["after"][many:-1] = np.arange(many + 1, len(coming))
    coming["after"][-1] = -1
    days = np.zeros(ring, at.DAY)
    days["first"] = -1
    by_place = np.argsort(day % ring, kind="stable")
    place = day[by_place] % ring
    ends = np.append(place[1:] != place[:-1], True)[:many]
    coming["after"][by_place] = np.where(ends, -1, np.append(by_place[1:], -1)[:many])
    days["last"][place[ends]] = by_place[ends]
    days["first"][place[np.roll(ends, 1)]] = by_place[np.roll(ends, 1)]
    clock["coming"], clock["coming_free"], clock["days"] = many, many, ring
    clock["next_event"], clock["next_time"] = (0, events["time"][0]) if many else (-1, np.inf)
    clock["day"] = day[0] if many else 0
    clock["steps"], clock["set_at"] = 0, clock["pushed"]
    clock["most_steps"] = max(2 * clock["most_steps"], 32 * many)  # which take as long as doing this again
    return state._replace(coming=coming, days=days)
