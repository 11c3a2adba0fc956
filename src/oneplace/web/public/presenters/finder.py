"""Finding a neighbourhood: by a postcode of the place's directory, or by the name of a ward or neighbourhood."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from oneplace import place as places
from oneplace.place import Directory, Postcode, PostcodeFile, StreetFile, Streets
from oneplace.web.public.finding import nearest
from oneplace.web.public.presenters import search
from oneplace.web.public.presenters.neighbourhoods import Area, Ward, area_map, wards
from oneplace.web.snapshot import Snapshot

LONGEST = 60
MOST_STREETS = 30
KINDS = ("Neighbourhood", "Ward")


@dataclass(frozen=True)
class Street:
    """A street that has the name, where it is, and the neighbourhoods that it runs through."""

    name: str
    locality: str
    areas: list[Area]


@dataclass(frozen=True)
class Answer:
    """What was found: what was typed, in the directory's spelling; neighbourhoods; names; what to say about it."""

    typed: str
    areas: list[Area]
    names: list[search.Entry]
    streets: tuple[Street, ...] = ()
    ward: Ward | None = None
    ended: str = ""
    real_in_made_up: bool = False
    no_directory: bool = False


def directory(shot: Snapshot) -> Directory | None:
    """The directory of the run that is served; None where the place names none."""
    named = shot.place.place.postcodes
    return places.directory(shot.place.root, named) if named else None


def about(shot: Snapshot) -> PostcodeFile | None:
    """What the place's file says of its directory."""
    return shot.place.place.postcodes


def about_streets(shot: Snapshot) -> StreetFile | None:
    """What the place's file says of its list of streets."""
    return shot.place.place.streets


def find(shot: Snapshot, text: str) -> Answer:
    """What somebody typed: a postcode, whole or begun, or a name."""
    asked = places.typed_postcode(text[:LONGEST])
    if asked is None:
        return Answer(text[:LONGEST].strip(), [], _names(shot, text), _streets(shot, text[:LONGEST]))
    named, known = about(shot), directory(shot)
    if named is None or known is None:
        return Answer(str(asked), [], [], no_directory=True)
    if named.made_up and asked.is_real:
        return Answer(str(asked), [], [], real_in_made_up=True)
    return _answer(shot, str(asked), known.find(asked), asked.is_whole)


def _answer(shot: Snapshot, typed: str, found: list[Postcode], whole: bool) -> Answer:
    areas = {area.code: area for area in area_map(shot.place).areas}
    codes = dict.fromkeys(item.lsoa21 for item in found if item.lsoa21 in areas)
    ward = next((ward for ward in wards(shot.place) if whole and found and ward.code == found[0].ward), None)
    ended = found[0].ended if whole and found else ""
    return Answer(typed, [areas[code] for code in codes], [], ward=ward, ended=_month(ended))


def _month(ended: str) -> str:
    """``202506`` as ``June 2025``."""
    try:
        return f"{datetime.strptime(ended, '%Y%m').replace(tzinfo=UTC):%B %Y}"
    except ValueError:
        return ended


def _names(shot: Snapshot, text: str) -> list[search.Entry]:
    found = search.search(shot, text[:LONGEST], None).entries
    return [entry for entry in found if entry.kind in KINDS]


def _streets(shot: Snapshot, text: str) -> tuple[Street, ...]:
    """The streets of a name, or of the nearest one; of them only what lies in the place."""
    named = about_streets(shot)
    if named is None:
        return ()
    known: Streets = places.streets(shot.place.root, named, about(shot))
    found = known.find(text)
    if not found and (near := nearest(places.spelt(text), known.names)):
        found = known.find(near)
    areas = {area.code: area for area in area_map(shot.place).areas}
    made = (Street(one.name, one.locality, [areas[code] for code in one.lsoas if code in areas]) for one in found)
    return tuple(street for street in made if street.areas)[:MOST_STREETS]
