"""General practice: registrations and addresses, journal, medicines and appointments, from 25 practices as tables.

The 26th practice's rows are handed to ``fhir``, which writes them as resources.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from oneplace.synth.city.details import LANGUAGES
from oneplace.synth.city.world import World
from oneplace.synth.draw.calendar import DAYS, FAR
from oneplace.synth.draw.numbers import PRACTICES
from oneplace.synth.draw.randomness import Flags, Ints
from oneplace.synth.extracts.gp_events import FHIR_PRACTICE, appointments, journal, medication
from oneplace.synth.extracts.identity import Records, Wording, lose_nhs_numbers, records, twice
from oneplace.synth.extracts.ledger import Ledger
from oneplace.synth.extracts.tables import Columns, Folder, coded, dates, whole
from oneplace.synth.lives.journal import Entries

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
    both = twice(world, rng, book, 0.0015, "registered_twice")
    source = np.concatenate([np.arange(len(book)), _rows_repeated(both, len(book))])
    patient = np.where(is_second, details.second_patient_id[person], details.patient_id[person])
    practice = np.where(is_second, details.second_practice[person], details.practice[person])
    extra = np.arange(len(book), len(both))
    patient = np.concatenate([patient, 900_000 + np.arange(len(extra))])
    begin = np.where(is_second, details.changed_on[person], details.registered_day[person])
    found = Registrations(practice[source], patient, begin[source], end[source], reason[source], both)
    keys, persons, in_fhir = found.keys(), pa.array(both.person + 1), found.practice == FHIR_PRACTICE
    for system, which in (("gp", ~in_fhir), ("gp_fhir", in_fhir)):
        ledger.belongs(system, keys.filter(pa.array(which)), persons.filter(pa.array(which)))
    for fault, rows in both.faults.items():
        tabular = rows[~in_fhir[rows]]
        ledger.plant("gp/patients.csv", fault, keys.take(pa.array(tabular)), "link")
        resources = rows[in_fhir[rows]]
        ledger.plant("gp_fhir/Patient.ndjson", fault, keys.take(pa.array(resources)), "link")
    return found


def _rows_repeated(both: Records, first: int) -> Ints:
    """For each added record, the row of the same person's first one."""
    order = np.argsort(both.person[:first], kind="stable")
    at = np.searchsorted(both.person[:first][order], both.person[first:])
    return np.asarray(order[at], dtype=np.int64)


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
        (
            np.flatnonzero(moved < np.minimum(found.end, DAYS)),
            people.second_home,
            np.maximum(found.start, moved),
            found.end,
        ),
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
