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


_Told = Sequence[tuple[Span, float, float]]
"""Periods in order of time, each with the size of the gap and its standard error."""


class GapDirection(NamedTuple):
    """``way`` is narrowing, widening, no_clear_change or not_known; ``since`` the label of its first period; ``turned``
    that of the first since the gap turned round, None where it did not."""

    way: str
    since: str | None = None
    turned: str | None = None


def gap_size(gap: float, statistic: str) -> float:
    """How far a gap is from none: differences from 0; ratios from 1 on the log scale, so that 2 and ½ are as far."""
    return log(gap) if statistic in RATIOS else gap


def gap_direction(gaps: Sequence[Figure], statistic: str) -> GapDirection:
    """The trend in the size of the gap, beyond chance, and since when.

    By the slope of a straight line (``weighted_line``) through the periods that share no time. Needs ``POINTS`` of them
    with limits; ratios are taken on the log scale. It widens where the line ends further from none than it begins,
    on whichever side. A gap that turned round, so that the other group is behind now, closed before and opens since:
    only the periods since then are asked. Where that may be chance it has no direction across none.
    """
    told = [(gap.span, *sized) for gap in separate(gaps) if (sized := _sized(gap, statistic))]
    now, *before = [side(size - Z95 * error, size + Z95 * error) for _, size, error in reversed(told)] or [0]
    since = _on_newest_side(told)
    if now and -now in before:
        return _along(since)[0]._replace(turned=since[0][0].label)
    found, through_none = _along(told)
    if not through_none or len(since) == len(told):
        return found
    return _along(since)[0] if now else GapDirection("not_known")


def _on_newest_side(told: _Told) -> _Told:
    """Those since which the gap has lain on one side of none, that of the newest; all where that is none."""
    other = [at for at, (_, size, _) in enumerate(told[:-1]) if size * told[-1][1] <= 0 != told[-1][1]]
    return told[other[-1] + 1 :] if other else told


def _along(told: _Told) -> tuple[GapDirection, bool]:
    """Which way the size goes along the line through it, and whether that goes through none, beyond chance."""
    if len(told) < POINTS:
        return GapDirection("not_known"), False
    when = np.array([span.middle.toordinal() for span, _, _ in told], dtype=np.float64)
    size, error = np.array([sized for _, *sized in told], dtype=np.float64).T
    line = weighted_line(size, error, when)
    if line.reason:
        return GapDirection("not_known"), False
    since = told[0][0].label
    if abs(line.slope) <= Z95 * line.error:
        return GapDirection("no_clear_change", since), False
    before, now = line.mean + line.slope * (when[[0, -1]] - np.average(when, weights=error**-2))
    return GapDirection("widening" if abs(now) > abs(before) else "narrowing", since), bool(before * now < 0)


def _sized(gap: Figure, statistic: str) -> tuple[float, float] | None:
    """A gap's size and standard error; None where limits are missing or a ratio isn't positive."""
    if gap.limits is None or (statistic in RATIOS and side(*gap.limits) != 1):
        return None
    lower, upper = (gap_size(limit, statistic) for limit in gap.limits)
    return gap_size(gap.value, statistic), (upper - lower) / (2 * Z95)
