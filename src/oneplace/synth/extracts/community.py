"""Community services: nursing, health visiting, therapy, falls, urgent response, and a telephone service."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from oneplace.synth.city.planted import PHONE_SERVICE_FROM
from oneplace.synth.city.world import World
from oneplace.synth.draw.calendar import DAYS, FAR, day_of, next_working_day
from oneplace.synth.draw.numbers import scattered
from oneplace.synth.draw.randomness import Ints, pick
from oneplace.synth.extracts.contacts import (
    REFERRALS,
    ContactFile,
    Referrals,
    contact_columns,
    follow_up,
    patient_columns,
)
from oneplace.synth.extracts.identity import lose_nhs_numbers, records
from oneplace.synth.extracts.ledger import Ledger
from oneplace.synth.extracts.tables import Folder, coded, constant, dates, numbered

_CONTACTS = ContactFile("CC", "ContactDateTime", "AttendOrDNACode", "ConsultationMechanism", "ClinContactDuration")


def _community_referrals(rng: np.random.Generator, world: World, frequent: Ints) -> Referrals:
    shape = (0.5, 0.25, 0.25, 0.45, 0.9, 2.0, 4.5, 8.0)
    person, day = world.happen(rng, world.expected(0.095, shape, REFERRALS, "community"), REFERRALS)
    old = world.people.middle_age[person] >= 70
    team = np.where(
        old, pick(rng, [0.45, 0.0, 0.28, 0.12, 0.15], len(person)), pick(rng, [0.3, 0, 0.65, 0, 0.05], len(person))
    )
    babies = np.flatnonzero(world.people.mother >= 0)
    born = next_working_day(world.people.birth[babies] + 10)
    start = day_of(PHONE_SERVICE_FROM)
    person = np.concatenate([person, babies, frequent])
    day = np.concatenate([day, born, np.full(len(frequent), start)])
    team = np.concatenate([team, np.full(len(babies), 1), np.full(len(frequent), 5)])
    wait = np.choose(team, [3.0, 2.0, 28.0, 21.0, 0.4, 4.0]) * rng.lognormal(0, 0.7, len(team))
    mean = np.choose(team, [9.0, 4.0, 4.5, 3.0, 2.5, 8.0])
    found = Referrals(
        person=person,
        day=day,
        team=team,
        first=next_working_day(day + wait.astype(np.int64)),
        contacts=1 + rng.poisson(mean),
        gap=np.choose(team, [5.0, 60.0, 14.0, 14.0, 2.0, 14.0]),
    )
    here = found.day < world.people.exit[found.person]
    return Referrals(**{name: values[here] for name, values in vars(found).items()})


def write_community(folder: Folder, ledger: Ledger, world: World, frequent: Ints) -> None:
    """Write ``CYP001.csv``, ``CYP101.csv`` and ``CYP201.csv``."""
    rng = world.streams.stream("community")
    found = _community_referrals(rng, world, frequent).sorted()
    row, day, last = follow_up(rng, world, found)
    known = np.unique(found.person)
    book = records(world, rng, known)
    lose_nhs_numbers(rng, book, 0.02)
    key = numbered("SC", scattered(rng, len(known)), 7)
    death = world.people.death[known]
    folder.csv(
        "community/CYP001.csv",
        {
            **patient_columns(world, book, key, ("OrgIDProvider", "R1C")),
            "PersonDeathDate": dates(death, death >= FAR),
        },
    )
    ledger.belongs("community", key, pa.array(known + 1))
    _plant_encoding(folder, ledger)
    for fault, rows in book.faults.items():
        ledger.plant("community/CYP001.csv", fault, key.take(pa.array(rows)), "link")
    requests = numbered("CR", np.arange(1, len(found.person) + 1), 8)
    open_still = last >= DAYS
    folder.csv(
        "community/CYP101.csv",
        {
            "ServiceRequestId": requests,
            "LocalPatientId": key.take(pa.array(np.searchsorted(known, found.person))),
            "OrgIDProvider": constant("R1C", len(last)),
            "ReferralRequestReceivedDate": dates(found.day),
            "SourceOfReferral": coded(pick(rng, [0.5, 0.3, 0.1, 0.1], len(last)), ["01", "02", "03", "04"]),
            "TeamType": coded(found.team, ["05", "14", "18", "36", "38", "99"]),
            "PriorityType": coded((found.team == 4).astype(np.int64), ["1", "2"]),
            "ServDischDate": dates(np.minimum(last, world.people.exit[found.person]), open_still),
        },
    )
    columns = contact_columns(rng, _CONTACTS, requests, (row, day), remote=0.15)
    folder.csv("community/CYP201.csv", columns)


def _plant_encoding(folder: Folder, ledger: Ledger) -> None:
    """Add a few patients whose names were saved as Latin-1: rows that are not UTF-8."""
    name = "community/CYP001.csv"
    first = folder.rows[name] + 2
    count = max(1, folder.rows[name] // 20_000)
    lines = []
    for index, line in enumerate(folder.tail(name, count)):
        cells = line.split(b",")
        cells[0] = f"SCX{index:06d}".encode()
        cells[4] = "Renée".encode("latin-1")
        lines.append(b",".join(cells))
    folder.append(name, lines)
    ledger.plant(name, "wrong_encoding", [f"line {first + index}" for index in range(count)], "refuse")
