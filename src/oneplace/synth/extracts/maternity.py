"""Births: smoking from booking to delivery, the adviser who helps some to stop, birth weight and feeding."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from oneplace.synth.city.homes import GROUP_OF_CODE
from oneplace.synth.city.planted import (
    ADVISER_FROM,
    ADVISER_MSOAS,
    ADVISER_RELATIVE_RISK,
    ADVISER_UPTAKE,
    SMOKING_AT_BOOKING,
    SMOKING_QUIT_BEFORE_DELIVERY,
)
from oneplace.synth.city.world import World, financial_year
from oneplace.synth.draw.calendar import DAYS, day_of, next_working_day
from oneplace.synth.draw.randomness import Flags, Ints
from oneplace.synth.extracts.identity import Wording, lose_nhs_numbers, records, swap_day_and_month
from oneplace.synth.extracts.ledger import Ledger
from oneplace.synth.extracts.tables import Folder, coded, constant, dates, numbered, whole

_MOTHER = {
    "NHS_NUMBER_MOTHER": "nhs_number",
    "GIVEN_NAME_MOTHER": "given",
    "FAMILY_NAME_MOTHER": "family",
    "PERSON_BIRTH_DATE_MOTHER": "birth",
    "ETHNIC_CATEGORY_MOTHER": "ethnic",
    "POSTCODE_MOTHER": "postcode",
}


def _adviser_area(world: World) -> np.ndarray:
    """The MSOAs with the adviser: where most women smoke, as the fifths of their neighbourhoods say."""
    share = np.array(SMOKING_AT_BOOKING)[world.places.fifth]
    names, index = np.unique(world.places.msoa, return_inverse=True)
    mean = np.bincount(index, share * world.places.column("residents")) / np.bincount(
        index, world.places.column("residents")
    )
    return np.asarray(names[np.lexsort((names, -mean))[:ADVISER_MSOAS]])


def _smoking(
    rng: np.random.Generator, world: World, mother: Ints, booked: Ints, lsoa: Ints
) -> tuple[Flags, Flags, Flags]:
    """Whether each smokes at booking, sees the adviser, and smokes at delivery."""
    ethnic = GROUP_OF_CODE[world.people.ethnic[mother]]
    chance = np.array(SMOKING_AT_BOOKING)[world.places.fifth[lsoa]] * np.array([1.15, 1.0, 0.2, 0.3, 0.4])[ethnic]
    at_booking = rng.random(len(mother)) < chance * (1 - 0.035 * financial_year(booked))
    area = _adviser_area(world)
    world.notes["adviser_area_msoa21"] = [str(name) for name in area]
    offered = np.isin(world.places.msoa[lsoa], area) & (booked >= day_of(ADVISER_FROM))
    adviser = at_booking & offered & (rng.random(len(mother)) < ADVISER_UPTAKE)
    still = (1 - SMOKING_QUIT_BEFORE_DELIVERY) * np.where(adviser, ADVISER_RELATIVE_RISK, 1.0)
    return at_booking, adviser, at_booking & (rng.random(len(mother)) < still)


def write_deliveries(folder: Folder, ledger: Ledger, world: World) -> None:
    """Write ``deliveries.csv``, one row a baby."""
    rng = world.streams.stream("maternity")
    people = world.people
    baby = np.flatnonzero(people.mother >= 0)
    baby = baby[np.argsort(people.birth[baby], kind="stable")]
    mother, day, size = people.mother[baby], people.birth[baby], len(baby)
    lsoa = world.dwellings.lsoa[world.home_on(mother, day)]
    fifth = world.places.fifth[lsoa]
    at_booking_weeks = np.clip(np.rint(rng.normal(9.3, 2.2, size)), 5, 26).astype(np.int64)
    early = rng.random(size) < np.array([0.09, 0.085, 0.078, 0.073, 0.07])[fifth]
    weeks = np.where(early, 36 - rng.exponential(1.9, size).astype(np.int64), 37 + rng.binomial(5, 0.5, size))
    weeks = np.clip(weeks, 24, 42)
    booked = next_working_day(day - (weeks - at_booking_weeks) * 7)
    at_booking, adviser, smokes = _smoking(rng, world, mother, booked, lsoa)
    mean = 3420 - 165 * np.maximum(39.5 - weeks, 0) - 190 * smokes - np.array([60, 45, 30, 10, 0])[fifth]
    weight = np.clip(np.rint(rng.normal(mean, 430) / 5) * 5, 480, 5600)
    breast = np.array([0.44, 0.48, 0.53, 0.58, 0.63])[fifth] + 0.12 * (GROUP_OF_CODE[people.ethnic[mother]] > 0)
    breast += 0.01 * financial_year(day)
    feeding = np.where(rng.random(size) < breast, (rng.random(size) < 0.35).astype(np.int64), 2)
    feeding = np.where((rng.random(size) < 0.05) | (day > DAYS - 56), 3, feeding)
    unknown = rng.random(size) < 0.015
    book = records(world, rng, mother, world.home_on(mother, day))
    lose_nhs_numbers(rng, book, 0.006)
    swap_day_and_month(rng, book, 0.012)
    key = numbered("D", np.arange(1, size + 1), 7)
    name = "maternity/deliveries.csv"
    folder.csv(
        name,
        {
            "DELIVERY_ID": key,
            **Wording(world, book).block(_MOTHER),
            "ORGANISATION_CODE_PROVIDER": constant("RHM", size),
            "BOOKING_DATE": dates(booked),
            "GESTATION_AT_BOOKING_WEEKS": whole(at_booking_weeks),
            "SMOKING_STATUS_AT_BOOKING": coded(at_booking.astype(np.int64), ["N", "Y"]),
            "SMOKEFREE_ADVISER": coded(adviser.astype(np.int64), ["N", "Y"]),
            "DELIVERY_DATE": dates(day),
            "SMOKING_STATUS_AT_DELIVERY": coded(np.where(unknown, 2, smokes), ["N", "Y", "U"]),
            "GESTATION_AT_DELIVERY_WEEKS": whole(weeks),
            "BIRTH_WEIGHT_GRAMS": whole(weight),
            "NHS_NUMBER_BABY": whole(world.details.nhs_number[baby]),
            "SEX_BABY": coded(people.sex[baby], ["2", "1"]),
            "FEEDING_AT_6_TO_8_WEEKS": coded(feeding, ["01", "02", "03", "99"]),
        },
    )
    ledger.belongs("maternity", key, pa.array(mother + 1))
    for fault, rows in book.faults.items():
        ledger.plant(name, fault, key.take(pa.array(rows)), "link")
    _realised(world, booked, at_booking, adviser, smokes)


def _realised(world: World, booked: Ints, at_booking: Flags, adviser: Flags, smokes: Flags) -> None:
    """Note what came of the planted effect, counted among women who smoked at booking."""
    after = at_booking & (booked >= day_of(ADVISER_FROM))
    world.notes["adviser"] = {
        "seen": int((after & adviser).sum()),
        "seen_still_smoking": int((after & adviser & smokes).sum()),
        "not_seen": int((after & ~adviser).sum()),
        "not_seen_still_smoking": int((after & ~adviser & smokes).sum()),
    }
