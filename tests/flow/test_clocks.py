"""Clocks from arrival over several places: when they stop, for whom, and how many stop in time."""

from __future__ import annotations

import math

import pytest

from oneplace import flow
from oneplace.problems import OneplaceError

DEPARTMENT = """
clock: hours
patients:
  a: {enters: triage, arrivals: {times: [0 hours, 1 hour]}}
  b: {enters: majors, arrivals: {times: [2 hours, 2 hours, 2 hours]}}
places:
  triage: {stay: 1 hour, next: {majors: 100 %}}
  majors:
    capacity: 1 bay
    stay: 3 hours
    for: {b: {leave: {patience: 150 minutes, to: gone}}}
    next: {ward: 100 %}
  ward: {capacity: 1 bed, stay: 4 hours, next: {majors_again: 100 %}}
  majors_again: {stay: 1 hour}
exits: [gone]
clocks:
  left: {name: Left the department, until_left: [triage, majors, majors_again], within: 4 hours}
  bed: {until_seen_at: [ward], within: 10 hours}
"""


def test_a_clock_stops_when_all_of_its_places_are_left_and_only_once(pathway):
    # in majors a: 1 to 4 and 4 to 7; the ward has a bed at 4 and 8; of b all three give up at 4.5, when there is no bay
    found = flow.simulate(pathway(DEPARTMENT, run="100 hours"), replications=1)

    def clock(measure, where, group="all"):
        return found.value(measure, where, group).mean

    assert [clock("clocks stopped", "left", group) for group in ("all", "a", "b")] == [5, 2, 3]
    assert clock("time on clock", "left", "a") == pytest.approx((4 + 6) / 2)
    assert clock("time on clock", "left", "b") == pytest.approx(2.5)
    assert clock("share within target", "left", "a") == 0.5
    assert clock("share within target", "left") == 0.8
    assert clock("clocks stopped", "bed") == 2
    assert clock("time on clock", "bed") == pytest.approx((4 + 7) / 2)
    assert clock("share within target", "bed") == 1
    assert clock("time on clock p90", "left", "b") == pytest.approx(2.5, rel=0.03)


def test_what_stopped_in_the_warm_up_does_not_count(pathway):
    found = flow.simulate(pathway(DEPARTMENT, warm_up="5 hours", run="50 hours"), replications=1)
    assert found.value("clocks stopped", "left").mean == 1
    assert found.value("time on clock", "left").mean == pytest.approx(6)


def test_who_is_there_at_the_start_has_no_clock(pathway):
    text = """
patients: {a: {enters: w, arrivals: {times: [5 hours]}}}
places: {w: {capacity: 9 beds, start: 3 patients, stay: 2 hours, next: {v: 100 %}}, v: {stay: 1 hour}}
clocks: {out: {until_left: [w], within: 2 hours}, in: {until_seen_at: [v], within: 1 hour}}
"""
    found = flow.simulate(pathway(text, run="50 hours"), replications=1)
    assert [found.value("clocks stopped", name).mean for name in ("out", "in")] == [1, 1]
    assert [found.value("share within target", name).mean for name in ("out", "in")] == [1, 0]


def test_who_is_sent_on_to_a_full_place_has_left(pathway):
    text = """
patients: {a: {enters: w, arrivals: {times: [1 hour, 1 hour]}}}
places:
  w: {capacity: 1 bed, stay: 5 hours, leave: {patience: 1 hour, to: full}}
  full: {capacity: 0 beds, queue: 0 patients, stay: 1 hour}
clocks: {out: {until_left: [w], within: 2 hours}}
"""
    found = flow.simulate(pathway(text, run="50 hours"), replications=1)
    assert found.value("clocks stopped", "out").mean == 2
    assert found.value("share within target", "out").mean == 0.5


