"""Spark, on this machine or a cluster: for records that one process can't hold.

Where it runs, and with how much memory, is Spark's own to say (``spark-defaults.conf``, ``SPARK_CONF_DIR``): without
a word of it, on all the processors of this machine. What decides an answer is set here, whatever that file says.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa
from sqlglot import exp

from oneplace.place.canonical import KEPT
from oneplace.problems import OneplaceError
from oneplace.record.engines.spark_sql import spark_sql

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

JAVAS = (17, 21)
"""The releases of Java that Spark 4.0 runs on."""

_ANSWERS = {
    "spark.sql.ansi.enabled": "true",  # what can't be cast or overflows is an error, as DuckDB has it
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.timestampType": "TIMESTAMP_NTZ",  # times are a place's own, of no zone
    "spark.sql.parquet.inferTimestampNTZ.enabled": "true",
    "spark.sql.execution.arrow.maxRecordsPerBatch": "100000",
}
_START = {
    "spark.app.name": "oneplace",
    "spark.ui.enabled": "false",  # a page that shows every statement to whoever asks the machine
    "spark.ui.showConsoleProgress": "false",
    "spark.sql.warehouse.dir": "file:///nonexistent",  # nothing is ever saved as Spark's own table
}
_PARTITIONS = "spark.sql.shuffle.partitions"
_TYPES = {"TIMESTAMP": "TIMESTAMP_NTZ", "VARCHAR": "STRING"}
_COLUMNS = {table.name: {column: _TYPES.get(kind, kind) for column, kind in table.kept.items()} for table in KEPT}
"""Of each table of a record the columns with Spark's types."""


@dataclass
class Spark:
    """A session of its own, with tables as views; several threads may ask it for rows, and make tables, at once."""

    session: SparkSession
    asked_in: Path
    made: list[str] = field(default_factory=list)
    kept: list[DataFrame] = field(default_factory=list)

    @classmethod
    def start(cls, asked_in: Path) -> Spark:
        """A session without a table.

        Raises ``OneplaceError`` at the file that ``asked_in`` names where Spark or its Java is not there.
        """
        engine = cls(_started(asked_in).newSession(), asked_in)
        for name, value in _ANSWERS.items():
            engine.session.conf.set(name, value)
        return engine

    @classmethod
    def over(cls, files: Mapping[str, Sequence[Path]], asked_in: Path) -> Spark:
        """A session over the Parquet files of each table of a record, which every worker sees under the same path.

        Raises ``OneplaceError`` as `start` does.
        """
        engine = cls.start(asked_in)
        for name in _COLUMNS:
            listed = [path.absolute().as_uri() for path in files.get(name, ())]
            engine._view(name, engine.session.read.schema(_schema(name)).parquet(*listed) if listed else None)
        return engine

    @classmethod
    def over_objects(cls, objects: Mapping[str, Sequence[tuple[str, str]]], asked_in: Path) -> Spark:
        """A session over each table's files in object storage, by address and ETag, which workers read themselves.

        Each table is read when it is first asked for, once, and kept in the workers' memory or on their disks until the
        engine is closed. Raises ``OneplaceError`` as `start` does.
        """
        from oneplace.record.engines import objects as stored  # noqa: PLC0415 - imports Spark

        engine = cls.start(asked_in)
        for name in _COLUMNS:
            listed = objects.get(name, ())
            rows = stored.table(engine.session, listed, _schema(name), asked_in).persist() if listed else None
            engine._view(name, rows)
            engine.kept += [rows] if rows is not None else []
        return engine

    def _view(self, name: str, rows: DataFrame | None) -> None:
        """A table of the record, without a row where there are none."""
        nulls = ", ".join(f"CAST(NULL AS {kind}) AS `{column}`" for column, kind in _COLUMNS[name].items())
        found = self.session.sql(f"SELECT {nulls} WHERE FALSE") if rows is None else rows
        found.createOrReplaceTempView(name)

    def written(self, tree: exp.Expr) -> str:
        """The statement as Spark takes it: a table is a view of this session, whose rows are kept."""
        if isinstance(tree, exp.Create):
            return f"CREATE TEMPORARY VIEW {tree.this.name} AS\n{spark_sql(tree.expression)}"
        return spark_sql(tree)

    def rows(self, sql: str) -> pa.Table:
        """The rows of a query."""
        with self.told():
            return self.session.sql(sql).toArrow()

    def make(self, table: exp.Create) -> None:
        """Make a table of a query's rows, kept in the workers' memory or on their disks.

        Nothing is left of how they were made: a view is planned again, to its last part, by every query that reads it.
        """
        with self.told():
            rows = self.session.sql(spark_sql(table.expression)).localCheckpoint()
        rows.createOrReplaceTempView(table.this.name)
        self.made.append(table.this.name)

    def drop(self, name: str) -> None:
        """Let go of a table that was made."""
        self.session.catalog.dropTempView(name)
        self.made.remove(name)

    def hold(self, name: str, rows: pa.Table) -> None:
        """Make a table of rows that are at hand."""
        self.session.createDataFrame(rows).createOrReplaceTempView(name)

    @contextmanager
    def told(self) -> Iterator[None]:
        """What Spark could not do, as an error of which the first words of the deepest cause are told."""
        from py4j.protocol import Py4JError  # noqa: PLC0415
        from pyspark.errors import PySparkException  # noqa: PLC0415

        try:
            yield
        except (PySparkException, Py4JError) as error:
            causes = re.findall(r"^(?:Caused by: |: )?[\w.]*(?:Exception|Error): (.+)$", str(error), re.MULTILINE)
            first = next((line for line in str(error).splitlines() if line.strip()), type(error).__name__)
            told, own = causes[-1] if causes else first, f"{self.asked_in}: "
            if told.startswith(own):  # what a worker told in words, with how to mend it
                raise OneplaceError.at(self.asked_in, told.removeprefix(own), "") from error
            message = f"asks for `engine: spark`. Spark could not run it: {told}"
            mend = "See docs/how-to/beyond-one-machine.md, or compute it with `engine: duckdb`."
            raise OneplaceError.at(self.asked_in, message, mend) from error

    def close(self) -> None:
        """Let go of the tables that were made; Spark itself stays until this process ends."""
        for name in self.made:
            self.session.catalog.dropTempView(name)
        self.made.clear()
        for rows in self.kept:
            rows.unpersist()
        self.kept.clear()


