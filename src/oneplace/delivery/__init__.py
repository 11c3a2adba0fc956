"""Delivery: how the work stands that the strategy's files set down. Rules alone: no pages, no numbers of a run."""

from oneplace.delivery.milestones import Step, late_first, steps
from oneplace.delivery.risks import Level, highest_first, is_over_appetite, level, open_actions, score, score_words

__all__ = [
    "Level",
    "Step",
    "highest_first",
    "is_over_appetite",
    "late_first",
    "level",
    "open_actions",
    "score",
    "score_words",
    "steps",
]
