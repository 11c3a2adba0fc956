"""Which areas each published series has figures for: a list made from the data, so that a check need not read them.

``python -m oneplace.record.opendata.covers`` makes it again after new data; a test holds it to them.
"""

from __future__ import annotations

from functools import lru_cache

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet

from oneplace import assets, geo
from oneplace.record.opendata.reading import LOADERS, read
from oneplace.record.opendata.register import DATASETS

COLUMNS = ["dataset", "series", "area_code"]
_FILE = "covers.parquet"


def made() -> pa.Table:
    """Dataset, series and area of every figure, once and in order, read from the data themselves."""
    parts = []
    for dataset in sorted(LOADERS):
        found = (
            authorities(DATASETS[dataset].areas, read(dataset)).select(COLUMNS[1:]).group_by(COLUMNS[1:]).aggregate([])
        )
        parts.append(found.add_column(0, COLUMNS[0], pa.array([dataset] * len(found), pa.string())))
    return pa.concat_tables(parts).sort_by([(name, "ascending") for name in COLUMNS]).select(COLUMNS)


def authorities(kind: str | None, table: pa.Table) -> pa.Table:
    """The table with the local authority and the care board of each small area in its place: of these a place asks.

    ``kind`` is that of the small areas; None where the rows are of whole areas already.
    """
    if kind is None:
        return table
    lie = geo.small_areas(kind).select(["code", "local_authority_code", "icb_code"])
    named = table.select(["series", "area_code"]).join(lie, "area_code", "code")
    of_boards = named.select(["series", "icb_code"]).rename_columns(["series", "area_code"])
    found = pc.coalesce(named["local_authority_code"], named["area_code"])
    of_authorities = pa.table({"series": named["series"], "area_code": found})
    both = pa.concat_tables([of_authorities, of_boards])
    return both.filter(pc.is_valid(both["area_code"]))


def areas_of(dataset: str, series: str) -> frozenset[str]:
    """The codes of the areas that a series has figures for, as listed; none for one that is not carried."""
    table = _listed()
    wanted = pc.and_(pc.equal(table["dataset"], dataset), pc.equal(table["series"], series))
    return frozenset(table.filter(wanted)["area_code"].to_pylist())


@lru_cache(maxsize=1)
def _listed() -> pa.Table:
    return pyarrow.parquet.read_table(assets.folder("opendata") / _FILE)


if __name__ == "__main__":
    pyarrow.parquet.write_table(made(), assets.folder("opendata") / _FILE, compression="zstd")
