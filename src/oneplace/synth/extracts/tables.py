"""From arrays to Arrow columns and from columns to files, each written by DuckDB in the order of its rows."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from oneplace.synth.draw.calendar import EPOCH_DAY
from oneplace.synth.draw.randomness import Flags, Ints

Columns = dict[str, pa.Array]
"""The columns of one file, in order."""


def dates(day: Ints, missing: Flags | None = None) -> pa.Array:
    """Day numbers as dates."""
    return pa.array((day + EPOCH_DAY).astype(np.int32), mask=missing).cast(pa.date32())


def moments(at: Ints, missing: Flags | None = None) -> pa.Array:
    """Seconds since 1970 as local date-times."""
    return pa.array(at.astype(np.int64), mask=missing).cast(pa.timestamp("s"))


def whole(values: Ints, missing: Flags | None = None) -> pa.Array:
    """Whole numbers."""
    return pa.array(values.astype(np.int64), mask=missing)


def coded(index: Ints, labels: Sequence[str] | np.ndarray, missing: Flags | None = None) -> pa.Array:
    """Text, as positions in a list of labels."""
    return pa.DictionaryArray.from_arrays(pa.array(index.astype(np.int32), mask=missing), pa.array(list(labels)))


def constant(value: str, size: int) -> pa.Array:
    """The same text on every row."""
    return coded(np.zeros(size, dtype=np.int64), [value])


def numbered(prefix: str, number: Ints, width: int) -> pa.Array:
    """A text key: the prefix and the number with leading zeros."""
    digits = pa.array(np.char.zfill(number.astype(str), width))
    return pc.binary_join_element_wise(pa.scalar(prefix), digits, "")


class Folder:
    """One generated place: writes each source's files and remembers how many rows each has."""

    def __init__(self, root: Path) -> None:
        """Write below ``root``."""
        self.root = root
        self.rows: dict[str, int] = {}
        self._connection = duckdb.connect()
        self._connection.execute("SET threads = 2; SET enable_progress_bar = false")

    def csv(self, name: str, columns: Columns) -> None:
        """Write ``<source>/<file>`` with a header line."""
        self._copy(name, columns, "FORMAT csv, HEADER")

    def parquet(self, name: str, columns: Columns) -> None:
        """Write ``<source>/<file>`` as Parquet."""
        self._copy(name, columns, "FORMAT parquet, COMPRESSION zstd")

    def lines(self, name: str, lines: pa.Array) -> None:
        """Write one text a line (newline-delimited JSON)."""
        path = self._path(name)
        with path.open("w", encoding="utf-8", newline="\n") as file:
            file.write("\n".join(lines.to_pylist()))
            file.write("\n" if len(lines) else "")
        self.rows[name] = len(lines)

    def append(self, name: str, lines: list[bytes]) -> None:
        """Add raw lines to a file written before: rows as only a fault can make them."""
        with (self.root / name).open("ab") as file:
            file.writelines(line + b"\n" for line in lines)
        self.rows[name] += len(lines)

    def tail(self, name: str, count: int) -> list[bytes]:
        """The last ``count`` lines of a file written before, without line ends."""
        with (self.root / name).open("rb") as file:
            file.seek(0, 2)
            file.seek(max(0, file.tell() - 2000 * (count + 1)))
            return file.read().splitlines()[-count:]

    def _path(self, name: str) -> Path:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        return path

    def _copy(self, name: str, columns: Columns, options: str) -> None:
        table = pa.table(columns)
        target = str(self._path(name)).replace("'", "''")
        self._connection.register("extract", table)
        self._connection.execute(f"COPY extract TO '{target}' ({options})")
        self._connection.unregister("extract")
        self.rows[name] = table.num_rows

    def close(self) -> None:
        """Let go of the engine."""
        self._connection.close()
