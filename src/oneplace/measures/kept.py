"""What was counted of each measure, kept so that only what changed is counted again.

A record never changes, and says the hash of each of its files. So what a measure's statement gives is the same until
the statement, a file that it reads, or the software changes: the name of what is kept says all of these, and what was
counted over the record before holds for this one where its files are the same. Counts are small where few people are,
as the record's are: they stand apart from the results, shut for others, in a folder that goes with their record.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from oneplace import whole
from oneplace.measures.hiding import Counts, by_band, peopled
from oneplace.measures.tally import Key
from oneplace.place import FromLinkedRecord, SmallNumbers, sides
from oneplace.population import Group

_PERSON_TIME, _ANSWER = ("person_time",), "answer"
_KEY = ("kind", "start", "end", "dimension", "code", "label", "order")


@dataclass(frozen=True)
class Kept:
    """Counts in ``folder``, of one record; ``of_all`` is what every measure of it rests on."""

    folder: Path
    of_all: str
    used: set[str] = field(default_factory=set)
    """The files that were read or written."""

    def answer(self, rests_on: Sequence[str]) -> pa.Table | None:
        """What a statement gave that rests on this; None where that isn't kept, or its file was damaged."""
        return self._table([_ANSWER, *rests_on])

    def has_answer(self, rests_on: Sequence[str]) -> bool:
        """Whether what a statement gave that rests on this is kept, whole or damaged."""
        name = self._name([_ANSWER, *rests_on])
        return (self.folder / name).exists() or any(self.folder.parent.glob(f"*/{name}"))

    def keep_answer(self, rests_on: Sequence[str], found: pa.Table) -> None:
        """Keep what a statement gave."""
        self._keep([_ANSWER, *rests_on], found)

    def read(self, rests_on: Sequence[str], compute: FromLinkedRecord, rule: SmallNumbers) -> Counts | None:
        """The counts of the measure that rests on this; None where none are kept, or their file was damaged."""
        found = self._table(rests_on)
        if found is None:
            return None
        rows = zip(*(found[name].to_pylist() for name in _KEY), strict=True)
        keys = tuple(Key(kind, start, end, by, Group(*group)) for kind, start, end, by, *group in rows)
        kinds = tuple(found[name].to_numpy() for name in found.column_names if name.startswith("kind_"))
        return Counts(keys, kinds, rule, peopled(compute), found["apart"].to_numpy(), sides(compute), by_band(compute))

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
        name = self._name(rests_on)
        own = self.folder / name
        for path in (own, *self.folder.parent.glob(f"*/{name}")):
            try:
                found = pq.read_table(path, page_checksum_verification=True)
            except (OSError, pa.ArrowException):
                continue
            if path != own and path.parent != self.folder:
                self._keep(rests_on, found)
            self.used.add(name)
            return found
        return None

    def _keep(self, rests_on: Sequence[str], found: pa.Table) -> None:
        buffer = pa.BufferOutputStream()
        pq.write_table(found, buffer, write_page_checksum=True)
        with suppress(OSError):
            whole.private(self.folder.parent)
            whole.private(self.folder)
            whole.replace_bytes(self.folder / self._name(rests_on), buffer.getvalue().to_pybytes())
            self.used.add(self._name(rests_on))

    def drop_the_rest(self) -> None:
        """Drop what was not used, of this record and of every other: all measures were asked for."""
        with suppress(OSError):
            for path in self.folder.parent.iterdir():
                if path != self.folder:
                    shutil.rmtree(path)
            for path in self.folder.iterdir():
                if path.name not in self.used:
                    path.unlink()

    def _name(self, rests_on: Sequence[str]) -> str:
        named = json.dumps([self.of_all, *rests_on])
        return f"{hashlib.sha256(named.encode()).hexdigest()}.parquet"


def _group(group: Group) -> tuple[str, str, int]:
    return group.code, group.label, group.order
