"""Whether a gap is narrowing or widening: the trend in its size over time, beyond chance."""

from __future__ import annotations

from collections.abc import Sequence
from math import log, sqrt

from oneplace.stats.comparison import side
from oneplace.stats.figures import Figure

RATIOS = ("relative_gap", "RII")
"""The statistics of a gap that are ratios: without a gap they are 1; the others are differences."""

_Z95 = 1.959963984540054


def gap_size(gap: float, statistic: str) -> float:
    """How far a gap is from none: differences from 0; ratios from 1 on the log scale, so that 2 and ½ are as far."""
    return log(gap) if statistic in RATIOS else gap


def gap_direction(gaps: Sequence[Figure], statistic: str) -> str:
    """narrowing, widening, no_clear_change or not_known: the trend in the size of the gap, beyond chance.

    A straight line through all periods, weighted by 1/error², its standard error widened by √(χ²/(n-2)) where the
    points scatter more than their own errors explain (Birge's ratio). With two periods this is the z-test of the
    difference. Needs two periods with limits; ratios are taken on the log scale.
    """
    points = [(gap.span.middle.toordinal(), *sized) for gap in gaps if (sized := _sized(gap, statistic)) is not None]
    if len(points) < 2:
        return "not_known"
    weights = [1 / error**2 for _, _, error in points]
    total = sum(weights)
    centre = sum(w * day for w, (day, _, _) in zip(weights, points, strict=True)) / total
    mean = sum(w * size for w, (_, size, _) in zip(weights, points, strict=True)) / total
    spread = sum(w * (day - centre) ** 2 for w, (day, _, _) in zip(weights, points, strict=True))
    if spread == 0:
        return "not_known"
    slope = sum(w * (day - centre) * size for w, (day, size, _) in zip(weights, points, strict=True)) / spread
    left = sum(
        w * (size - mean - slope * (day - centre)) ** 2 for w, (day, size, _) in zip(weights, points, strict=True)
    )
    scatter = sqrt(max(1.0, left / (len(points) - 2))) if len(points) > 2 else 1.0
    if abs(slope) <= _Z95 * scatter / sqrt(spread):
        return "no_clear_change"
    return "widening" if slope * mean > 0 else "narrowing"


def _sized(gap: Figure, statistic: str) -> tuple[float, float] | None:
    """A gap's size and standard error; None where limits are missing or a ratio isn't positive."""
    if gap.limits is None or (statistic in RATIOS and side(*gap.limits) != 1):
        return None
    lower, upper = (gap_size(limit, statistic) for limit in gap.limits)
    return gap_size(gap.value, statistic), (upper - lower) / (2 * _Z95)
