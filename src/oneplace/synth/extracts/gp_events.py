"""General practice's journal, medicines and appointments, as rows of all practices together."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from oneplace.synth.city.world import World, financial_year
from oneplace.synth.draw.calendar import DAYS, FAR, Rhythm, next_working_day, office_slots, seconds
from oneplace.synth.draw.numbers import PRACTICES
from oneplace.synth.draw.randomness import Flags, Ints, spread
from oneplace.synth.extracts.tables import Columns, coded, dates, moments, whole
from oneplace.synth.lives import codes
from oneplace.synth.lives.journal import Entries

FHIR_PRACTICE = len(PRACTICES) - 1
_APPOINTMENTS = Rhythm("weekdays", winter=0.05, trend=0.025, covid=0.12)
STATUSES = ["Attended", "DNA", "Cancelled by patient", "Cancelled by practice"]
MODES = ["Face-to-Face", "Telephone", "Video/Online", "Home Visit"]
PROFESSIONALS = ["GP", "Other Practice staff"]


def practice_on(world: World, person: Ints, day: Ints) -> tuple[Ints, Ints]:
    """Practice and patient id of registered people on each day."""
    details = world.details
    before = day < details.changed_on[person]
    practice = np.where(before, details.practice[person], details.second_practice[person])
    patient = np.where(before, details.patient_id[person], details.second_patient_id[person])
    return practice, patient


def journal(world: World, entries: Entries) -> tuple[Columns, Flags, Flags]:
    """``journal.csv`` of all practices; which rows were entered late; which belong to the FHIR practice."""
    rng = world.streams.stream("journal typing")
    size = len(entries.person)
    practice, patient = practice_on(world, entries.person, entries.day)
    wait = np.where(rng.random(size) < 0.07, rng.integers(1, 12, size), 0)
    late = (rng.random(size) < 0.002) & (entries.day >= 0) & (entries.day < DAYS - 400)
    wait[late] = rng.integers(181, 400, int(late.sum()))
    unit = np.zeros(size, dtype=np.int64)
    for code, index in codes.UNIT_OF.items():
        unit[entries.code == code] = index
    return (
        {
            "practice_code": coded(practice, PRACTICES),
            "patient_id": whole(patient),
            "event_date": dates(entries.day),
            "entered_date": dates(np.minimum(entries.day + wait, DAYS - 1)),
            "snomed_code": whole(entries.code),
            "value": pa.array(entries.value, mask=np.isnan(entries.value)),
            "unit": coded(unit, codes.UNITS, unit == 0),
        },
        late,
        practice == FHIR_PRACTICE,
    )


def medication(world: World) -> tuple[Columns, Flags]:
    """``medication.csv`` of all practices (an issue every eight weeks), and which rows the FHIR practice has."""
    rng = world.streams.stream("medication")
    people, health, details = world.people, world.health, world.details
    persons, days, medicines = [], [], []
    for code, (conditions, chance, _) in codes.MEDICINES.items():
        onset = np.min([np.where(health.coded[name], health.onset[name], FAR) for name in conditions], axis=0)
        start = np.maximum(np.maximum(onset, people.entry), details.registered_day) + rng.integers(0, 56, len(people))
        takes = details.registered & (rng.random(len(people)) < chance)
        issues = np.where(takes, np.maximum((people.exit - start + 55) // 56, 0), 0)
        rows = np.repeat(np.arange(len(people)), issues)
        step = spread(np.zeros(len(people), dtype=np.int64), issues)
        persons.append(rows)
        days.append(start[rows] + step * 56)
        medicines.append(np.full(len(rows), code))
    person, day, code_of = np.concatenate(persons), np.concatenate(days), np.concatenate(medicines)
    order = np.argsort(day, kind="stable")
    person, day, code_of = person[order], day[order], code_of[order]
    practice, patient = practice_on(world, person, day)
    quantity = np.zeros(len(day), dtype=np.int64)
    for code, (_, _, tablets) in codes.MEDICINES.items():
        quantity[code_of == code] = tablets
    columns = {
        "practice_code": coded(practice, PRACTICES),
        "patient_id": whole(patient),
        "issue_date": dates(day),
        "dmd_code": whole(code_of),
        "quantity": whole(quantity),
    }
    return columns, practice == FHIR_PRACTICE


def appointments(world: World) -> tuple[Columns, Flags]:
    """``appointments.csv`` of all practices, and which rows the FHIR practice has."""
    rng = world.streams.stream("gp appointments")
    people, details = world.people, world.details
    shape = (1.15, 0.55, 0.75, 0.9, 1.15, 1.45, 1.85, 1.95)
    expected = world.expected(5.3, shape, _APPOINTMENTS, "gp_appointment") * details.registered
    person, day = world.happen(rng, expected, _APPOINTMENTS, details.registered_day)
    at = office_slots(rng, day)
    order = np.argsort(at, kind="stable")
    person, day, at = person[order], day[order], at[order]
    size, year, age = len(person), financial_year(day), people.age(DAYS // 2)[person]
    ahead = np.where(rng.random(size) < 0.45 - 0.01 * year, 0, 1 + rng.exponential(9.5, size).astype(np.int64))
    today = np.minimum(np.maximum(at - rng.integers(1200, 14_400, size), seconds(day) + 8 * 3600), at - 300)
    booked = np.where(ahead == 0, today, next_working_day_back(day - ahead, rng))
    missed = np.array([0.065, 0.058, 0.05, 0.044, 0.04])[world.fifth[person]] * np.where(ahead > 0, 1.35, 0.55)
    draw = rng.random(size)
    status = np.where(draw < missed, 1, np.where(draw < missed + 0.03, 2, np.where(draw < missed + 0.04, 3, 0)))
    mode = _modes(rng, details.digitally_excluded[person], age, year)
    gp = rng.random(size) < 0.48
    usual = (person * 7919 + 13) % 7
    clinician = np.where(rng.random(size) < np.where(age > 65, 0.55, 0.36), usual, rng.integers(0, 7, size)) + 1
    clinician = np.where(gp, clinician, 20 + rng.integers(0, 9, size))
    minutes = np.clip(np.rint(rng.gamma(6, 2.1, size)), 2, 60)
    practice, patient = practice_on(world, person, day)
    columns = {
        "practice_code": coded(practice, PRACTICES),
        "appointment_id": whole(np.arange(1, size + 1)),
        "patient_id": whole(patient),
        "booked_at": moments(booked),
        "start_at": moments(at),
        "status": coded(status, STATUSES),
        "mode": coded(mode, MODES),
        "professional": coded((~gp).astype(np.int64), PROFESSIONALS),
        "clinician_id": whole(clinician),
        "duration_minutes": whole(minutes, status != 0),
    }
    return columns, practice == FHIR_PRACTICE


def next_working_day_back(day: Ints, rng: np.random.Generator) -> Ints:
    """A moment in office hours on each day (weekends moved to Monday, never past the appointment's own day)."""
    moved = next_working_day(day)
    return office_slots(rng, np.where(moved > day, day - 1 - (moved - day == 1), day))


def _modes(rng: np.random.Generator, excluded: Flags, age: np.ndarray, year: Ints) -> Ints:
    """How each appointment was held; people who use nothing online never have one there."""
    draw = rng.random(len(age))
    visit = np.where(age > 85, 0.09, np.where(age > 75, 0.02, 0.001))
    online = np.where(excluded, 0.0, np.array([0.012, 0.02, 0.035, 0.055, 0.075])[year] * np.where(age > 65, 0.6, 1.1))
    phone = np.array([0.39, 0.32, 0.29, 0.27, 0.25])[year]
    return np.asarray(
        np.where(draw < visit, 3, np.where(draw < visit + online, 2, np.where(draw < visit + online + phone, 1, 0))),
        dtype=np.int64,
    )
