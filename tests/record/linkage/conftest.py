"""Tiny tables of what sources say about people, and what the steps of linkage make of them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import duckdb
import pytest

from oneplace.record.database import Relation, open_database

FIELDS = {
    "source_system": "VARCHAR",
    "source_record_id": "VARCHAR",
    "nhs_number": "VARCHAR",
    "nhs_number_status": "VARCHAR",
    "birth_date": "DATE",
    "birth_date_precision": "VARCHAR",
    "given_name": "VARCHAR",
    "family_name": "VARCHAR",
    "sex": "VARCHAR",
    "postcode": "VARCHAR",
    "phone": "VARCHAR",
    "email": "VARCHAR",
    "shared_number": "VARCHAR",
    "address_line": "VARCHAR",
    "town": "VARCHAR",
    "death_date": "DATE",
}


def said(record: str, **facts: Any) -> dict[str, Any]:
    """One row of what sources say, of ``source:record``; what isn't named isn't known."""
    source, _, key = record.partition(":")
    plain = {"source_system": source, "source_record_id": key, "birth_date_precision": "day"}
    return dict.fromkeys(FIELDS) | plain | facts


def table(connection: duckdb.DuckDBPyConnection, name: str, kinds: dict[str, str], rows: list[Any]) -> Relation:
    """A table of some rows, each a mapping or a tuple of every column."""
    connection.execute(f"CREATE TABLE {name} ({', '.join(f'{quoted(key)} {kind}' for key, kind in kinds.items())})")
    for row in rows:
        values = [row[key] for key in kinds] if isinstance(row, dict) else list(row)
        connection.execute(f"INSERT INTO {name} VALUES ({', '.join('?' for _ in kinds)})", values)
    return Relation(name)


def quoted(name: str) -> str:
    return f'"{name}"'


def what_is_said(connection: duckdb.DuckDBPyConnection, *rows: dict[str, Any]) -> Relation:
    """A table of what sources say, under a name of its own."""
    return table(connection, "what_is_said", FIELDS, list(rows))


@pytest.fixture
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    with open_database() as opened:
        yield opened
