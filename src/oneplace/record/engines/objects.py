"""Parquet in object storage read by Spark's workers themselves, through pyarrow: Spark's own connectors are in Java.

The key is each worker's own, from its environment. A worker's Python needs Oneplace.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql.datasource import DataSource, DataSourceReader, InputPartition
from pyspark.sql.pandas.types import to_arrow_schema
from pyspark.sql.types import StructType

from oneplace.record import object_storage

_NAME, _OBJECTS, _ASKED_IN = "oneplace_objects", "objects", "asked_in"
_GROUPS = 16
"""Row groups that one worker reads at a time: about two million rows."""


def table(session: SparkSession, objects: Sequence[tuple[str, str]], schema: str, asked_in: Path) -> DataFrame:
    """The rows of files, each an address and what its content was named by when it was put there."""
    session.dataSource.register(Objects)
    read = session.read.format(_NAME).schema(schema)
    return read.options(**{_OBJECTS: json.dumps(objects), _ASKED_IN: str(asked_in)}).load()


@dataclass
class _Groups(InputPartition):
    """Some row groups of a file, the last of them left out."""

    address: str
    etag: str
    start: int
    end: int


class Objects(DataSource):
    """Files of one table; the columns that any of them lacks are null."""

    @classmethod
    def name(cls) -> str:
        """As a session knows it."""
        return _NAME

    def reader(self, schema: StructType) -> DataSourceReader:
        """What workers are sent."""
        return _Reader(json.loads(self.options[_OBJECTS]), to_arrow_schema(schema), Path(self.options[_ASKED_IN]))


@dataclass
class _Reader(DataSourceReader):
    objects: Sequence[tuple[str, str]]
    schema: pa.Schema
    asked_in: Path

    def partitions(self) -> Sequence[InputPartition]:
        """A file in parts that workers can share."""
        parts = []
        for address, etag in self.objects:
            with _opened(self.asked_in, address, etag) as file:
                groups = file.num_row_groups
            parts += [_Groups(address, etag, at, min(at + _GROUPS, groups)) for at in range(0, groups, _GROUPS)]
        return parts

    def read(self, partition: InputPartition | None) -> Iterator[pa.RecordBatch]:
        """The rows of one part; of files without a row there is none, and Spark asks for that."""
        if not isinstance(partition, _Groups):
            return
        with _opened(self.asked_in, partition.address, partition.etag) as file:
            has = [name for name in self.schema.names if name in file.schema_arrow.names]
            groups = list(range(partition.start, partition.end))
            for batch in file.iter_batches(100_000, groups, columns=has):
                yield pa.record_batch([self._column(batch, each) for each in self.schema], self.schema)

    def _column(self, batch: pa.RecordBatch, wanted: pa.Field) -> pa.Array:
        if wanted.name not in batch.schema.names:
            return pa.nulls(batch.num_rows, wanted.type)
        return batch.column(wanted.name).cast(wanted.type)


@contextmanager
def _opened(asked_in: Path, address: str, etag: str) -> Iterator[pq.ParquetFile]:
    """A file as it was put there; raises `OneplaceError` for any other, and where the storage can't be asked."""
    with (
        object_storage.told(asked_in, f"has a worker of Spark read {object_storage.SCHEME}{address}"),
        object_storage.opened(asked_in).open_input_file(address) as file,
    ):
        if object_storage.etag(file) != etag:
            raise FileNotFoundError(address)
        with pq.ParquetFile(file, pre_buffer=True) as read:
            yield read
