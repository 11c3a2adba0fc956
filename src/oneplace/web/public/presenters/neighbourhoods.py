"""What a neighbourhood or a ward is like: its people, its deprivation, and all that is measured there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.urls import reverse

from oneplace import geo
from oneplace.place import Outlines, Place
from oneplace.vocabulary.wording import count_words, decimal
from oneplace.web.presenters.counted import Counted, Of, counted
from oneplace.web.presenters.spines import Line
from oneplace.web.public.presenters.area_values import of_neighbourhood, of_ward, values
from oneplace.web.public.presenters.surgeries import Practice, practices_near
from oneplace.web.snapshot import Snapshot

NEIGHBOURHOOD = "neighbourhood"
VINTAGE = 2025
DOMAINS = {
    "income": "Income",
    "employment": "Employment",
    "education": "Education, skills and training",
    "health": "Health deprivation and disability",
    "crime": "Crime",
    "housing": "Barriers to housing and services",
    "environment": "Living environment",
}
AGES = {
    "age_00_15": "0 to 15",
    "age_16_24": "16 to 24",
    "age_25_34": "25 to 34",
    "age_35_49": "35 to 49",
    "age_50_64": "50 to 64",
    "age_65_plus": "65 and over",
}
GROUPS = {
    "asian": "Asian, Asian British or Asian Welsh",
    "black": "Black, Black British, Black Welsh, Caribbean or African",
    "mixed": "Mixed or multiple ethnic groups",
    "white": "White",
    "other": "Other ethnic group",
}
TENTHS = (
    "most deprived tenth",
    *(f"{n} most deprived tenth" for n in ("2nd", "3rd", "4th", "5th")),
    *(f"{n} least deprived tenth" for n in ("5th", "4th", "3rd", "2nd")),
    "least deprived tenth",
)


@dataclass(frozen=True)
class Area:
    """A neighbourhood in the list and on the map."""

    code: str
    name: str
    part: str
    ward: str
    authority: str
    fifth: int | None
    tenth: str
    href: str
    path: str


@dataclass(frozen=True)
class Ward:
    """A ward with its neighbourhoods (best fit)."""

    code: str
    name: str
    href: str
    areas: list[Area]


@dataclass(frozen=True)
class AreaMap:
    """All neighbourhoods of a place, the box that their outlines are drawn in, and their wards by name."""

    areas: list[Area]
    view_box: str
    wards: list[Ward]


@dataclass(frozen=True)
class AreaPage:
    """Everything that one neighbourhood's page prints."""

    area: Area
    residents: str
    households: str
    ages: list[tuple[str, str]]
    groups: list[tuple[str, str]]
    domains: list[tuple[str, str]]
    rank: str
    ward: Ward
    values: list[Line]
    counted: Counted
    practices: list[Practice]
    origins: set[str]


def area_map(place: Place) -> AreaMap:
    """The neighbourhoods (LSOA 2021) of the local authorities that the place is made of."""
    return _area_map(local_authorities(place), place.outlines)


def local_authorities(place: Place) -> tuple[str, ...]:
    """The place's own local authorities by their codes; of a county its districts."""
    return geo.local_authorities([*(area.code for area in place.place.areas), *place.strategy.place.all_codes])


def authorities_of(place: Place) -> dict[str, str]:
    """The names of the place's local authorities, by code."""
    own = place.place.names
    found = {
        code: own.get(code) or (area.name if (area := geo.area(code)) else code) for code in local_authorities(place)
    }
    return dict(sorted(found.items(), key=lambda item: item[1]))


def wards(place: Place) -> list[Ward]:
    """The wards that the neighbourhoods lie in, by name, those of a place outside any ward left out."""
    return area_map(place).wards


def _wards(areas: Sequence[Area]) -> list[Ward]:
    found: dict[str, list[Area]] = {}
    for item in areas:
        found.setdefault(item.ward, []).append(item)
    named = [(code, area) for code in found if (area := geo.area(code))]
    made = [Ward(code, area.name, reverse("public:ward", args=[code]), found[code]) for code, area in named]
    return sorted(made, key=lambda ward: (ward.name, ward.code))


def ward_of(place: Place, code: str) -> Ward | None:
    """A ward of the place by its code."""
    return next((ward for ward in wards(place) if ward.code == code), None)


