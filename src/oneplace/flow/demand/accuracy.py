"""How good a forecast would have been: made again from many days of the past, and set against what then came.

Errors are scaled by how far one day is from the next in the days that the forecast knew (mean absolute scaled error,
Hyndman and Koehler 2006, with the naive forecast of one day); limits are judged by the share of days that they held.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtri

from oneplace.flow.demand.forecast import FEWEST_COUNTED, FEWEST_DAYS, forecast_demand
from oneplace.flow.demand.outliers import outlying

Floats = NDArray[np.float64]

HORIZONS = (7, 14, 28, 56, 84)
"""Days ahead that accuracy is shown for."""
LEVELS = (0.8, 0.95)


@dataclass(frozen=True)
class Ahead:
    """Days ahead as one method sees them: its point forecast, and limits by confidence."""

    point: Floats
    limits: Mapping[float, tuple[Floats, Floats]]


Method = Callable[[Floats, date, int], Ahead]
"""From the counts known (missing days NaN), their first day and a number of days ahead."""


@dataclass(frozen=True)
class Accuracy:
    """How one method did over the days up to a horizon, on average over its origins."""

    method: str
    horizon: int
    origins: int
    mase: float
    """Below 1: nearer than one day is to the next."""
    rmse: float
    """In counts a day."""
    cover_80: float
    """The share of days within the 80 % limits."""
    cover_95: float


def seasonal_naive(known: Floats, _start: date, horizon: int) -> Ahead:
    """The same day of the last week that is known, again and again."""
    week = known[-7:].copy()
    for back in range(2, len(known) // 7):
        week = np.where(np.isnan(week), known[len(known) - 7 * back : len(known) - 7 * (back - 1)], week)
    day = np.arange(horizon)
    point = week[day % 7]
    spread = np.nanstd(known[7:] - known[:-7]) * np.sqrt(day // 7 + 1)
    halves = {level: ndtri((1 + level) / 2) * spread for level in LEVELS}
    return Ahead(point, {level: (np.maximum(point - half, 0), point + half) for level, half in halves.items()})


def own_method(holidays: Mapping[date, str] | None = None) -> Method:
    """``forecast_demand`` as a method to be judged."""

    def method(known: Floats, start: date, horizon: int) -> Ahead:
        made = forecast_demand(known, start, horizon, holidays=holidays)
        return Ahead(made.median, {level: made.limits(level) for level in LEVELS})

    return method


def forecast_accuracy(
    counts: ArrayLike,
    start: date,
    *,
    horizons: Sequence[int] = HORIZONS,
    origins: int = 41,
    holidays: Mapping[date, str] | None = None,
) -> list[Accuracy]:
    """``forecast_demand`` and the seasonal naive on a series, from up to ``origins`` days a week apart.

    ``counts`` are daily (missing days NaN), the first of them on ``start``. Every origin knows at least two years, and
    the longest horizon lies within the series. Days that a forecast of the series leaves out, since they may be
    mistyped, are as missing to both: known to neither, and held against neither. Raises ``ValueError`` where the series
    is too short for one origin.
    """
    y = np.asarray(counts, dtype=np.float64)
    y = np.where(outlying(y, [start + timedelta(days=n) for n in range(y.size)], holidays or {}), np.nan, y)
    if not horizons or min(horizons) < 1 or origins < 1:
        raise ValueError("horizons must be at least 1 day and origins at least 1.")
    last = len(y) - max(horizons)
    ends = list(range(last, FEWEST_DAYS - 1, -7))[:origins]
    counted = np.nancumsum(y)
    ends = [end for end in ends if counted[end - 1] >= FEWEST_COUNTED] or ends[:1]  # whose refusal says why
    if not ends:
        raise ValueError(
            f"to judge forecasts {max(horizons)} days ahead takes at least {FEWEST_DAYS + max(horizons)} days; "
            f"there are {len(y)}."
        )
    methods = {"Oneplace": own_method(holidays), "Seasonal naive": seasonal_naive}
    return [
        row for name, method in methods.items() for row in judge(name, method, y, start, ends=ends, horizons=horizons)
    ]


def judge(
    name: str, method: Method, counts: Floats, start: date, *, ends: Sequence[int], horizons: Sequence[int]
) -> list[Accuracy]:
    """One method on one series, knowing the days before each of ``ends``; one row a horizon."""
    furthest = max(horizons)
    errors = np.empty((len(ends), furthest))
    scale = np.empty(len(ends))
    held = {level: np.empty((len(ends), furthest)) for level in LEVELS}
    for i, end in enumerate(ends):
        ahead, came = method(counts[:end], start, furthest), counts[end : end + furthest]
        errors[i] = came - ahead.point
        scale[i] = np.nanmean(np.abs(np.diff(counts[:end])))
        for level, (lower, upper) in ahead.limits.items():
            held[level][i] = np.where(np.isnan(came), np.nan, (came >= lower) & (came <= upper))
    return [
        Accuracy(
            name,
            h,
            len(ends),
            mase=float(np.nanmean(np.abs(errors[:, :h]) / scale[:, None])) if scale.all() else np.nan,
            rmse=float(np.sqrt(np.nanmean(errors[:, :h] ** 2))),
            cover_80=float(np.nanmean(held[0.8][:, :h])),
            cover_95=float(np.nanmean(held[0.95][:, :h])),
        )
        for h in sorted(horizons)
    ]
