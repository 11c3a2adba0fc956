"""Where a linked record stands, what names it, and how it is read."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any, Literal

import duckdb

from oneplace import whole
from oneplace.place import canonical
from oneplace.place.sources import Sources
from oneplace.problems import OneplaceError
from oneplace.record.files import Extract
from oneplace.record.reading import quoted, text
from oneplace.record.tables import PERSON_ZONE, REFERENCE, SPLIT

Purpose = Literal["planning", "direct_care"]

MANIFEST = "record.json"


def connect(record_folder: Path, *, purpose: Purpose = "planning") -> duckdb.DuckDBPyConnection:
    """Open a record for reading: one view for each canonical table of the person and reference zones.

    ``planning`` (every secondary use) has nobody who opted out; ``direct_care`` has everyone. Neither has identities.
    A table of which the record holds nothing is an empty view. Raises `OneplaceError` where there is no record.
    """
    if not (record_folder / "person").is_dir():
        raise OneplaceError.at(record_folder, "is not a linked record.", "Make one with `oneplace load PLACE`.")
    zones = ["person"] if purpose == "planning" else ["person", "direct_care"]
    connection = duckdb.connect()
    for table, columns in PERSON_ZONE.items():
        _view(connection, table, columns, [record_folder / zone for zone in zones])
    for table, columns in REFERENCE.items():
        _view(connection, table, columns, [record_folder / "reference", record_folder / "person"])
    return connection


def _view(connection: duckdb.DuckDBPyConnection, table: str, columns: dict[str, str], folders: Sequence[Path]) -> None:
    pattern = f"{table}/*.parquet" if table in SPLIT else f"{table}.parquet"
    files = sorted(path for folder in folders for path in folder.glob(pattern))
    empty = ", ".join(f"NULL::{kind} AS {quoted(name)}" for name, kind in columns.items())
    source = f"SELECT {empty} LIMIT 0"
    if files:
        listed = ", ".join(text(str(path)) for path in files)
        source = f"SELECT * FROM read_parquet([{listed}], union_by_name = true)"
    connection.execute(f"CREATE VIEW {quoted(table)} AS {source}")


def manifest(record_folder: Path) -> dict[str, Any]:
    """Read what a record says of itself: inputs with their hashes, counts, linkage."""
    content: dict[str, Any] = json.loads((record_folder / MANIFEST).read_text("utf-8"))
    return content


def name_of(sources: Sources, extracts: Sequence[Extract]) -> str:
    """Return the record's id: a hash of the files, ``sources.yaml`` and the code that reads them."""
    inputs = {
        "sources": sources.model_dump_json(),
        "files": {extract.name: extract.sha256 for extract in extracts},
        "code": _code(),
    }
    return hashlib.sha256(json.dumps(inputs, sort_keys=True).encode()).hexdigest()[:16]


@cache
def _code() -> str:
    """Fingerprint the code that decides what a record holds."""
    rooms = [Path(__file__).parent, Path(canonical.__file__).parent]
    declared = [rooms[1] / f"{name}.py" for name in ("canonical", "sources", "mapping_sql", "fhirpath")]
    files = [*rooms[0].glob("*.py"), *rooms[0].glob("linkage/*"), *declared]
    digest = hashlib.sha256()
    for path in sorted(each for each in files if each.is_file()):
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def secret(into: Path, place_id: str, sources: Sources) -> str:
    """Return the secret with which ids are drawn: one for each installation, and kept with the identities.

    Made-up people need none: theirs is the place's id, so that everyone gets the same record of the same files.
    """
    if sources.synthetic:
        return f"synthetic:{place_id}"
    return whole.secret(into / "identity" / "secret")


def newest(into: Path) -> Path | None:
    """Return the folder of the record that was made last; None where there is none."""
    made = [path.parent for path in (into / "record").glob(f"*/{MANIFEST}") if not path.parent.name.startswith(".")]
    return max(made, key=lambda folder: (manifest(folder)["loaded_at"], folder.name), default=None)
