"""The record's tables as Parquet: sorted, compressed, people who opted out apart, identities in their own zone."""

from __future__ import annotations

from pathlib import Path

import duckdb

from oneplace import geo
from oneplace.place.canonical import KEPT, Table
from oneplace.record.reading import first_row, quoted, text


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
    for table in KEPT:
        for folder, chosen in _zones(table, record).items():
            _copy(connection, table, folder, chosen)
        rows[table.name] = _count(connection, table.name)
    for name in ("identity", "person_link"):
        in_order = f"SELECT * FROM {name} ORDER BY source_system, source_record_id"
        _copy_to(connection, in_order, identity / f"{name}.parquet")
        rows[name] = _count(connection, name)
    for name, folder in (("rejects", record), ("rejects_raw", identity)):
        for (load_id,) in connection.execute(f"SELECT DISTINCT load_id FROM {name} ORDER BY 1").fetchall():
            listed = f"SELECT * FROM {name} WHERE load_id = {text(load_id)} ORDER BY ALL"
            _copy_to(connection, listed, folder / "rejects" / f"{load_id}.parquet")
    return rows


def _zones(table: Table, record: Path) -> dict[Path, str]:
    """The folders that a table's rows go to, each with the condition for them."""
    if table.zone == "reference":
        return {record / "reference": "true"}
    out = "coalesce(person_id, -1) {} (SELECT person_id FROM opted_out)"
    return {record / "person": out.format("NOT IN"), record / "direct_care": out.format("IN")}


def _copy(connection: duckdb.DuckDBPyConnection, table: Table, folder: Path, chosen: str) -> None:
    name, column = table.name, table.split
    listed = ", ".join(f"CAST({quoted(each)} AS {kind}) AS {quoted(each)}" for each, kind in table.kept.items())
    query = f"SELECT {listed} FROM {name} WHERE {chosen}"
    if column is None:
        _copy_to(connection, f"{query} ORDER BY {table.order}", folder / f"{name}.parquet")
        return
    (folder / name).mkdir()
    for (value,) in connection.execute(f"SELECT DISTINCT {column} FROM {name} WHERE {chosen} ORDER BY 1").fetchall():
        one = f"{query} AND {column} = {text(value)} ORDER BY {table.order}"
        _copy_to(connection, one, folder / name / f"{value}.parquet")


def _copy_to(connection: duckdb.DuckDBPyConnection, query: str, path: Path) -> None:
    connection.execute(f"COPY ({query}) TO {text(str(path))} (FORMAT parquet, COMPRESSION zstd)")


def _count(connection: duckdb.DuckDBPyConnection, table: str) -> int:
    return int(first_row(connection, f"SELECT count(*) FROM {table}")[0])
