"""Whether a gap is narrowing or widening: the trend in its size over time, beyond chance."""

from __future__ import annotations

from collections.abc import Sequence
from math import log
from typing import NamedTuple

import numpy as np

from oneplace.stats.comparison import side
from oneplace.stats.figures import Figure, Span, separate
from oneplace.stats.line import Z95, weighted_line

RATIOS = ("relative_gap", "RII")
"""The statistics of a gap that are ratios: without a gap they are 1; the others are differences."""


POINTS = 3
"""How many gaps that share no time a direction takes: two lists, or two ways of counting, part two of them."""


class GapDirection(NamedTuple):
    """``way`` is narrowing, widening, no_clear_change or not_known; ``since`` the label of its first period."""

    way: str
    since: str | None = None


def gap_size(gap: float, statistic: str) -> float:
    """How far a gap is from none: differences from 0; ratios from 1 on the log scale, so that 2 and ½ are as far."""
    return log(gap) if statistic in RATIOS else gap


def gap_direction(gaps: Sequence[Figure], statistic: str) -> GapDirection:
    """The trend in the size of the gap, beyond chance, and since when.

    By the slope of a straight line (``weighted_line``) through the periods that share no time. Needs ``POINTS`` of them
    with limits; ratios are taken on the log scale. It widens where the line ends further from none than it begins,
    on whichever side. Of a gap that has turned round, so that the other group is
    behind now, only the periods since then count: before, it was closing.
    """
    told = _since_it_turned([(gap.span, *sized) for gap in separate(gaps) if (sized := _sized(gap, statistic))])
    if len(told) < POINTS:
        return GapDirection("not_known")
    points = [(span.middle.toordinal(), *sized) for span, *sized in told]
    when, size, error = np.array(points, dtype=np.float64).reshape(-1, 3).T
    line = weighted_line(size, error, when)
    if line.reason:
        return GapDirection("not_known")
    since = told[0][0].label
    if abs(line.slope) <= Z95 * line.error:
        return GapDirection("no_clear_change", since)
    before, now = line.mean + line.slope * (when[[0, -1]] - np.average(when, weights=error**-2))
    return GapDirection("widening" if abs(now) > abs(before) else "narrowing", since)


def _since_it_turned(told: Sequence[tuple[Span, float, float]]) -> Sequence[tuple[Span, float, float]]:
    """The gaps since it turned round: since an earlier one was on the other side of none than the newest ``POINTS``,
    all of them beyond chance."""
    sides = [side(size - Z95 * error, size + Z95 * error) for _, size, error in told]
    now = sides[-1] if sides else 0
    if not now or set(sides[-POINTS:]) != {now} or -now not in sides:
        return told
    other = [at for at, (_, size, _) in enumerate(told) if size * now <= 0]
    return told[other[-1] + 1 :]


def _sized(gap: Figure, statistic: str) -> tuple[float, float] | None:
    """A gap's size and standard error; None where limits are missing or a ratio isn't positive."""
    if gap.limits is None or (statistic in RATIOS and side(*gap.limits) != 1):
        return None
    lower, upper = (gap_size(limit, statistic) for limit in gap.limits)
    return gap_size(gap.value, statistic), (upper - lower) / (2 * Z95)
