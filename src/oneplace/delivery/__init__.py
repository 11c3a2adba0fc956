"""Delivery: how the work stands that the strategy's files set down. Rules alone: no pages, no numbers of a run."""

from oneplace.delivery import (
    better_care_return,
    calendar_feed,
    decision_path,
    due_days,
    duties,
    files,
    heatmap,
    improvement,
    overlaps,
    plans,
    reported,
    which_body,
)
from oneplace.delivery.benefits import Benefit, Claim, Combined, combine, overlapping, split
from oneplace.delivery.better_care import BetterCare, Metric, better_care, comparable, metric_words, metrics_of
from oneplace.delivery.critical_path import Activity, Plan, Scheduled, critical_path
from oneplace.delivery.milestones import STATES as MILESTONE_STATES
from oneplace.delivery.milestones import Step, steps
from oneplace.delivery.moves import Dated, Moved, move
from oneplace.delivery.pooled_fund import Reconciled, SpendLine, reconcile
from oneplace.delivery.priorities import Matrix, Ranked, Wins, rank, winners
from oneplace.delivery.risks import Level, highest_first, is_over_appetite, level, open_actions, score, score_words

__all__ = [
    "MILESTONE_STATES",
    "Activity",
    "Benefit",
    "BetterCare",
    "Claim",
    "Combined",
    "Dated",
    "Level",
    "Matrix",
    "Metric",
    "Moved",
    "Plan",
    "Ranked",
    "Reconciled",
    "Scheduled",
    "SpendLine",
    "Step",
    "Wins",
    "better_care",
    "better_care_return",
    "calendar_feed",
    "combine",
    "comparable",
    "critical_path",
    "decision_path",
    "due_days",
    "duties",
    "files",
    "heatmap",
    "highest_first",
    "improvement",
    "is_over_appetite",
    "level",
    "metric_words",
    "metrics_of",
    "move",
    "open_actions",
    "overlapping",
    "overlaps",
    "plans",
    "rank",
    "reconcile",
    "reported",
    "score",
    "score_words",
    "split",
    "steps",
    "which_body",
    "winners",
]
