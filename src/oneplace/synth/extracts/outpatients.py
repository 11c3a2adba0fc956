"""The hospital's outpatient appointments and waits for treatment."""

from __future__ import annotations

import numpy as np

from oneplace.synth.city.planted import MISSED_APPOINTMENT, RTT_MEDIAN_WEEKS
from oneplace.synth.city.world import World, financial_year
from oneplace.synth.draw.calendar import DAYS, FAR, Rhythm, day_number, next_working_day, office_slots
from oneplace.synth.draw.randomness import Ints, pick, pick_rows
from oneplace.synth.extracts.acute import Book
from oneplace.synth.extracts.ledger import Ledger
from oneplace.synth.extracts.tables import Folder, coded, constant, dates, moments, numbered

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
            "ORGANISATION_CODE_PROVIDER": constant("RHM", size),
            "SITE_CODE_OF_TREATMENT": constant("RHM01", size),
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
            "ORGANISATION_CODE_PROVIDER": constant("RHM", len(day)),
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
