"""The critical path: known answers, and laws against every path of small plans."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oneplace.delivery import Activity, critical_path
from tests.delivery import known

NAMES = {"ES": "earliest_start", "EF": "earliest_finish", "LS": "latest_start", "LF": "latest_finish",
         "total_float": "total_float", "free_float": "free_float"}  # fmt: skip


def activity(of):
    after = tuple((before, lag) for before, lag in of["after"])
    return Activity(of["id"], of["duration"], after, of.get("not_before", 0))


@pytest.mark.parametrize("case", known.of("cpm"), ids=lambda case: case["id"])
def test_the_known_plans(case):
    plan = critical_path([activity(one) for one in case["given"]["activities"]], case["given"].get("deadline"))
    assert plan.duration == case["expect"]["duration"]
    assert list(plan.critical) == case["expect"]["critical"]
    told = [{"id": one.id} | {name: getattr(one, field) for name, field in NAMES.items()} for one in plan.activities]
    assert told == case["expect"]["activities"]


@st.composite
def plans(draw):
    number = draw(st.integers(1, 7))
    made = []
    for place in range(number):
        before = draw(st.lists(st.integers(0, place - 1), max_size=3, unique=True)) if place else []
        after = tuple((f"a{one}", draw(st.integers(-4, 4))) for one in before)
        made.append(Activity(f"a{place}", draw(st.integers(0, 5)), after, draw(st.sampled_from([0, 0, 0, 3, 7]))))
    return draw(st.permutations(made))


def slow_starts(activities):
    """Earliest starts by recursion over every path."""
    by_id = {one.id: one for one in activities}

    def start(key):
        one = by_id[key]
        return max(0, one.not_before, *(start(before) + by_id[before].duration + lag for before, lag in one.after))

    return {key: start(key) for key in by_id}


@given(plans())
def test_starts_are_the_longest_way_there(activities):
    plan, starts = critical_path(activities), slow_starts(activities)
    assert {one.id: one.earliest_start for one in plan.activities} == starts
    assert plan.duration == max(starts[one.id] + one.duration for one in activities)
    assert [one.id for one in plan.activities] == [one.id for one in activities]


@given(plans())
def test_drag_is_what_the_end_gains_when_the_activity_takes_no_time(activities):
    plan = critical_path(activities)
    for place, one in enumerate(plan.activities):
        without = [*activities[:place], replace(activities[place], duration=0), *activities[place + 1 :]]
        assert one.drag == plan.duration - critical_path(without).duration, one.id


@given(plans())
def test_an_activity_may_take_its_free_float_longer_without_moving_a_follower(activities):
    plan = critical_path(activities)
    for place, one in enumerate(plan.activities):
        if one.free_float <= 0:
            continue
        longer = replace(activities[place], duration=activities[place].duration + one.free_float)
        after = critical_path([*activities[:place], longer, *activities[place + 1 :]])
        others = [(a.id, a.earliest_start) for a in plan.activities if a.id != one.id]
        assert others == [(a.id, a.earliest_start) for a in after.activities if a.id != one.id]


@given(plans(), st.data())
def test_a_start_may_be_put_off_by_the_total_float_and_no_day_more(activities, data):
    """Even where a follower overlaps what ends last (lags below nought)."""
    plan = critical_path(activities)
    place = data.draw(st.integers(0, len(activities) - 1))
    one = plan.activities[place]
    for days, end in ((one.total_float, plan.duration), (one.total_float + 1, plan.duration + 1)):
        late = replace(activities[place], not_before=one.earliest_start + days)
        assert critical_path([*activities[:place], late, *activities[place + 1 :]]).duration == end
    assert 0 <= one.free_float <= one.total_float
    assert (one.drag > 0) <= one.critical


@given(plans())
def test_floats_hang_together(activities):
    plan = critical_path(activities)
    least = min(one.total_float for one in plan.activities)
    for one in plan.activities:
        assert one.latest_finish - one.earliest_finish == one.latest_start - one.earliest_start == one.total_float
        assert one.critical == (one.total_float == least)
    assert plan.critical
    assert plan.late == 0


def test_a_deadline_that_cannot_be_kept_says_by_how_many_days():
    plan = critical_path([Activity("a", 5), Activity("b", 3, (("a", 0),))], deadline=6)
    assert (plan.duration, plan.late) == (8, 2)
    assert [one.total_float for one in plan.activities] == [-2, -2]


def test_each_start_says_because_of_what():
    plan = critical_path([Activity("a", 2), Activity("b", 2), Activity("c", 1, (("a", 1), ("b", 1))),
                          Activity("d", 1, (("a", 0),), not_before=4)])  # fmt: skip
    assert {one.id: one.because for one in plan.activities} == {"a": (), "b": (), "c": ("a", "b"), "d": ()}


@pytest.mark.parametrize(
    ("activities", "message"),
    [
        ([Activity("a", 1), Activity("a", 2)], "'a' stands twice. Give each activity an id of its own."),
        ([Activity("a", -1)], "'a' takes -1 days. Give a duration of 0 (a milestone) or more."),
        ([Activity("a", 1, (("b", 0),))], "'a' comes after 'b', which is not there."),
        ([Activity("a", 1, (("a", 0),))], "These wait for each other: a → a. Take one of the links out."),
        (
            [Activity("a", 1, (("c", 0),)), Activity("b", 1, (("a", 0), ("d", 0))), Activity("c", 1, (("b", 0),)),
             Activity("d", 1, (("b", 0),))],
            "These wait for each other: b → d → b. Take one of the links out.",
        ),
    ],
)  # fmt: skip
def test_a_plan_that_cannot_be_is_refused(activities, message):
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        critical_path(activities)


def test_nothing_to_do_takes_no_time():
    assert critical_path([]).duration == 0
