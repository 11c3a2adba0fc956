"""GP surgeries near by, those for particular people told apart from those for everybody."""

from __future__ import annotations

import string
from dataclasses import dataclass
from functools import lru_cache

import pyarrow as pa

from oneplace import geo
from oneplace.vocabulary.wording import decimal

NEAR_KM = 1.6
PARTICULAR = ("homeless", "asylum", "refugee", "traveller", "special allocation", "safe haven", "zero tolerance")
"""Words in the names of practices that register only some people."""


@dataclass(frozen=True)
class Practice:
    """A GP surgery near by."""

    name: str
    postcode: str
    distance: str


def practices_near(latitude: float, longitude: float) -> list[Practice]:
    """The surgeries for everybody within ``NEAR_KM`` of a point, as the crow flies, nearest first."""
    table = _all_practices()
    distances = geo.distance_km(latitude, longitude, table["latitude"], table["longitude"])
    near = sorted((float(km), row) for row, km in enumerate(distances) if km <= NEAR_KM)
    names, postcodes = table["name"].to_pylist(), table["postcode"].to_pylist()
    return [
        Practice(string.capwords(names[row]), postcodes[row], f"{decimal(km)} km")
        for km, row in near
        if is_for_everybody(names[row])
    ]


def is_for_everybody(name: str) -> bool:
    """Whether a practice's name says nothing of only some people whom it is for."""
    return not any(word in name.lower() for word in PARTICULAR)


@lru_cache(maxsize=1)
def _all_practices() -> pa.Table:
    return geo.practices()
