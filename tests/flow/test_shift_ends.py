"""Hand-worked: how many make way, what a break of staff stops, and who is there when a shift hands over."""

from __future__ import annotations

import pytest

HIGH = """
patients:
  low: {enters: s, arrivals: {times: [0 hours, 0 hours, 0 hours, 0 hours, 0 hours]}}
  high: {enters: s, arrivals: {times: [1 hour]}}
priority: [high, low]
places:
  s:
    stay: 10 hours
    preempt: resume
    uses: {staff: 1 nurse}
    for: {high: {uses: {staff: NEED nurses}}}
pools: {staff: {number: 10 nurses}}
"""


@pytest.mark.parametrize(("need", "late"), [(5, []), (6, [19]), (7, [19, 19]), (10, [20] * 5)])
def test_as_many_make_way_as_are_needed(visits, need, late):
    found = visits(HIGH.replace("NEED", str(need)))
    (high,) = (row for row in found if row[0] == "high")
    assert high[4:6] == pytest.approx((1, 11))
    ends = [row[5] for row in found if row[0] == "low"]  # nine hours are left; the others' staff are free at 10
    assert sorted(ends) == pytest.approx([10] * (5 - len(late)) + late)


def test_nobody_is_stopped_where_that_would_not_be_enough(visits):
    text = HIGH.replace("NEED", "9").replace("times: [0 hours,", "times: [0 hours, 0 hours,").replace(
        "places:\n", "places:\n  other: {stay: 20 hours, uses: {staff: 2 nurses}}\n"
    ).replace("priority", "  third: {enters: other, arrivals: {times: [0 hours]}}\npriority")  # fmt: skip
    found = visits(text)
    assert [row[5] for row in found if row[0] == "low"] == pytest.approx([10.0] * 6)
    assert [row[4] for row in found if row[0] == "high"] == pytest.approx([20.0])


BREAK = """
patients: {a: {enters: s, arrivals: {times: [0 hours, 1 hour]}}}
places: {s: {stay: 3 hours, uses: {nurse: 1 nurse}PLACE}}
pools: {nurse: {number: 1 nurse, calendar: [{from: "02:00", to: "03:00", number: 0 nurses}]POOL}}
"""


@pytest.mark.parametrize(
    ("place", "pool", "ends"),
    [
        ("", "", [3, 6]),
        (", shift_end: interrupt", "", [4, 7]),
        ("", ", shift_end: interrupt", [4, 7]),
        (", shift_end: interrupt, preempt: restart", "", [6, 9]),
    ],
)
def test_a_break_of_staff_stops_what_they_do_where_the_file_says_so(visits, place, pool, ends):
    found = visits(BREAK.replace("PLACE", place).replace("POOL", pool))
    assert [row[5] for row in found] == pytest.approx(ends)


def test_of_two_who_use_the_staff_the_less_pressing_and_then_the_later_stops(visits):
    text = """
patients:
  high: {enters: x, arrivals: {times: [0 hours]}}
  low: {enters: y, arrivals: {times: [0 hours, 1 hour]}}
priority: [high, low]
places:
  x: {stay: 4 hours, uses: {nurses: 1 nurse}}
  y: {stay: 4 hours, uses: {nurses: 1 nurse}}
pools: {nurses: {number: 3 nurses, shift_end: interrupt, calendar: [{from: "02:00", to: "03:00", number: 2 nurses}]}}
"""
    assert sorted((row[0], row[3], row[5]) for row in visits(text)) == [("high", 0, 4), ("low", 0, 4), ("low", 1, 6)]


SHIFTS = """
patients: {a: {enters: s, arrivals: {times: [11.6 hours, 11.6 hours, 11.8 hours, 11.9 hours]}}}
places:
  s:
    capacity: 2 staff
    stay: 2 hours
    shift_end: END
    calendar: [{from: "12:00", to: "24:00", capacity: 1 staff}]
"""


@pytest.mark.parametrize(
    ("end", "began"),
    [
        ("finish", [11.6, 11.6, 13.6, 15.6]),  # beds that close: one is free once both are empty
        ("hand_over", [11.6, 11.6, 12.0, 14.0]),  # staff who finish what they do, beside those of the next shift
        ("interrupt", [11.6, 11.6, 15.2, 17.2]),  # the later of both waits until the other's end, then all in turn
    ],
)
def test_when_a_shift_ends_those_there_finish_hand_over_or_wait(visits, end, began):
    assert [row[4] for row in visits(SHIFTS.replace("END", end))] == pytest.approx(began)


def test_after_handing_over_the_next_shift_is_full_with_its_own(pathway):
    from oneplace import flow

    text = """
patients: {a: {enters: s, arrivals: {rate: 20 patients per hour}}}
places:
  s:
    capacity: 4 staff
    stay: {shape: exponential, mean: 1 hour}
    queue: 3 patients
    shift_end: hand_over
    calendar: [{from: "08:00", to: "20:00", capacity: 2 staff}]
"""
    found = flow.simulate(pathway(text, run="40 days"), replications=2)
    assert 4 < found.value("most inside", "s").mean <= 6
    assert 0.9 < found.value("occupancy", "s").mean < 1.15