def _schema(table: str) -> str:
    return ", ".join(f"`{column}` {kind}" for column, kind in _COLUMNS[table].items())


@cache
def _started(asked_in: Path) -> SparkSession:
    """Spark, started once in a process."""
    _java(asked_in)
    try:
        from pyspark.errors import PySparkException  # noqa: PLC0415 - half a gigabyte that few places ask for
        from pyspark.sql import SparkSession  # noqa: PLC0415
    except ImportError:
        message = "asks for `engine: spark`, which is not installed here."
        raise OneplaceError.at(asked_in, message, "Install it with `pip install 'oneplace[spark]'`.") from None
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)  # runs `functions` on this machine
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2**31
    os.environ.setdefault("SPARK_DRIVER_MEMORY", f"{max(memory, 1)}g")  # half of the machine, if nothing else is said
    try:
        session = SparkSession.builder.config(map=dict(_START)).getOrCreate()
    except (PySparkException, OSError) as error:
        first = next((line for line in str(error).splitlines() if line.strip()), type(error).__name__)
        message, mend = (
            f"asks for `engine: spark`, which did not start: {first}",
            "See docs/how-to/beyond-one-machine.md.",
        )
        raise OneplaceError.at(asked_in, message, mend) from error
    session.sparkContext.setLogLevel("OFF")  # what goes wrong comes back as an error
    if not session.sparkContext.getConf().contains(_PARTITIONS):
        _ANSWERS[_PARTITIONS] = str(2 * session.sparkContext.defaultParallelism)
    return session


def _java(asked_in: Path) -> None:
    """Refuse to go on without a Java that Spark runs on."""
    home = os.environ.get("JAVA_HOME")
    java = shutil.which("java", path=str(Path(home, "bin")) if home else None)
    said = subprocess.run([java, "-version"], capture_output=True, text=True, check=False).stderr if java else ""  # noqa: S603
    found = re.search(r'version "(?:1\.)?(\d+)', said)
    if found and int(found[1]) in JAVAS:
        return
    where = f"in {home} (`JAVA_HOME`)" if home else "on the PATH"
    known = f"Java {found[1]} is {where}" if found else f"there is none {where}"
    wanted = " or ".join(map(str, JAVAS))
    message = f"asks for `engine: spark`, which needs Java {wanted}: {known}."
    mend = "Install one (Debian, Ubuntu: `apt-get install openjdk-17-jre-headless`), or set `JAVA_HOME` to it."
    raise OneplaceError.at(asked_in, message, mend)
