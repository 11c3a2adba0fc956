"""A file as a ``Sheet``, whatever its form: CSV and its kin, Excel, Parquet, told by what is in it."""

from __future__ import annotations

import csv
import re
from collections.abc import Collection, Sequence
from dataclasses import replace
from pathlib import Path

import narwhals as nw
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv
import pyarrow.parquet

from oneplace.problems import OneplaceError
from oneplace.sheets import excel, layout
from oneplace.sheets.cells import UnreadableError, number
from oneplace.sheets.decoding import decoded, refuse_foreign, unpacked
from oneplace.sheets.opendocument import Table
from oneplace.sheets.sheet import Sheet

_NAMES = "Give a table with a line of column names."
_NO_WIDTH = re.compile("[\u200b-\u200f\u2060\ufeff]")


def read(path: Path | str, wanted: Collection[str] = (), *, sheet: str | None = None) -> Sheet:
    """Read a file's table; ``wanted`` are the columns that the caller needs, which help to find it.

    Text may be separated by commas, semicolons, tabs or bars, in UTF-8, UTF-16 or Windows-1252, with titles above and
    notes below (told in ``Sheet.notes``), and be compressed by gzip. Its cells stay text. ``sheet`` names one of a
    workbook. Raises ``OneplaceError``.
    """
    file = Path(path)
    try:
        raw = file.read_bytes()
    except OSError as error:
        raise OneplaceError.at(
            file, f"can't be read: {error.strerror or error}.", "Name a file that is there."
        ) from None
    raw = unpacked(file, raw)
    if not raw.strip():
        raise OneplaceError.at(file, "is empty.", _NAMES)
    if raw.startswith(b"PAR1"):
        return _parquet(file)
    if raw.startswith(b"PK\x03\x04"):
        return _of_workbook(file, excel.table_of(file, sheet, wanted), wanted)
    refuse_foreign(file, raw)
    return _of_text(file, _seen(decoded(file, raw)).replace("\r\n", "\n").replace("\r", "\n"), wanted)


def _seen(text: str) -> str:
    """A text without the marks of no width that web pages leave in copied cells: nobody sees why they match nothing."""
    return text if text.isascii() else _NO_WIDTH.sub("", text)


def _parquet(path: Path) -> Sheet:
    try:
        return Sheet(nw.from_native(pyarrow.parquet.read_table(path), eager_only=True), path)
    except (OSError, pa.ArrowException) as error:
        raise OneplaceError.at(path, f"can't be read: {str(error).splitlines()[0]}", "Write it again.") from None


def _of_workbook(path: Path, table: Table, wanted: Collection[str]) -> Sheet:
    """The sheet of a workbook's: rows that it hides may be meant or not; a hidden column that is read is told."""
    read = _of_rows(path, [(line, list(map(_seen, row))) for line, row in enumerate(table.rows, 1)], wanted)
    lines = [read.line(row) for row in range(len(read))]
    if unseen := [line for line in lines if line in table.unseen_rows]:
        more = f" and {len(unseen) - 1} more of its rows are" if unseen[1:] else " is"
        what = f"row {unseen[0]}{more} hidden{' by a filter' * table.filtered}, of {len(lines)} in the table."
        mend = "Show all its rows (clear the filter), or copy those that are meant to a file of their own."
        raise OneplaceError.at(path, what, mend, line=unseen[0])
    told = tuple(
        f"Column '{name}' is hidden in the workbook, and was read."
        for name in dict.fromkeys(wanted)
        if table.unseen_columns & {*read.positions.get(name, ())}
    )
    return replace(read, notes=told + read.notes)


def _of_text(path: Path, text: str, wanted: Collection[str]) -> Sheet:
    delimiter = layout.delimiter_of(text, wanted)
    read = _at_once(path, text, delimiter, wanted) or _of_rows(path, _records(path, text, delimiter), wanted)
    return replace(read, delimiter=delimiter)


def _records(path: Path, text: str, delimiter: str) -> list[tuple[int, list[str]]]:
    """The records of a text with their lines, without one that only tells a spreadsheet the delimiter."""
    try:
        found = list(layout.records(text, delimiter))
    except csv.Error as error:
        what, line = error.args
        mend = "Close each quotation, or take its mark out."
        raise OneplaceError.at(path, f"can't be read: {what}.", mend, line=line) from None
    return found[1:] if found and "".join(found[0][1]).lower().startswith("sep=") else found


