"""The map of a place by neighbourhood, ward or authority: names and values on each area, drawn by the server."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from oneplace.charts import Fifths, fifths
from oneplace.place import Measure
from oneplace.report import Row
from oneplace.vocabulary.wording import count_words, dated
from oneplace.web.presenters.figures import figure
from oneplace.web.public.presenters.area_parts import Level, Part, levels_of, parts
from oneplace.web.public.presenters.area_values import of_ward
from oneplace.web.public.presenters.neighbourhoods import wards
from oneplace.web.snapshot import OnceARun, Snapshot

FIFTHS = ("Most deprived fifth", "2nd", "3rd", "4th", "Least deprived fifth")
SHARES = ((60, 1), (40, 2), (20, 3), (0, 4))
"""Shades of an area by the share of its neighbourhoods in England's most deprived fifth: above so many percent."""
SHADES = 5
MOST_NAMES = 30
"""Names that can be read on one map."""
_START = re.compile(r"M(-?\d+) (-?\d+)")


@dataclass(frozen=True)
class Shape:
    """An area on the map: its shade (1 the darkest, 0 nothing to show) and its value in words."""

    part: Part
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

    @property
    def heading(self) -> str:
        """What is shown, and of when."""
        return dated(self.title, self.period)


@dataclass(frozen=True)
class Asked:
    """What somebody asked to see: the areas, within which larger one (empty: all), and a measure's id or none."""

    level: Level
    within: str = ""
    measure: str = ""

    @property
    def words(self) -> str:
        """The same as one text, for whatever keeps answers."""
        return f"{self.level.value} {self.within} {self.measure}"


def asked(shot: Snapshot, level: str, within: str, measure: str) -> Asked:
    """What somebody asked for as far as the place has it; else what shows most of it at once."""
    here = parts(shot)
    levels = {one.value: one for one in levels_of(shot)}
    chosen = levels.get(level) or _first(shot)
    insides = here.insides(chosen)
    inside = within if within in insides else next(iter(insides), "") if here.is_large(chosen) else ""
    found = Asked(chosen, inside)
    return Asked(found.level, found.within, measure) if measure in {one.id for one in mapped(shot, found)} else found


def _first(shot: Snapshot) -> Level:
    """The smallest areas that one map shows all of; else the largest."""
    here, levels = parts(shot), levels_of(shot)
    if not here.is_large(Level.NEIGHBOURHOOD):
        return Level.NEIGHBOURHOOD
    return levels[-1]


def drawn(shot: Snapshot, what: Asked) -> Map:
    """The map by a measure's latest values; by deprivation where none is named."""
    box, areas = _parts(shot, what)
    names = _names(shot, areas, what.level)
    measure = shot.measure(what.measure)
    if measure is None:
        return Map(box, *_by_deprivation(areas, names, what.level))
    rows = _values(shot, measure, areas, what.level)
    shades = fifths([row["value"] for row in rows.values() if _known(row)], measure.unit, measure.decimals)
    shapes = [_shape(part, rows.get(part.code), shades, measure) for part in areas]
    key = [(SHADES - step, words) for step, words in zip(shades.steps, shades.words, strict=True)]
    period = next(iter(rows.values()))["period_label"]
    return Map(box, shapes, names, key, measure.name, period, shot.origins.get(measure.id))


def mapped(shot: Snapshot, what: Asked) -> list[Measure]:
    """The measures that the map can show: those with a value in half of its areas or more, one shade beside another."""
    return [one for one in _mapped(shot)[what.level.value, what.within] if not one.of_one_area]


def unshaded(shot: Snapshot, what: Asked) -> list[Measure]:
    """The measures that it could show but for this: no area's number may be held against another's."""
    return [one for one in _mapped(shot)[what.level.value, what.within] if one.of_one_area]


def addresses(shot: Snapshot) -> Iterator[str]:
    """Every map by deprivation: of each level, the whole and within each larger area."""
    page = reverse("public:neighbourhoods")
    for level in levels_of(shot):
        for within in ("", *parts(shot).insides(level)):
            yield f"{page}?{urlencode({'level': level.value, 'in': within})}"


