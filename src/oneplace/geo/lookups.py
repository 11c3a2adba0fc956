"""Which small area lies in which larger one, which practice and which trust stands where."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from functools import cache

import pyarrow as pa
import pyarrow.compute as pc

from oneplace.assets import folder, read_table

_LSOA_2021 = {
    "lsoa21": "lsoa21_code",
    "lsoa21_name": "name",
    "msoa21": "msoa21_code",
    "ward24": "ward_code",
    "lad24": "local_authority_code",
    "sicbl24": "sub_icb_code",
    "icb24": "icb_code",
    "region24": "region_code",
    "ruc21_code": "rural_urban",
    "lat": "latitude",
    "lon": "longitude",
}
_LSOA_2011 = {
    "lsoa11": "lsoa11_code",
    "lsoa11_name": "name",
    "msoa11": "msoa11_code",
    "lad22": "local_authority_code",
    "sicbl22": "sub_icb_code",
    "icb22": "icb_code",
    "ambulance_service": "ambulance_service",
    "lat": "latitude",
    "lon": "longitude",
}
_CHANGES = {"lsoa11": "lsoa11_code", "lsoa21": "lsoa21_code", "change_code": "change"}
_PRACTICES = {
    "practice": "organisation_code",
    "name": "name",
    "postcode": "postcode",
    "lat": "latitude",
    "lon": "longitude",
    "lsoa11": "lsoa11_code",
    "lad21": "local_authority_code",
    "pcn": "pcn_code",
    "pcn_name": "pcn_name",
    "sub_icb": "sub_icb_ods_code",
    "icb23": "icb_code",
    "list_size_jul2023": "registered_patients",
}
_CATCHMENTS = {
    "trust": "organisation_code",
    "lad21": "local_authority_code",
    "share_of_trust_patients": "share",
}
_TRUSTS = {
    "trust": "organisation_code",
    "name": "name",
    "status": "status",
    "nhs_region": "nhs_region",
    "main_icb22": "icb_code",
    "lat": "latitude",
    "lon": "longitude",
}


@cache
def renamed(path: str, names: tuple[tuple[str, str], ...]) -> pa.Table:
    """A shipped file's columns under our names (``names`` maps the publisher's to ours)."""
    return read_table(folder("opendata") / path, tuple(old for old, _ in names)).rename_columns(
        [new for _, new in names]
    )


def among(table: pa.Table, column: str, codes: Sequence[str] | None) -> pa.Table:
    """The rows whose ``column`` is one of ``codes``; all of them where ``codes`` is None."""
    if codes is None:
        return table
    return table.filter(pc.is_in(table[column], value_set=pa.array(list(codes), pa.string())))


def lsoas(version: int = 2021, local_authorities: Sequence[str] | None = None) -> pa.Table:
    """England's lower super output areas of Census 2011 (32,844) or 2021 (33,755), one row each, by code.

    2021: lsoa21_code, name, msoa21_code, ward_code (2024), local_authority_code (2024), sub_icb_code, icb_code,
    region_code, rural_urban, latitude, longitude. 2011: lsoa11_code, name, msoa11_code, local_authority_code
    (2022), sub_icb_code, icb_code (2022), ambulance_service (best fit by sub-ICB area), latitude, longitude. Points are
    population-weighted centroids in WGS84 degrees (geometric ones lie a median 127 m and up to 10.8 km away).
    """
    if version == 2021:
        table = renamed("geography/lsoa21_lookup.parquet", tuple(_LSOA_2021.items()))
    elif version == 2011:
        table = renamed("geography/lsoa11_lookup.parquet", tuple(_LSOA_2011.items()))
    else:
        raise ValueError(f"LSOAs were drawn for the censuses of 2011 and 2021, not {version}")
    return among(table, "local_authority_code", local_authorities)


def authorities_of(boards: Sequence[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The local authorities (2024) that lie whole in these care boards together, and those that reach out of them.

    By their LSOAs of 2021; both empty for codes of which none is a board's.
    """
    lies_in: defaultdict[str, set[str]] = defaultdict(set)
    table = lsoas(2021).select(["local_authority_code", "icb_code"])
    for row in table.group_by(["local_authority_code", "icb_code"]).aggregate([]).to_pylist():
        lies_in[row["local_authority_code"]].add(row["icb_code"])
    inside = {code: found <= {*boards} for code, found in sorted(lies_in.items()) if found & {*boards}}
    whole = tuple(code for code, is_whole in inside.items() if is_whole)
    return whole, tuple(code for code in inside if code not in whole)


def lsoa_changes() -> pa.Table:
    """From LSOA 2011 to LSOA 2021: lsoa11_code, lsoa21_code, change (U unchanged, S split, M merged, X irregular).

    A value of a 2011 area may be carried to 2021 only where the change is U; 1,842 rows are splits, 194 mergers
    and 9 irregular. There is no way round saying so.
    """
    return renamed("geography/lsoa11_to_lsoa21.parquet", tuple(_CHANGES.items()))


def practices(local_authorities: Sequence[str] | None = None) -> pa.Table:
    """England's GP practices with patients on 1 July 2023.

    organisation_code, name, postcode, latitude, longitude, lsoa11_code, local_authority_code (2021), pcn_code and
    pcn_name (2023/24; null where the practice was in none), sub_icb_ods_code, icb_code (2022),
    registered_patients.
    People registered at a city's practices are not the people who live there: never divide one by the other.
    """
    table = renamed("organisations/gp_practices.parquet", tuple(_PRACTICES.items()))
    allocated = pc.not_equal(table["pcn_code"], "U")  # "U": unallocated
    for name in ("pcn_code", "pcn_name"):
        position = table.column_names.index(name)
        table = table.set_column(position, name, pc.if_else(allocated, table[name], None))
    return among(table, "local_authority_code", local_authorities)


def trust_catchments() -> pa.Table:
    """Where each trust's patients live (2022): organisation_code, local_authority_code (2021), share (0 to 1)."""
    return renamed("organisations/trust_patient_flow_lad21.parquet", tuple(_CATCHMENTS.items()))


def trusts() -> pa.Table:
    """NHS trusts of 2022: organisation_code, name, status, nhs_region, icb_code (main, 2022), latitude, longitude."""
    return renamed("organisations/nhs_trusts_2022.csv", tuple(_TRUSTS.items()))
