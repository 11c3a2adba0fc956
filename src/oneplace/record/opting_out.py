"""Who opted out of every use of their data but their own care: at whatever level, and in whatever words.

What is not plainly an opting in is taken for an opting out: a type, or a value, that nobody foresaw must not let
anybody in, and nor must an empty one.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import duckdb

from oneplace.record.database import Relation

DISSENT = ("827241000000103", "881561000000100", "9nu0", "9nu4", "xaz89", "xaavl")
"""The codes by which a practice records an objection of type 1 or type 2: of SNOMED CT, Read and CTV3."""
WITHDRAWN = ("827261000000102", "9nu1", "xaz8a")
"""The codes by which it records that one of type 1 was withdrawn."""
IN = ("opted_in", "opt_in", *WITHDRAWN)
"""What says of any type that somebody opted in."""
NOT_OUT = (*IN, "withdrawn", "no", "false", "0", "n")
"""Values by which a row about opting out says that it is not so."""
CONSENT = (*IN, "consent", "consents", "consented", "consent_given")
"""Values by which a row about anything else says so: of what nobody foresaw, yes may be yes to opting out."""
YES = (*IN, "yes", "y", "true", "1", "")
"""The same of a row whose type is itself an opting in."""


def _listed(words: Iterable[str]) -> str:
    return ", ".join(f"'{word}'" for word in words)


def _plain(column: str) -> str:
    return f"trim(regexp_replace(lower(coalesce({column}, '')), '[^a-z0-9]+', '_', 'g'), '_')"


_TYPE, _VALUE = _plain("preference_type"), _plain("value")
_OUT = "(^|_)opt(ed|s|ing)?_?outs?(_|$)"
_ABOUT_OUT = f"""(
    regexp_matches({_TYPE}, '{_OUT}|(^|_)(ndop?|ndoo|t[12]oo|type_?[12]|objections?|dissents?)(_|$)')
    OR {_TYPE} IN ({_listed(DISSENT)})
)"""
"""A type of which any value but an opting in is an opting out: the NHS's own names and abbreviations among them."""
_REACHED = "contact|sms|texts?|e_?mails?|phone|calls?|letters?|post|reminders?|newsletters?"
_TO_CONTACT = f"regexp_matches({_TYPE}, '(^|_)({_REACHED})(_|$)')"
"""A type that is about how people want to be reached, and about no use of their data."""
_CARED_FOR = "accessib[a-z]*|languages?|interpret[a-z]*|care|death|dying|resus[a-z]*|dnacpr|diets?|faith|religion"
_OF_CARE = f"regexp_matches({_TYPE}, '(^|_)({_CARED_FOR})(_|$)')"
"""A type that is about how people want to be cared for: only a value that says so makes an opting out of it."""
_REFUSES = f"regexp_matches({_VALUE}, '{_OUT}|^(objects?|objected|objection|dissents?|dissented|refuse[sd]?)(_|$)')"
_LEAVES_OUT = f"""CASE
    WHEN {_ABOUT_OUT} THEN {_VALUE} NOT IN ({_listed(NOT_OUT)})
    WHEN {_TO_CONTACT} THEN false
    WHEN {_TYPE} IN ({_listed(IN)}) THEN {_VALUE} NOT IN ({_listed(YES)})
    WHEN {_OF_CARE} THEN {_REFUSES}
    ELSE {_VALUE} NOT IN ({_listed(CONSENT)})
END"""
_UNFORESEEN = f"(NOT {_ABOUT_OUT} AND {_LEAVES_OUT})"
"""A type that nobody foresaw, with a value that is no plain opting in."""
_TOLD = 10
"""How many rows have a type that is told in its own words: what fewer have may be a text about somebody."""


def opted_out(connection: duckdb.DuckDBPyConnection, preference: Relation, as_at: date) -> Relation:
    """Make a table of the people who opted out as at a day: person_id, load_id (of one file that says so).

    A ``preference_type`` that speaks of opting out counts (``national_data_opt_out``, ``type_1_opt_out``,
    ``local_opt_out``, ``NDO``, ``T1OO``, ``Type 1 objection``, the code of a dissent, or as a partner writes it), with
    any value or none but `NOT_OUT`, until its end is past. So does any other type but of how to be reached, unless its
    value plainly says that they opted in (`CONSENT`); one of how to be cared for, where it says that they refuse. An
    end before the start is none.
    """
    connection.execute(f"""
        CREATE OR REPLACE TABLE opted_out AS
        SELECT person_id, max(load_id) AS load_id FROM {preference}
        WHERE {_LEAVES_OUT} AND person_id IS NOT NULL
            AND (end_date IS NULL OR end_date > DATE '{as_at}' OR coalesce(end_date < start_date, false))
        GROUP BY person_id
    """)
    return Relation("opted_out")


def of_unknown_types(connection: duckdb.DuckDBPyConnection, preference: Relation) -> list[tuple[str, str | None, int]]:
    """Rows of a type that nobody foresaw that leave somebody out: load_id, type (None where few rows have it, of a text
    about somebody; empty where a row says none), how many rows."""
    return connection.execute(f"""
        SELECT load_id, CASE WHEN sum(rows) OVER (PARTITION BY type) >= {_TOLD} OR type = '' THEN type END AS type, rows
        FROM (
            SELECT load_id, {_TYPE} AS type, count(*) AS rows FROM {preference} WHERE {_UNFORESEEN} GROUP BY ALL
        ) ORDER BY ALL
    """).fetchall()
