"""A day on the command line."""

from __future__ import annotations

import re
from datetime import date

import typer

METAVAR = "YYYY-MM-DD"
_FIRST, _LAST = 1900, 2200


def read_day(text: str | date) -> date:
    """A day as it is written, 2026-03-31; raises ``typer.BadParameter`` with what was read and how to write it."""
    if isinstance(text, date):
        return text
    try:
        found = date.fromisoformat(text.strip())
    except ValueError:
        if re.fullmatch(r"\d{4}-\d\d-\d\d", text.strip()):
            raise typer.BadParameter(f"'{text}' is not in the calendar.") from None
        raise typer.BadParameter(f"'{text}' is not a day written as {METAVAR}: {_instead(text)}.") from None
    if not _FIRST <= found.year <= _LAST:
        raise typer.BadParameter(f"'{text}' is of no year from {_FIRST} to {_LAST}.")
    return found


def _instead(text: str) -> str:
    """What may have been meant, the day read before the month."""
    from oneplace.sheets import Kind, UnreadableError, read_period

    try:
        meant = read_period(text).get(Kind.DAY)
    except UnreadableError:
        meant = None
    return f"write {meant.start}, if that is meant" if meant else "write it such as 2026-03-31"
