"""A rule can send those who come somewhere else while it holds."""

from __future__ import annotations

import pytest
from tests.flow.test_traces import same

from oneplace import flow
from oneplace.flow.formulas.exact import erlang_b
from oneplace.problems import OneplaceError

DIVERT = """
patients:
  ambulance: {enters: ed, arrivals: {times: [0 hours, 1 hour, 2 hours, 9 hours]}}
  walk_in: {enters: ed, arrivals: {times: [150 minutes]}}
places:
  ed: {capacity: 1 bay, stay: 3 hours}
  next_door: {stay: 1 hour}
exits: [elsewhere]
when: {full: {if: places.ed.inside > 1 patient, set: {patients.ambulance.enters: %s}}}
"""
AT_ED = [
    ("ambulance", 0, "ed", 0, 0, 3, 3), ("ambulance", 1, "ed", 1, 3, 6, 6),
    ("walk_in", 0, "ed", 2.5, 6, 9, 9), ("ambulance", 3, "ed", 9, 9, 12, 12),
]  # fmt: skip


def test_one_class_is_sent_out_and_others_are_not(visits, pathway):
    same(visits(DIVERT % "elsewhere"), AT_ED)
    found = flow.simulate(pathway(DIVERT % "elsewhere", run="20 hours"), replications=1)
    for group, diverted, arrived in (("all", 1, 5), ("ambulance", 1, 4), ("walk_in", 0, 1)):
        assert (
            found.value("diverted", group=group).mean == found.value("out by elsewhere", group=group).mean == diverted
        )
        assert found.value("arrivals", group=group).mean == arrived
    assert found.value("time in pathway").mean == pytest.approx((3 + 5 + 6.5 + 3) / 4)


def test_or_to_another_place(visits):
    found = visits(DIVERT % "next_door")
    same([row for row in found if row[2] == "next_door"], [("ambulance", 2, "next_door", 2, 2, 3, 3)])
    same([row for row in found if row[2] == "ed"], AT_ED)


def test_the_share_diverted_when_full_is_erlang_s(pathway):
    made = pathway(
        """
patients: {a: {enters: ward, arrivals: {rate: 4 patients per hour}}}
places: {ward: {capacity: 5 beds, stay: {shape: exponential, mean: 1 hour}}}
exits: [elsewhere]
when: {full: {if: places.ward.inside >= 5 patients, set: {patients.a.enters: elsewhere}}}
""",
        run="200 days",
    )
    found = flow.simulate(made, replications=4)
    share = found.value("diverted").mean / found.value("arrivals").mean
    assert share == pytest.approx(erlang_b(5, 4.0), rel=0.04)
    assert found.value("waiting", "ward").mean == 0


def test_a_place_that_can_divert_is_not_said_to_grow_without_end(pathway):
    text = (DIVERT % "elsewhere").replace("times: [0 hours, 1 hour, 2 hours, 9 hours]", "rate: 40 patients per day")
    text = text.replace("times: [150 minutes]", "rate: %s patients per day")
    text = text.replace("  next_door: {stay: 1 hour}\n", "")
    assert {p.code for p in pathway(text % "7", run="10 days").warnings} == set()
    assert {p.code for p in pathway(text % "9", run="10 days").warnings} == {"W70"}


@pytest.mark.parametrize(
    ("was", "instead", "code", "says"),
    [
        ("enters: elsewhere", "enters: nowhere", "E64", "cannot be set by a rule"),
        ("patients.ambulance.enters: elsewhere", "patients.taxi.enters: elsewhere", "E64", "cannot be set by a rule"),
        ("{enters: ed, arrivals: {times: [0", "{route: [ed], arrivals: {times: [0", "E99", "to an exit only"),
    ],
)
def test_what_cannot_be_is_refused(pathway, was, instead, code, says):
    text = DIVERT % ("next_door" if code == "E99" else "elsewhere")
    with pytest.raises(OneplaceError, match=says) as refused:
        pathway(text.replace(was, instead), run="1 day")
    assert {problem.code for problem in refused.value.problems} == {code}
