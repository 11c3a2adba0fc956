"""Rows with one key: which of them is kept, and why the others are set aside."""

from __future__ import annotations

from typing import TYPE_CHECKING

from oneplace.place.mapping_sql import scalar
from oneplace.place.sources import FILE, Dataset
from oneplace.record.database import Relation
from oneplace.record.files import Extract
from oneplace.record.reading import quoted, text

if TYPE_CHECKING:
    from oneplace.record.staging import Staged

REPEATS = "repeats the key of an earlier row"
DIFFERS = "has the key of an earlier row and says something else: the earlier one is kept"
TIED = "is as new as a later row with its key, which is kept, and no telling which is newer: they differ in "
_NEWER, _ALIKE = "a newer edition came", "a later row with its key says the same"
_NAMED = 3
"""How many of the columns are told in which two rows differ."""


def note_repeats(staged: Staged, extract: Extract) -> None:
    """Of rows with one key keep the newest edition, else the first in the files; put the others into the rejects.

    Of those that are as new the last in the files is kept, as these are written in order; where they differ it is a
    fault. A key of which no column is filled names no row, and two without one are not the same.
    Only keys whose hash occurs twice are sorted: a file of millions of rows has few of them.
    """
    dataset, table = extract.dataset, staged.table(extract.source, extract.dataset)
    if not dataset.key:
        return
    keys = ", ".join(quoted(name) for name in dataset.key)
    by = scalar(dataset.newest_by, (*dataset.columns, FILE)) if dataset.newest_by else "NULL"
    order = f"_by DESC NULLS LAST, {FILE} DESC, _row DESC" if dataset.newest_by else f"{FILE}, _row"
    said = f"hash({', '.join(map(quoted, dataset.columns))}, _removed)"
    staged.connection.execute(f"""
        CREATE OR REPLACE TABLE repeats AS
        SELECT * EXCLUDE (_edition) FROM (
            SELECT _load, _row, row_number() OVER edition AS _edition, first(_load) OVER edition AS _kept_load,
                first(_row) OVER edition AS _kept_row, _said = first(_said) OVER edition AS _same,
                _by IS NOT DISTINCT FROM first(_by) OVER edition AS _tied
            FROM (
                SELECT *, {by} AS _by, {said} AS _said
                FROM {table} JOIN (SELECT load_id AS _load, file_name AS {FILE} FROM {staged.loaded}) USING (_load)
                WHERE coalesce({", ".join(f"CAST({quoted(name)} AS VARCHAR)" for name in dataset.key)}) IS NOT NULL
                AND hash({keys}) IN (SELECT hash({keys}) FROM {table} GROUP BY hash({keys}) HAVING count(*) > 1)
            ) WINDOW edition AS (PARTITION BY {keys} ORDER BY {order})
        ) WHERE _edition > 1
    """)
    staged.set_aside(
        _with_differences(dataset, table) if dataset.newest_by else "SELECT * FROM repeats ORDER BY ALL",
        field=text(", ".join(dataset.key)),
        action="CASE WHEN _tied AND NOT _same THEN 'row repeated' ELSE 'row superseded' END"
        if dataset.newest_by
        else "'row repeated'",
        reason=f"CASE WHEN NOT _tied THEN {text(_NEWER)} WHEN _same THEN {text(_ALIKE)} ELSE {text(TIED)} || _in END"
        if dataset.newest_by
        else f"CASE WHEN _same THEN {text(REPEATS)} ELSE {text(DIFFERS)} END",
    )
    staged.connection.execute(f"DELETE FROM {table} WHERE (_load, _row) IN (SELECT _load, _row FROM repeats)")


def _with_differences(dataset: Dataset, table: Relation) -> str:
    """SQL for the repeats with ``_in``, the columns in which one that is as new as the kept row differs from it."""
    differ = [
        f"CASE WHEN s.{quoted(c)} IS DISTINCT FROM k.{quoted(c)} OR coalesce(list_contains(s._removed, {text(c)}), "
        f"false) <> coalesce(list_contains(k._removed, {text(c)}), false) THEN {text(c)} END"
        for c in dataset.columns
    ]
    names = f"list_filter([{', '.join(differ)}], lambda name: name IS NOT NULL)"
    return f"""
        SELECT DISTINCT _load, _row, _tied, _same,
            array_to_string(_names[:{_NAMED}], ', ') ||
                CASE WHEN len(_names) > {_NAMED} THEN ' and more' ELSE '' END AS _in
        FROM (
            SELECT r.*, {names} AS _names FROM repeats AS r
            LEFT JOIN {table} AS s ON _tied AND NOT _same AND (s._load, s._row) = (r._load, r._row)
            LEFT JOIN {table} AS k ON _tied AND NOT _same AND (k._load, k._row) = (_kept_load, _kept_row)
        ) ORDER BY ALL
    """
