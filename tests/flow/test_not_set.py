"""`not_set` is read and named; a simulation says which numbers it lacks and invents none."""

import math

import pytest
from tests.flow.good import GOOD

from oneplace import flow
from oneplace.problems import OneplaceError, Severity

EVERYWHERE = [
    ("4 beds", "places.x.capacity", 18),
    ("queue: 5 patients", "places.x.queue", 19),
    ("mean: 1 hour", "places.x.stay.mean", 20),
    ("stay: 2 hours", "places.y.stay", 22),
    ("50 %, out", "places.x.next.y", 21),
    ("1 nurse}", "places.y.uses.nurse", 22),
    ("3 nurses", "pools.nurse.number", 15),
    ("rate: 2 patients per hour", "patients.a.arrivals.rate", 9),
    ("every: 3 hours", "patients.b.arrivals.every", 12),
    ("6 beds", "when.busy.set.places.x.capacity", 25),
    ("run: 10 days", "run", 5),
]


def without(quantity):
    key, colon, value = quantity.partition(": ")
    assert GOOD.count(quantity) == 1
    left = value if colon else key
    number = next(q for q in (left, left.rstrip("}"), left.split(",")[0]) if any(c.isdigit() for c in q))
    number = number.rstrip("}").split(",")[0]
    return GOOD.replace(quantity, quantity.replace(number, "not_set"))


@pytest.mark.parametrize(("quantity", "name", "line"), EVERYWHERE)
def test_a_file_is_read_and_what_is_not_set_is_named(quantity, name, line):
    pathway = flow.parse(without(quantity))
    (warning,) = pathway.warnings
    assert (warning.code, warning.line, warning.severity) == ("W76", line, Severity.WARNING)
    assert f"`{name}` is not set" in warning.message
    for question in (flow.simulate, flow.compare, flow.solve):
        with pytest.raises(OneplaceError, match=f"`{name}` is not set: nothing can be simulated without it"):
            question(pathway)


def test_every_number_that_is_missing_is_named_at_once():
    pathway = flow.parse(GOOD.replace("4 beds", "not_set").replace("1 hour}", "not_set}"))
    with pytest.raises(OneplaceError) as error:
        flow.simulate(pathway)
    assert [p.line for p in error.value.problems] == [18, 20]


def test_a_scenario_can_set_what_is_not_set():
    pathway = flow.parse(GOOD.replace("4 beds", "not_set"))
    tried = flow.simulate(pathway, scenario={"places.x.capacity": "4 beds"}, replications=2)
    known = flow.simulate(flow.parse(GOOD), replications=2)
    assert tried.value("wait", "x") == known.value("wait", "x")


def test_costs_that_are_not_set_are_left_out_of_the_results():
    pathway = flow.parse(GOOD.replace("10 GBP per bed-day", "not_set"))
    result = flow.simulate(pathway, replications=2)
    assert math.isnan(result.value("cost").mean)
    assert result.value("inside", "x").mean > 0
    assert any("`costs.places.x` is not set: what it pays for is left out" in note for note in result.notes)


def test_other_mistakes_are_still_told():
    with pytest.raises(OneplaceError, match="there is no place or exit `z`"):
        flow.parse(GOOD.replace("4 beds", "not_set").replace("{y: 50 %", "{z: 50 %"))
