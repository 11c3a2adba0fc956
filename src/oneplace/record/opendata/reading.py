"""Reading a dataset: the loader of each, and `read`."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from oneplace.assets import folder as shipped
from oneplace.problems import OneplaceError, did_you_mean
from oneplace.record.database import open_database
from oneplace.record.opendata.loaders import (
    access,
    ambulance,
    beds,
    census,
    deprivation,
    discharge,
    discharge_days,
    emergency_departments,
    fingertips,
    gp_appointments,
    life_expectancy,
    local_indicators,
    maternity,
    mental_health_act,
    population,
    practices,
    primary_care,
    small_areas,
    social_care,
    social_contact,
    staff,
    talking_therapies,
    unit_costs,
    waiting_list,
)
from oneplace.record.opendata.register import DATASETS
from oneplace.record.opendata.tidy import Files, told_once, under_held_codes

LOADERS: Mapping[str, Callable[[Files], pa.Table]] = {
    "access_2025": access.load,
    "ambulance": ambulance.load,
    "beds": beds.load,
    "census_2021": census.load,
    "census_2021_homes_disability": small_areas.load_homes,
    "deprivation_2019": deprivation.load_2019,
    "deprivation_2025": deprivation.load_2025,
    "discharge_days_icb": discharge_days.load_icb,
    "discharge_days_trust": discharge_days.load_trust,
    "discharge_delay_reasons": discharge.load_reasons,
    "discharge_icb": discharge.load_icb,
    "discharge_trust": discharge.load_trust,
    "emergency_departments_icb": emergency_departments.load_icb,
    "emergency_departments_trust": emergency_departments.load_trust,
    "fingertips_england": fingertips.load,
    "fuel_poverty_2020": small_areas.load_fuel_poverty,
    "gp_appointments": gp_appointments.load,
    "healthy_life_expectancy_2022": local_indicators.load_first_published,
    "life_expectancy_2001_2018": life_expectancy.load,
    "life_expectancy_small_areas": small_areas.load_life_expectancy,
    "local_indicators": local_indicators.load,
    "loneliness_2020_21": small_areas.load_loneliness,
    "maternity_2025": maternity.load,
    "maternity_by_residence_2025": maternity.load_by_residence,
    "mental_health_act": mental_health_act.load,
    "practice_gps": practices.load_gps,
    "practice_payments": practices.load_payments,
    "practices": practices.load,
    "patients_per_gp": primary_care.load_patients_per_gp,
    "population_estimates": population.load_estimates,
    "population_mid_2020": population.load_mid_2020,
    "registered_patients": primary_care.load_registered_patients,
    "social_care_outcomes": social_care.load,
    "social_contact": social_contact.load,
    "staff_survey": staff.load,
    "talking_therapies": talking_therapies.load,
    "unit_costs": unit_costs.load,
    "waiting_list_england": waiting_list.load,
}


@lru_cache(maxsize=64)
def _load(dataset: str, folder: Path) -> pa.Table:
    try:
        with open_database() as connection:
            return told_once(under_held_codes(LOADERS[dataset](Files(folder, connection))), connection)
    except duckdb.Error as error:
        first_line = str(error).partition("\n")[0]
        raise OneplaceError.at(
            folder / DATASETS[dataset].files[0],
            f"The file holds what its loader can't use: {first_line}",
            "Fetch it again from its publisher.",
        ) from error


def _unknown(what: str, name: str, known: Sequence[str], where: Path) -> OneplaceError:
    mend = did_you_mean(name, known, f"Known are: {', '.join(sorted(known))}.")
    return OneplaceError.at(where, f"There is no {what} {name!r}.", mend)


def _whole(dataset: str, folder: Path | None) -> tuple[pa.Table, Path]:
    home = folder or shipped("opendata")
    entry = DATASETS.get(dataset)
    if entry is not None and entry.refused:
        raise OneplaceError.at(home / "register.yaml", f"{entry.title} is not read: {entry.refused}", "")
    if dataset not in LOADERS:
        raise _unknown("dataset", dataset, tuple(LOADERS), home / "register.yaml")
    return _load(dataset, home), home


def series_of(dataset: str) -> list[str]:
    """The ids of the series that a dataset holds."""
    table, _ = _whole(dataset, None)
    return sorted(pc.unique(table["series"]).to_pylist())


def read(
    dataset: str,
    series: str | None = None,
    areas: Sequence[str] | None = None,
    *,
    folder: Path | None = None,
) -> pa.Table:
    """Rows of a dataset in the tidy shape `SCHEMA`, ordered by series, area, period, dimension and group.

    ``series`` and ``areas`` (ONS or ODS codes; England is E92000001) choose among them; an area that the dataset
    doesn't hold gives no row. ``folder`` is another folder of open data than the one that ships (the summaries of
    deprivation are always made from the shipped one). Raises
    `OneplaceError` for an unknown or refused dataset, an unknown series, and a file that is missing, broken or of
    another layout. A percentage is a number from 0 to 100; times are minutes unless the series says seconds.
    """
    table, home = _whole(dataset, folder)
    if series is not None:
        known = pc.unique(table["series"]).to_pylist()
        if series not in known:
            raise _unknown("series", series, known, home / "register.yaml")
        table = table.filter(pc.equal(table["series"], series))
    if areas is not None:
        table = table.filter(pc.is_in(table["area_code"], value_set=pa.array(list(areas), pa.string())))
    return table
