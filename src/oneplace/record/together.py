"""Bundles read together: each taken apart once for every kind, and all of a kind in one statement, however many come.

A partner may send a Bundle for each patient: a statement for each file and kind would take longer than the reading.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import accumulate, product
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from oneplace.place.sources import Dataset, Sources
from oneplace.problems import OneplaceError, Problem
from oneplace.record.bundles import Unbundled, unbundled
from oneplace.record.files import Extract, told_once
from oneplace.record.reading import first_row, mapping, select

if TYPE_CHECKING:
    from oneplace.record.staging import Staged


class Apart:
    """The Bundles among a load's files, taken apart when they are first asked for, into the folder ``scratch``."""

    def __init__(self, extracts: Sequence[Extract], scratch: Path) -> None:
        self.scratch = scratch
        self._files: dict[Path, Unbundled] = {}
        self._datasets: dict[Path, list[Dataset]] = defaultdict(list)
        for extract in extracts:
            if extract.dataset.format == "bundle":
                self._datasets[extract.path].append(extract.dataset)

    def lines(self, extract: Extract) -> Path:
        """The resources of an extract's kind, a line each.

        Raises `OneplaceError` where the file is no Bundle: then with each of the load's that is none.
        """
        try:
            found = self._taken_apart(extract.path)
        except OneplaceError:
            raise OneplaceError(*told_once(self._unusable())) from None
        return found.files[str(extract.dataset.kind)]

    def breaks_off(self, extract: Extract) -> bool:
        """Whether the end of a file is missing, of which `lines` has what is whole."""
        return extract.torn or (extract.path in self._files and self._files[extract.path].breaks_off)

    def _taken_apart(self, path: Path) -> Unbundled:
        if path not in self._files:
            kinds = dict.fromkeys(str(dataset.kind) for dataset in self._datasets[path])
            self._files[path] = unbundled(path, kinds, self.scratch / f"bundle-{len(self._files)}")
        return self._files[path]

    def _unusable(self) -> Iterator[tuple[Problem, Dataset]]:
        for path, datasets in self._datasets.items():
            try:
                self._taken_apart(path)
            except OneplaceError as error:
                yield from product(error.problems, datasets)


def read_together(staged: Staged, sources: Sources, files: Sequence[Extract], apart: Apart) -> bool:
    """Read a dataset's Bundles in one statement; False, with nothing read, where a line of them can't be read as one.

    Then they are to be read one by one, so that the line is known by its file.
    """
    connection, dataset = staged.connection, files[0].dataset
    table = staged.table(files[0].source, dataset)
    every = apart.scratch / f"{files[0].load_id}.every.ndjson"
    lines: list[int] = []
    with every.open("wb") as all_of_them:
        for extract in files:
            content = apart.lines(extract).read_bytes()
            lines.append(content.count(b"\n"))
            all_of_them.write(content)
    own = {
        "load": [one.load_id for one in files],
        "file": [one.name for one in files],
        "sha256": [one.sha256 for one in files],
        "lines": lines,
        "before": [0, *accumulate(lines)][:-1],
    }
    connection.register("bundle_files", pa.table(own))
    # A file without a line begins where the next does, whose rows it would take: it is not joined.
    with mapping(f"{files[0].source.id}.{dataset.id}"):
        connection.execute(f"""
            CREATE OR REPLACE TABLE {table} AS
            SELECT r.* REPLACE (f.load AS _load, r._row - f.before AS _row)
            FROM ({select(sources, dataset, every, "", "unread")}) AS r
            ASOF JOIN (FROM bundle_files WHERE lines > 0) AS f ON r._row > f.before
        """)
    every.unlink()
    (unread,) = first_row(connection, "SELECT count(*) FROM unread")
    connection.execute("DROP TABLE unread; DROP TABLE unread_scan")
    if not unread:
        counted = f"SELECT load, count(_row) FROM bundle_files LEFT JOIN {table} ON _load = load GROUP BY load"
        rows = dict(connection.execute(counted).fetchall())
        for extract, count in zip(files, lines, strict=True):
            if apart.breaks_off(extract):
                staged.note_end(extract, count + 1)
                staged.note(extract, np.array([count + 1], np.int64), rows[extract.load_id] + 1)
            else:
                staged.note(extract, np.empty(0, np.int64), rows[extract.load_id])
    connection.unregister("bundle_files")
    return not unread
