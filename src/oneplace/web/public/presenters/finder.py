"""Finding a neighbourhood: by a postcode of the place's directory, or by the name of a ward or neighbourhood."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from oneplace import place as places
from oneplace.place import Directory, Postcode, PostcodeFile, StreetFile, Streets
from oneplace.web.public.finding import nearest, words
from oneplace.web.public.presenters import search
from oneplace.web.public.presenters.neighbourhoods import Area, Ward, area_map, wards
from oneplace.web.snapshot import Snapshot

LONGEST = 60
MOST_STREETS = 30


@dataclass(frozen=True)
class Street:
    """A street that has the name, where it is, and the neighbourhoods that it runs through."""

    name: str
    locality: str
    areas: list[Area]


@dataclass(frozen=True)
class Answer:
    """What was found: what was typed, in the directory's spelling; neighbourhoods; names; what to say about it.

    ``read_as`` are words that were taken for others, each with what it was taken for.
    """

    typed: str
    areas: list[Area]
    names: list[search.Entry]
    streets: tuple[Street, ...] = ()
    read_as: tuple[tuple[str, str], ...] = ()
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
        return _named(shot, text[:LONGEST].strip())
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


def _named(shot: Snapshot, text: str) -> Answer:
    """What is called so: streets; wards and neighbourhoods in whose name every word stands."""
    found = search.search(shot, text, None)
    asked = [found.corrected.get(word, word) for word in words(text)]
    names = [entry for entry in found.entries if entry.kind in search.NAMED and search.has_all(entry, asked)]
    corrected = tuple(found.corrected.items()) if names else ()
    streets, near = _streets(shot, text)
    return Answer(text, [], names, streets, read_as=((text, near),) if near else corrected)


def _streets(shot: Snapshot, text: str) -> tuple[tuple[Street, ...], str]:
    """The streets of a name, only what lies in the place; or those of the nearest name, and that name."""
    named = about_streets(shot)
    if named is None:
        return (), ""
    known: Streets = places.streets(shot.place.root, named, about(shot))
    found, near = known.find(text), ""
    if not found and (near := nearest(places.spelt(text), known.names) or ""):
        found = known.find(near)
    areas = {area.code: area for area in area_map(shot.place).areas}
    made = (Street(one.name, one.locality, [areas[code] for code in one.lsoas if code in areas]) for one in found)
    told = tuple(street for street in made if street.areas)[:MOST_STREETS]
    return told, found[0].name if near and told else ""
