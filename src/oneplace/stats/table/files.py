"""The same methods over files."""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet

from oneplace import sheets
from oneplace.problems import OneplaceError, did_you_mean
from oneplace.results import csv_dialect
from oneplace.sheets import Sheet
from oneplace.stats.table.declared import METHODS
from oneplace.stats.table.totals import LikeRowsWarning


def run(method: str, path: Path | str, *, sheet: str | None = None, **settings: Any) -> pa.Table:
    """Apply a method to a file (CSV and its kin, Excel, Parquet).

    ``settings`` are the method's columns and options by name, typed or as text; ``sheet`` is one of a workbook's.
    """
    return _applied(method, path, sheet, settings)[0]


def applied(
    method: str, path: Path | str, *, sheet: str | None = None, **settings: Any
) -> tuple[pa.Table, tuple[str, ...]]:
    """The same with what a reader is to know: of the reading, and of rows that were added up and look like one."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always", LikeRowsWarning)
        found, read = _applied(method, path, sheet, settings)
    told = [each for each in caught if issubclass(each.category, LikeRowsWarning)]
    for each in caught:
        if each not in told:
            warnings.showwarning(each.message, each.category, each.filename, each.lineno)
    return found, (*read.notes, *(str(each.message) for each in told))


def _applied(method: str, path: Path | str, sheet: str | None, settings: dict[str, Any]) -> tuple[pa.Table, Sheet]:
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
