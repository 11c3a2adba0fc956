"""Hand-worked traces: fixed arrivals and stays, every moment checked to 1e-9 (hours)."""

import math

import pytest

NAN = math.nan


def same(found, expected):
    assert len(found) == len(expected), found
    for got, want in zip(found, expected, strict=True):
        assert got[:3] == want[:3]
        assert got[3:7] == pytest.approx(want[3:7], abs=1e-9, nan_ok=True), (got, want)
        if len(want) > 7:
            assert got[7] == want[7]


def hours(*values):
    return "[" + ", ".join(f"{value} hours" for value in values) + "]"


ONE = """
patients: {{a: {{enters: s, arrivals: {{times: {times}}}}}}}
places:
  s: {{capacity: 1 bed, {extra}stay: {{shape: sequence, values: {stays}}}}}
"""


def test_first_come_first_served(visits):
    found = visits(ONE.format(times=hours(0, 1, 2), stays=hours(3, 1, 2), extra=""))
    same(
        found,
        [
            ("a", 0, "s", 0, 0, 3, 3, "finished"),
            ("a", 1, "s", 1, 3, 4, 4, "finished"),
            ("a", 2, "s", 2, 4, 6, 6, "finished"),
        ],
    )


def test_last_come_first_served(visits):
    found = visits(ONE.format(times=hours(0, 1, 2), stays=hours(3, 1, 2), extra="discipline: lifo, "))
    same(found, [("a", 0, "s", 0, 0, 3, 3), ("a", 1, "s", 1, 5, 6, 6), ("a", 2, "s", 2, 3, 5, 5)])


def test_who_finds_no_room_is_lost(visits, pathway):
    text = ONE.format(times=hours(0, 1, 3), stays=hours(3, 1), extra="queue: 0 patients, ")
    # at hour 3 the first stay ends before the third patient arrives
    same(visits(text), [("a", 0, "s", 0, 0, 3, 3), ("a", 2, "s", 3, 3, 4, 4)])
    from oneplace import flow

    made = flow.simulate(pathway(text, run="100 hours"), replications=1)
    assert made.value("lost", "s").mean == 1
    assert made.value("share lost", "s").mean == pytest.approx(1 / 3)


CHAIN = """
patients: {a: {enters: x, arrivals: {times: [0 hours, 0 hours, 0 hours]}}}
places:
  x: {capacity: 1 bed, queue: unlimited, stay: 1 hour, next: {y: 100 %}}
  y: {capacity: 1 bed, queue: 0 patients, stay: 1 hour, next: {z: 100 %}}
  z: {capacity: 1 bed, queue: 0 patients, stay: 10 hours, next: {out: 100 %}}
exits: [out]
"""


def test_a_cascade_is_released_at_one_instant(visits):
    found = visits(CHAIN)
    same(
        sorted(found, key=lambda row: (row[1], row[3])),
        [
            ("a", 0, "x", 0, 0, 1, 1, "y"),
            ("a", 0, "y", 1, 1, 2, 2, "z"),
            ("a", 0, "z", 2, 2, 12, 12, "out"),
            ("a", 1, "x", 0, 1, 2, 2, "y"),
            ("a", 1, "y", 2, 2, 3, 12, "z"),  # held until z is free
            ("a", 1, "z", 12, 12, 22, 22, "out"),
            ("a", 2, "x", 0, 2, 3, 12, "y"),  # and so is the one behind, freed in the same instant
            ("a", 2, "y", 12, 12, 13, 22, "z"),
            ("a", 2, "z", 22, 22, 32, 32, "out"),
        ],
    )


def test_blocked_time_and_bed_days_are_counted(pathway):
    from oneplace import flow

    made = flow.simulate(pathway(CHAIN, run="100 hours"), replications=1)
    assert made.value("time blocked", "y").mean == pytest.approx((0 + 9 + 9) / 3)
    assert made.value("delay days", "x").mean == pytest.approx(9 / 24)
    assert made.value("time in place", "z").mean == pytest.approx(10)
    assert made.value("inside", "z").mean == pytest.approx(30 / 100)
    assert made.value("time in pathway").mean == pytest.approx((12 + 22 + 32) / 3)