def _of_rows(path: Path, rows: Sequence[tuple[int, list[str]]], wanted: Collection[str]) -> Sheet:
    """The sheet of records with their lines."""
    cells = [row for _, row in rows]
    found = layout.laid_out(cells, wanted)
    if found is None:
        raise OneplaceError.at(path, "holds no table.", _NAMES)
    if layout.names_go_on(cells, found.header):
        both = ", ".join(filter(None, layout.names_of(cells, found.header + 1)))
        what = "holds a second line of names below the first."
        raise OneplaceError.at(path, what, f"Name the columns by both: {both}.", line=rows[found.header + 1][0])
    width = len(layout.names_of(cells, found.header))
    body = [(line, row) for line, row in rows[found.header + 1 : found.end] if layout.extent(row)]
    for line, row in body:
        if not layout.extent(row) <= width <= len(row):
            cells_there = len(row) if len(row) < width else layout.extent(row)
            what = f"has {cells_there} cell{'s'[: cells_there != 1]} where the line of names has {width}."
            mend = "Complete it, or take it out if it is a note."
            more = "Put a cell that holds the delimiter, such as 4,000, in quotes."
            raise OneplaceError.at(path, what, mend if len(row) < width else more, line=line)
    names, positions = _named(path, layout.names_of(cells, found.header), rows[found.header][0])
    columns = [pa.array([row[i].strip() or None for _, row in body], pa.string()) for i in range(width)]
    below = [" ".join(filter(None, map(str.strip, row))) for row in cells[found.end :] if layout.extent(row)]
    notes = tuple(f"Left out below the table: {each}" for each in below)
    lines = [line for line, _ in body]
    table = pa.table(columns, names=names)
    return Sheet(nw.from_native(table, eager_only=True), path, lambda: lines, positions, notes)


def _at_once(path: Path, text: str, delimiter: str, wanted: Collection[str]) -> Sheet | None:
    """A sheet read whole by Arrow, where nothing asks for a closer look at its lines; else None."""
    if len(text) <= layout.HEAD or text.count('"') % 2:  # a quotation that never ends is told of its line
        return None
    head = layout.first_records(text, delimiter)
    found = layout.laid_out([row for _, row in head[:-1]], wanted)
    tail = text[-layout.HEAD :].rstrip("\n").split("\n")[1:]  # the first is a part of a line, or none
    if found is None or any(not line.strip(delimiter + ' "') for line in tail):
        return None
    if any(layout.is_note([line.strip(delimiter + ' "')]) for line in tail[-1:]):
        return None
    cells = [row for _, row in head]
    if layout.names_go_on(cells, found.header):
        return None
    names, positions = _named(path, layout.names_of(cells, found.header), head[found.header][0])
    below = head[found.header + 1][0]
    body = text.split("\n", below - 1)[-1]
    try:
        table = pyarrow.csv.read_csv(
            pa.BufferReader(body.encode()),
            pyarrow.csv.ReadOptions(column_names=names),
            pyarrow.csv.ParseOptions(delimiter=delimiter, newlines_in_values='"' in body),
            pyarrow.csv.ConvertOptions(
                column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=True, null_values=[""]
            ),
        )
    except pa.ArrowInvalid:
        return None
    table = _filled(table)

    def lines() -> list[int]:
        return [number for number, row in layout.records(text, delimiter) if number >= below and layout.extent(row)]

    return Sheet(nw.from_native(table, eager_only=True), path, lines, positions)


def _filled(table: pa.Table) -> pa.Table:
    """The table without rows that have nothing in them."""
    empty = None
    for column in table.columns:
        blank = pc.fill_null(pc.equal(pc.utf8_trim_whitespace(column), ""), True)
        empty = blank if empty is None else pc.and_(empty, blank)
        if not pc.any(empty).as_py():
            return table
    return table.filter(pc.invert(empty))


def _named(path: Path, cells: Sequence[str], line: int) -> tuple[list[str], dict[str, tuple[int, ...]]]:
    """The names of the columns, each once, and where each name stands."""
    given = [cell or f"column {i}" for i, cell in enumerate(cells, 1)]
    if all(_is_number(name) for name in given):
        raise OneplaceError.at(path, "has numbers where the names of columns should stand.", _NAMES, line=line)
    positions = {name: tuple(i for i, each in enumerate(given, 1) if each == name) for name in dict.fromkeys(given)}
    once = [name if i == positions[name][0] else f"{name} (column {i})" for i, name in enumerate(given, 1)]
    return once, positions


def _is_number(text: str) -> bool:
    try:
        number(text)
    except UnreadableError:
        return False
    return True
