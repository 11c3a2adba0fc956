"""Outlines of areas, as GeoJSON for other tools and as SVG paths for pages drawn without a map library."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Protocol

import duckdb

from oneplace.assets import folder, scan
from oneplace.geo.outlines import Ring, outline, path_data, rounded, simplified

KINDS = ("lsoa21", "msoa21", "ward25", "lad24", "icb23")
_WIDTH = 1000  # of the view box; one unit is then under 40 m for a county
_SMALLEST = 4  # square units: a corner that no screen shows, since a page draws the box 760 pixels wide at most


@dataclass(frozen=True)
class Map:
    """One SVG path for each area, all in one view box (``0 0 width height``, north at the top)."""

    paths: dict[str, str]
    view_box: str


def _features(codes: Sequence[str]) -> list[tuple[str, str, str | None, dict[str, Any]]]:
    with duckdb.connect() as connection:
        relation = scan(  # noqa: F841  (DuckDB finds it by its name)
            folder("opendata") / "geography/boundaries.parquet", ("kind", "code", "name", "geometry"), connection
        )
        rows = connection.execute(
            "select kind, code, name, geometry from relation where code in (select unnest($codes)) order by kind, code",
            {"codes": list(codes)},
        ).fetchall()
    return [(kind, code, name, json.loads(geometry)) for kind, code, name, geometry in rows]


def boundaries(codes: Sequence[str]) -> dict[str, Any]:
    """The outlines of the areas as a GeoJSON FeatureCollection (WGS84; properties code, name, kind).

    Carried are LSOA 2021 for the four places (generalised to 20 m), MSOA 2021 and wards 2025 for Southampton, and
    local authorities 2024 and integrated care boards 2023 for England (super-generalised). A code without an
    outline is left out.
    """
    features = [
        {"type": "Feature", "properties": {"code": code, "name": name, "kind": kind}, "geometry": geometry}
        for kind, code, name, geometry in _features(codes)
    ]
    return {"type": "FeatureCollection", "features": features}


def _rings(geometry: dict[str, Any]) -> Iterator[list[tuple[float, float]]]:
    polygons = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
    for polygon in polygons:
        yield from polygon


class Own(Protocol):
    """Outlines of somebody's own: the rings of each area by its code, in longitude and latitude; kept by identity."""

    @property
    def rings(self) -> Mapping[str, list[list[tuple[float, float]]]]:
        """Outer rings and holes alike, each closed."""

    def __hash__(self) -> int:
        """What is drawn is kept for as long as these outlines are the ones asked for."""


def map_paths(codes: Sequence[str], within: Mapping[str, str] | None = None, own: Own | None = None) -> Map:
    """The areas drawn to fill one view box 1,000 units wide, as SVG path data by area code.

    ``within`` says of each area which larger one it is a part of: then these are drawn, each by the outline of its
    parts (``fill-rule: evenodd``), and an area without one is left out. A plain equirectangular projection about the
    middle latitude, true to within a thousandth across a county; corners too small to be seen are left out, the same on
    both sides of a border. An area smaller than a unit has an empty path. A code without an outline is left out.
    The outlines are those carried, or ``own`` alone where given.
    """
    return _drawn(tuple(codes), tuple(sorted(within.items())) if within is not None else None, own)


@lru_cache(maxsize=128)  # maps of 30 to 300 kB: the levels of a place, and each of its parts
def _drawn(codes: tuple[str, ...], within: tuple[tuple[str, str], ...] | None, own: Own | None) -> Map:
    if own is None:
        shapes = {code: list(_rings(geometry)) for _, code, _, geometry in _features(codes)}
    else:
        shapes = {code: own.rings[code] for code in sorted(codes) if code in own.rings}
    points = [point for rings in shapes.values() for ring in rings for point in ring]
    if not points:
        return Map({}, f"0 0 {_WIDTH} {_WIDTH}")
    west, east = min(x for x, _ in points), max(x for x, _ in points)
    south, north = min(y for _, y in points), max(y for _, y in points)
    squeeze = math.cos(math.radians((south + north) / 2))
    scale = _WIDTH / ((east - west) * squeeze)
    rings = {
        code: [rounded([((x - west) * squeeze * scale, (north - y) * scale) for x, y in ring]) for ring in own]
        for code, own in shapes.items()
    }
    drawn = simplified(rings, _SMALLEST)
    if within is not None:
        parts: dict[str, list[Ring]] = {}
        for code, larger in within:
            parts.setdefault(larger, []).extend(drawn.get(code, []))
        drawn = {larger: outline(own) for larger, own in parts.items()}
    paths = {code: path_data(own) for code, own in drawn.items()}
    return Map(paths, f"0 0 {_WIDTH} {math.ceil((north - south) * scale)}")
