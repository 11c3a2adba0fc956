"""What stands in a field, or in a line of fields, beside blanks: as SQL."""

from __future__ import annotations

_BLANKS, _UNSEEN = "\u00a0\u2009\u202f", "\u200b\u200e\u200f\u2060\ufeff"


def bare(field: str) -> str:
    """SQL for a field without blanks around it, null where nothing is left; trims only where there is something to.

    Of what has letters beyond ASCII the blanks that don't break a line become ordinary ones, and marks that nobody sees
    go: web pages leave both in what is copied from them.
    """
    seen = f"trim(translate({field}, '{_BLANKS}{_UNSEEN}', '{' ' * len(_BLANKS)}'))"
    return (
        f"nullif(CASE WHEN strlen({field}) > length({field}) THEN {seen} "
        f"WHEN {field} LIKE ' %' OR {field} LIKE '% ' THEN trim({field}) ELSE {field} END, '')"
    )


def is_nothing(line: str, delimiter: str) -> str:
    """SQL for whether a line is one of delimiters, blanks and empty quotes alone."""
    between = delimiter.replace("'", "''")
    return f"translate({line}, '{between}\" \t\r\n{_BLANKS}{_UNSEEN}', '') = ''"
