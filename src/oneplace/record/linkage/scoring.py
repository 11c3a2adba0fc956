"""Where descriptions are scored against each other: by Splink in this process, or on Spark with the same answers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Protocol

import duckdb
import sqlglot

from oneplace.record.database import Relation
from oneplace.record.engines.spark import Spark
from oneplace.record.engines.spark_sql import spark_sql

_COMPARED = (
    *("unique_id", "given", "given_root", "family", "family_start", "names", "born", "born_swapped", "birth_year"),
    *("sex", "postcode", "phone", "email", "number", "address", "town"),
)
_SCORED = "unique_id_l, unique_id_r, match_weight, match_probability"


class Scorer(Protocol):
    """Splink over tables of the database in which a record is made."""

    def linker(self, tables: Sequence[Relation], settings: dict[str, Any]) -> Any:
        """Splink's linker over tables of descriptions, by settings in DuckDB's dialect."""

    def likely(self, linker: Any, least: float) -> Relation:
        """The pairs that are one person's with this probability or more, as a table of that database: unique_id_l,
        unique_id_r, match_weight (bits), match_probability."""


class Here:
    """DuckDB, in this process."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        from splink import DuckDBAPI  # noqa: PLC0415 - takes a second, and most users of the record never link

        self._api = DuckDBAPI(connection)
        self._known: dict[Relation, Any] = {}

    def linker(self, tables: Sequence[Relation], settings: dict[str, Any]) -> Any:
        """A linker over the tables themselves."""
        from splink import Linker  # noqa: PLC0415

        for table in tables:
            if table not in self._known:
                self._known[table] = self._api.register(table)
        return Linker([self._known[table] for table in tables], settings, log_level="ERROR")

    def likely(self, linker: Any, least: float) -> Relation:
        """A table that Splink made."""
        return Relation(str(linker.inference.predict(least).physical_name))


class OnSpark:
    """Spark: descriptions are sent there, and of the pairs those come back that are likely enough."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, spark: Spark) -> None:
        from splink.backends.spark import SparkAPI  # noqa: PLC0415

        from oneplace.record.engines.functions import give  # noqa: PLC0415 - needs the extra

        self._connection, self._spark = connection, spark
        give(spark.session)
        made: Callable[..., Any] = SparkAPI
        self._api = made(spark_session=spark.session, break_lineage_method="persist", register_udfs_automatically=False)
        self._known: dict[Relation, Any] = {}

    def linker(self, tables: Sequence[Relation], settings: dict[str, Any]) -> Any:
        """A linker over copies of the tables, which takes the settings in Spark's dialect."""
        from splink import Linker  # noqa: PLC0415

        for table in tables:
            if table not in self._known:
                rows = self._connection.sql(f"SELECT {', '.join(_COMPARED)} FROM {table}").to_arrow_table()
                self._spark.hold(table, rows)
                self._known[table] = self._api.register(table)
        return Linker([self._known[table] for table in tables], for_spark(settings), log_level="ERROR")

    def likely(self, linker: Any, least: float) -> Relation:
        """The pairs that came back."""
        with self._spark.told():
            rows = linker.inference.predict(least).as_spark_dataframe().selectExpr(*_SCORED.split(", ")).toArrow()
        self._connection.register("scored_on_spark", rows)
        return Relation("scored_on_spark")


def for_spark(settings: dict[str, Any]) -> dict[str, Any]:
    """Splink's settings with each condition of a grade as Spark has it."""
    comparisons = [
        each | {"comparison_levels": [level | {"sql_condition": _said(level)} for level in each["comparison_levels"]]}
        for each in settings["comparisons"]
    ]
    return settings | {"comparisons": comparisons}


def _said(level: dict[str, Any]) -> str:
    condition: str = level["sql_condition"]
    return condition if condition == "ELSE" else spark_sql(sqlglot.parse_one(condition, dialect="duckdb"))