def test_a_transfer_delay_holds_the_bed(visits):
    text = """
    patients: {a: {enters: x, arrivals: {times: [0 hours, 1 hour]}}}
    places:
      x: {capacity: 1 bed, stay: 2 hours, next: {y: 100 %}, delay: {y: 3 hours}}
      y: {capacity: unlimited, stay: 1 hour}
    """
    found = visits(text.replace("\n    ", "\n"))
    same(
        found,
        [
            ("a", 0, "x", 0, 0, 2, 5, "y"),
            ("a", 1, "x", 1, 5, 7, 10, "y"),
            ("a", 0, "y", 5, 5, 6, 6),
            ("a", 1, "y", 10, 10, 11, 11),
        ],
    )


RANKED = """
patients:
  low: {{enters: s, arrivals: {{times: [0 hours, 1 hour]}}}}
  high: {{enters: s, arrivals: {{times: [2 hours]}}}}
priority: [high, low]
places:
  s:
    capacity: 1 bed
    {preempt}
    stay: {{shape: sequence, values: [4 hours, 3 hours, 5 hours]}}
    for: {{high: {{stay: 2 hours}}}}
"""


def test_priority_without_interruption(visits):
    found = visits(RANKED.format(preempt=""))
    same(found, [("low", 0, "s", 0, 0, 4, 4), ("low", 1, "s", 1, 6, 9, 9), ("high", 0, "s", 2, 4, 6, 6)])


@pytest.mark.parametrize(
    ("how", "first_ends", "second_ends"),
    [("resume", 6, 9), ("restart", 8, 11), ("resample", 9, 12)],  # 2 of 4 left; 4 again; the next draw is 5
)
def test_priority_interrupts(visits, how, first_ends, second_ends):
    found = visits(RANKED.format(preempt=f"preempt: {how}"))
    same(
        found,
        [
            ("low", 0, "s", 0, 0, first_ends, first_ends),
            ("low", 1, "s", 1, first_ends, second_ends, second_ends),
            ("high", 0, "s", 2, 2, 4, 4),
        ],
    )


SHIFTS = """
start: "2026-01-05"
patients: {{a: {{enters: s, arrivals: {{times: {times}}}}}}}
places:
  s:
    capacity: 0 beds
    calendar: [{{days: [mon], from: "08:00", to: "12:00", capacity: 1 bed}},
               {{days: [mon], from: "14:00", to: "18:00", capacity: 2 beds}}]
    {extra}
    stay: 3 hours
"""


def test_a_shift_ends_without_interruption(visits):
    found = visits(SHIFTS.format(times=hours(6, 7, 7.5), extra=""))
    same(found, [("a", 0, "s", 6, 8, 11, 11), ("a", 1, "s", 7, 11, 14, 14), ("a", 2, "s", 7.5, 14, 17, 17)])


def test_a_shift_ends_with_interruption(visits):
    found = visits(SHIFTS.format(times=hours(6, 7, 7.5), extra="shift_end: interrupt"))
    # the second has 2 of 3 hours left at noon, and goes on at two; there is a second bed then
    same(found, [("a", 0, "s", 6, 8, 11, 11), ("a", 1, "s", 7, 11, 16, 16), ("a", 2, "s", 7.5, 14, 17, 17)])


def test_a_shift_starts_before_who_arrives_at_that_moment(visits):
    found = visits(SHIFTS.format(times=hours(8), extra="queue: 0 patients"))
    same(found, [("a", 0, "s", 8, 8, 11, 11)])


def test_patience_runs_out(visits):
    text = """
patients: {a: {enters: s, arrivals: {times: [0 hours, 1 hour, 2 hours]}}}
places:
  s: {capacity: 1 bed, stay: 4 hours, leave: {patience: 2 hours, to: gone}}
exits: [gone]
"""
    # the second gives up at 3; the third's patience ends at 4, when the bed becomes free: served
    same(
        visits(text),
        [
            ("a", 0, "s", 0, 0, 4, 4, "finished"),
            ("a", 1, "s", 1, NAN, NAN, 3, "gone"),
            ("a", 2, "s", 2, 4, 8, 8, "finished"),
        ],
    )


def test_who_gives_up_can_go_elsewhere(visits):
    text = """
patients: {a: {enters: s, arrivals: {times: [0 hours, 1 hour]}}}
places:
  s: {capacity: 1 bed, stay: 4 hours, leave: {patience: 2 hours, to: t}}
  t: {capacity: 1 bed, stay: 1 hour}
"""
    same(
        visits(text),
        [("a", 0, "s", 0, 0, 4, 4), ("a", 1, "s", 1, NAN, NAN, 3, "t"), ("a", 1, "t", 3, 3, 4, 4, "finished")],
    )


