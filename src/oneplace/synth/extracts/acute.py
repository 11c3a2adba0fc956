"""The hospital's files: admitted patient care, emergency care, outpatients and waits, with one book of patients."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from oneplace.synth.city.world import World
from oneplace.synth.draw.calendar import DAYS, EPOCH_DAY, day_number
from oneplace.synth.draw.numbers import scattered
from oneplace.synth.draw.randomness import Ints, Streams
from oneplace.synth.extracts.identity import Wording, lose_nhs_numbers, records, transpose_nhs_numbers, twice
from oneplace.synth.extracts.ledger import Ledger
from oneplace.synth.extracts.tables import Columns, Folder, coded, constant, dates, moments, numbered, whole
from oneplace.synth.lives.emergency import ACUITY, COMPLAINTS, DIAGNOSES, Attendances
from oneplace.synth.lives.inpatient import DELAY_REASONS, METHODS, OTHER_CODES, Spells

_PATIENT = {
    "NHS_NUMBER": "nhs_number",
    "NHS_NUMBER_STATUS_INDICATOR_CODE": "status",
    "PERSON_GIVEN_NAME": "given",
    "PERSON_FAMILY_NAME": "family",
    "PERSON_BIRTH_DATE": "birth",
    "PERSON_STATED_GENDER_CODE": "gender",
    "ETHNIC_CATEGORY": "ethnic",
    "POSTCODE_OF_USUAL_ADDRESS": "postcode",
}


class Book:
    """The hospital's patients: one record each, a second one for a few."""

    def __init__(self, world: World, persons: list[Ints]) -> None:
        """Open the book for everyone who comes in any of ``persons``, with the faults of its numbers."""
        rng = world.streams.stream("acute patients")
        known = np.unique(np.concatenate(persons))
        book = records(world, rng, known)
        lose_nhs_numbers(rng, book, 0.015)
        transpose_nhs_numbers(rng, book, 0.004)
        first = len(book)
        book = twice(world, rng, book, 0.003, "two_hospital_numbers")
        self._known = known
        self._second = np.full(first, -1, dtype=np.int64)
        self._second[np.searchsorted(known, book.person[first:])] = np.arange(first, len(book))
        self._wording = Wording(world, book)
        self._key = numbered("H", scattered(rng, len(book)), 7)
        self._used = np.zeros(len(book), dtype=bool)

    def block(self, streams: Streams, file: str, person: Ints) -> Columns:
        """The patient columns of a file's rows; people with two numbers come under either."""
        record = np.searchsorted(self._known, person)
        other = self._second[record]
        rng = streams.stream(f"which hospital number {file}")
        record = np.where((other >= 0) & (rng.random(len(person)) < 0.5), other, record)
        self._used[record] = True
        key = pa.DictionaryArray.from_arrays(pa.array(record.astype(np.int32)), self._key)
        return {"LOCAL_PATIENT_IDENTIFIER": key, **self._wording.block(_PATIENT, record)}

    def close(self, ledger: Ledger) -> None:
        """Note the records and faults that came into any file: one of a person's two numbers may have had no visit."""
        book, used = self._wording.book, pa.array(self._used)
        second = book.faults["two_hospital_numbers"]
        both = self._used[np.searchsorted(self._known, book.person[second])]
        book.faults["two_hospital_numbers"] = second[both]
        book.faults["missing_nhs_number"] = np.concatenate([book.faults["missing_nhs_number"], second[~both]])
        ledger.belongs("acute", self._key.filter(used), pa.array(book.person + 1).filter(used))
        for fault, rows in book.faults.items():
            ledger.plant("acute/*.csv", fault, self._key.take(pa.array(rows[self._used[rows]])), "link")


def _hospital(size: int) -> Columns:
    return {"ORGANISATION_CODE_PROVIDER": constant("RHM", size), "SITE_CODE_OF_TREATMENT": constant("RHM01", size)}


def _blank(values: np.ndarray) -> pa.Array:
    labels, index = np.unique(values, return_inverse=True)
    return coded(index, labels, values == "")


