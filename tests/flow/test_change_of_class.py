"""Who is seen first may depend on the place, and on what became of somebody at the places before."""

from __future__ import annotations

import numpy as np
import pytest
from tests.flow.test_traces import hours, same

from oneplace import flow
from oneplace.flow.network.traffic import flows
from oneplace.problems import OneplaceError

BACK = """
patients:
  a: {enters: doctor, arrivals: {times: [0 hours, 1 hour, 2 hours, 3 hours]}}
  b: {enters: doctor, arrivals: {times: [0 hours]}}
  back: {enters: doctor}
priority: [back, [a, b]]
places:
  doctor: {capacity: 1 doctor, stay: 2 hours, for: {b: {next: {test: 100 %}, becomes: back}, back: {stay: 1 hour}}}
  test: {stay: 1 hour, next: {doctor: 100 %}}
"""


def test_who_comes_back_from_a_test_goes_first(visits):
    same(
        sorted(visits(BACK), key=lambda row: (row[0], row[1], row[3])),
        [
            ("a", 0, "doctor", 0, 0, 2, 2), ("a", 1, "doctor", 1, 4, 6, 6),
            ("a", 2, "doctor", 2, 7, 9, 9), ("a", 3, "doctor", 3, 9, 11, 11),
            ("b", 0, "doctor", 0, 2, 4, 4), ("b", 0, "test", 4, 4, 5, 5), ("b", 0, "doctor", 5, 6, 7, 7),
        ],
    )  # fmt: skip


HELD = """
patients:
  a: {enters: x, arrivals: {times: [0 hours]}}
  b: {enters: x, arrivals: {times: [30 minutes]}}
  c: {enters: x, arrivals: {times: [1 hour]}}
  low: {enters: x}
  high: {enters: x}
%s
places:
  x: {capacity: 3 beds, stay: 1 hour, next: {y: 100 %%}, for: {b: {becomes: low}, c: {becomes: high}}}
  y: {capacity: 1 bed, queue: 0 patients, stay: 5 hours, %s uses: {nurses: 1 nurse},
      for: {high: {uses: {nurses: 2 nurses}}}}
pools: {nurses: {number: 2 nurses}}
"""


@pytest.mark.parametrize(
    ("everywhere", "there", "starts"),
    [
        ("priority: [high, low]", "", {"b": 11, "c": 6}),
        ("priority: [low, high]", "", {"b": 6, "c": 11}),
        ("", "", {"b": 6, "c": 11}),
        ("priority: [low, high]", "priority: [high, low],", {"b": 11, "c": 6}),
        ("priority: [high, low]", "priority: [[high, low]],", {"b": 6, "c": 11}),
    ],
)
def test_who_is_held_has_the_rank_of_the_class_and_of_the_place_to_come(visits, everywhere, there, starts):
    found = {row[0]: row[4] for row in visits(HELD % (everywhere, there)) if row[2] == "y"}
    assert found == pytest.approx({"a": 1, **starts})


QUEUE = """
patients:
  a: {enters: s, arrivals: {rate: 20 patients per day}}
  b: {enters: s, arrivals: {rate: 20 patients per day}}
%s
places: {s: {capacity: 2 beds, %s stay: {shape: exponential, mean: 1 hour}}}
"""


def test_a_priority_at_the_place_is_as_one_of_the_pathway(pathway):
    there = pathway(QUEUE % ("", "priority: [b, a],"), run="20 days")
    whole = pathway(QUEUE % ("priority: [b, a]", ""), run="20 days")
    assert np.array_equal(*(flow.simulate(made, replications=2).runs for made in (there, whole)), equal_nan=True)
    assert flow.solve(there) == flow.solve(whole) != flow.solve(pathway(QUEUE % ("", ""), run="20 days"))


SHARES = """
patients:
  new: {enters: s, arrivals: {rate: 100 patients per day}}
  old: {enters: s}
places:
  s: {stay: 1 hour, next: {s: 50 %, out: 50 %}, becomes: {new: 40 %, old: 60 %}, for: {old: {next: {out: 100 %}}}}
exits: [out]
"""


def test_shares_become_of_other_classes(pathway):
    made = pathway(SHARES, run="200 days")
    # a visit as new leads to 0.5 x 0.4 more as new, and to 0.5 x 0.6 as old: 1 / 0.8, and 0.3 / 0.8
    assert flows(made) * 86_400 == pytest.approx(np.array([[125.0], [37.5]]))
    assert flow.expected_visits(made) == pytest.approx(200 * 162.5)
    found = flow.simulate(made, replications=2)
    assert found.value("visits", "s", "new").mean == pytest.approx(25_000, rel=0.03)
    assert found.value("visits", "s", "old").mean == pytest.approx(7_500, rel=0.03)
    assert flow.solve(made) is None


@pytest.mark.parametrize(
    ("was", "instead", "code", "says"),
    [
        ("becomes: back", "becomes: gone", "E61", "there is no class of patients `gone`"),
        ("becomes: back", "becomes: {back: 50 %, a: 40 %}", "E99", "make 90 %, not 100 %"),
        ("back: {enters: doctor}", "back: {route: [doctor]}", "E99", "`back` has a route"),
        ("b: {enters: doctor,", "b: {route: [doctor, test],", "E99", "`b` goes by a route and becomes"),
        ("capacity: 1 doctor", "priority: [gone], capacity: 1 doctor", "E61", "there is no class of patients `gone`"),
    ],
)
def test_what_cannot_be_is_refused(pathway, was, instead, code, says):
    with pytest.raises(OneplaceError) as refused:
        pathway(BACK.replace(was, instead), run="1 day")
    assert code in {problem.code for problem in refused.value.problems}
    assert says in str(refused.value)


SHIFT = """
start: "2026-01-05"
patients: {a: {enters: s, arrivals: {times: %s}}}
places: {s: {stay: 2 hours, uses: {nurses: 1 nurse}}}
pools: {nurses: {number: 2 nurses, calendar: [{from: "12:00", to: "24:00", number: 1 nurse}], shift_end: %s}}
"""


@pytest.mark.parametrize(("shift_end", "third", "fourth"), [("hand_over", 12, 14), ("finish", 13.6, 15.6)])
def test_the_next_shift_of_a_pool_starts_afresh(visits, shift_end, third, fourth):
    found = visits(SHIFT % (hours(11.6, 11.6, 11.7, 11.8), shift_end))
    assert [row[4] for row in found] == pytest.approx([11.6, 11.6, third, fourth])
