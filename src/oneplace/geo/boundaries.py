"""Outlines of areas, as GeoJSON for other tools and as SVG paths for pages drawn without a map library."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Any

import duckdb

from oneplace.assets import folder, scan

KINDS = ("lsoa21", "msoa21", "ward25", "lad24", "icb23")
_WIDTH = 1000  # of the view box; one unit is then under 40 m for a county
_Point = tuple[float, float]
_Ring = list[_Point]


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


def _rings(geometry: dict[str, Any]) -> Iterator[_Ring]:
    polygons = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
    for polygon in polygons:
        yield from polygon


def _rounded(ring: _Ring) -> list[tuple[int, int]]:
    """The ring's points in whole numbers, those that fall together once; the first is not said again at the end."""
    points = [(round(x), round(y)) for x, y in ring]
    return [point for before, point in pairwise([*points[-2:-1], *points[:-1]]) if point != before]


def _path(rings: list[list[tuple[int, int]]]) -> str:
    """Whole-number steps from point to point; a minus sign parts two numbers as well as a space would."""
    parts: list[str] = []
    for points in rings:
        steps = (f"{x - before_x} {y - before_y}" for (before_x, before_y), (x, y) in pairwise(points))
        if len(points) >= 3:
            parts.append(f"M{points[0][0]} {points[0][1]}l{' '.join(steps).replace(' -', '-')}z")
    return "".join(parts)


def _outline(rings: list[list[tuple[int, int]]]) -> list[list[tuple[int, int]]]:
    """The rings around areas that touch: a border that two of them share is inside, and is left out."""
    borders: set[frozenset[tuple[int, int]]] = set()
    for points in rings:
        for border in map(frozenset, pairwise([*points, points[0]] if points else [])):
            borders ^= {border}
    beside: dict[tuple[int, int], list[tuple[int, int]]] = {}
    for one, other in map(sorted, borders):
        beside.setdefault(one, []).append(other)
        beside.setdefault(other, []).append(one)
    found = []
    for start in sorted(beside):
        while beside[start]:
            ring, here = [start], start
            while beside[here]:
                onward = beside[here].pop()
                beside[onward].remove(here)
                here = onward
                if here == start:
                    break
                ring.append(here)
            found.append(ring)
    return found


def map_paths(codes: Sequence[str], within: Mapping[str, str] | None = None) -> Map:
    """The areas drawn to fill one view box 1,000 units wide, as SVG path data by area code.

    ``within`` says of each area which larger one it is a part of: then these are drawn, each by the outline of its
    parts (``fill-rule: evenodd``), and an area without one is left out. A plain equirectangular projection about the
    middle latitude, true to within a thousandth across a county. An area smaller than a unit has an empty path. A
    code without an outline is left out.
    """
    return _drawn(tuple(codes), tuple(sorted(within.items())) if within is not None else None)


@lru_cache(maxsize=32)
def _drawn(codes: tuple[str, ...], within: tuple[tuple[str, str], ...] | None) -> Map:
    shapes = {code: list(_rings(geometry)) for _, code, _, geometry in _features(codes)}
    points = [point for rings in shapes.values() for ring in rings for point in ring]
    if not points:
        return Map({}, f"0 0 {_WIDTH} {_WIDTH}")
    west, east = min(x for x, _ in points), max(x for x, _ in points)
    south, north = min(y for _, y in points), max(y for _, y in points)
    squeeze = math.cos(math.radians((south + north) / 2))
    scale = _WIDTH / ((east - west) * squeeze)
    drawn = {
        code: [_rounded([((x - west) * squeeze * scale, (north - y) * scale) for x, y in ring]) for ring in rings]
        for code, rings in shapes.items()
    }
    if within is not None:
        parts: dict[str, list[list[tuple[int, int]]]] = {}
        for code, larger in within:
            parts.setdefault(larger, []).extend(drawn.get(code, []))
        drawn = {larger: _outline(rings) for larger, rings in parts.items()}
    paths = {code: _path(rings) for code, rings in drawn.items()}
    return Map(paths, f"0 0 {_WIDTH} {math.ceil((north - south) * scale)}")
