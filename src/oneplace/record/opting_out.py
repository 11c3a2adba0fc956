"""Who opted out of every use of their data but their own care: at whatever level, and in whatever words.

What is not plainly an opting in is taken for an opting out: a value that nobody foresaw must not let anybody in.
"""

from __future__ import annotations

from datetime import date

import duckdb

from oneplace.record.database import Relation

OPTED_IN = ("opted_in", "opt_in", "withdrawn", "no", "false", "0", "n")
"""Values by which a row about opting out says that it is not so."""


def opted_out(connection: duckdb.DuckDBPyConnection, preference: Relation, as_at: date) -> Relation:
    """Make a table of the people who opted out as at a day: person_id, load_id (of one file that says so).

    Every ``preference_type`` that ends in ``opt_out`` counts (``national_data_opt_out``, ``type_1_opt_out``,
    ``local_opt_out``, or as a partner writes it), with any value but `OPTED_IN`, until its end is past.
    """
    listed = ", ".join(f"'{value}'" for value in OPTED_IN)
    plain = "regexp_replace(lower(trim({})), '[^a-z0-9]+', '_', 'g')"
    connection.execute(f"""
        CREATE OR REPLACE TABLE opted_out AS
        SELECT person_id, max(load_id) AS load_id FROM {preference}
        WHERE {plain.format("preference_type")} LIKE '%opt\\_out' ESCAPE '\\'
            AND {plain.format("value")} NOT IN ({listed})
            AND (end_date IS NULL OR end_date > DATE '{as_at}') AND person_id IS NOT NULL
        GROUP BY person_id
    """)
    return Relation("opted_out")
