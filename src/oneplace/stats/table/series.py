"""Trends, control charts and suppression over tables."""

from __future__ import annotations

from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from oneplace.problems import OneplaceError
from oneplace.stats import control, disclosure, spc, trend
from oneplace.stats.estimate import published
from oneplace.stats.shifts import Shifts, sustained_shifts
from oneplace.stats.table.frames import Frame, spread_out
from oneplace.stats.table.rows import By, names_of, ordered, reason_of, wide


def recent_trend(
    data: object,
    *,
    period: str = "period",
    value: str = "value",
    lower: str | None = None,
    upper: str | None = None,
    count: str | None = None,
    denominator: str | None = None,
    by: By = None,
    confidence: float = 0.95,
) -> Any:
    """The last five years' trend of each group: ``oneplace.stats.recent_trend``.

    With ``count`` and ``denominator`` values are tested as proportions, else by ``lower`` and ``upper``.
    """
    frame = Frame.of(data)
    kind: Literal["proportion", "other"] = "proportion" if count and denominator else "other"
    needed = [count, denominator] if kind == "proportion" else [value, lower, upper]
    if not all(needed):
        raise OneplaceError.at(frame.path, "a trend needs limits or counts.", "Name the columns lower and upper.")
    years = frame.numbers(period)
    place, number = ordered(years)
    first, parts = wide(frame, by, place, number, [name for name in needed if name])
    if kind == "proportion":
        given = published(parts[0] / parts[1], count=parts[0], denominator=parts[1])
    else:
        given = published(parts[0], parts[1], parts[2])
    found = trend.recent_trend(given, np.unique(years), kind=kind, confidence=confidence)
    columns = {"trend": found.value, "gradient": found.gradient, "chi_squared": found.chi_squared}
    return frame.build(first, names_of(by), columns | reason_of(found.reason))


def xmr(
    data: object,
    *,
    period: str = "period",
    value: str = "value",
    target: str | None = None,
    by: By = None,
    improvement: control.Improvement = "neutral",
    run_length: int = 7,
    screening: bool = True,
    rebase: Literal["never", "shifts"] = "never",
) -> Any:
    """Control chart of each group's series, a row for each point: ``oneplace.stats.xmr``.

    ``rebase`` says whether mean and limits start again after ``oneplace.stats.sustained_shifts``; columns then say
    ``since`` which period they hold and in which they were ``taken_up`` (empty of the first).
    """
    if rebase not in ("never", "shifts"):
        raise ValueError(f"rebase '{rebase}' is not one of never, shifts.")
    frame = Frame.of(data)
    when, column = np.unique(np.asarray(frame.texts(period)), return_inverse=True)
    first, parts = wide(frame, by, column.tolist(), when.size, [value, *([target] if target else [])])
    moved = sustained_shifts(parts[0] if rebase == "shifts" else np.full_like(parts[0], np.nan))
    chart = spc.xmr(
        parts[0],
        improvement,
        target=parts[1] if target else None,
        run_length=run_length,
        screening=screening,
        rebase=moved.starts,
    )
    shape = chart.value.shape
    lines: dict[str, Any] = {
        "value": chart.value,
        "mean": chart.mean,
        "lower": chart.lower,
        "upper": chart.upper,
        "point": chart.point,
    }
    if rebase == "shifts":
        lines |= _dates(moved, when)
    icons = {"variation": chart.variation, "assurance": chart.assurance}
    columns: dict[str, Any] = {"period": np.tile(when, shape[0])} | {k: v.ravel() for k, v in lines.items()}
    columns |= {name: np.repeat(side, shape[1]) for name, side in icons.items()}
    return frame.build(np.repeat(first, shape[1]), names_of(by), columns | reason_of(np.repeat(chart.reason, shape[1])))


def _dates(moved: Shifts, when: NDArray[np.str_]) -> dict[str, Any]:
    """For each point the period with which its mean and limits begin, and that in which they were taken up."""
    level = np.cumsum(moved.starts, axis=-1)
    since, taken_up = (np.full(level.shape, "", dtype=when.dtype) for _ in range(2))
    for row, own in enumerate(level):
        first = np.flatnonzero(np.diff(own, prepend=-1))
        since[row] = when[first][own]
        taken_up[row] = np.array(["", *when[moved.taken_up[row]]])[own]
    return {"since": since, "taken_up": taken_up}


def suppress(
    data: object,
    *,
    count: str = "count",
    by: By = None,
    threshold: int = 5,
    zeros: disclosure.Zeros = "shown",
    base: int = 1,
) -> Any:
    """Hide small counts among the rows of each ``by``, whose sum is published too: ``oneplace.stats.suppress``."""
    frame = Frame.of(data)
    x = frame.numbers(count)
    group = frame.groups(names_of(by))[0] if by else np.zeros(x.size, dtype=np.int64)
    order = np.argsort(group, kind="stable")
    place = np.empty(x.size, dtype=np.int64)
    sizes = np.bincount(group)
    place[order] = np.arange(x.size) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    wide = spread_out(x, group, place, (sizes.size, int(sizes.max(initial=1))))
    found = disclosure.suppress(wide, threshold, zeros, base=base)
    columns = {count: found.value[group, place]} | reason_of(found.reason[group, place])
    return frame.build(np.arange(x.size), frame.table.columns, columns)
