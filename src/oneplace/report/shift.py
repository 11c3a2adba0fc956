"""How the parts of a whole have moved: the newest twelve months beside the same months of the first year held."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from oneplace import stats
from oneplace.report.rows import Row

YEAR = 12


@dataclass(frozen=True)
class Moved:
    """One part: its share of the whole in either year, and the change in points with its 95 % limits."""

    label: str
    before: float
    now: float
    change: float
    lower: float
    upper: float


@dataclass(frozen=True)
class Shift:
    """The two years in words, and every part in its order: shares add up to 100, changes to nought."""

    before: str
    now: str
    parts: list[Moved]


def shift(rows: Sequence[Row]) -> Shift | None:
    """Of the monthly rows of a breakdown whose groups are parts of one whole, by their counts.

    None without two years of months that follow one another and share no month, or where a part's count is not shown.
    """
    groups = {row["group"]: row for row in sorted(rows, key=lambda row: row["group_order"])}
    counts = {(row["period_start"], row["group"]): row["numerator"] for row in rows if not row["suppressed"]}
    months = sorted({row["period_start"] for row in rows})
    if len(months) < 2 * YEAR or any(counts.get((month, group)) is None for month in months for group in groups):
        return None
    first, last = months[:YEAR], months[-YEAR:]
    if not (_follow(first) and _follow(last)):
        return None
    of = {month.month: month for month in first}
    then, now = (
        np.array([[counts[month, group] for group in groups] for month in span], dtype=float)
        for span in ([of[month.month] for month in last], last)
    )
    moved = stats.share_shift(then, now)
    sides = (moved.before, moved.now, moved.change, moved.lower, moved.upper)
    parts = [
        Moved(row["group_label"], *(100 * float(side[at]) for side in sides)) for at, row in enumerate(groups.values())
    ]
    return Shift(_words(first), _words(last), parts)


def _follow(months: Sequence[date]) -> bool:
    at = [month.year * YEAR + month.month for month in months]
    return at == list(range(at[0], at[0] + YEAR))


def _words(months: Sequence[date]) -> str:
    return f"{months[0]:%B %Y} to {months[-1]:%B %Y}"
