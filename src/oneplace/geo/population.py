"""Populations by small area, and the standard population that rates are standardised to."""

from __future__ import annotations

from collections.abc import Sequence

import pyarrow as pa

from oneplace.geo.lookups import among, lsoas, renamed

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


def european_standard_population() -> pa.Table:
    """European Standard Population 2013 (Eurostat): age_band ("00-04" … "90+"), weight; weights add to 100,000."""
    return renamed("population/esp2013.csv", (("age_band", "age_band"), ("esp2013", "weight")))
