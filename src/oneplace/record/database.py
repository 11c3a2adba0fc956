"""The database in which a record is made and read, and the names by which one step hands its tables to the next."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import NewType

import duckdb

from oneplace.whole import MENDS

Relation = NewType("Relation", str)
"""A table or view as SQL names it: a step returns those it makes, and is given those it reads."""

Tables = Mapping[str, Relation]
"""The canonical tables of a record that is being made, by the names they have in `oneplace.place.canonical`."""


def open_database(at: Path | None = None) -> duckdb.DuckDBPyConnection:
    """Open the database in a file, or one in memory; it never fetches an extension that it lacks, and shows no bar."""
    found = duckdb.connect(":memory:" if at is None else at, config={"autoinstall_known_extensions": False})
    return found.execute("SET enable_progress_bar = false")


def refusal(error: duckdb.Error) -> OSError | None:
    """The system's answer inside an error of DuckDB that comes of a full or shut disk; None where it is another."""
    number = next((number for number in MENDS if os.strerror(number) in str(error)), None)
    return None if number is None else OSError(number, os.strerror(number))
