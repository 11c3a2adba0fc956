"""A rule whose own effect ends it is tried once after each thing that happens, and never again at the same instant."""

from __future__ import annotations

from tests.flow.test_traces import same

QUARREL = """
patients:
  a: {enters: x, arrivals: {times: [0 hours, 1 hour]}}
  b: {enters: y, arrivals: {times: [2 hours]}}
places:
  x: {stay: 3 hours, uses: {staff: 1 nurse}, for: {a: {stay: {shape: sequence, values: [10 hours, 3 hours]}}}}
  y: {stay: 5 hours}
pools: {staff: {number: 1 nurse, shift_end: interrupt}}
when: {queue: {if: places.x.waiting > 0 patients, set: {pools.staff.number: 2 nurses}}}
"""


def test_an_end_that_no_longer_holds_is_nothing_that_happens(visits):
    """At 1 a second nurse comes for the second patient; at 2 there is no queue and she goes, so that there is one. The
    end at 4 of the stay that she broke off must not call her back: nothing happens until the other comes at 7.
    """
    same(
        visits(QUARREL),
        [("a", 0, "x", 0, 0, 10, 10), ("a", 1, "x", 1, 1, 9, 9), ("b", 0, "y", 2, 2, 7, 7)],
    )
