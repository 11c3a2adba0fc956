"""What moved since the run before: every change in the files, and how an eased ambition stands by what was agreed."""

from __future__ import annotations

from datetime import date
from typing import Any

import pyarrow as pa

from oneplace.place import Place
from oneplace.place.moved import Kept, as_agreed
from oneplace.progress.judge import progress
from oneplace.progress.revised import revised
from oneplace.progress.rules import ForecastStatus, Status
from oneplace.results import TABLES, Results

Row = dict[str, Any]

_JUDGED = ("baseline", "baseline_label", "target", "target_label", "path", "status", "status_forecast", "why")


def moved(
    place: Place, kept: Kept, before: Kept | None, results: Results, *, as_of: date, earlier: Results | None = None
) -> dict[str, pa.Table]:
    """The tables ``changes`` and ``agreed`` by their schemas.

    ``kept`` is what this run keeps, ``before`` what the last one kept, ``earlier`` the tables of that one.
    """
    figures = [] if before is None or earlier is None else revised(place, before, kept, earlier, results)
    rows = {
        "changes": [] if before is None else [*before.rows(kept), *figures],
        "agreed": [_agreed(place, key, kept, results, as_of) for key in sorted(kept.undecided)],
    }
    return {name: pa.Table.from_pylist(found, schema=TABLES[name].schema) for name, found in rows.items()}


def _agreed(place: Place, ambition: str, kept: Kept, results: Results, as_of: date) -> Row:
    """One ambition by the terms that hold: judged by the same rules on the same results."""
    held = kept.undecided[ambition]
    then = as_agreed(place, ambition, held.terms)
    judged = progress(then, results, as_of=as_of)["progress"].to_pylist()[0] if then else _not_judged()
    measure = then.measures[held.terms.measure_id] if then else None
    outcome = held.terms.outcome
    return {
        "ambition": ambition,
        "name": outcome.get("question") or outcome.get("text") or ambition,
        "measure": held.terms.measure_id or None,
        "unit": held.terms.measure.get("unit"),
        "decimals": measure.decimals if measure else 1,
        **{name: judged[name] for name in _JUDGED},
        "run": held.run,
        "run_as_of": date.fromisoformat(held.as_of),
        "decision": kept.asked(ambition),
    }


def _not_judged() -> Row:
    why = "What was agreed can't be judged any more: its measure is gone or counts something else."
    stands = {"status": Status.NO_DATA.value, "status_forecast": ForecastStatus.NOT_KNOWN.value, "why": why}
    return dict.fromkeys(_JUDGED) | stands
