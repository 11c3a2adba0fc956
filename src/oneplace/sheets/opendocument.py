"""OpenDocument spreadsheets (.ods), in which the government publishes its tables: cells as the text a reader sees."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

from oneplace.problems import OneplaceError

_OFFICE, _TABLE, _TEXT, _STYLE = (
    f"{{urn:oasis:names:tc:opendocument:xmlns:{part}:1.0}}" for part in ("office", "table", "text", "style")
)
_UNSEEN = ("collapse", "filter")
_WIDEST = 16_384
_KIND = b"application/vnd.oasis.opendocument.spreadsheet"


def is_one(path: Path) -> bool:
    """Whether an archive says of itself that it is such a spreadsheet."""
    try:
        with zipfile.ZipFile(path) as parts:
            return parts.read("mimetype").startswith(_KIND)
    except (zipfile.BadZipFile, KeyError, OSError):
        return False


@dataclass(frozen=True)
class Table:
    """The rows of a sheet as text, and what of it isn't shown: rows and columns (from 1), or all of it."""

    rows: list[list[str]]
    unseen_rows: frozenset[int]
    unseen_columns: frozenset[int]
    filtered: bool
    shown: bool


def tables_of(path: Path) -> dict[str, Table]:
    """Every sheet by its name; raises ``OneplaceError`` where they can't be read."""
    try:
        with zipfile.ZipFile(path) as parts:
            # Python's expat refuses entities that swell, and follows none out of the file
            document = ElementTree.fromstring(parts.read("content.xml"))  # noqa: S314
    except (zipfile.BadZipFile, KeyError, RuntimeError, ElementTree.ParseError) as error:
        raise OneplaceError.at(
            path, f"is no OpenDocument spreadsheet that can be read ({error}).", "Save it as .xlsx or as CSV."
        ) from None
    unseen = {
        style.get(f"{_STYLE}name")
        for style in document.iter(f"{_STYLE}style")
        if any(each.get(f"{_TABLE}display") == "false" for each in style)
    }
    tables = document.iter(f"{_TABLE}table")
    return {table.get(f"{_TABLE}name", ""): _table(table, unseen) for table in tables}


def _table(table: ElementTree.Element, unseen: Collection[str | None]) -> Table:
    rows, hidden, filtered = [], set(), False
    for row, visibility in _rows(table):
        rows.append(row)
        if visibility in _UNSEEN:
            hidden.add(len(rows))
            filtered |= visibility == "filter"
    shown = table.get(f"{_TABLE}style-name") not in unseen
    return Table(rows, frozenset(hidden), frozenset(_unseen_columns(table)), filtered, shown)


def _unseen_columns(table: ElementTree.Element) -> Iterator[int]:
    last = 0
    for column in table.iter(f"{_TABLE}table-column"):
        first, last = last + 1, last + int(column.get(f"{_TABLE}number-columns-repeated", 1))
        if column.get(f"{_TABLE}visibility") in _UNSEEN:
            yield from range(first, min(last, _WIDEST) + 1)


def _rows(table: ElementTree.Element) -> Iterator[tuple[list[str], str]]:
    """The rows down to the last that has something in it: below it a sheet says that a million are empty."""
    empty = 0
    for row in table.iter(f"{_TABLE}table-row"):
        cells = list(_cells(row))
        often = int(row.get(f"{_TABLE}number-rows-repeated", 1))
        if not cells:
            empty += often
            continue
        yield from (([], "") for _ in range(empty))
        yield from ((list(cells), row.get(f"{_TABLE}visibility", "")) for _ in range(often))
        empty = 0


def _cells(row: ElementTree.Element) -> Iterator[str]:
    empty = 0
    for cell in row:
        if cell.tag not in (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"):
            continue
        often = int(cell.get(f"{_TABLE}number-columns-repeated", 1))
        shown = _shown(cell)
        if not shown:
            empty += often
            continue
        yield from [""] * empty
        yield from [shown] * often
        empty = 0


def _shown(cell: ElementTree.Element) -> str:
    """Numbers with all their digits and dates as ISO dates, however shown; codes with their leading noughts."""
    text = "\n".join("".join(part.itertext()) for part in cell.findall(f"{_TEXT}p")).strip()
    kind, value = cell.get(f"{_OFFICE}value-type"), cell.get(f"{_OFFICE}value", "")
    if kind == "date":
        day, _, clock = cell.get(f"{_OFFICE}date-value", text).partition("T")
        return day if not clock.strip("0:.") else f"{day} {clock}"
    if kind == "percentage":
        return f"{float(value) * 100:.12g}%"
    if kind not in ("float", "currency") or re.fullmatch(r"0\d+", text):
        return text
    return str(int(float(value))) if float(value).is_integer() else value