def test_who_takes_exactly_the_limit_is_within_it(pathway):
    text = """
patients: {a: {enters: x, arrivals: {rate: 3 patients per hour}}}
places:
  x: {stay: 70 minutes, next: {y: 100 %}}
  y: {stay: 170 minutes, next: {z: 100 %}}
  z: {capacity: 1 bed, stay: 1 minute, target: 0 minutes}
clocks: {four: {until_left: [x, y], within: 4 hours}, less: {until_left: [x, y], within: 3.999 hours}}
"""
    found = flow.simulate(pathway(text, run="2000 hours"), replications=1)
    assert [found.value("share within target", name).mean for name in ("four", "less")] == [1, 0]


def test_who_is_held_until_there_is_a_bed_has_left_when_there_is(pathway):
    text = """
clock: hours
patients: {a: {enters: ed, arrivals: {times: [0 hours, 1 hour]}}}
places:
  ed: {stay: 1 hour, next: {ward: 100 %}}
  ward: {capacity: 1 bed, queue: 0 patients, stay: 6 hours}
clocks: {out: {until_left: [ed], within: 4 hours}, seen: {until_seen_at: [ward], within: 4 hours}}
"""
    found = flow.simulate(pathway(text, run="50 hours"), replications=1)  # 0 to 1; 1 to 2, and held until 7
    for name in ("out", "seen"):
        assert found.value("clocks stopped", name).mean == 2
        assert found.value("time on clock", name).mean == pytest.approx((1 + 6) / 2)
        assert found.value("share within target", name).mean == 0.5


TWO = """
clock: hours
patients: {a: {enters: x, arrivals: {rate: 50 patients per hour}, deprivation: [20 %, 20 %, 20 %, 20 %, 20 %]}}
places:
  x: {stay: {shape: exponential, mean: 1 hour}, next: {y: 100 %}}
  y: {stay: {shape: exponential, mean: 1 hour}, next: {z: 100 %}}
  z: {stay: 1 hour}
clocks: {both: {until_left: [x, y], within: 2 hours}, last: {until_seen_at: [z], within: 2 hours}}
"""


def test_the_share_in_time_is_that_of_the_formula(pathway):
    # two exponential stays of an hour: an Erlang distribution, 1 - exp(-t) (1 + t)
    found = flow.simulate(pathway(TWO, warm_up="1 day", run="20 days"), replications=4)
    right = 1 - 3 * math.exp(-2)
    for name in ("both", "last"):
        assert found.value("share within target", name).mean == pytest.approx(right, abs=0.01)
        assert found.value("time on clock", name).mean == pytest.approx(2, rel=0.02)
        assert found.value("time on clock p50", name).mean == pytest.approx(1.678, rel=0.03)
        assert found.value("share within target", name, "1").mean == pytest.approx(right, abs=0.02)


@pytest.mark.parametrize(
    ("clock", "message"),
    [
        ("{within: 4 hours}", "give one of until_left and until_seen_at"),
        ("{until_left: [x], until_seen_at: [y], within: 4 hours}", "give one of until_left and until_seen_at"),
        ("{until_left: [moon], within: 4 hours}", "there is no place `moon`"),
    ],
)
def test_a_clock_that_cannot_be_is_refused(pathway, clock, message):
    with pytest.raises(OneplaceError, match=message):
        pathway(TWO.replace("{until_left: [x, y], within: 2 hours}", clock), run="5 days")


def test_a_clock_has_a_name_of_its_own(pathway):
    with pytest.raises(OneplaceError, match="`x` is a clock and something else"):
        pathway(TWO.replace("both:", "x:"), run="5 days")


def test_a_clock_can_be_the_target_of_the_least_capacity(pathway):
    text = """
clock: hours
patients: {a: {enters: desk, arrivals: {every: 1 hour}}}
places: {desk: {stay: 30 minutes, next: {ward: 100 %}}, ward: {capacity: 1 bed, stay: 150 minutes}}
clocks: {all: {until_left: [desk, ward], within: 4 hours}}
"""
    of = pathway(text, run="200 hours")
    for target, least in [
        ("share within target at all >= 99 %", 3),
        ("99 % wait at all within 181 minutes", 3),
        ("99 % wait at all within 179 minutes", None),
    ]:
        assert flow.least_capacity(of, "places.ward.capacity", target, between=(1, 6)).least == least
