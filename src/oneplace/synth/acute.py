"""The hospital's files: admitted patient care, emergency care, outpatients and waits, with one book of patients."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from oneplace.synth.calendar import DAYS, EPOCH_DAY, FAR, Rhythm, day_number, next_working_day, office_slots
from oneplace.synth.emergency import ACUITY, COMPLAINTS, DIAGNOSES, Attendances
from oneplace.synth.identity import Wording, lose_nhs_numbers, records, transpose_nhs_numbers, twice
from oneplace.synth.inpatient import DELAY_REASONS, METHODS, OTHER_CODES, Spells
from oneplace.synth.ledger import Ledger
from oneplace.synth.numbers import scattered
from oneplace.synth.planted import MISSED_APPOINTMENT, RTT_MEDIAN_WEEKS
from oneplace.synth.randomness import Ints, Streams, pick, pick_rows
from oneplace.synth.tables import Columns, Folder, coded, constant, dates, moments, numbered, whole
from oneplace.synth.world import World, financial_year

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
_CLINICS = Rhythm("weekdays", trend=0.02, covid=0.2)
SPECIALTIES = ["100", "101", "110", "120", "130", "300", "301", "320", "330", "340", "410", "420", "430", "502"]
_BY_AGE = np.array(
    [
        [4, 1, 14, 16, 10, 1, 1, 1, 8, 1, 2, 36, 0, 0],
        [10, 4, 14, 8, 8, 8, 8, 4, 10, 4, 6, 0, 0, 16],
        [9, 7, 14, 6, 12, 8, 8, 9, 9, 6, 8, 0, 1, 3],
        [7, 9, 11, 5, 22, 8, 6, 11, 7, 6, 7, 0, 5, 1],
    ],
    dtype=float,
)


class Book:
    """The hospital's patients: one record each, a second one for a few."""

    def __init__(self, world: World, ledger: Ledger, persons: list[Ints]) -> None:
        rng = world.streams.stream("acute patients")
        known = np.unique(np.concatenate(persons))
        book = records(world, rng, known)
        lose_nhs_numbers(rng, book, 0.015)
        transpose_nhs_numbers(rng, book, 0.004)
        first = len(book)
        book = twice(rng, book, 0.003, "two_hospital_numbers")
        self._known = known
        self._second = np.full(first, -1, dtype=np.int64)
        self._second[np.searchsorted(known, book.person[first:])] = np.arange(first, len(book))
        self._wording = Wording(world, book)
        self.key = numbered("H", scattered(rng, len(book)), 7)
        ledger.belongs("acute", self.key, pa.array(book.person + 1))
        for fault, rows in book.faults.items():
            ledger.plant("acute/*.csv", fault, self.key.take(pa.array(rows)), "link")

    def block(self, streams: Streams, file: str, person: Ints) -> Columns:
        """The patient columns of a file's rows; people with two numbers come under either."""
        record = np.searchsorted(self._known, person)
        other = self._second[record]
        rng = streams.stream(f"which hospital number {file}")
        record = np.where((other >= 0) & (rng.random(len(person)) < 0.5), other, record)
        key = pa.DictionaryArray.from_arrays(pa.array(record.astype(np.int32)), self.key)
        return {"LOCAL_PATIENT_IDENTIFIER": key, **self._wording.block(_PATIENT, record)}


def _trust(size: int, *, site: bool = True) -> Columns:
    columns = {"ORGANISATION_CODE_PROVIDER": constant("RHM", size)}
    return {**columns, "SITE_CODE_OF_TREATMENT": constant("RHM01", size)} if site else columns


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
        **{name: values.take(pa.array(row)) for name, values in book.block(world.streams, "apc", spells.person).items()},
        **_trust(len(row)),
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
    folder: Folder, ledger: Ledger, world: World, book: Book, seen: Attendances, incidents: pa.Array
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
            **_trust(size),
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


def draw_clinics(world: World) -> tuple[Ints, Ints]:
    """Who has an outpatient appointment, and when (seconds), in order."""
    rng = world.streams.stream("outpatients")
    shape = (0.65, 0.55, 0.65, 0.85, 1.2, 1.75, 1.9, 1.3)
    person, day = world.happen(rng, world.expected(1.35, shape, _CLINICS, "outpatient"), _CLINICS)
    at = office_slots(rng, day)
    order = np.argsort(at, kind="stable")
    return person[order], at[order]


def _specialty(rng: np.random.Generator, world: World, person: Ints) -> Ints:
    age = world.people.middle_age[person]
    return pick_rows(rng, _BY_AGE[np.searchsorted([17, 45, 70], age, side="right")])


