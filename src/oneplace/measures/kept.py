"""What was counted of each measure, kept so that one that is asked for alone does not have all the others counted.

A record never changes and is named by a hash of all that it was made of. So a measure's counts over it are the same
until its definition, what that names, or the software changes: the name of a file of counts says all of these. Counts
are small where few people are, as the record's are: they stand apart from the results, shut for others.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from oneplace import whole
from oneplace.measures.hiding import Counts, peopled
from oneplace.measures.tally import Key
from oneplace.place import FromLinkedRecord, SmallNumbers, sides
from oneplace.population import Group

_PERSON_TIME = ("person_time",)
_KEY = ("kind", "start", "end", "dimension", "code", "label", "order")


@dataclass(frozen=True)
class Kept:
    """Counts in ``folder``, of one record; ``of_all`` is what every measure of it rests on."""

    folder: Path
    of_all: str

    def read(self, rests_on: Sequence[str], compute: FromLinkedRecord, rule: SmallNumbers) -> Counts | None:
        """The counts of the measure that rests on this; None where none are kept, or their file was damaged."""
        found = self._table(rests_on)
        if found is None:
            return None
        rows = zip(*(found[name].to_pylist() for name in _KEY), strict=True)
        keys = tuple(Key(kind, start, end, by, Group(*group)) for kind, start, end, by, *group in rows)
        kinds = tuple(found[name].to_numpy() for name in found.column_names if name.startswith("kind_"))
        return Counts(keys, kinds, rule, peopled(compute), found["apart"].to_numpy(), sides(compute))

    def write(self, rests_on: Sequence[str], counts: Counts) -> None:
        """Keep the counts of a measure, as they are before what earlier runs have hidden is known.

        Where the folder can't be written, or another process has just dropped it, nothing is kept.
        """
        keys = counts.keys
        whom = [(key.kind, key.start, key.end, key.dimension, *_group(key.group)) for key in keys]
        columns = {name: [row[i] for row in whom] for i, name in enumerate(_KEY)}
        kinds = {f"kind_{i}": np.asarray(values, dtype=np.float64) for i, values in enumerate(counts.kinds)}
        self._keep(rests_on, pa.table({**columns, **kinds, "apart": counts.apart}))

    def person_time(self) -> pa.Table | None:
        """The days lived in each stratum and month, among which all rates are; None where they aren't kept."""
        return self._table(_PERSON_TIME)

    def keep_person_time(self, found: pa.Table) -> None:
        """Keep the days lived in each stratum and month."""
        self._keep(_PERSON_TIME, found)

    def _table(self, rests_on: Sequence[str]) -> pa.Table | None:
        try:
            return pq.read_table(self._path(rests_on), page_checksum_verification=True)
        except (OSError, pa.ArrowException):
            return None

    def _keep(self, rests_on: Sequence[str], found: pa.Table) -> None:
        buffer = pa.BufferOutputStream()
        pq.write_table(found, buffer, write_page_checksum=True)
        with suppress(OSError):
            whole.private(self.folder.parent)
            whole.private(self.folder)
            whole.replace_bytes(self._path(rests_on), buffer.getvalue().to_pybytes())

    def forget(self) -> None:
        """Drop the counts of this record and of every other: all measures are to be counted."""
        shutil.rmtree(self.folder.parent, ignore_errors=True)

    def _path(self, rests_on: Sequence[str]) -> Path:
        named = json.dumps([self.of_all, *rests_on])
        return self.folder / f"{hashlib.sha256(named.encode()).hexdigest()}.parquet"


def _group(group: Group) -> tuple[str, str, int]:
    return group.code, group.label, group.order