def write_spells(folder: Folder, ledger: Ledger, world: World, book: Book, spells: Spells) -> None:
    """Write ``apc.csv``: an episode a row, one stay in eight with two."""
    rng = world.streams.stream("episodes")
    size = len(spells.person)
    two = (rng.random(size) < 0.13) & (spells.end - spells.start > 86_400)
    change = spells.start + ((spells.end - spells.start) * (0.1 + 0.6 * rng.random(size))).astype(np.int64)
    row = np.repeat(np.arange(size), 1 + two)
    number = np.concatenate([[0], (row[1:] == row[:-1]).astype(np.int64)]) if size else row
    begin = np.where(number == 1, change[row], spells.start[row])
    end = np.where(two[row] & (number == 0), change[row], spells.end[row])
    last = (DAYS + EPOCH_DAY) * 86_400
    wrong = np.flatnonzero((rng.random(size) < 0.0008) & (spells.end < last) & ~two)
    wrong = wrong if len(wrong) else np.flatnonzero((spells.end < last) & ~two)[:1]
    spell_end = spells.end.copy()
    spell_end[wrong] = spells.start[wrong] - 86_400
    end = np.where(np.isin(row, wrong), spell_end[row], end)
    open_spell = (spells.end >= last)[row]
    keep = begin < last
    others = _other_diagnoses(world, spells)
    key = numbered("S", np.arange(1, size + 1), 8)
    method, died, ready = spells.method[row], spells.died[row], spells.ready_day[row]
    in_care_home = world.dwellings.care_home[world.home_on(spells.person, day_number(spells.start))]
    source = np.where(method == 7, 3, np.where(in_care_home[row], 2, 0))
    destination = np.where(died, 3, np.where(in_care_home[row], 2, spells.destination[row]))
    columns = {
        "HOSPITAL_PROVIDER_SPELL_NUMBER": key.take(pa.array(row)),
        "EPISODE_NUMBER": whole(number + 1),
        **{
            name: values.take(pa.array(row)) for name, values in book.block(world.streams, "apc", spells.person).items()
        },
        **_hospital(len(row)),
        "ADMISSION_METHOD": coded(method, METHODS),
        "SOURCE_OF_ADMISSION": coded(source, ["19", "51", "54", "79"]),
        "START_DATE_TIME_SPELL": moments(spells.start[row]),
        "DISCHARGE_READY_DATE": dates(ready, (ready >= DAYS) | (np.isin(method, [6, 7]))),
        "DISCHARGE_DATE_TIME": moments(spell_end[row], open_spell),
        "DISCHARGE_DESTINATION": coded(destination, ["19", "51", "54", "79"], open_spell),
        "DISCHARGE_METHOD": coded(died.astype(np.int64), ["1", "4"], open_spell),
        "DELAY_REASON": coded(spells.delay[row], DELAY_REASONS, (spells.delay[row] == 0) | open_spell),
        "START_DATE_TIME_EPISODE": moments(begin),
        "END_DATE_TIME_EPISODE": moments(end, end >= last),
        "TREATMENT_FUNCTION_CODE": _blank(spells.specialty[row]),
        "DIAGNOSIS_ICD_1": _blank(spells.primary[row]),
        **{f"DIAGNOSIS_ICD_{place + 2}": _blank(others[place][row]) for place in range(3)},
        "PROCEDURE_OPCS_1": _blank(np.where(number == 0, spells.procedure[row], "")),
    }
    mask = pa.array(keep)
    folder.csv("acute/apc.csv", {name: values.filter(mask) for name, values in columns.items()})
    ledger.plant("acute/apc.csv", "end_before_start", key.take(pa.array(wrong)), "refuse")


def _other_diagnoses(world: World, spells: Spells) -> list[np.ndarray]:
    """Second to fourth diagnosis: the external cause first, then what the patient also has."""
    day = day_number(spells.start)
    slots = [spells.second.astype("U5"), np.full(len(day), "", "U5"), np.full(len(day), "", "U5")]
    for condition, code in OTHER_CODES.items():
        waiting = world.health.has(condition, spells.person, day) & (np.char.find(spells.primary, code[:3]) != 0)
        waiting &= ~np.isin(spells.method, [6, 7])
        for slot in slots:
            here = waiting & (slot == "")
            slot[here] = code
            waiting &= ~here
    return slots


def write_attendances(
    folder: Folder, ledger: Ledger, world: World, book: Book, seen: Attendances, *, incidents: pa.Array
) -> None:
    """Write ``ecds.csv``."""
    rng = world.streams.stream("ecds codes")
    size = len(seen.person)
    key = numbered("E", np.arange(1, size + 1), 8)
    unknown = np.flatnonzero(rng.random(size) < 0.003)
    unknown = unknown if len(unknown) else np.arange(min(1, size))
    acuity = seen.acuity.copy()
    acuity[unknown] = len(ACUITY)
    folder.csv(
        "acute/ecds.csv",
        {
            "ATTENDANCE_IDENTIFIER": key,
            **book.block(world.streams, "ecds", seen.person),
            **_hospital(size),
            "EMERGENCY_CARE_DEPARTMENT_TYPE": coded(seen.minor.astype(np.int64), ["01", "03"]),
            "EMERGENCY_CARE_ARRIVAL_MODE_SNOMED_CT": coded(
                seen.by_ambulance.astype(np.int64), ["1048071000000103", "1048031000000100"]
            ),
            "AMBULANCE_INCIDENT_ID": incidents,
            "EMERGENCY_CARE_ARRIVAL_DATE_TIME": moments(seen.arrival),
            "EMERGENCY_CARE_INITIAL_ASSESSMENT_DATE_TIME": moments(seen.assessed),
            "EMERGENCY_CARE_ACUITY_SNOMED_CT": coded(acuity, [*ACUITY, "999999999"]),
            "EMERGENCY_CARE_CHIEF_COMPLAINT_SNOMED_CT": coded(seen.complaint, COMPLAINTS),
            "EMERGENCY_CARE_DIAGNOSIS_SNOMED_CT": coded(seen.diagnosis, DIAGNOSES),
            "EMERGENCY_CARE_DATE_TIME_SEEN_FOR_TREATMENT": moments(seen.seen),
            "EMERGENCY_CARE_DECISION_TO_ADMIT_DATE_TIME": moments(seen.decided, ~seen.admitted),
            "EMERGENCY_CARE_DEPARTURE_DATE_TIME": moments(seen.departure),
            "EMERGENCY_CARE_DISCHARGE_DESTINATION_SNOMED_CT": coded(
                seen.admitted.astype(np.int64), ["306689006", "306706006"]
            ),
        },
    )
    ledger.plant("acute/ecds.csv", "unknown_code", key.take(pa.array(unknown)), "keep")
