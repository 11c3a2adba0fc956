"""All England's figures clipped to one place: its own areas, those that they are compared with, its neighbourhoods."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet

from oneplace import geo
from oneplace.founding.areas import Surroundings
from oneplace.place import OwnDataset
from oneplace.record import opendata

_NATIONS = ("E92000001", "K02000001", "K03000001", "K04000001")


def clipped(root: Path, entry: OwnDataset, around: Surroundings) -> pa.Table:
    """The rows of a dataset of the package at ``root`` that a place needs, in the tidy shape."""
    named = _codes(around)
    others = [code for each in named for code in geo.other_codes(each)]
    wanted = [*named, *others, *(_small(entry.areas, around) if entry.areas else ())]
    inside = pc.is_in(pc.field("area_code"), value_set=pa.array(wanted, pa.string()))
    if len(entry.files) > 1 or entry.layout != "tidy":
        return opendata.whole(entry, root).filter(inside)
    table = pyarrow.parquet.read_table(root / entry.files[0], filters=inside).cast(opendata.SCHEMA)
    return opendata.under_held_codes(table)


def _codes(around: Surroundings) -> list[str]:
    """The area itself, its parts, what it was, what it lies in, its statistical neighbours, region and country."""
    larger = (around.board, around.county, around.region)
    before = [code for codes in around.before for code in codes]
    named = [around.area.code, *before, *around.members, *(each.code for each in (*larger, *around.neighbours) if each)]
    return list(dict.fromkeys([*named, *([around.board_ods] if around.board_ods else []), *_NATIONS]))


def _small(kind: str, around: Surroundings) -> list[str]:
    compared = [around.region, *around.neighbours]
    codes = [around.area.code, *around.members, *(each.code for each in compared if each)]
    found: list[str] = geo.small_areas(kind, codes)["code"].to_pylist()
    return found


def declared_here(entry: OwnDataset, name: str) -> dict[str, object]:
    """What a place's ``datasets.yaml`` says of its clipped copy."""
    said = entry.model_dump(exclude_defaults=True, mode="json")
    kept = f"{entry.kept}; clipped to {name} and what it is compared with" if entry.kept else f"clipped to {name}"
    return {**said, "files": [f"opendata/{entry.id}.parquet"], "layout": "tidy", "kept": kept}


def covered(entry: OwnDataset, table: pa.Table) -> dict[str, frozenset[str]]:
    """For each series in a dataset's rows, the areas that it has figures for, put together from small ones or not."""
    known = opendata.authorities(entry.areas, table).select(["series", "area_code"])
    pairs = known.group_by(["series"]).aggregate([("area_code", "distinct")]).to_pylist()
    return {row["series"]: frozenset(row["area_code_distinct"]) for row in pairs}
