"""Beds given out one by one: as good as the best of all allocations where a formula holds, honest where it doesn't."""

import itertools
import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.flow.conftest import HEAD

from oneplace import flow
from oneplace.flow.formulas.exact import erlang_b, mean_wait
from oneplace.problems import OneplaceError

pytestmark = pytest.mark.slow

NORTH, SOUTH, EAST = (f"places.{name}.capacity" for name in ("north", "south", "east"))
RUN = 300


def sites(queue="queue: 0 patients, ", **places):
    """A pathway of places that stand alone: name=(beds, patients per day, mean stay in days)."""
    patients = "".join(
        f"  to_{name}: {{enters: {name}, arrivals: {{rate: {rate} patients per day}}}}\n"
        for name, (_, rate, _) in places.items()
    )
    rooms = "".join(
        f"  {name}: {{capacity: {beds} beds, {queue}stay: {{shape: exponential, mean: {stay} days}}}}\n"
        for name, (beds, _, stay) in places.items()
    )
    return flow.parse(f"{HEAD}clock: days\nrun: {RUN} days\nwarm_up: 50 days\npatients:\n{patients}places:\n{rooms}")


def lost(beds, rate, stay):
    return erlang_b(beds, rate * stay) * rate * RUN


def waiting(beds, rate, stay):
    return rate * mean_wait(beds, rate, stay) if beds > rate * stay else math.inf


def best_of_all(places, beds, cost, floors=()):
    """The least total cost over every way to give out the beds."""
    ways = itertools.product(range(beds + 1), repeat=len(places))
    totals = [
        sum(cost(has + extra, rate, stay) for (has, rate, stay), extra in zip(places, way, strict=True))
        for way in ways
        if sum(way) == beds
        and all(has + extra >= least for (has, _, _), extra, least in zip(places, way, floors, strict=False))
    ]
    return min(totals)


site = st.tuples(st.integers(0, 6), st.sampled_from([0.5, 1, 2, 3]), st.sampled_from([1, 2, 4]))


@settings(max_examples=15, deadline=None)
@given(st.lists(site, min_size=2, max_size=3), st.integers(1, 5))
def test_no_other_allocation_loses_fewer(places, beds):
    named = dict(zip(("north", "south", "east"), places, strict=False))
    found = flow.allocate(sites(**named), beds, [f"places.{n}.capacity" for n in named])
    assert found.formula
    total = sum(lost(found.capacities[f"places.{n}.capacity"], *named[n][1:]) for n in named)
    assert total == pytest.approx(best_of_all(places, beds, lost), abs=1e-9)
    assert found.benefit.mean == pytest.approx(sum(lost(*p) for p in places) - total, abs=1e-9)
    gains = [step.benefit.mean for step in found.steps]
    assert gains == sorted(gains, reverse=True)
    assert sum(gains) == pytest.approx(found.benefit.mean, abs=1e-9)


@settings(max_examples=10, deadline=None)
@given(st.lists(site, min_size=2, max_size=2), st.integers(0, 4))
def test_no_other_allocation_keeps_fewer_waiting(places, spare):
    named = dict(zip(("north", "south"), places, strict=True))
    needed = sum(max(0, math.floor(rate * stay) + 1 - has) for has, rate, stay in places)
    beds = max(1, needed + spare)
    found = flow.allocate(sites(queue="", **named), beds, [f"places.{n}.capacity" for n in named], lower="waiting")
    total = sum(waiting(found.capacities[f"places.{n}.capacity"], *named[n][1:]) for n in named)
    assert total == pytest.approx(best_of_all(places, beds, waiting), abs=1e-9)


PLACES = {"north": (8, 2, 4), "south": (16, 4, 4)}


def test_beds_too_few_for_a_queue_are_told():
    with pytest.raises(OneplaceError, match="the beds are too few: with 9 of"):
        flow.allocate(sites(queue="", north=(5, 3, 4)), 4, [NORTH], lower="waiting")


def test_runs_choose_as_the_formula_does():
    exact = flow.allocate(sites(**PLACES), 2, [NORTH, SOUTH])
    runs = flow.allocate(sites(**PLACES), 2, [NORTH, SOUTH], lower="lost at pathway", replications=25)
    assert (exact.formula, runs.formula) == (True, False)
    assert dict(runs.capacities) == dict(exact.capacities)
    for step, right in zip(runs.steps, exact.steps, strict=True):
        spread = step.benefit.standard_error
        assert abs(step.benefit.mean - right.benefit.mean) < 4 * spread
        assert step.benefit.lower < step.benefit.mean < step.benefit.upper


def test_a_bed_that_could_as_well_go_elsewhere_says_so():
    alike = flow.allocate(sites(north=(8, 2, 4), south=(8, 2, 4)), 2, [NORTH, SOUTH])
    assert [step.path for step in alike.steps] == [NORTH, SOUTH]  # the first named where equal
    assert alike.steps[0].as_good == (SOUTH,)
    by_runs = flow.allocate(
        sites(north=(8, 2, 4), south=(8, 2, 4)), 1, [NORTH, SOUTH], lower="lost at pathway", replications=5
    )
    assert len(by_runs.steps[0].as_good) == 1


