"""The lines of a chart over time, as rows of ``paths`` and ``gap_paths``."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import Any

from oneplace.progress.rules import Point, Value

Days = tuple[date, date]


def unsettled(rows: Iterable[Mapping[str, Any]]) -> frozenset[Days]:
    """First day of the periods whose figures their publisher will revise, and the day after the last."""
    return frozenset((row["period_start"], row["period_end"]) for row in rows if row.get("provisional"))


def lines(
    ambition: str, kind: str, items: Iterable[Value | Point], provisional: Collection[Days] = ()
) -> list[dict[str, Any]]:
    """One row a value or point: a line of this kind of an ambition's chart.

    Values of ``provisional`` periods say so, and forecasts where there are any: they rest on all of them.
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
            "provisional": _rests(kind, item, provisional) or None,
        }
        for item in items
    ]


def _rests(kind: str, item: Value | Point, provisional: Collection[Days]) -> bool:
    if kind == "forecast":
        return bool(provisional)
    return kind == "actual" and (item.span.start, item.span.end) in provisional
