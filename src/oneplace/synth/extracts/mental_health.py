"""Mental health services: crisis, community, children and young people, memory."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from oneplace.synth.city.planted import ADULT_MENTAL_HEALTH_WAIT_MEDIAN_DAYS, CYP_WAIT_MEDIAN_DAYS
from oneplace.synth.city.world import World, financial_year
from oneplace.synth.draw.calendar import DAYS, next_working_day
from oneplace.synth.draw.numbers import scattered
from oneplace.synth.draw.randomness import pick_rows
from oneplace.synth.extracts.contacts import (
    REFERRALS,
    ContactFile,
    Referrals,
    contact_columns,
    follow_up,
    patient_columns,
)
from oneplace.synth.extracts.identity import break_nhs_numbers, lose_nhs_numbers, records, swap_day_and_month
from oneplace.synth.extracts.ledger import Ledger
from oneplace.synth.extracts.tables import Folder, coded, constant, dates, numbered

_CONTACTS = ContactFile("MC", "CareContactDateTime", "AttendStatus", "ConsMechanismMH", "ClinContDuration")


def _mental_health_referrals(rng: np.random.Generator, world: World) -> Referrals:
    shape = (0.05, 1.5, 1.45, 1.1, 0.8, 0.45, 0.75, 0.9)
    person, day = world.happen(rng, world.expected(0.06, shape, REFERRALS, "mental_health"), REFERRALS)
    age, year = world.people.age(DAYS // 2)[person], financial_year(day)
    age = age + (day - DAYS // 2) / 365.25
    child = age < 18
    crisis, memory = rng.random(len(age)) < 0.22, (age > 70) & (rng.random(len(age)) < 0.6)
    team = np.select([child, memory, crisis & (age <= 70)], [2, 3, 0], 1)
    median = np.choose(team, [1.2, 0.0, 0.0, 45.0])
    median = np.where(team == 1, np.array(ADULT_MENTAL_HEALTH_WAIT_MEDIAN_DAYS)[year], median)
    median = np.where(team == 2, np.array(CYP_WAIT_MEDIAN_DAYS)[year], median)
    wait = median * rng.lognormal(0, 0.65, len(day))
    accepted = rng.random(len(day)) < np.where(child, 0.72, 0.86)
    return Referrals(
        person=person,
        day=day,
        team=team,
        first=next_working_day(day + wait.astype(np.int64)),
        contacts=np.where(accepted, 1 + rng.poisson(np.choose(team, [3.0, 8.0, 7.0, 3.0])), 0),
        gap=np.choose(team, [2.0, 13.0, 16.0, 30.0]),
    )


def write_mental_health(folder: Folder, ledger: Ledger, world: World) -> None:
    """Write ``MHS001.csv``, ``MHS101.csv`` and ``MHS201.csv``."""
    rng = world.streams.stream("mental health")
    found = _mental_health_referrals(rng, world).sorted()
    row, day, last = follow_up(rng, world, found)
    known = np.unique(found.person)
    book = records(world, rng, known)
    lose_nhs_numbers(rng, book, 0.03)
    break_nhs_numbers(rng, book, 0.008)
    swap_day_and_month(rng, book, 0.006)
    key = numbered("SH", scattered(rng, len(known)), 7)
    folder.csv("mental_health/MHS001.csv", patient_columns(world, book, key, ("OrgIDProv", "RW1")))
    ledger.belongs("mental_health", key, pa.array(known + 1))
    for fault, rows in book.faults.items():
        ledger.plant("mental_health/MHS001.csv", fault, key.take(pa.array(rows)), "link")
    requests = numbered("MR", np.arange(1, len(found.person) + 1), 8)
    crisis, child, memory = found.team == 0, found.team == 2, found.team == 3
    priority = np.where(crisis, 0, np.where(rng.random(len(last)) < 0.15, 1, 2))
    weights = np.where(
        child[:, None],
        [[0.2, 0.35, 0.01, 0.14, 0.3]],
        np.where(crisis[:, None], [[0.3, 0.15, 0.2, 0.35, 0.0]], [[0.45, 0.35, 0.12, 0.05, 0.03]]),
    )
    sources = np.where(child[:, None], [[0.5, 0.12, 0.08, 0.28, 0.02]], [[0.62, 0.2, 0.06, 0.0, 0.12]])
    folder.csv(
        "mental_health/MHS101.csv",
        {
            "ServiceRequestId": requests,
            "LocalPatientId": key.take(pa.array(np.searchsorted(known, found.person))),
            "OrgIDProv": constant("RW1", len(last)),
            "ReferralRequestReceivedDate": dates(found.day),
            "SourceOfReferralMH": coded(pick_rows(rng, sources), ["A1", "B1", "D1", "F1", "H1"]),
            "PrimReasonReferralMH": coded(pick_rows(rng, weights), ["05", "06", "01", "12", "24"], memory),
            "ClinRespPriorityType": coded(priority, ["1", "2", "3"]),
            "ServTeamType": coded(found.team, ["A02", "A06", "C02", "A13"]),
            "ServDischDate": dates(np.minimum(last, world.people.exit[found.person]), last >= DAYS),
        },
    )
    columns = contact_columns(rng, _CONTACTS, requests, (row, day), remote=0.3)
    folder.csv("mental_health/MHS201.csv", columns)
