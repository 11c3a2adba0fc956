"""Rows that add up those above them, as people write below a table: they are nobody, though they look like somebody."""

from __future__ import annotations

from oneplace.place.mapping_sql import columns_of
from oneplace.place.sources import IDENTIFYING, Dataset

TOTAL = "adds up the rows above it, and is nobody's"
"""Why such a row is set aside. Nobody is lost by it."""

_WORDS = "('total', 'totals', 'grand total', 'grand totals', 'overall total', 'sum', 'sub total', 'subtotal')"
_AMOUNT = "[-+£$€]*[0-9]+([,.][0-9]+)*%?"
_WHO = (*IDENTIFYING, "date", "time", "instant", "nhs_number", "postcode")


def is_total(dataset: Dataset) -> str:
    """SQL for whether a row is one, by the fields ``_r0``, ``_r1`` and so on; empty where rows are not people's.

    It says so in its first column, in a name or where the person's key stands, and beside that there are only amounts:
    no other key or name, no date and no number of a person. Whoever is called Total has one of these.
    """
    if not (dataset.person or dataset.person_of) or dataset.format in ("ndjson", "bundle"):
        return ""
    key = columns_of(dataset.person) if dataset.person else set()
    columns = [(name.casefold() in key, column.type) for name, column in dataset.columns.items()]
    named = [i for i, (of_key, kind) in enumerate(columns) if i == 0 or of_key or kind == "name"]
    told = " OR ".join(f"(length(_r{i}) < 20 AND {_says(f'_r{i}')})" for i in named)
    who = [of_key or kind in _WHO for of_key, kind in columns]
    amounts, others = ([f"_r{i}" for i, each in enumerate(who) if each is of_somebody] for of_somebody in (False, True))
    spoken = f"NOT {_says('each')}"
    fits = " AND ".join(
        f"len(list_filter([{', '.join(fields)}], lambda each: {wrong})) = 0"  # of lists, as a file may have 100 columns
        for fields, wrong in ((others, spoken), (amounts, f"{spoken} AND NOT regexp_full_match(each, '{_AMOUNT}')"))
        if fields
    )
    return f"CASE WHEN {told} THEN {fits} END"


def _says(field: str) -> str:
    return f"rtrim(lower({field}), ':. ') IN {_WORDS}"
