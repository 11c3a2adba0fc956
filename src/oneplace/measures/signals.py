"""Control charts of measures: rows of the signals table."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from oneplace import stats
from oneplace.measures.rows import Row, number
from oneplace.place import Measure
from oneplace.stats import REASONS, RULES

_GOOD = {"low_good": "decrease", "high_good": "increase", "context": "neutral"}


class Asked(NamedTuple):
    """The level that each period of a series is held against, and what a national standard is called; else None."""

    level: float
    name: str | None


def signals(measure: Measure, series: Sequence[Row], asked: Asked | None) -> Iterator[Row]:
    """The chart of a measure's headline ``series`` (its results rows in order of time); none for what has no chart."""
    if not measure.has_control_chart or not series:
        return
    points = _with_gaps(series)
    values = np.array([np.nan if row is None or row["value"] is None else row["value"] for row in points])
    breaks = [
        i for i, row in enumerate(points) if row and any(_begins(points, i, b.at.start) for b in measure.series_breaks)
    ]
    levels = _levels(points, values, breaks)
    target = asked.level if asked else None
    begun = [level.start for level in levels]
    chart = stats.xmr(values, _GOOD[measure.polarity], target=np.nan if target is None else target, rebase=begun)
    newest = slice(begun[-1], None)
    told = stats.agreeing(chart.rules)
    moved = bool((chart.rules[newest] != 0).any())
    assurance = _assurance(str(chart.assurance), measure.polarity, values[newest], target, moved=moved)
    for i, row in enumerate(points):
        if row is None:
            continue
        level = levels[bisect_right(begun, i) - 1]
        fired = [name for name, way in zip(RULES, told[i], strict=True) if way]
        yield {
            **{name: row[name] for name in ("measure", "period_start", "period_end", "period_label", "value")},
            "mean": number(chart.mean[i]),
            "lower_limit": number(chart.lower[i]),
            "upper_limit": number(chart.upper[i]),
            "since": _since(points, values, level.start, [*begun, len(points)][bisect_right(begun, i)]),
            "rebased_in": None if level.taken_up is None else _label(points, level.taken_up),
            "rebased_why": level.why,
            "rules": "; ".join(fired),
            "point": str(chart.point[i]) or None,
            "variation": str(chart.variation) or None,
            "assurance": assurance or None,
            "asked": target,
            "asked_name": asked.name if asked else None,
            "reason": REASONS[str(chart.reason)] or None,
        }


def _assurance(by_limits: str, polarity: str, level: NDArray[np.float64], target: float | None, *, moved: bool) -> str:
    """What the limits of the newest ``level`` say of what is asked, where they can say it and its points agree.

    Limits tell what chance does with a process that keeps its level: of one that has ``moved`` they tell nothing
    (not_stable). Nor is anything said that the count of the points that met it would contradict: that chance could
    bring either where there was only one, or that it can't bring what it brought.
    """
    if not by_limits or target is None:
        return ""
    if moved:
        return "not_stable"
    known = level[~np.isnan(level)]
    met = set((known <= target if polarity == "low_good" else known >= target).tolist())
    seen = {"consistent_pass": {True}, "consistent_fail": {False}, "inconsistent": {True, False}}
    return by_limits if met == seen[by_limits] else ""


@dataclass(frozen=True)
class _Level:
    """From which point a mean and limits hold, with which they were taken up, and why; None of the first."""

    start: int
    taken_up: int | None = None
    why: str | None = None


def _levels(points: Sequence[Row | None], values: NDArray[np.float64], breaks: Sequence[int]) -> list[_Level]:
    """The levels of a series in order: its first, those after a change of definition, and sustained shifts."""
    shifts = stats.sustained_shifts(values, breaks=breaks)
    found = [_Level(0), *(_Level(at, at, "new_definition") for at in breaks)]
    for start, at in zip(np.flatnonzero(shifts.starts), np.flatnonzero(shifts.taken_up), strict=True):
        found.append(_Level(int(start), int(at), "sustained_shift"))
    return sorted(found, key=lambda level: level.start)


def _since(points: Sequence[Row | None], values: NDArray[np.float64], start: int, end: int) -> str:
    """The first period of a level, ``[start, end)``, that has a value: no mean holds since one that has none."""
    known = np.flatnonzero(~np.isnan(values[start:end]))
    return _label(points, start + int(known[0]) if known.size else start)


def _label(points: Sequence[Row | None], at: int) -> str:
    return str(next(row["period_label"] for row in points[at:] if row))


def _begins(points: Sequence[Row | None], i: int, day: object) -> bool:
    """Whether point ``i`` is the first that starts on or after a break."""
    earlier = [row for row in points[:i] if row]
    row = points[i]
    return row is not None and row["period_start"] >= day and bool(earlier) and earlier[-1]["period_start"] < day


def _with_gaps(series: Sequence[Row]) -> list[Row | None]:
    """The series with nothing where a period is missing, so that its neighbours aren't taken as adjacent."""
    points: list[Row | None] = []
    for row in series:
        previous = points[-1] if points else None
        if previous is not None and row["period_start"] > previous["period_end"]:
            points.append(None)
        points.append(row)
    return points