def test_several_come_at_once(visits):
    text = """
patients: {a: {enters: s, arrivals: {times: [0 hours, 5 hours], batch: {"3": 100 %}}}}
places: {s: {capacity: 2 beds, queue: 0 patients, stay: 4 hours}}
"""
    found = visits(text)
    same(found, [("a", n, "s", t, t, t + 4, t + 4) for n, t in ((0, 0), (1, 0), (3, 5), (4, 5))])


def test_a_fixed_route_comes_back(visits):
    text = """
patients: {a: {route: [x, y, x], arrivals: {times: [0 hours, 1 hour]}}}
places:
  x: {capacity: 1 bed, stay: 2 hours}
  y: {capacity: 1 bed, stay: 1 hour}
"""
    same(
        sorted(visits(text), key=lambda row: (row[1], row[3])),
        [
            ("a", 0, "x", 0, 0, 2, 2, "y"),
            ("a", 0, "y", 2, 2, 3, 3, "x"),
            ("a", 0, "x", 3, 4, 6, 6, "finished"),
            ("a", 1, "x", 1, 2, 4, 4, "y"),
            ("a", 1, "y", 4, 4, 5, 5, "x"),
            ("a", 1, "x", 5, 6, 8, 8, "finished"),
        ],
    )


def test_staff_are_shared_and_go_to_the_better_rank(visits):
    text = """
patients:
  low: {enters: x, arrivals: {times: [0 hours, 1 hour]}}
  high: {enters: y, arrivals: {times: [2 hours]}}
priority: [high, low]
pools: {nurse: {number: 1 nurse}}
places:
  x: {uses: {nurse: 1 nurse}, stay: 3 hours}
  y: {uses: {nurse: 1 nurse}, stay: 2 hours}
"""
    same(visits(text), [("low", 0, "x", 0, 0, 3, 3), ("low", 1, "x", 1, 5, 8, 8), ("high", 0, "y", 2, 3, 5, 5)])


def test_a_stay_may_need_two_of_one_staff_and_one_of_another(visits):
    text = """
patients:
  big: {enters: x, arrivals: {times: [0 hours, 0 hours]}}
  small: {enters: y, arrivals: {times: [1 hour]}}
pools: {nurse: {number: 3 nurses}, doctor: {number: 1 doctor}}
places:
  x: {uses: {nurse: 2 nurses, doctor: 1 doctor}, stay: 4 hours}
  y: {uses: {nurse: 1 nurse}, stay: 1 hour}
"""
    same(visits(text), [("big", 0, "x", 0, 0, 4, 4), ("big", 1, "x", 0, 4, 8, 8), ("small", 0, "y", 1, 1, 2, 2)])


def test_who_is_held_keeps_the_staff(visits):
    text = """
patients: {a: {enters: x, arrivals: {times: [0 hours, 0 hours, 0 hours]}}}
pools: {crew: {number: 2 crews}}
places:
  x: {uses: {crew: 1 crew}, stay: 1 hour, next: {y: 100 %}}
  y: {capacity: 1 bay, queue: 0 patients, uses: {crew: 1 crew}, stay: 3 hours}
"""
    # both crews are out; the second waits outside y until 4, so the third call waits for a crew until then
    same(
        sorted(visits(text), key=lambda row: (row[1], row[3])),
        [
            ("a", 0, "x", 0, 0, 1, 1), ("a", 0, "y", 1, 1, 4, 4),
            ("a", 1, "x", 0, 0, 1, 4), ("a", 1, "y", 4, 4, 7, 7),
            ("a", 2, "x", 0, 4, 5, 7), ("a", 2, "y", 7, 7, 10, 10),
        ],
    )  # fmt: skip


def test_worsening_while_waiting(visits):
    text = """
patients:
  mild: {enters: s, arrivals: {times: [0 hours, 1 hour, 2 hours]}}
  grave: {enters: s}
priority: [grave, mild]
places:
  s:
    capacity: 1 bed
    stay: 5 hours
    for: {mild: {worsens: {after: {shape: sequence, values: [10 hours, 2 hours]}, to: grave}}, grave: {stay: 1 hour}}
"""
    # the third worsens at 4 and overtakes the second
    same(visits(text), [("mild", 0, "s", 0, 0, 5, 5), ("mild", 1, "s", 1, 6, 11, 11), ("mild", 2, "s", 2, 5, 6, 6)])


