"""Files into typed tables, one a dataset, with everything that had to be set aside in ``rejects``."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from typing import ClassVar

import duckdb
import numpy as np
import numpy.typing as npt
import pyarrow as pa

from oneplace.place.mapping_sql import scalar
from oneplace.place.sources import FILE, Dataset, Source, Sources
from oneplace.problems import OneplaceError
from oneplace.record.blanks import is_nothing
from oneplace.record.database import Relation
from oneplace.record.files import Extract
from oneplace.record.readable import ending_alike, readable, unended, whole_lines, without_line
from oneplace.record.reading import (
    ENTRY,
    FIELD,
    MONTH_FIRST,
    day_or_month_first,
    first_row,
    mapping,
    quoted,
    select,
    text,
)
from oneplace.record.repeats import note_repeats
from oneplace.record.resources import NOT_WHOLE
from oneplace.record.together import Apart, read_together

_STRUCTURE = {
    "MISSING COLUMNS": "has too few columns",
    "TOO MANY COLUMNS": "has too many columns",
    "INVALID ENCODING": "is not valid {encoding}",
    "UNQUOTED VALUE": "has a quotation mark that is not closed",
    "LINE SIZE OVER MAXIMUM": "is too long to be one row",
}
_OF_EXCEL = ": declare `encoding: cp1252` if Excel wrote the file on Windows"
CUT = "breaks off: the file ends too early, and how many rows are missing is not known"
"""Why the last row of a file is set aside that ends within it."""

_MOST_REPAIRS = 20
_SLIPS = 100

Lines = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Staged:
    """The files that were read, by load id, which lines of each could not be split into fields, and the tables."""

    connection: duckdb.DuckDBPyConnection
    extracts: dict[str, Extract] = field(default_factory=dict)
    unread: dict[str, Lines] = field(default_factory=dict)
    loaded: ClassVar = Relation("loaded")
    """One row a file: load_id, source, dataset, file_name, sha256, rows_read."""
    rejects: ClassVar = Relation("rejects")
    """One row a fault: load_id, file, row, field, action (row refused, value removed, row repeated, row superseded, row
    withdrawn), reason, value."""
    rejects_raw: ClassVar = Relation("rejects_raw")
    """What a refused row said, for the identity zone: load_id, file, row, raw."""

    def __post_init__(self) -> None:
        """Make the tables that every file adds to."""
        self.connection.execute(f"""
            CREATE TABLE {self.rejects} (
                load_id VARCHAR, file VARCHAR, "row" BIGINT, field VARCHAR, action VARCHAR, reason VARCHAR,
                value VARCHAR
            );
            CREATE TABLE {self.rejects_raw} (load_id VARCHAR, file VARCHAR, "row" BIGINT, raw VARCHAR);
            CREATE TABLE {self.loaded} (
                load_id VARCHAR, source VARCHAR, dataset VARCHAR, file_name VARCHAR, sha256 VARCHAR, rows_read BIGINT
            );
        """)

    @staticmethod
    def table(source: Source, dataset: Dataset) -> Relation:
        """The staging table of a dataset: the rows that are kept, with typed columns, ``_load`` and ``_row``."""
        return Relation(quoted(f"stage.{source.id}.{dataset.id}"))

    def note(self, extract: Extract, unread: Lines, rows_read: int) -> None:
        """Note that a file was read: which lines of it could not be split, and how many rows it has with them."""
        self.extracts[extract.load_id] = extract
        self.unread[extract.load_id] = unread
        self.connection.execute(
            f"INSERT INTO {self.loaded} VALUES (?, ?, ?, ?, ?, ?)",
            [extract.load_id, extract.source.id, extract.dataset.id, extract.name, extract.sha256, rows_read],
        )

    def note_end(self, extract: Extract, line: int) -> None:
        """Note that a file breaks off in a line."""
        self.connection.execute(
            f"INSERT INTO {self.rejects} VALUES (?, ?, ?, NULL, 'row refused', ?, NULL)",
            [extract.load_id, extract.name, line, CUT],
        )

    def set_aside(self, rows: str, *, field: str, action: str, reason: str, value: str = "NULL") -> None:
        """Put rows into the rejects; ``rows`` is SQL that gives _load, _row and the columns that the others name."""
        found = self.connection.sql(rows).to_arrow_table()
        loads = found["_load"].combine_chunks().dictionary_encode()
        lines, which = found["_row"].to_numpy().copy(), loads.indices.to_numpy()
        names = []
        for place, load in enumerate(loads.dictionary.to_pylist()):
            extract = self.extracts[load]
            mine = which == place
            first = 2 + extract.above + extract.ruled if extract.dataset.in_lines else 1
            lines[mine] = line_numbers(lines[mine], self.unread[load], first=first)
            names.append(extract.name)
        found = found.append_column("line", pa.array(lines, pa.int64()))
        found = found.append_column("name", pa.array(names, pa.string()).take(loads.indices))
        self.connection.register("aside", found)
        self.connection.execute(f"""
            INSERT INTO {self.rejects} SELECT _load, name, line, {field}, {action}, {reason}, {value} FROM aside
        """)
        if "_raw" in found.column_names:
            self.connection.execute(f"INSERT INTO {self.rejects_raw} SELECT _load, name, line, _raw FROM aside")
        self.connection.unregister("aside")


def read(staged: Staged, sources: Sources, files: Sequence[Extract], apart: Apart, *, new: bool) -> None:
    """Read files of one dataset into its staging table, which is made where they are the first (``new``).

    Every row stands there as it was typed, with what is wrong with it, until `sift`.
    """
    if files[0].dataset.format == "bundle" and read_together(staged, sources, files, apart):
        return
    for extract in files:
        read_one(staged, sources, extract, apart, new=new and extract is files[0])


def sift(staged: Staged) -> None:
    """Take the rows out that are refused, repeated, superseded or withdrawn, and note them and what else is wrong."""
    for _, group in groupby(staged.extracts.values(), key=lambda each: (each.source.id, each.dataset.id)):
        first = next(group)
        _note_faults(staged, first)
        _note_superseded(staged, first)
        note_repeats(staged, first)
        _note_withdrawn(staged, first)


def line_numbers(places: Lines, unread: Lines, *, first: int) -> Lines:
    """The line in the file of each row that was read, from its place among them and the lines that were not read.

    ``places`` and lines count from 1; ``first`` is the line of the first row. Exact where no field holds a line break
    and no line is empty.
    """
    read_before = np.sort(unread) - first - np.arange(len(unread))
    return places + (first - 1) + np.searchsorted(read_before, places, side="left")


def read_one(staged: Staged, sources: Sources, extract: Extract, apart: Apart, *, new: bool) -> None:
    """Read one file; a line whose open quotation mark swallows the next ones is taken out, and the rest read again."""
    connection, scratch = staged.connection, apart.scratch
    table, load = staged.table(extract.source, extract.dataset), text(extract.load_id)
    path, unread = readable(extract, apart), np.empty(0, np.int64)
    if apart.breaks_off(extract):
        path, broken = whole_lines(path, scratch / f"{extract.load_id}.whole")
        staged.note_end(extract, broken)
        unread = np.append(unread, broken)
    path = _insert_whole(staged, sources, extract, path, scratch, new=new)
    for _ in range(_MOST_REPAIRS):
        found, swallowing = _unread(staged, extract, path)
        if not swallowing:
            break
        unread = np.append(unread, swallowing)
        path = without_line(path, swallowing, scratch / f"{extract.load_id}.{len(unread)}")
        connection.execute(f"DELETE FROM {table} WHERE _load = {load}")
        _insert(staged, sources, extract, path, (), new=new)
    else:
        message = f"has more than {_MOST_REPAIRS} quotation marks that are not closed."
        raise OneplaceError.at(extract.path, message, "Ask the partner to quote its fields properly.")
    if either := _either(staged, extract, path):
        connection.execute(f"DELETE FROM {table} WHERE _load = {load}")
        _insert(staged, sources, extract, path, either, new=new)
        connection.execute("DROP TABLE IF EXISTS unread; DROP TABLE IF EXISTS unread_scan")
    _note_end(staged, extract, path)
    every = f"SELECT load_id AS _load FROM {staged.rejects} UNION ALL SELECT _load FROM {table}"
    (rows,) = first_row(connection, f"SELECT count(*) FROM ({every}) WHERE _load = {load}")
    staged.note(extract, np.append(unread, found), rows)


def _insert_whole(staged: Staged, sources: Sources, extract: Extract, path: Path, scratch: Path, *, new: bool) -> Path:
    """Read a file, or a copy whose lines all end alike where DuckDB gives up because they don't; return which."""
    try:
        _insert(staged, sources, extract, path, (), new=new)
    except OneplaceError as error:
        if "invalid state" not in str(error):
            raise
        staged.connection.execute("DROP TABLE IF EXISTS unread; DROP TABLE IF EXISTS unread_scan")
        path = ending_alike(path, scratch / f"{extract.load_id}.alike")
        _insert(staged, sources, extract, path, (), new=new)
    return path


