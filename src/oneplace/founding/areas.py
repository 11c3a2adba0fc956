"""What an area is made of, what it lies in, and whom its figures can stand beside: all from official look-ups."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path

from oneplace import geo
from oneplace.geo import Area
from oneplace.problems import OneplaceError

NEIGHBOURS = 3
"""Statistical neighbours that are proposed as comparators; the figures of twenty are kept."""
PARTNER_FROM = 1 / 7
"""The least share of a trust's patients who live in the place, for it to be proposed as a partner."""
KINDS: Mapping[str, str] = {
    "E06": "unitary_authority",
    "E07": "district",
    "E08": "metropolitan_district",
    "E09": "london_borough",
    "E10": "county",
    "E54": "integrated_care_board",
}
_AMBULANCE = {
    "EEAST": "RYC", "EMAS": "RX9", "IWAS": "R1F", "LAS": "RRU", "NEAS": "RX6", "NWAS": "RX7", "SCAS": "RYE",
    "SECAMB": "RYD", "SWAS": "RYF", "WMAS": "RYA", "YAS": "RX8",
}  # fmt: skip
"""The ODS code of each ambulance service by what the look-up calls it."""

_BOARD = re.compile(r"^NHS (.+) Integrated Care Board$")


@dataclass(frozen=True)
class Surroundings:
    """An area and what is around it."""

    area: Area
    kind: str
    members: tuple[str, ...]
    """The local authorities that it is made of."""
    neighbourhoods: tuple[str, ...]
    """Its LSOAs of 2021."""
    board: Area | None
    """The integrated care board that most of it lies in (its ONS code); None of a board itself."""
    board_ods: str | None
    """The board's ODS code, under which the NHS publishes; of a board its own."""
    county: Area | None
    """The county of a district, or that in which a council lay which replaced its districts since 2016."""
    region: Area | None
    neighbours: tuple[Area, ...]
    """English statistical neighbours, the nearest first."""
    trusts: tuple[Area, ...] = field(default=())
    """Hospital trusts of whose patients at least ``PARTNER_FROM`` live here, the largest share first."""
    ambulance: Area | None = None
    parts: tuple[Area, ...] = ()
    """Of a board that is made of whole authorities: these. Of another board, and of all else, none."""
    reach_out: tuple[Area, ...] = ()
    """Of a board that is not: the authorities that lie in it in part."""
    before: tuple[tuple[str, ...], ...] = ()
    """The authorities that this one replaced, as they stood before each change, the newest first."""

    @property
    def name(self) -> str:
        """What the place is called. Of a board what it plans for: people live in an area, and in no board."""
        return _BOARD.sub(r"\1", self.area.name)


def surroundings(code: str) -> Surroundings:
    """What is around an English local authority, county or integrated care board.

    Raises ``OneplaceError`` for another code, with what replaced it or what was perhaps meant.
    """
    area = _named(code)
    table = geo.lsoas(2021)
    members = geo.local_authorities([area.code])
    column = "icb_code" if area.code.startswith("E54") else "local_authority_code"
    inside = [row for row in table.to_pylist() if row[column] in (area.code, *members)]
    if not members:
        members = tuple(sorted({row["local_authority_code"] for row in inside}))
    board = None if column == "icb_code" else _most(row["icb_code"] for row in inside)
    _, reach = geo.authorities_of([area.code])
    return Surroundings(
        area=area,
        kind=KINDS[area.code[:3]],
        members=members,
        neighbourhoods=tuple(row["lsoa21_code"] for row in inside),
        board=board,
        board_ods=_ods(board or area),
        county=geo.area(geo.county_of(area.code) or geo.county_before(area.code) or ""),
        region=geo.area(area.parent) if area.parent else None,
        neighbours=tuple(found for each in geo.neighbours(area.code) if (found := geo.area(each))),
        trusts=tuple(_trusts(members)),
        ambulance=_ambulance(members),
        parts=() if board or reach else tuple(_areas_of(members)),
        reach_out=tuple(_areas_of(reach)),
        before=geo.made_of(area.code),
    )


def _areas_of(codes: Sequence[str]) -> Iterator[Area]:
    return (found for code in codes if (found := geo.area(code)))


def _named(code: str) -> Area:
    known = {
        row["code"]: row["name"] for kind in ("local_authority", "county", "icb") for row in geo.areas(kind).to_pylist()
    }
    code = " ".join(code.split())
    now = {each: name for each, name in known.items() if not geo.successors(each)}
    wider = {row["code"]: row["name"] for kind in ("nation", "region") for row in geo.areas(kind).to_pylist()}
    by_name = {_plain(name): each for named in (wider, known, now) for each, name in named.items()}
    short = {_plain(_BOARD.sub(r"\1", name)): each for each, name in now.items()}
    by_name = short | by_name  # what one kind of area alone is called, without its title: a board by what it plans for
    by_name |= {row["code"].lower(): by_name[_plain(row["name"])] for row in geo.areas("icb_ods").to_pylist()}
    typed = next((by_name[name] for name in _without_titles(_plain(code)) if name in by_name), code.upper())
    found = geo.area(typed)
    where = Path("--area")
    if found is None or found.code not in known:
        raise OneplaceError.at(where, *_told(code, found, now))
    if later := geo.successors(found.code):
        names = " or ".join(f"{each} ({known.get(each, each)})" for each in later)
        raise OneplaceError.at(where, f"{found.code} ({found.name}) is a code of before.", f"Give {names}.")
    return found


def _plain(name: str) -> str:
    """A name without case, dots, apostrophes, hyphens and “, City of”."""
    said = re.sub(r"[.'’]", "", name.lower()).replace("&", "and").replace("-", " ")
    return said.removesuffix(", city of").removesuffix(", county of")


