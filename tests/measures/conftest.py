"""Tiny records: rows in, a connection with the record's tables out."""

from dataclasses import replace
from datetime import date
from itertools import groupby, islice
from pathlib import Path

import duckdb
import pytest

from oneplace import place as places
from oneplace.measures.linked_record import RecordMeasures
from oneplace.place.canonical import BY_NAME, COLUMNS, KEPT
from oneplace.record import DuckDB

SOUTHAMPTON = Path(__file__).parents[2] / "places" / "southampton"
AT_ONCE = 500
"""How many rows one statement writes: one by one they take ten times as long."""
AREAS = [("E01000001", 1, "2025"), ("E01000002", 4, "2025"), ("E01000003", 10, "2025"), ("E01000001", 9, "2019")]

_KINDS = {
    "activity_id": "BIGINT",
    "person_id": "BIGINT",
    "parent_activity_id": "BIGINT",
    "position": "SMALLINT",
    "quantity": "DOUBLE",
    "cost_gbp": "DECIMAL(12, 2)",
    "value_number": "DOUBLE",
    "interpreter_required": "BOOLEAN",
    "end_known": "BOOLEAN",
}


def _kind(column):
    ending = "TIMESTAMP" if column.endswith("_at") else "DATE" if column.endswith("_date") else "VARCHAR"
    return _KINDS.get(column, ending)


_EMPTY = "; ".join(
    f"CREATE TABLE {table} ({', '.join(f'{name} {_kind(name)}' for name in columns)})"
    for table, columns in COLUMNS.items()
)


_COVERAGE = BY_NAME["coverage"].kept


def record(**tables):
    """A connection with every table of the record, holding these rows (dicts; a column left out is null)."""
    connection = duckdb.connect()
    connection.execute(f"{_EMPTY}; CREATE TABLE area (lsoa21_code VARCHAR, imd_decile INT, imd_version INT)")
    for table, columns in COLUMNS.items():
        rows = [({"end_known": True} if table == "activity" else {}) | given for given in tables.get(table, [])]
        for names, alike in groupby(rows, tuple):
            if unknown := set(names) - set(columns):
                raise ValueError(f"{table} has no column {unknown}")
            each, left = f"({', '.join('?' * len(names))})", iter(alike)
            while some := list(islice(left, AT_ONCE)):
                values = [value for row in some for value in row.values()]
                marks = ", ".join([each] * len(some))
                connection.execute(f"INSERT INTO {table} ({', '.join(names)}) VALUES {marks}", values)
    connection.executemany("INSERT INTO area VALUES (?, ?, ?)", AREAS)
    connection.execute(f"CREATE TABLE coverage ({', '.join(f'{name} {kind}' for name, kind in _COVERAGE.items())})")
    marks = ", ".join("?" * len(_COVERAGE))
    for row in tables.get("coverage", []):
        connection.execute(f"INSERT INTO coverage VALUES ({marks})", [row.get(name) for name in _COVERAGE])
    loads = BY_NAME["load"].kept
    connection.execute(f"CREATE TABLE load ({', '.join(f'{name} {kind}' for name, kind in loads.items())})")
    for row in tables.get("load", []):
        connection.execute(
            f"INSERT INTO load VALUES ({', '.join('?' * len(loads))})", [row.get(name) for name in loads]
        )
    return connection


def kept(connection, folder):
    """The tables of ``record`` as files, in the layout of a linked record."""
    there = {name for (name,) in connection.execute("SELECT table_name FROM duckdb_tables()").fetchall()}
    for table in KEPT:
        path = folder / table.zone / (f"{table.name}/all.parquet" if table.split else f"{table.name}.parquet")
        path.parent.mkdir(parents=True, exist_ok=True)
        if table.name in there:
            connection.execute(f"COPY {table.name} TO '{path}' (FORMAT parquet)")
    return folder


def over(place, connection, *, measures=None, complete_from=None, as_at=None):
    """The measures of a place over a tiny record; ``measures`` replaces the place's own."""
    changes = {key: value for key, value in {"complete_from": complete_from, "as_at": as_at}.items() if value}
    sources = place.sources.model_copy(update=changes)
    return RecordMeasures(
        replace(place, sources=sources, measures=measures or place.measures), Path(), DuckDB(connection)
    )


@pytest.fixture(scope="session")
def southampton():
    return places.read(SOUTHAMPTON)


@pytest.fixture(scope="session")
def resident():
    """A person who lives in the city throughout, as rows of three tables."""

    def make(*, person_id, born="1980-01-01", sex="F", ethnic="A", area="E01000001", died=None, **more):
        who = {"person_id": person_id}
        always = {**who, "start_date": date(2010, 1, 1)}
        return {
            "person": [{**who, "birth_date": born, "sex": sex, "ethnic_category": ethnic, "death_date": died, **more}],
            "registration": [{**always, "registration_type": kind} for kind in ("resident", "gp")],
            "address": [{**always, "lsoa21_code": area}],
        }

    return make


def together(*parts):
    """Rows of several tables put together."""
    found = {}
    for part in parts:
        for table, rows in part.items():
            found.setdefault(table, []).extend(rows)
    return found
