"""Progress: every ambition judged by rule from a run's results, and the sentences that say so."""

from oneplace.progress import sentences
from oneplace.progress.ambitions import Ambition, ambitions
from oneplace.progress.judge import progress
from oneplace.progress.moved import moved
from oneplace.progress.rules import LIKELY, RATIOS, UNLIKELY, ForecastStatus, Status, Value, gap_direction
from oneplace.stats import Span

__all__ = [
    "LIKELY",
    "RATIOS",
    "UNLIKELY",
    "Ambition",
    "ForecastStatus",
    "Span",
    "Status",
    "Value",
    "ambitions",
    "gap_direction",
    "moved",
    "progress",
    "sentences",
]
