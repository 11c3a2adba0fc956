"""Areas, look-ups between them, deprivation, distances, boundaries and maps. Reads the files of ``opendata/``."""

from oneplace.geo.areas import (
    ENGLAND,
    Area,
    area,
    areas,
    county_of,
    districts,
    known_on,
    local_authorities,
    name_of,
    neighbours,
    parts,
)
from oneplace.geo.boundaries import Map, Own, boundaries, map_paths
from oneplace.geo.deaths import CAUSES, deaths_by_cause
from oneplace.geo.deprivation import deprivation, local_authority_deprivation
from oneplace.geo.distance import distance_km
from oneplace.geo.history import OLDER, county_before, held_as, made_of, other_codes, successors
from oneplace.geo.lookups import authorities_of, lsoa_changes, lsoas, practices, trust_catchments, trusts
from oneplace.geo.population import census_2021, european_standard_population, lsoa_mid_2020, residents
from oneplace.geo.small_areas import small_areas

__all__ = [
    "CAUSES",
    "ENGLAND",
    "OLDER",
    "Area",
    "Map",
    "Own",
    "area",
    "areas",
    "authorities_of",
    "boundaries",
    "census_2021",
    "county_before",
    "county_of",
    "deaths_by_cause",
    "deprivation",
    "distance_km",
    "districts",
    "european_standard_population",
    "held_as",
    "known_on",
    "local_authorities",
    "local_authority_deprivation",
    "lsoa_changes",
    "lsoa_mid_2020",
    "lsoas",
    "made_of",
    "map_paths",
    "name_of",
    "neighbours",
    "other_codes",
    "parts",
    "practices",
    "residents",
    "small_areas",
    "successors",
    "trust_catchments",
    "trusts",
]
