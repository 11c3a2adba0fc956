"""What is really so in the synthetic place, for marking linkage, measures and evaluations."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pyarrow as pa

from oneplace.synth.city import planted
from oneplace.synth.city.homes import CODES
from oneplace.synth.city.world import World
from oneplace.synth.draw.calendar import DAYS, FAR, YEAR
from oneplace.synth.draw.randomness import Floats, Ints
from oneplace.synth.extracts.ledger import Ledger
from oneplace.synth.extracts.tables import Columns, Folder, coded, dates, whole

_BANDS = np.array([5, 18, 35, 50, 65, 75, 85])


def persons(world: World) -> Columns:
    """Columns of ``persons.parquet``: one row a person who ever lived in the city."""
    people, details, health = world.people, world.details, world.health
    return {
        "true_person_id": whole(np.arange(1, len(people) + 1)),
        "nhs_number": whole(details.nhs_number),
        "given_name": coded(details.given, world.names.given),
        "family_name": coded(details.family, world.names.family),
        "sex": coded(people.sex, ["F", "M"]),
        "birth_date": dates(people.birth),
        "death_date": dates(people.death, people.death >= FAR),
        "ethnic_code": coded(people.ethnic, CODES),
        "lsoa21_code": coded(world.dwellings.lsoa[people.home], world.places.codes),
        "deprivation": whole(world.fifth + 1),
        "resident_from": dates(people.entry),
        "resident_to": dates(people.exit, people.exit >= DAYS),
        "moved_on": dates(people.moved_on, people.moved_on >= people.exit),
        "second_lsoa21_code": coded(
            world.dwellings.lsoa[people.second_home], world.places.codes, people.moved_on >= people.exit
        ),
        "mother_true_person_id": whole(people.mother + 1, people.mother < 0),
        "twin_true_person_id": _other(world, world.alike.twins),
        "namesake_true_person_id": _other(world, world.alike.namesakes),
        "named_after_true_person_id": _other(world, world.alike.named_after),
        "former_family_name": coded(details.former, world.names.family, details.former == details.family),
        "registered_with_practice": pa.array(details.registered),
        "digitally_excluded": pa.array(details.digitally_excluded),
        "smokes": pa.array(health.smokes),
        **{f"{name}_onset": dates(day, day >= people.exit) for name, day in health.onset.items()},
        **{f"{name}_coded": pa.array(flag) for name, flag in health.coded.items() if name in planted.UNDIAGNOSED},
    }


def _other(world: World, pairs: Ints) -> pa.Array:
    found = world.alike.other(pairs, len(world.people))
    return whole(found + 1, found < 0)


def rate_ratios(world: World, person: Ints) -> list[float]:
    """Events a person-year by fifth, against the least deprived, as they came out (ages weighed as in the city)."""
    people, fifth = world.people, world.fifth
    years = (people.exit - people.entry) / YEAR
    band = np.searchsorted(_BANDS, people.middle_age, side="right")
    cell = band * 5 + fifth
    at_risk = np.bincount(cell, years, 40).reshape(8, 5)
    events = np.bincount(cell[person], minlength=40).reshape(8, 5)
    standard = at_risk.sum(axis=1) / at_risk.sum()
    rate: Floats = np.divide(events, at_risk, out=np.zeros((8, 5)), where=at_risk > 0)
    whole_rate = (rate * standard[:, None]).sum(axis=0)
    return [round(float(value / whole_rate[4]), 3) if whole_rate[4] else float("nan") for value in whole_rate]


def _planted() -> dict[str, Any]:
    return {
        "note": "Everyone in this place is made up. Planted sizes are nobody's figures.",
        "rate_ratios_by_deprivation": planted.FIFTHS,
        "rate_ratios_by_ethnic_group": planted.ETHNICITY,
        "condition_ratios_by_deprivation": planted.CONDITION_FIFTHS,
        "condition_ratios_by_ethnic_group": planted.CONDITION_ETHNICITY,
        "smoking_share_by_deprivation": planted.SMOKING,
        "smoking_at_booking_by_deprivation": planted.SMOKING_AT_BOOKING,
        "smoking_quit_before_delivery": planted.SMOKING_QUIT_BEFORE_DELIVERY,
        "interventions": {
            "smokefree_adviser": planted.ADVISER,
            "frequent_attender_phone_service": planted.PHONE_SERVICE,
        },
        "undiagnosed_share_by_deprivation": planted.UNDIAGNOSED,
        "digital_exclusion_by_deprivation": planted.DIGITAL_EXCLUSION,
        "missed_outpatient_appointment_by_deprivation": planted.MISSED_APPOINTMENT,
        "discharge_delays_65_and_over": planted.DELAYS,
        "link_worker_gain": planted.LINK_WORKER_GAIN,
        "reablement_home_after": planted.REABLEMENT_HOME_91_DAYS,
        "ed_within_four_hours_by_year": planted.ED_WITHIN_FOUR_HOURS,
        "ambulance_c2_mean_minutes_by_year": planted.AMBULANCE_C2_MEAN_MINUTES,
        "calls_111_answered_60s_by_year": planted.CALLS_111_ANSWERED_60S,
        "cyp_wait_median_days_by_year": planted.CYP_WAIT_MEDIAN_DAYS,
        "adult_mental_health_wait_median_days_by_year": planted.ADULT_MENTAL_HEALTH_WAIT_MEDIAN_DAYS,
        "rtt_median_weeks_by_year": planted.RTT_MEDIAN_WEEKS,
    }


def write_truth(folder: Folder, ledger: Ledger, world: World, outcomes: dict[str, Ints], residents: int) -> None:
    """Write ``truth/``; ``outcomes`` names events and says whose each is."""
    folder.parquet("truth/persons.parquet", persons(world))
    folder.parquet("truth/records.parquet", ledger.records())
    folder.parquet("truth/faults.parquet", ledger.faults())
    years = float(((world.people.exit - world.people.entry) / YEAR).sum())
    realised = {
        name: {
            "events": len(person),
            "per_1000_person_years": round(1000 * len(person) / years, 2),
            "age_adjusted_rate_ratios_by_deprivation": rate_ratios(world, person),
        }
        for name, person in outcomes.items()
    }
    document = {
        "seed": world.streams.seed,
        "residents": residents,
        "people": len(world.people),
        "person_years": round(years, 1),
        "planted": _planted(),
        "realised": {**realised, **world.notes},
        "faults": ledger.counts(),
        "rows": {name: count for name, count in sorted(folder.rows.items()) if not name.startswith("truth/")},
    }
    path = folder.root / "truth" / "truth.json"
    path.write_text(json.dumps(document, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
