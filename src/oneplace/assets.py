"""What ships with the product (open data, example places): where it stands, and how it is read safely.

In a checkout the folders stand at the root of the repository; in an installed wheel under ``oneplace/_shipped``.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import duckdb
import pyarrow as pa

from oneplace.problems import OneplaceError

_PACKAGE = Path(__file__).parent
_ROOTS = (_PACKAGE / "_shipped", _PACKAGE.parents[1])


@cache
def folder(name: str) -> Path:
    """The shipped folder ``name`` (``opendata``, ``places``), in a wheel or in a checkout."""
    for root in _ROOTS:
        if (root / name).is_dir():
            return root / name
    raise OneplaceError.at(
        _ROOTS[-1] / name,
        f"The folder {name!r} that ships with Oneplace is not there.",
        "Install Oneplace again, or take the whole repository.",
    )


def scan(path: Path, required: tuple[str, ...], connection: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyRelation:
    """A Parquet or CSV file (gzipped or not) as a relation, once its header holds every ``required`` column.

    CSV columns keep the types that DuckDB infers from the whole file, and area codes stay text. Raises
    `OneplaceError` where the file is missing, can't be read, or has changed its layout.
    """
    if not path.is_file():
        raise OneplaceError.at(
            path, "The file is not there.", "Put the publisher's file back, or install Oneplace again."
        )
    try:
        if path.suffix == ".parquet":
            relation = connection.read_parquet(str(path))
        else:
            relation = connection.read_csv(str(path), header=True, sample_size=-1, na_values=["", "NA"])
    except duckdb.Error as error:
        first_line = str(error).partition("\n")[0]
        raise OneplaceError.at(
            path, f"The file can't be read: {first_line}", "Fetch it again from its publisher."
        ) from error
    missing = [name for name in required if name not in relation.columns]
    if missing:
        raise OneplaceError.at(
            path,
            f"The header lacks {', '.join(map(repr, missing))}; it has {', '.join(map(repr, relation.columns[:12]))}.",
            "The publisher may have changed the layout: take the vintage named in opendata/register.yaml.",
            line=1,
        )
    return relation


def read_table(path: Path, required: tuple[str, ...]) -> pa.Table:
    """The ``required`` columns of a shipped file as an Arrow table; errors as in `scan`."""
    with duckdb.connect() as connection:
        relation = scan(path, required, connection)
        columns = ", ".join(f'"{name}"' for name in required)
        try:
            return relation.project(columns).to_arrow_table()
        except duckdb.Error as error:
            first_line = str(error).partition("\n")[0]
            raise OneplaceError.at(
                path, f"The file can't be read: {first_line}", "Fetch it again from its publisher."
            ) from error
