"""Hospital stays: why, how long, how long after being ready people leave, and where to."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from oneplace.synth.city.planted import DELAYS
from oneplace.synth.city.world import World
from oneplace.synth.draw.calendar import DAYS, FAR, Rhythm, day_number, seconds, times
from oneplace.synth.draw.randomness import Flags, Floats, Ints, pick, pick_rows
from oneplace.synth.lives.emergency import Attendances

_DIRECT = Rhythm("weekdays", winter=0.05)
_ELECTIVE = Rhythm("weekdays", trend=0.03, covid=0.25)
METHODS = ["11", "12", "13", "21", "22", "28", "31", "82"]
DELAY_REASONS = ["", *DELAYS, "hospital_process"]

# reason for an emergency stay: ICD-10, second code, specialty, weight by age (child, young, middle, old), condition
# that it needs or that makes it likelier (None: anyone), how much likelier
_REASONS: list[tuple[str, str, str, tuple[float, float, float, float], str | None, float]] = [
    ("J189", "", "300", (2.0, 1.0, 3.0, 8.0), "frailty", 1.6),
    ("J441", "", "340", (0.0, 0.0, 0.1, 0.1), "copd", 60.0),
    ("J459", "", "300", (0.8, 0.5, 0.4, 0.2), "asthma", 14.0),
    ("I219", "", "320", (0.0, 0.3, 2.5, 2.5), "chd", 4.0),
    ("I509", "", "320", (0.0, 0.1, 0.6, 1.2), "heart_failure", 9.0),
    ("I639", "", "300", (0.0, 0.2, 1.5, 3.0), "stroke", 3.5),
    ("I489", "", "320", (0.0, 0.2, 1.0, 1.0), "atrial_fibrillation", 5.0),
    ("N390", "", "430", (1.0, 1.0, 1.5, 6.0), "frailty", 1.6),
    ("A419", "", "300", (1.0, 0.7, 2.5, 5.0), "cancer", 2.0),
    ("R074", "", "300", (0.3, 5.0, 9.0, 3.5), None, 1.0),
    ("R104", "", "100", (4.0, 8.0, 5.0, 2.0), None, 1.0),
    ("K359", "", "100", (2.5, 2.5, 0.6, 0.1), None, 1.0),
    ("S720", "W190", "110", (0.0, 0.0, 0.2, 1.9), "frailty", 2.0),
    ("S060", "W109", "110", (3.0, 1.5, 0.9, 1.2), "frailty", 1.6),
    ("S525", "W010", "110", (2.5, 0.8, 0.6, 0.9), None, 1.0),
    ("T391", "X600", "300", (0.8, 1.9, 0.6, 0.1), "depression", 3.0),
    ("E116", "", "300", (0.0, 0.0, 0.1, 0.1), "diabetes", 5.0),
    ("E101", "", "300", (0.3, 0.3, 0.1, 0.0), "diabetes", 6.0),
    ("L031", "", "100", (1.0, 2.0, 2.5, 2.2), "diabetes", 1.8),
    ("F100", "", "300", (0.0, 1.5, 2.0, 0.4), "severe_mental_illness", 2.0),
    ("B349", "", "420", (10.0, 0.6, 0.3, 0.2), None, 1.0),
    ("J219", "", "420", (6.0, 0.0, 0.0, 0.0), None, 1.0),
    ("G409", "", "300", (1.0, 1.0, 1.0, 0.5), None, 1.0),
    ("K922", "", "301", (0.1, 0.7, 1.5, 2.0), None, 1.0),
    ("C349", "", "340", (0.0, 0.0, 0.1, 0.1), "cancer", 16.0),
    ("N179", "", "300", (0.1, 0.3, 1.0, 2.5), "ckd", 3.0),
    ("F059", "", "430", (0.0, 0.0, 0.1, 0.8), "dementia", 6.0),
    ("R69X", "", "300", (6.0, 7.0, 8.0, 8.0), None, 1.0),
]
_PLANNED = [
    # ICD-10, OPCS-4, specialty, weight by age
    ("H269", "C751", "130", (0.0, 0.1, 1.0, 6.0)),
    ("M179", "W401", "110", (0.0, 0.1, 2.0, 2.5)),
    ("K409", "T202", "100", (0.5, 0.8, 2.0, 2.0)),
    ("K635", "H221", "301", (0.1, 1.5, 6.0, 5.0)),
    ("C509", "X721", "800", (0.1, 0.5, 4.5, 4.0)),
    ("N185", "X403", "361", (0.0, 0.6, 2.5, 2.0)),
    ("J350", "F341", "120", (4.0, 1.5, 0.2, 0.0)),
    ("N925", "Q181", "502", (0.0, 2.0, 1.5, 0.2)),
]
OTHER_CODES = {"hypertension": "I10X", "diabetes": "E119", "copd": "J449", "dementia": "F03X", "ckd": "N189"}


@dataclass
class Spells:
    """One entry a spell, in order of admission; times in seconds since 1970; ``end`` may lie after the period."""

    person: Ints
    method: Ints  # index into METHODS
    start: Ints
    ready_day: Ints  # FAR where the patient died or it does not apply
    end: Ints
    died: Flags
    delay: Ints  # index into DELAY_REASONS
    destination: Ints  # 0 usual place, 1 other hospital, 2 care home
    primary: np.ndarray
    second: np.ndarray
    procedure: np.ndarray
    specialty: np.ndarray

    def take(self, rows: Ints) -> Spells:
        """The spells in these rows."""
        return Spells(**{name: values[rows] for name, values in vars(self).items()})


def _age_class(age: Floats) -> Ints:
    return np.searchsorted(np.array([16, 45, 70]), age, side="right").astype(np.int64)


def _reasons(rng: np.random.Generator, world: World, person: Ints, day: Ints) -> Ints:
    """Why each emergency patient is there: likelier reasons by age and by what they already have."""
    kind = _age_class(world.people.age(day.mean().astype(np.int64) if len(day) else 0)[person])
    weights = np.array([reason[3] for reason in _REASONS]).T[kind]
    for column, (_, _, _, _, condition, factor) in enumerate(_REASONS):
        if condition is not None:
            ill = world.health.has(condition, person, day)
            weights[:, column] = np.where(ill, np.maximum(weights[:, column], 0.12) * factor, weights[:, column])
    return pick_rows(rng, weights)


def _emergency(rng: np.random.Generator, world: World, seen: Attendances) -> list[Spells]:
    """Stays that begin in the emergency department or come straight from general practice, and those that follow."""
    in_bed = np.flatnonzero(seen.admitted)
    direct, day = world.happen(
        rng, world.expected(0.008, (1.5, 0.5, 0.6, 0.8, 1.0, 1.6, 2.6, 3.2), _DIRECT, "emergency"), _DIRECT
    )
    person = np.concatenate([seen.person[in_bed], direct])
    start = np.concatenate([seen.departure[in_bed], times(rng, day, "office")])
    method = np.concatenate([np.full(len(in_bed), 3), np.where(rng.random(len(direct)) < 0.7, 4, 5)])
    first = _stays(rng, world, person, start, method)
    back = np.flatnonzero(rng.random(len(person)) < np.where(world.people.middle_age[person] >= 65, 0.12, 0.07))
    again = first.end[back] + rng.integers(86_400, 29 * 86_400, len(back))
    returned = np.flatnonzero(day_number(again) < np.minimum(DAYS, world.people.exit[person[back]]))
    return [first, _stays(rng, world, person[back][returned], again[returned], np.full(len(returned), 5))]


def _stays(rng: np.random.Generator, world: World, person: Ints, start: Ints, method: Ints) -> Spells:
    """Emergency stays of these people from these times on: reason, length, delay."""
    begun = day_number(start)
    size, age = len(person), world.people.age(DAYS // 2)[person]
    reason = _reasons(rng, world, person, begun)
    short = rng.random(size) < np.select([age < 16, age < 45, age < 65, age < 75], [0.62, 0.5, 0.38, 0.27], 0.17)
    typical = np.select([age < 16, age < 45, age < 65, age < 75, age < 85], [1.3, 1.6, 2.6, 3.6, 4.8], 5.6)
    hip = np.array([item[0] == "S720" for item in _REASONS])[reason]
    care = np.where(short, rng.random(size) * 0.9, typical * np.where(hip, 2.4, 1.0) * rng.lognormal(0, 0.85, size))
    delay, days = _delays(rng, age, short)
    ready = day_number(start + (care * 86_400).astype(np.int64))
    end = start + (care * 86_400).astype(np.int64)
    later = seconds(ready + days) + rng.integers(10 * 3600, 19 * 3600, size)
    end = np.where(days > 0, np.maximum(later, end), end)
    return Spells(
        person=person,
        method=method,
        start=start,
        ready_day=ready,
        end=end,
        died=np.zeros(size, dtype=bool),
        delay=delay,
        destination=np.where(delay == 4, 2, np.where(rng.random(size) < 0.01, 1, 0)),
        primary=np.array([item[0] for item in _REASONS])[reason],
        second=np.array([item[1] for item in _REASONS])[reason],
        procedure=np.where(hip, "W471", ""),
        specialty=np.where(age < 16, "420", np.array([item[2] for item in _REASONS])[reason]),
    )


def _delays(rng: np.random.Generator, age: Floats, short: Flags) -> tuple[Ints, Ints]:
    """Reason (index into DELAY_REASONS, 0 none) and days between being ready and leaving."""
    paths = list(DELAYS.values())
    path = pick(rng, [float(item["share"]) for item in paths], len(age))
    chance = np.array([item["chance"] for item in paths])[path]
    mean = np.array([item["mean_days"] for item in paths])[path]
    days = 1 + rng.poisson(np.maximum(rng.gamma(1.3, 1 / 1.3, len(age)) * (mean - 1), 0.0))
    old = (age >= 65) & ~short & (rng.random(len(age)) < chance)
    young = (age < 65) & ~short & (rng.random(len(age)) < 0.06)
    days = np.where(old, days, np.where(young, 1 + rng.poisson(0.6, len(age)), 0))
    reason = np.where(old, path + 1, np.where(young, len(DELAY_REASONS) - 1, 0))
    return reason.astype(np.int64), days.astype(np.int64)


def _elective(rng: np.random.Generator, world: World) -> Spells:
    shape = (0.35, 0.25, 0.5, 0.8, 1.3, 2.1, 2.4, 1.5)
    person, day = world.happen(rng, world.expected(0.135, shape, _ELECTIVE, "outpatient"), _ELECTIVE)
    size, age = len(person), world.people.age(DAYS // 2)[person]
    kind = pick_rows(rng, np.array([item[3] for item in _PLANNED]).T[_age_class(age)])
    overnight = (rng.random(size) < 0.16) | np.isin(kind, [1])
    start = times(rng, day, "office")
    end = start + np.where(overnight, rng.lognormal(0.6, 0.6, size) * 86_400, 3600 * (2 + 4 * rng.random(size))).astype(
        int
    )
    return Spells(
        person=person,
        method=pick(rng, [0.6, 0.3, 0.1], size),
        start=start,
        ready_day=day_number(end),
        end=end,
        died=np.zeros(size, dtype=bool),
        delay=np.zeros(size, dtype=np.int64),
        destination=np.zeros(size, dtype=np.int64),
        primary=np.array([item[0] for item in _PLANNED])[kind],
        second=np.full(size, ""),
        procedure=np.array([item[1] for item in _PLANNED])[kind],
        specialty=np.array([item[2] for item in _PLANNED])[kind],
    )


def _births(rng: np.random.Generator, world: World) -> Spells:
    """A mother's stay and a baby's, from the day of birth."""
    baby = np.flatnonzero(world.people.mother >= 0)
    size = len(baby)
    start = times(rng, world.people.birth[baby], "emergency")
    end = start + (rng.gamma(2.2, 0.75, size) * 86_400).astype(np.int64) + 14_400
    section = rng.random(size) < 0.34
    twice = np.concatenate([np.arange(size), np.arange(size)])
    mothers = np.arange(2 * size) < size
    return Spells(
        person=np.concatenate([world.people.mother[baby], baby]),
        method=np.where(mothers, 6, 7),
        start=start[twice],
        ready_day=day_number(end)[twice],
        end=end[twice],
        died=np.zeros(2 * size, dtype=bool),
        delay=np.zeros(2 * size, dtype=np.int64),
        destination=np.zeros(2 * size, dtype=np.int64),
        primary=np.where(mothers, np.where(section[twice], "O829", "O800"), "Z380"),
        second=np.full(2 * size, ""),
        procedure=np.where(mothers, np.where(section[twice], "R179", "R249"), ""),
        specialty=np.where(mothers, "501", "424"),
    )


def draw_spells(world: World, seen: Attendances) -> Spells:
    """All spells: nobody is in hospital twice at once, and who dies in hospital ends the spell that day."""
    rng = world.streams.stream("hospital")
    parts = [*_emergency(rng, world, seen), _elective(rng, world), _births(rng, world)]
    spells = Spells(**{name: np.concatenate([getattr(part, name) for part in parts]) for name in vars(parts[0])})
    spells = spells.take(np.lexsort((spells.start, spells.person)))
    _die_in_hospital(rng, world, spells)
    for _ in range(3):  # a stay that begins during the one before is dropped; three passes clear all but chains
        inside = (spells.person[1:] == spells.person[:-1]) & (spells.start[1:] < spells.end[:-1])
        spells = spells.take(np.flatnonzero(np.concatenate([[True], ~inside])))
    present = day_number(spells.start) < world.people.exit[spells.person]
    spells = spells.take(np.flatnonzero(present))
    return spells.take(np.argsort(spells.start, kind="stable"))


def _die_in_hospital(rng: np.random.Generator, world: World, spells: Spells) -> None:
    """End spells at death; and keep in hospital, until they die, some who were admitted in their last weeks."""
    death = world.people.death[spells.person]
    left = death - day_number(spells.start)
    stays = (left < 18) & (left >= 0) & (spells.method >= 3) & (spells.method <= 5) & (rng.random(len(left)) < 0.85)
    died = (death < FAR) & ((day_number(spells.end) >= death) | stays) & (left >= 0)
    at = seconds(death) + rng.integers(0, 86_400, len(death))
    spells.end = np.where(died, np.maximum(at, spells.start + 1800), spells.end)
    spells.died = died
    spells.ready_day = np.where(died, FAR, spells.ready_day)
    spells.delay = np.where(died, 0, spells.delay)
