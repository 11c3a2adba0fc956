"""The same methods over files."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet

from oneplace import sheets
from oneplace.problems import OneplaceError, did_you_mean
from oneplace.results import csv_dialect
from oneplace.sheets import Sheet
from oneplace.stats.table.declared import METHODS


def run(method: str, path: Path | str, *, sheet: str | None = None, **settings: Any) -> pa.Table:
    """Apply a method to a file (CSV and its kin, Excel, Parquet).

    ``settings`` are the method's columns and options by name, typed or as text; ``sheet`` is one of a workbook's.
    """
    return applied(method, path, sheet=sheet, **settings)[0]


def applied(method: str, path: Path | str, *, sheet: str | None = None, **settings: Any) -> tuple[pa.Table, Sheet]:
    """The same with the table that was read."""
    file = Path(path)
    if method not in METHODS:
        mend = did_you_mean(method, METHODS, f"There are: {', '.join(METHODS)}.")
        raise OneplaceError.at(file, f"there is no method '{method}'.", mend)
    declared = METHODS[method]
    read = sheets.read(file, declared.wanted(declared.checked(file, settings)), sheet=sheet)
    found: pa.Table = declared(read, **settings)
    return found, read


def write(table: pa.Table, path: Path) -> None:
    """Write a result as CSV or Parquet, by the file's name."""
    if path.suffix.lower() == ".parquet":
        pyarrow.parquet.write_table(table, path)
    elif path.suffix.lower() == ".csv":
        csv_dialect.write(table, path)
    else:
        raise OneplaceError.at(path, "is neither .csv nor .parquet.", "End the name with one of the two.")
