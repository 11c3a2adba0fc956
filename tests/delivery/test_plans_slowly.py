"""Floats of a place's plan against one that walks day by day: calendars, lags of both signs, ties, several ends.

Milestones are due on days on which somebody works: of another, check warns, and whether work goes on is not said.
"""

from __future__ import annotations

from datetime import date, timedelta
from graphlib import TopologicalSorter

from hypothesis import given, settings
from hypothesis import strategies as st

from oneplace.delivery import plans
from oneplace.place import Workstream

FIRST = date(2026, 12, 14)
"""Christmas, New Year and Easter lie ahead of it."""
HOLIDAYS = {date(2026, 12, 25), date(2026, 12, 28), date(2027, 1, 1), date(2027, 3, 26), date(2027, 3, 29)}
DAYS = [FIRST + timedelta(days=number) for number in range(-60, 160)]


def worked(day, closed):
    """Whether somebody works on it: no table, no library."""
    return day.weekday() < 5 and day not in HOLIDAYS and day not in closed


def later(day, count, closed):
    """So many working days after a day, one day at a time."""
    step = timedelta(days=1 if count >= 0 else -1)
    while count:
        day += step
        count -= worked(day, closed) if count > 0 else -worked(day, closed)
    while not worked(day, closed):
        day += step if step.days > 0 else -step
    return day


def number(day, closed):
    """Working days up to and with a day."""
    return sum(worked(one, closed) for one in DAYS if one <= day)


@st.composite
def plans_of_streams(draw):
    made, streams = [], {"A": [], "B": []}
    closed = draw(st.sets(st.sampled_from([FIRST + timedelta(days=ahead) for ahead in range(40)]), max_size=4))
    for place in range(draw(st.integers(1, 6))):
        before = draw(st.lists(st.sampled_from(made), max_size=3, unique=True)) if made else []
        day = later(FIRST + timedelta(days=draw(st.integers(0, 30))), 0, closed)
        one = {"id": f"m{place}", "text": "Do", "due": day.isoformat(), "duration": draw(st.integers(0, 4)),
               "after": before, "lag": {key: draw(st.integers(-6, 6)) for key in before}}  # fmt: skip
        streams[draw(st.sampled_from(["A", "A", "B"]))].append(one)
        made.append(one["id"])
    return streams, closed


def pushed(listed, starts, closed):
    """Each on its day, or later where a link asks for it."""
    days = {}
    for key in TopologicalSorter({key: one["after"] for key, one in listed.items()}).static_order():
        one = listed[key]
        asked = [later(days[before], one["lag"][before] + one["duration"], closed) for before in one["after"]]
        days[key] = max([starts[key], *asked], key=lambda day: number(day, closed))
    return days


@settings(max_examples=60, deadline=None)
@given(plans_of_streams())
def test_the_float_is_how_long_it_can_wait_before_any_workstream_ends_later(given_):
    streams, closed = given_
    listed = {one["id"]: one for many in streams.values() for one in many}
    files = [
        Workstream.model_validate({"id": key, "name": key, "milestones": many}) for key, many in streams.items() if many
    ]
    found = {one.milestone.id: one for one in plans.plan(files, FIRST - timedelta(days=1), closed)}
    base = pushed(listed, {key: one.expected for key, one in found.items()}, closed)

    def ends(days):
        return [max(number(days[one["id"]], closed) for one in many) for many in streams.values() if many]

    for key in listed:
        waits = 0
        while ends(pushed(listed, base | {key: later(base[key], waits + 1, closed)}, closed)) == ends(base):
            waits += 1
        assert found[key].total_float == waits, key
