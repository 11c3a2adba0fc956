"""The compiled loop does what its source says: on pathways made up at random it ends in the very state that plain
Python ends in, and never looks beside a table (compiled code would not notice)."""

import json

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from oneplace import flow
from oneplace.flow.kernel import State, Status, advance, fresh_state, grow
from oneplace.flow.kernel.clock import count_unfinished, forget
from oneplace.flow.kernel.invariants import adds_up
from oneplace.flow.kernel.loop import run
from oneplace.flow.network import lower
from oneplace.problems import OneplaceError

pytestmark = pytest.mark.slow

PLACES = ("x", "y", "z")
CLASSES = ("a", "b", "c")


class Strict(np.recarray):
    """A table that refuses to count from its end."""

    def __getitem__(self, index):
        if isinstance(index, int | np.integer) and index < 0:
            raise IndexError(index)
        return super().__getitem__(index)


def uncompiled(state):
    """Run to the end in plain Python."""
    while True:
        strict = State(*(table.view(Strict) for table in state))
        with np.errstate(over="ignore"):
            status = Status(run(strict))
        if status is Status.GROW:
            state = grow(state)
        elif status is Status.WARM:
            forget(state)
        elif status is not Status.PAUSE:
            if status is Status.DONE:
                count_unfinished(state, 1)
            return state, status


def compiled(state):
    while True:
        status = advance(state)
        if status is Status.GROW:
            state = grow(state)
        elif status is not Status.PAUSE:
            return state, status


lengths = st.sampled_from(
    [
        "2 hours",
        {"shape": "exponential", "mean": "3 hours"},
        {"shape": "lognormal", "mean": "4 hours", "cv": "120 %"},
        {"shape": "gamma", "mean": "2 hours", "cv": "60 %"},
        {"shape": "weibull", "mean": "5 hours", "cv": "80 %"},
        {"shape": "uniform", "from": "1 hour", "to": "2 hours"},
        {"shape": "triangular", "from": "1 hour", "mode": "1 hour", "to": "3 hours"},
        {"shape": "sequence", "values": ["1 hour", "4 hours", "30 minutes"]},
        {"shape": "empirical", "values": ["1 hour", "2 hours", "9 hours"]},
    ]
)


@st.composite
def arrivals(draw):
    way = draw(st.sampled_from(["rate", "profile", "every", "times"]))
    batch = draw(st.sampled_from([{}, {"batch": {"1": "60 %", "3": "40 %"}}]))
    if way == "every":
        return {"every": draw(lengths.filter(lambda of: of != "2 hours" and "values" not in of)), **batch}
    if way == "times":
        return {
            "times": [f"{hour} hours" for hour in draw(st.lists(st.integers(0, 90), min_size=1, max_size=9))],
            **batch,
        }
    rate = {"rate": f"{draw(st.integers(1, 30))} patients per day", **batch}
    days = ["40 %", "10 %", "10 %", "10 %", "10 %", "10 %", "10 %"]
    return rate if way == "rate" else {**rate, "profile": {"day_of_week": days}}


