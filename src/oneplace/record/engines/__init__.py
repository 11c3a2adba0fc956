"""What a record's statements run on: this process (DuckDB), or a machine or cluster of Spark's.

A statement is one tree of SQLGlot's, made once; an engine writes it in its own dialect and runs it. Both give the same
rows to the cell (not the same order), which the tests hold for every statement that the product makes.
"""

from __future__ import annotations

from typing import Protocol

import pyarrow as pa
from sqlglot import exp


class Engine(Protocol):
    """A record that is open for reading, and tables that are made beside it."""

    def written(self, tree: exp.Expr) -> str:
        """The statement in this engine's dialect; raises ``ValueError`` with what can't be said in it."""

    def rows(self, sql: str) -> pa.Table:
        """The rows of a query in its own dialect."""

    def make(self, table: exp.Create) -> None:
        """Run a ``CREATE TABLE … AS``: the table is there until it is dropped, or the engine closed."""

    def drop(self, name: str) -> None:
        """Let go of a table that was made."""

    def hold(self, name: str, rows: pa.Table) -> None:
        """Make a table of rows that are at hand."""

    def close(self) -> None:
        """Let go of what was made."""
