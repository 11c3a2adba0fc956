"""The list of planted faults: which row of which file has which, so that a loader can be marked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import pyarrow as pa

from oneplace.synth.extracts.tables import Columns


@dataclass
class Ledger:
    """Planted faults, and which source record belongs to which person."""

    source: list[str] = field(default_factory=list)
    file: list[str] = field(default_factory=list)
    fault: list[str] = field(default_factory=list)
    row_key: list[str] = field(default_factory=list)
    expected: list[str] = field(default_factory=list)
    _systems: list[pa.Array] = field(default_factory=list)
    _records: list[pa.Array] = field(default_factory=list)
    _persons: list[pa.Array] = field(default_factory=list)

    def plant(self, file: str, fault: str, keys: pa.Array | Sequence[str], expected: str) -> None:
        """Note that these rows of ``<source>/<file>`` carry a fault; ``expected``: refuse, keep, link or newest."""
        texts = [str(key) for key in (keys.to_pylist() if isinstance(keys, pa.Array) else keys)]
        self.source += [file.split("/", maxsplit=1)[0]] * len(texts)
        self.file += [file] * len(texts)
        self.fault += [fault] * len(texts)
        self.row_key += texts
        self.expected += [expected] * len(texts)

    def belongs(self, source: str, record: pa.Array, person: pa.Array) -> None:
        """Note whose record each source record is."""
        self._systems.append(pa.array([source]).take(pa.array([0] * len(record), pa.int32())))
        self._records.append(record.cast(pa.string()))
        self._persons.append(person)

    def counts(self) -> list[dict[str, object]]:
        """Each kind of fault in each file with its count."""
        found: dict[tuple[str, str, str], int] = {}
        for key in zip(self.file, self.fault, self.expected, strict=True):
            found[key] = found.get(key, 0) + 1
        return [
            {"file": file, "fault": fault, "expected": expected, "count": count}
            for (file, fault, expected), count in sorted(found.items())
        ]

    def faults(self) -> Columns:
        """Columns of ``truth/faults.parquet``."""
        names = ("source", "file", "fault", "row_key", "expected")
        return {name: pa.array(getattr(self, name), pa.string()) for name in names}

    def records(self) -> Columns:
        """Columns of ``truth/records.parquet``."""
        return {
            "source_system": pa.concat_arrays(self._systems),
            "source_record_id": pa.concat_arrays(self._records),
            "true_person_id": pa.concat_arrays(self._persons),
        }
