"""Areas by code: name, kind, parent, and the days on which the code was in force."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

import pyarrow as pa

from oneplace.geo.history import COUNTIES_BEFORE, HISTORY, HISTORY_YEARS, ICB_RENAMED, columns, held_as
from oneplace.problems import OneplaceError

ENGLAND = "E92000001"
_NATIONS = {
    ENGLAND: "England",
    "K02000001": "United Kingdom",
    "K03000001": "Great Britain",
    "K04000001": "England and Wales",
}
_NHS_REGIONS = {
    "Y56": "London",
    "Y58": "South West",
    "Y59": "South East",
    "Y60": "Midlands",
    "Y61": "East of England",
    "Y62": "North West",
    "Y63": "North East and Yorkshire",
}
_ICB_START = date(2022, 7, 1)  # Health and Care Act 2022, section 19
_ICB_RENAMED_ON = date(2023, 4, 1)


@dataclass(frozen=True)
class Area:
    """An area or organisation by its ONS or ODS code; in force on ``[valid_from, valid_to)``, None being open."""

    code: str
    name: str
    kind: str
    parent: str | None = None
    valid_from: date | None = None
    valid_to: date | None = None


def _local_authorities() -> list[Area]:
    names = tuple(f"ltla{year}_{part}" for year in HISTORY_YEARS for part in ("code", "name"))
    seen: dict[str, tuple[str, list[int]]] = {}
    for row in columns(HISTORY, *names):
        for position, year in enumerate(HISTORY_YEARS):
            code, name = row[2 * position : 2 * position + 2]
            years = seen[code][1] if code in seen else []
            seen[code] = (name, [*years, year])  # by its newest name: Shepway is Folkestone and Hythe since 2018
    region = dict(columns("geography/lad24.csv", "lad24", "region24"))
    first, last = HISTORY_YEARS[0], HISTORY_YEARS[-1]
    return [
        Area(
            code,
            name.removesuffix(", City of").removesuffix(", County of"),
            "local_authority",
            region.get(code),
            None if min(years) == first else date(2000 + min(years), 4, 1),
            None if max(years) == last else date(2001 + max(years), 4, 1),
        )
        for code, (name, years) in seen.items()
        if code.startswith("E")
    ]


def _regions_and_counties() -> list[Area]:
    rows = columns("geography/lad24.csv", "region24", "region24_name", "utla23", "utla23_name")
    regions = {code: Area(code, name, "region", ENGLAND) for code, name, _, _ in rows}
    counties = {
        upper: Area(upper, name, "county", region) for region, _, upper, name in rows if upper.startswith("E10")
    }
    before = [
        Area(code, each.name, "county", region, None, each.ended)
        for code, each in COUNTIES_BEFORE.items()
        for region, district in columns("geography/lad24.csv", "region24", "lad24")
        if district == each.within[0]
    ]
    return [*regions.values(), *counties.values(), *before]


def _health_areas() -> list[Area]:
    found: dict[str, Area] = {}
    names = ("icb24", "icb24_nhs", "icb24_name", "sicbl24", "sicbl24_nhs", "sicbl24_name")
    for icb, icb_ods, icb_name, sub, sub_ods, sub_name in columns("geography/icb24.parquet", *names):
        for code, ods, name, kind, parent in (
            (icb, icb_ods, icb_name, "icb", None),
            (sub, sub_ods, sub_name, "sub_icb", icb),
        ):
            found[code] = Area(code, name, kind, parent, _ICB_START)
            found[ods] = Area(ods, name, f"{kind}_ods", parent)
    for old, new in ICB_RENAMED.items():
        now = found[new]
        found[old] = Area(old, now.name, now.kind, None, _ICB_START, _ICB_RENAMED_ON)
        found[new] = Area(new, now.name, now.kind, None, _ICB_RENAMED_ON)
    return list(found.values())


def _small_areas() -> list[Area]:
    wards = [
        Area(code, name, "ward", lad)
        for code, name, lad in columns("geography/ward24.parquet", "ward24", "ward24_name", "lad24")
    ]
    msoas = [
        Area(code, common or name, "msoa", lad)
        for code, name, common, lad in columns(
            "geography/msoa_names.parquet", "msoa", "msoa_name", "msoa_hcl_name", "lad"
        )
    ]
    lsoas = [
        Area(code, name, "lsoa", msoa)
        for code, name, msoa in columns("geography/lsoa21_lookup.parquet", "lsoa21", "lsoa21_name", "msoa21")
    ]
    current = {area.code for area in lsoas}
    older = [
        Area(code, name, "lsoa", msoa, None, date(2021, 3, 21))
        for code, name, msoa in columns("geography/lsoa11_lookup.parquet", "lsoa11", "lsoa11_name", "msoa11")
        if code not in current
    ]
    return [*wards, *msoas, *lsoas, *older]


def _network(code: str | None) -> str | None:
    """A primary care network's code; the publisher writes "U" (unallocated) for a practice in none."""
    return None if code == "U" else code


