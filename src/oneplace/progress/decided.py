"""What decisions changed in a place's files, handed on from run to run: the newest comparison alone forgets it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from oneplace.place import Place
from oneplace.progress.hidden_changes import without_hidden
from oneplace.results import Results

Row = dict[str, Any]


def decided(place: Place, now: Iterable[Row], earlier: Results | None, results: Results, as_of: date) -> list[Row]:
    """The rows of ``decided``: the changes that decisions of the files name, those that earlier runs told first.

    ``now`` are this run's rows of ``changes``, ``earlier`` the tables of the run before. A run of an earlier version
    kept those of its own comparison alone. What is only asked for goes where it was changed again meanwhile. Figures
    that either run hides are left out.
    """
    new = list(now)
    moved = {_of(row) for row in new}
    told = [] if earlier is None else [*earlier["decided"].to_pylist(), *earlier["changes"].to_pylist()]
    taken = {key: one.is_taken(as_of) for key, one in place.decisions.items() if not one.is_ended()}
    held = [row for row in told if taken.get(row["decision"]) or _of(row) not in moved]
    found = {(*_of(row), row["decision"], row["old"], row["new"]): row for row in (*held, *new)}
    named = [{**row, "decided": taken[row["decision"]]} for row in found.values() if row["decision"] in taken]
    return without_hidden(named, earlier, results)


def _of(row: Row) -> tuple[str, str, str]:
    """What a change is of: an empty field, as a table may keep it, is the thing itself."""
    return row["part"], row["subject"], row["field"] or ""
