"""The plan of a place's files: what slips pushes what follows, and floats are against the end of the own workstream."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oneplace.days import working_days_between
from oneplace.delivery import plans
from oneplace.delivery.reported import Status
from oneplace.place import Workstream

TODAY = date(2026, 6, 1)


def stream(*milestones, key="W", **fields):
    return Workstream.model_validate(
        {"id": key, "name": key, "milestones": [{"text": f"Do {one['id']}", **one} for one in milestones], **fields}
    )


def planned(*streams):
    return {one.milestone.id: one for one in plans.plan(streams, TODAY)}


SCOPE = {"id": "a", "due": "2026-06-05", "forecast": "2026-06-12", "moved": [
    {"from": "2026-06-05", "to": "2026-06-12", "reason": "lease unsigned"}]}  # fmt: skip


def test_a_slip_pushes_what_follows_by_lag_and_its_own_work_and_the_chain_leads_to_its_root():
    found = planned(
        stream(
            SCOPE,
            {"id": "b", "due": "2026-06-12", "after": ["a"], "duration": 3, "lag": {"a": 2}},
            {"id": "c", "due": "2026-06-19", "after": ["b"], "duration": 5},
        )
    )
    assert (found["b"].expected, found["b"].slip, found["b"].because) == (date(2026, 6, 19), 5, ("b", "a"))
    assert (found["c"].expected, found["c"].because) == (date(2026, 6, 26), ("c", "b", "a"))
    assert (found["b"].begins, found["b"].starts) == (date(2026, 6, 10), date(2026, 6, 17))
    assert [one.critical for one in found.values()] == [True, True, True]


def test_a_float_is_against_the_own_workstream_and_what_another_waits_for():
    found = planned(
        stream({"id": "a", "due": "2026-06-05"}, {"id": "z", "due": "2026-06-30"}, key="A"),
        stream({"id": "b", "due": "2026-06-12", "after": ["a"], "duration": 2}, key="B"),
    )
    assert found["z"].total_float == 0
    assert found["b"].total_float == 0, "its own workstream ends with it"
    assert found["a"].total_float == 3, "5 working days until b, which takes 2 of them"
    assert not found["a"].critical


def test_what_is_done_stopped_or_without_a_day_holds_nothing_up():
    found = planned(
        stream(
            {"id": "a", "due": "2026-05-01", "forecast": "2026-08-28", "state": "stopped"},
            {"id": "b"},
            {"id": "c", "due": "2026-05-29", "after": ["a"], "state": "done", "evidence": "minutes"},
            {"id": "d", "due": "2026-06-30", "after": ["a", "b", "c"]},
        )
    )
    assert (found["d"].expected, found["d"].because, found["d"].total_float) == (date(2026, 6, 30), (), 0)
    assert (found["a"].expected, found["b"].expected, found["c"].total_float) == (None, None, None)


def test_what_is_done_holds_nothing_up_beyond_today_whatever_day_was_said():
    found = planned(
        stream(
            {"id": "a", "due": "2026-06-05", "forecast": "2026-08-28", "state": "done", "evidence": "minutes"},
            {"id": "b", "due": "2026-06-12", "after": ["a"], "duration": 2},
        )
    )
    assert (found["a"].expected, found["b"].expected, found["b"].because) == (
        date(2026, 8, 28), date(2026, 6, 12), ())  # fmt: skip


def test_a_milestone_on_a_bank_holiday_stays_there():
    assert planned(stream({"id": "a", "due": "2026-08-31"}))["a"].expected == date(2026, 8, 31)


def test_circles_are_refused():
    circle = stream({"id": "a", "due": "2026-06-05", "after": ["b"]}, {"id": "b", "due": "2026-06-05", "after": ["a"]})
    with pytest.raises(ValueError, match="wait for each other"):
        plans.plan([circle], TODAY)


days = st.dates(date(2026, 1, 1), date(2027, 12, 31))


@given(st.lists(st.tuples(days, days, st.integers(0, 20), st.integers(-5, 10)), min_size=1, max_size=6))
def test_no_float_is_below_nought_and_some_end_hangs_on_something(given_):
    line = [
        {
            "id": f"m{number}",
            "due": due.isoformat(),
            "forecast": forecast.isoformat(),
            "duration": duration,
            **({"after": [f"m{number - 1}"], "lag": {f"m{number - 1}": lag}} if number else {}),
        }
        for number, (due, forecast, duration, lag) in enumerate(given_)
    ]
    found = planned(stream(*line))
    assert all(one.total_float >= 0 for one in found.values())
    assert any(one.critical for one in found.values())
    for one in found.values():
        assert one.expected >= one.milestone.forecast.last_day, "nothing is pulled"
        if one.milestone.duration:
            assert working_days_between(one.starts, one.expected) <= one.milestone.duration


def test_the_table_says_what_the_plan_does_and_how_it_stands_follows_from_it():
    work = stream(SCOPE, {"id": "b", "due": "2026-06-08", "after": ["a"]}, provenance="illustrative")
    rows = plans.table([work], TODAY).to_pylist()
    assert [(row["milestone"], row["expected"], row["caused_by"], row["moves"], row["origin"]) for row in rows] == [
        ("a", date(2026, 6, 12), None, 1, "illustrative"),
        ("b", date(2026, 6, 12), "a", 0, "illustrative"),
    ]
    assert plans.standing(rows, TODAY, ()) == (Status.ON_TRACK, Status.AT_RISK)
    assert plans.standing([], TODAY, ()) == (Status.NOT_KNOWN, Status.NOT_KNOWN)


def test_what_is_open_after_its_day_ends_at_the_earliest_today_and_pushes_what_follows():
    found = planned(
        stream(
            {"id": "a", "due": "2026-05-15", "state": "in_progress"},
            {"id": "b", "due": "2026-06-02", "after": ["a"], "duration": 5},
            {"id": "c", "due": "2026-04-30", "forecast": "2026-05-22"},
            {"id": "d", "due": "2026-04-30", "state": "done", "evidence": "minutes"},
        )
    )
    assert (found["a"].expected, found["a"].slip, found["a"].step.late) == (TODAY, 10, True)
    assert (found["b"].expected, found["b"].because) == (date(2026, 6, 8), ("b", "a"))
    assert (found["c"].expected, found["d"].expected) == (TODAY, date(2026, 4, 30))


def test_on_a_day_off_it_is_the_working_day_after_so_that_what_is_late_is_counted_later():
    (found,) = plans.plan([stream({"id": "a", "due": "2026-06-05"})], date(2026, 6, 6))
    assert (found.expected, found.slip, found.step.late) == (date(2026, 6, 8), 1, True)


@given(days, days, st.sampled_from(["planned", "in_progress", "done", "stopped"]))
def test_nothing_open_is_expected_before_the_day_of_the_plan_and_what_is_late_is_later_than_agreed(due, said, state):
    evidence = {"evidence": "minutes"} if state == "done" else {}
    one = {"id": "a", "due": due.isoformat(), "forecast": said.isoformat(), "state": state, **evidence}
    (found,) = plans.plan([stream(one)], TODAY)
    if found.milestone.is_open:
        assert found.expected >= TODAY
        assert not found.step.late or found.slip > 0


def test_what_the_end_hangs_on_says_what_could_be_gained():
    found = planned(
        stream(
            {"id": "a", "due": "2026-06-05", "duration": 3},
            {"id": "b", "due": "2026-06-19", "after": ["a"], "duration": 10},
            {"id": "c", "due": "2026-06-15", "after": ["a"], "duration": 6},
            {"id": "end", "due": "2026-06-19", "after": ["b", "c"]},
        )
    )
    assert {key: one.drag for key, one in found.items()} == {"a": 3, "b": 4, "c": None, "end": 0}


def test_a_day_that_somebody_set_is_not_gained_on():
    found = planned(
        stream({"id": "a", "due": "2026-06-05", "duration": 3}, {"id": "b", "due": "2026-06-30", "after": ["a"]})
    )
    assert (found["a"].critical, found["b"].critical, found["b"].drag) == (False, True, 0)


def test_gains_are_against_the_own_workstreams_end():
    found = planned(
        stream({"id": "a", "due": "2026-06-12", "duration": 5}, key="A"),
        stream(
            {"id": "b", "due": "2026-06-26", "after": ["a"], "duration": 10},
            {"id": "z", "due": "2026-06-24", "duration": 4},
            key="B",
        ),
    )
    assert found["a"].drag == 5, "its own workstream ends with it"
    assert found["b"].drag == 2, "z ends two days before it"


def test_a_closed_day_is_passed_over():
    work = stream(SCOPE, {"id": "b", "due": "2026-06-12", "after": ["a"], "duration": 3})
    shut = [date(2026, 6, 16)]
    found = {one.milestone.id: one for one in plans.plan([work], TODAY, shut)}
    assert (planned(work)["b"].expected, found["b"].expected) == (date(2026, 6, 17), date(2026, 6, 18))
    assert plans.table([work], TODAY, shut).to_pylist()[1]["expected"] == date(2026, 6, 18)


@pytest.mark.parametrize(
    ("due", "gain"),
    [("2026-03-20", 0), ("2026-06-03", 2), ("2026-09-30", 60)],
)
def test_days_that_have_passed_cannot_be_gained(due, gain):
    """Of sixty days of work: passed, so that it ends today at the earliest; begun; still to begin."""
    after = {"id": "b", "due": due, "after": ["a"], "duration": 20}
    assert planned(stream({"id": "a", "due": due, "duration": 60}, after))["a"].drag == gain
