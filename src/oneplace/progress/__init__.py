"""Progress: every ambition judged by rule from a run's results, and the sentences that say so."""

from oneplace.progress import sentences
from oneplace.progress.ambitions import Ambition, about_measure, ambitions, beside, of_measure
from oneplace.progress.earlier import EARLIER
from oneplace.progress.effects import LEAST_AFTER, LEAST_BEFORE, LIMITS, SEASONS, judged
from oneplace.progress.evidence import is_of_part
from oneplace.progress.figures import figure as shown_figure
from oneplace.progress.figures import signs
from oneplace.progress.gap_effects import Aim, aimed, gap_effects
from oneplace.progress.gaps import as_progress, leading_gap, newest_gap
from oneplace.progress.judge import progress, stands
from oneplace.progress.moved import moved
from oneplace.progress.revised import LOST, PUBLISHED, RECOUNTED, revised
from oneplace.progress.rules import (
    LIKELY,
    UNLIKELY,
    ForecastStatus,
    Point,
    Status,
    Value,
    direction_of_good,
    gap_is_wider,
    met,
    trend,
)
from oneplace.progress.set_for import other_years
from oneplace.progress.spans import next_due
from oneplace.progress.whose import is_own, whose_name, whose_note
from oneplace.progress.worked import Before
from oneplace.stats import RATIOS, Span

__all__ = [
    "EARLIER",
    "LEAST_AFTER",
    "LEAST_BEFORE",
    "LIKELY",
    "LIMITS",
    "LOST",
    "PUBLISHED",
    "RATIOS",
    "RECOUNTED",
    "SEASONS",
    "UNLIKELY",
    "Aim",
    "Ambition",
    "Before",
    "ForecastStatus",
    "Point",
    "Span",
    "Status",
    "Value",
    "about_measure",
    "aimed",
    "ambitions",
    "as_progress",
    "beside",
    "direction_of_good",
    "gap_effects",
    "gap_is_wider",
    "is_of_part",
    "is_own",
    "judged",
    "leading_gap",
    "met",
    "moved",
    "newest_gap",
    "next_due",
    "of_measure",
    "other_years",
    "progress",
    "revised",
    "sentences",
    "shown_figure",
    "signs",
    "stands",
    "trend",
    "whose_name",
    "whose_note",
]
