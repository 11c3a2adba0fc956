"""Did it work: of a run, what decisions were to move and the gaps that actions were to narrow, judged together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import pyarrow.compute as pc

from oneplace.place import Place
from oneplace.progress.effects import Known, decided, judged
from oneplace.progress.gap_effects import Aim, aimed, gap_effects
from oneplace.results import Results

Row = Mapping[str, Any]


def worked(
    place: Place, results: Results, known: Mapping[str, Known], aims: Sequence[Aim], as_of: date
) -> dict[str, list[Row]]:
    """The rows of ``effects``, ``gap_effects`` and ``board_gap_effects``; ``known`` are the values by measure."""
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
    return {
        "effects": rows[: len(cases)],
        "gap_effects": [row for row in narrowed if row["action"] in public],
        "board_gap_effects": [row for row in narrowed if row["action"] not in public],
    }


def _rows(results: Results, measure: str, as_of: date) -> list[Row]:
    table = results["results"]
    rows: list[Row] = table.filter(pc.equal(table["measure"], measure)).to_pylist()
    return [row for row in rows if row["period_start"] <= as_of]