def _insert(
    staged: Staged, sources: Sources, extract: Extract, path: Path, either: Collection[str], *, new: bool
) -> None:
    table = staged.table(extract.source, extract.dataset)
    query = select(sources, extract.dataset, path, extract.load_id, "unread", header=extract.header, either=either)
    with mapping(f"{extract.source.id}.{extract.dataset.id}"):
        sql = f"CREATE OR REPLACE TABLE {table} AS {query}" if new else f"INSERT INTO {table} {query}"
        staged.connection.execute(sql)


def _either(staged: Staged, extract: Extract, path: Path) -> list[str]:
    """The columns of a file in which dates can only have their month first, and not a hundred times as many the day.

    Then nobody can say what the others mean; where such a date is one in a hundred or fewer it is a slip.
    """
    dataset, table = extract.dataset, staged.table(extract.source, extract.dataset)
    names = [name for name, column in dataset.columns.items() if column.type in ("date", "time") and not column.format]
    said = [f"coalesce(bool_or(contains(_fault, {text(name + FIELD + MONTH_FIRST)})), false)" for name in names]
    if not names or dataset.format in ("ndjson", "bundle"):
        return []
    mine = f"FROM {table} WHERE _load = {text(extract.load_id)} AND _fault IS NOT NULL"
    turned = first_row(staged.connection, f"SELECT {', '.join(said)} {mine}")
    found = []
    for name in (name for name, so in zip(names, turned, strict=True) if so):
        days, months = first_row(staged.connection, day_or_month_first(dataset, path, name, extract.header))
        staged.connection.execute("DROP TABLE IF EXISTS unread; DROP TABLE IF EXISTS unread_scan")
        found += [name] * (days < _SLIPS * months)
    return found


