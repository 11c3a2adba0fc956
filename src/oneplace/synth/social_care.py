"""Adult social care: requests, assessments, services and reviews, sent as overlapping quarterly submissions."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from oneplace.synth.calendar import DAYS, FAR, START, YEAR, Rhythm, next_working_day
from oneplace.synth.identity import Wording, lose_nhs_numbers, mistype_names, records, use_nicknames
from oneplace.synth.ledger import Ledger
from oneplace.synth.numbers import scattered
from oneplace.synth.planted import REABLEMENT_HOME_91_DAYS
from oneplace.synth.randomness import Flags, Ints, pick, pick_rows, spread
from oneplace.synth.tables import Columns, Folder, coded, constant, dates, numbered
from oneplace.synth.world import World

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
_REASONS = [
    "Physical Support",
    "Support with Memory and Cognition",
    "Learning Disability Support",
    "Mental Health Support",
    "Social Support",
]
_NONE = -1


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
        route=full(more.get("route", _NONE)),
        service=full(more.get("service", _NONE)),
        carer=full(more.get("carer", 0)).astype(bool),
    )


def _service(rng: np.random.Generator, world: World, person: Ints, start: Ints, service: Ints, mean_days: float) -> Events:
    """Long-term services: until they are no longer needed, the person dies or moves away."""
    people = world.people
    planned = start + 20 + rng.exponential(mean_days, len(person)).astype(np.int64)
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
    found.append(_service(rng, world, person[seen][helped], start[helped], which[helped], 420.0))
    return found


def _already_there(rng: np.random.Generator, world: World) -> list[Events]:
    """People who had services on the first day, and those whom the council places in care homes."""
    people, homes = world.people, world.dwellings.care_home
    age = people.age(0)
    chance = np.select([age < 18, age < 65, age < 75, age < 85], [0.0, 0.0075, 0.014, 0.04], 0.11)
    had = np.flatnonzero((people.entry == 0) & ~homes[people.home] & (rng.random(len(people)) < chance))
    since = -rng.integers(30, 1500, len(had))
    found = [_service(rng, world, had, since, pick(rng, [0.55, 0.3, 0.15], len(had)) + 1, 1100.0)]
    placed = np.flatnonzero(homes[people.home] | (homes[people.second_home] & (people.moved_on < people.exit)))
    placed = placed[rng.random(len(placed)) < 0.55]
    start = np.where(homes[people.home[placed]], -rng.integers(10, 900, len(placed)), people.moved_on[placed])
    nursing = (rng.random(len(placed)) < 0.38).astype(np.int64) + 4
    new = start > 45
    asked = next_working_day(start[new] - 40)
    found.append(_event(placed[new], 0, asked, asked + 3, 0, route=np.where(rng.random(int(new.sum())) < 0.5, 1, 0)))
    found.append(_event(placed[new], 1, next_working_day(asked + 12), asked + 30, 1))
    found.append(_service(rng, world, placed, start, nursing, 50 * YEAR))
    return found


def _carers(rng: np.random.Generator, world: World) -> list[Events]:
    adult = ((world.people.middle_age >= 30) & (world.people.middle_age < 85)).astype(float)
    shape = (0.0, 0.0, 0.2, 0.8, 1.6, 1.7, 1.5, 0.6)
    person, day = world.happen(rng, world.expected(0.003, shape, _REQUESTS, "", eligible=adult), _REQUESTS)
    helped = rng.random(len(person)) < 0.6
    assessed = _event(person, 1, day, day + rng.integers(0, 20, len(person)), np.where(helped, 1, 3), carer=1)
    start = (assessed.end + 10)[helped]
    services = _service(rng, world, person[helped], start, np.full(int(helped.sum()), 6), 600.0)
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
    order = np.flatnonzero(here)
    return events.take(order[np.lexsort((events.person[order], events.start[order]))])


def _support_reason(rng: np.random.Generator, world: World, person: Ints) -> Ints:
    weights = np.tile([0.62, 0.05, 0.06, 0.1, 0.17], (len(person), 1))
    weights[:, 1] += 2.0 * world.health.has("dementia", person, DAYS)
    weights[:, 3] += 1.0 * world.health.has("severe_mental_illness", person, DAYS)
    weights[:, 2] *= np.where(world.people.middle_age[person] < 65, 6.0, 0.5)
    return pick_rows(rng, weights)


def write_submissions(folder: Folder, ledger: Ledger, world: World, events: Events) -> None:
    """Write ``cld_<quarter>.csv``, twenty submissions of twelve months each."""
    rng = world.streams.stream("social care records")
    known = np.unique(events.person)
    book = records(world, rng, known)
    lose_nhs_numbers(rng, book, 0.12)
    use_nicknames(world, rng, book, 0.04)
    mistype_names(rng, book, 0.025)
    key = numbered("A", scattered(rng, len(known)), 7)
    ledger.belongs("social_care", key, pa.array(known + 1))
    for fault, rows in book.faults.items():
        ledger.plant("social_care/cld_*.csv", fault, key.take(pa.array(rows)), "link")
    columns = _columns(rng, world, events, Wording(world, book), key, np.searchsorted(known, events.person))
    reference = np.arange(1, len(events.person) + 1)
    renumbered = rng.random(len(events.person)) < 0.02
    sent = np.zeros(len(events.person), dtype=bool)
    for quarter in range(20):
        year, number = 2021 + (quarter + 1) // 4, (quarter + 1) % 4 + 1
        first_month = np.datetime64(f"{year}-{3 * number - 2:02d}", "M")
        until = int(((first_month + 3).astype("datetime64[D]") - START).astype(int))
        since = int(((first_month - 9).astype("datetime64[D]") - START).astype(int))
        finished = events.end < until
        rows = np.flatnonzero((events.start < until) & (events.end >= since) & (finished | (events.type == 2)))
        index, done = pa.array(rows), finished[rows]
        changed = renumbered[rows] & sent[rows]
        name = f"social_care/cld_{year}Q{number}.csv"
        texts = numbered("EV", reference[rows] + np.where(changed, 5_000_000, 0), 8)
        span = np.full(len(rows), since), np.full(len(rows), until - 1)
        part = {column: values.take(index) for column, values in columns.items()}
        part["Reporting_Period_Start"], part["Reporting_Period_End"] = dates(span[0]), dates(span[1])
        part["Event_Reference"] = texts
        part["Event_End_Date"] = dates(events.end[rows], ~done)
        part["Event_Outcome"] = coded(np.where(done, events.outcome[rows], 5), OUTCOMES)
        folder.csv(name, part)
        ledger.plant(name, "changed_reference", texts.filter(pa.array(changed)), "newest")
        sent[rows] = True


def _columns(
    rng: np.random.Generator, world: World, events: Events, wording: Wording, key: pa.Array, record: Ints
) -> Columns:
    """All columns of a submission for all events; those that change between submissions are filled in there."""
    size = len(events.person)
    index = pa.array(record)
    none = events.service == _NONE
    service = np.maximum(events.service, 0)
    hours = np.clip(np.rint(rng.gamma(2.2, 6.0, size)), 1, 60)
    hourly = np.array([item[4] == "Hourly" for item in SERVICES])[service]
    in_home = world.dwellings.care_home[world.home_on(events.person, np.maximum(events.start, 0))]
    home = np.where(in_home, 1, np.where(rng.random(size) < 0.03, 2, 0))
    carer = pick(rng, [0.35, 0.45, 0.2], len(wording.book))
    reason = _support_reason(rng, world, wording.book.person)
    return {
        "LA_Code": constant("E06000045", size),
        "Reporting_Period_Start": index,
        "Reporting_Period_End": index,
        "LA_Person_Unique_Identifier": key.take(index),
        **wording.block(
            {"NHS_Number": "nhs_number", "Given_Name": "given", "Family_Name": "family", "Date_of_Birth": "birth"}, record
        ),
        "Gender": coded(wording.book.sex[record], ["Female", "Male"]),
        **wording.block({"Ethnicity": "ethnic", "Postcode": "postcode"}, record),
        "Client_Type": coded(events.carer.astype(np.int64), ["Service User", "Carer"]),
        "Accommodation_Status": coded(home, ["Owner occupier or tenant", "Care home", "Supported accommodation"]),
        "Has_Unpaid_Carer": coded(carer[record], ["Yes", "No", "Unknown"]),
        "Primary_Support_Reason": coded(reason[record], _REASONS),
        "Event_Reference": index,
        "Event_Type": coded(events.type, TYPES),
        "Event_Start_Date": dates(events.start),
        "Event_End_Date": index,
        "Event_Outcome": index,
        "Request_Route_of_Access": coded(
            np.maximum(events.route, 0), ["Community", "Discharge from hospital", "Transition"], events.route == _NONE
        ),
        "Service_Type": coded(service, [item[0] for item in SERVICES], none),
        "Service_Component": coded(service, [item[1] for item in SERVICES], none),
        "Delivery_Mechanism": coded(service, [item[2] for item in SERVICES], none),
        "Planned_Units_Per_Week": pa.array(np.where(hourly, hours, 1.0), mask=none),
        "Unit_Cost": pa.array(np.array([item[3] for item in SERVICES])[service], mask=none),
        "Cost_Frequency_Unit_Type": coded(service, [item[4] for item in SERVICES], none),
    }
