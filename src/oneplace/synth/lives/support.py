"""Adult social care: who asks, is assessed, is supported and reviewed."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from oneplace.synth.city.planted import REABLEMENT_HOME_91_DAYS
from oneplace.synth.city.world import World
from oneplace.synth.draw.calendar import DAYS, FAR, YEAR, Rhythm, day_of, next_working_day
from oneplace.synth.draw.randomness import Flags, Ints, pick, spread

_REQUESTS = Rhythm("weekdays", winter=0.03, trend=0.02)
TYPES = ["Request", "Assessment", "Service", "Review"]
OUTCOMES = [
    "Progress to Assessment",
    "Progress to Service",
    "Progress to Reablement",
    "Signposting",
    "NFA",
    "Service continues",
    "Service ended: at home",
    "Service ended: in hospital or care home",
    "Service ended: died",
]
SERVICES = [
    # service type, component, delivery, unit cost (GBP), frequency
    ("Short Term Support: ST-Max", "Reablement", "CASSR Managed", 26.4, "Hourly"),
    ("Long Term Support: Community", "Home Support", "CASSR Managed", 21.5, "Hourly"),
    ("Long Term Support: Community", "Direct Payment", "Direct Payment", 318.0, "Weekly"),
    ("Long Term Support: Community", "Day Support", "CASSR Managed", 152.0, "Weekly"),
    ("Long Term Support: Residential Care", "Residential Care", "CASSR Managed", 871.0, "Weekly"),
    ("Long Term Support: Nursing Care", "Nursing Care", "CASSR Managed", 964.0, "Weekly"),
    ("Carer Support", "Carer Support", "Direct Payment", 12.0, "Weekly"),
]
NONE = -1
"""No service, or no route of access."""


@dataclass
class Events:
    """One entry an event; ``end`` is the last day (inclusive), ``FAR`` while a service goes on."""

    person: Ints
    type: Ints
    start: Ints
    end: Ints
    outcome: Ints
    route: Ints  # 0 community, 1 discharge from hospital, 2 transition, -1 none
    service: Ints  # index into SERVICES, -1 none
    carer: Flags

    def take(self, rows: Ints) -> Events:
        """The events in these rows."""
        return Events(**{name: values[rows] for name, values in vars(self).items()})


def _event(person: Ints, kind: int, start: Ints, end: Ints, outcome: int | Ints, **more: int | Ints | Flags) -> Events:
    def full(value: int | Ints | Flags) -> Ints:
        return np.broadcast_to(np.asarray(value), person.shape).astype(np.int64)

    return Events(
        person=person,
        type=full(kind),
        start=start,
        end=end,
        outcome=full(outcome),
        route=full(more.get("route", NONE)),
        service=full(more.get("service", NONE)),
        carer=full(more.get("carer", 0)).astype(bool),
    )


def _service(
    rng: np.random.Generator, world: World, person: Ints, start: Ints, service: Ints, *, days: float
) -> Events:
    """Long-term services: until they are no longer needed, the person dies or moves away."""
    people = world.people
    planned = start + 20 + rng.exponential(days, len(person)).astype(np.int64)
    leaves = np.where(people.exit[person] < DAYS, people.exit[person], FAR)
    end = np.minimum(planned, leaves)
    died = people.death[person] <= end
    outcome = np.where(end >= DAYS, 5, np.where(died, 8, np.where(rng.random(len(person)) < 0.7, 6, 7)))
    keep = np.flatnonzero(start < end)
    return _event(person, 2, start, np.where(end >= DAYS, FAR, end), outcome, service=service).take(keep)


def _reviews(services: Events) -> Events:
    """A review a year of each long-term service."""
    last = np.minimum(services.end, DAYS - 20)
    count = np.where(services.service > 0, np.maximum((last - services.start) // 365, 0), 0)
    row = np.repeat(np.arange(len(count)), count)
    day = next_working_day(services.start[row] + 365 * (1 + spread(np.zeros(len(count), dtype=np.int64), count)))
    return _event(services.person[row], 3, day, day + 3, 5, carer=services.carer[row])


def _from_requests(rng: np.random.Generator, world: World) -> list[Events]:
    """New requests and what follows from them."""
    adult = (world.people.middle_age >= 18).astype(float)
    shape = (0.0, 0.02, 0.2, 0.3, 0.55, 1.5, 4.2, 9.0)
    expected = world.expected(0.037, shape, _REQUESTS, "social_care", eligible=adult)
    person, day = world.happen(rng, expected, _REQUESTS)
    age = world.people.middle_age[person]
    old = age >= 65
    hospital = old & (rng.random(len(person)) < 0.33)
    path = np.where(
        hospital,
        pick(rng, [0.25, 0.45, 0.15, 0.15], len(person)),
        np.where(old, pick(rng, [0.34, 0.12, 0.3, 0.24], len(person)), pick(rng, [0.34, 0.0, 0.36, 0.3], len(person))),
    )
    outcome = np.array([0, 2, 3, 4])[path]
    found = [_event(person, 0, day, day + rng.integers(0, 5, len(person)), outcome, route=np.where(hospital, 1, 0))]
    goes = np.flatnonzero((path == 1) & (day + 4 < world.people.exit[person]))
    start = day[goes] + rng.integers(1, 6, len(goes))
    ended = np.where(rng.random(len(goes)) < REABLEMENT_HOME_91_DAYS, 6, 7)
    end = start + np.clip(rng.normal(34, 9, len(goes)), 7, 42).astype(np.int64)
    death = world.people.death[person[goes]]
    ended, end = np.where(death <= end, 8, ended), np.minimum(end, np.maximum(death, start))
    going_on = end >= DAYS
    ended, end = np.where(going_on, 5, ended), np.where(going_on, FAR, end)
    found.append(_event(person[goes], 2, start, end, ended, service=0))
    seen = np.flatnonzero(path == 0)
    begun = next_working_day(day[seen] + 4 + rng.gamma(2, 11, len(seen)).astype(np.int64))
    done = begun + rng.integers(0, 21, len(seen))
    helped = rng.random(len(seen)) < 0.68
    found.append(_event(person[seen], 1, begun, done, np.where(helped, 1, 4)))
    which = pick(rng, [0.6, 0.27, 0.13], len(seen)) + 1
    start = done + rng.integers(2, 30, len(seen))
    found.append(_service(rng, world, person[seen][helped], start[helped], which[helped], days=420.0))
    return found


def _already_there(rng: np.random.Generator, world: World) -> list[Events]:
    """People who had services on the first day, and those whom the council places in care homes."""
    people, homes = world.people, world.dwellings.care_home
    age = people.age(0)
    chance = np.select([age < 18, age < 65, age < 75, age < 85], [0.0, 0.0075, 0.014, 0.04], 0.11)
    had = np.flatnonzero((people.entry == 0) & ~homes[people.home] & (rng.random(len(people)) < chance))
    since = -rng.integers(30, 1500, len(had))
    found = [_service(rng, world, had, since, pick(rng, [0.55, 0.3, 0.15], len(had)) + 1, days=1100.0)]
    placed = np.flatnonzero(homes[people.home] | (homes[people.second_home] & (people.moved_on < people.exit)))
    placed = placed[rng.random(len(placed)) < 0.55]
    start = np.where(homes[people.home[placed]], -rng.integers(10, 900, len(placed)), people.moved_on[placed])
    nursing = (rng.random(len(placed)) < 0.38).astype(np.int64) + 4
    new = start > 45
    asked = next_working_day(start[new] - 40)
    found.append(_event(placed[new], 0, asked, asked + 3, 0, route=np.where(rng.random(int(new.sum())) < 0.5, 1, 0)))
    found.append(_event(placed[new], 1, next_working_day(asked + 12), asked + 30, 1))
    found.append(_service(rng, world, placed, start, nursing, days=50 * YEAR))
    return found


def _carers(rng: np.random.Generator, world: World) -> list[Events]:
    adult = ((world.people.middle_age >= 30) & (world.people.middle_age < 85)).astype(float)
    shape = (0.0, 0.0, 0.2, 0.8, 1.6, 1.7, 1.5, 0.6)
    person, day = world.happen(rng, world.expected(0.003, shape, _REQUESTS, "", eligible=adult), _REQUESTS)
    helped = rng.random(len(person)) < 0.6
    assessed = _event(person, 1, day, day + rng.integers(0, 20, len(person)), np.where(helped, 1, 3), carer=1)
    start = (assessed.end + 10)[helped]
    services = _service(rng, world, person[helped], start, np.full(int(helped.sum()), 6), days=600.0)
    services.carer[:] = True
    return [assessed, services]


def draw_social_care(world: World) -> Events:
    """All events, in order of start."""
    rng = world.streams.stream("social care")
    parts = [*_from_requests(rng, world), *_already_there(rng, world), *_carers(rng, world)]
    parts += [_reviews(part) for part in parts if len(part.type) and part.type[0] == 2]
    events = Events(**{name: np.concatenate([getattr(part, name) for part in parts]) for name in vars(parts[0])})
    here = (events.start < world.people.exit[events.person]) & (events.start < DAYS)
    here &= events.start >= world.people.birth[events.person]
    here &= (events.end >= day_of("2020-07-01")) & ((events.type == 2) | (events.end < DAYS))  # in some submission
    order = np.flatnonzero(here)
    return events.take(order[np.lexsort((events.person[order], events.start[order]))])