def area_page(shot: Snapshot, code: str) -> AreaPage | None:
    """One neighbourhood; None where the place has none of that code."""
    areas = {item.code: item for item in area_map(shot.place).areas}
    if code not in areas:
        return None
    area = areas[code]
    facts = _facts(local_authorities(shot.place))[code]
    ward = ward_of(shot.place, area.ward) or Ward(area.ward, "not known", "", [area])
    found = values(shot, *of_neighbourhood(code, [item.code for item in ward.areas]))
    return AreaPage(
        area=area,
        residents=_whole(facts.get("residents")),
        households=_whole(facts.get("households")),
        ages=[(words, _share(facts, key, AGES)) for key, words in AGES.items()],
        groups=[(words, _share(facts, key, GROUPS)) for key, words in GROUPS.items()],
        domains=[(words, TENTHS[facts[f"{key}_decile"] - 1]) for key, words in DOMAINS.items()],
        rank=_whole(facts.get("rank")),
        ward=ward,
        values=found,
        counted=counted(found, Of(NEIGHBOURHOOD, code, area.name), "the whole place"),
        practices=practices_near(facts["latitude"], facts["longitude"]),
        origins={shot.origins[value.measure.id] for value in found},
    )


@dataclass(frozen=True)
class WardPage:
    """Everything that a ward's page prints."""

    ward: Ward
    where: str
    """The council that it is of; empty where the place has one."""
    residents: str
    neighbourhoods: str
    values: list[Line]
    counted: Counted
    origins: set[str]


def ward_page(shot: Snapshot, code: str) -> WardPage | None:
    """One ward; None where the place has none of that code."""
    ward = ward_of(shot.place, code)
    if ward is None:
        return None
    authorities = local_authorities(shot.place)
    facts = _facts(authorities)
    found = values(shot, of_ward([item.code for item in ward.areas]), None)
    council = ward.areas[0].authority
    return WardPage(
        ward=ward,
        where=shot.place.place.names.get(council) or geo.name_of(council) if len(authorities) > 1 else "",
        neighbourhoods=count_words(len(ward.areas), "neighbourhood"),
        residents=_whole(sum(facts[item.code].get("residents") or 0 for item in ward.areas)),
        values=found,
        counted=counted(found, _of(ward), "the whole place"),
        origins={shot.origins[value.measure.id] for value in found},
    )


def _of(ward: Ward) -> Of:
    """A ward by its neighbourhoods, as the rows that are made of theirs name it."""
    return Of(NEIGHBOURHOOD, ",".join(sorted(item.code for item in ward.areas)), ward.name)


@lru_cache(maxsize=8)
def _facts(authorities: tuple[str, ...]) -> dict[str, dict[str, Any]]:
    """What the open data know about each neighbourhood, by its code."""
    if not authorities:
        return {}
    facts = {row["lsoa21_code"]: row for row in geo.lsoas(2021, authorities).to_pylist()}
    for row in geo.census_2021(authorities).to_pylist():
        facts[row["lsoa21_code"]] |= row
    for row in geo.deprivation(VINTAGE, authorities).to_pylist():
        facts[row["lsoa_code"]] |= row
    return facts


@lru_cache(maxsize=8)
def _area_map(authorities: tuple[str, ...], own: Outlines | None) -> AreaMap:
    facts = _facts(authorities)
    drawn = geo.map_paths(sorted(facts), own=own)
    every = [_area(row, drawn.paths.get(code, "")) for code, row in facts.items()]
    areas = sorted(every, key=lambda item: (item.part, item.name))
    return AreaMap(areas, drawn.view_box, _wards(areas))


def _area(facts: Mapping[str, Any], path: str) -> Area:
    part = geo.area(facts["msoa21_code"])
    code = facts["lsoa21_code"]
    return Area(
        code=code,
        name=facts["name"],
        part=part.name if part else "",
        ward=facts["ward_code"] or "",
        authority=facts["local_authority_code"],
        fifth=facts.get("fifth"),
        tenth=TENTHS[facts["decile"] - 1] if facts.get("decile") else "not known",
        href=reverse("public:neighbourhood", args=[code]),
        path=path,
    )


def _share(facts: Mapping[str, Any], key: str, among: Mapping[str, str]) -> str:
    """A part of the residents as a share of all parts: the publisher perturbs each, so they need not add up."""
    total = sum(facts.get(name) or 0 for name in among)
    return f"{decimal(100 * facts[key] / total, 0)}%" if total else "not known"


def _whole(value: float | None) -> str:
    return "not known" if value is None else decimal(value, 0)
