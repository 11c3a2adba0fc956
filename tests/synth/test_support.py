"""Social care: in order, in life, each event with what belongs to it."""

from __future__ import annotations

import numpy as np
import pytest

from oneplace.synth.city.world import World
from oneplace.synth.draw.calendar import DAYS, FAR, weekday
from oneplace.synth.lives.support import NONE, OUTCOMES, SERVICES, TYPES, Events, draw_social_care


@pytest.fixture(scope="module")
def events(world: World) -> Events:
    return draw_social_care(world)


def test_social_care_is_in_order_and_in_life(world: World, events: Events) -> None:
    people = world.people
    assert (np.diff(events.start) >= 0).all()
    assert (events.end >= events.start).all()
    assert (events.start < people.exit[events.person]).all()
    assert (events.start >= people.birth[events.person]).all()
    assert people.age(events.start.max())[events.person].min() >= 18


@pytest.mark.parametrize("kind", TYPES)
def test_each_event_of_social_care_has_what_belongs_to_it(events: Events, kind: str) -> None:
    rows = events.type == TYPES.index(kind)
    assert rows.sum() >= 3
    assert ((events.route[rows] != NONE) == (kind == "Request")).all()
    assert ((events.service[rows] != NONE) == (kind == "Service")).all()
    assert ((events.end[rows] < DAYS) | (kind == "Service")).all()


OUTCOME_OF = [
    ("Request", "Progress to Assessment|Progress to Reablement|Signposting|NFA"),
    ("Assessment", "Progress to Service|Signposting|NFA"),
    ("Service", "Service continues|Service ended: at home|Service ended: in hospital or care home|Service ended: died"),
    ("Review", "Service continues"),
]


@pytest.mark.parametrize(("kind", "outcomes"), OUTCOME_OF)
def test_outcomes_suit_the_event(events: Events, kind: str, outcomes: str) -> None:
    found = {OUTCOMES[outcome] for outcome in events.outcome[events.type == TYPES.index(kind)]}
    assert found <= set(outcomes.split("|"))
    assert len(found) >= min(2, len(outcomes.split("|")))


def test_a_service_that_goes_on_has_no_end_and_none_outlives_the_person(world: World, events: Events) -> None:
    service = events.type == TYPES.index("Service")
    goes_on = events.outcome == OUTCOMES.index("Service continues")
    assert ((events.end == FAR) == (service & goes_on)).all()
    death = world.people.death[events.person]
    ended = service & ~goes_on
    assert (events.end[ended] <= death[ended]).all()
    died = ended & (events.outcome == OUTCOMES.index("Service ended: died"))
    assert (events.end[died] == death[died]).all()


def test_reablement_lasts_at_most_six_weeks(events: Events) -> None:
    rows = (events.service == 0) & (events.end < FAR)
    assert SERVICES[0][1] == "Reablement"
    assert rows.sum() >= 5
    lasts = (events.end - events.start)[rows]
    assert lasts.max() <= 42


def test_places_in_care_homes_are_for_who_lives_there(world: World, events: Events) -> None:
    care, people = world.dwellings.care_home, world.people
    placed = events.person[(events.service == 4) | (events.service == 5)]
    assert len(placed) >= 2
    assert (care[people.home[placed]] | care[people.second_home[placed]]).all()


def test_carers_have_carers_services_alone(events: Events) -> None:
    services = events.service[events.carer & (events.type == TYPES.index("Service"))]
    assert set(services.tolist()) <= {6}
    assert not (events.carer & (events.route != NONE)).any()


def test_working_days_for_reviews(events: Events) -> None:
    reviews = events.type == TYPES.index("Review")
    assert set(weekday(events.start[reviews]).tolist()) <= {0, 1, 2, 3, 4}
    assert (events.end[reviews] - events.start[reviews] == 3).all()
