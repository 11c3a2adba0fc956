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
    says = [f"rtrim(lower(_r{i}), ':. ') IN {_WORDS}" for i in range(len(columns))]
    named = (i for i, (of_key, kind) in enumerate(columns) if i == 0 or of_key or kind == "name")
    told = " OR ".join(f"(length(_r{i}) < 20 AND {says[i]})" for i in named)
    either = (
        f"(_r{i} IS NULL OR {said}" + (")" if of_key or kind in _WHO else f" OR regexp_full_match(_r{i}, '{_AMOUNT}'))")
        for i, ((of_key, kind), said) in enumerate(zip(columns, says, strict=True))
    )
    return f"CASE WHEN {told} THEN {' AND '.join(either)} END"
