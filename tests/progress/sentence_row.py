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
        "before_label": "2023/24",
        "level": "usual",
        "level_since": None,
        "direction": "no_clear_change",
        "direction_since": "2020/21",
        "direction_from": 7.2,
        "ends": "similar",
        "long_run": "no_clear_change",
        "long_run_since": "2010/11",
        "strategy_run": "no_clear_change",
        "strategy_run_since": "2020/21",
        "whose": None,
        "trend": "no_clear_change",
        "comparator": "E92000001",
        "comparator_value": 8.8,
        "comparator_label": "2023/24",
        "comparison": "better",
        "gap_dimension": "deprivation",
        "gap_statistic": "absolute_gap",
        "gap": 5.2,
        "gap_lower": 3.1,
        "gap_upper": 7.3,
        "gap_direction": "no_clear_change",
        "gap_group": "1",
        "gap_group_label": "1 (most deprived)",
        "gap_reference": "5",
        "gap_reference_label": "5 (least deprived)",
        "gap_groups_hidden": 0,
        "gap_sure": None,
        "gap_target": None,
        "gap_target_label": None,
        "gap_target_provenance": None,
        "gap_target_past": None,
        "gap_path": None,
        "gap_status": "no_target_set",
        "gap_status_forecast": "no_target_set",
        "gap_why": None,
        "judgeable_on": date(2027, 1, 1),
        "hidden_label": None,
        "status": "off_path",
        "status_forecast": "unlikely",
        "why": "The latest value is worse than the path by more than chance explains.",
    }
    return row | changes
