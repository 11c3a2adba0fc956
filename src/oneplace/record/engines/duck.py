"""DuckDB inside this process: what a record is read with unless its place asks for another engine."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import duckdb
import pyarrow as pa
from sqlglot import exp

_FEW = 65_536
"""Words that two bytes can tell apart."""


@contextmanager
def _worked_out() -> Iterator[None]:
    try:
        yield
    except (duckdb.ConversionException, duckdb.OutOfRangeException) as error:
        raise ValueError(f"can't be worked out: {str(error).splitlines()[0]}.") from error


@dataclass(frozen=True)
class DuckDB:
    """A connection with the record's tables; several threads may ask it for rows, and make tables, at once."""

    connection: duckdb.DuckDBPyConnection

    def written(self, tree: exp.Expr) -> str:
        """The statement as DuckDB takes it."""
        return tree.sql("duckdb", pretty=True)

    def rows(self, sql: str) -> pa.Table:
        """The rows of a query; raises ``ValueError`` where an expression can't be worked out for a value of theirs."""
        with _worked_out():
            return self._cursor().sql(sql).to_arrow_table()

    def make(self, table: exp.Create) -> None:
        """Make a table of a query's rows; raises as ``rows`` does."""
        with _worked_out():
            self._cursor().execute(self.written(table))
        self._narrow(table.this.name)

    def drop(self, name: str) -> None:
        """Let go of a table that was made."""
        self._cursor().execute(f"DROP TABLE {name}")

    def hold(self, name: str, rows: pa.Table) -> None:
        """Make a table of rows that are at hand."""
        self.connection.register("held", rows).execute(f"CREATE TABLE {name} AS SELECT * FROM held")
        self.connection.unregister("held")
        self._narrow(name)

    def _narrow(self, table: str) -> None:
        """Keep words of which there are few as numbers: one or two bytes each, and not sixteen, in every later step.

        They compare with words, and are in order, as the words are.
        """
        cursor = self._cursor()
        for column, kind, *_ in cursor.execute(f"DESCRIBE {table}").fetchall():
            if kind == "VARCHAR":
                words = exp.select(column).distinct().from_(table).where(f"NOT {column} IS NULL").order_by(column)
                every = cursor.execute(words.limit(_FEW + 1).sql("duckdb")).fetchall()
                found = [exp.Literal.string(word).sql("duckdb") for (word,) in every]
                if 0 < len(found) <= _FEW:
                    cursor.execute(f"ALTER TABLE {table} ALTER {column} TYPE ENUM ({', '.join(found)})")

    def _cursor(self) -> duckdb.DuckDBPyConnection:
        """A cursor, which has settings of its own: without the bar that would stand in what a command prints."""
        return self.connection.cursor().execute("SET enable_progress_bar = false")

    def close(self) -> None:
        """Close the connection."""
        self.connection.close()
