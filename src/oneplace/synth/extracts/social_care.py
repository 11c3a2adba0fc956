"""The council's client level data: overlapping submissions, one a quarter, each of twelve months."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from oneplace.synth.city.world import World
from oneplace.synth.draw.calendar import DAYS, START
from oneplace.synth.draw.numbers import scattered
from oneplace.synth.draw.randomness import Ints, pick, pick_rows
from oneplace.synth.extracts.identity import Wording, lose_nhs_numbers, mistype_names, records, use_nicknames
from oneplace.synth.extracts.ledger import Ledger
from oneplace.synth.extracts.tables import Columns, Folder, coded, constant, dates, numbered
from oneplace.synth.lives.support import NONE, OUTCOMES, SERVICES, TYPES, Events

_REASONS = [
    "Physical Support",
    "Support with Memory and Cognition",
    "Learning Disability Support",
    "Mental Health Support",
    "Social Support",
]


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
    columns = _columns(rng, world, events, Wording(world, book), np.searchsorted(known, events.person), key=key)
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
    rng: np.random.Generator, world: World, events: Events, wording: Wording, record: Ints, *, key: pa.Array
) -> Columns:
    """All columns of a submission for all events; those that change between submissions are filled in there."""
    size = len(events.person)
    index = pa.array(record)
    none = events.service == NONE
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
            {"NHS_Number": "nhs_number", "Given_Name": "given", "Family_Name": "family", "Date_of_Birth": "birth"},
            record,
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
            np.maximum(events.route, 0), ["Community", "Discharge from hospital", "Transition"], events.route == NONE
        ),
        "Service_Type": coded(service, [item[0] for item in SERVICES], none),
        "Service_Component": coded(service, [item[1] for item in SERVICES], none),
        "Delivery_Mechanism": coded(service, [item[2] for item in SERVICES], none),
        "Planned_Units_Per_Week": pa.array(np.where(hourly, hours, 1.0), mask=none),
        "Unit_Cost": pa.array(np.array([item[3] for item in SERVICES])[service], mask=none),
        "Cost_Frequency_Unit_Type": coded(service, [item[4] for item in SERVICES], none),
    }
