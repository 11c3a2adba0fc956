"""Demand forecasts: daily counts, their week, year and trend, and what is left over from day to day.

The model is a log-linear regression of counts (quasi-Poisson, McCullagh and Nelder 1989: day of the week, four annual
harmonics, 1 January and other bank holidays, a trend that may bend) with autoregressive errors of order seven. What the
errors vary beyond a Poisson count is over-dispersion, so that each day ahead is negative binomial: right for a small
place with two a day as for a region with hundreds. On the published benchmark of ambulance demand (Monks and others
2023, BMC Medical Informatics and Decision Making 23:117) it is as good as the best method published there;
``benchmarks/forecast.py`` repeats that.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.stats import nbinom

from oneplace.flow.demand.outliers import outlying
from oneplace.vocabulary.wording import plainly

Floats = NDArray[np.float64]

_HARMONICS = 4
_KNOTS = 10
_LAGS = 7
_STEPS = 25
_YEAR = 365.25
_STIFFNESS = 200.0
"""How hard the trend is held straight: the weight of the squared bends against the squared errors. It was chosen on
origins in 2018 of the benchmark's series (MASE at 84 days of 0.761, 0.771, 0.754 and 0.750 with 1, 50, 200 and 1,000),
the year before the one that the benchmark judges; ``benchmarks/forecast.py --seen`` repeats that."""
FEWEST_DAYS = 2 * 366
FEWEST_COUNTED = 100
"""In all: of fewer, a week, a year and a trend can't be told apart, and one late count would grow without bound."""
_MOST_SHIFTS = 6
"""Changes of level that are looked for; a series with more has no level."""
_SHIFT = 28
"""Days before and after a change of level that are compared."""
_CLOSED = 0.05
"""Of the mean count: days on which less is expected (a clinic's weekends) say nothing of how others vary."""
_PLAIN = 6
"""Standard errors from which a level is plainly another."""


@dataclass(frozen=True)
class DemandForecast:
    """Each day's expected count and its spread, from the day after the last one known.

    ``mean`` and ``sd`` are of the count itself (with its chance), as a pathway's arrivals take them; ``median`` is
    the point forecast, ``lower`` and ``upper`` bound it with the confidence asked for: whole numbers, which hold at
    least that share.
    """

    days: tuple[date, ...]
    median: Floats
    mean: Floats
    sd: Floats
    lower: Floats
    upper: Floats
    level_shifts: tuple[date, ...]
    """Days of the past from which the level was plainly another, and stays so in the forecast: look for a change in
    what is counted."""
    unsettled: date | None = None
    """The day from which, for one to four weeks up to the last, the level is plainly another. Whether it stays so
    can't be told yet: the forecast follows it in part only."""
    outliers: tuple[date, ...] = ()
    """Days of the past whose count is so far from those around it that it may be mistyped: they are left out."""

    def limits(self, confidence: float) -> tuple[Floats, Floats]:
        """Each day's limits at another confidence."""
        return _quantile(self.mean, self.sd, (1 - confidence) / 2), _quantile(self.mean, self.sd, (1 + confidence) / 2)


def _quantile(mean: Floats, sd: Floats, share: float) -> Floats:
    """Of negative binomial counts; those that vary no more than Poisson counts are taken as nearly such."""
    size = mean**2 / np.maximum(sd**2 - mean, 1e-9 * mean**2)
    return np.asarray(nbinom.ppf(share, size, size / (size + mean)), dtype=np.float64)


