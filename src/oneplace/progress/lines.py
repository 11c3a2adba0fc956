"""The lines of a chart over time, as rows of ``paths`` and ``gap_paths``."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from oneplace.progress.rules import Point, Value


def lines(ambition: str, kind: str, items: Iterable[Value | Point]) -> list[dict[str, Any]]:
    """One row a value or point: a line of this kind of an ambition's chart."""
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
        }
        for item in items
    ]