def _note_end(staged: Staged, extract: Extract, path: Path) -> None:
    """Say of a last line of JSON that is not whole, and does not end as a line does, that the file breaks off."""
    if extract.dataset.format != "ndjson" or unended(path) is None:
        return
    table, mine = staged.table(extract.source, extract.dataset), f"_load = {text(extract.load_id)}"
    staged.connection.execute(f"""
        UPDATE {table} SET _fault = replace(_fault, {text(NOT_WHOLE)}, {text(CUT)})
        WHERE {mine} AND starts_with(ltrim(_raw), '{{') AND _row = (SELECT max(_row) FROM {table} WHERE {mine})
    """)


def _unread(staged: Staged, extract: Extract, path: Path) -> tuple[Lines, int]:
    """Move what could not even be split into fields to the rejects, but for lines in which nothing stands: no rows.

    Returns all these lines' numbers, and the first line that swallowed others (0 where none did).
    """
    if extract.dataset.format == "parquet":
        return np.empty(0, np.int64), 0
    connection = staged.connection
    connection.execute("""
        CREATE OR REPLACE TABLE torn AS
        SELECT line::BIGINT AS line, min(error_type::VARCHAR) AS kind,
            rtrim(any_value(csv_line), chr(13) || chr(10)) AS raw, max(line_byte_position) - 1 AS place
        FROM unread GROUP BY line
    """)
    connection.execute("DROP TABLE unread; DROP TABLE unread_scan")
    open_quote = "SELECT min(line) FROM torn WHERE kind = 'UNQUOTED VALUE' AND contains(raw, chr(10))"
    swallowing = first_row(connection, open_quote)[0]
    if swallowing:
        connection.execute(f"DELETE FROM torn WHERE line <> {swallowing}")
    words = {kind: reason.format(encoding=extract.dataset.encoding.upper()) for kind, reason in _STRUCTURE.items()}
    if extract.dataset.encoding == "utf-8" and extract.dataset.format == "csv":
        words["INVALID ENCODING"] += _OF_EXCEL
    end = unended(path)
    last = "false" if end is None else f"place >= {end} AND contains(raw, {text(extract.dataset.delimiter)})"
    cut = f"WHEN {last} AND kind IN ('MISSING COLUMNS', 'UNQUOTED VALUE') THEN {text(CUT)}"
    cases = " ".join(f"WHEN kind = {text(kind)} THEN {text(reason)}" for kind, reason in words.items())
    who = f"{text(extract.load_id)}, {text(extract.name)}, line"
    nothing = f"kind LIKE '%COLUMNS' AND {is_nothing('raw', extract.dataset.delimiter)}"
    rows = f"torn WHERE NOT ({nothing})"
    connection.execute(f"""
        INSERT INTO {staged.rejects}
        SELECT {who}, NULL, 'row refused', CASE {cut} {cases} ELSE 'can''t be read' END, NULL FROM {rows}
    """)
    connection.execute(f"INSERT INTO {staged.rejects_raw} SELECT {who}, split_part(raw, chr(10), 1) FROM {rows}")
    return connection.sql("SELECT line FROM torn ORDER BY line").to_arrow_table()["line"].to_numpy(), swallowing or 0


