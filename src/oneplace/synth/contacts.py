"""Community and mental health services: referrals and the contacts that follow them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from oneplace.synth.calendar import DAYS, FAR, Rhythm, day_of, next_working_day, office_slots
from oneplace.synth.identity import (
    Records,
    Wording,
    break_nhs_numbers,
    lose_nhs_numbers,
    records,
    swap_day_and_month,
)
from oneplace.synth.ledger import Ledger
from oneplace.synth.numbers import scattered
from oneplace.synth.planted import ADULT_MENTAL_HEALTH_WAIT_MEDIAN_DAYS, CYP_WAIT_MEDIAN_DAYS, PHONE_SERVICE_FROM
from oneplace.synth.randomness import Floats, Ints, pick, pick_rows, spread
from oneplace.synth.tables import Columns, Folder, coded, constant, dates, moments, numbered, whole
from oneplace.synth.world import World, financial_year

_REFERRALS = Rhythm("weekdays", trend=0.03, covid=0.2)
_ATTENDED = ["5", "6", "3", "7", "2", "4"]
_MECHANISMS = ["01", "02", "11"]


@dataclass
class Referrals:
    """One entry a referral; each is followed by ``contacts`` contacts from ``first`` on, ``gap`` days apart."""

    person: Ints
    day: Ints
    team: Ints
    first: Ints
    contacts: Ints
    gap: Floats

    def sorted(self) -> Referrals:
        """In order of the day received."""
        order = np.argsort(self.day, kind="stable")
        return Referrals(**{name: values[order] for name, values in vars(self).items()})


def _follow_up(rng: np.random.Generator, world: World, found: Referrals) -> tuple[Ints, Ints, Ints]:
    """Referral and day of each contact while the person lives here, and the last day planned for each referral."""
    row = np.repeat(np.arange(len(found.person)), found.contacts)
    step = spread(np.zeros(len(found.contacts), dtype=np.int64), found.contacts)
    jitter = rng.random(len(row)) * np.minimum(found.gap[row], 7)
    day = next_working_day(found.first[row] + (step * found.gap[row] + jitter * (step > 0)).astype(np.int64))
    keep = day < world.people.exit[found.person[row]]
    last = found.first + ((found.contacts - 1).clip(0) * found.gap).astype(np.int64) + 7
    return row[keep], day[keep], np.maximum(last, found.day)


def _contact_columns(
    rng: np.random.Generator, keys: pa.Array, prefix: str, row: Ints, day: Ints, names: tuple[str, str, str, str], remote: float
) -> tuple[Columns, Ints]:
    """Columns of a file of contacts, in order of time."""
    at = office_slots(rng, day)
    order = np.argsort(at, kind="stable")
    size = len(order)
    date_name, attend_name, how_name, length_name = names
    attended = pick(rng, [0.84, 0.01, 0.07, 0.005, 0.04, 0.035], size)
    how = pick(rng, [1 - remote, remote * 0.85, remote * 0.15], size)
    columns = {
        "CareContactId": numbered(prefix, np.arange(1, size + 1), 9),
        "ServiceRequestId": keys.take(pa.array(row[order])),
        date_name: moments(at[order]),
        attend_name: coded(attended, _ATTENDED),
        how_name: coded(how, _MECHANISMS),
        length_name: whole(np.clip(np.rint(rng.gamma(5, 7, size) / 5) * 5, 5, 180), attended > 1),
    }
    return columns, order


def _community_referrals(rng: np.random.Generator, world: World, frequent: Ints) -> Referrals:
    shape = (0.5, 0.25, 0.25, 0.45, 0.9, 2.0, 4.5, 8.0)
    person, day = world.happen(rng, world.expected(0.095, shape, _REFERRALS, "community"), _REFERRALS)
    old = world.people.middle_age[person] >= 70
    team = np.where(old, pick(rng, [0.45, 0.0, 0.28, 0.12, 0.15], len(person)), pick(rng, [0.3, 0, 0.65, 0, 0.05], len(person)))
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
    return Referrals(**{name: values[found.day < world.people.exit[found.person]] for name, values in vars(found).items()})


def _mental_health_referrals(rng: np.random.Generator, world: World) -> Referrals:
    shape = (0.05, 1.5, 1.45, 1.1, 0.8, 0.45, 0.75, 0.9)
    person, day = world.happen(rng, world.expected(0.06, shape, _REFERRALS, "mental_health"), _REFERRALS)
    age, year = world.people.age(DAYS // 2)[person], financial_year(day)
    age = age + (day - DAYS // 2) / 365.25
    child = age < 18
    team = np.where(child, 2, np.where(age > 70, np.where(rng.random(len(age)) < 0.6, 3, 1), np.where(rng.random(len(age)) < 0.22, 0, 1)))
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


def _patients(
    world: World, book: Records, key: pa.Array, names: dict[str, str], provider: tuple[str, str]
) -> Columns:
    column, code = provider
    return {
        "LocalPatientId": key,
        column: constant(code, len(book)),
        **Wording(world, book).block(names),
    }


def write_community(folder: Folder, ledger: Ledger, world: World, frequent: Ints) -> None:
    """Write ``CYP001.csv``, ``CYP101.csv`` and ``CYP201.csv``."""
    rng = world.streams.stream("community")
    found = _community_referrals(rng, world, frequent).sorted()
    row, day, last = _follow_up(rng, world, found)
    known = np.unique(found.person)
    book = records(world, rng, known)
    lose_nhs_numbers(rng, book, 0.02)
    key = numbered("SC", scattered(rng, len(known)), 7)
    names = {
        "NHSNumber": "nhs_number",
        "NHSNumberStatus": "status",
        "GivenName": "given",
        "FamilyName": "family",
        "PersonBirthDate": "birth",
        "Gender": "gender",
        "EthnicCategory": "ethnic",
        "Postcode": "postcode",
    }
    death = world.people.death[known]
    folder.csv(
        "community/CYP001.csv",
        {
            **_patients(world, book, key, names, ("OrgIDProvider", "R1C")),
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
    columns, _ = _contact_columns(
        rng, requests, "CC", row, day, ("ContactDateTime", "AttendOrDNACode", "ConsultationMechanism", "ClinContactDuration"), 0.15
    )
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


def write_mental_health(folder: Folder, ledger: Ledger, world: World) -> None:
    """Write ``MHS001.csv``, ``MHS101.csv`` and ``MHS201.csv``."""
    rng = world.streams.stream("mental health")
    found = _mental_health_referrals(rng, world).sorted()
    row, day, last = _follow_up(rng, world, found)
    known = np.unique(found.person)
    book = records(world, rng, known)
    lose_nhs_numbers(rng, book, 0.03)
    break_nhs_numbers(rng, book, 0.008)
    swap_day_and_month(rng, book, 0.006)
    key = numbered("SH", scattered(rng, len(known)), 7)
    names = {
        "NHSNumber": "nhs_number",
        "NHSNumberStatus": "status",
        "GivenName": "given",
        "FamilyName": "family",
        "PersonBirthDate": "birth",
        "Gender": "gender",
        "EthnicCategory": "ethnic",
        "Postcode": "postcode",
    }
    folder.csv("mental_health/MHS001.csv", _patients(world, book, key, names, ("OrgIDProv", "RW1")))
    ledger.belongs("mental_health", key, pa.array(known + 1))
    for fault, rows in book.faults.items():
        ledger.plant("mental_health/MHS001.csv", fault, key.take(pa.array(rows)), "link")
    requests = numbered("MR", np.arange(1, len(found.person) + 1), 8)
    crisis, child, memory = found.team == 0, found.team == 2, found.team == 3
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
            "ClinRespPriorityType": coded(np.where(crisis, 0, np.where(rng.random(len(last)) < 0.15, 1, 2)), ["1", "2", "3"]),
            "ServTeamType": coded(found.team, ["A02", "A06", "C02", "A13"]),
            "ServDischDate": dates(np.minimum(last, world.people.exit[found.person]), last >= DAYS),
        },
    )
    columns, _ = _contact_columns(
        rng, requests, "MC", row, day, ("CareContactDateTime", "AttendStatus", "ConsMechanismMH", "ClinContDuration"), 0.3
    )
    folder.csv("mental_health/MHS201.csv", columns)


