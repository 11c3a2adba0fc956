"""Which formula answers for which pathway, and the numbers that it gives, by hand; and where none is given."""

import math

import pytest
from tests.flow.conftest import HEAD

from oneplace import flow

EXP = "stay: {shape: exponential, mean: 1 hour}"
ONE = "patients: {a: {enters: s, arrivals: {rate: RATE patients per hour}}}\nplaces: {s: {PLACE}}\nexits: [gone]\n"


def solved(place, rate="0.5", head="", patients=""):
    text = ONE.replace("RATE", rate).replace("PLACE", place)
    text = text.replace("}}}\nplaces", f"}}}}{patients}}}\nplaces", 1)
    return flow.solve(flow.parse(f"{HEAD}run: 9 days\n{head}{text}"))


VALUES = [  # the place, patients an hour, formula, and values by hand; times in hours
    (EXP, "3", "M/G/∞", {"inside": 3, "wait": 0, "waiting": 0, "share who waited": 0}),
    (f"{EXP}, target: 1 hour", "3", "M/G/∞", {"share within target": 1}),
    ("stay: 5 hours", "3", "M/G/∞", {"inside": 15}),
    (
        f"{EXP}, capacity: 1 bed", "0.5", "Erlang C",
        {"wait": 1, "inside": 0.5, "waiting": 0.5, "share who waited": 0.5, "occupancy": 0.5},
    ),
    (f"{EXP}, capacity: 2 beds", "1", "Erlang C", {"wait": 1 / 3, "share who waited": 1 / 3, "occupancy": 0.5}),
    (f"{EXP}, capacity: 1 bed, target: 2 hours", "0.5", "Erlang C", {"share within target": 1 - math.exp(-1) / 2}),
    (f"{EXP}, capacity: 1 bed, target: 0 hours", "0.5", "Erlang C", {"share within target": 0.5}),
    (
        f"{EXP}, capacity: 2 beds, queue: 0 patients", "2", "Erlang B",
        {"share lost": 0.4, "inside": 1.2, "occupancy": 0.6, "wait": 0, "waiting": 0, "share who waited": 0},
    ),
    ("stay: 1 hour, capacity: 1 bed, queue: 0 patients", "1", "Erlang B", {"share lost": 0.5, "inside": 0.5}),
    (f"{EXP}, capacity: 0 beds, queue: 0 patients", "1", "Erlang B", {"share lost": 1, "inside": 0}),
    (
        f"{EXP}, capacity: 1 bed, queue: 1 patient", "1", "M/M/c/K",
        {"share lost": 1 / 3, "inside": 2 / 3, "waiting": 1 / 3, "wait": 0.5, "share who waited": 0.5},
    ),
    (f"{EXP}, capacity: 1 bed, queue: 2 patients", "2", "M/M/c/K", {"share lost": 8 / 15, "occupancy": 14 / 15}),
    ("stay: 1 hour, capacity: 1 bed", "0.5", "M/G/1", {"wait": 0.5, "waiting": 0.25, "share who waited": 0.5}),
    (
        "stay: {shape: erlang, mean: 1 hour, stages: 2 stages}, capacity: 1 bed", "0.5", "M/G/1",
        {"wait": 0.75, "inside": 0.5},
    ),
    (
        f"{EXP}, capacity: 1 bed, leave: {{patience: {{shape: exponential, mean: 1 hour}}, to: gone}}",
        "1", "Erlang A",
        {"inside": 1 - math.exp(-1), "waiting": math.exp(-1), "share left": math.exp(-1), "share lost": 0},
    ),
]  # fmt: skip


@pytest.mark.parametrize(("place", "rate", "formula", "values"), VALUES)
def test_a_place_alone_has_its_formula(place, rate, formula, values):
    found = solved(place, rate)
    assert found.formula == formula
    assert {name: found.values[name, "s"] for name in values} == pytest.approx(values)


@pytest.mark.parametrize(("clock", "wait"), [("minutes", 60.0), ("hours", 1.0), ("days", 1 / 24)])
def test_times_are_in_the_clock_of_the_pathway(clock, wait):
    assert solved(f"{EXP}, capacity: 1 bed", head=f"clock: {clock}\n").values["wait", "s"] == pytest.approx(wait)


OTHER = ", b: {enters: s, arrivals: {rate: 0.25 patients per hour}}"


@pytest.mark.parametrize(
    ("priority", "a", "b"),
    [("[a, b]", 0.5 / 0.75, 0.5 / 0.75 / 0.5), ("[b, a]", 0.5 / 0.75 / 0.5, 0.5 / 0.75)],
)
def test_ranks_wait_by_their_order(priority, a, b):
    found = solved(f"{EXP}, capacity: 1 bed", "0.25", f"priority: {priority}\n", OTHER)
    assert found.formula == "M/M/c with priorities (Cobham)"
    assert (found.by_class["wait", "s", "a"], found.by_class["wait", "s", "b"]) == pytest.approx((a, b))
    assert found.values["wait", "s"] == pytest.approx(1.0)


NONE = [
    f"{EXP}, capacity: 1 bed, discipline: lifo",
    f"{EXP}, capacity: 1 bed, start: 1 patient",
    f"{EXP}, capacity: 1 bed, calendar: [{{capacity: 2 beds}}]",
    f"{EXP}, capacity: 0 beds, queue: 4 patients",
    "stay: 1 hour, capacity: 2 beds",
    "stay: 1 hour, capacity: 2 beds, queue: 4 patients",
    "stay: {shape: sequence, values: [1 hour]}, capacity: 1 bed",
    f"{EXP}, capacity: 1 bed, leave: {{patience: 1 hour, to: gone}}",
    f"{EXP}, capacity: 1000001 beds",
    f"{EXP}, capacity: 1 bed, queue: 1000001 patients",
]


@pytest.mark.parametrize("place", NONE)
def test_where_no_formula_holds_none_is_given(place):
    assert solved(place) is None


@pytest.mark.parametrize(("rate", "given"), [("0.999", True), ("1", False), ("1.5", False)])
def test_a_queue_that_grows_without_end_has_no_long_run(rate, given):
    assert (solved(f"{EXP}, capacity: 1 bed", rate) is not None) == given
    assert (solved("stay: 1 hour, capacity: 1 bed", rate) is not None) == given
