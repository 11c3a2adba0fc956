"""Populations by small area, and the standard population that rates are standardised to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from oneplace.geo.history import successors
from oneplace.geo.lookups import among, lsoas, renamed

_ESTIMATES = "population/area_population_2001_2024.parquet"
_FIRST = "population/lad21_mid2020_single_year.parquet"
_COLUMNS = ("area_code", "year", "population_count", "pct_0_to_15", "pct_65_plus")
_OLDEST = 90
_BROAD = (range(16), range(16, 65), range(65, _OLDEST + 1))
_BANDS = [f"age_{start:02d}_{start + 4:02d}" for start in range(0, 90, 5)] + ["age_90_plus"]
_CENSUS = {
    "lsoa21": "lsoa21_code",
    "residents": "residents",
    "households": "households",
    **{band: band for band in ("age_00_15", "age_16_24", "age_25_34", "age_35_49", "age_50_64", "age_65_plus")},
    "eth_asian_asian_british_or_asian_welsh": "asian",
    "eth_black_black_british_black_welsh_caribbean_or_african": "black",
    "eth_mixed_or_multiple_ethnic_groups": "mixed",
    "eth_other_ethnic_group": "other",
    "eth_white": "white",
}


def _within(table: pa.Table, key: str, version: int, local_authorities: Sequence[str] | None) -> pa.Table:
    if local_authorities is None:
        return table
    return among(table, key, lsoas(version, local_authorities)[key].to_pylist())


def census_2021(local_authorities: Sequence[str] | None = None) -> pa.Table:
    """Usual residents by LSOA 2021 on 21 March 2021: six age bands, five ethnic groups, and households.

    Cells are perturbed by the publisher, so England's areas add to 60 more than the published 56,490,048, and
    the age bands of an area need not add to its residents exactly.
    """
    table = renamed("population/lsoa21_census2021.parquet", tuple(_CENSUS.items()))
    return _within(table, "lsoa21_code", 2021, local_authorities)


def lsoa_mid_2020(local_authorities: Sequence[str] | None = None) -> pa.Table:
    """Persons by LSOA 2011 and five-year age band, mid-2020, before the census rebased it (its own series)."""
    names = (("lsoa11", "lsoa11_code"), ("total", "total"), *((band, band) for band in _BANDS))
    table = renamed("population/lsoa11_mid2020_age5.parquet", names)
    return _within(table, "lsoa11_code", 2011, local_authorities)


def residents(
    areas: Sequence[str],
    year: int,
    min_age: int = 0,
    max_age: int | None = None,
    *,
    totals: Mapping[str, float] | None = None,
) -> dict[str, float]:
    """Residents of these ages (both included) on 30 June of a year, of each area for which they are known.

    They are made of the estimates' three broad ages, of the nearest year that is held (2001 to 2024). Of a part of one
    it is the share that these ages were of it in mid-2020: no single years of age are held of other years. ``totals``
    are the residents of all ages by another edition than the one that ships, for the areas of which it tells.
    An authority that was replaced since 2020 has those of mid-2020 alone: the estimates leave it out.
    """
    table = among(renamed(_ESTIMATES, tuple((name, name) for name in _COLUMNS)), "area_code", areas)
    held = pc.min_max(table["year"]).as_py()
    rows = table.filter(pc.equal(table["year"], min(max(year, held["min"]), held["max"]))).to_pylist() if table else []
    wanted = range(min_age, (_OLDEST if max_age is None else max_age) + 1)
    newer = totals or {}
    rows = [{**row, "population_count": newer.get(row["area_code"], row["population_count"])} for row in rows]
    before = {area: float(sum(people[age] for age in wanted)) for area, people in _replaced(areas).items()}
    found = before | {row["area_code"]: _of_ages(row, wanted) for row in rows}
    return {code: people for code, people in found.items() if people is not None}


def _of_ages(row: Mapping[str, Any], wanted: range) -> float | None:
    young, old = row["pct_0_to_15"], row["pct_65_plus"]
    parts = [_part(row["area_code"], band, wanted) for band in _BROAD]
    shares = zip(parts, (young, 100 - young - old, old), strict=True)
    return (
        None if None in parts else sum(part * share for part, share in shares if part) * row["population_count"] / 100
    )


def _part(area: str, band: range, wanted: range) -> float | None:
    """How much of the people of a band of ages is of those wanted; None where that is not known."""
    inside = [age for age in band if age in wanted]
    if len(inside) in (0, len(band)):
        return float(bool(inside))
    people = _single_years().get(area)
    return sum(people[age] for age in inside) / sum(people[age] for age in band) if people else None


def _replaced(areas: Sequence[str]) -> dict[str, list[float]]:
    return {code: people for code in areas if successors(code) and (people := _single_years().get(code))}


@cache
def _single_years() -> dict[str, list[float]]:
    """Of each authority of 2021 its people by single year of age in mid-2020, as first published."""
    ages = [f"age_{age:02d}" for age in range(_OLDEST + 1)]
    table = renamed(_FIRST, tuple((name, name) for name in ("lad21", *ages)))
    return {row.pop("lad21"): list(row.values()) for row in table.to_pylist()}


def european_standard_population() -> pa.Table:
    """European Standard Population 2013 (Eurostat): age_band ("00-04" … "90+"), weight; weights add to 100,000."""
    return renamed("population/esp2013.csv", (("age_band", "age_band"), ("esp2013", "weight")))
