"""The open tables as a workbook, and everything that is open in one archive. Both hold what the CSV files hold."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import xlsxwriter

MOST_ROWS = 100_000
"""Rows of a sheet: a larger table stands in the archive, as CSV, and the sheet says so."""
_EPOCH = datetime(1980, 1, 1, tzinfo=UTC)
"""When every file in an archive is said to have been made, so that the same run gives the same bytes."""
_WIDEST = 60


def workbook(tables: Mapping[str, pa.Table], about: Sequence[tuple[str, str]]) -> bytes:
    """A workbook of a sheet ``about`` and one a table: dates as dates, numbers as numbers, all else as text."""
    made = io.BytesIO()
    book = xlsxwriter.Workbook(
        made,
        {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False},
    )
    book.set_properties({"created": _EPOCH.replace(tzinfo=None)})
    bold = book.add_format({"bold": True, "text_wrap": True})
    day = book.add_format({"num_format": "d mmm yyyy"})
    first = book.add_worksheet("about")
    first.set_column(0, 1, _WIDEST // 2)
    for number, (what, text) in enumerate(about):
        first.write_string(number, 0, what, bold)
        first.write_string(number, 1, text)
    for name, table in tables.items():
        _sheet(book.add_worksheet(name[:31]), table, bold, day)
    book.close()
    return made.getvalue()


def _sheet(sheet: Any, table: pa.Table, bold: Any, day: Any) -> None:
    sheet.freeze_panes(1, 0)
    for column, name in enumerate(table.column_names):
        sheet.write_string(0, column, name, bold)
    if len(table) > MOST_ROWS:
        sheet.write_string(1, 0, f"{len(table):,} rows are too many for a sheet: take the CSV file.")
        return
    for column, values in enumerate(table.columns):
        for number, value in enumerate(values.to_pylist(), 1):
            _write(sheet, number, column, value, day)


def _write(sheet: Any, row: int, column: int, value: Any, day: Any) -> None:
    if value is None:
        return
    if isinstance(value, bool):
        sheet.write_boolean(row, column, value)
    elif isinstance(value, int | float):
        sheet.write_number(row, column, value)
    elif isinstance(value, date):
        sheet.write_datetime(
            row, column, datetime(value.year, value.month, value.day, tzinfo=UTC).replace(tzinfo=None), day
        )
    else:
        sheet.write_string(row, column, str(value)[:32_767])


def archive(files: Mapping[str, Path], path: Path) -> Path:
    """The files in one archive, under the names given."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        for name, file in files.items():
            made.writestr(zipfile.ZipInfo(name, _EPOCH.timetuple()[:6]), file.read_bytes(), zipfile.ZIP_DEFLATED)
    return path
