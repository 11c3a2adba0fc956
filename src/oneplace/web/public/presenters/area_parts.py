"""The areas of a place at each level: neighbourhoods, wards, authorities, with their outlines."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import Enum
from functools import cached_property

from django.urls import reverse

from oneplace import geo
from oneplace.web.public.presenters.neighbourhoods import Area, area_map, authorities_of, wards
from oneplace.web.snapshot import OnceARun, Snapshot

MOST = 200
"""Areas beyond which a map of all would be too large to send, and their names too small to read."""


class Level(Enum):
    """What the areas of a map are."""

    NEIGHBOURHOOD = "neighbourhood"
    WARD = "ward"
    AUTHORITY = "authority"

    @property
    def title(self) -> str:
        """What they are called, several of them."""
        return {"neighbourhood": "Neighbourhoods", "ward": "Wards", "authority": "Authorities"}[self.value]


@dataclass(frozen=True)
class Part:
    """An area that can be drawn: where it leads, the heading that it stands under and its name there,
    the neighbourhoods that it holds.
    """

    code: str
    name: str
    href: str
    under: str
    short: str
    path: str
    neighbourhoods: tuple[Area, ...]


class Parts:
    """All areas of a place at each level, with their outlines in one box."""

    def __init__(self, shot: Snapshot) -> None:
        self._shot = shot
        self.areas = area_map(shot.place).areas
        self.authorities = authorities_of(shot.place)

    def is_large(self, level: Level) -> bool:
        """Whether a map of all areas at this level would be too large."""
        numbers = {Level.NEIGHBOURHOOD: len(self.areas), Level.WARD: len(wards(self._shot.place))}
        return numbers.get(level, 0) > MOST

    def insides(self, level: Level) -> dict[str, str]:
        """What a map at this level may be confined to, by code and name; nothing where there is no choice.

        These are the authorities; of neighbourhoods, the wards of an authority that has too many of them.
        """
        if level is Level.AUTHORITY or (level is Level.WARD and not self.is_large(level)):
            return {}
        found = dict(self.authorities)
        if level is Level.NEIGHBOURHOOD:
            found = {}
            for code, name in self.authorities.items():
                found |= self._wards_of(code) if len(self._held[code]) > MOST else {code: name}
        return found if len(found) > 1 else {}

    def _wards_of(self, authority: str) -> dict[str, str]:
        own = [ward for ward in wards(self._shot.place) if ward.areas[0].authority == authority]
        return {ward.code: ", ".join(filter(None, (ward.name, self._authority(ward.areas[0])))) for ward in own}

    @cached_property
    def _held(self) -> Mapping[str, list[Area]]:
        held: dict[str, list[Area]] = defaultdict(list)
        for area in self.areas:
            held[area.authority].append(area)
        return held

    def of_level(self, level: Level, within: str) -> tuple[str, list[Part]]:
        """The view box and the areas of a map."""
        match level:
            case Level.WARD:
                return self._wards_in(within) if within else self.wards
            case Level.AUTHORITY:
                return self.districts
        return self._neighbourhoods(within)

    @cached_property
    def wards(self) -> tuple[str, list[Part]]:
        """The wards, each under its authority where there are several."""
        drawn = self._outlines({area.code: area.ward for area in self.areas})
        found = [
            Part(
                code=ward.code,
                name=ward.name,
                href=ward.href,
                under=self._authority(ward.areas[0]),
                short=ward.name,
                path=drawn.paths.get(ward.code, ""),
                neighbourhoods=tuple(ward.areas),
            )
            for ward in wards(self._shot.place)
        ]
        return drawn.view_box, sorted(found, key=lambda part: (part.under, part.name))

    @cached_property
    def districts(self) -> tuple[str, list[Part]]:
        """The authorities, each leading to the map of its own neighbourhoods."""
        drawn = self._outlines({area.code: area.authority for area in self.areas})
        page, own = reverse("public:neighbourhoods"), self.insides(Level.NEIGHBOURHOOD)
        leads = {code: f"{page}?level=neighbourhood&in={code}" for code in own}
        return drawn.view_box, [
            Part(code, name, leads.get(code, f"{page}?level=ward"), "", name, drawn.paths.get(code, ""), held)
            for code, name in self.authorities.items()
            for held in [tuple(self._held[code])]
        ]

    def _wards_in(self, authority: str) -> tuple[str, list[Part]]:
        """The wards of one authority, in a box of their own."""
        own = {area.code: area.ward for area in self._held[authority]}
        drawn = geo.map_paths(list(own), own, self._shot.place.outlines)
        chosen = [part for part in self.wards[1] if part.neighbourhoods[0].authority == authority]
        return drawn.view_box, [replace(part, path=drawn.paths.get(part.code, "")) for part in chosen]

    def _neighbourhoods(self, within: str) -> tuple[str, list[Part]]:
        """The neighbourhoods of one authority or ward, or of all."""
        own = [area for area in self.areas if within in ("", area.authority, area.ward)]
        whole = len(own) == len(self.areas)
        paths = {area.code: area.path for area in own} if whole else {}
        box = area_map(self._shot.place).view_box
        if not whole:
            drawn = geo.map_paths([area.code for area in own], own=self._shot.place.outlines)
            paths, box = drawn.paths, drawn.view_box
        return box, [
            Part(
                code=area.code,
                name=f"{area.part} ({area.name})",
                href=area.href,
                under=area.part or "Other",
                short=area.name,
                path=paths.get(area.code, ""),
                neighbourhoods=(area,),
            )
            for area in own
        ]

    def _outlines(self, within: Mapping[str, str]) -> geo.Map:
        return geo.map_paths([area.code for area in self.areas], within, self._shot.place.outlines)

    def _authority(self, area: Area) -> str:
        return self.authorities.get(area.authority, "") if len(self.authorities) > 1 else ""


parts = OnceARun(Parts)
"""The areas of the place that is served."""


def levels_of(shot: Snapshot) -> list[Level]:
    """The levels that the place has."""
    several = len(parts(shot).authorities) > 1
    return [Level.NEIGHBOURHOOD, Level.WARD, *([Level.AUTHORITY] if several else [])]