class _Mapped(dict[tuple[str, str], list[Measure]]):
    """The measures with values enough for each map, found when first asked for."""

    def __init__(self, shot: Snapshot) -> None:
        super().__init__()
        self._shot = shot

    def __missing__(self, key: tuple[str, str]) -> list[Measure]:
        what = Asked(Level(key[0]), key[1])
        areas = _parts(self._shot, what)[1]
        keys = dict.fromkeys([*self._shot.measures_with("neighbourhood"), *self._shot.measures_with("area")])
        measures = [self._shot.place.measures[one] for one in keys]
        self[key] = [one for one in measures if self._enough(_values(self._shot, one, areas, what.level), len(areas))]
        return self[key]

    @staticmethod
    def _enough(rows: Mapping[str, Row], areas: int) -> bool:
        return bool(areas) and sum(map(_known, rows.values())) * 2 >= areas


_mapped = OnceARun(_Mapped)


def _parts(shot: Snapshot, what: Asked) -> tuple[str, list[Part]]:
    return parts(shot).of_level(what.level, what.within)


def _values(shot: Snapshot, measure: Measure, areas: Sequence[Part], level: Level) -> dict[str, Row]:
    """The latest row of each area: its own where the run has one, else its neighbourhoods' counts together."""
    if level is Level.AUTHORITY and (own := _of_authorities(shot, measure, areas)):
        return own
    rows = shot.latest(measure.id, "neighbourhood")
    if level is Level.NEIGHBOURHOOD:
        return {row["group"]: row for row in rows}
    found = ((part.code, of_ward([area.code for area in part.neighbourhoods])(rows)) for part in areas)
    return {code: row for code, row in found if row is not None}


def _of_authorities(shot: Snapshot, measure: Measure, areas: Sequence[Part]) -> dict[str, Row]:
    """Published rows of the authorities themselves, in the newest period that any of them has."""
    codes = {part.code for part in areas}
    own = [
        row for row in shot.results(measure.id) if row["dimension"] == "area" and row["group"] in codes and _known(row)
    ]
    newest = max((row["period_end"] for row in own), default=None)
    return {row["group"]: row for row in own if row["period_end"] == newest}


def _by_deprivation(
    areas: Sequence[Part], names: list[tuple[int, int, str]], level: Level
) -> tuple[list[Shape], list[tuple[int, int, str]], list[tuple[int, str]], str, str, None]:
    if level is Level.NEIGHBOURHOOD:
        shapes = [Shape(part, part.neighbourhoods[0].fifth or 0, part.neighbourhoods[0].tenth) for part in areas]
        return shapes, names, list(enumerate(FIFTHS, 1)), "Deprivation among all in England", "2025", None
    shapes = [_share_shape(part) for part in areas]
    key = [
        (1, "more than 60%"),
        (2, "more than 40% to 60%"),
        (3, "more than 20% to 40%"),
        (4, "up to 20%"),
        (5, "none"),
    ]
    return shapes, names, key, "Neighbourhoods among England’s most deprived fifth", "2025", None


def _share_shape(part: Part) -> Shape:
    most = sum(area.fifth == 1 for area in part.neighbourhoods)
    share = 100 * most / len(part.neighbourhoods) if part.neighbourhoods else 0
    shade = next((shade for above, shade in SHARES if share > above), SHADES)
    return Shape(part, shade, f"{most} of {count_words(len(part.neighbourhoods), 'neighbourhood')}")


def _known(row: Row) -> bool:
    return row["value"] is not None and not row["suppressed"]


def _shape(part: Part, row: Row | None, shades: Fifths, measure: Measure) -> Shape:
    shown = figure(row, measure, decimals=shades.decimals) if row else None
    if row is None or shown is None or not shown.known:
        return Shape(part, 0, shown.value if shown else "not known")
    return Shape(part, SHADES - shades.step(row["value"]), shown.value)


def _names(shot: Snapshot, areas: Sequence[Part], level: Level) -> list[tuple[int, int, str]]:
    """Names for the map, each in the middle of where outlines begin: of authorities, else of wards while they fit."""
    if level is Level.AUTHORITY:
        groups = {part.name: [part.path] for part in areas}
    else:
        paths = {area.code: part.path for part in areas for area in part.neighbourhoods}
        wards_here = [ward for ward in wards(shot.place) if ward.areas[0].code in paths]
        groups = {ward.name: [paths[area.code] for area in ward.areas if area.code in paths] for ward in wards_here}
    found = {name: _middle(paths) for name, paths in groups.items() if len(groups) <= MOST_NAMES}
    return [(*point, name) for name, point in found.items() if point]


def _middle(paths: Sequence[str]) -> tuple[int, int] | None:
    starts = [(int(x), int(y)) for path in paths for x, y in _START.findall(path)[:1]]
    if not starts:
        return None
    return sum(x for x, _ in starts) // len(starts), sum(y for _, y in starts) // len(starts)
