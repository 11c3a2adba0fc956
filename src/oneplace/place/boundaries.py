"""The place's own outlines of its neighbourhoods: a GeoJSON file in the layout of the ONS Open Geography Portal.

Read is a FeatureCollection of polygons in longitude and latitude (WGS 84), a feature a neighbourhood (LSOA 2021), named
by its property ``LSOA21CD``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from oneplace.place.inside import inside
from oneplace.place.place_file import BoundaryFile
from oneplace.problems import OneplaceError

MOST_BYTES = 30_000_000
"""Of a file: several times what a county's neighbourhoods need, generalised to 20 metres."""
WEST, EAST, SOUTH, NORTH = -9.0, 2.5, 49.5, 61.0
"""Within which every place of Great Britain lies, in degrees."""
_CODE = re.compile(r"lsoa21(cd)?", re.IGNORECASE)
_DEGREES = 360
_Ring = list[tuple[float, float]]


@dataclass(frozen=True, eq=False)
class Outlines:
    """The rings of each neighbourhood by its code, outer ones and holes alike, in longitude and latitude.

    One that is read again is another (compared and kept by identity).
    """

    rings: Mapping[str, list[_Ring]]


def outlines(root: Path, named: BoundaryFile) -> Outlines:
    """The outlines that ``place.yaml`` names. Raises ``OneplaceError`` with what is wrong, where, how to mend it."""
    path = inside(root, root / named.file)
    if not path.is_file():
        mend = (
            "Put the file there, or take `boundaries` out of place.yaml: the outlines that Oneplace carries are used."
        )
        raise OneplaceError.at(path, "is not there, though place.yaml names it.", mend, code="F01")
    if (size := path.stat().st_size) > MOST_BYTES:
        mend = "Keep the features of your own authorities, of the edition generalised to 20 metres (BGC)."
        message = f"has {size / 1e6:.0f} MB; {MOST_BYTES / 1e6:.0f} MB are read at most."
        raise OneplaceError.at(path, message, mend, code="F02")
    return _read(path, path.stat().st_mtime_ns)


@lru_cache(maxsize=2)
def _read(path: Path, _changed: int) -> Outlines:
    try:
        written = json.loads(path.read_text(encoding="utf-8-sig"))
    except json.JSONDecodeError as error:
        mend = "Download it again as GeoJSON: it may have been cut off."
        raise OneplaceError.at(
            path, f"is not JSON ({error.msg}).", mend, line=error.lineno, column=error.colno, code="F05"
        ) from None
    except (OSError, UnicodeDecodeError, RecursionError) as error:
        raise OneplaceError.at(
            path, f"can't be read ({error}).", "Fetch it again from its publisher.", code="F05"
        ) from error
    features = written.get("features") if isinstance(written, dict) else None
    if not isinstance(features, list) or not features:
        raise OneplaceError.at(
            path, "is no FeatureCollection with features.", "Download the boundaries as GeoJSON.", code="F05"
        )
    found: dict[str, list[_Ring]] = {}
    for number, feature in enumerate(features, 1):
        code = _code(path, number, feature)
        if code in found:
            raise OneplaceError.at(path, f"has {code} twice.", "Keep one feature of each neighbourhood.", code="F05")
        found[code] = list(_rings(path, code, feature.get("geometry")))
    return Outlines(found)


def _code(path: Path, number: int, feature: Any) -> str:
    properties = feature.get("properties") if isinstance(feature, dict) else None
    named = properties.items() if isinstance(properties, dict) else ()
    code = next((value for name, value in named if _CODE.fullmatch(name)), None)
    if not code or not isinstance(code, str):
        mend = "Take the boundaries of lower layer super output areas of December 2021, as their publisher gives them."
        raise OneplaceError.at(path, f"says of feature {number} no code (its property `LSOA21CD`).", mend, code="F05")
    return code


def _rings(path: Path, code: str, geometry: Any) -> Iterator[_Ring]:
    """The rings of a Polygon or a MultiPolygon, each closed, of points that may lie in Great Britain."""
    try:
        polygons = {"Polygon": [geometry["coordinates"]], "MultiPolygon": geometry["coordinates"]}[geometry["type"]]
        rings = [[(float(x), float(y)) for x, y, *_height in ring] for polygon in polygons for ring in polygon]
    except (KeyError, TypeError, ValueError):
        mend = "Each feature needs a geometry of type Polygon or MultiPolygon, whose rings are lists of points."
        raise OneplaceError.at(path, f"has no outline of {code} that can be read.", mend, code="F05") from None
    if not rings or any(len(ring) < 4 or ring[0] != ring[-1] for ring in rings):
        mend = "A ring has four points at least, and ends where it begins."
        raise OneplaceError.at(path, f"has an outline of {code} that is not closed.", mend, code="F05")
    for x, y in (point for ring in rings for point in ring):
        if not (WEST <= x <= EAST and SOUTH <= y <= NORTH):
            raise OneplaceError.at(path, *_elsewhere(code, x, y), code="F05")
    yield from rings


def _elsewhere(code: str, x: float, y: float) -> tuple[str, str]:
    """What is wrong with a point that is not in Great Britain, and how to mend it."""
    where = f"has a point of {code} at {round(x, 5)}, {round(y, 5)}"
    if WEST <= y <= EAST and SOUTH <= x <= NORTH:
        return f"{where}: latitude first.", "Write longitude first, as GeoJSON wants it."
    if max(abs(x), abs(y)) > _DEGREES:
        mend = "Download it in WGS 84 (EPSG:4326), or turn it with `ogr2ogr -t_srs EPSG:4326 new.geojson old.geojson`."
        return f"{where}: metres (British National Grid?), not longitude and latitude.", mend
    return f"{where}: outside of Great Britain.", "Look whether it is the right file, with longitude first."
