"""A place's plan against one that walks day by day: days off, lags of both signs, ties, several ends, done work.

The reference knows one thing of calendars: how many days somebody worked up to and with a day. That is a day's place in
the plan, so that a day off has the place of the working day before it.
"""

from __future__ import annotations

from datetime import date, timedelta
from graphlib import TopologicalSorter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from oneplace.delivery import plans
from oneplace.place import Workstream

FIRST = date(2026, 12, 14)
"""Christmas, New Year and Easter lie ahead of it."""
HOLIDAYS = {date(2026, 12, 25), date(2026, 12, 28), date(2027, 1, 1), date(2027, 3, 26), date(2027, 3, 29),
            date(2027, 5, 3), date(2027, 5, 31)}  # fmt: skip
DAYS = [FIRST + timedelta(days=number) for number in range(-60, 240)]
NEAR = [*range(35), *range(95, 112)]
"""Days from the first on: Christmas and New Year, then Easter."""


class Calendar:
    """Days without and with work, counted one by one: no table, no library."""

    def __init__(self, closed):
        self.place, self.worked, count = {}, {}, 0
        for day in DAYS:
            if day.weekday() < 5 and day not in HOLIDAYS and day not in closed:
                count += 1
                self.worked[count] = day
            self.place[day] = count

    def on(self, day, count):
        """The day itself, or the one that somebody works on so many places on."""
        return self.worked[self.place[day] + count] if count else day

    def open_on(self, day):
        """The first day on which somebody works, from a day on."""
        return next(one for one in self.worked.values() if one >= day)


@st.composite
def plans_of_streams(draw):
    closed = draw(st.sets(st.sampled_from([FIRST + timedelta(days=ahead) for ahead in NEAR]), max_size=4))
    counted, listed, streams = Calendar(closed), {}, {"A": [], "B": []}
    days = st.sampled_from(NEAR).map(lambda ahead: FIRST + timedelta(days=ahead))
    for place in range(draw(st.integers(1, 6))):
        before = draw(st.lists(st.sampled_from(list(listed)), max_size=3, unique=True)) if listed else []
        work = draw(st.integers(0, 4))
        lag = {key: draw(st.integers(-6, 6) | st.just(-work)) for key in before}
        asked = [counted.on(listed[key]["due"], lag[key] + work) for key in before if listed[key]["due"]]
        due = draw(st.none() | days) if place > 3 else draw(days)
        due = due and max([due, *asked])  # what was agreed can be kept (E30)
        state = draw(st.sampled_from(["planned", "planned", "planned", "in_progress", "done", "stopped"]))
        one = {"id": f"m{place}", "text": "Do", "due": due, "duration": work, "after": before, "lag": lag,
               "state": state, "forecast": draw(st.none() | days) if due else None}  # fmt: skip
        listed[one["id"]] = one
        streams[draw(st.sampled_from(["A", "A", "B"]))].append(one)
    as_of = FIRST + timedelta(days=draw(st.sampled_from([-1, 0, 5, 12, 18, 20])))
    return streams, closed, as_of


def of_files(streams):
    return [
        Workstream.model_validate({"id": key, "name": key, "milestones": [_of_file(one) for one in many]})
        for key, many in streams.items()
        if many
    ]


def _of_file(one):
    days = {name: one[name].isoformat() for name in ("due", "forecast") if one[name]}
    done = {"evidence": "Minutes of the day"} if one["state"] == "done" else {}
    return {key: one[key] for key in ("id", "text", "duration", "after", "lag", "state")} | days | done


def slowly(listed, as_of, counted, said=None):
    """The day of each that has one: as said (or as ``said`` has it instead), or later where a link asks for it."""
    found = {}
    for key in TopologicalSorter({key: one["after"] for key, one in listed.items()}).static_order():
        one = listed[key]
        day = (said or {}).get(key) or one["forecast"] or one["due"]
        if day is None or one["state"] == "stopped":
            continue
        if one["state"] != "done":
            asked = [
                counted.on(min(found[before], as_of) if listed[before]["state"] == "done" else found[before],
                           one["lag"][before] + one["duration"])
                for before in one["after"] if before in found
            ]  # fmt: skip
            day = max([counted.open_on(as_of) if day < as_of else day, *asked])
        found[key] = day
    return found