def write_clinics(folder: Folder, ledger: Ledger, world: World, book: Book, clinics: tuple[Ints, Ints]) -> None:
    """Write ``op.csv``."""
    rng = world.streams.stream("clinic outcomes")
    person, at = clinics
    size = len(person)
    missed = np.array(MISSED_APPOINTMENT)[world.fifth_on(person, day_number(at))]
    missed = missed * np.where(world.details.digitally_excluded[person], 1.3, 1.0)
    draw = rng.random(size)
    late = rng.random(size)
    attended = np.where(
        draw < missed,
        np.where(late < 0.04, 3, 2),
        np.where(draw < missed + 0.06, 4, np.where(draw < missed + 0.12, 5, np.where(late < 0.03, 1, 0))),
    )
    follow_up, remote = rng.random(size) < 0.66, rng.random(size) < 0.24
    key = numbered("O", np.arange(1, size + 1), 9)
    folder.csv(
        "acute/op.csv",
        {
            "ATTENDANCE_IDENTIFIER": key,
            **book.block(world.streams, "op", person),
            **_trust(size),
            "APPOINTMENT_DATE_TIME": moments(at),
            "FIRST_ATTENDANCE_CODE": coded(follow_up + 2 * remote.astype(np.int64), ["1", "2", "3", "4"]),
            "ATTENDED_OR_DID_NOT_ATTEND_CODE": coded(attended, ["5", "6", "3", "7", "2", "4"]),
            "OUTCOME_OF_ATTENDANCE_CODE": coded((rng.random(size) < 0.62).astype(np.int64), ["1", "2"], attended > 1),
            "TREATMENT_FUNCTION_CODE": coded(_specialty(rng, world, person), SPECIALTIES),
        },
    )
    count = min(max(1, size // 3000), size)
    again = folder.tail("acute/op.csv", count)
    folder.append("acute/op.csv", again)
    ledger.plant("acute/op.csv", "repeated_row", [line.split(b",")[0].decode() for line in again], "refuse")


def draw_pathways(world: World) -> tuple[Ints, Ints]:
    """Who waits for treatment, and the day of referral; waits begun up to two years before count if still open."""
    rng = world.streams.stream("waits")
    shape = (0.4, 0.5, 0.7, 0.95, 1.3, 1.6, 1.6, 0.9)
    person, day = world.happen(rng, world.expected(0.27, shape, _CLINICS, "outpatient"), _CLINICS)
    earlier = np.flatnonzero(world.people.entry == 0)
    before = earlier[rng.random(len(earlier)) < 0.27 * 2]
    day_before = -rng.integers(1, 730, len(before))
    born = world.people.birth[before] < day_before
    return np.concatenate([before[born], person]), np.concatenate([day_before[born], day])


def write_pathways(folder: Folder, ledger: Ledger, world: World, book: Book, pathways: tuple[Ints, Ints]) -> None:
    """Write ``rtt.csv``."""
    rng = world.streams.stream("wait lengths")
    person, day = pathways
    median = np.array(RTT_MEDIAN_WEEKS)[financial_year(day)] * 7
    priority = pick(rng, [0.72, 0.18, 0.1], len(day))
    length = median * np.choose(priority, [1.0, 0.55, 0.25]) * rng.lognormal(0, 0.75, len(day))
    end = next_working_day(day + 1 + length.astype(np.int64))
    exit_day = np.where(world.people.exit[person] < DAYS, world.people.exit[person], FAR)
    removed = end > exit_day
    end = np.minimum(end, exit_day)
    keep = np.flatnonzero(end >= 0)
    order = keep[np.argsort(day[keep], kind="stable")]
    person, day, end = person[order], day[order], end[order]
    priority, removed = priority[order], removed[order]
    waiting = end >= DAYS
    status = np.where(waiting, 0, np.where(removed | (rng.random(len(day)) < 0.12), 2, 1))
    name, key = "acute/rtt.csv", numbered("P", np.arange(1, len(day) + 1), 8)
    folder.csv(
        name,
        {
            "PATIENT_PATHWAY_IDENTIFIER": key,
            **book.block(world.streams, "rtt", person),
            **_trust(len(day), site=False),
            "TREATMENT_FUNCTION_CODE": coded(_specialty(rng, world, person), SPECIALTIES),
            "PRIORITY_TYPE_CODE": coded(priority, ["1", "2", "3"]),
            "REFERRAL_TO_TREATMENT_PERIOD_START_DATE": dates(day),
            "REFERRAL_TO_TREATMENT_PERIOD_END_DATE": dates(end, waiting),
            "REFERRAL_TO_TREATMENT_PERIOD_STATUS": coded(status, ["20", "30", "34"]),
        },
    )
    count = min(max(1, len(day) // 10_000), len(day))
    first = folder.rows[name] + 2
    folder.append(name, [b",".join(line.split(b",")[:9]) for line in folder.tail(name, count)])
    ledger.plant(name, "short_row", [f"line {first + index}" for index in range(count)], "refuse")
