"""A bed that is made ready for the next is taken, but by nobody."""

from __future__ import annotations

import math

import pytest
from tests.flow.test_traces import same

from oneplace import flow

CLEANED = """
clock: hours
patients: {a: {enters: ward, arrivals: {times: [0 hours, 0 hours]}}}
places: {ward: {capacity: 1 bed, stay: 2 hours, turnaround: 1 hour, next: {%s: 100 %%}}%s}
exits: [out]
"""


def test_the_bed_is_held_and_not_the_patient(pathway):
    found = flow.simulate(pathway(CLEANED % ("out", ""), run="10 hours"), replications=1)
    assert found.value("time in pathway").mean == pytest.approx((2 + 5) / 2)
    assert found.value("wait", "ward").mean == pytest.approx(1.5)
    assert found.value("delay days", "ward").mean == 0
    assert found.value("in turnaround", "ward").mean == pytest.approx(2 / 10)
    assert found.value("inside", "ward").mean == pytest.approx(4 / 10)
    assert found.value("occupancy", "ward").mean == pytest.approx(4 / 10)


def test_who_goes_on_is_not_kept_by_the_bed_they_left(visits):
    text = CLEANED % ("next", ", next: {capacity: 1 bed, queue: 0 patients, stay: 30 minutes, turnaround: 4 hours}")
    same(
        visits(text),
        [
            ("a", 0, "ward", 0, 0, 2, 2), ("a", 1, "ward", 0, 3, 5, 6.5),
            ("a", 0, "next", 2, 2, 2.5, 2.5), ("a", 1, "next", 6.5, 6.5, 7, 7),
        ],
    )  # fmt: skip


def test_staff_are_free_while_a_bed_is_made_ready(visits):
    text = """
patients: {a: {enters: w, arrivals: {times: [0 hours, 0 hours]}}}
places: {w: {capacity: 2 beds, stay: 2 hours, turnaround: 9 hours, uses: {nurses: 1 nurse}}}
pools: {nurses: {number: 1 nurse}}
"""
    same(visits(text), [("a", 0, "w", 0, 0, 2, 2), ("a", 1, "w", 0, 2, 4, 4)])


def test_a_class_can_have_its_own_and_a_place_without_limit_needs_none(visits):
    text = """
patients:
  a: {enters: w, arrivals: {times: [0 hours]}}
  b: {enters: w, arrivals: {times: [0 hours, 1 hour]}}
places:
  w: {capacity: 1 bed, stay: 2 hours, turnaround: 1 hour, for: {a: {turnaround: 5 hours}}, next: {v: 100 %}}
  v: {stay: 1 hour, turnaround: 9 hours}
"""
    assert [row[4] for row in visits(text) if row[2] == "w"] == pytest.approx([0, 7, 10])
    assert [row[4] for row in visits(text) if row[2] == "v"] == pytest.approx([2, 9, 12])


def test_a_full_ward_whose_beds_are_being_cleaned_is_no_deadlock(visits):
    text = """
patients: {a: {enters: x, arrivals: {times: [0 hours, 0 hours, 0 hours]}}}
places:
  x: {capacity: 1 bed, stay: 1 hour, next: {y: 100 %}}
  y: {capacity: 1 bed, queue: 0 patients, stay: 1 hour, turnaround: 6 hours, next: {z: 100 %}}
  z: {capacity: 1 bed, queue: 0 patients, stay: 1 hour}
"""
    assert [row[4] for row in visits(text) if row[2] == "y"] == pytest.approx([1, 8, 15])


LOSS = """
patients: {a: {enters: w, arrivals: {rate: 4 patients per hour}}}
places:
  w:
    capacity: 5 beds
    queue: 0 patients
    stay: {shape: exponential, mean: 40 minutes}
    turnaround: {shape: gamma, mean: 20 minutes, cv: 50 %}
"""


def test_the_share_lost_is_erlang_s_of_stay_and_turnaround_together(pathway):
    made = pathway(LOSS, warm_up="1 day", run="100 days")
    weights = [4.0**k / math.factorial(k) for k in range(6)]
    found = flow.simulate(made, replications=6)
    assert found.value("share lost", "w").mean == pytest.approx(weights[-1] / sum(weights), rel=0.04)
    assert flow.solve(made) is None
    assert found.value("in turnaround", "w").mean == pytest.approx(found.value("inside", "w").mean / 2, rel=0.03)


def test_turnaround_counts_in_what_is_foreseen(pathway):
    text = LOSS.replace("    queue: 0 patients\n", "").replace("mean: 20 minutes", "mean: 40 minutes")
    (warning,) = pathway(text, run="10 days").warnings
    assert warning.code == "W70"
    assert "needs 5.3 on average but has 5" in warning.message
