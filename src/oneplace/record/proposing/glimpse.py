"""The head of a file that nobody has declared yet: how it is written, its header and its first rows."""

from __future__ import annotations

import codecs
import csv
import json
import re
import zlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

import pyarrow as pa
import pyarrow.parquet as pq

from oneplace.problems import OneplaceError
from oneplace.record.bundles import resources
from oneplace.record.files import DELIMITERS, foreign, is_rule
from oneplace.record.packed import fault, opened
from oneplace.record.unmarked import likelier
from oneplace.record.workbooks import in_one_line
from oneplace.sheets import refuse_foreign, tables_of

MOST = 0.95
"""The share of a column's values that must be of a kind: the rest are taken for slips, which a load sets aside."""

_HEAD = 1 << 20
_ROWS = 2_000
_TITLES = 20
_NUMBERED = 2
"""Columns of a table beyond which its first may have no name: pandas and R number the rows that they write there."""
_CSV = "Save the sheet as CSV, or ask the partner for one."


@dataclass(frozen=True)
class Glimpse:
    """What the head of a file shows: of a table ``names`` and the first ``rows``, of FHIR its ``resources``, the most
    frequent first, and which ``elements`` any has (``Observation.component``)."""

    path: Path
    format: Literal["csv", "excel", "parquet", "ndjson", "bundle"]
    encoding: str = "utf-8"
    delimiter: str = ","
    names: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    resources: tuple[str, ...] = ()
    elements: frozenset[str] = frozenset()
    sheet: str = ""
    """Of a workbook with several sheets: that which was looked at, the largest."""
    files: tuple[Glimpse, ...] = ()
    """Of files of one form: each by itself."""

    def column(self, name: str) -> list[str]:
        """What stands in one column of the first rows, but for blanks and what stands for nothing."""
        place = self.names.index(name)
        values = (row[place].strip() for row in self.rows if place < len(row))
        return [value for value in values if value.lower() not in _NOTHING]

    def goes_with(self, name: str) -> frozenset[str]:
        """The columns that stay the same where a value of this one comes again; none where it doesn't name a row.

        It names one where it is unique in each file, but for rows that are there twice word for word. Who and when it
        was stays the same where a file shows the rows of an earlier one again; where each file counts its rows from 1,
        somebody else stands beside each number.
        """
        place, met = self.names.index(name), dict[str, tuple[str, ...]]()
        again, same = 0, Counter[str]()
        for file in self.files or (self,):
            rows = {row for row in file.rows if place < len(row) and row[place].strip()}
            own = {row[place]: row for row in rows}
            if not len(own) >= MOST * len(rows) > 0:
                return frozenset()
            for value in own.keys() & met.keys():
                again += 1
                same.update(
                    one for one, now, then in zip(self.names, own[value], met[value], strict=False) if now == then
                )
            met |= own
        return frozenset(one for one in self.names if same[one] >= MOST * again)


_NOTHING = ("", "na", "n/a", "nan", "null", "none", "-", ".", r"\n")


def glimpse(path: Path) -> Glimpse:
    """Look at the first megabyte of a file; at the whole of a Bundle, which is read whole anyway.

    Raises ``OneplaceError`` where there is none, or it is of none of the forms that a load reads.
    """
    if path.is_dir():
        raise OneplaceError.at(path, "is a folder.", "Name the files in it.")
    try:
        with opened(path) as file:
            head = file.read(_HEAD)
    except (OSError, EOFError, zlib.error) as error:
        raise OneplaceError.at(path, f"can't be read ({error}).", "Give the path of a file that is whole.") from error
    if head.startswith(b"PAR1"):
        return _parquet(path)
    if head.startswith(b"PK\x03\x04"):
        return _workbook(path)
    if head.removeprefix(codecs.BOM_UTF8).lstrip()[:1] in (b"{", b"["):  # FHIR is JSON, which no table is
        return _json(path, _text(path, head)[0])
    refuse_foreign(path, head)
    if (problem := foreign(path, head[:200])) is not None:
        raise OneplaceError(problem)
    text, encoding = _text(path, head)
    return _csv(path, text, encoding, whole=len(head) < _HEAD)


def _parquet(path: Path) -> Glimpse:
    try:
        file = pq.ParquetFile(path)
        table = next(file.iter_batches(_ROWS), None)
    except (pa.ArrowInvalid, OSError) as error:
        raise OneplaceError.at(path, f"is not a sound Parquet file ({str(error).splitlines()[0]}).", _CSV) from error
    columns = [] if table is None else [[_said(value) for value in column.to_pylist()] for column in table.columns]
    return Glimpse(path, "parquet", names=tuple(file.schema_arrow.names), rows=tuple(zip(*columns, strict=True)))


def _said(value: object) -> str:
    return "" if value is None else str(value)


