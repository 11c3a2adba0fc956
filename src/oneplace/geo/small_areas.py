"""How deprived small areas and practices are, and how many people each has: for fifths of a place's own people."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import pyarrow as pa
import pyarrow.compute as pc

from oneplace.geo.deprivation import deprivation
from oneplace.geo.lookups import among, lsoas, practices, renamed
from oneplace.geo.population import census_2021, lsoa_mid_2020

NAMES = ["code", "local_authority_code", "score", "people"]


def small_areas(kind: str, local_authorities: Sequence[str] | None = None) -> pa.Table:
    """Each small area of a kind (of ``KINDS``): code, local_authority_code, score of deprivation, people; by code.

    Neighbourhoods of 2011 have the score of 2019 and the people of mid-2020, those of 2021 the score of 2025 and the
    residents of the 2021 census; the score of a middle layer (MSOA 2011) is the mean of its neighbourhoods' by people.
    A practice has its registered patients of July 2023 and the mean score of where they lived (2019), and lies where
    its surgery does: its patients need not live there.
    """
    if kind not in KINDS:
        raise ValueError(f"small areas are one of {', '.join(KINDS)}, not {kind!r}")
    return KINDS[kind](local_authorities).select(NAMES).sort_by("code")


def _lsoa11(local_authorities: Sequence[str] | None) -> pa.Table:
    where = lsoas(2011, local_authorities).select(["lsoa11_code", "msoa11_code", "local_authority_code"])
    scores = deprivation(2019).select(["lsoa_code", "score"])
    people = lsoa_mid_2020().select(["lsoa11_code", "total"]).rename_columns(["lsoa11_code", "people"])
    joined = where.join(scores, "lsoa11_code", "lsoa_code").join(people, "lsoa11_code")
    return joined.rename_columns(["code" if name == "lsoa11_code" else name for name in joined.column_names])


def _msoa11(local_authorities: Sequence[str] | None) -> pa.Table:
    parts = _lsoa11(local_authorities)
    parts = parts.append_column("weighted", pc.multiply(parts["score"], parts["people"]))
    found = parts.group_by(["msoa11_code", "local_authority_code"]).aggregate([("weighted", "sum"), ("people", "sum")])
    score = pc.divide(found["weighted_sum"], pc.cast(found["people_sum"], pa.float64()))
    names = ["msoa11_code", "local_authority_code", "people_sum"]
    return found.select(names).rename_columns(["code", "local_authority_code", "people"]).append_column("score", score)


def _lsoa21(local_authorities: Sequence[str] | None) -> pa.Table:
    where = lsoas(2021, local_authorities).select(["lsoa21_code", "local_authority_code"])
    scores = deprivation(2025).select(["lsoa_code", "score"])
    people = census_2021().select(["lsoa21_code", "residents"])
    joined = where.join(scores, "lsoa21_code", "lsoa_code").join(people, "lsoa21_code")
    names = {"lsoa21_code": "code", "residents": "people"}
    return joined.rename_columns([names.get(name, name) for name in joined.column_names])


def _practice(local_authorities: Sequence[str] | None) -> pa.Table:
    scores = renamed("practice/imd2019_score_of_patients.parquet", (("practice", "code"), ("imd_score_2019", "score")))
    held = practices(local_authorities)
    here = pa.table(
        {
            "code": held["organisation_code"],
            "local_authority_code": held["local_authority_code"],
            "people": held["registered_patients"],
        }
    )
    return among(here, "code", scores["code"].to_pylist()).join(scores, "code")


KINDS: Mapping[str, Callable[[Sequence[str] | None], pa.Table]] = {
    "lsoa11": _lsoa11,
    "msoa11": _msoa11,
    "lsoa21": _lsoa21,
    "practice": _practice,
}
"""Each kind of small area, and how its table is made."""
