"""Registrations and addresses as half-open intervals that never overlap: the person-time of every rate."""

from __future__ import annotations

from collections.abc import Sequence

import duckdb

from oneplace.place.canonical import TABLES
from oneplace.record.database import Relation, Tables
from oneplace.record.reading import text

UNKNOWN = "unknown"
"""Stands for the local authority of residents whose address nobody can place."""

_OPEN = "DATE '9999-12-31'"


def as_sent(connection: duckdb.DuckDBPyConnection, tables: Tables) -> Relation:
    """How many registrations and addresses each file sent, and how many of them can be: by ``load_id``, before they are
    settled, which leaves out those that end as they begin, or before, and those that begin after death. Of
    registrations (``practices``) also how many are on a day on which the person is with another practice too.
    """
    made, registration = Relation("intervals_as_sent"), tables["registration"]
    days = f"start_date, coalesce(end_date, {_OPEN}) AS stop"
    each = " UNION ALL ".join(
        f"SELECT load_id, person_id, start_date, end_date FROM {tables[table.name]}" for table in TABLES if table.ties
    )
    connection.execute(f"""
        CREATE TABLE {made} AS
        WITH one AS (
            SELECT row_number() OVER () AS n, person_id, organisation_code, load_id, {days} FROM {registration}
        ),
        twice AS (
            SELECT DISTINCT a.n FROM one AS a JOIN one AS b USING (person_id)
            WHERE a.organisation_code <> b.organisation_code AND a.start_date < b.stop AND b.start_date < a.stop
                AND a.start_date < a.stop AND b.start_date < b.stop
        ),
        practices AS (
            SELECT load_id, count(*) AS practices, count(twice.n) AS at_two
            FROM one LEFT JOIN twice USING (n) GROUP BY load_id
        )
        SELECT load_id, count(*) AS sent, count(*) FILTER (
            WHERE start_date < coalesce(end_date, {_OPEN}) AND start_date <= coalesce(death_date, {_OPEN})) AS sound,
            coalesce(any_value(practices), 0) AS practices, coalesce(any_value(at_two), 0) AS at_two
        FROM ({each}) JOIN {tables["person"]} USING (person_id) LEFT JOIN practices USING (load_id) GROUP BY load_id
    """)
    return made


def settle(
    connection: duckdb.DuckDBPyConnection,
    tables: Tables,
    local_authorities: Sequence[str],
    secret: str,
    codes: Relation,
) -> None:
    """Turn the mapped ``registration`` and ``address`` into the record's; reads ``place_of_address``, area and person.

    A person is in one practice and one home at a time: where intervals overlap, the one that starts later ends the one
    before. Nothing goes on after death: an interval that holds the day of death ends on the day after it. Resident
    registration is the time at addresses in the place's local authorities, touching intervals joined; so is that at
    addresses of which nobody knows the authority (registered as ``unknown``): nobody drops out for it. ``codes`` says
    which neighbourhood of 2021 a code of any census is, and in which authority: code, lsoa21_code, authority.
    """
    _place_addresses(connection, tables, secret, codes)
    for table in TABLES:
        if table.ties:
            _one_at_a_time(connection, tables[table.name], tables["person"], ties=table.ties)
    listed = ", ".join(text(code) for code in (*local_authorities, UNKNOWN))
    registration = tables["registration"]
    connection.execute(f"""
        CREATE OR REPLACE TABLE {registration} AS
        SELECT person_id, 'gp' AS registration_type, organisation_code, start_date, end_date, load_id
        FROM {registration}
        UNION ALL
        SELECT person_id, 'resident', local_authority_code, min(start_date),
            nullif(max(coalesce(end_date, {_OPEN})), {_OPEN}), max(load_id)
        FROM (
            SELECT *, sum(CASE WHEN start_date = ended THEN 0 ELSE 1 END) OVER in_order AS stay FROM (
                SELECT *, lag(end_date) OVER (PARTITION BY person_id, local_authority_code ORDER BY start_date) AS ended
                FROM (
                    SELECT * REPLACE (coalesce(local_authority_code, '{UNKNOWN}') AS local_authority_code)
                    FROM {tables["address"]}
                ) WHERE local_authority_code IN ({listed})
            ) WINDOW in_order AS (PARTITION BY person_id, local_authority_code ORDER BY start_date)
        ) GROUP BY person_id, local_authority_code, stay
        ORDER BY registration_type, person_id, start_date
    """)


def _place_addresses(connection: duckdb.DuckDBPyConnection, tables: Tables, secret: str, codes: Relation) -> None:
    """Replace postcodes and property numbers by neighbourhood and household: the person zone holds neither.

    A code of an earlier census is carried over where one neighbourhood became one; else the neighbourhood isn't known.
    """
    address, place_of_address = tables["address"], tables["place_of_address"]
    connection.execute(f"""
        CREATE OR REPLACE TABLE {address} AS
        WITH by_uprn AS (
            SELECT uprn, max(lsoa21_code) AS lsoa21_code, max(local_authority_code) AS local_authority_code
            FROM {place_of_address} WHERE uprn IS NOT NULL GROUP BY uprn
        ),
        by_postcode AS (
            SELECT postcode, max(lsoa21_code) AS lsoa21_code, max(local_authority_code) AS local_authority_code
            FROM {place_of_address} WHERE postcode IS NOT NULL GROUP BY postcode
        )
        SELECT person_id, start_date, end_date, l.lsoa21_code,
            coalesce(u.local_authority_code, p.local_authority_code, l.authority) AS local_authority_code,
            CASE WHEN a.uprn IS NOT NULL
                THEN CAST('0x' || left(sha256({text(secret)} || 'home:' || a.uprn), 15) AS BIGINT) END AS household_id,
            residence_type, a.load_id
        FROM {address} AS a
        LEFT JOIN by_uprn AS u ON u.uprn = a.uprn LEFT JOIN by_postcode AS p ON p.postcode = a.postcode
        LEFT JOIN {codes} AS l ON l.code = upper(trim(coalesce(u.lsoa21_code, p.lsoa21_code, a.lsoa_code)))
    """)


def _one_at_a_time(connection: duckdb.DuckDBPyConnection, table: Relation, person: Relation, *, ties: str) -> None:
    connection.execute(f"""
        CREATE OR REPLACE TABLE {table} AS
        SELECT * EXCLUDE (stop, place) REPLACE (nullif(stop, {_OPEN}) AS end_date) FROM (
            SELECT * EXCLUDE (next_start) REPLACE (least(stop, coalesce(next_start, {_OPEN})) AS stop) FROM (
                SELECT *, lead(start_date) OVER (PARTITION BY person_id ORDER BY start_date) AS next_start FROM (
                    SELECT t.*, CASE WHEN coalesce(t.end_date, {_OPEN}) >= p.death_date THEN p.death_date + 1
                            ELSE coalesce(t.end_date, {_OPEN}) END AS stop,
                        row_number() OVER (
                            PARTITION BY t.person_id, t.start_date ORDER BY coalesce(t.end_date, {_OPEN}) DESC, {ties}
                        ) AS place
                    FROM {table} AS t LEFT JOIN {person} AS p USING (person_id)
                    WHERE t.start_date < coalesce(t.end_date, {_OPEN})
                        AND t.start_date <= coalesce(p.death_date, {_OPEN})
                ) WHERE place = 1
            )
        ) WHERE start_date < stop
        ORDER BY person_id, start_date
    """)
