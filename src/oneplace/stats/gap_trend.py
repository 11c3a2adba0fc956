"""Whether a gap is narrowing or widening: the trend in its size over time, beyond chance."""

from __future__ import annotations

from collections.abc import Sequence
from math import log

import numpy as np

from oneplace.stats.comparison import side
from oneplace.stats.figures import Figure, separate
from oneplace.stats.line import Z95, weighted_line

RATIOS = ("relative_gap", "RII")
"""The statistics of a gap that are ratios: without a gap they are 1; the others are differences."""


def gap_size(gap: float, statistic: str) -> float:
    """How far a gap is from none: differences from 0; ratios from 1 on the log scale, so that 2 and ½ are as far."""
    return log(gap) if statistic in RATIOS else gap


def gap_direction(gaps: Sequence[Figure], statistic: str) -> str:
    """narrowing, widening, no_clear_change or not_known: the trend in the size of the gap, beyond chance.

    By the slope of a straight line (``weighted_line``) through the periods that share no time; with two this is the
    z-test of their difference. Needs two periods with limits; ratios are taken on the log scale.
    """
    points = [(gap.span.middle.toordinal(), *sized) for gap in separate(gaps) if (sized := _sized(gap, statistic))]
    when, size, error = np.array(points, dtype=np.float64).reshape(-1, 3).T
    line = weighted_line(size, error, when)
    if line.reason:
        return "not_known"
    if abs(line.slope) <= Z95 * line.error:
        return "no_clear_change"
    return "widening" if line.slope * line.mean > 0 else "narrowing"


def _sized(gap: Figure, statistic: str) -> tuple[float, float] | None:
    """A gap's size and standard error; None where limits are missing or a ratio isn't positive."""
    if gap.limits is None or (statistic in RATIOS and side(*gap.limits) != 1):
        return None
    lower, upper = (gap_size(limit, statistic) for limit in gap.limits)
    return gap_size(gap.value, statistic), (upper - lower) / (2 * Z95)
