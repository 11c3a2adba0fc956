"""The first choice, else where it overflows to, and back."""

from __future__ import annotations

import math

import pytest
from tests.flow.test_traces import same

from oneplace import flow
from oneplace.problems import OneplaceError
from oneplace.web.whatif.presenters.about import about
from oneplace.web.whatif.presenters.differences import Runs
from oneplace.web.whatif.presenters.network import shares_of

OVERFLOW = """
clock: hours
patients: {a: {enters: door, arrivals: {times: [0 hours, 1 hour, 2 hours, 3 hours, 4 hours]}}}
places:
  door: {stay: 0 hours, next: {first_free: [ward, corridor, elsewhere]}}
  ward: {capacity: 1 bed, queue: 0 patients, stay: 5 hours}
  corridor: {capacity: 1 trolley, queue: 0 patients, stay: 0 hours, next: {ward: 100 %}}
  elsewhere: {capacity: 1 bed, queue: 0 patients, stay: 20 hours}
"""


def test_one_goes_where_there_is_room_first_and_back_when_there_is(visits):
    # 0: ward to 5; 1: corridor until 5, then ward to 10; 2: elsewhere; 3 and 4: held at the door for the ward, until 10
    # and 15, though the corridor is free from 5 on: where nobody can begin, people wait for the first choice
    found = [row for row in visits(OVERFLOW) if row[2] != "door"]
    same(
        found,
        [
            ("a", 0, "ward", 0, 0, 5, 5), ("a", 1, "corridor", 1, 1, 1, 5), ("a", 2, "elsewhere", 2, 2, 22, 22),
            ("a", 1, "ward", 5, 5, 10, 10), ("a", 3, "ward", 10, 10, 15, 15), ("a", 4, "ward", 15, 15, 20, 20),
        ],
    )  # fmt: skip


def test_who_waits_in_the_queue_of_the_first_choice_sends_the_next_on(visits):
    text = OVERFLOW.replace("ward: {capacity: 1 bed, queue: 0 patients", "ward: {capacity: 1 bed, queue: 9 patients")
    # 1 goes to the corridor, and at once on into the ward's queue; so does 2, though the ward's queue has room
    assert [row[2] for row in visits(text) if row[2] != "door"][:6] == [
        "ward", "corridor", "ward", "corridor", "ward", "corridor",
    ]  # fmt: skip


def test_staff_must_be_free_too(visits):
    text = OVERFLOW.replace("stay: 5 hours}", "stay: 5 hours, uses: {nurses: 2 nurses}}") + (
        "pools: {nurses: {number: 2 nurses, calendar: [{from: '00:00', to: '02:00', number: 1 nurse}]}}\n"
    )
    assert [row[2] for row in visits(text) if row[2] != "door"][:1] == ["corridor"]


LOSS = """
patients: {a: {enters: door, arrivals: {rate: 4 patients per hour}}}
places:
  door: {stay: 0 hours, next: {first_free: [ward, other]}}
  ward: {capacity: 5 beds, queue: 0 patients, stay: {shape: exponential, mean: 1 hour}}
  other: {stay: {shape: exponential, mean: 1 hour}}
"""


def test_the_share_that_overflows_is_erlang_s(pathway):
    weights = [4.0**k / math.factorial(k) for k in range(6)]
    right = weights[-1] / sum(weights)
    found = flow.simulate(pathway(LOSS, warm_up="1 day", run="100 days"), replications=6)
    visits = {place: found.value("visits", place).mean for place in ("door", "ward", "other")}
    assert visits["other"] / visits["door"] == pytest.approx(right, rel=0.04)
    assert found.value("time blocked", "door").mean == 0
    assert shares_of(Runs(found, None))["door", "other"] == pytest.approx(right, rel=0.04)
    assert shares_of(Runs(found, None))["door", "ward"] == pytest.approx(1 - right, rel=0.04)
    assert about(found.pathway).places[0].onward == "Ward or, where that is full, Other"


def test_no_warning_foretells_what_overflow_prevents(pathway):
    full = LOSS.replace("5 beds, queue: 0 patients", "1 bed")
    assert not pathway(full, run="10 days").warnings
    assert [p.code for p in pathway(full.replace("[ward, other]", "[ward]"), run="10 days").warnings] == ["W70", "W72"]


def test_an_exit_is_no_place_that_is_free(pathway):
    with pytest.raises(OneplaceError, match="`out` is no place"):
        pathway(LOSS.replace("[ward, other]", "[ward, out]") + "exits: [out]\n", run="10 days")
