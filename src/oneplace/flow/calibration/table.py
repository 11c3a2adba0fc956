"""A table of spells as it was sent: read from CSV, Parquet or a data frame, and every time brought to one clock."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import duckdb
import narwhals as nw
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv
import pyarrow.parquet as pq
from numpy.typing import NDArray

from oneplace.flow.network.timeline import A_MONDAY
from oneplace.problems import OneplaceError, Problem

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Ints = NDArray[np.int64]

REQUIRED = ("patient", "place", "arrived", "left")
TIMES = ("arrived", "started", "finished", "left")
"""In the order in which they happen: joined the queue, care began, ready to leave, left."""
OPTIONAL = ("class", "deprivation", "started", "finished", "to")
_MEND = f"Give the columns {', '.join(f'`{n}`' for n in REQUIRED)} and, where known, {', '.join(OPTIONAL)}."
_SHOWN = 20
_OFFSET = r"[T ]\d{1,2}:.*(Z|[+-]\d{2}(:?\d{2})?)$"
_YEARS = (np.datetime64("1900-01-01", "us").astype(np.int64), np.datetime64("2200-01-01", "us").astype(np.int64))


@dataclass(frozen=True)
class Table:
    """Spells as text and times, a row each; what is wrong with single rows is collected in ``problems``."""

    path: Path
    data: pa.Table
    """Texts ``patient``, ``class``, ``deprivation``, ``place`` and ``to``, null where empty or not given."""
    times: Mapping[str, Floats]
    """Seconds since 1970 (UTC) of each of ``TIMES``; NaN where empty."""
    given: frozenset[str]
    """The columns that the table has."""
    unused: tuple[str, ...]
    """And those that say nothing here."""
    faults: Mapping[str, Bools]
    """Rows whose time cannot be read, for each column of times."""
    _coded: dict[str, tuple[Ints, list[str]]] = field(default_factory=dict, repr=False)

    def codes(self, column: str) -> tuple[Ints, list[str]]:
        """Each row's position among the sorted texts of a column (-1 where it is empty), and those texts."""
        if column not in self._coded:
            encoded = pc.dictionary_encode(self.data[column].combine_chunks())
            order = np.asarray(pc.sort_indices(encoded.dictionary)).astype(np.int64)
            rank = np.empty(len(order) + 1, np.int64)
            rank[order], rank[-1] = np.arange(len(order)), -1
            texts = encoded.dictionary.take(pa.array(order)).to_pylist()
            self._coded[column] = rank[np.asarray(pc.fill_null(encoded.indices, -1))], texts
        return self._coded[column]

    def lines(self, rows: NDArray[np.int64]) -> list[int]:
        """The lines of the file where these rows stand; row numbers from 1 where it isn't a text file."""
        if self.path.suffix.lower() != ".csv" or not self.path.is_file():
            return [int(row) + 1 for row in rows]
        wanted, found = {int(row) for row in rows}, {}
        with self.path.open(newline="", encoding="utf-8-sig") as lines:
            reader, number, before = csv.reader(lines), -1, 0
            for row in reader:
                if row:
                    if number in wanted:
                        found[number] = before + 1
                        if len(found) == len(wanted):
                            break
                    number += 1
                before = reader.line_num
        return [found.get(int(row), 0) for row in rows]

    def problems(self, code: str, rows: Bools, column: str, what: str, mend: str) -> list[Problem]:
        """A warning for each of the first rows with a fault, and one that counts the rest."""
        where = np.flatnonzero(rows)
        first = where[:_SHOWN]
        found = []
        for row, line in zip(first, self.lines(first), strict=True):
            value = self.data[column][int(row)].as_py() if column in self.data.column_names else None
            message = f"`{column}`{f' ({value})' if value is not None else ''} {what}; this spell is set aside."
            found.append(Problem(self.path, line, 0, code, message, mend))
        if len(where) > _SHOWN:
            message = f"`{column}` {what} in {len(where) - _SHOWN:,} more rows; they are set aside."
            found.append(Problem(self.path, 0, 0, code, message, mend))
        return found


