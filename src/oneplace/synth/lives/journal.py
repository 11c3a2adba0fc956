"""What general practices code: diagnoses, measurements, smoking, immunisations, care at the end of life."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from oneplace.synth.city.world import World, financial_year
from oneplace.synth.draw.calendar import DAYS, FAR, YEAR, Rhythm, day_of, next_working_day
from oneplace.synth.draw.randomness import Flags, Floats, Ints
from oneplace.synth.lives import codes

_WEEKDAYS = Rhythm("weekdays", covid=0.3, trend=0.01)
_MMR_UPTAKE = np.array([0.86, 0.88, 0.9, 0.925, 0.94])
_FLU_UPTAKE = np.array([0.68, 0.72, 0.76, 0.8, 0.83])


@dataclass
class Entries:
    """Journal rows: person, day, SNOMED code, value (nan = none)."""

    person: Ints
    day: Ints
    code: Ints
    value: Floats


def _plain(person: Ints, day: Ints, code: int | Ints) -> Entries:
    return Entries(person, day, np.broadcast_to(code, person.shape).astype(np.int64), np.full(len(person), np.nan))


def _diagnoses(world: World) -> list[Entries]:
    found = []
    health = world.health
    for condition, code in codes.DIAGNOSIS.items():
        rows = np.flatnonzero((health.onset[condition] < FAR) & health.coded[condition])
        code_of = np.full(len(rows), code)
        if condition == "severe_mental_illness":
            code_of[rows % 3 == 0] = codes.BIPOLAR
        if condition == "diabetes":
            code_of[world.people.age(health.onset[condition])[rows] < 28] = codes.TYPE_1_DIABETES
        found.append(_plain(rows, health.onset[condition][rows], code_of))
    for code, later in ((codes.MILD_FRAILTY, 0.0), (codes.MODERATE_FRAILTY, 4.5), (codes.SEVERE_FRAILTY, 8.0)):
        day = health.onset["frailty"] + int(later * YEAR)
        rows = np.flatnonzero((day < world.people.exit) & (day > -2000))
        found.append(_plain(rows, day[rows], code))
    return found


def _measured(rng: np.random.Generator, world: World, who: Flags, a_year: float) -> tuple[Ints, Ints]:
    """Who was measured on which day: ``a_year`` times a year on average among those to whom ``who`` applies."""
    years = _WEEKDAYS.exposure(world.people.entry, world.people.exit)
    need = np.sqrt(world.health.need)
    return world.happen(rng, a_year * who * years * need / need[who].mean() if who.any() else years * 0, _WEEKDAYS)


def _blood_pressure(rng: np.random.Generator, world: World) -> list[Entries]:
    age = world.people.middle_age
    known = world.health.coded["hypertension"] & (world.health.onset["hypertension"] < FAR)
    pressed = [_measured(rng, world, known, 2.3), _measured(rng, world, ~known & (age > 30), 0.5)]
    rows, day = (np.concatenate(part) for part in zip(*pressed, strict=True))
    ill = world.health.diagnosed("hypertension", rows, day)
    gradient = np.array([2.5, 2.0, 1.2, 0.6, 0.0])[world.fifth[rows]]
    centre = np.where(ill, 134.5 - 0.7 * financial_year(day) + gradient, 125.0 + gradient / 2)
    upper = np.clip(np.rint(rng.normal(centre, 12.5)), 85, 230)
    lower = np.clip(np.rint(upper * 0.4 + rng.normal(25, 7, len(rows))), 45, 130)
    return [
        Entries(rows, day, np.full(len(rows), codes.SYSTOLIC), upper),
        Entries(rows, day, np.full(len(rows), codes.DIASTOLIC), lower),
    ]


def _blood_tests(rng: np.random.Generator, world: World) -> list[Entries]:
    health, age = world.health, world.people.middle_age
    diabetic = health.coded["diabetes"] & (health.onset["diabetes"] < FAR)
    parts = [_measured(rng, world, diabetic, 1.7), _measured(rng, world, ~diabetic & (age > 40), 0.22)]
    rows, day = (np.concatenate(part) for part in zip(*parts, strict=True))
    ill = health.diagnosed("diabetes", rows, day)
    gradient = np.array([4.0, 3.0, 2.0, 1.0, 0.0])[world.fifth[rows]]
    hba1c = np.where(
        ill, rng.normal(53.5 + gradient - 0.4 * financial_year(day), 12.5), rng.normal(37.5, 3.2, len(rows))
    )
    tested, when = _measured(rng, world, age > 40, 0.75)
    egfr = np.where(health.has("ckd", tested, when), rng.normal(47, 9, len(tested)), rng.normal(84, 12, len(tested)))
    scored, on = _measured(rng, world, health.onset["depression"] < FAR, 0.9)
    return [
        Entries(rows, day, np.full(len(rows), codes.HBA1C), np.rint(np.clip(hba1c, 25, 140))),
        Entries(tested, when, np.full(len(tested), codes.EGFR), np.rint(np.clip(egfr, 8, 125))),
        Entries(
            scored, on, np.full(len(scored), codes.PHQ9), np.rint(np.clip(rng.normal(11, 5.5, len(scored)), 0, 27))
        ),
    ]


def _lifestyle(rng: np.random.Generator, world: World) -> list[Entries]:
    adult = world.people.middle_age >= 18
    rows, day = _measured(rng, world, adult, 0.5)
    still = world.health.smokes[rows] & (day < world.health.stops_on[rows])
    ever = world.health.used_to[rows] | world.health.smokes[rows]
    status = np.where(still, codes.SMOKER, np.where(ever, codes.EX_SMOKER, codes.NEVER_SMOKED))
    weighed, when = _measured(rng, world, adult, 0.45)
    mean = 26.2 + np.array([1.8, 1.3, 0.8, 0.3, 0.0])[world.fifth[weighed]]
    bmi = np.round(np.clip(rng.normal(mean, 4.6) + 2 * world.health.has("diabetes", weighed, when), 15, 60), 1)
    carers = np.flatnonzero(adult & (rng.random(len(adult)) < 0.03))
    objectors = np.flatnonzero(rng.random(len(adult)) < 0.03)
    return [
        _plain(rows, day, status),
        Entries(weighed, when, np.full(len(weighed), codes.BMI), bmi),
        _plain(carers, _day_in_stay(rng, world, carers), codes.CARER),
        _plain(objectors, _day_in_stay(rng, world, objectors), codes.TYPE_1_OPT_OUT),
    ]


def _day_in_stay(rng: np.random.Generator, world: World, rows: Ints) -> Ints:
    stay = (world.people.exit - world.people.entry)[rows]
    return np.asarray(world.people.entry[rows] + (rng.random(len(rows)) * stay).astype(np.int64))


def _immunisations(rng: np.random.Generator, world: World) -> list[Entries]:
    people, fifth = world.people, world.fifth
    found = []
    for months, uptake in ((12.5, 1.0), (40.5, 0.94)):
        day = people.birth + (months * 30.44 + rng.exponential(35, len(people))).astype(np.int64)
        takes = rng.random(len(people)) < _MMR_UPTAKE[fifth] * uptake
        rows = np.flatnonzero(takes & (day >= np.maximum(people.entry, people.birth)) & (day < people.exit))
        early = np.flatnonzero(takes & (day < people.entry) & (people.birth > -2000))
        rows = np.concatenate([rows, early])
        found.append(_plain(rows, np.where(day[rows] < 0, day[rows], next_working_day(day[rows])), codes.MMR))
    for year in range(2021, 2026):
        opens = day_of(f"{year}-09-15")
        due = (people.age(opens) >= 65) | (world.health.need > 3.2) & (people.age(opens) >= 18)
        rows = np.flatnonzero(due & (rng.random(len(people)) < _FLU_UPTAKE[fifth]))
        found.append(_plain(rows, next_working_day(opens + rng.integers(0, 85, len(rows))), codes.INFLUENZA))
    turns_65 = people.birth + int(65.3 * YEAR) + rng.integers(0, 400, len(people))
    rows = np.flatnonzero((turns_65 < people.exit) & (turns_65 > people.entry) & (rng.random(len(people)) < 0.7))
    found.append(_plain(rows, next_working_day(turns_65[rows]), codes.PNEUMOCOCCAL))
    return found


def _end_of_life(rng: np.random.Generator, world: World) -> list[Entries]:
    people = world.people
    dying = np.flatnonzero((people.death < FAR) & (people.age(people.death) >= 18))
    year = financial_year(people.death[dying])
    ill = world.health.has("cancer", dying, DAYS) | world.health.has("frailty", dying, DAYS)
    chance = np.where(ill, 0.5, 0.15) + 0.03 * year
    chance *= np.array([0.82, 0.88, 0.95, 1.0, 1.05])[world.fifth[dying]]
    register = dying[rng.random(len(dying)) < chance]
    plan = dying[rng.random(len(dying)) < chance * 0.8]
    found = []
    for code, rows in ((codes.PALLIATIVE_REGISTER, register), (codes.ADVANCE_CARE_PLANNING, plan)):
        day = people.death[rows] - 3 - rng.exponential(140, len(rows)).astype(np.int64)
        found.append(_plain(rows, np.maximum(day, people.entry[rows]), code))
    return found


def draw_journal(world: World, referred: tuple[Ints, Ints]) -> Entries:
    """All journal entries of registered people, in order of day; ``referred``: who and when to a link worker."""
    rng = world.streams.stream("journal")
    parts = [
        *_diagnoses(world),
        *_blood_pressure(rng, world),
        *_blood_tests(rng, world),
        *_lifestyle(rng, world),
        *_immunisations(rng, world),
        *_end_of_life(rng, world),
        _plain(*referred, codes.SOCIAL_PRESCRIBING_REFERRAL),
    ]
    person = np.concatenate([part.person for part in parts])
    day = np.concatenate([part.day for part in parts])
    # a code is older than the stay or within it; nobody is seen after leaving or dying, or without a practice
    keep = np.flatnonzero((day < world.people.exit[person]) & world.details.registered[person])
    order = keep[np.argsort(day[keep], kind="stable")]
    return Entries(
        person[order],
        day[order],
        np.concatenate([part.code for part in parts])[order],
        np.concatenate([part.value for part in parts])[order],
    )
