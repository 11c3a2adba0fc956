"""What is written about people: names and numbers, language, general practice."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from oneplace.synth.city.alike import Alike, former_names, name_alike
from oneplace.synth.city.homes import CODES, Dwellings, Neighbourhoods
from oneplace.synth.city.people import People
from oneplace.synth.city.planted import DIGITAL_EXCLUSION
from oneplace.synth.draw.calendar import DAYS, FAR
from oneplace.synth.draw.names import Names, draw_names
from oneplace.synth.draw.numbers import PRACTICES, nhs_numbers, phones
from oneplace.synth.draw.randomness import Flags, Floats, Ints, Streams, pick_rows


@dataclass
class Details:
    """What is written about a person: names and numbers, language, practice."""

    given: Ints
    family: Ints
    former: Ints  # the family name before, of most the same
    nhs_number: Ints
    phone: np.ndarray
    language: Ints  # index into LANGUAGES
    interpreter: Flags
    digitally_excluded: Flags
    registered: Flags  # with any practice at all
    practice: Ints  # index into PRACTICES
    changed_on: Ints
    second_practice: Ints
    patient_id: Ints
    second_patient_id: Ints
    registered_day: Ints


LANGUAGES = ["en", "pl", "ur", "pa", "ro", "bn", "ar", "zh", "pt", "so"]
_LANGUAGE_OF_CODE = {"C": [1, 4], "H": [3], "J": [2], "K": [5], "L": [2, 6], "N": [9], "R": [7], "S": [6, 8]}


def _practice_weights(places: Neighbourhoods) -> Floats:
    """How likely each neighbourhood's people are with each practice: near ones first."""
    north = places.latitude * 111.2
    east = places.longitude * 111.2 * np.cos(np.radians(places.latitude.mean()))
    chosen = [0]
    for _ in range(len(PRACTICES) - 1):  # each practice as far as possible from those before
        apart = np.min([(north - north[i]) ** 2 + (east - east[i]) ** 2 for i in chosen], axis=0)
        chosen.append(int(apart.argmax()))
    distance = np.hypot(north[:, None] - north[chosen], east[:, None] - east[chosen])
    return np.asarray(np.exp(-distance / 0.6))


def _patient_ids(registered: Flags, practice: Ints, changes: Flags, second: Ints) -> tuple[Ints, Ints]:
    """Numbers from 1 in each practice, first registrations before changes."""
    rows = np.concatenate([np.where(registered, practice, -1), np.where(changes, second, -1)])
    order = np.argsort(rows, kind="stable")
    ranked = rows[order]
    first_row = np.searchsorted(ranked, ranked, side="left")
    number = np.empty(len(rows), dtype=np.int64)
    number[order] = np.arange(len(rows)) - first_row + 1
    return number[: len(practice)], number[len(practice) :]


def describe(
    streams: Streams, places: Neighbourhoods, dwellings: Dwellings, names: Names, people: People, *, alike: Alike
) -> Details:
    """Names, numbers, language and general practice of everyone; who is ``alike`` is named so."""
    rng = streams.stream("details")
    size = len(people)
    given, family = draw_names(rng, names, people.ethnic, CODES, people.sex)
    follows = (people.head >= 0) & (rng.random(size) < np.where(people.age(people.entry) < 18, 0.85, 0.45))
    family = np.where(follows, family[np.maximum(people.head, 0)], family)
    name_alike(streams.stream("names alike"), people, alike, given, family)
    language = np.zeros(size, dtype=np.int64)
    for index, code in enumerate(CODES):
        options = _LANGUAGE_OF_CODE.get(code)
        if options:
            rows = np.flatnonzero((people.ethnic == index) & (rng.random(size) < 0.42))
            language[rows] = np.array(options)[rng.integers(0, len(options), len(rows))]
    age = people.middle_age
    fifth = places.fifth[dwellings.lsoa[people.home]]
    excluded = np.array(DIGITAL_EXCLUSION)[fifth] * np.where(age >= 65, 2.5, np.where(age >= 18, 1.0, 0.0))
    weights = _practice_weights(places)
    practice = pick_rows(rng, weights[dwellings.lsoa[people.home]])
    second = pick_rows(rng, weights[dwellings.lsoa[people.second_home]])
    restless = rng.random(size) < 0.07
    changed_on = np.where(restless, rng.integers(1, DAYS, size), FAR)
    moving = (people.moved_on < FAR) & (rng.random(size) < 0.5)
    changed_on = np.where(moving, people.moved_on + rng.integers(0, 40, size), changed_on)
    registered = rng.random(size) >= np.where((age > 18) & (age < 45), 0.02, 0.004)
    changes = registered & (second != practice) & (changed_on > people.entry) & (changed_on < people.exit)
    patient_id, second_id = _patient_ids(registered, practice, changes, second)
    since = people.entry - (rng.exponential(2600, size) * (people.entry == 0)).astype(np.int64)
    since = np.where(people.entry > 0, people.entry + rng.integers(0, 30, size), since)
    return Details(
        given=given,
        family=family,
        former=former_names(streams.stream("former names"), people, alike, family),
        nhs_number=nhs_numbers(rng, size),
        phone=phones(rng, np.clip((age - 55) / 40, 0.02, 0.7)),
        language=language,
        interpreter=(language > 0) & (rng.random(size) < 0.35),
        digitally_excluded=rng.random(size) < excluded,
        registered=registered,
        practice=practice,
        changed_on=np.where(changes, changed_on, FAR),
        second_practice=second,
        patient_id=patient_id,
        second_patient_id=second_id,
        registered_day=np.minimum(np.maximum(since, people.birth), np.maximum(people.exit - 1, people.birth)),
    )
