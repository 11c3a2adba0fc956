"""Workbooks, Excel's (.xlsx, .xlsm) and others': a sheet's cells as the text that a reader sees in them."""

from __future__ import annotations

import re
import warnings
import zipfile
from collections.abc import Collection, Iterable
from datetime import datetime, time
from pathlib import Path
from typing import Any

from oneplace.problems import OneplaceError
from oneplace.sheets import opendocument
from oneplace.sheets.layout import clean, names_of
from oneplace.sheets.opendocument import Table

MOST_BYTES = 400_000_000
"""Of an unpacked workbook; a small file can hold one that fills the memory."""
_NAMED = 5
_SAVE = "Open it in Excel and save it as .xlsx."


def table_of(path: Path, name: str | None, wanted: Collection[str]) -> Table:
    """One sheet: ``name``, else the only one that is shown, or the only one of those that holds all wanted names.

    Raises ``OneplaceError`` for a file that is no workbook, for a choice of sheets, and for a formula whose result
    the file doesn't hold.
    """
    found = tables_of(path)
    if name is not None and name not in found:
        raise OneplaceError.at(path, f"has no sheet '{name}'.", f"It has: {', '.join(found)}.")
    title = name if name is not None else _chosen(path, found, wanted)
    if not opendocument.is_one(path):
        _refuse_unreckoned(path, title)
    return found[title]


def tables_of(path: Path) -> dict[str, Table]:
    """Every sheet of a workbook by its name. Raises ``OneplaceError`` for a file that is none."""
    _refuse_swelling(path)
    return opendocument.tables_of(path) if opendocument.is_one(path) else _of_excel(path)


def _chosen(path: Path, found: dict[str, Table], wanted: Collection[str]) -> str:
    full = {each: table for each, table in found.items() if any(map(any, table.rows))}
    shown = {each: table for each, table in full.items() if table.shown}
    if not shown and len(full) == 1:
        [title] = full
        raise OneplaceError.at(path, f"has its table on the sheet '{title}', which is hidden.", f"Say sheet={title}.")
    if len(shown) > 1 and wanted:
        shown = {each: table for each, table in shown.items() if _holds(table.rows, wanted)} or shown
    if len(shown) != 1:
        what = f"has {len(shown)} sheets with a table: {', '.join(shown)}." if shown else "has no sheet with a table."
        raise OneplaceError.at(
            path,
            what,
            "Name one as sheet=NAME, or in a declaration as `sheet: NAME`."
            if shown
            else "Give one with a line of names.",
        )
    [(title, table)] = shown.items()
    kept = [each for each in full if each not in shown and not full[each].shown and _holds(full[each].rows, wanted)]
    if kept and not _holds(table.rows, wanted):
        what = f"has the columns on the sheet '{kept[0]}', which is hidden, and not on '{title}'."
        raise OneplaceError.at(path, what, f"Say sheet={kept[0]}, or sheet={title}.")
    return title


def _refuse_swelling(path: Path) -> None:
    try:
        with zipfile.ZipFile(path) as parts:
            size = sum(part.file_size for part in parts.infolist())
    except (zipfile.BadZipFile, OSError):
        return  # what it is not is told where it is opened
    if size > MOST_BYTES:
        what = f"unpacks to {size / 1e6:,.0f} MB; at most {MOST_BYTES / 1e6:,.0f} MB are read."
        raise OneplaceError.at(path, what, "Save the one sheet that is needed as CSV.")


def _of_excel(path: Path) -> dict[str, Table]:
    sheets = _book(path, values=True).worksheets
    return {
        sheet.title: Table(
            _texts_of(sheet),
            _unseen((i, i, row.hidden) for i, row in sheet.row_dimensions.items()),
            _unseen((part.min, part.max, part.hidden) for part in sheet.column_dimensions.values()),
            _is_filtered(sheet),
            sheet.sheet_state == "visible",
        )
        for sheet in sheets
    }


def _is_filtered(sheet: Any) -> bool:
    filters = [sheet.auto_filter, *(table.autoFilter for table in sheet.tables.values())]
    return any(each is not None and each.filterColumn for each in filters)


def _unseen(parts: Iterable[tuple[int | None, int | None, bool]]) -> frozenset[int]:
    return frozenset(i for first, last, hidden in parts if hidden and first for i in range(first, (last or first) + 1))


def _texts_of(sheet: Any) -> list[list[str]]:
    """The rows; the text of a cell that is merged with those below it stands in each, a number in the first alone."""
    rows = [[_shown(cell) for cell in row] for row in sheet.iter_rows()]
    for area in sheet.merged_cells.ranges:
        first = sheet.cell(area.min_row, area.min_col)
        if area.min_col == area.max_col and first.data_type == "s":
            for row in rows[area.min_row : area.max_row]:
                row[area.min_col - 1] = _shown(first)
    return rows


def _holds(rows: list[list[str]], wanted: Collection[str]) -> bool:
    return any(set(wanted) <= {*map(clean, row), *names_of(rows, i)} for i, row in enumerate(rows[:300]))


def _book(path: Path, *, values: bool) -> Any:
    from openpyxl import load_workbook  # noqa: PLC0415 - only for who has such a file

    try:
        with warnings.catch_warnings(action="ignore"), path.open("rb") as file:
            return load_workbook(file, data_only=values)
    except (zipfile.BadZipFile, KeyError, ValueError, OSError, TypeError, SyntaxError) as error:  # of broken XML
        refuse_archive(path)
        said = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise OneplaceError.at(path, f"is no workbook of Excel that can be read ({said}).", _SAVE) from None


def refuse_archive(path: Path) -> None:
    """A publisher's zip of files is told with what it holds, and is no broken workbook."""
    if not zipfile.is_zipfile(path):
        return
    with zipfile.ZipFile(path) as parts:
        names = [name for name in parts.namelist() if not name.endswith("/")]
    if names and "[Content_Types].xml" not in names:
        more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
        what = f"is a zip archive that holds {', '.join(names[:_NAMED])}{more}."
        raise OneplaceError.at(path, what, "Unpack it, and give the one file that is wanted.") from None


def _refuse_unreckoned(path: Path, title: str) -> None:
    """A program that isn't Excel can write a formula without its result, which would read as an empty cell."""
    with zipfile.ZipFile(path) as parts:
        sheets = [part for part in parts.namelist() if part.startswith("xl/worksheets/")]
        if not any(b"<f" in parts.read(part) for part in sheets):
            return
    formulas, values = (_book(path, values=each)[title] for each in (False, True))
    for row in formulas.iter_rows():
        for cell in row:
            if cell.data_type == "f" and values[cell.coordinate].value is None:
                what = f"cell {cell.coordinate} holds a formula without its result."
                raise OneplaceError.at(path, what, _SAVE, line=cell.row, column=cell.column)


def _shown(cell: Any) -> str:
    """What a reader sees: dates as ISO dates, percentages with their sign, codes with their leading noughts."""
    value, form = cell.value, str(cell.number_format or "")
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(sep=" ", timespec="seconds")
    if isinstance(value, int | float) and not isinstance(value, bool):
        if "%" in re.sub(r'"[^"]*"', "", form):
            return f"{float(f'{value * 100:.12g}'):g}%" if abs(value) < 1e4 else f"{value * 100}%"
        whole = float(value).is_integer() and abs(value) < 1e15
        if whole and re.fullmatch(r"0{2,}", form):
            return f"{int(value):0{len(form)}d}"
        return str(int(value)) if whole else repr(float(value))
    return "" if value is None else str(value).strip()
