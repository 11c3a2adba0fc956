"""Which of the pairs are one person: whom each record belongs to, which go together, and which are held apart."""

from __future__ import annotations

import duckdb
import numpy as np
import pyarrow as pa
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from oneplace.record.database import Relation
from oneplace.record.linkage import evidence
from oneplace.record.linkage.describing import FIELDS, Compared
from oneplace.record.linkage.evidence import Rules

CLEAR = 2.0
"""Bits of match weight by which the best person must lead the second best; else the record stays alone."""

NOT_LIKELY, TWO = "not likely enough", "two people are as likely"


def graded(compared: Compared, pairs: str, more: str) -> str:
    """SQL for pairs (unique_id_l, unique_id_r) with the grade of each field."""
    fields = [name.strip() for name in FIELDS.split(",")]
    listed = ", ".join(f"{side}.{name} AS {name}_{side}" for side in "lr" for name in fields)
    sides = f"(SELECT unique_id, {FIELDS} FROM {compared.people} UNION ALL FROM {compared.rest})"
    return f"""
        SELECT *, {evidence.graded()} FROM (
            SELECT unique_id_l, unique_id_r, {more}, {listed} FROM {pairs} AS p
            JOIN {sides} AS l ON l.unique_id = unique_id_l JOIN {sides} AS r ON r.unique_id = unique_id_r
        )
    """


def choose(connection: duckdb.DuckDBPyConnection, compared: Compared) -> Relation:
    """Choose the person each record belongs to, where one leads clearly; of those that can't be one, the likeliest."""
    pairs = compared.pairs
    connection.execute(f"""
        CREATE TABLE chosen AS
        SELECT unique_id, nhs_number, weight, probability, evidence FROM (
            SELECT *, row_number() OVER each AS place,
                weight - coalesce(lead(weight) OVER each, -1000) AS ahead
            FROM (
                SELECT r.unique_id, p.nhs_number, max(weight) AS weight, max(probability) AS probability,
                    arg_max(x.evidence, weight) AS evidence, bool_or(against IS NULL) AS may
                FROM (FROM {pairs} UNION ALL SELECT r, l, * EXCLUDE (l, r) FROM {pairs}) AS x
                JOIN {compared.rest} AS r ON x.l = r.unique_id JOIN {compared.numbers} AS p ON x.r = p.unique_id
                WHERE against IS NULL OR against = '{NOT_LIKELY}'
                GROUP BY r.unique_id, p.nhs_number
            ) WINDOW each AS (PARTITION BY unique_id ORDER BY weight DESC, nhs_number)
        ) WHERE place = 1 AND ahead >= {CLEAR} AND may
    """)
    together = "SELECT a.unique_id AS unique_id_l, b.unique_id AS unique_id_r FROM chosen AS a JOIN chosen AS b"
    together += " ON a.nhs_number = b.nhs_number AND (a.weight, a.unique_id) > (b.weight, b.unique_id)"
    apart = f"SELECT unique_id_r FROM ({graded(compared, f'({together})', '1')}) WHERE {evidence.BOTH}"
    connection.execute(f"DELETE FROM chosen WHERE unique_id IN ({apart})")
    return Relation("chosen")


def group(connection: duckdb.DuckDBPyConnection, compared: Compared, chosen: Relation, rules: Rules) -> Relation:
    """Say which of the records that belong to nobody with a number are one person."""
    settled = f"(SELECT unique_id FROM {chosen})"
    connection.execute(f"""
        CREATE TABLE edges AS
        SELECT l, r, weight FROM {compared.pairs} WHERE against IS NULL AND l LIKE 'r%' AND r LIKE 'r%'
            AND l NOT IN {settled} AND r NOT IN {settled}
    """)
    connection.execute(
        f"CREATE TABLE grouped AS SELECT unique_id, '' AS \"group\" FROM {compared.rest} "
        f"WHERE unique_id NOT IN {settled}"
    )
    _hang_together(connection)
    connection.execute(f"""
        CREATE TEMP TABLE two AS SELECT unique_id_l AS l, unique_id_r AS r
        FROM ({graded(compared, f"({_INSIDE})", '"group"')}) WHERE {rules.apart}
    """)
    # Who is as near to one as to the other of two that can't be one person belongs to neither; what holds two together
    # after that is cut where it is weakest.
    connection.execute("""
        CREATE TEMP TABLE ends AS
        SELECT l AS one, r AS other, weight FROM edges UNION ALL SELECT r, l, weight FROM edges
    """)
    connection.execute(f"""
        DELETE FROM edges USING (
            SELECT a.one, a.other FROM ends AS a JOIN ends AS b ON a.one = b.one AND b.weight > a.weight - {CLEAR}
            JOIN (FROM two UNION ALL SELECT r, l FROM two) AS x ON x.l = a.other AND x.r = b.other
        ) AS d WHERE (edges.l = d.one AND edges.r = d.other) OR (edges.r = d.one AND edges.l = d.other)
    """)
    _hang_together(connection)
    while _torn(connection):
        connection.execute(f"""
            DELETE FROM edges USING (
                SELECT "group", min(weight) AS weakest FROM edges JOIN torn ON l = unique_id GROUP BY "group"
            ) AS t JOIN torn USING ("group") WHERE edges.l = torn.unique_id AND edges.weight < weakest + {CLEAR}
        """)
        _hang_together(connection, "torn")
    for table in ("ends", "two", "edges", "torn"):
        connection.execute(f"DROP TABLE {table}")
    return Relation("grouped")


