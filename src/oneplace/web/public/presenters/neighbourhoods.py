"""What a neighbourhood is like: its people, its deprivation, where it differs from the place beyond chance."""

from __future__ import annotations

import string
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import pyarrow as pa
from django.urls import reverse

from oneplace import geo
from oneplace.place import Measure, Place
from oneplace.report import Row, latest, of_dimension
from oneplace.vocabulary.wording import decimal, value_words
from oneplace.web.presenters.figures import figure
from oneplace.web.snapshot import Snapshot

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
SIMILAR = "similar"
NEAR_KM = 1.6
TENTHS = (
    "most deprived tenth",
    *(f"{n} tenth" for n in ("2nd", "3rd", "4th", "5th", "6th", "7th", "8th", "9th")),
    "least deprived tenth",
)


@dataclass(frozen=True)
class Area:
    """A neighbourhood in the list and on the map."""

    code: str
    name: str
    part: str
    ward: str
    fifth: int | None
    tenth: str
    href: str
    path: str


@dataclass(frozen=True)
class AreaMap:
    """All neighbourhoods of a place, and the box that their outlines are drawn in."""

    areas: list[Area]
    view_box: str


@dataclass(frozen=True)
class Difference:
    """A measure on which the neighbourhood differs from the place beyond chance."""

    measure: Measure
    href: str
    here: str
    interval: str
    place: str
    direction: str
    origin: str | None


@dataclass(frozen=True)
class Practice:
    """A GP surgery near by."""

    name: str
    postcode: str
    distance: str


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
    differences: list[Difference]
    compared: int
    practices: list[Practice]
    origins: set[str]


def area_map(place: Place) -> AreaMap:
    """The neighbourhoods (LSOA 2021) of the local authorities that the place is made of."""
    return _area_map(local_authorities(place))


def local_authorities(place: Place) -> tuple[str, ...]:
    """The place's own local authorities, by their codes."""
    codes = [area.code for area in place.place.areas] + list(place.strategy.place.all_codes)
    return tuple(dict.fromkeys(code for code in codes if code[:3] in ("E06", "E07", "E08", "E09")))


def area_page(shot: Snapshot, code: str) -> AreaPage | None:
    """One neighbourhood; None where the place has none of that code."""
    areas = {item.code: item for item in area_map(shot.place).areas}
    if code not in areas:
        return None
    facts = _facts(local_authorities(shot.place))[code]
    with_areas = shot.measures_with("neighbourhood")
    compared = [found for key in with_areas if (found := _compare(shot, shot.place.measures[key], code))]
    return AreaPage(
        area=areas[code],
        residents=_whole(facts.get("residents")),
        households=_whole(facts.get("households")),
        ages=[(words, _share(facts, key, AGES)) for key, words in AGES.items()],
        groups=[(words, _share(facts, key, GROUPS)) for key, words in GROUPS.items()],
        domains=[(words, TENTHS[facts[f"{key}_decile"] - 1]) for key, words in DOMAINS.items()],
        rank=_whole(facts.get("rank")),
        differences=[item for item in compared if item.direction != SIMILAR],
        compared=len(compared),
        practices=_practices(facts),
        origins={shot.origins[key] for key in with_areas},
    )


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
def _area_map(authorities: tuple[str, ...]) -> AreaMap:
    facts = _facts(authorities)
    drawn = geo.map_paths(sorted(facts))
    areas = [_area(row, drawn.paths.get(code, "")) for code, row in facts.items()]
    return AreaMap(sorted(areas, key=lambda item: (item.part, item.name)), drawn.view_box)


def _area(facts: Mapping[str, Any], path: str) -> Area:
    part, ward = geo.area(facts["msoa21_code"]), geo.area(facts["ward_code"])
    code = facts["lsoa21_code"]
    return Area(
        code=code,
        name=facts["name"],
        part=part.name if part else "",
        ward=ward.name if ward else "",
        fifth=facts.get("fifth"),
        tenth=TENTHS[facts["decile"] - 1] if facts.get("decile") else "not known",
        href=reverse("public:neighbourhood", args=[code]),
        path=path,
    )


def _compare(shot: Snapshot, measure: Measure, code: str) -> Difference | None:
    """The neighbourhood's latest value against the place's own in the same period, by the neighbourhood's interval.

    The place's own interval is so narrow beside a neighbourhood's that its value is taken as fixed.
    """
    rows = latest(of_dimension(shot.results(measure.id), "neighbourhood"))
    here = next((row for row in rows if row["group"] == code), None)
    if here is None or here["value"] is None or here["lower"] is None or here["upper"] is None:
        return None
    if here["lower"] >= here["upper"]:
        return None  # all alike in a handful of people: an interval of no width tells nothing about chance
    own = of_dimension(shot.results(measure.id), "all")
    place = next((row["value"] for row in own if row["period_end"] == here["period_end"]), None)
    if place is None:
        return None
    shown = figure(here, measure)
    ambition = next((item.id for item in shot.ambitions if item.measure == measure.id), None)
    return Difference(
        measure=measure,
        href=reverse("public:ambition", args=[ambition]) if ambition else reverse("public:measure", args=[measure.id]),
        here=shown.value,
        interval=shown.interval,
        place=value_words(place, measure.unit, measure.decimals),
        direction=_direction(here, place, measure.polarity),
        origin=shown.origin,
    )


def _direction(here: Row, place: float, polarity: str) -> str:
    if here["lower"] <= place <= here["upper"]:
        return SIMILAR
    higher = here["value"] > place
    if polarity == "context":
        return "higher" if higher else "lower"
    return "better" if higher == (polarity == "high_good") else "worse"


@lru_cache(maxsize=1)
def _all_practices() -> pa.Table:
    return geo.practices()


def _practices(facts: Mapping[str, Any]) -> list[Practice]:
    """The surgeries within ``NEAR_KM``, as the crow flies from where most people here live, nearest first."""
    table = _all_practices()
    distances = geo.distance_km(facts["latitude"], facts["longitude"], table["latitude"], table["longitude"])
    near = sorted((float(km), row) for row, km in enumerate(distances) if km <= NEAR_KM)
    names, postcodes = table["name"].to_pylist(), table["postcode"].to_pylist()
    return [Practice(string.capwords(names[row]), postcodes[row], f"{decimal(km)} km") for km, row in near]


def _share(facts: Mapping[str, Any], key: str, among: Mapping[str, str]) -> str:
    """A part of the residents as a share of all parts: the publisher perturbs each, so they need not add up."""
    total = sum(facts.get(name) or 0 for name in among)
    return f"{decimal(100 * facts[key] / total, 0)}%" if total else "not known"


def _whole(value: float | None) -> str:
    return "not known" if value is None else decimal(value, 0)
