"""A milestone or a known gap is late from the day after its due period, while it is open."""

from __future__ import annotations

from datetime import date

import pytest

from oneplace.delivery import steps
from oneplace.place import Milestone, Workstream, period
from oneplace.place.strategy.identity import KnownGap


def milestone(due, state="planned", key="M1"):
    return Milestone(id=key, text="A step", due=due, state=state)


def stream(*milestones):
    return Workstream(id="W1", name="Work", milestones=milestones)


@pytest.mark.parametrize(
    ("due", "as_of", "late"),
    [
        ("2026-04-30", date(2026, 4, 29), False),
        ("2026-04-30", date(2026, 4, 30), False),
        ("2026-04-30", date(2026, 5, 1), True),
        ("2026-04", date(2026, 4, 1), False),
        ("2026-04", date(2026, 4, 30), False),
        ("2026-04", date(2026, 5, 1), True),
        ("2025/26", date(2026, 3, 31), False),
        ("2025/26", date(2026, 4, 1), True),
    ],
)
def test_it_is_not_late_on_its_last_day_and_is_a_day_after(due, as_of, late):
    assert [step.late for step in steps([stream(milestone(due))], as_of)] == [late]
    assert period(due).is_over(as_of) is late
    gap = KnownGap(id="K1", text="Missing", due=due)
    assert gap.is_overdue(as_of) is late


@pytest.mark.parametrize(
    ("state", "late"), [("planned", True), ("in_progress", True), ("done", False), ("stopped", False)]
)
def test_only_what_is_still_open_is_late(state, late):
    item = milestone("2026-04", state)
    assert item.is_open is late
    assert item.is_late(date(2027, 1, 1)) is late


def test_a_gap_that_is_closed_is_not_overdue():
    assert not KnownGap(id="K1", text="Missing", due="2020", state="closed").is_overdue(date(2026, 1, 1))


def test_what_has_no_day_is_never_late():
    assert not milestone("not_set").is_late(date(2030, 1, 1))
    assert not KnownGap(id="K1", text="Missing").is_overdue(date(2030, 1, 1))


def test_without_a_day_to_stand_on_nothing_is_late():
    assert [step.late for step in steps([stream(milestone("2020"))], None)] == [False]


def test_a_workstream_that_sets_no_milestones_has_no_steps():
    none = [Workstream(id="W1", name="Work", milestones="not_set"), Workstream(id="W2", name="More")]
    assert steps(none, date(2026, 1, 1)) == []


def test_a_step_knows_its_workstream_and_keeps_the_order_of_the_files():
    first, second = (
        stream(milestone("2027", key="M1"), milestone("2026", key="M2")),
        stream(milestone("2025", key="M3")),
    )
    found = steps([first, second], date(2026, 6, 1))
    assert [(step.milestone.id, step.workstream is first) for step in found] == [
        ("M1", True),
        ("M2", True),
        ("M3", False),
    ]
