"""Who opted out of every use of their data but their own care: at whatever level, and in whatever words.

What is not plainly an opting in is taken for an opting out: a value that nobody foresaw must not let anybody in.
"""

from __future__ import annotations

from datetime import date

import duckdb

from oneplace.record.database import Relation

OPTED_IN = ("opted_in", "opt_in", "withdrawn", "no", "false", "0", "n")
"""Values by which a row about opting out says that it is not so."""

_PLAIN = "regexp_replace(lower(trim({})), '[^a-z0-9]+', '_', 'g')"
_TYPE, _VALUE = _PLAIN.format("preference_type"), _PLAIN.format("value")
_OUT = "(^|_)opt(ed|s|ing)?_?outs?(_|$)"
_ABOUT_OUT = f"regexp_matches({_TYPE}, '{_OUT}|(^|_)(ndop?|ndoo|t1oo|type_?1|objections?|dissents?)(_|$)')"
"""A type of which any value but an opting in is an opting out: the NHS's own names and abbreviations among them."""
_REACHED = "contact|sms|texts?|e_?mails?|phone|calls?|letters?|post|reminders?|newsletters?"
_TO_CONTACT = f"regexp_matches({_TYPE}, '(^|_)({_REACHED})(_|$)')"
"""A type that is about how people want to be reached, and about no use of their data."""
_OTHERWISE_OUT = (
    f"(NOT {_ABOUT_OUT} AND NOT {_TO_CONTACT} "
    f"AND regexp_matches({_VALUE}, '{_OUT}|^(objects?|objected|objection|dissents?|dissented|refuse[sd]?)(_|$)'))"
)
"""A type that nobody foresaw, with a value that says somebody opted out of it."""
_TOLD = 10
"""How many rows have a type that is told in its own words: what fewer have may be a text about somebody."""


def opted_out(connection: duckdb.DuckDBPyConnection, preference: Relation, as_at: date) -> Relation:
    """Make a table of the people who opted out as at a day: person_id, load_id (of one file that says so).

    A ``preference_type`` that speaks of opting out counts (``national_data_opt_out``, ``type_1_opt_out``,
    ``local_opt_out``, ``NDO``, ``T1OO``, ``Type 1 objection``, or as a partner writes it), with any value but
    `OPTED_IN`, until its end is past; and any other type but of how to be reached, where its value says so.
    """
    listed = ", ".join(f"'{value}'" for value in OPTED_IN)
    connection.execute(f"""
        CREATE OR REPLACE TABLE opted_out AS
        SELECT person_id, max(load_id) AS load_id FROM {preference}
        WHERE ({_ABOUT_OUT} AND {_VALUE} NOT IN ({listed}) OR {_OTHERWISE_OUT})
            AND (end_date IS NULL OR end_date > DATE '{as_at}') AND person_id IS NOT NULL
        GROUP BY person_id
    """)
    return Relation("opted_out")


def of_unknown_types(connection: duckdb.DuckDBPyConnection, preference: Relation) -> list[tuple[str, str | None, int]]:
    """Rows that say of a type that nobody foresaw that somebody opted out: load_id, type (None where few rows have it,
    of a text about somebody), how many rows."""
    return connection.execute(f"""
        SELECT load_id, CASE WHEN sum(rows) OVER (PARTITION BY type) >= {_TOLD} THEN type END AS type, rows
        FROM (
            SELECT load_id, {_TYPE} AS type, count(*) AS rows FROM {preference} WHERE {_OTHERWISE_OUT} GROUP BY ALL
        ) ORDER BY ALL
    """).fetchall()