def forecast_demand(
    counts: ArrayLike,
    start: date,
    horizon: int,
    *,
    confidence: float = 0.8,
    holidays: Mapping[date, str] | None = None,
) -> DemandForecast:
    """Forecast daily counts (missing days NaN), the first of them on ``start``, ``horizon`` days ahead.

    Needs two years and ``FEWEST_COUNTED``. ``holidays`` are days, past and to come, to take apart from their weekday
    (1 January always is). Raises ``ValueError`` for too short a series, text, negative counts, too few in all or a
    horizon below one.
    """
    try:
        y = np.asarray(counts, dtype=np.float64)
    except (TypeError, ValueError):
        raise ValueError("counts must be numbers (a missing day NaN).") from None
    if y.ndim != 1 or len(y) < FEWEST_DAYS:
        raise ValueError(f"a forecast of daily demand needs one series of at least {FEWEST_DAYS} days.")
    if (y < 0).any() or np.isinf(y).any() or np.isfinite(y).sum() < FEWEST_DAYS // 2:
        raise ValueError("counts must be nought or more, and most days must be there.")
    if horizon < 1 or not 0 < confidence < 1:
        raise ValueError("the horizon must be at least 1 day and the confidence between 0 and 1.")
    if not np.nansum(y):
        raise ValueError("no day has a count above nought, so there is nothing to learn from.")
    if np.nansum(y) < FEWEST_COUNTED:
        raise ValueError(
            f"only {plainly(np.nansum(y))} were counted in all, too few to forecast by day (at least "
            f"{FEWEST_COUNTED}): take their mean as a rate."
        )
    days = tuple(start + timedelta(days=n) for n in range(len(y) + horizon))
    outliers = outlying(y, days[: len(y)], holidays or {})
    y = np.where(outliers, np.nan, y)
    design, bends = _design(days, len(y), holidays or {})
    expected, errors = _regress(design, y, bends)
    shifts: list[int] = []
    while len(shifts) < _MOST_SHIFTS and (found := _level_shift(errors, expected, shifts)) is not None:
        shifts.append(found)
        steps = [(np.arange(len(days)) >= at).astype(float) for at in shifts]
        expected, errors = _regress(np.column_stack([*steps, design]), y, bends)
    known = _open(expected)[: len(y)]
    ar, sigma2 = _autoregress(errors, known)
    ahead, variance = _carry_on(errors, ar, sigma2, horizon)
    mean = expected[len(y) :] * np.maximum(1 + ahead, 0.05)
    chance = np.mean(1 / expected[: len(y)][known])  # the part of the errors' variance that Poisson counts have anyway
    sd = np.sqrt(mean + mean**2 * np.maximum(variance - chance, 0.0))
    made = DemandForecast(
        days=days[len(y) :],
        median=_quantile(mean, sd, 0.5),
        mean=mean,
        sd=sd,
        lower=mean,
        upper=mean,
        level_shifts=tuple(days[at] for at in sorted(shifts)),
        unsettled=None if (late := _late_shift(errors, expected)) is None else days[late],
        outliers=tuple(days[at] for at in np.flatnonzero(outliers)),
    )
    lower, upper = made.limits(confidence)
    return replace(made, lower=lower, upper=upper)


def _design(days: tuple[date, ...], known: int, holidays: Mapping[date, str]) -> tuple[Floats, int]:
    """The regressors (days × columns) and how many of the last columns are bends of the trend."""
    n = np.arange(len(days), dtype=np.float64)
    weekday = (days[0].weekday() + np.arange(len(days))) % 7
    columns = [np.ones(len(days)), *((weekday == d).astype(float) for d in range(1, 7))]
    angle = 2 * np.pi * (days[0].timetuple().tm_yday + n) / _YEAR
    for k in range(1, _HARMONICS + 1):
        columns += [np.sin(k * angle), np.cos(k * angle)]
    columns.append(np.array([float(day.month == 1 and day.day == 1) for day in days]))
    off = np.array([float(day in holidays and (day.month, day.day) != (1, 1)) for day in days])
    if off[:known].sum() >= 2:
        columns.append(off)
    columns.append(n / _YEAR)
    knots = np.linspace(0, known, _KNOTS + 2)[1:-1]
    columns += [np.maximum(n - knot, 0) / _YEAR for knot in knots]
    return np.column_stack(columns), len(knots)


def _regress(design: Floats, counts: Floats, bends: int) -> tuple[Floats, Floats]:
    """Each day's expected count, and how far counts were from it as a share of it (NaN where a day is missing).

    Quasi-Poisson by iterated least squares, with the bends held back (ridge).
    """
    there = np.isfinite(counts)
    x, y = design[: len(counts)][there], counts[there]
    penalty = np.zeros(design.shape[1])
    penalty[-bends:] = _STIFFNESS
    log = np.log((y + y.mean()) / 2)
    for _ in range(_STEPS):
        mean = np.exp(log)
        weights = mean / mean.mean()
        weighted = x * weights[:, None]
        coefficients = np.linalg.solve(weighted.T @ x + np.diag(penalty), weighted.T @ (log + y / mean - 1))
        change = x @ coefficients - log
        log += np.clip(change, -2, 2)  # a series that begins with months of nought would overshoot
        if np.abs(change).max() < 1e-8:
            break
    expected = np.exp(np.clip(design @ coefficients, -12, None))
    errors = np.full(len(counts), np.nan)
    errors[there] = np.where(_open(expected)[: len(counts)][there], y / expected[: len(counts)][there] - 1, 0.0)
    return np.asarray(expected, dtype=np.float64), errors


