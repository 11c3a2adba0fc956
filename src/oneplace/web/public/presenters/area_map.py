"""The map of neighbourhoods, shaded by deprivation or by a measure: names and values on each, drawn by the server."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from oneplace.place import Measure
from oneplace.report import Row
from oneplace.vocabulary.wording import value_words
from oneplace.web.presenters.figures import figure
from oneplace.web.public.presenters.neighbourhoods import Area, area_map, wards
from oneplace.web.snapshot import OnceARun, Snapshot

FIFTHS = ("Most deprived fifth", "2nd", "3rd", "4th", "Least deprived fifth")
SHADES = 5
_START = re.compile(r"M(-?\d+) (-?\d+)")


@dataclass(frozen=True)
class Shape:
    """A neighbourhood on the map: its shade (1 the darkest, 0 nothing to show) and its value in words."""

    area: Area
    shade: int
    words: str


@dataclass(frozen=True)
class Map:
    """The map, the names written on it (x, y, name), its key, and what it shows."""

    view_box: str
    shapes: list[Shape]
    names: list[tuple[int, int, str]]
    key: list[tuple[int, str]]
    title: str
    period: str
    origin: str | None


def _mapped(shot: Snapshot) -> list[Measure]:
    if not (half := len(area_map(shot.place).areas) / 2):
        return []
    measures = [shot.place.measures[key] for key in shot.measures_with("neighbourhood")]
    return [item for item in measures if sum(_known(row) for row in _rows(shot, item)) >= half]


mapped = OnceARun(_mapped)
"""The measures that the map can show: those with a value in half of the neighbourhoods or more."""


def drawn(shot: Snapshot, measure: Measure | None) -> Map:
    """The map by a measure's latest values; by deprivation where none is named."""
    areas = area_map(shot.place)
    names = _names(shot)
    if measure is None:
        shapes = [Shape(area, area.fifth or 0, area.tenth) for area in areas.areas]
        key = list(enumerate(FIFTHS, 1))
        return Map(areas.view_box, shapes, names, key, "Deprivation among all in England", "2025", None)
    rows = {row["group"]: row for row in _rows(shot, measure)}
    cuts = _cuts([row["value"] for row in rows.values() if _known(row)])
    shapes = [_shape(area, rows.get(area.code), cuts, measure) for area in areas.areas]
    period = next(iter(rows.values()))["period_label"]
    origin = shot.origins.get(measure.id)
    return Map(areas.view_box, shapes, names, _key(cuts, measure), measure.name, period, origin)


def _rows(shot: Snapshot, measure: Measure) -> list[Row]:
    return shot.latest(measure.id, "neighbourhood")


def _known(row: Row) -> bool:
    return row["value"] is not None and not row["suppressed"]


def _shape(area: Area, row: Row | None, cuts: Sequence[float], measure: Measure) -> Shape:
    shown = figure(row, measure) if row else None
    if row is None or shown is None or not shown.known:
        return Shape(area, 0, shown.value if shown else "not known")
    above = sum(row["value"] >= cut for cut in cuts)
    return Shape(area, SHADES - round(above * (SHADES - 1) / max(1, len(cuts))), shown.value)


def _cuts(values: Sequence[float]) -> list[float]:
    """The values between fifths of the neighbourhoods that have one; fewer where many share a value."""
    ordered = sorted(values)
    found = {ordered[min(len(ordered) - 1, len(ordered) * fifth // SHADES)] for fifth in range(1, SHADES)}
    return sorted(cut for cut in found if cut > ordered[0])


def _key(cuts: Sequence[float], measure: Measure) -> list[tuple[int, str]]:
    words = [value_words(cut, measure.unit, measure.decimals) for cut in cuts]
    if not words:
        return [(SHADES, "the same everywhere")]
    texts = [f"below {words[0]}", *(f"{low} to {high}" for low, high in pairwise(words)), f"{words[-1]} or more"]
    step = (SHADES - 1) / len(cuts)
    return [(SHADES - round(number * step), text) for number, text in enumerate(texts)]


def _names(shot: Snapshot) -> list[tuple[int, int, str]]:
    """Each ward's name, in the middle of where its neighbourhoods' outlines begin."""
    found: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for ward in wards(shot.place):
        for area in ward.areas:
            found[ward.name] += [(int(x), int(y)) for x, y in _START.findall(area.path)[:1]]
    middles = {name: points for name, points in found.items() if points}
    return [
        (sum(x for x, _ in points) // len(points), sum(y for _, y in points) // len(points), name)
        for name, points in middles.items()
    ]