@st.composite
def places(draw, name):
    others = [other for other in PLACES if other != name]
    to, also = draw(st.sampled_from([*others, "out"])), draw(st.sampled_from(["out", *others]))
    onward = {to: "70 %", "out": "30 %"} if to != "out" else {"out": "100 %"}
    place = {
        "capacity": draw(st.sampled_from(["unlimited", "1 bed", "3 beds"])),
        "queue": draw(st.sampled_from(["unlimited", "unlimited", "2 patients", "0 patients"])),
        "stay": draw(lengths),
        "next": draw(
            st.sampled_from([onward, {"least_loaded": list(PLACES)}, {"first_free": others[:2]}, {"out": "100 %"}])
        ),
    }
    optional = {
        "discipline": "lifo",
        "preempt": draw(st.sampled_from(["resume", "restart", "resample"])),
        "leave": {"patience": draw(lengths), "to": also},
        "uses": {"staff": f"{draw(st.integers(1, 2))} nurses"},
        "delay": {"out": draw(lengths)},
        "for": {"a": {"worsens": {"after": draw(lengths), "to": "c"}, "stay": draw(lengths)}},
        "start": "2 patients",
        "turnaround": draw(lengths),
        "target": "1 hour",
        "becomes": draw(st.sampled_from(["b", {"a": "50 %", "b": "50 %"}])),
        "priority": draw(st.sampled_from([["b", ["a", "c"]], ["a", "b", "c"]])),
        "shift_end": draw(st.sampled_from(["interrupt", "hand_over"])),
    }
    chosen = draw(st.sets(st.sampled_from(sorted(optional))))
    place |= {key: optional[key] for key in optional if key in chosen}
    if place["capacity"] != "unlimited" and draw(st.booleans()):
        place["calendar"] = [{"from": "08:00", "to": "18:00", "capacity": f"{draw(st.integers(0, 4))} beds"}]
        if place["calendar"][0]["capacity"] == "0 beds":
            place["closes"] = draw(
                st.sampled_from([{"waiting_to": "out"}, {"waiting_to": also, "coming_to": others[0]}])
            )
    if "delay" in place and "out" not in place["next"]:
        del place["delay"]
    return place


@st.composite
def pathways(draw):
    of = {
        "format": "pathway/1",
        "id": "p",
        "name": "Made up",
        "provenance": "illustrative",
        "start": "2026-01-05",
        "warm_up": draw(st.sampled_from(["0 days", "1 day"])),
        "run": "3 days",
        "patients": {name: {"enters": draw(st.sampled_from(PLACES)), "arrivals": draw(arrivals())} for name in CLASSES},
        "priority": draw(st.sampled_from([[], ["c", "a", "b"], ["a", ["b", "c"]]])),
        "places": {name: draw(places(name)) for name in PLACES},
        "pools": {
            "staff": {
                "number": "3 nurses",
                "calendar": [{"from": "20:00", "to": "06:00", "number": "2 nurses"}],
                "shift_end": draw(st.sampled_from(["finish", "interrupt", "hand_over"])),
            }
        },
        "exits": ["out"],
    }
    if draw(st.booleans()):
        del of["patients"]["c"]["enters"]
        of["patients"]["c"]["route"] = draw(st.lists(st.sampled_from(PLACES), min_size=1, max_size=4))
    if draw(st.booleans()):
        of["patients"]["a"]["deprivation"] = ["20 %"] * 5
    if draw(st.booleans()):
        of["clocks"] = {
            "left": {"until_left": draw(st.sampled_from([["x"], ["x", "y"]])), "within": "4 hours"},
            "seen": {"until_seen_at": draw(st.sampled_from([["z"], ["y", "z"]])), "within": "6 hours"},
        }
    if draw(st.booleans()):
        set_ = {"pools.staff.number": "5 nurses", "patients.b.enters": draw(st.sampled_from([*PLACES, "out"]))}
        of["when"] = {"busy": {"if": "places.x.waiting > 2 patients", "set": set_}}
    return of


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
@given(pathways(), st.integers(0, 10**6))
def test_the_compiled_loop_ends_where_its_source_does(of, seed):
    try:
        pathway = flow.parse(json.dumps(of))
    except OneplaceError:
        assume(False)
    network = lower(pathway, log=True).replication(seed)
    there, how = compiled(fresh_state(network))
    here, why = uncompiled(fresh_state(network))
    assert how is why
    if how is Status.DONE:
        assert adds_up(here)
    for name, one, other in zip(State._fields, there, here, strict=True):
        for column in one.dtype.names or (None,):
            a, b = (one, other) if column is None else (one[column], other[column])
            if a.dtype.kind == "f":
                np.testing.assert_allclose(a, b, rtol=1e-9, atol=1e-6, err_msg=f"{name}.{column}")
            else:
                np.testing.assert_array_equal(a, b, err_msg=f"{name}.{column}")
