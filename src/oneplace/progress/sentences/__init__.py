"""Every sentence about progress: the same words in chart titles, alt texts, pages and packs."""

from oneplace.progress.gaps import gap_sure as sure
from oneplace.progress.sentences.about import About
from oneplace.progress.sentences.ambition import (
    alt_text,
    answer,
    beneath,
    comparison,
    made_up,
    origin_note,
    part_only,
    since,
    stands,
)
from oneplace.progress.sentences.amounts import baseline, counted_then, gap_target, interval, target, value
from oneplace.progress.sentences.charts import (
    control_finding,
    control_limits,
    groups_finding,
    map_finding,
    times_met,
)
from oneplace.progress.sentences.claims import Claim, Kind, Reference, Sentence, joined, phrase
from oneplace.progress.sentences.commentary import commentary_note, next_step, written_for
from oneplace.progress.sentences.digits import digits
from oneplace.progress.sentences.due import due_words, judgeable, overdue
from oneplace.progress.sentences.effects import effect
from oneplace.progress.sentences.findings import finding
from oneplace.progress.sentences.gap_path import KNOWN, Path, gap_path, gap_path_alt, newest
from oneplace.progress.sentences.gaps import (
    STATISTICS,
    before_rounding,
    direction_label,
    gap,
    gap_interval,
    gap_listed,
    gap_value,
    of_earlier,
    size_words,
    slope,
    statistic_label,
    unit_of,
)
from oneplace.progress.sentences.held import held_value, shown_value
from oneplace.progress.sentences.if_all import if_all_did_as_well
from oneplace.progress.sentences.labels import (
    FORECAST_LABELS,
    OVER,
    STATUS_LABELS,
    by_part,
    forecast_label,
    status_label,
)
from oneplace.progress.sentences.listed import age, arrow, beside
from oneplace.progress.sentences.movement import course, course_listed, heading
from oneplace.progress.sentences.outlook import outlook
from oneplace.progress.sentences.standards import standard
from oneplace.progress.sentences.summary import (
    MADE,
    by_figures,
    changes,
    counts,
    gap_summary,
    gap_way,
    how_many_made_up,
    of_them_made_up,
    period_ended,
    status_counts,
    summary,
    worst_first,
)

__all__ = [
    "FORECAST_LABELS",
    "KNOWN",
    "MADE",
    "OVER",
    "STATISTICS",
    "STATUS_LABELS",
    "About",
    "Claim",
    "Kind",
    "Path",
    "Reference",
    "Sentence",
    "age",
    "alt_text",
    "answer",
    "arrow",
    "baseline",
    "before_rounding",
    "beneath",
    "beside",
    "by_figures",
    "by_part",
    "changes",
    "commentary_note",
    "comparison",
    "control_finding",
    "control_limits",
    "counted_then",
    "counts",
    "course",
    "course_listed",
    "digits",
    "direction_label",
    "due_words",
    "effect",
    "finding",
    "forecast_label",
    "gap",
    "gap_interval",
    "gap_listed",
    "gap_path",
    "gap_path_alt",
    "gap_summary",
    "gap_target",
    "gap_value",
    "gap_way",
    "groups_finding",
    "heading",
    "held_value",
    "how_many_made_up",
    "if_all_did_as_well",
    "interval",
    "joined",
    "judgeable",
    "made_up",
    "map_finding",
    "newest",
    "next_step",
    "of_earlier",
    "of_them_made_up",
    "origin_note",
    "outlook",
    "overdue",
    "part_only",
    "period_ended",
    "phrase",
    "shown_value",
    "since",
    "size_words",
    "slope",
    "standard",
    "stands",
    "statistic_label",
    "status_counts",
    "status_label",
    "summary",
    "sure",
    "target",
    "times_met",
    "unit_of",
    "value",
    "worst_first",
    "written_for",
]
