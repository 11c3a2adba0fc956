"""The emergency department: who comes when, how long they stay, who is admitted."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from oneplace.synth.city.planted import ED_WITHIN_FOUR_HOURS, FREQUENT, PHONE_SERVICE_FROM
from oneplace.synth.city.world import World, financial_year, winter
from oneplace.synth.draw.calendar import DAYS, FAR, Rhythm, day_number, day_of, times
from oneplace.synth.draw.randomness import Flags, Floats, Ints, pick

RHYTHM = Rhythm("emergency", winter=0.04, trend=0.012, covid=0.18)
ACUITY = ["1064891000000107", "1064911000000105", "1064901000000103", "1077241000000103", "1077251000000100"]
COMPLAINTS = ["29857009", "267036007", "21522001", "417746004", "161898004", "386661006", "248062006", "22253000"]
"""Chest pain, breathlessness, abdominal pain, injury, fall, fever, self-harm, pain."""
DIAGNOSES = ["233604007", "13645005", "195967001", "22298006", "68566005", "125605004", "82271004", "64572001"]
"""Pneumonia, COPD, asthma, heart attack, urinary infection, fracture, head injury, other disease."""


@dataclass
class Attendances:
    """One entry an attendance, in order of arrival (seconds since 1970)."""

    person: Ints
    arrival: Ints
    assessed: Ints
    seen: Ints
    decided: Ints
    departure: Ints
    minor: Flags
    by_ambulance: Flags
    acuity: Ints
    complaint: Ints
    diagnosis: Ints
    admitted: Flags

    @property
    def day(self) -> Ints:
        """Day of arrival."""
        return day_number(self.arrival)


def _who(rng: np.random.Generator, world: World) -> tuple[Ints, Ints, Flags]:
    """Person, arrival, and whether near the end of life (three in two such visits end in a bed)."""
    shape = (1.75, 0.8, 0.95, 0.8, 0.8, 0.95, 1.6, 2.5)
    person, day = world.happen(rng, world.expected(0.385, shape, RHYTHM, "emergency"), RHYTHM)
    people = world.people
    dying = np.flatnonzero((people.death < FAR) & (people.age(people.death) > 18))
    rate = np.array([1.15, 1.05, 0.95, 0.88, 0.82])[world.fifth[dying]]
    last = np.repeat(dying, rng.poisson(rate))
    when = people.death[last] - 1 - (rng.random(len(last)) ** 1.5 * 90).astype(np.int64)
    in_care = world.dwellings.care_home[world.home_on(dying, people.death[dying])]
    finally_ill = dying[rng.random(len(dying)) < np.where(in_care, 0.12, 0.38)]
    last = np.concatenate([last, finally_ill])
    when = np.concatenate([when, people.death[finally_ill] - 1 - rng.exponential(5, len(finally_ill)).astype(np.int64)])
    keep = when >= people.entry[last]
    person, day = np.concatenate([person, last[keep]]), np.concatenate([day, when[keep]])
    final = np.arange(len(person)) >= len(person) - int(keep.sum())
    at = times(rng, day, "emergency")
    order = np.argsort(at, kind="stable")
    return person[order], at[order], final[order]


def draw_attendances(world: World) -> Attendances:
    """All attendances of residents in the five years."""
    rng = world.streams.stream("emergency department")
    person, arrival, final = _who(rng, world)
    size = len(person)
    day = day_number(arrival)
    age = world.people.age(day_number(arrival).mean().astype(np.int64))[person]
    minor = (rng.random(size) < np.where(age < 65, 0.33, 0.14)) & ~final
    ambulance = rng.random(size) < np.select([age < 16, age < 50, age < 65, age < 80], [0.12, 0.24, 0.32, 0.48], 0.7)
    ambulance = (ambulance & ~minor) | final
    severity = np.where(minor, 3.3, np.where(ambulance, 1.7, 2.4)) + rng.normal(0, 0.7, size)
    acuity = np.clip(np.rint(severity), 0, 4).astype(np.int64)
    chance = np.select([age < 5, age < 18, age < 45, age < 65, age < 75], [0.16, 0.13, 0.19, 0.31, 0.41], 0.52)
    chance = np.where(minor, 0.0, np.where(final, 0.85, chance * np.where(ambulance, 1.35, 0.85)))
    admitted = rng.random(size) < chance
    stay = _stay(rng, day, minor, admitted)
    assessed = arrival + np.clip(rng.gamma(1.6, 9, size), 1, 120).astype(np.int64) * 60
    assessed = np.minimum(assessed, arrival + (stay * 0.3 * 60).astype(np.int64))
    seen = arrival + (np.clip(rng.beta(2, 3, size), 0.15, 0.9) * stay * 60).astype(np.int64)
    departure = arrival + (stay * 60).astype(np.int64)
    return Attendances(
        person=person,
        arrival=arrival,
        assessed=assessed,
        seen=np.maximum(seen, assessed),
        decided=departure - ((departure - np.maximum(seen, assessed)) * rng.beta(2, 2, size)).astype(np.int64),
        departure=departure,
        minor=minor,
        by_ambulance=ambulance,
        acuity=acuity,
        complaint=_complaints(rng, age),
        diagnosis=pick(rng, [0.06, 0.03, 0.03, 0.02, 0.06, 0.12, 0.07, 0.61], size),
        admitted=admitted,
    )


def _stay(rng: np.random.Generator, day: Ints, minor: Flags, admitted: Flags) -> Floats:
    """Minutes in the department: within four hours as often as planted, longer in winter and for the admitted."""
    size = len(day)
    whole = np.array(ED_WITHIN_FOUR_HOURS)[financial_year(day)] - 0.035 - 0.035 * winter(day)
    share_minor = minor.mean() if size else 0.0
    major = (whole - share_minor * 0.975) / max(1 - share_minor, 0.01)
    admitted_share = admitted[~minor].mean() if (~minor).any() else 0.0
    chance = np.where(
        minor, 0.975, np.where(admitted, major - 0.25 * (1 - admitted_share), major + 0.25 * admitted_share)
    )
    quick = rng.random(size) < chance
    within = 20 + rng.beta(2.4, 1.6, size) * 219
    beyond = 241 + rng.exponential(np.where(admitted, 260, 110), size)
    return np.asarray(np.where(quick, within, np.minimum(beyond, 2400)))


def _complaints(rng: np.random.Generator, age: Floats) -> Ints:
    young = pick(rng, [0.02, 0.14, 0.12, 0.34, 0.03, 0.25, 0.03, 0.07], len(age))
    middle = pick(rng, [0.17, 0.08, 0.18, 0.22, 0.03, 0.06, 0.06, 0.2], len(age))
    old = pick(rng, [0.16, 0.2, 0.1, 0.07, 0.27, 0.08, 0.005, 0.115], len(age))
    return np.where(age < 16, young, np.where(age < 70, middle, old))


def frequent_attenders(world: World, seen: Attendances) -> Ints:
    """Who is taken on by the telephone service, and what a naive before-and-after comparison would say."""
    start = day_of(PHONE_SERVICE_FROM)
    day, size = seen.day, len(world.people)
    before = np.bincount(seen.person[(day >= start - 365) & (day < start)], minlength=size)
    after = np.bincount(seen.person[(day >= start) & (day < start + 365)], minlength=size)
    stays = world.people.exit >= min(start + 365, DAYS)
    chosen = np.flatnonzero((before >= FREQUENT) & (world.people.exit > start))
    both = chosen[stays[chosen]]
    world.notes["phone_service"] = {
        "people": len(chosen),
        "people_followed_a_year": len(both),
        "attendances_year_before": int(before[both].sum()),
        "attendances_year_after": int(after[both].sum()),
    }
    return chosen
