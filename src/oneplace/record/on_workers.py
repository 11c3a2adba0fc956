"""Files read by Spark's workers: by DuckDB there, with the statements that read them here.

Spark's own readers would not do: they neither say which line could not be split nor keep the order of lines, and a row
that is set aside is told by its line. A large file of lines is cut where lines end, and each piece read by itself: what
comes of it is the same as long as each line can be split and each date read in one way. Where any can't, the whole file
is read by one worker, as are packed files, Parquet, and CSV in UTF-16 or with titles above its header. Bundles are
taken apart and read here, all of a kind in one statement.
"""

from __future__ import annotations

import tempfile
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from pathlib import Path

import numpy as np

from oneplace.place.sources import Sources
from oneplace.problems import OneplaceError, Problem
from oneplace.record.database import open_database
from oneplace.record.engines.spark import Spark
from oneplace.record.files import Extract
from oneplace.record.reading import MONTH_FIRST, first_row, text
from oneplace.record.staging import Lines, Staged, read_one
from oneplace.record.together import Apart

_NOTED = (Staged.rejects, Staged.rejects_raw, Staged.loaded)


_PIECE = 128 << 20
"""Bytes of a piece; a file of less than two is not cut."""
_LONGEST = 1 << 20
"""A line of more bytes is no row, and its file is not cut."""


@dataclass(frozen=True)
class _Piece:
    """The bytes ``[start, end)`` of a file, which begin and end where lines do, or all of them."""

    extract: Extract
    start: int = 0
    end: int | None = None

    @property
    def size(self) -> int:
        return (self.end or self.extract.path.stat().st_size) - self.start

    def copied(self, folder: Path) -> Extract:
        """The piece as a file of its own, with the header of the whole; the file itself where it isn't cut."""
        if self.end is None:
            return self.extract
        path = folder / f"piece{self.extract.path.suffix}"
        with self.extract.path.open("rb") as whole, path.open("wb") as piece:
            if self.start and self.extract.dataset.format == "csv":
                piece.write(whole.readline())
            whole.seek(self.start)
            piece.write(whole.read(self.size))
        return replace(self.extract, path=path)


@dataclass(frozen=True)
class _Read:
    """What came of a piece: Parquet of its rows and of what was noted, in a folder that all see.

    ``unread`` are lines that could not be split into fields, ``refused`` why the file could not be read at all.
    ``rows`` is how many places among the rows are taken; None where what comes of it may hang on the other pieces.
    """

    folder: Path
    unread: Lines = field(default_factory=lambda: np.empty(0, np.int64))
    refused: tuple[Problem, ...] = ()
    rows: int | None = None

    def file(self, name: str) -> str:
        """A table's file, as SQL."""
        return text(str(self.folder / f"{name}.parquet"))


@dataclass(frozen=True)
class Part:
    """One file as workers read it, in one piece or in several."""

    pieces: tuple[_Read, ...]

    @property
    def is_whole(self) -> bool:
        """Whether the pieces together are what the file is."""
        return len(self.pieces) == 1 or all(piece.rows is not None for piece in self.pieces)

    def into(self, staged: Staged, extract: Extract, *, new: bool) -> None:
        """Add the rows to the dataset's table, and what was noted to the load's; raises what the worker was told."""
        first, before, rows = self.pieces[0], 0, list[str]()
        if first.refused:
            raise OneplaceError(*first.refused)
        for piece in self.pieces:
            rows.append(f"SELECT * REPLACE (_row + {before} AS _row) FROM read_parquet({piece.file('rows')})")
            before += piece.rows or 0
        table, query = staged.table(extract.source, extract.dataset), " UNION ALL ".join(rows)
        add = f"CREATE OR REPLACE TABLE {table} AS" if new else f"INSERT INTO {table}"
        staged.connection.execute(f"{add} {query}")
        for noted in (Staged.rejects, Staged.rejects_raw):  # of a file in several pieces there are none
            staged.connection.execute(f"INSERT INTO {noted} FROM read_parquet({first.file(noted)})")
        loaded = ", ".join(piece.file(Staged.loaded) for piece in self.pieces)
        staged.connection.execute(f"""
            INSERT INTO {Staged.loaded}
            SELECT * REPLACE (CAST(sum(rows_read) AS BIGINT) AS rows_read) FROM read_parquet([{loaded}]) GROUP BY ALL
        """)
        staged.extracts[extract.load_id], staged.unread[extract.load_id] = extract, first.unread