def _note_faults(staged: Staged, extract: Extract) -> None:
    """Put what is wrong with a dataset's rows into the rejects, one row a fault, and take the refused rows out."""
    table = staged.table(extract.source, extract.dataset)
    faults = f"SELECT _load, _row, _refused, _fault, _raw FROM {table} WHERE _fault IS NOT NULL"
    staged.set_aside(
        f"""
        SELECT _load, _row, _refused, split_part(entry, '{FIELD}', 1) AS field,
            split_part(entry, '{FIELD}', 2) AS reason, split_part(entry, '{FIELD}', 3) AS value,
            CASE WHEN place = 1 THEN _raw END AS _raw
        FROM (
            SELECT _load, _row, _refused, _raw, unnest(entries) AS entry, generate_subscripts(entries, 1) AS place
            FROM (SELECT *, string_split(_fault, '{ENTRY}') AS entries FROM ({faults}))
        ) ORDER BY _load, _row, place
        """,
        field="nullif(field, '')",
        action="CASE WHEN _refused THEN 'row refused' ELSE 'value removed' END",
        reason="reason",
        value="nullif(value, '')",
    )
    staged.connection.execute(f"DELETE FROM {staged.rejects_raw} WHERE raw IS NULL")
    staged.connection.execute(f"DELETE FROM {table} WHERE _refused")
    for column in ("_fault", "_raw", "_refused", "_holds_to"):
        staged.connection.execute(f"ALTER TABLE {table} DROP COLUMN {column}")


def _note_superseded(staged: Staged, extract: Extract) -> None:
    """Put the rows aside whose days a newer submission covers, of the same as theirs (see `Submissions`)."""
    dataset, table = extract.dataset, staged.table(extract.source, extract.dataset)
    rule = dataset.submissions
    if rule is None:
        return
    given = {name: scalar(sql, (*dataset.columns, FILE)) for name, sql in rule.expressions().items()}
    own = [f"{quoted(name)} AS _of{place}" for place, name in enumerate(rule.of)]
    own += [f"{sql} AS _{name}" for name, sql in given.items()]
    same = [f"n._of{place} IS NOT DISTINCT FROM s._of{place}" for place in range(len(rule.of))]
    newer = ["(n._newest_by > s._newest_by OR (s._newest_by IS NULL AND n._newest_by IS NOT NULL))"]
    covered = ["s._begins <= n._last", "coalesce(s._ends >= n._first, true)"] * ("first" in given)
    of_submission = [f"_of{place}" for place in range(len(rule.of))]
    of_submission += [f"_{name}" for name in given if name not in ("begins", "ends")]
    with mapping(f"{extract.source.id}.{dataset.id}: submissions"):
        staged.connection.execute(f"""
            CREATE OR REPLACE TABLE submitted AS SELECT _load, _row, {", ".join(own)}
            FROM {table} JOIN (SELECT load_id AS _load, file_name AS {FILE} FROM {staged.loaded}) USING (_load);
            CREATE OR REPLACE TABLE superseded AS SELECT _load, _row FROM submitted AS s WHERE EXISTS (
                SELECT 1 FROM (SELECT DISTINCT {", ".join(of_submission)} FROM submitted) AS n
                WHERE {" AND ".join([*same, *newer, *covered])}
            )
        """)
    staged.set_aside(
        "SELECT * FROM superseded ORDER BY ALL",
        field="NULL",
        action="'row superseded'",
        reason="'a newer submission about the same came'",
    )
    staged.connection.execute(f"DELETE FROM {table} WHERE (_load, _row) IN (SELECT _load, _row FROM superseded)")


def _note_withdrawn(staged: Staged, extract: Extract) -> None:
    """Put the rows aside by which a partner takes back what it sent: the rest with their key went before."""
    dataset, table = extract.dataset, staged.table(extract.source, extract.dataset)
    if dataset.withdrawn is not None:
        staged.set_aside(
            f"SELECT _load, _row FROM {table} WHERE _withdrawn ORDER BY ALL",
            field=text(", ".join(dataset.key)),
            action="'row withdrawn'",
            reason="'takes back what was sent under this key'",
        )
        staged.connection.execute(f"DELETE FROM {table} WHERE _withdrawn")
    staged.connection.execute(f"ALTER TABLE {table} DROP COLUMN _withdrawn")
