"""Files read by Spark's workers, a file each at a time: by DuckDB there, with the statements that read them here.

Spark's own readers would not do: they neither say which line could not be split nor keep the order of lines, and a row
that is set aside is told by its line. So a file is never cut in two; a source that sends one large file is read by one
worker. Bundles are taken apart and read here, all of a kind in one statement.
"""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from oneplace.place.sources import Sources
from oneplace.problems import OneplaceError, Problem
from oneplace.record.database import open_database
from oneplace.record.engines.spark import Spark
from oneplace.record.files import Extract
from oneplace.record.reading import text
from oneplace.record.staging import Lines, Staged, read_one
from oneplace.record.together import Apart

_NOTED = (Staged.rejects, Staged.rejects_raw, Staged.loaded)


@dataclass(frozen=True)
class Part:
    """One file as a worker read it: Parquet of its rows and of what was noted, in a folder that all see."""

    folder: Path
    unread: Lines = field(default_factory=lambda: np.empty(0, np.int64))
    """Lines that could not be split into fields."""
    refused: tuple[Problem, ...] = ()
    """Why the file could not be read at all."""

    def into(self, staged: Staged, extract: Extract, *, new: bool) -> None:
        """Add the rows to the dataset's table, and what was noted to the load's; raises what the worker was told."""
        if self.refused:
            raise OneplaceError(*self.refused)
        table = staged.table(extract.source, extract.dataset)
        rows = f"FROM read_parquet({text(str(self._file('rows')))})"
        add = f"CREATE OR REPLACE TABLE {table} AS" if new else f"INSERT INTO {table}"
        staged.connection.execute(f"{add} {rows}")
        for noted in _NOTED:
            staged.connection.execute(f"INSERT INTO {noted} FROM read_parquet({text(str(self._file(noted)))})")
        staged.extracts[extract.load_id], staged.unread[extract.load_id] = extract, self.unread

    def _file(self, name: str) -> Path:
        return self.folder / f"{name}.parquet"


def read(spark: Spark, sources: Sources, extracts: Sequence[Extract], scratch: Path) -> dict[str, Part]:
    """Have Spark's workers read the files that aren't bundles; returns what came of each by its load id.

    ``scratch`` and the files are under the same path on every worker, whose Python has Oneplace.
    """
    whole = [extract for extract in extracts if extract.dataset.format != "bundle"]
    if not whole:
        return {}
    in_order = sorted(whole, key=lambda extract: extract.path.stat().st_size, reverse=True)  # the longest first
    with spark.told():
        asked = spark.session.sparkContext.parallelize(in_order, len(in_order))
        parts = asked.map(lambda extract: (extract.load_id, _part(sources, extract, scratch))).collect()
    return dict(parts)


def _part(sources: Sources, extract: Extract, scratch: Path) -> Part:
    """Read one file in a process of Spark's."""
    folder = Path(tempfile.mkdtemp(prefix=f"{extract.load_id}.", dir=scratch))  # Spark may try a file more than once
    with open_database() as connection:
        connection.execute("SET TimeZone = 'UTC'; SET enable_progress_bar = false; SET threads = 1")
        staged = Staged(connection)
        try:
            read_one(staged, sources, extract, Apart([extract], folder), new=True)
        except OneplaceError as error:
            return Part(folder, refused=error.problems)
        tables = {"rows": staged.table(extract.source, extract.dataset)} | {table: table for table in _NOTED}
        for name, table in tables.items():
            connection.execute(f"COPY {table} TO {text(str(folder / f'{name}.parquet'))} (FORMAT parquet)")
        return Part(folder, staged.unread[extract.load_id])
