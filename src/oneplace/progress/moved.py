"""What moved since the run before: every change in the files, and how an eased ambition stands.

What was agreed is what is judged. A change that asks for less holds only from its decision on: until then the
ambition's rows are those of the terms that hold, and what is proposed stands beside them, in the table ``agreed``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import pyarrow as pa

from oneplace.place import Place
from oneplace.place.moved import Kept, as_agreed, as_it_holds, held_against, sides_asked
from oneplace.place.moved import Standing as Held
from oneplace.progress.decided import decided
from oneplace.progress.earlier import earlier as earlier_targets
from oneplace.progress.eased import eased
from oneplace.progress.held_then import held_then
from oneplace.progress.hidden_changes import without_hidden
from oneplace.progress.judge import progress
from oneplace.progress.past import past
from oneplace.progress.retold import retold
from oneplace.progress.revised import revised
from oneplace.progress.rules import ForecastStatus, Status
from oneplace.results import TABLES, Results

Row = dict[str, Any]
Judged = dict[str, list[Row]]
"""Rows of one ambition, by the tables that ``progress`` makes of it."""

_OF_AMBITIONS = ("progress", "paths", "gap_paths")
_STANDS = (
    *("target", "target_label", "target_read_as", "target_past", "target_provenance"),
    *("status", "status_forecast", "why"),
)
_PROPOSED = (*_STANDS, *(f"gap_{name}" for name in _STANDS))
_JUDGED = ("baseline", "baseline_label", "path", "gap_path", *_PROPOSED)
_GONE = "What stood before can't be judged any more: its measure is gone or counts something else."


@dataclass(frozen=True)
class _Agreed:
    """An ambition that was eased undecided: the terms that hold, and the place by them, where they can be judged."""

    held: Held
    place: Place | None
    judged: Judged


def moved(
    place: Place,
    kept: Kept,
    before: Kept | None,
    results: Results,
    judged: Mapping[str, pa.Table],
    *,
    as_of: date,
    earlier: Results | None = None,
) -> dict[str, pa.Table]:
    """The tables ``changes``, ``decided``, ``agreed`` by their schemas; those of the ambitions by what was agreed.

    ``kept`` is what this run keeps, ``before`` what the last one kept, ``earlier`` the tables of that one. ``judged``
    has the tables of ``progress`` as the files now ask.
    """
    figures = [] if before is None or earlier is None else revised(place, before, kept, earlier, results)
    asked = {row["ambition"]: row for row in judged["progress"].to_pylist()}
    agreed = {key: _agreed(place, key, kept, results, as_of) for key in sorted(kept.undecided)}
    rows = {
        "changes": [] if before is None else [*without_hidden(before.rows(kept), earlier, results), *figures],
        "agreed": [_row(key, one, asked.get(key), kept) for key, one in agreed.items()],
    }
    rows["decided"] = decided(place, rows["changes"], earlier, results, as_of)
    hold = {key: _headline(place, key, one, results, as_of) for key, one in agreed.items() if key in asked}
    if hold:
        rows |= {name: _by_what_holds(judged[name].to_pylist(), asked, hold, name) for name in _OF_AMBITIONS}
    held = rows.get("progress", list(asked.values()))
    then = {row["ambition"]: row for row in earlier["progress"].to_pylist()} if earlier is not None else {}
    held = [row | past(place, kept, row, then.get(row["ambition"]), results, as_of) for row in held]
    if before is not None and before.as_of and earlier is not None:
        held = retold(place, held, before, kept, earlier, results)
    rows["progress"] = [
        {**row, **eased(place, kept, row), **held_then(place, kept, row, results, as_of)} for row in held
    ]
    if before_now := [line for row in held for line in earlier_targets(place, kept, row)]:
        rows["paths"] = [*rows.get("paths", judged["paths"].to_pylist()), *before_now]
    return {name: pa.Table.from_pylist(found, schema=TABLES[name].schema) for name, found in rows.items()}


def _agreed(place: Place, ambition: str, kept: Kept, results: Results, as_of: date) -> _Agreed:
    """One ambition by the terms that hold: judged by the same rules on the same results."""
    held = kept.undecided[ambition]
    then = as_agreed(place, ambition, held.terms)
    return _Agreed(held, then, _judge(then, results, as_of) if then else {"progress": [_not_judged()]})


def _judge(place: Place, results: Results, as_of: date) -> Judged:
    return {name: table.to_pylist() for name, table in progress(place, results, as_of=as_of).items()}


def _by_what_holds(rows: list[Row], ambitions: Mapping[str, Row], hold: Mapping[str, Judged], name: str) -> list[Row]:
    """The rows of a table, those of eased ambitions in the place of the ones that they are asked to be."""
    others: dict[str, list[Row]] = {key: [] for key in ambitions}
    for row in rows:
        others[row["ambition"]].append(row)
    return [row for key in ambitions for row in (hold[key][name] if key in hold else others[key])]


def _headline(place: Place, ambition: str, agreed: _Agreed, results: Results, as_of: date) -> Judged:
    """The rows by which an eased ambition stands: by what was agreed, or that this can't be judged by it.

    Of another measure than the files now name, or of the same one called good the other way, the judgement stands in
    ``agreed`` alone: the ambition's own value can't be held against it.
    """
    terms, outcome = agreed.held.terms, next(one for one in place.strategy.outcomes if one.id == ambition)
    if held_against(place, outcome, terms):
        return agreed.judged
    alone = replace(place, strategy=place.strategy.model_copy(update={"outcomes": (outcome,)}))
    found = _judge(as_it_holds(alone, {ambition: terms}), results, as_of)
    (row,) = found["progress"]
    if row["value"] is not None:
        measure = place.measures.get(terms.measure_id)
        name = measure.name if measure else terms.measure_id
        other = f"The target that stood before is judged by \u201c{name}\u201d as it was then, and not by this value."
        row |= {"status": Status.CANNOT_BE_JUDGED_YET.value, "why": other if agreed.place else _GONE}
    return found


def _row(ambition: str, agreed: _Agreed, asked: Row | None, kept: Kept) -> Row:
    """An ambition's row of ``agreed``: how it stands by the terms that hold, and by what is proposed."""
    terms, (judged, *_) = agreed.held.terms, agreed.judged["progress"]
    measure = agreed.place.measures[terms.measure_id] if agreed.place else None
    return {
        "ambition": ambition,
        "name": terms.outcome.get("question") or terms.outcome.get("text") or ambition,
        "measure": terms.measure_id or None,
        "unit": terms.measure.get("unit"),
        "decimals": measure.decimals if measure else 1,
        "asks": "; ".join(sorted(sides_asked(kept, ambition))) or None,
        "gap_dimension": terms.outcome.get("gap_ambition.dimension"),
        "gap_statistic": terms.outcome.get("gap_ambition.statistic"),
        **{name: judged[name] for name in _JUDGED},
        **{f"proposed_{name}": asked[name] if asked else None for name in _PROPOSED},
        "run": agreed.held.run,
        "run_as_of": date.fromisoformat(agreed.held.as_of),
        "decision": kept.asked(ambition),
    }


def _not_judged() -> Row:
    stands = {"status": Status.NO_DATA.value, "status_forecast": ForecastStatus.NOT_KNOWN.value, "why": _GONE}
    return dict.fromkeys(_JUDGED) | stands | {f"gap_{name}": value for name, value in stands.items()}
