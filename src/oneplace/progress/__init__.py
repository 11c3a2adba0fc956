"""Progress: every ambition judged by rule from a run's results, and the sentences that say so."""

from oneplace.progress import sentences
from oneplace.progress.ambitions import Ambition, ambitions
from oneplace.progress.judge import progress
from oneplace.progress.rules import ForecastStatus, Status

__all__ = ["Ambition", "ForecastStatus", "Status", "ambitions", "progress", "sentences"]
