"""Which measures of the library a place can have at once, and of whom each figure then is.

A measure is taken as it stands where its figures cover the place itself. Where they are published only for something
wider (a county, a hospital trust, a care board), it is taken of that, with the reason; where they cover none of these,
it is told as not held.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from oneplace import geo
from oneplace.founding.areas import Surroundings
from oneplace.founding.clipping import covered
from oneplace.place import OwnDataset, load, measure_library
from oneplace.record import opendata
from oneplace.vocabulary.wording import list_words

_SHORT = re.compile(r"^NHS | NHS( Foundation)? Trust$| Integrated Care Board$")
"""What a name is told without, in the name of a measure."""
_SIZES = ("count", "people")
"""Units of numbers that grow with who is counted: a trust's stand beside no country's."""
Held = Mapping[str, Mapping[str, frozenset[str]]]
"""Of the package's datasets, for each series the areas that it has figures for."""


@dataclass(frozen=True)
class Proposal:
    """What is proposed of the library: the entries of ``library.yaml`` by measure, and what is held for other areas."""

    entries: Mapping[str, str | dict[str, Any]]
    not_held: tuple[str, ...]


def held(tables: Mapping[str, tuple[OwnDataset, pa.Table]], around: Surroundings) -> Held:
    """What the clipped datasets have, by id and series; what its authorities have of small areas the place has too."""
    found: dict[str, dict[str, frozenset[str]]] = {}
    board = {around.area.code} if around.parts else set()  # its authorities are the place
    for key, (entry, table) in tables.items():
        by_series = covered(entry, table)
        if entry.areas:
            own = {around.area.code}
            by_series = {
                name: (codes | own if codes & {*around.members} else codes) - board for name, codes in by_series.items()
            }
        found[key] = by_series
    return found


def proposed(around: Surroundings, has: Held) -> Proposal:
    """The measures of the library for a place, of those that publishers' figures are held for."""
    entries: dict[str, str | dict[str, Any]] = {}
    lacking = []
    for key, path in measure_library().items():
        measure = load(path).data
        if measure["compute"].get("from") != "published":
            continue
        entry = _entry(key, measure, around, has)
        if entry is None:
            lacking.append(key)
        else:
            entries[key] = entry
    return Proposal(entries, tuple(lacking))


def _entry(key: str, measure: Mapping[str, Any], around: Surroundings, has: Held) -> str | dict[str, Any] | None:
    compute = measure["compute"]
    areas = _areas(compute["dataset"], compute["series"], has)
    if compute.get("area"):
        return key if compute["area"] in areas else None
    small = areas & {*_parts(around, compute["dataset"])}
    own = next((code for code in _of_board(around) if code in areas), None)
    if own and not small:
        return {
            "library": key,
            "because": "Published for the board as a whole.",
            "compute": {"area": own, "comparators": _beside(measure, around, areas)},
        }
    all_parts = {each.code for each in around.parts}
    if small or around.area.code in areas or (all_parts and areas >= all_parts):
        return key
    return _of_several(key, compute, around, areas) or _of_wider(key, measure, around, areas)


def _of_several(
    key: str, compute: Mapping[str, Any], around: Surroundings, areas: frozenset[str]
) -> dict[str, Any] | None:
    """A measure made of a county's districts where their counts are held, or of the councils that it was before."""
    districts, name = geo.districts(around.area.code), around.name
    by_people = compute.get("whole") == "by_people"
    if districts and areas >= {*districts} and (by_people or _has_counts(compute)):
        of = f"{name}’s {len(districts)} districts"
        made = f"the mean of {of} by the people of each" if by_people else f"the counts of {of}, added up"
        return {
            "library": key,
            "because": f"Published by district: {made}.",
            "compute": {"areas": list(districts)},
        }
    before = next((codes for codes in around.before if areas >= {*codes}), None)
    if before is None:
        return None
    whose = list_words([geo.name_of(code) for code in before])
    mean = ": their mean by the people of each" if by_people else ""
    because = f"Published for {whose}, which {name} has replaced{mean}."
    return {"library": key, "because": because, "compute": {"areas": list(before)}}


def _of_wider(
    key: str, measure: Mapping[str, Any], around: Surroundings, areas: frozenset[str]
) -> dict[str, Any] | None:
    for code, name, why in _wider(around):
        if code in areas:
            alike = geo.ENGLAND in areas and measure["unit"] not in _SIZES
            return {
                "library": key,
                "because": why,
                "name": f"{measure['name']} ({_SHORT.sub('', name)})",
                "compute": {"area": code, "comparators": [geo.ENGLAND] if alike else []},
            }
    return None


def _of_board(around: Surroundings) -> tuple[str, ...]:
    """The codes of a board under which its own figures stand; where its areas are the board itself, its ODS code."""
    if around.board is not None:
        return ()
    ods = (around.board_ods,) if around.board_ods else ()
    return (*ods, around.area.code) if around.parts else ods


def _beside(measure: Mapping[str, Any], around: Surroundings, areas: frozenset[str]) -> list[str]:
    """Whom a board's own figure stands beside: England and its authorities, but for numbers that grow with people."""
    named = () if measure["unit"] in _SIZES else (geo.ENGLAND, *(each.code for each in around.parts))
    return [code for code in named if code in areas]


def _has_counts(compute: Mapping[str, Any]) -> bool:
    """Whether a shipped series tells what its values are made of, so that areas can be added up."""
    if compute["dataset"] not in opendata.DATASETS:
        return False
    table = opendata.read(compute["dataset"], compute["series"])
    return all(table[name].null_count < len(table) for name in ("numerator", "denominator"))


def _parts(around: Surroundings, dataset: str) -> tuple[str, ...]:
    """The authorities of which a figure of the place is put together, where a dataset is of small areas."""
    entry = opendata.DATASETS.get(dataset)
    return around.members if entry is not None and entry.areas else ()


def _areas(dataset: str, series: str, has: Held) -> frozenset[str]:
    if dataset in has:
        return has[dataset].get(series, frozenset())
    return opendata.areas_of(dataset, series)


def _wider(around: Surroundings) -> Iterator[tuple[str, str, str]]:
    """Code, name and reason of what a figure may be of, where there is none of the place: the nearest to it first."""
    if around.county:
        ended = around.county.valid_to
        is_wider = f"was wider and ended in {ended.year}" if ended else "is wider"
        yield (
            around.county.code,
            around.county.name,
            f"Published for the county of {around.county.name}, which {is_wider}.",
        )
    several = len(around.trusts) > 1
    treats = f"this is one of {len(around.trusts)} that treat" if several else "this one treats"
    for trust in around.trusts:
        yield trust.code, trust.name, f"Counted by hospital trust: {treats} many of the people of {around.name}."
    if around.ambulance:
        why = f"Counted by ambulance service: this one serves {around.name}."
        yield around.ambulance.code, around.ambulance.name, why
    board = around.board or around.area
    why = f"Counted by care board, which is wider than {around.name}." if around.board else "Counted by care board."
    for code in (around.board_ods, board.code):
        if code:
            yield code, board.name, why
