"""General practice: registrations and addresses, journal, medicines and appointments, from 25 practices as tables.

The 26th practice's rows are handed to ``fhir``, which writes them as resources.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from oneplace.synth import codes
from oneplace.synth.calendar import DAYS, FAR, Rhythm, next_working_day, office_slots, seconds
from oneplace.synth.identity import Records, Wording, lose_nhs_numbers, records, twice
from oneplace.synth.journal import Entries
from oneplace.synth.ledger import Ledger
from oneplace.synth.numbers import PRACTICES
from oneplace.synth.people import LANGUAGES
from oneplace.synth.randomness import Flags, Ints, spread
from oneplace.synth.tables import Columns, Folder, coded, dates, moments, whole
from oneplace.synth.world import World, financial_year

FHIR_PRACTICE = len(PRACTICES) - 1
_APPOINTMENTS = Rhythm("weekdays", winter=0.05, trend=0.025, covid=0.12)
STATUSES = ["Attended", "DNA", "Cancelled by patient", "Cancelled by practice"]
MODES = ["Face-to-Face", "Telephone", "Video/Online", "Home Visit"]
PROFESSIONALS = ["GP", "Other Practice staff"]
REASONS = ["moved_away", "changed_practice", "died"]


@dataclass
class Registrations:
    """One entry a registration, and the records the practices hold."""

    practice: Ints
    patient: Ints
    start: Ints
    end: Ints  # first day no longer registered, FAR = still
    reason: Ints  # index into REASONS
    book: Records

    def keys(self) -> pa.Array:
        """``<practice>:<patient_id>``."""
        codes_ = np.array(PRACTICES)[self.practice]
        return pa.array(np.char.add(np.char.add(codes_, ":"), self.patient.astype(str)))


def register(world: World, ledger: Ledger) -> Registrations:
    """Every registration with a practice, with the faults of the practices' lists."""
    rng = world.streams.stream("gp registrations")
    people, details = world.people, world.details
    first = np.flatnonzero(details.registered & (details.registered_day < people.exit))
    second = np.flatnonzero(details.registered & (details.changed_on < FAR))
    person = np.concatenate([first, second])
    is_second = np.arange(len(person)) >= len(first)
    gone = np.where(people.exit[person] < DAYS, people.exit[person], FAR)
    end = np.where(is_second, gone, np.minimum(gone, details.changed_on[person]))
    died = people.death[person] < FAR
    reason = np.where(~is_second & (details.changed_on[person] < FAR), 1, np.where(died, 2, 0))
    home = world.home_on(person, np.minimum(end, DAYS) - 1)
    book = records(world, rng, person, home)
    lose_nhs_numbers(rng, book, np.where(people.entry[person] > 0, 0.02, 0.006))
    both = twice(rng, book, 0.0015, "registered_twice")
    source = np.concatenate([np.arange(len(book)), _rows_repeated(both, len(book))])
    patient = np.where(is_second, details.second_patient_id[person], details.patient_id[person])
    practice = np.where(is_second, details.second_practice[person], details.practice[person])
    extra = np.arange(len(book), len(both))
    patient = np.concatenate([patient, 900_000 + np.arange(len(extra))])
    begin = np.where(is_second, details.changed_on[person], details.registered_day[person])
    found = Registrations(practice[source], patient, begin[source], end[source], reason[source], both)
    keys = found.keys()
    ledger.belongs("gp", keys.filter(pa.array(found.practice != FHIR_PRACTICE)), _persons(found, table=True))
    ledger.belongs("gp_fhir", keys.filter(pa.array(found.practice == FHIR_PRACTICE)), _persons(found, table=False))
    for fault, rows in both.faults.items():
        tabular = rows[found.practice[rows] != FHIR_PRACTICE]
        ledger.plant("gp/patients.csv", fault, keys.take(pa.array(tabular)), "link")
        resources = rows[found.practice[rows] == FHIR_PRACTICE]
        ledger.plant("gp_fhir/Patient.ndjson", fault, keys.take(pa.array(resources)), "link")
    return found


def _rows_repeated(both: Records, first: int) -> Ints:
    """For each added record, the row of the same person's first one."""
    order = np.argsort(both.person[:first], kind="stable")
    at = np.searchsorted(both.person[:first][order], both.person[first:])
    return np.asarray(order[at], dtype=np.int64)


def _persons(found: Registrations, *, table: bool) -> pa.Array:
    return pa.array(found.book.person[(found.practice != FHIR_PRACTICE) == table] + 1)


