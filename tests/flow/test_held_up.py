"""Time held up counts everybody who waits or is held, whether served in the end, gone or still there."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.flow.conftest import HEAD

from oneplace import flow

ONE_BED = """
patients: {all: {enters: bed, arrivals: {times: [1 hour, 2 hours, 3 hours]}}}
places:
  bed: {capacity: 1 bed, stay: 90 minutes, next: {after: 100 %}, delay: {after: 30 minutes}}
  after: {stay: 1 hour}
"""


@pytest.mark.parametrize(
    ("run", "held_up", "delay_days"),
    [
        ("100 hours", (0 + 1 + 2 + 3 * 0.5) / 3, 1.5 / 24),  # all three are through: waits of 0, 1 and 2 hours
        ("4 hours", (0 + 0.5 + 1 + 1 + 0) / 3, 0.5 / 24),  # one has left, one is in bed since 3, one waits since 3
        ("2.75 hours", (0.25 + 0.75) / 2, 0.25 / 24),  # one is in transfer since 2.5, one waits since 2
    ],
)
def test_time_held_up_is_waiting_being_blocked_and_transfer(pathway, run, held_up, delay_days):
    found = flow.simulate(pathway(ONE_BED, run=run), replications=1)
    assert found.value("time held up").mean == pytest.approx(held_up)
    assert found.value("delay days", "bed").mean == pytest.approx(delay_days)


def test_what_was_waited_before_the_warm_up_ended_does_not_count(pathway):
    # from 2 to 4 hours: the second waits until 3, the third comes at 3 and waits until 4; one is in transfer from 2.5
    found = flow.simulate(pathway(ONE_BED, warm_up="2.25 hours", run="1.75 hours"), replications=1)
    assert found.value("time held up").mean == pytest.approx((0.75 + 1 + 0.5) / 1)


HOUR = """
clock: hours
patients: {all: {enters: clinic, arrivals: {rate: 12 patients per hour}}}
places:
  clinic: {capacity: %s clinics, queue: unlimited, stay: {shape: exponential, mean: 1 hour}%s}
exits: [gone]
"""
PATIENCE = ", leave: {patience: {shape: exponential, mean: 2 hours}, to: gone}"


@pytest.mark.parametrize(
    ("capacity", "leave", "right"),
    [
        (14, PATIENCE, 0.079),
        (10, PATIENCE, 0.393),
        (5, PATIENCE, 1.168),
        (1, PATIENCE, 1.828),
        (5, "", 293),
        (1, "", 459),
    ],
)
def test_fewer_clinics_never_look_better_because_people_give_up(pathway, capacity, leave, right):
    # Erlang's formula with patience (A), and a queue that grows without end: half of what has come too much
    found = flow.simulate(pathway(HOUR % (capacity, leave), run="1000 hours"), replications=4)
    assert found.value("time held up").mean == pytest.approx(right, rel=0.06)


@pytest.mark.slow
@settings(max_examples=15, deadline=None, derandomize=True)
@given(st.integers(1, 4), st.integers(0, 3), st.sampled_from(["0 hours", "7 hours", "31 hours"]))
def test_it_is_the_area_under_how_many_wait_or_are_held(beds, room, warm_up):
    text = f"""
warm_up: {warm_up}
run: 60 hours
patients:
  mild: {{enters: ed, arrivals: {{rate: 2 patients per hour}}}}
  ill: {{enters: ed, arrivals: {{rate: 1 patient per hour}}}}
places:
  ed:
    capacity: 4 cubicles
    stay: {{shape: exponential, mean: 1 hour}}
    next: {{ward: 100 %}}
    leave: {{patience: 3 hours, to: left}}
    for: {{mild: {{worsens: {{after: 2 hours, to: ill}}}}}}
  ward: {{capacity: {beds} beds, queue: {room} patients, stay: {{shape: exponential, mean: 3 hours}}}}
exits: [left]
"""
    found = flow.simulate(flow.parse(HEAD + text), replications=1)
    value = lambda measure, where="pathway": found.value(measure, where).mean  # noqa: E731
    area = sum(value("waiting", place) + value("blocked", place) for place in ("ed", "ward"))
    assert value("time held up") * value("arrivals") == pytest.approx(area * 60)
    by_class = sum(
        found.value("time held up", "pathway", name).mean * found.value("arrivals", "pathway", name).mean
        for name in ("mild", "ill")
    )
    assert by_class == pytest.approx(area * 60)