def read_table(source: Path | str | Any, zone: str, name: str = "spells") -> Table:
    """Read a CSV or Parquet file, an Arrow table or another data frame.

    Times are ISO (``2026-03-31 14:05``), with an offset or on the clock of ``zone``. Where that clock goes back, a time
    that happens twice is the second one if the first would be before what came earlier in the spell. Raises
    ``OneplaceError`` where the file cannot be read or lacks a column.
    """
    if isinstance(source, Path | str):
        path = Path(source)
        data = _read_csv(path) if path.suffix.lower() == ".csv" else _read_parquet(path)
    else:
        path = Path(name)
        data = source if isinstance(source, pa.Table) else nw.from_native(source, eager_only=True).to_arrow()
    data = from_log(data) if b"clock" in (data.schema.metadata or {}) else data
    data = data.rename_columns([name.strip().lower() for name in data.column_names])
    missing = [name for name in REQUIRED if name not in data.column_names]
    if missing or len(set(data.column_names)) < len(data.column_names):
        what = f"has no column `{missing[0]}`." if missing else "names a column twice."
        raise OneplaceError.at(path, what, _MEND, line=1, code="E81")
    if not len(data):
        raise OneplaceError.at(path, "holds no spells.", "Give a row for each stay of each patient.", code="E81")
    given = frozenset(data.column_names) & {*REQUIRED, *OPTIONAL}
    texts = {n: _text(data, n) for n in (*REQUIRED[:2], "class", "deprivation", "to")}
    times, faults = _clocks({name: data[name] for name in TIMES if name in given}, len(data), zone, path)
    shown = {name: data[name] for name in TIMES if name in given}
    unused = tuple(name for name in data.column_names if name not in given)
    return Table(path, pa.table({**texts, **shown}), times, given, unused, faults)


def _read_csv(path: Path) -> pa.Table:
    def read(*, threads: bool) -> pa.Table:
        with path.open("rb") as head:
            names = next(csv.reader([head.readline().decode("utf-8-sig")]), [])
        convert = pa.csv.ConvertOptions(
            column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=True, null_values=[""]
        )
        return pa.csv.read_csv(path, pa.csv.ReadOptions(use_threads=threads), convert_options=convert)

    try:
        return read(threads=True)
    except OSError as error:
        raise OneplaceError.at(path, f"cannot be read ({error.strerror or error}).", _MEND, code="E81") from None
    except (pa.ArrowInvalid, UnicodeDecodeError):
        try:
            return read(threads=False)  # names the row
        except (pa.ArrowInvalid, UnicodeDecodeError) as error:
            what = str(error).splitlines()[0].rstrip(".")
            raise OneplaceError.at(path, f"cannot be read as CSV in UTF-8 ({what}).", _MEND, code="E81") from None


def _read_parquet(path: Path) -> pa.Table:
    try:
        data = pq.read_table(path)
    except (OSError, pa.ArrowInvalid) as error:
        what = str(error).splitlines()[0].rstrip(".")
        raise OneplaceError.at(path, f"cannot be read as Parquet ({what}).", _MEND, code="E81") from None
    return data


def from_log(log: pa.Table) -> pa.Table:
    """The visit log of a simulation (``Result.log``) as a table of spells, in whole milliseconds."""
    about = {key.decode(): value.decode() for key, value in (log.schema.metadata or {}).items()}
    unit = {"minutes": 60e3, "hours": 3600e3, "days": 86_400e3}[about["clock"]]
    start = np.datetime64(about.get("start", A_MONDAY), "ms").astype(np.int64)

    def moments(name: str) -> pa.Array:
        value = log[name].to_numpy()
        known = np.isfinite(value)
        return pa.array(
            np.round(np.where(known, value, 0) * unit).astype(np.int64) + start, pa.timestamp("ms", "UTC"), mask=~known
        )

    there = pc.equal(log["to"], "")
    return pa.table(
        {
            "patient": pc.binary_join_element_wise(log["arrived_as"], log["patient"].cast(pa.string()), "-"),
            "class": log["arrived_as"],
            "deprivation": log["deprivation"].cast(pa.string()),
            "place": log["place"],
            "to": pc.if_else(there, None, log["to"]),
            **dict(zip(TIMES, map(moments, ("came", "started", "finished", "went")), strict=True)),
        }
    )


