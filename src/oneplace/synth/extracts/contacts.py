"""Community and mental health services: referrals and the contacts that follow them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from oneplace.synth.city.world import World
from oneplace.synth.draw.calendar import Rhythm, next_working_day, office_slots
from oneplace.synth.draw.randomness import Floats, Ints, pick, spread
from oneplace.synth.extracts.identity import (
    Records,
    Wording,
)
from oneplace.synth.extracts.tables import Columns, coded, constant, moments, numbered, whole

REFERRALS = Rhythm("weekdays", trend=0.03, covid=0.2)
_ATTENDED = ["5", "6", "3", "7", "2", "4"]
_MECHANISMS = ["01", "02", "11"]
_PATIENT = {
    "NHSNumber": "nhs_number",
    "NHSNumberStatus": "status",
    "GivenName": "given",
    "FamilyName": "family",
    "PersonBirthDate": "birth",
    "Gender": "gender",
    "EthnicCategory": "ethnic",
    "Postcode": "postcode",
}


@dataclass
class Referrals:
    """One entry a referral; each is followed by ``contacts`` contacts from ``first`` on, ``gap`` days apart."""

    person: Ints
    day: Ints
    team: Ints
    first: Ints
    contacts: Ints
    gap: Floats

    def sorted(self) -> Referrals:
        """In order of the day received."""
        order = np.argsort(self.day, kind="stable")
        return Referrals(**{name: values[order] for name, values in vars(self).items()})


def follow_up(rng: np.random.Generator, world: World, found: Referrals) -> tuple[Ints, Ints, Ints]:
    """Referral and day of each contact while the person lives here, and the last day planned for each referral."""
    row = np.repeat(np.arange(len(found.person)), found.contacts)
    step = spread(np.zeros(len(found.contacts), dtype=np.int64), found.contacts)
    jitter = rng.random(len(row)) * np.minimum(found.gap[row], 7)
    day = next_working_day(found.first[row] + (step * found.gap[row] + jitter * (step > 0)).astype(np.int64))
    keep = day < world.people.exit[found.person[row]]
    last = found.first + ((found.contacts - 1).clip(0) * found.gap).astype(np.int64) + 7
    return row[keep], day[keep], np.maximum(last, found.day)


@dataclass(frozen=True)
class ContactFile:
    """How one collection names its contacts: prefix of the keys, and its columns for when, whether, how, how long."""

    prefix: str
    when: str
    attended: str
    mechanism: str
    minutes: str


def contact_columns(
    rng: np.random.Generator, file: ContactFile, requests: pa.Array, contacts: tuple[Ints, Ints], *, remote: float
) -> Columns:
    """Columns of a file of contacts in order of time; ``remote`` is the share by telephone or video."""
    row, day = contacts
    at = office_slots(rng, day)
    order = np.argsort(at, kind="stable")
    size = len(order)
    attended = pick(rng, [0.84, 0.01, 0.07, 0.005, 0.04, 0.035], size)
    how = pick(rng, [1 - remote, remote * 0.85, remote * 0.15], size)
    return {
        "CareContactId": numbered(file.prefix, np.arange(1, size + 1), 9),
        "ServiceRequestId": requests.take(pa.array(row[order])),
        file.when: moments(at[order]),
        file.attended: coded(attended, _ATTENDED),
        file.mechanism: coded(how, _MECHANISMS),
        file.minutes: whole(np.clip(np.rint(rng.gamma(5, 7, size) / 5) * 5, 5, 180), attended > 1),
    }


def patient_columns(world: World, book: Records, key: pa.Array, provider: tuple[str, str]) -> Columns:
    """Columns of a file of patients; ``provider`` is the name of its column and the organisation's code."""
    column, code = provider
    return {"LocalPatientId": key, column: constant(code, len(book)), **Wording(world, book).block(_PATIENT)}
