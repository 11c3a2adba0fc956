"""People of pseudonymised files: by the key that the sources give them, with no name compared."""

from __future__ import annotations

from typing import Literal

import duckdb

from oneplace.record.database import Relation
from oneplace.record.linkage.probabilistic import Placed

_GROUPS = {"keys": "source_record_id", "off": "source_system || ':' || source_record_id"}


def by_key(
    connection: duckdb.DuckDBPyConnection, identity: Relation, numbered: Relation, how: Literal["keys", "off"]
) -> Placed:
    """Make one person of the records with one key, in whatever source (``keys``), or each its own (``off``)."""
    connection.execute(f"""
        CREATE TABLE placed AS
        SELECT source_system, source_record_id, NULL::VARCHAR AS nhs_number, {_GROUPS[how]} AS "group",
            NULL::DOUBLE AS match_weight, NULL::DOUBLE AS match_probability, 'the same key' AS evidence
        FROM {identity} ANTI JOIN (SELECT * FROM {numbered} WHERE agrees) USING (source_system, source_record_id)
    """)
    columns = "source_system, source_record_id, match_weight, match_probability, evidence"
    connection.execute(f"""
        CREATE TABLE doubtful AS SELECT {columns}, NULL::VARCHAR AS other_source_system,
            NULL::VARCHAR AS other_source_record_id, NULL::VARCHAR AS reason FROM placed LIMIT 0
    """)
    return Placed(Relation("placed"), how, Relation("doubtful"))