def _text(data: pa.Table, name: str) -> pa.ChunkedArray | pa.Array:
    if name not in data.column_names:
        return pa.nulls(len(data), pa.string())
    column = data[name].cast(pa.string())
    trimmed = pc.utf8_trim_whitespace(column)
    return pc.if_else(pc.equal(trimmed, ""), None, trimmed)


def _clocks(
    columns: Mapping[str, pa.ChunkedArray], rows: int, zone: str, path: Path
) -> tuple[dict[str, Floats], dict[str, Bools]]:
    """Each column of times in seconds (UTC), and the rows whose time cannot be read."""
    before = np.full(rows, -np.inf)
    times, faults = {}, {}
    for name in TIMES:
        if name not in columns:
            times[name] = np.full(rows, np.nan)
            continue
        first, second, faults[name] = _moments(columns[name], zone, path, name)
        times[name] = np.where((first < before) & (second >= before), second, first)
        before = np.fmax(before, times[name])
    return times, faults


def _moments(column: pa.ChunkedArray, zone: str, path: Path, name: str) -> tuple[Floats, Floats, Bools]:
    """The seconds that a column means where the clock shows it first, where it shows it last, and what is no time."""
    kind = column.type
    if pa.types.is_timestamp(kind) or pa.types.is_date(kind):
        at = column.cast(pa.timestamp("us", getattr(kind, "tz", None)))
        empty = np.asarray(pc.is_null(at))
        micros = np.asarray(pc.fill_null(at.cast(pa.int64()), 0))
        fixed, bad = np.full(len(at), getattr(kind, "tz", None) is not None), np.zeros(len(at), np.bool_)
    elif pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_null(kind):
        micros, fixed, empty, bad = _parsed(column.cast(pa.string()))
    else:
        mend = "Write times as 2026-03-31 14:05, with or without an offset."
        raise OneplaceError.at(path, f"`{name}` holds {kind}, not times.", mend, code="E93")
    bad |= ~empty & ((micros < _YEARS[0]) | (micros > _YEARS[1]))
    unknown = empty | bad
    local = pa.array(np.where(unknown | fixed, 0, micros), pa.timestamp("us"))
    found = []
    for ambiguous in ("earliest", "latest"):
        there = pc.assume_timezone(local, zone, ambiguous=ambiguous, nonexistent="latest").cast(pa.int64())
        found.append(np.where(unknown, np.nan, np.where(fixed, micros, np.asarray(there)) / 1e6))
    return found[0], found[1], bad


def _parsed(column: pa.ChunkedArray) -> tuple[NDArray[np.int64], Bools, Bools, Bools]:
    """Microseconds, whether an offset was given, whether it is empty, and whether it is no time."""
    with _database().cursor() as connection:
        connection.execute("SET TimeZone = 'UTC'")
        connection.register("given", pa.table({"x": column}))
        parsed = connection.sql(
            f"SELECT epoch_us(TRY_CAST(x AS TIMESTAMPTZ)) AS us, regexp_matches(trim(x), '{_OFFSET}') AS fixed, "
            "x IS NULL OR trim(x) = '' AS empty FROM given"
        ).to_arrow_table()
    micros = parsed["us"]
    empty = np.asarray(parsed["empty"])
    bad = np.asarray(pc.is_null(micros)) & ~empty
    return np.asarray(pc.fill_null(micros, 0)), np.asarray(pc.fill_null(parsed["fixed"], False)), empty, bad


@cache
def _database() -> duckdb.DuckDBPyConnection:
    """One in memory: opening it takes longer than reading the times of a thousand spells."""
    return duckdb.connect()