def read(spark: Spark, sources: Sources, extracts: Sequence[Extract], scratch: Path) -> dict[str, Part]:
    """Have Spark's workers read the files that aren't bundles; returns what came of each by its load id.

    ``scratch`` and the files are under the same path on every worker, whose Python has Oneplace.
    """
    every = [extract for extract in extracts if extract.dataset.format != "bundle"]
    parts = _on_workers(spark, sources, [piece for extract in every for piece in _cut(extract)], scratch)
    unlike = [extract for extract in every if not parts[extract.load_id].is_whole]
    return parts | _on_workers(spark, sources, [_Piece(extract) for extract in unlike], scratch)


def _on_workers(spark: Spark, sources: Sources, pieces: Sequence[_Piece], scratch: Path) -> dict[str, Part]:
    if not pieces:
        return {}
    in_order = sorted(pieces, key=lambda piece: piece.size, reverse=True)  # the longest first
    with spark.told():
        asked = spark.session.sparkContext.parallelize(in_order, len(in_order))
        found = asked.map(lambda piece: _read_piece(sources, piece, scratch)).collect()
    parts = defaultdict[str, list[_Read]](list)
    for piece, made in sorted(zip(in_order, found, strict=True), key=lambda each: each[0].start):
        parts[piece.extract.load_id].append(made)
    return {load_id: Part(tuple(each)) for load_id, each in parts.items()}


def _cut(extract: Extract) -> list[_Piece]:
    """The pieces of a file: one where it isn't large, or isn't of lines that can be found without reading all."""
    size, dataset = extract.path.stat().st_size, extract.dataset
    of_lines = dataset.format in ("csv", "ndjson") and extract.path.suffix not in (".gz", ".zst")
    if size < 2 * _PIECE or not of_lines or dataset.encoding == "utf-16" or extract.above + extract.ruled:
        return [_Piece(extract)]
    ends = [0]
    with extract.path.open("rb") as file:
        for at in range(_PIECE, size - _PIECE // 2, _PIECE):
            file.seek(at)
            if not file.readline(_LONGEST).endswith(b"\n"):
                return [_Piece(extract)]
            ends.append(file.tell())
    return [_Piece(extract, start, end) for start, end in pairwise([*ends, size]) if start < end]


def _read_piece(sources: Sources, piece: _Piece, scratch: Path) -> _Read:
    """Read one piece in a process of Spark's."""
    extract = piece.extract
    folder = Path(tempfile.mkdtemp(prefix=f"{extract.load_id}.", dir=scratch))  # Spark may try a file more than once
    with open_database() as connection:
        connection.execute("SET TimeZone = 'UTC'; SET threads = 1")
        connection.execute(f"SET temp_directory = {text(str(folder / 'spill'))}")
        staged, own = Staged(connection), piece.copied(folder)
        try:
            read_one(staged, sources, own, Apart([own], folder), new=True)
        except OneplaceError as error:
            return _Read(folder, refused=error.problems)
        tables = {"rows": staged.table(extract.source, extract.dataset)} | {table: table for table in _NOTED}
        for name, table in tables.items():
            connection.execute(f"COPY {table} TO {text(str(folder / f'{name}.parquet'))} (FORMAT parquet)")
        places = _places(staged, own) if piece.end is not None else None
        if own is not extract:
            own.path.unlink()
        return _Read(folder, staged.unread[extract.load_id], rows=places)


def _places(staged: Staged, piece: Extract) -> int | None:
    """How many places among the rows of its file a piece takes; None where that can't be told by its last row, or a
    date hangs on other pieces."""
    month_first = f"coalesce(bool_or(contains(_fault, {text(MONTH_FIRST)})), false)"
    table = staged.table(piece.source, piece.dataset)
    last, turned = first_row(staged.connection, f"SELECT coalesce(max(_row), 0), {month_first} FROM {table}")
    if turned or staged.unread[piece.load_id].size:
        return None
    if piece.dataset.format == "csv":
        return None if _ends_empty(piece) else int(last)
    lines = piece.path.read_bytes().splitlines()  # of a resource may come no row or several
    return len(lines) if all(lines) else None


def _ends_empty(piece: Extract) -> bool:
    """Whether nothing stands in the last line of a piece: it is no row, but has a place."""
    with piece.path.open("rb") as file:
        file.seek(max(piece.path.stat().st_size - _LONGEST, 0))
        last = file.readlines()[-1].decode(piece.dataset.encoding, errors="replace")
    return all(letter.isspace() or letter in (piece.dataset.delimiter, '"') for letter in last)
