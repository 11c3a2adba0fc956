"""How the newest period stands by what held when it ended, where decisions of a later day have eased that since."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import pyarrow.compute as pc

from oneplace.place import Place
from oneplace.place.moved import AVERAGE, Kept, Softened, as_agreed
from oneplace.progress.ambitions import ambitions
from oneplace.progress.judge import stands
from oneplace.progress.rules import Status
from oneplace.results import Results

Row = Mapping[str, Any]
_VERDICTS = (Status.ON_PATH, Status.OFF_PATH)


def held_then(place: Place, kept: Kept, row: Row, results: Results, as_of: date) -> dict[str, Any]:
    """The columns of one ambition, out of its ``row`` of ``progress``; none where it stands as it stood by those terms.

    None either where some decision on it is of a day in the period: what held after that one is not kept.
    """
    found: dict[str, Any] = {}
    for side, one in kept.softened.get(row["ambition"], {}).items():
        begins, table, label = (
            ("", "results", "period_label") if side == AVERAGE else ("gap_", "gaps", "gap_held_label")
        )
        end = _end(results, table, row["measure"], row[label])
        then = as_agreed(place, row["ambition"], one.before.terms)
        if end is None or then is None or not _all_after(place, one, end):
            continue
        (was,) = stands(then, results, ambitions(then), as_of)
        verdict = was[f"{begins}status"]
        if was[label] == row[label] and verdict in _VERDICTS and verdict != row[f"{begins}status"]:
            told = {"label": was[label], "status": verdict, "path": was[f"{begins}path"]}
            found |= {f"{begins}then_{name}": value for name, value in told.items()}
    return found


def _end(results: Results, table: str, measure: str | None, label: str | None) -> date | None:
    """The first day after a period of a measure; None where it has no such period."""
    rows = results[table]
    of = pc.and_(pc.equal(rows["measure"], measure or ""), pc.equal(rows["period_label"], label or ""))
    end: date | None = pc.max(rows.filter(of)["period_end"]).as_py()
    return end


def _all_after(place: Place, one: Softened, end: date) -> bool:
    """Whether all decisions on it are of days when the period was over; not of one that the files no longer have."""
    days = [place.decisions[key].on if key in place.decisions else "" for key in one.decisions]
    return all(not isinstance(day, str) and day.start >= end for day in days)
