"""Targets in whose place others stand, as lines of its chart: whoever sees the new one sees the old one, too."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from oneplace.place import Outcome, Period, Place
from oneplace.place.moved import AVERAGE, Kept, set_for
from oneplace.place.moved import Standing as Held

Row = Mapping[str, Any]
Aim = tuple[float, Period]

EARLIER = "earlier_target"
"""The kind of such a line."""


def earlier(place: Place, kept: Kept, row: Row) -> list[dict[str, Any]]:
    """The earlier targets of one ambition's average, out of its ``row`` of ``progress``, in the columns of ``paths``.

    They are those that decisions eased, those that were over when another took their place, and those that the files
    tell of; none that was measured otherwise, or that is what is asked now.
    """
    outcome = next((one for one in place.strategy.outcomes if one.id == row["ambition"]), None)
    every = dict.fromkeys([*_kept(place, kept, row), *(_of_files(outcome) if outcome else ())])
    return [
        {
            "ambition": row["ambition"],
            "period_start": when.start,
            "period_end": when.end,
            "period_label": when.words,
            "kind": EARLIER,
            "value": value,
        }
        for value, when in sorted(every, key=lambda aim: (aim[1].end, aim[0]))
        if (value, when.words) != (row["target"], row["target_label"])
    ]


def _kept(place: Place, kept: Kept, row: Row) -> Iterator[Aim]:
    """What runs kept of it."""
    eased = kept.softened.get(row["ambition"], {})
    held = [eased[AVERAGE].before] if AVERAGE in eased else []
    for one in (*held, *kept.past.get(row["ambition"], {}).get(AVERAGE, ())):
        aim = set_for(one.terms, AVERAGE)
        if aim and _measured_alike(place, one, row):
            yield aim


def _measured_alike(place: Place, one: Held, row: Row) -> bool:
    measure = place.measures.get(row["measure"] or "")
    return measure is not None and (one.terms.measure_id, one.terms.measure.get("unit")) == (measure.id, measure.unit)


def _of_files(outcome: Outcome) -> Iterator[Aim]:
    if not isinstance(outcome.target, str):
        for one in outcome.target.history:
            if not isinstance(one.was, str):
                yield float(one.was), one.was_period or outcome.target.period