_SMALL_WORDS = re.compile(r"(?<= )(And|For|Of|On|Upon)(?= )")
"""As the list of trusts writes them: “East Of England”."""


def _lower(found: re.Match[str]) -> str:
    return found[0].lower()


def _organisations() -> list[Area]:
    practices = columns("organisations/gp_practices.parquet", "practice", "name", "pcn", "pcn_name", "icb23")
    pcns = {pcn: Area(pcn, name, "pcn", icb) for _, _, pcn, name, icb in practices if _network(pcn)}
    trusts = [
        Area(code, _SMALL_WORDS.sub(_lower, name), "ambulance_trust" if "Ambulance" in name else "trust", icb)
        for code, name, icb in columns("organisations/nhs_trusts_2022.csv", "trust", "name", "main_icb22")
    ]
    gps = [Area(code, name, "practice", _network(pcn) or icb) for code, name, pcn, _, icb in practices]
    return [*pcns.values(), *trusts, *gps]


@cache
def _by_code() -> dict[str, Area]:
    nations = [Area(code, name, "nation") for code, name in _NATIONS.items()]
    nations += [Area(code, name, "nhs_region", ENGLAND) for code, name in _NHS_REGIONS.items()]
    rooms = (nations, _regions_and_counties(), _local_authorities(), _health_areas(), _small_areas(), _organisations())
    return {area.code: area for room in rooms for area in room}


def areas(kind: str | None = None) -> pa.Table:
    """Every area and organisation that is carried: code, name, kind, parent, valid_from, valid_to.

    Kinds: nation, region, nhs_region, county, local_authority, icb, sub_icb (ONS codes), icb_ods, sub_icb_ods (ODS),
    ward, msoa, lsoa, pcn, trust, ambulance_trust, practice.
    """
    rows = [area for area in _by_code().values() if kind in (None, area.kind)]
    fields = ("code", "name", "kind", "parent")
    columns = {field: pa.array([getattr(row, field) for row in rows], pa.string()) for field in fields}
    days = {field: pa.array([getattr(row, field) for row in rows], pa.date32()) for field in ("valid_from", "valid_to")}
    return pa.table(columns | days)


def area(code: str) -> Area | None:
    """The area or organisation with this ONS or ODS code; None where it is not carried."""
    return _by_code().get(held_as(code))


def name_of(code: str) -> str:
    """The name of an area or organisation; its code where it is not carried, or is none."""
    try:
        found = area(code)
    except OneplaceError:
        return code
    return found.name if found else code


def known_on(code: str, day: date) -> bool:
    """Whether the code is carried and was in force on ``day``."""
    found = area(code)
    if found is None:
        return False
    return (found.valid_from is None or found.valid_from <= day) and (found.valid_to is None or day < found.valid_to)


@cache
def county_of(authority: str) -> str | None:
    """The county of a district (April 2024) by its code; None of an authority that lies in none."""
    upper = dict(columns("geography/lad24.csv", "lad24", "utla23")).get(authority)
    return upper if upper and upper.startswith("E10") else None


@cache
def districts(county: str) -> tuple[str, ...]:
    """The districts of a county (April 2024) by their codes; empty where it has none that are carried."""
    rows = columns("geography/lad24.csv", "lad24", "utla23")
    return tuple(lad for lad, upper in rows if upper == county and lad != county)


def parts(codes: Sequence[str]) -> tuple[str, ...]:
    """What a place of these areas is made of: they themselves where they are several, of one county its districts."""
    return tuple(codes) if len(codes) > 1 else tuple(part for code in codes for part in districts(code))


def local_authorities(codes: Sequence[str]) -> tuple[str, ...]:
    """The local authorities among these codes, each once; of a county its districts. Other codes are left out."""
    found = [code for one in codes for code in (districts(one) if one.startswith("E10") else (one,))]
    return tuple(dict.fromkeys(code for code in found if code[:3] in ("E06", "E07", "E08", "E09")))


def neighbours(code: str, kind: str = "global", count: int = 20) -> Sequence[str]:
    """The ONS statistical neighbours of a local authority, nearest first.

    ``kind``: ``global``, ``economic`` or ``demographic`` (ONS "Clustering similar local authorities", 2025).
    """
    rows = columns("geography/ons_statistical_neighbours.parquet", "lad", "type", "rank", "neighbour")
    ranked = sorted(
        (rank, other) for lad, group, rank, other in rows if held_as(lad) == held_as(code) and group == kind
    )
    return [held_as(other) for _, other in ranked[:count]]