def _open(expected: Floats) -> NDArray[np.bool_]:
    """The days on which enough is expected for an error to be a share of it."""
    return np.asarray(expected > _CLOSED * expected.mean())


def _autoregress(errors: Floats, known: NDArray[np.bool_]) -> tuple[Floats, float]:
    """The errors' autoregression of order seven by least squares, and the variance of what it leaves, on open days."""
    windows = np.lib.stride_tricks.sliding_window_view(errors, _LAGS + 1)
    windows = windows[np.isfinite(windows).all(axis=1) & known[_LAGS:]]
    before, now = windows[:, :-1][:, ::-1], windows[:, -1]
    ar = np.linalg.solve(before.T @ before + 1e-9 * np.eye(_LAGS), before.T @ now)
    left = now - before @ ar
    return np.asarray(ar, dtype=np.float64), float(left @ left / max(1, len(now) - _LAGS))


def _carry_on(errors: Floats, ar: Floats, sigma2: float, horizon: int) -> tuple[Floats, Floats]:
    """The errors expected ahead, and their variance."""
    last = list(np.nan_to_num(errors[-_LAGS:])[::-1])
    weights = [1.0]
    ahead = []
    for _ in range(horizon):
        value = float(ar @ np.array(last[:_LAGS]))
        ahead.append(value)
        last.insert(0, value)
        recent = weights[::-1][:_LAGS]
        weights.append(float(ar[: len(recent)] @ np.array(recent)))
    return np.array(ahead), sigma2 * np.cumsum(np.square(weights[:horizon]))


def _level_shift(errors: Floats, expected: Floats, known: list[int]) -> int | None:
    """The day at which four weeks differ most from the four before, if by more than six standard errors.

    The errors hang together from day to day, so the standard error is that of means of whole weeks; it is never below
    what counts by chance alone would have, so that a level series of no chance at all has no changes. None near those
    that are ``known``.
    """
    filled = np.nan_to_num(errors)
    at = np.arange(_SHIFT, len(filled) - _SHIFT)
    jump = _jumps(filled, expected, at, np.full(at.size, _SHIFT))
    for day in known:
        jump[np.abs(at - day) <= _SHIFT] = 0.0
    return int(at[jump.argmax()]) if jump.max(initial=0.0) > _PLAIN else None


def _late_shift(errors: Floats, expected: Floats) -> int | None:
    """The day from which the last one to four weeks differ most from the four before, if plainly."""
    filled = np.nan_to_num(errors)
    after = np.arange(7, _SHIFT + 1)
    at = len(filled) - after
    jump = _jumps(filled, expected, at, after)
    return int(at[jump.argmax()]) if jump.max() > _PLAIN else None


def _jumps(errors: Floats, expected: Floats, at: NDArray[np.int64], after: NDArray[np.int64]) -> Floats:
    """How far the mean of so many days from a day on is from that of the four weeks before, in standard errors."""
    sums = np.concatenate([[0.0], np.cumsum(errors)])
    jump = np.abs((sums[at + after] - sums[at]) / after - (sums[at] - sums[at - _SHIFT]) / _SHIFT)
    weeks = errors[: len(errors) // 7 * 7].reshape(-1, 7).mean(axis=1)
    days = 1 / _SHIFT + 1 / after
    noise = float(np.median(np.abs(np.diff(weeks)))) / 0.6745 / np.sqrt(2) * np.sqrt(7 * days)
    of_days = expected[: len(errors)]
    chance = np.sqrt(days * np.mean(1 / of_days[_open(of_days)]))
    return np.asarray(jump / np.maximum(noise, chance), dtype=np.float64)
