"""The record's tables as Parquet: sorted, compressed, people who opted out apart, identities in their own zone."""

from __future__ import annotations

from pathlib import Path

import duckdb

from oneplace import geo
from oneplace.place.canonical import KEPT, Table
from oneplace.record import sealing
from oneplace.record.database import Relation, Tables
from oneplace.record.reading import first_row, quoted, text
from oneplace.record.staging import Staged


def areas(connection: duckdb.DuckDBPyConnection, edition: int) -> Relation:
    """Make the ``area`` table: England's neighbourhoods with what they belong to and how deprived they are.

    Deprivation is by one ``edition`` of the indices (docs/adr/0070). That of 2019 is of the neighbourhoods of 2011:
    those that were split, merged or redrawn since have another code, and none of it.
    """
    connection.register("lsoas", geo.lsoas(2021))
    connection.register("changes", geo.lsoa_changes())
    connection.register("deprived", geo.deprivation(edition))
    connection.register("named", geo.areas("msoa"))
    connection.execute(f"""
        CREATE TABLE area AS
        SELECT l.lsoa21_code, 2021 AS version, c.lsoa11_code, l.msoa21_code, l.ward_code, l.local_authority_code,
            n.name AS neighbourhood, d.rank AS imd_rank, d.decile AS imd_decile, {edition} AS imd_version, l.rural_urban
        FROM lsoas AS l
        LEFT JOIN (
            SELECT lsoa21_code, any_value(lsoa11_code) AS lsoa11_code FROM changes
            GROUP BY lsoa21_code HAVING count(*) = 1
        ) AS c USING (lsoa21_code)
        LEFT JOIN deprived AS d ON d.lsoa_code = l.lsoa21_code LEFT JOIN named AS n ON n.code = l.msoa21_code
    """)
    return Relation("area")


def neighbourhood_codes(connection: duckdb.DuckDBPyConnection, area: Relation) -> Relation:
    """Make a table of the neighbourhood codes of 2021 and 2011: code, lsoa21_code (null where it isn't one), authority.

    A code of 2011 is one of 2021 where one neighbourhood became one; of 2001 those are known that lived on in 2011.
    """
    connection.register("before", geo.lsoas(2011))
    connection.execute(f"""
        CREATE TABLE neighbourhood_codes AS
        SELECT lsoa21_code AS code, lsoa21_code, local_authority_code AS authority FROM {area}
        UNION ALL
        SELECT lsoa11_code, c.lsoa21_code, local_authority_code
        FROM before LEFT JOIN (SELECT * FROM changes WHERE change = 'U') AS c USING (lsoa11_code)
        WHERE lsoa11_code NOT IN (SELECT lsoa21_code FROM {area})
    """)
    return Relation("neighbourhood_codes")


def write(connection: duckdb.DuckDBPyConnection, tables: Tables, record: Path, out: Relation) -> dict[str, int]:
    """Write every table that is kept; returns the rows of each. People who opted out stand apart, for direct care."""
    opted_out = f"(SELECT person_id FROM {out})"
    for table in KEPT:
        for folder, chosen in _zones(table, record, opted_out).items():
            _copy(connection, table, tables[table.name], folder, chosen)
    return {table.name: _count(connection, tables[table.name]) for table in KEPT}


def write_identities(connection: duckdb.DuckDBPyConnection, tables: Tables, identity: Path) -> dict[str, int]:
    """Write who is who, by the name of the file; returns the rows of each."""
    for name, table in tables.items():
        in_order = f"SELECT * FROM {table} ORDER BY source_system, source_record_id"
        sealing.write(connection, in_order, identity / f"{name}.parquet")
    return {name: _count(connection, table) for name, table in tables.items()}


def write_rejects(staged: Staged, record: Path, identity: Path) -> None:
    """Write what was set aside, a file a load: the faults with the record, what the rows said with the identities.

    A value that can't be read may be anything, a name in a column of dates too: the record's faults are without it.
    """
    for rows, keep, folder in (
        (f"SELECT * EXCLUDE (value) FROM {staged.rejects}", _copy_to, record / "rejects"),
        (f"SELECT * FROM {staged.rejects}", sealing.write, identity / "faults"),
        (f"SELECT * FROM {staged.rejects_raw}", sealing.write, identity / "rejects"),
    ):
        folder.mkdir(exist_ok=True)
        for (load_id,) in staged.connection.execute(f"SELECT DISTINCT load_id FROM ({rows}) ORDER BY 1").fetchall():
            listed = f"SELECT * FROM ({rows}) WHERE load_id = {text(load_id)} ORDER BY ALL"
            keep(staged.connection, listed, folder / f"{load_id}.parquet")


def _zones(table: Table, record: Path, opted_out: str) -> dict[Path, str]:
    """The folders that a table's rows go to, each with the condition for them."""
    if table.zone == "reference":
        return {record / "reference": "true"}
    out = f"coalesce(person_id, -1) {{}} {opted_out}"
    return {record / "person": out.format("NOT IN"), record / "direct_care": out.format("IN")}


def _copy(connection: duckdb.DuckDBPyConnection, table: Table, rows: Relation, folder: Path, chosen: str) -> None:
    name, column = table.name, table.split
    listed = ", ".join(f"CAST({quoted(each)} AS {kind}) AS {quoted(each)}" for each, kind in table.kept.items())
    query = f"SELECT {listed} FROM {rows} WHERE {chosen}"
    if column is None:
        _copy_to(connection, f"{query} ORDER BY {table.order}", folder / f"{name}.parquet")
        return
    (folder / name).mkdir()
    for (value,) in connection.execute(f"SELECT DISTINCT {column} FROM {rows} WHERE {chosen} ORDER BY 1").fetchall():
        one = f"{query} AND {column} = {text(value)} ORDER BY {table.order}"
        _copy_to(connection, one, folder / name / f"{value}.parquet")


def _copy_to(connection: duckdb.DuckDBPyConnection, query: str, path: Path) -> None:
    connection.execute(f"COPY ({query}) TO {text(str(path))} (FORMAT parquet, COMPRESSION zstd)")


def _count(connection: duckdb.DuckDBPyConnection, table: Relation) -> int:
    return int(first_row(connection, f"SELECT count(*) FROM {table}")[0])