def patients(world: World, found: Registrations) -> Columns:
    """``patients.csv`` of all practices."""
    book, people, details = found.book, world.people, world.details
    person = book.person
    wording = Wording(world, book)
    open_end = found.end >= FAR
    no_phone = np.asarray(world.streams.stream("phones known").random(len(person)) < 0.08)
    return {
        "practice_code": coded(found.practice, PRACTICES),
        "patient_id": whole(found.patient),
        "nhs_number": wording.nhs_number,
        "given_name": wording.given,
        "family_name": wording.family,
        "date_of_birth": wording.birth,
        "sex": wording.sex,
        "ethnic_code": wording.ethnic,
        "main_language": coded(details.language[person], LANGUAGES),
        "interpreter_required": coded(details.interpreter[person].astype(np.int64), ["N", "Y"]),
        "postcode": wording.postcode,
        "uprn": whole(world.dwellings.uprn[book.home]),
        "phone": pa.array(details.phone[person], mask=no_phone),
        "registered_date": dates(found.start),
        "deducted_date": dates(found.end, open_end),
        "deduction_reason": coded(found.reason, REASONS, open_end),
        "date_of_death": dates(people.death[person], (people.death[person] >= FAR) | (found.reason == 1)),
    }


def addresses(world: World, found: Registrations) -> Columns:
    """``addresses.csv``: homes while registered; the last day there is included."""
    people, dwellings = world.people, world.dwellings
    person = found.book.person
    moved = people.moved_on[person]
    stays = [
        (np.flatnonzero(moved > found.start), people.home, found.start, np.minimum(found.end, moved)),
        (np.flatnonzero(moved < np.minimum(found.end, DAYS)), people.second_home, np.maximum(found.start, moved), found.end),
    ]
    row = np.concatenate([rows for rows, *_ in stays])
    home = np.concatenate([which[person[rows]] for rows, which, _, _ in stays])
    start = np.concatenate([begin[rows] for rows, _, begin, _ in stays])
    end = np.concatenate([until[rows] for rows, *_, until in stays])
    order = np.lexsort((start, row))
    row, home, start, end = row[order], home[order], start[order], end[order]
    return {
        "practice_code": coded(found.practice[row], PRACTICES),
        "patient_id": whole(found.patient[row]),
        "postcode": coded(home, dwellings.postcode),
        "uprn": whole(dwellings.uprn[home]),
        "residence_type": coded(dwellings.care_home[home].astype(np.int64), ["own", "care_home"]),
        "from_date": dates(start),
        "to_date": dates(end - 1, end >= FAR),
    }


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


def write(folder: Folder, ledger: Ledger, world: World, found: Registrations, entries: Entries) -> dict[str, Columns]:
    """Write the files of the 25 practices; returns the FHIR practice's rows of each."""
    journal_columns, late, in_fhir = journal(world, entries)
    tabular = found.practice != FHIR_PRACTICE
    left: dict[str, Columns] = {}

    def split(name: str, columns: Columns, fhir: Flags) -> None:
        folder.csv(f"gp/{name}.csv", {key: values.filter(pa.array(~fhir)) for key, values in columns.items()})
        left[name] = {key: values.filter(pa.array(fhir)) for key, values in columns.items()}

    split("patients", patients(world, found), ~tabular)
    homes = addresses(world, found)
    split("addresses", homes, np.asarray(homes["practice_code"].indices.to_numpy() == FHIR_PRACTICE))
    split("journal", journal_columns, in_fhir)
    split("medication", *medication(world))
    split("appointments", *appointments(world))
    _plant_in_journal(folder, ledger, journal_columns, late, in_fhir)
    return left


def _plant_in_journal(folder: Folder, ledger: Ledger, columns: Columns, late: Flags, in_fhir: Flags) -> None:
    """Note the late rows; add rows dated 30 February."""
    line = (np.cumsum(~in_fhir) + 1)[late & ~in_fhir]  # the header is line 1
    ledger.plant("gp/journal.csv", "late_entry", [f"line {number}" for number in line], "keep")
    count = max(1, folder.rows["gp/journal.csv"] // 20_000)
    first = folder.rows["gp/journal.csv"] + 2
    lines = []
    for index, row in enumerate(folder.tail("gp/journal.csv", count)):
        cells = row.split(b",")
        cells[2] = f"{2022 + index % 4}-02-30".encode()
        lines.append(b",".join(cells))
    folder.append("gp/journal.csv", lines)
    ledger.plant("gp/journal.csv", "impossible_date", [f"line {first + i}" for i in range(len(lines))], "refuse")
