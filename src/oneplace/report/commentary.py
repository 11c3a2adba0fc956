"""What is said of each ambition, as a run keeps it: so that it stays with that run, whatever the files say later."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

import pyarrow as pa

from oneplace.place import CYCLES, Commentary, Outcome, Place, review_cycle
from oneplace.report.owners import owner_words
from oneplace.report.rows import Row
from oneplace.report.unset import whom_to_ask
from oneplace.results import TABLES, Results

_TABLES = {"public": "commentary", "board": "board_commentary"}
_WORDS = ("why", "doing", "next_step", "next_by", "next_due")


def commentary(place: Place, as_of: date, before: Results | None = None) -> dict[str, pa.Table]:
    """The tables of what is said at a run that stands on the day ``as_of``, and of what was said at earlier ones.

    Commentary for a later run isn't said yet. What the run that readers saw ``before`` had in other words is of the
    run in which it first stands so, whatever day the files give it.
    """
    return {
        name: pa.Table.from_pylist(
            list(_rows(place, audience, as_of, before[name].to_pylist() if before else ())), schema=TABLES[name].schema
        )
        for audience, name in _TABLES.items()
    }


def nothing_said(place: Place, outcome: Outcome) -> str:
    """That there is no commentary on an ambition, and whom to ask for it."""
    return f"No commentary yet. {whom_to_ask(place, outcome)}"


def _rows(place: Place, audience: str, as_of: date, before: Iterable[Row]) -> Iterator[dict[str, Any]]:
    seen = defaultdict(list)
    for row in before:
        seen[row["ambition"]].append(row)
    for outcome in place.strategy.outcomes:
        said = [one for one in place.commentary.values() if (one.outcome, one.audience) == (outcome.id, audience)]
        known = sorted((one for one in said if one.run.start <= as_of), key=lambda one: one.run, reverse=True)
        measure = next((place.measures[key] for key in outcome.measure_ids if key in place.measures), None)
        cycle = review_cycle(outcome, place.strategy.governance.boards, measure)
        for one in known:
            row = _row(place, one)
            rewritten = _rewritten(row, seen[outcome.id], as_of)
            stale = one.is_stale(as_of, CYCLES[cycle], rewritten)
            yield row | {"rewritten_at": rewritten, "newest": one is known[0], "cycle": cycle, "stale": stale}


def _rewritten(row: Row, seen: Iterable[Row], as_of: date) -> date | None:
    """The day of the run since which it says so, where readers had ``seen`` its run, or a later one, otherwise."""
    if as_of == row["said_at"]:
        return None
    known = next((one for one in seen if all(one[name] == row[name] for name in _WORDS)), None)
    if known:
        since: date | None = known["rewritten_at"]
        return since if since and since > row["said_at"] else None
    return as_of if any(one["said_at"] >= row["said_at"] for one in seen) else None


def _row(place: Place, one: Commentary) -> dict[str, Any]:
    step = None if isinstance(one.next_step, str) else one.next_step
    return {
        "ambition": one.outcome,
        "commentary": one.id,
        "said_at": one.run.start,
        "written_on": None if isinstance(one.on, str) else one.on.start,
        "written_by": owner_words(place, one.by),
        "why": one.why,
        "doing": one.doing,
        "next_step": step.text if step else None,
        "next_by": owner_words(place, step.by) if step else None,
        "next_due": step.due.last_day if step else None,
        "origin": "illustrative" if one.provenance == "illustrative" else None,
    }