def _text(path: Path, head: bytes) -> tuple[str, str]:
    """The text, and the encoding by the name that ``sources.yaml`` has for it."""
    for encoding in ("utf-16",) if head[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8", likelier(head)):
        try:
            return head[: _boundary(head, encoding)].decode(encoding).removeprefix("\ufeff"), encoding
        except UnicodeDecodeError:
            continue
    raise OneplaceError.at(path, "is no text in UTF-8, UTF-16 or Windows-1252.", _CSV)


def _boundary(head: bytes, encoding: str) -> int:
    """How many of the bytes are whole characters: those to the last line's end, where more follow."""
    if encoding == "utf-16":
        return len(head) // 2 * 2
    return len(head) if len(head) < _HEAD else head.rfind(b"\n") + 1 or len(head)


def _json(path: Path, text: str) -> Glimpse:
    """FHIR by its first lines: a resource a line, or a Bundle."""
    lines = [line for line in text.splitlines() if line.strip()]
    first = _resource(lines[0])
    if first.get("resourceType") not in (None, "Bundle"):
        return _fhir(path, "ndjson", map(_resource, lines[:_ROWS]))
    if '"Bundle"' in text[:10_000]:
        if (torn := fault(path)) is not None:
            raise OneplaceError.at(path, torn.words, "Ask the partner to send the file again.")
        return _fhir(path, "bundle", resources(path))
    mend = "Send FHIR as NDJSON (a resource a line) or a Bundle, or a table as CSV."
    raise OneplaceError.at(path, "is JSON, but no FHIR.", mend)


def _resource(line: str) -> dict[str, Any]:
    """The JSON of a line; nothing where it is none, or no object."""
    try:
        found = json.loads(line)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _fhir(path: Path, form: Literal["ndjson", "bundle"], found: Iterable[dict[str, Any]]) -> Glimpse:
    """What of FHIR resources stands by itself: one inside another (``contained``) is read by none."""
    kinds, elements = Counter[str](), set[str]()
    for resource in found:
        kind = str(resource.get("resourceType", ""))
        kinds[kind] += bool(kind)
        elements.update(f"{kind}.{name}" for name, value in resource.items() if value)
    return Glimpse(
        path, form, resources=tuple(kind for kind, _ in kinds.most_common() if kind), elements=frozenset(elements)
    )


def _csv(path: Path, text: str, encoding: str, *, whole: bool) -> Glimpse:
    lines = text.splitlines(keepends=True)
    lines = lines if whole or len(lines) < 2 else lines[:-1]
    if not any(line.strip() for line in lines):
        raise OneplaceError.at(path, "is empty: it has not even a header.", "Ask the partner to send it again.")
    delimiter = max(DELIMITERS, key=lambda each: _fit(lines, each))
    rows = [tuple(row) for row in csv.reader(lines, delimiter=delimiter)]
    return _below_names(Glimpse(path, "csv", encoding, delimiter), rows)


def _workbook(path: Path) -> Glimpse:
    """A workbook by its largest sheet of those that are shown."""
    sheets = {name: in_one_line(table.rows) for name, table in tables_of(path).items() if table.shown}
    filled = {name: [tuple(row) for row in rows if any(row)] for name, rows in sheets.items()}
    filled = {name: rows for name, rows in filled.items() if rows}
    if not filled:
        raise OneplaceError.at(path, "has no sheet with a table.", _CSV)
    name = max(filled, key=lambda each: (len(filled[each]), len(filled[each][0])))
    return _below_names(Glimpse(path, "excel", sheet=name if len(filled) > 1 else ""), filled[name])


def _below_names(seen: Glimpse, rows: Sequence[tuple[str, ...]]) -> Glimpse:
    """The same with its names and first rows: the names stand on the first line that is whole, titles above it."""
    path = seen.path
    rows = _filled(rows)
    width = Counter(len(row) for row in rows[:_ROWS]).most_common(1)[0][0]
    named = [len(row) == width and all(map(str.strip, row[width > _NUMBERED :])) for row in rows[:_TITLES]]
    above = named.index(True) if any(named) else 0
    names = tuple(name.strip() for name in rows[above])
    below = above + 1 + is_rule(rows[above + 1 : above + 2])
    _refuse_values(path, names)
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None or not all(names[width > _NUMBERED :]):
        what = f"has the column {twice} more than once." if twice else "has a column without a name."
        raise OneplaceError.at(path, what, "Give each column a name of its own in the header.")
    return replace(seen, names=names, rows=tuple(rows[below : below + _ROWS]))


def _filled(rows: Sequence[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """The rows without what a delimiter at the end of lines makes: last columns in which nothing stands at all."""
    width = max((place for row in rows for place, said in enumerate(row, start=1) if said.strip()), default=0)
    return [row[:width] for row in rows]


_LONGEST_NAME = 200
_VALUE = re.compile(
    r"\S+@\S+|\d{3}[ -]?\d{3}[ -]?\d{4}|\d{4}-\d\d-\d\d.*|\d{1,2}[/.]\d{1,2}[/.]\d{2,4}.*"
    r"|[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}"
)
"""What stands in a row of somebody, and is no name of a column: an address, an NHS number, a day, a postcode."""


def _refuse_values(path: Path, names: Sequence[str]) -> None:
    """Raise where what should be names is what stands in rows: somebody's data would be printed as names."""
    mend = "Put a line with the columns' names first, each of them filled in."
    if any(map(_VALUE.fullmatch, names)) or not any(re.search(r"[^\W\d]", name) for name in names):
        raise OneplaceError.at(path, "has values where the columns' names should be.", mend)
    if any(len(name) > _LONGEST_NAME for name in names):
        what = f"has a column's name of over {_LONGEST_NAME} characters: a quotation mark may not be closed."
        raise OneplaceError.at(path, what, "Close it, or shorten the name.")


def _fit(lines: list[str], delimiter: str) -> tuple[int, int]:
    """How many of the first lines have the same number of fields beyond one, and how many fields."""
    counted = Counter(len(row) for row in csv.reader(lines[:200], delimiter=delimiter) if len(row) > 1)
    width, lines_so = max(counted.items(), key=lambda each: (each[1], each[0]), default=(0, 0))
    return lines_so, width
