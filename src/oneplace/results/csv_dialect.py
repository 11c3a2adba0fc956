"""The one form of CSV that leaves Oneplace, for pages, packs, what-ifs and the command line alike.

UTF-8, a header row, lines that end in LF, text in quotes where it needs them, dates as ISO 8601, ``true`` and
``false``; what is missing is an empty cell. Text that a spreadsheet would run as a formula gets an apostrophe in
front (OWASP, "CSV injection"); a number stays a number, a negative one too.
"""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv

_FORMULA = r"^([=+\-@\t\r\n\x{ff1d}\x{ff0b}\x{ff0d}\x{ff20}])"
"""How a cell begins that a spreadsheet would run: some take the wide signs for the plain ones."""
_FIRST_BYTES = [*(sign.encode() for sign in "=+-@\t\r\n"), b"\xef"]
_NUMBER = r"^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$"


def write(table: pa.Table, path: Path) -> None:
    """Write a table as a CSV file, its columns in their order."""
    pyarrow.csv.write_csv(_guarded(table), path, _options())


def text(table: pa.Table) -> str:
    """The same as ``write``, as text."""
    sink = pa.BufferOutputStream()
    pyarrow.csv.write_csv(_guarded(table), sink, _options())
    return str(sink.getvalue().to_pybytes(), "utf-8")


def _options() -> pyarrow.csv.WriteOptions:
    return pyarrow.csv.WriteOptions(quoting_style="needed", eol="\n")


def _guarded(table: pa.Table) -> pa.Table:
    """The table with no cell, names of columns among them, that a spreadsheet would run."""
    names = _guarded_text(pa.array(table.column_names, pa.string())).to_pylist()
    return pa.table([_guarded_column(column) for column in table.columns], names=names)


def _guarded_column(column: pa.ChunkedArray) -> pa.ChunkedArray:
    kind = column.type
    if pa.types.is_dictionary(kind):
        return _guarded_column(column.cast(kind.value_type))
    return _guarded_text(column) if pa.types.is_string(kind) or pa.types.is_large_string(kind) else column


def _guarded_text(cells: pa.Array | pa.ChunkedArray) -> pa.Array | pa.ChunkedArray:
    if not len(cells):
        return cells
    starts = pc.binary_slice(cells.cast(pa.binary()), 0, 1)
    if not pc.any(pc.is_in(starts, pa.array(_FIRST_BYTES, starts.type))).as_py():
        return cells
    runs = pc.and_not(pc.match_substring_regex(cells, _FORMULA), pc.match_substring_regex(cells, _NUMBER))
    return pc.if_else(runs, pc.replace_substring_regex(cells, _FORMULA, r"'\1"), cells)
