"""Who waits too long and goes on to another place is sent on; who goes out gives up."""

from __future__ import annotations

import pytest

from oneplace import flow

MAJORS = """
patients:
  ill: {enters: majors, arrivals: {times: [1 hour, 1 hour, 1 hour]}}
  well: {enters: majors, arrivals: {times: [2 hours]}}
places:
  majors:
    capacity: 1 bay
    stay: 10 hours
    leave: {patience: 0 minutes, to: corridor}
    for: {well: {leave: {patience: 30 minutes, to: gone}}}
  corridor: {capacity: %s, queue: 0 patients, stay: 1 hour}
exits: [gone]
"""


@pytest.mark.parametrize(("trolleys", "lost"), [("2 trolleys", 0), ("1 trolley", 1)])
def test_sent_on_is_told_apart_from_giving_up(pathway, trolleys, lost):
    found = flow.simulate(pathway(MAJORS % trolleys, run="20 hours"), replications=1)

    def count(measure, where, group="all"):
        return found.value(measure, where, group).mean

    assert (count("sent on", "majors"), count("left", "majors")) == (2, 1)
    assert (count("sent on", "majors", "ill"), count("sent on", "majors", "well")) == (2, 0)
    assert (count("left", "majors", "ill"), count("left", "majors", "well")) == (0, 1)
    assert count("share left", "majors") == 0.25
    assert (count("sent on", "corridor"), count("lost", "corridor")) == (0, lost)


def test_where_nobody_can_be_sent_on_there_is_no_such_measure(pathway):
    desk = "patients: {a: {enters: desk, arrivals: {times: [1 hour]}}}\nplaces: {desk: {stay: 1 hour}}\n"
    assert not flow.simulate(pathway(desk, run="5 hours"), replications=1).has("sent on", "desk", "all")