_INSIDE = (
    'SELECT a.unique_id AS unique_id_l, b.unique_id AS unique_id_r, a."group" FROM grouped AS a JOIN grouped AS b'
    ' ON a."group" = b."group" AND a.unique_id < b.unique_id'
)
"""Pairs of records of one group."""


def _torn(connection: duckdb.DuckDBPyConnection) -> bool:
    """Fill ``torn`` with the records of groups of which two can't be one person; whether there are any."""
    connection.execute("""
        CREATE OR REPLACE TEMP TABLE torn AS FROM grouped WHERE "group" IN (
            SELECT a."group" FROM two JOIN grouped AS a ON a.unique_id = l JOIN grouped AS b
            ON b.unique_id = r AND b."group" = a."group"
        )
    """)
    return bool(connection.execute("SELECT 1 FROM torn LIMIT 1").fetchall())


def _hang_together(connection: duckdb.DuckDBPyConnection, among: str = "grouped") -> None:
    """Give each group of the records of a table that edges join, directly or through others, a name of its own."""
    names = connection.sql(f"SELECT unique_id FROM {among} ORDER BY unique_id").to_arrow_table()["unique_id"]
    place = {name: i for i, name in enumerate(names.to_pylist())}
    edges = connection.sql(f"SELECT l, r FROM edges JOIN {among} ON l = unique_id").fetchall()
    ends = np.array([(place[left], place[right]) for left, right in edges], np.int64).reshape(-1, 2)
    graph = coo_array((np.ones(len(ends)), (ends[:, 0], ends[:, 1])), shape=(len(place), len(place)))
    labels = connected_components(graph, directed=False)[1] if place else np.empty(0, np.int32)
    first = names.take(np.unique(labels, return_index=True)[1]) if place else names
    found = pa.table({"unique_id": names, "now": first.take(labels)})
    connection.register("components", found)
    connection.execute('UPDATE grouped SET "group" = now FROM components AS c WHERE grouped.unique_id = c.unique_id')
    connection.unregister("components")


def best_in_group(compared: Compared, grouped: Relation) -> str:
    """SQL for the best pair of each record with another of its group: weight, probability and evidence."""
    return f"""
        SELECT x.l AS unique_id, max(weight) AS weight, arg_max(probability, weight) AS probability,
            arg_max(evidence, weight) AS evidence
        FROM (FROM {compared.pairs} UNION ALL SELECT r, l, * EXCLUDE (l, r) FROM {compared.pairs}) AS x
        JOIN {grouped} AS a ON a.unique_id = x.l JOIN {grouped} AS b ON b.unique_id = x.r AND a."group" = b."group"
        WHERE against IS NULL GROUP BY x.l
    """


def doubtful(
    connection: duckdb.DuckDBPyConnection, compared: Compared, chosen: Relation, grouped: Relation
) -> Relation:
    """List the pairs of records that may be one person's and aren't joined, where neither is joined to another."""
    connection.execute(f"""
        CREATE TABLE doubtful AS
        WITH pair AS (
            SELECT x.*, coalesce(against, '{TWO}') AS reason
            FROM (FROM {compared.pairs} UNION ALL SELECT r, l, * EXCLUDE (l, r) FROM {compared.pairs}) AS x
            LEFT JOIN {grouped} AS a ON a.unique_id = x.l LEFT JOIN {grouped} AS b ON b.unique_id = x.r
            WHERE x.l IN (SELECT unique_id FROM {compared.rest}) AND x.l NOT IN (SELECT unique_id FROM {chosen})
                AND x.r NOT IN (SELECT unique_id FROM {chosen}) AND a."group" IS DISTINCT FROM b."group"
        ),
        known AS (
            SELECT unique_id, source_system, source_record_id FROM {compared.members}
            UNION ALL
            SELECT p.unique_id, d.source_system, d.source_record_id
            FROM {compared.numbers} AS p JOIN described AS d USING (nhs_number)
        ),
        named AS (
            SELECT unique_id, min(struct_pack(s := source_system, k := source_record_id)) AS first FROM known GROUP BY 1
        )
        SELECT m.source_system, m.source_record_id, n.first.s AS other_source_system,
            n.first.k AS other_source_record_id, weight AS match_weight, probability AS match_probability, evidence,
            reason
        FROM pair JOIN {compared.members} AS m ON m.unique_id = pair.l JOIN named AS n ON n.unique_id = pair.r
        ORDER BY ALL
    """)
    return Relation("doubtful")
