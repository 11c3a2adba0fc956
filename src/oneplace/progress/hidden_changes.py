"""What changed in the files, without typed figures that are hidden: who reads what one was and is, reads it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import pyarrow.compute as pc

from oneplace.place import period
from oneplace.place.moved import figure_of
from oneplace.results import Results
from oneplace.vocabulary.spelled import spelled

Row = Mapping[str, Any]
_Whom = tuple[str, date, date, str, str]
_SERIES = "series"


def without_hidden(changes: Iterable[dict[str, Any]], *runs: Results | None) -> list[dict[str, Any]]:
    """The changes but for those of typed figures that any of the ``runs`` hides, to protect people."""
    hidden = {whom for run in runs if run is not None for whom in _hidden(run)}
    return [row for row in changes if not (row["part"] == _SERIES and row["field"] and _whom(row) in hidden)]


def _hidden(run: Results) -> Iterable[_Whom]:
    rows = run["results"]
    for row in rows.filter(pc.and_(pc.equal(rows["origin"], "recorded"), rows["suppressed"])).to_pylist():
        yield row["measure"], row["period_start"], row["period_end"], row["dimension"], row["group"]


def _whom(row: Row) -> _Whom | None:
    """Of whom and when a typed figure is; None where its line can't be read, as that of a series' name."""
    when, _, written = figure_of(row["field"])
    told = spelled(written)
    try:
        span = period(when)
    except ValueError:
        return None
    if told is None:
        return None
    dimension, code = told
    return row["subject"], span.start, span.end, dimension, code or written.partition(":")[2].strip()
