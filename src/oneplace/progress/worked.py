"""Did it work: of a run, what decisions were to move and the gaps that actions were to narrow, judged together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pyarrow.compute as pc

from oneplace.place import Place
from oneplace.progress.effects import Known, Verdict, decided, judged
from oneplace.progress.gap_effects import Aim, aimed, gap_effects
from oneplace.results import Results

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Before:
    """The tables of the last run that readers have seen, and the day on which it stands."""

    tables: Results
    as_of: date


def worked(  # noqa: PLR0917 - what a run knows
    place: Place,
    results: Results,
    known: Mapping[str, Known],
    aims: Sequence[Aim],
    as_of: date,
    before: Before | None,
) -> dict[str, list[Row]]:
    """The rows of ``effects``, ``gap_effects`` and ``board_gap_effects``; ``known`` are the values by measure.

    Where the run ``before`` gave another verdict on the same question, that one and its day stand beside.
    """
    told = [aim for aim in aims if aim.measure in place.measures and aim.said_on <= as_of]
    jumps = {row["measure"]: row["jump"] for row in results["provenance"].to_pylist()}
    measured = {name: _rows(results, name, as_of) for name in {aim.measure for aim in told}}
    cases = decided(place, known, as_of)
    gaps = [
        aimed(aim, place.measures[aim.measure], measured[aim.measure], jumps.get(aim.measure) or date.min)
        for aim in told
    ]
    rows = judged([*cases, *(gap for gap, _ in gaps)])
    narrowed = gap_effects(gaps, rows[len(cases) :])
    public = {aim.action for aim in told if aim.public}
    found = {
        "effects": rows[: len(cases)],
        "gap_effects": [row for row in narrowed if row["action"] in public],
        "board_gap_effects": [row for row in narrowed if row["action"] not in public],
    }
    return {name: [{**row, **_said_before(name, row, before)} for row in told] for name, told in found.items()}


_QUESTION = ("decision", "action", "measure", "group", "from_label", "by_label", "expected")
"""What makes a question: of another one another answer is no change of mind."""


def _said_before(table: str, row: Row, before: Before | None) -> Row:
    """The last verdict that was another one than now's: the last run's own, or what that one had before."""
    asked = [row.get(name) for name in _QUESTION]
    rows = before.tables[table].to_pylist() if before and table in before.tables.tables else []
    for was in rows:
        if [was.get(name) for name in _QUESTION] == asked and before:
            if was["verdict"] not in (row["verdict"], Verdict.NOT_JUDGED.value):
                return {"verdict_before": was["verdict"], "verdict_before_on": before.as_of}
            kept = was["verdict_before"] != row["verdict"]
            return {name: was[name] if kept else None for name in ("verdict_before", "verdict_before_on")}
    return {}


def _rows(results: Results, measure: str, as_of: date) -> list[Row]:
    table = results["results"]
    rows: list[Row] = table.filter(pc.equal(table["measure"], measure)).to_pylist()
    return [row for row in rows if row["period_start"] <= as_of]
