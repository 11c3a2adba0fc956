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
from oneplace.progress.sentences.claims import Claim, Kind, Reference, Sentence, joined, phrase
from oneplace.progress.sentences.gaps import direction_label, gap, gap_interval, gap_value, statistic_label, sure
from oneplace.progress.sentences.if_all import if_all_did_as_well
from oneplace.progress.sentences.listed import age, arrow, beside
from oneplace.progress.sentences.movement import course, heading
from oneplace.progress.sentences.summary import (
    changes,
    gap_summary,
    of_them_made_up,
    period_ended,
    status_counts,
    summary,
    worst_first,
)

__all__ = [
    "FORECAST_LABELS",
    "STATUS_LABELS",
    "About",
    "Claim",
    "Kind",
    "Reference",
    "Sentence",
    "age",
    "alt_text",
    "answer",
    "arrow",
    "beside",
    "changes",
    "comparison",
    "control_finding",
    "course",
    "direction_label",
    "finding",
    "forecast_label",
    "gap",
    "gap_interval",
    "gap_summary",
    "gap_value",
    "groups_finding",
    "heading",
    "if_all_did_as_well",
    "interval",
    "joined",
    "judgeable",
    "made_up",
    "map_finding",
    "of_them_made_up",
    "origin_note",
    "outlook",
    "period_ended",
    "phrase",
    "since",
    "statistic_label",
    "status_counts",
    "status_label",
    "summary",
    "sure",
    "target",
    "value",
    "worst_first",
]