def still(listed):
    return {key: one for key, one in listed.items() if one["state"] in ("planned", "in_progress") and one["due"]}


def ends(streams, days, counted):
    """Where each workstream that has something open ends."""
    ended = (
        [counted.place[days[one["id"]]] for one in many if one["id"] in still_of(many)] for many in streams.values()
    )
    return [max(one) for one in ended if one]


def still_of(many):
    return still({one["id"]: one for one in many})


@pytest.mark.slow
@settings(max_examples=80, deadline=None)
@given(plans_of_streams())
def test_days_and_floats_are_those_of_a_plan_that_is_run_again_with_each_day_later(given_):
    streams, closed, as_of = given_
    counted = Calendar(closed)
    listed = {one["id"]: one for many in streams.values() for one in many}
    found = {one.milestone.id: one for one in plans.plan(of_files(streams), as_of, closed)}
    base = slowly(listed, as_of, counted)
    assert {key: one.expected for key, one in found.items() if one.expected} == base
    at_first = ends(streams, base, counted)
    assert {key for key, one in found.items() if one.total_float is not None} == set(still(listed))
    for key in still(listed):
        stream = next(many for many in streams.values() if listed[key] in many)

        def put_off(by, key=key):
            return slowly(listed, as_of, counted, {key: counted.on(base[key], by)})

        def follows(days, key=key, stream=stream):
            """Where all the others are, and the end of its own workstream."""
            own = ends({"own": stream}, days, counted)
            return own, {one: counted.place[day] for one, day in days.items() if one != key}

        free = total = 0
        while follows(put_off(free + 1)) == follows(base):
            free += 1
        while ends(streams, put_off(total + 1), counted) == at_first:
            total += 1
        assert (found[key].free_float, found[key].total_float) == (free, total), key
        assert found[key].critical == (total == 0)


@settings(max_examples=60, deadline=None)
@given(plans_of_streams())
def test_what_could_be_gained_is_what_the_plan_gains_when_it_is_run_again_without_what_is_left_of_its_work(given_):
    """A day that follows from what comes before gives way, one that was set stays, and nothing begins in the past."""
    streams, closed, as_of = given_
    counted = Calendar(closed)
    open_ = still({one["id"]: one for many in streams.values() for one in many})
    found = {one.milestone.id: one for one in plans.plan(of_files(streams), as_of, closed)}
    place = {key: counted.place[found[key].expected] for key in open_}

    def begin(key):
        return place[key] - open_[key]["duration"]

    def links(key):
        return {before: open_[key]["lag"][before] for before in open_[key]["after"] if before in open_}

    follows = {key: any(place[before] + lag == begin(key) for before, lag in links(key).items()) for key in open_}

    def end(stream, shorter, by):
        at = {}
        for key in TopologicalSorter({key: list(links(key)) for key in open_}).static_order():
            starts = [at[before] + lag for before, lag in links(key).items()]
            starts.append(min(begin(key), counted.place[as_of]) if follows[key] else begin(key))
            at[key] = max(starts) + open_[key]["duration"] - (by if key == shorter else 0)
        return max(at[one["id"]] for one in stream if one["id"] in open_)

    for key, one in open_.items():
        if found[key].critical:
            stream = next(many for many in streams.values() if any(each["id"] == key for each in many))
            left = min(one["duration"], max(0, place[key] - counted.place[as_of]))
            assert found[key].drag == end(stream, key, 0) - end(stream, key, left), key


@pytest.mark.parametrize(
    ("lag", "day"),
    [(-2, "2026-12-29"), (-1, "2026-12-30"), (0, "2027-01-01"), (1, "2027-01-04"), (2, "2027-01-05")],
)
def test_what_follows_one_on_a_bank_holiday_counts_from_the_end_of_the_working_day_before(lag, day):
    first = {"id": "a", "text": "Do", "due": "2026-12-01", "forecast": "2027-01-01"}
    then = {"id": "b", "text": "Do", "due": "2026-12-10", "after": ["a"], "lag": {"a": lag}}
    end = {"id": "c", "text": "Do", "due": "2027-01-06"}
    found = plans.plan([Workstream.model_validate({"id": "A", "name": "A", "milestones": [first, then, end]})], FIRST)
    assert found[1].expected == date.fromisoformat(day)
    assert (found[0].free_float, found[0].total_float) == (0, min(3, 3 - lag))
