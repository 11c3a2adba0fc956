"""The package of all England's figures and outlines, ``oneplace-england``: where it stands, and what is in it."""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec
from pathlib import Path

import duckdb
import pyarrow as pa

from oneplace.assets import scan
from oneplace.place import OwnDataset, declared_datasets
from oneplace.problems import OneplaceError

PACKAGE, MODULE = "oneplace-england", "oneplace_england"
OUTLINES = "geography/outlines_for_maps.parquet"
_CHECKOUT = Path(__file__).parents[3] / "packages" / "england" / "src" / MODULE


def folder() -> Path:
    """Where the package's data stand: installed, else in the repository that Oneplace runs from."""
    spec = find_spec(MODULE)
    if spec is not None and spec.origin is not None:
        return Path(spec.origin).parent
    if _CHECKOUT.is_dir():
        return _CHECKOUT
    what = f"The package {PACKAGE}, which holds all England's figures and outlines, is not installed."
    raise OneplaceError.at(Path(PACKAGE), what, "Install it: `pip install ./packages/england` in the repository.")


@cache
def datasets(root: Path) -> dict[str, OwnDataset]:
    """The datasets that the package declares, by id."""
    return declared_datasets(root)


def outlines(root: Path, codes: list[str]) -> pa.Table:
    """The outlines (``code``, ``geometry`` as GeoJSON) of neighbourhoods: super-generalised, for maps only."""
    with duckdb.connect() as connection:
        scan(root / OUTLINES, ("code", "geometry"), connection).create_view("outlines")
        connection.register("wanted", pa.table({"code": pa.array(codes, pa.string())}))
        return connection.sql(
            "select code, geometry from outlines semi join wanted using (code) order by code"
        ).to_arrow_table()
