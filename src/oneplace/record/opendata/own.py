"""A place's own datasets beside those that ship: looked up and read in one way. Its own come first."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from fnmatch import fnmatchcase
from functools import lru_cache
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from oneplace import geo
from oneplace.place import OwnDataset, Place
from oneplace.problems import OneplaceError
from oneplace.record.database import open_database
from oneplace.record.opendata import covers, declared, reading
from oneplace.record.opendata.register import DATASETS, Dataset
from oneplace.record.opendata.tidy import told_once, under_held_codes


def entry_of(place: Place, dataset: str) -> OwnDataset | Dataset | None:
    """What is declared of a dataset: the place's own, else the one that ships; None where there is neither."""
    return place.datasets.get(dataset) or DATASETS.get(dataset)


def read_of(place: Place, dataset: str, series: str, areas: Sequence[str]) -> pa.Table:
    """``opendata.read`` of the place's own dataset, else of the one that ships."""
    if dataset not in place.datasets:
        return reading.read(dataset, series=series, areas=areas)
    table = whole(place.datasets[dataset], place.root)
    wanted = pc.is_in(table["area_code"], value_set=pa.array(list(areas), pa.string()))
    return table.filter(pc.and_(wanted, pc.equal(table["series"], series)))


def series_in(place: Place, dataset: str) -> list[str]:
    """The ids of the series of a dataset."""
    if dataset not in place.datasets:
        return reading.series_of(dataset)
    return sorted(pc.unique(whole(place.datasets[dataset], place.root)["series"]).to_pylist())


def areas_in(place: Place, dataset: str, series: str) -> frozenset[str]:
    """The codes of the areas for which a place finds figures of a series, put together from small ones or not."""
    if dataset not in place.datasets:
        return covers.areas_of(dataset, series)
    entry = place.datasets[dataset]
    table = whole(entry, place.root)
    table = covers.authorities(entry.areas, table.filter(pc.equal(table["series"], series)))
    return frozenset(pc.unique(table["area_code"]).to_pylist())


def whole(entry: OwnDataset, root: Path) -> pa.Table:
    """All rows of a declared dataset, whose files stand in ``root``, in the tidy shape."""
    stamps = tuple((root / name).stat().st_mtime_ns for name in entry.files)
    return _load(entry.model_dump_json(), root, stamps)


_SMALL = frozenset(("E01", "E02"))
"""How the codes of England's lower and middle layers begin."""


@lru_cache(maxsize=64)
def _load(entry_json: str, root: Path, _changed: tuple[int, ...]) -> pa.Table:
    entry = OwnDataset.model_validate_json(entry_json)
    try:
        with open_database() as connection:
            table = declared.load(entry, root, connection)
            _refuse_other_areas(entry, root, table)
            return told_once(under_held_codes(table), connection)
    except duckdb.Error as error:
        first_line = str(error).partition("\n")[0]
        what = f"The file holds what its declaration can't use: {first_line}"
        raise OneplaceError.at(root / entry.files[0], what, "Mend its layout in datasets.yaml.") from error


def _refuse_other_areas(entry: OwnDataset, root: Path, table: pa.Table) -> None:
    """Refuse small areas of England of another kind or year than the declared one: they would drop out of every sum."""
    if entry.areas is None:
        return
    codes = {code for code in pc.unique(table["area_code"]).to_pylist() if code and code[:3] in _SMALL}
    wrong = sorted(codes - set(geo.small_areas(entry.areas)["code"].to_pylist()))
    if wrong:
        what = f"has codes that are no {entry.areas} ({len(wrong):,} of them), such as {', '.join(wrong[:3])}."
        mend = "Say by `areas` which they are: those of 2011 and of 2021 have codes of their own."
        raise OneplaceError.at(root / entry.files[0], what, mend)


def all_of(place: Place) -> Mapping[str, OwnDataset | Dataset]:
    """Every dataset by id, the place's own among them."""
    return {**DATASETS, **place.datasets}


def collector_of(place: Place, dataset: str, series: str) -> str:
    """Who collects a series, and so could split it by group: its publisher, unless that only passes it on.

    A place's clip of a dataset that ships is collected as that is. Empty of a dataset that isn't there.
    """
    entry, shipped = entry_of(place, dataset), DATASETS.get(dataset)
    if entry is None:
        return ""
    of_shipped = shipped.collected_by if shipped and shipped.publisher == entry.publisher else {}
    named = {**of_shipped, **entry.collected_by}
    found = (body for wanted, body in named.items() if fnmatchcase(series, wanted))
    return next(found, _ABOUT_THE_FILE.split(entry.publisher)[0])


_ABOUT_THE_FILE = re.compile(", with |, released by |;")
"""Where the words about a publisher end and those about its file begin."""
