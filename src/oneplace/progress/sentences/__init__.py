"""Every sentence about progress: the same words in chart titles, alt texts, pages and packs."""

from oneplace.progress.sentences.about import About
from oneplace.progress.sentences.ambition import (
    FORECAST_LABELS,
    STATUS_LABELS,
    alt_text,
    answer,
    comparison,
    finding,
    forecast_label,
    interval,
    judgeable,
    made_up,
    origin_note,
    outlook,
    since,
    status_label,
    target,
    value,
)
from oneplace.progress.sentences.charts import control_finding, groups_finding, map_finding
from oneplace.progress.sentences.gaps import direction_label, gap, gap_interval, gap_value, statistic_label
from oneplace.progress.sentences.summary import changes, gap_summary, status_counts, summary, worst_first

__all__ = [
    "FORECAST_LABELS",
    "STATUS_LABELS",
    "About",
    "alt_text",
    "answer",
    "changes",
    "comparison",
    "control_finding",
    "direction_label",
    "finding",
    "forecast_label",
    "gap",
    "gap_interval",
    "gap_summary",
    "gap_value",
    "groups_finding",
    "interval",
    "judgeable",
    "made_up",
    "map_finding",
    "origin_note",
    "outlook",
    "since",
    "statistic_label",
    "status_counts",
    "status_label",
    "summary",
    "target",
    "value",
    "worst_first",
]
