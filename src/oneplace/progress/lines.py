"""The lines of a chart over time, as rows of ``paths`` and ``gap_paths``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from oneplace.progress.rules import Point, Value
from oneplace.vocabulary.asides import ASIDES

Days = tuple[date, date]


Told = Mapping[str, frozenset[Days]]


def told_beside(rows: Iterable[Mapping[str, Any]]) -> Told:
    """By what must be known of figures (``ASIDES``) the periods of which it must: first day, and the day after the
    last.
    """
    found = list(rows)
    return {
        name: frozenset((row["period_start"], row["period_end"]) for row in found if row.get(name)) for name in ASIDES
    }


def lines(ambition: str, kind: str, items: Iterable[Value | Point], told: Told | None = None) -> list[dict[str, Any]]:
    """One row a value or point: a line of this kind of an ambition's chart.

    Values of periods of which something must be ``told`` say so, and forecasts where there are any: they rest on all.
    """
    return [
        {
            "ambition": ambition,
            "period_start": item.span.start,
            "period_end": item.span.end,
            "period_label": item.span.label,
            "kind": kind,
            "value": item.value,
            "lower": getattr(item, "lower", None),
            "upper": getattr(item, "upper", None),
            **{name: _rests(kind, item, days) or None for name, days in (told or {}).items()},
        }
        for item in items
    ]


def _rests(kind: str, item: Value | Point, days: frozenset[Days]) -> bool:
    if kind == "forecast":
        return bool(days)
    return kind == "actual" and (item.span.start, item.span.end) in days
