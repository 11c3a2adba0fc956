"""A row of progress and what it is about, for tests of its sentences."""

from __future__ import annotations

from datetime import date
from typing import Any

from oneplace.progress.sentences import About

ABOUT = About("Fewer babies exposed", "Are fewer babies exposed?", "Smoking at delivery", "percent", "low_good",
              areas={"E92000001": "England"})  # fmt: skip


def a_row(**changes: Any) -> dict[str, Any]:
    row: dict[str, Any] = {
        "ambition": "SW1",
        "measure": "smoking",
        "period_label": "2024/25",
        "value": 7.4,
        "lower": 6.8,
        "upper": 8.0,
        "origin": "published",
        "target": 6.0,
        "target_label": "2026/27",
        "target_provenance": "agreed",
        "path": 6.8,
        "forecast": 6.9,
        "forecast_lower": 6.1,
        "forecast_upper": 7.7,
        "forecast_label": "2026/27",
        "chance": 0.12,
        "change": -0.4,
        "trend": "no_clear_change",
        "comparator": "E92000001",
        "comparator_value": 8.8,
        "comparison": "better",
        "gap_dimension": "deprivation",
        "gap_statistic": "SII",
        "gap": 5.2,
        "gap_lower": 3.1,
        "gap_upper": 7.3,
        "gap_direction": "no_clear_change",
        "judgeable_on": date(2027, 1, 1),
        "status": "off_path",
        "status_forecast": "unlikely",
        "why": "The latest value is worse than the path by more than chance explains.",
    }
    return row | changes