def test_the_least_loaded_place_is_chosen(visits):
    text = """
patients: {a: {enters: door, arrivals: {times: [0 hours, 1 hour, 2 hours, 3 hours]}}}
places:
  door: {capacity: unlimited, stay: 0 hours, next: {least_loaded: [x, y]}}
  x: {capacity: 1 bed, stay: 9 hours}
  y: {capacity: 2 beds, stay: 9 hours}
"""
    # 0/1 and 0/2: the first named; then 1/1 against 0/2, 1/2, 2/2: equal, so the first named
    assert [row[2] for row in visits(text) if row[2] != "door"] == ["x", "y", "y", "x"]


def test_escalation_opens_beds_and_closes_them(visits):
    text = """
patients: {a: {enters: s, arrivals: {times: [0 hours, 0 hours, 0 hours, 1 hour, 1 hour]}}}
places: {s: {capacity: 1 bed, stay: 2 hours}}
when: {busy: {if: places.s.waiting > 2 patients, set: {places.s.capacity: 2 beds}, until: places.s.waiting < 1 patient}}
"""
    # at 1 two more arrive: three or more wait, a second bed opens; at 5 the queue is empty and it closes
    same(
        visits(text),
        [
            ("a", 0, "s", 0, 0, 2, 2), ("a", 1, "s", 0, 1, 3, 3), ("a", 2, "s", 0, 2, 4, 4),
            ("a", 3, "s", 1, 3, 5, 5), ("a", 4, "s", 1, 4, 6, 6),
        ],
    )  # fmt: skip


def test_a_crew_stays_with_its_patient_when_its_shift_ends(visits):
    """The number on duty falls while crews are out; they go on to the end of the job, and no further."""
    text = """
start: "2026-01-05"
patients: {a: {enters: x, arrivals: {times: [0 hours, 0 hours, 1 hour]}}}
pools: {crew: {number: 2 crews, calendar: [{from: "01:00", to: "06:00", number: 0 crews}]}}
places:
  x: {uses: {crew: 1 crew}, stay: 2 hours, next: {y: 100 %}}
  y: {queue: 0 patients, uses: {crew: 1 crew}, stay: 1 hour}
"""
    same(
        visits(text),
        [
            ("a", 0, "x", 0, 0, 2, 2), ("a", 1, "x", 0, 0, 2, 2), ("a", 2, "x", 1, 6, 8, 8),
            ("a", 0, "y", 2, 2, 3, 3), ("a", 1, "y", 2, 2, 3, 3), ("a", 2, "y", 8, 8, 9, 9),
        ],
    )  # fmt: skip


def test_a_pathway_can_start_with_patients(visits):
    text = """
patients: {a: {enters: s, arrivals: {times: [1 hour]}}}
places: {s: {capacity: 2 beds, start: 100 % full, stay: 4 hours}}
"""
    found = visits(text)
    assert [row[1] for row in found] == [-1, -2, 0]
    ends = sorted(row[5] for row in found[:2])
    assert 0 <= ends[0] <= ends[1] <= 4  # what is left of a stay of 4 hours
    assert found[2][4] == pytest.approx(ends[0] if ends[0] > 1 else 1)


def test_places_that_hold_each_other_for_ever_are_named(pathway):
    from oneplace import flow
    from oneplace.problems import OneplaceError

    text = """
patients:
  a: {enters: x, arrivals: {times: [0 hours]}}
  b: {enters: y, arrivals: {times: [0 hours]}}
places:
  x: {capacity: 1 bed, queue: 0 patients, stay: 2 hours, next: {y: 50 %, out: 50 %}, for: {a: {next: {y: 100 %}}}}
  y: {capacity: 1 bed, queue: 0 patients, stay: 2 hours, next: {x: 50 %, out: 50 %}, for: {b: {next: {x: 100 %}}}}
exits: [out]
"""
    made = pathway(text, run="10 days")
    assert any(p.code == "W71" for p in made.warnings)
    with pytest.raises(OneplaceError, match="nobody in `x` and `y` can ever move: each waits for another's place"):
        flow.simulate(made, replications=1)


def test_a_place_without_any_room_is_what_holds_everybody(pathway):
    from oneplace import flow
    from oneplace.problems import OneplaceError

    text = """
patients: {a: {enters: x, arrivals: {times: [0 hours]}}}
places:
  x: {capacity: 1 bed, stay: 2 hours, next: {ward: 100 %}}
  ward: {capacity: 0 beds, queue: 0 patients, stay: 2 hours}
"""
    with pytest.raises(OneplaceError, match=r"after 0\.1 days nobody in `x` can ever move: `ward` has no beds"):
        flow.simulate(pathway(text, run="10 days"), replications=1)
