"""A place that closes sends on who still waits (a list is cancelled, and rebooked) and who comes while it is closed."""

from __future__ import annotations

import pytest
from tests.flow.test_traces import NAN, hours, same

from oneplace import flow
from oneplace.problems import OneplaceError

CLINIC = """
start: "2026-01-05"
patients:
  a: {enters: clinic, arrivals: {times: %s}}
  again: {enters: clinic}
priority: [again, a]
places:
  clinic:
    capacity: 0 rooms
    calendar: [{from: "09:00", to: "12:00", capacity: 1 room}]
    %s
    stay: 1 hour
    closes: {%s}
  rebooked: {stay: 22 hours, next: {clinic: 100 %%}, becomes: again}
exits: [elsewhere]
"""
BOTH = "waiting_to: rebooked, coming_to: elsewhere"


def test_a_list_is_cancelled_and_rebooked_before_others(visits, pathway):
    text = CLINIC % (hours(9, 9, 9, 9.5, 13, 33, 33.5), "", BOTH)
    same(
        sorted(visits(text), key=lambda row: (row[1], row[3])),
        [
            ("a", 0, "clinic", 9, 9, 10, 10), ("a", 1, "clinic", 9, 10, 11, 11), ("a", 2, "clinic", 9, 11, 12, 12),
            ("a", 3, "clinic", 9.5, NAN, NAN, 12, "rebooked"), ("a", 3, "rebooked", 12, 12, 34, 34),
            ("a", 3, "clinic", 34, 34, 35, 35),
            ("a", 5, "clinic", 33, 33, 34, 34), ("a", 6, "clinic", 33.5, 35, 36, 36),
        ],
    )  # fmt: skip
    found = flow.simulate(pathway(text, run="100 hours"), replications=1)
    assert found.value("cancelled", "clinic").mean == 1
    assert found.value("came when closed", "clinic").mean == 1
    assert found.value("left", "clinic").mean == found.value("lost", "clinic").mean == 0
    assert found.value("out by elsewhere").mean == 1
    assert found.value("completed").mean == 6  # who was sent elsewhere at the door was never there
    assert found.value("time held up", "pathway").mean == pytest.approx((1 + 2 + 2.5 + 1.5) / 7)


def test_who_comes_while_it_is_closed_waits_where_nothing_else_is_said(visits):
    found = visits(CLINIC % (hours(9, 9, 13), "", "waiting_to: rebooked"))
    assert [row[4] for row in found if row[2] == "clinic"] == pytest.approx([9, 10, 33])


def test_who_waits_stays_where_nothing_else_is_said(visits):
    found = visits(CLINIC % (hours(11, 11.5, 13), "", "coming_to: elsewhere"))
    assert [row[4] for row in found] == pytest.approx([11, 33])


def test_whose_visit_was_interrupted_is_not_sent_away(visits):
    found = visits(CLINIC % (hours(11.5, 11.6), "shift_end: interrupt", BOTH))
    assert [row[2:6] for row in found] == [
        ("clinic", 11.5, 11.5, pytest.approx(33.5)),
        ("clinic", 11.6, pytest.approx(NAN, nan_ok=True), pytest.approx(NAN, nan_ok=True)),
        ("rebooked", 12, 12, 34),
        ("clinic", 34, 34, 35),
    ]


def test_a_class_can_have_its_own(visits):
    text = """
start: "2026-01-05"
patients:
  a: {enters: door, arrivals: {times: [10 hours, 13 hours]}}
  b: {enters: door, arrivals: {times: [10 hours, 14 hours]}}
places:
  door: {stay: 30 minutes, next: {unit: 100 %}}
  unit:
    capacity: 1 bed
    calendar: [{from: "12:00", to: "24:00", capacity: 0 beds}]
    stay: 2 hours
    for: {a: {closes: {coming_to: ward}}, b: {closes: {waiting_to: ward}}}
  ward: {stay: 1 hour}
"""
    same(
        [row for row in visits(text) if row[2] != "door"],
        [
            ("a", 0, "unit", 10.5, 10.5, 12.5, 12.5), ("b", 0, "unit", 10.5, NAN, NAN, 12, "ward"),
            ("b", 0, "ward", 12, 12, 13, 13), ("a", 1, "ward", 13.5, 13.5, 14.5, 14.5),
            ("b", 1, "unit", 14.5, 24, 26, 26),
        ],
    )  # fmt: skip


def test_a_rule_can_close_a_place(visits):
    text = """
patients: {a: {enters: s, arrivals: {times: [0 hours, 1 hour, 2 hours, 3 hours, 7 hours]}}}
places:
  s: {capacity: 1 bed, stay: 5 hours, closes: {waiting_to: t, coming_to: out}}
  t: {stay: 1 hour}
exits: [out]
when: {busy: {if: places.s.waiting > 1 patient, set: {places.s.capacity: 0 beds}, until: places.s.inside < 1 patient}}
"""
    same(
        visits(text),
        [
            ("a", 0, "s", 0, 0, 5, 5), ("a", 1, "s", 1, NAN, NAN, 2, "t"), ("a", 2, "s", 2, NAN, NAN, 2, "t"),
            ("a", 1, "t", 2, 2, 3, 3), ("a", 2, "t", 2, 2, 3, 3), ("a", 4, "s", 7, 7, 12, 12),
        ],
    )  # fmt: skip


@pytest.mark.parametrize(
    ("closes", "calendar", "code", "says"),
    [
        ("", "1 room", "", "closes says nothing"),
        ("waiting_to: gone", "0 rooms", "E61", "there is no place or exit `gone`"),
        ("waiting_to: clinic", "0 rooms", "E99", "`clinic` sends people to itself"),
        (BOTH, "1 room", "E99", "`clinic` never closes"),
    ],
)
def test_what_cannot_be_is_refused(pathway, closes, calendar, code, says):
    with pytest.raises(OneplaceError) as refused:
        pathway((CLINIC % (hours(9), "", closes)).replace("capacity: 0 rooms", f"capacity: {calendar}"), run="1 day")
    assert says in str(refused.value)
    assert not code or code in {problem.code for problem in refused.value.problems}
