"""Attendances of the emergency department: in order, in life, coded."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from oneplace.synth.city.world import World
from oneplace.synth.draw.calendar import DAYS, FAR, day_of, seconds
from oneplace.synth.lives.emergency import (
    ACUITY,
    COMPLAINTS,
    DIAGNOSES,
    Attendances,
    frequent_attenders,
)


@pytest.mark.parametrize(
    ("earlier", "later"),
    [
        ("arrival", "assessed"),
        ("assessed", "seen"),
        ("seen", "decided"),
        ("decided", "departure"),
        ("arrival", "departure"),
    ],
)
def test_the_times_of_an_attendance_follow_one_another(seen: Attendances, earlier: str, later: str) -> None:
    assert (getattr(seen, earlier) <= getattr(seen, later)).all()


def test_attendances_are_of_the_living_in_order_of_arrival(world: World, seen: Attendances) -> None:
    people = world.people
    assert len(seen.person) > 1000
    assert (np.diff(seen.arrival) >= 0).all()
    assert (seen.day >= people.entry[seen.person]).all()
    assert (seen.day < people.exit[seen.person]).all()


def test_nobody_spends_less_than_twenty_minutes_or_more_than_forty_hours(seen: Attendances) -> None:
    minutes = (seen.departure - seen.arrival) / 60
    assert minutes.min() >= 20
    assert minutes.max() <= 2400
    assert not ((minutes > 239.1) & (minutes < 241)).any()  # quick or beyond four hours, nothing between


@pytest.mark.parametrize(
    ("column", "codes_of"), [("acuity", ACUITY), ("complaint", COMPLAINTS), ("diagnosis", DIAGNOSES)]
)
def test_codes_of_an_attendance_all_occur(seen: Attendances, column: str, codes_of: list[str]) -> None:
    assert np.unique(getattr(seen, column)).tolist() == list(range(len(codes_of)))


def test_minor_cases_walk_in_and_go_home(seen: Attendances) -> None:
    assert seen.minor.any()
    assert not (seen.minor & seen.by_ambulance).any()
    assert not (seen.minor & seen.admitted).any()


def test_ambulances_bring_the_more_urgent(seen: Attendances) -> None:
    assert seen.acuity[seen.by_ambulance].mean() < seen.acuity[~seen.by_ambulance].mean() - 0.3


@pytest.mark.parametrize(("times", "chosen"), [(3, []), (4, [0]), (5, [0])])
def test_the_telephone_service_takes_on_who_came_four_times_in_the_year_before(
    world: World, seen: Attendances, times: int, chosen: list[int]
) -> None:
    lives = np.flatnonzero(world.people.exit == DAYS)[:1]
    assert world.people.exit[lives] == DAYS
    start = day_of("2024-01-01")
    day = np.array(
        [
            *[start - 365, start - 1, start - 2, start - 3, start - 4][:times],
            start - 366,
            start,
            start + 364,
            start + 365,
        ]
    )
    nothing: Any = None
    came = Attendances(np.repeat(lives, len(day)), seconds(day), *(nothing,) * 10)
    assert frequent_attenders(world, came).tolist() == [lives[row] for row in chosen]
    note: Any = world.notes["phone_service"]
    assert note == {
        "people": len(chosen),
        "people_followed_a_year": len(chosen),
        "attendances_year_before": times * len(chosen),
        "attendances_year_after": 2 * len(chosen),
    }


def test_who_comes_by_ambulance_is_oftener_admitted(world: World, seen: Attendances) -> None:
    lives_on = (world.people.death[seen.person] == FAR) & ~seen.minor
    brought, walked = seen.admitted[lives_on & seen.by_ambulance], seen.admitted[lives_on & ~seen.by_ambulance]
    assert brought.mean() > walked.mean() + 0.05
