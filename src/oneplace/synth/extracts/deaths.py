"""Civil registration of deaths: where people died and of what."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from oneplace.synth.city.world import World, financial_year
from oneplace.synth.draw.calendar import DAYS, FAR
from oneplace.synth.draw.randomness import Ints, pick_rows
from oneplace.synth.extracts.identity import Wording, records
from oneplace.synth.extracts.ledger import Ledger
from oneplace.synth.extracts.tables import Folder, coded, dates, numbered
from oneplace.synth.lives.inpatient import Spells

PLACES = ["home", "care_home", "hospital", "hospice", "elsewhere"]
_CAUSES: list[tuple[str, tuple[float, float, float, float], str | None, float]] = [
    # ICD-10, weight by age (under 28 days, to 45, to 75, over), condition, how much likelier with it
    ("P070", (8.0, 0.0, 0.0, 0.0), None, 1.0),
    ("Q249", (4.0, 0.2, 0.0, 0.0), None, 1.0),
    ("X640", (0.0, 3.5, 0.5, 0.05), "depression", 2.0),
    ("V892", (0.0, 1.6, 0.2, 0.05), None, 1.0),
    ("X420", (0.0, 3.0, 0.6, 0.0), "severe_mental_illness", 3.0),
    ("K703", (0.0, 1.0, 1.8, 0.2), None, 1.0),
    ("C349", (0.0, 0.3, 2.6, 1.4), "cancer", 7.0),
    ("C189", (0.0, 0.4, 1.6, 1.2), "cancer", 7.0),
    ("C509", (0.0, 0.6, 1.1, 0.8), "cancer", 6.0),
    ("C259", (0.0, 0.3, 1.4, 0.8), "cancer", 6.0),
    ("I219", (0.0, 0.4, 1.8, 1.2), "chd", 3.0),
    ("I251", (0.0, 0.3, 1.7, 1.4), "chd", 3.0),
    ("I639", (0.0, 0.1, 0.9, 1.6), "stroke", 3.5),
    ("I509", (0.0, 0.0, 0.2, 0.7), "heart_failure", 4.0),
    ("J449", (0.0, 0.0, 0.5, 0.6), "copd", 12.0),
    ("J189", (0.3, 0.2, 0.7, 2.2), "frailty", 1.4),
    ("F03X", (0.0, 0.0, 0.2, 1.3), "dementia", 8.0),
    ("E149", (0.0, 0.1, 0.4, 0.5), "diabetes", 2.5),
    ("N189", (0.0, 0.0, 0.1, 0.3), "ckd", 4.0),
    ("W190", (0.0, 0.1, 0.2, 0.7), "frailty", 1.5),
    ("R54X", (0.0, 0.0, 0.0, 1.0), None, 1.0),
    ("U071", (0.0, 0.1, 1.0, 1.5), None, 1.0),
]


def _cause(rng: np.random.Generator, world: World, person: Ints) -> Ints:
    day = world.people.death[person]
    age = world.people.age(world.people.death)[person]
    kind = np.searchsorted([0.08, 45.0, 75.0], age, side="right")
    weights = np.array([cause[1] for cause in _CAUSES]).T[kind]
    for column, (code, _, condition, factor) in enumerate(_CAUSES):
        if condition is not None:
            weights[:, column] *= np.where(world.health.has(condition, person, day), factor, 1.0)
        if code == "U071":
            weights[:, column] *= np.array([1.0, 0.7, 0.3, 0.15, 0.1])[financial_year(day)]
    return pick_rows(rng, weights)


def write_registrations(folder: Folder, ledger: Ledger, world: World, spells: Spells) -> None:
    """Write ``registrations.csv``: deaths registered by the end of the period."""
    rng = world.streams.stream("deaths registered")
    people = world.people
    person = np.flatnonzero((people.death < FAR) & (people.death < DAYS))
    day = people.death[person]
    wait = np.where(
        rng.random(len(person)) < 0.045, rng.integers(60, 320, len(person)), rng.integers(1, 12, len(person))
    )
    registered = day + wait
    order = np.flatnonzero(registered < DAYS)
    order = order[np.argsort(registered[order], kind="stable")]
    person, day, registered = person[order], day[order], registered[order]
    cause = _cause(rng, world, person)
    home = world.home_on(person, day)
    cancer = np.char.find(np.array([item[0] for item in _CAUSES])[cause], "C") == 0
    size = len(person)
    place = np.where(world.dwellings.care_home[home], 1, 0)
    place = np.where(rng.random(size) < np.where(cancer, 0.22, 0.03), 3, place)
    place = np.where(rng.random(size) < 0.035, 4, place)
    place = np.where(np.isin(person, spells.person[spells.died]), 2, place)
    wording = Wording(world, records(world, rng, person, home))
    key = numbered("R", np.arange(1, size + 1), 7)
    name = "deaths/registrations.csv"
    codes = [item[0] for item in _CAUSES]
    columns = {
        "registration_id": key,
        "nhs_number": wording.nhs_number,
        "given_name": wording.given,
        "family_name": wording.family,
        "date_of_birth": wording.birth,
        "sex": wording.sex,
        "postcode": wording.postcode,
        "date_of_death": dates(day),
        "date_of_registration": dates(registered),
        "place_of_death": coded(place, PLACES),
        "underlying_cause_icd10": coded(cause, codes),
    }
    amended = np.flatnonzero((rng.random(size) < 0.012) & (registered + 40 < DAYS))
    amended = amended if len(amended) else np.flatnonzero(registered + 40 < DAYS)[:1]
    index = pa.array(np.concatenate([np.arange(size), amended]))
    again = {column: values.take(index) for column, values in columns.items()}
    late = np.concatenate([registered, registered[amended] + rng.integers(10, 40, len(amended))])
    changed = np.concatenate([cause, _cause(rng, world, person[amended])])
    again["date_of_registration"] = dates(late)
    again["underlying_cause_icd10"] = coded(changed, codes)
    folder.csv(name, again)
    ledger.belongs("deaths", key, pa.array(person + 1))
    ledger.plant(name, "amended_registration", key.take(pa.array(amended)), "newest")
