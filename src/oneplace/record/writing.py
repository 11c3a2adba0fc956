"""The record's tables as Parquet: sorted, compressed, people who opted out apart, identities in their own zone."""

from __future__ import annotations

from pathlib import Path

import duckdb

from oneplace import geo
from oneplace.record.reading import first_row, quoted, text
from oneplace.record.tables import ORDER, PERSON_ZONE, REFERENCE, SPLIT


def areas(connection: duckdb.DuckDBPyConnection) -> None:
    """Make ``area``: England's neighbourhoods with what they belong to and how deprived they are."""
    connection.register("lsoas", geo.lsoas(2021))
    connection.register("changes", geo.lsoa_changes())
    connection.register("deprived", geo.deprivation(2025))
    connection.register("named", geo.areas("msoa"))
    connection.execute("""
        CREATE TABLE area AS
        SELECT l.lsoa21_code, 2021 AS version, c.lsoa11_code, l.msoa21_code, l.ward_code, l.local_authority_code,
            n.name AS neighbourhood, d.rank AS imd_rank, d.decile AS imd_decile, 2025 AS imd_version, l.rural_urban
        FROM lsoas AS l
        LEFT JOIN (
            SELECT lsoa21_code, any_value(lsoa11_code) AS lsoa11_code FROM changes
            GROUP BY lsoa21_code HAVING count(*) = 1
        ) AS c USING (lsoa21_code)
        LEFT JOIN deprived AS d ON d.lsoa_code = l.lsoa21_code LEFT JOIN named AS n ON n.code = l.msoa21_code
    """)


def write(connection: duckdb.DuckDBPyConnection, record: Path, identity: Path) -> dict[str, int]:
    """Write every table; returns the rows of each. People who opted out stand apart, for direct care only."""
    connection.execute("""
        CREATE TABLE opted_out AS SELECT DISTINCT person_id FROM preference
        WHERE preference_type IN ('type_1_opt_out', 'national_data_opt_out')
            AND value = 'opted_out' AND end_date IS NULL
    """)
    rows = {}
    for table, columns in PERSON_ZONE.items():
        for zone, which in (("person", "NOT IN"), ("direct_care", "IN")):
            chosen = f"coalesce(person_id, -1) {which} (SELECT person_id FROM opted_out)"
            _copy(connection, table, columns, record / zone, chosen)
        rows[table] = _count(connection, table)
    for table, columns in REFERENCE.items():
        _copy(connection, table, columns, record / "reference", "true")
        rows[table] = _count(connection, table)
    for table in ("identity", "person_link"):
        _copy_to(
            connection, f"SELECT * FROM {table} ORDER BY source_system, source_record_id", identity / f"{table}.parquet"
        )
        rows[table] = _count(connection, table)
    for name, folder in (("rejects", record), ("rejects_raw", identity)):
        for (load_id,) in connection.execute(f"SELECT DISTINCT load_id FROM {name} ORDER BY 1").fetchall():
            listed = f"SELECT * FROM {name} WHERE load_id = {text(load_id)} ORDER BY ALL"
            _copy_to(connection, listed, folder / "rejects" / f"{load_id}.parquet")
    return rows


def _copy(
    connection: duckdb.DuckDBPyConnection, table: str, columns: dict[str, str], folder: Path, chosen: str
) -> None:
    listed = ", ".join(f"CAST({quoted(name)} AS {kind}) AS {quoted(name)}" for name, kind in columns.items())
    query = f"SELECT {listed} FROM {table} WHERE {chosen}"
    if table not in SPLIT:
        _copy_to(connection, f"{query} ORDER BY {ORDER[table]}", folder / f"{table}.parquet")
        return
    column = SPLIT[table]
    (folder / table).mkdir()
    for (value,) in connection.execute(f"SELECT DISTINCT {column} FROM {table} WHERE {chosen} ORDER BY 1").fetchall():
        one = f"{query} AND {column} = {text(value)} ORDER BY {ORDER[table]}"
        _copy_to(connection, one, folder / table / f"{value}.parquet")


def _copy_to(connection: duckdb.DuckDBPyConnection, query: str, path: Path) -> None:
    connection.execute(f"COPY ({query}) TO {text(str(path))} (FORMAT parquet, COMPRESSION zstd)")


def _count(connection: duckdb.DuckDBPyConnection, table: str) -> int:
    return int(first_row(connection, f"SELECT count(*) FROM {table}")[0])