def _without_titles(name: str) -> Iterator[str]:
    """A name as typed; without what calls it a council; without its rank as well: “London Borough of Hackney”."""
    yield name
    yield (short := _COUNCIL.sub("", name))
    yield _RANK.sub("", short)


_COUNCIL = re.compile(
    r"(?: (?:metropolitan|city|county|borough|district|unitary))* (?:council|authority|corporation|county)$"
)
_RANK = re.compile(r"^(?:the )?(?:(?:london|royal|metropolitan) )*(?:borough|district|city|county)(?: and \w+)? of ")


def _told(code: str, found: Area | None, now: Mapping[str, str]) -> tuple[str, str]:
    """What a code is that is none of a place's, and what to type."""
    if found is not None and found.kind in ("nation", "region", "nhs_region"):
        return f"{found.code} is all of {found.name}, wider than a place.", _CODES
    if found is not None:
        above = _above(found, now)
        lies = f", {'in' if found.kind in _LIE_IN else 'of'} {above.name}" if above else ""
        what = f"{found.code} is the {_KINDS[found.kind]} {found.name}{lies}: a place is an authority, county or board."
        return what, f"Give {above.code} ({above.name})." if above else _CODES
    for letter, other in _NATIONS.items():
        if re.fullmatch(rf"{letter}\d{{8}}", code.upper()):
            return f"{code} is a code of {other}: what is held is of England.", _CODES
        if _plain(code) == other.lower():
            return f"What is held is of England, not of {other}.", _CODES
    if re.fullmatch(r"E\d{8}", code.upper()):
        kind = _PREFIXES.get(code[1:3], "no English local authority, county or integrated care board")
        older = "" if code[1:3] in _PREFIXES else " Codes that ended before 2016 are not held."
        return f"{code} is {kind}.", f"{_CODES}{older}"
    return f"{code or 'Nothing'} is no English local authority, county or integrated care board.", _near(code, now)


def _near(code: str, now: Mapping[str, str]) -> str:
    """The areas that have what was typed in their names; else the one code or name that is nearly it."""
    *_, typed = _without_titles(_plain(code))
    inside = sorted(name for name in now.values() if len(typed) >= _TYPED and typed in _plain(name))
    if inside:
        return f"Did you mean {' or '.join(f'`{name}`' for name in inside[:_OFFERED])}?"
    written = {**{each.lower(): each for each in now}, **{_plain(name): name for name in now.values()}}
    near = get_close_matches(typed, list(written), n=1, cutoff=_ALIKE)
    return f"Did you mean `{written[near[0]]}`?" if near else _CODES


_TYPED, _OFFERED, _ALIKE = 4, 5, 0.75
"""Letters from which a part of a name is looked for; how many are offered; how alike a name is that is offered."""


def _above(found: Area, now: Mapping[str, str]) -> Area | None:
    """The authority or board that an area or organisation is of."""
    each: Area | None = found
    while each is not None and each.code not in now:
        each = geo.area(each.parent) if each.parent else None
    return each


_LIE_IN = ("ward", "msoa", "lsoa")
_KINDS: Mapping[str, str] = {
    "ward": "ward",
    "msoa": "neighbourhood (MSOA)",
    "lsoa": "neighbourhood (LSOA)",
    "sub_icb": "sub-board area",
    "sub_icb_ods": "sub-board area",
    "pcn": "primary care network",
    "practice": "GP practice",
    "trust": "NHS trust",
    "ambulance_trust": "ambulance trust",
}
_PREFIXES: Mapping[str, str] = {
    "00": "the code of an output area, smaller than a place",
    "01": "the code of a neighbourhood (LSOA) that the look-ups of 2011 and 2021 don't have",
    "02": "the code of a neighbourhood (MSOA) that the look-ups of 2011 and 2021 don't have",
    "05": "the code of a ward that the look-up of 2024 doesn't have",
    "14": "the code of a constituency, which no figures here are of",
    "38": "the code of a sub-board area that the look-up of 2024 doesn't have",
    "47": "the code of a combined authority: a place is one of its councils, or their care board",
}
_NATIONS: Mapping[str, str] = {"W": "Wales", "S": "Scotland", "N": "Northern Ireland"}
_CODES = (
    "Give the ONS code of a council or board in England, such as E08000035 (Leeds) or E54000054 (NHS West Yorkshire)."
)


def _most(codes: Iterator[str]) -> Area | None:
    counted = Counter(codes).most_common(1)
    return geo.area(counted[0][0]) if counted else None


def _ods(board: Area) -> str | None:
    return next((row["code"] for row in geo.areas("icb_ods").to_pylist() if row["name"] == board.name), None)


def _trusts(members: tuple[str, ...]) -> Iterator[Area]:
    """The look-up of catchments has the authorities of 2021: what became of each counts."""
    shares: Counter[str] = Counter()
    for row in geo.trust_catchments().to_pylist():
        if {row["local_authority_code"], *geo.successors(row["local_authority_code"])} & set(members):
            shares[row["organisation_code"]] += row["share"]
    for code, share in shares.most_common():
        found = geo.area(code)
        if share >= PARTNER_FROM and found is not None:
            yield found


def _ambulance(members: tuple[str, ...]) -> Area | None:
    rows = geo.lsoas(2011).select(["local_authority_code", "ambulance_service"]).to_pylist()
    inside = (
        row["ambulance_service"]
        for row in rows
        if {row["local_authority_code"], *geo.successors(row["local_authority_code"])} & set(members)
    )
    counted = Counter(service for service in inside if service).most_common(1)
    return geo.area(_AMBULANCE.get(counted[0][0].upper(), "")) if counted else None