def test_a_floor_has_its_price():
    free = flow.allocate(sites(**PLACES), 6, [NORTH, SOUTH])
    kept = flow.allocate(sites(**PLACES), 6, [NORTH, SOUTH], floors={NORTH: "13 beds"})
    assert (free.capacities[NORTH], kept.capacities[NORTH]) == (10, 13)
    assert [step.path for step in kept.steps] == [NORTH] * 5 + [SOUTH]
    (price,) = kept.floors
    assert price.loss.mean == pytest.approx(free.benefit.mean - kept.benefit.mean)
    assert price.loss.mean > 0
    right = best_of_all(PLACES.values(), 6, lost, floors=(13, 0)) - best_of_all(PLACES.values(), 6, lost)
    assert price.loss.mean == pytest.approx(right)


def test_a_floor_that_would_be_kept_anyway_costs_nothing():
    kept = flow.allocate(sites(**PLACES), 6, [NORTH, SOUTH], floors={NORTH: "9 beds"})
    assert kept.floors[0].loss.mean == 0


def test_a_floor_can_be_a_target():
    kept = flow.allocate(sites(**PLACES), 6, [NORTH, SOUTH], floors={NORTH: "share lost <= 5 %"})
    assert kept.floors[0].least == next(c for c in range(99) if erlang_b(c, 8) <= 0.05) == 13


def test_the_price_of_a_floor_by_runs_has_limits():
    kept = flow.allocate(
        sites(**PLACES), 3, [NORTH, SOUTH], lower="lost at pathway", floors={NORTH: "11 beds"}, replications=15
    )
    loss = kept.floors[0].loss
    right = lost(11, 2, 4) + lost(16, 4, 4) - best_of_all(PLACES.values(), 3, lost)
    assert abs(loss.mean - right) < 4 * loss.standard_error


def test_places_that_act_on_each_other_are_simulated():
    text = f"""{HEAD}clock: days
run: 200 days
patients: {{a: {{enters: ward, arrivals: {{rate: 2 patients per day}}}}}}
places:
  ward: {{capacity: 12 beds, queue: 0 patients, stay: {{shape: exponential, mean: 4 days}}, next: {{rehab: 100 %}}}}
  rehab: {{capacity: 5 beds, queue: 0 patients, stay: {{shape: exponential, mean: 3 days}}}}
"""
    among = ["places.ward.capacity", "places.rehab.capacity"]
    found = flow.allocate(flow.parse(text), 2, among, replications=10)
    assert not found.formula
    assert found.steps[0].path == "places.rehab.capacity"  # its lack blocks the ward
    blocked = flow.allocate(flow.parse(text), 1, among, lower="time blocked at ward", replications=10)
    assert (blocked.unit, blocked.steps[0].path) == ("days", "places.rehab.capacity")


def test_rows_and_progress():
    told = []
    found = flow.allocate(sites(**PLACES), 2, [NORTH, SOUTH], progress=lambda done, of: told.append((done, of)))
    assert told == [(1, 2), (2, 2)]
    assert list(found.rows()[0]) == ["bed", "goes_to", "capacity", "benefit", "lower", "upper", "as_good"]
    assert [row["bed"] for row in found.rows()] == [1, 2]


BAD = [
    ((0, [NORTH]), {}, "0 beds cannot be given out"),
    ((2, []), {}, "needs the capacities among which"),
    ((2, [NORTH, NORTH]), {}, "each once"),
    ((2, ["places.q.capacity"]), {}, "has no capacity `places.q.capacity`"),
    ((2, [NORTH]), {"lower": "luck at north"}, "has no result 'luck' at north"),
    ((2, [NORTH]), {"lower": "lost at q"}, "'lost at q' names `q`, which is not there"),
    ((2, [NORTH]), {"lower": "lost for q"}, "names `q`, which is not there"),
    ((2, [NORTH]), {"lower": "<>"}, "'<>' is no measure to lower"),
    ((2, [NORTH]), {"floors": {SOUTH: "9 beds"}}, "has a floor but is not among"),
    ((2, [NORTH]), {"floors": {NORTH: "quickly"}}, "'quickly' is not a target"),
    ((2, [NORTH]), {"floors": {NORTH: "99 beds"}}, "the floors need 91 beds, but there are 2"),
    ((201, [NORTH]), {"lower": "lost at pathway"}, "too many to give out by simulation"),
    ((2, [NORTH]), {"scenario": {NORTH: "unlimited"}}, "has no number of beds to add to"),
]


@pytest.mark.parametrize(("arguments", "options", "message"), BAD)
def test_what_makes_no_sense_is_told(arguments, options, message):
    with pytest.raises(OneplaceError, match=message) as error:
        flow.allocate(sites(**PLACES), *arguments, **{"replications": 2, **options})
    assert error.value.problems[0].mend
