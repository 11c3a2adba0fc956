"""How deprived small areas and practices are, and how many people each has: for fifths of a place's own people."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache, reduce

import pyarrow as pa
import pyarrow.compute as pc

from oneplace.geo.areas import area, local_authorities
from oneplace.geo.deprivation import deprivation
from oneplace.geo.history import successors
from oneplace.geo.lookups import among, lsoas, practices, renamed
from oneplace.geo.population import census_2021, lsoa_mid_2020

NAMES = ["code", "local_authority_code", "icb_code", "score", "people"]


def small_areas(kind: str, areas: Sequence[str] | None = None) -> pa.Table:
    """Each small area of a kind (of ``KINDS``): code, local_authority_code, icb_code, score of deprivation, people.

    ``areas`` are codes of local authorities, counties, care boards (today's ONS codes) or regions; together they are
    one area. Neighbourhoods of 2011 have the score of 2019 and the people of mid-2020, those of 2021 the score of 2025
    and the residents of the 2021 census; the score of a middle layer (MSOA 2011) is the mean of its neighbourhoods' by
    people. A practice has its registered patients of July 2023 and the mean score of where they lived (2019), and lies
    where its surgery does: its patients need not live there. Most figures of practices are held for the four places'
    systems alone, so none is in a region.
    """
    if kind not in KINDS:
        raise ValueError(f"small areas are one of {', '.join(KINDS)}, not {kind!r}")
    table = _placed(kind)
    if areas is not None:
        named = {"local_authority_code": local_authorities(areas), "icb_code": areas, "region_code": areas}
        inside = [pc.is_in(table[name], value_set=pa.array(codes, pa.string())) for name, codes in named.items()]
        table = table.filter(reduce(pc.or_, inside))
    return table.select(NAMES).sort_by("code")


@cache
def _placed(kind: str) -> pa.Table:
    """Every small area of a kind, with the authority and the care board of today and the region that it lies in."""
    table = KINDS[kind]()
    for name in ("local_authority_code", "icb_code"):
        table = table.set_column(table.column_names.index(name), name, _each(table[name], _today))
    held_whole = kind != "practice"
    regions = _each(table["local_authority_code"], lambda code: _region(code) if held_whole else None)
    return table.append_column("region_code", regions)


def _each(codes: pa.ChunkedArray, told: Callable[[str], str | None]) -> pa.Array:
    """What is told of each code, told once."""
    known = {code: told(code) for code in pc.unique(codes).to_pylist() if code is not None}
    return pa.array([known.get(code) for code in codes.to_pylist()], pa.string())


def _today(code: str) -> str:
    """The code of today of an authority or board that became one other, whole; its own where it is in force still."""
    later = successors(code)
    return _today(later[0]) if len(later) == 1 else code


def _region(authority: str) -> str | None:
    """The region of a local authority, or of what became of it."""
    found = [area(code) for code in (authority, *successors(authority))]
    return next((each.parent for each in found if each is not None and each.parent), None)


def _lsoa11() -> pa.Table:
    where = lsoas(2011).select(["lsoa11_code", "msoa11_code", "local_authority_code", "icb_code"])
    scores = deprivation(2019).select(["lsoa_code", "score"])
    people = lsoa_mid_2020().select(["lsoa11_code", "total"]).rename_columns(["lsoa11_code", "people"])
    joined = where.join(scores, "lsoa11_code", "lsoa_code").join(people, "lsoa11_code")
    return _called(joined, {"lsoa11_code": "code"})


def _msoa11() -> pa.Table:
    parts = _lsoa11()
    parts = parts.append_column("weighted", pc.multiply(parts["score"], parts["people"]))
    found = parts.group_by(["msoa11_code", "local_authority_code"]).aggregate(
        [("weighted", "sum"), ("people", "sum"), ("icb_code", "min")]
    )
    score = pc.divide(found["weighted_sum"], pc.cast(found["people_sum"], pa.float64()))
    names = {"msoa11_code": "code", "people_sum": "people", "icb_code_min": "icb_code"}
    return _called(found.drop_columns(["weighted_sum"]), names).append_column("score", score)


def _lsoa21() -> pa.Table:
    where = lsoas(2021).select(["lsoa21_code", "local_authority_code", "icb_code"])
    scores = deprivation(2025).select(["lsoa_code", "score"])
    people = census_2021().select(["lsoa21_code", "residents"])
    joined = where.join(scores, "lsoa21_code", "lsoa_code").join(people, "lsoa21_code")
    return _called(joined, {"lsoa21_code": "code", "residents": "people"})


def _practice() -> pa.Table:
    scores = renamed("practice/imd2019_score_of_patients.parquet", (("practice", "code"), ("imd_score_2019", "score")))
    names = {"organisation_code": "code", "registered_patients": "people"}
    held = practices().select([*names, "local_authority_code", "icb_code"])
    return among(_called(held, names), "code", scores["code"].to_pylist()).join(scores, "code")


def _called(table: pa.Table, names: Mapping[str, str]) -> pa.Table:
    return table.rename_columns([names.get(name, name) for name in table.column_names])


KINDS: Mapping[str, Callable[[], pa.Table]] = {
    "lsoa11": _lsoa11,
    "msoa11": _msoa11,
    "lsoa21": _lsoa21,
    "practice": _practice,
}
"""Each kind of small area, and how its table is made."""
