"""How patients arrive: a rate, its profile over the week and the year, and whether days vary more than by chance.

Arrivals are taken as Poisson with a rate that is a product of factors (hour of the week, or hour of the day and day of
the week; month of the year). Each set of factors is fitted by maximum likelihood (iterative proportional fitting) and
the set with the smallest AIC is kept.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from scipy.stats import chi2

from oneplace.flow.calibration.spells import Spells
from oneplace.flow.calibration.table import Bools

Floats = NDArray[np.float64]

YEAR_DAYS = 365
"""Days that the data must cover before months of the year are told apart."""
WEEK = 168
_FACTORS = (
    (),
    ("hour_of_day",),
    ("hour_of_day", "day_of_week"),
    ("hour_of_week",),
)
_SIZES = {"hour_of_day": 24, "day_of_week": 7, "hour_of_week": WEEK, "month_of_year": 12}
_CYCLES = 50


@dataclass(frozen=True)
class ArrivalFit:
    """How one class arrives. ``rate`` is patients a day, ``profile`` the shares of each factor (each makes 1)."""

    cls: str
    enters: str
    number: int
    days: float
    rate: float
    rate_se: float
    """By the days' own spread, so also right where they vary more than by chance."""
    profile: Mapping[str, Floats]
    aic: Mapping[str, float]
    """Of each profile that was tried, by its factors' names; ``even`` where there is none."""
    dispersion: float
    """The days' variance over what chance (Poisson) gives them; NaN where there are too few days."""
    p_value: float
    """The chance of at least this dispersion in Poisson arrivals."""
    drift: float
    """Arrivals in the second half of the time over those in the first, less one (the profile allowed for)."""
    by_hour: tuple[Floats, Floats] = field(repr=False, default=(np.zeros(WEEK), np.zeros(WEEK)))
    """Arrivals in each hour of the week, and how many times the hour was seen."""
    label: str = ""
    """The class of the spells that it is (part of)."""

    @property
    def overdispersed(self) -> bool:
        """Whether days vary more than chance alone makes them (at one in a thousand)."""
        return self.p_value < 0.001

    @property
    def drifts(self) -> bool:
        """Whether the rate was another in the second half: by 5 % or more, and four standard errors."""
        error = 2 * self.rate_se / self.rate if self.rate else math.inf
        return abs(self.drift) > max(0.05, 4 * error)


def hours_seen(spells: Spells) -> tuple[NDArray[np.int64], Floats]:
    """The cell (month × hour of the week) of each hour from ``since`` to ``until``, and how much of it was seen."""
    starts = np.arange(spells.since, spells.until, 3600.0)
    part = np.minimum(1.0, (spells.until - starts) / 3600.0)
    return _cells(spells.local(starts)), part


def _cells(local: NDArray[np.datetime64]) -> NDArray[np.int64]:
    hour = local.astype("datetime64[h]").astype(np.int64)
    month = local.astype("datetime64[M]").astype(np.int64) % 12
    return np.asarray(month * WEEK + (hour + 72) % WEEK, np.int64)  # 1 January 1970 was a Thursday


def fit_arrivals(spells: Spells, rows: Bools, cls: str, enters: str, fewest: int) -> ArrivalFit:
    """Fit the arrivals of some spells of patients who came from outside.

    ``fewest`` is the smallest count that may show: a profile is only as fine as leaves no hour, day or month with
    fewer arrivals (but none).
    """
    rows = rows & (spells.arrived >= spells.since) & (spells.arrived < spells.until)
    cells, part = hours_seen(spells)
    counts = np.bincount(_cells(spells.local(spells.arrived[rows])), minlength=12 * WEEK)
    came: Floats = counts.reshape(12, WEEK).astype(np.float64)
    seen: Floats = np.bincount(cells, part, minlength=12 * WEEK).reshape(12, WEEK).astype(np.float64)
    number, days = int(came.sum()), float(part.sum() / 24)
    best: tuple[float, float, dict[str, Floats]] | None = None
    aic: dict[str, float] = {}
    for factors in _profiles(days):
        if any(((sums := _margin(came, name)) > 0).any() and (sums[sums > 0] < fewest).any() for name in factors):
            continue
        rate, shares = _proportional(came, seen, factors)
        mean = _expected(rate, shares) * seen
        with np.errstate(divide="ignore", invalid="ignore"):
            likelihood = float(np.where(came > 0, came * np.log(mean), 0.0).sum() - mean.sum())
        parameters = 1 + sum(_SIZES[name] - 1 for name in factors)
        aic[" and ".join(factors) or "even"] = score = 2 * parameters - 2 * likelihood
        if best is None or score < best[0]:
            best = (score, rate, shares)
    assert best is not None  # noqa: S101 - the even profile always fits
    _, rate, shares = best
    mean = _expected(rate, shares).ravel()[cells] * part
    hourly = np.bincount(((spells.arrived[rows] - spells.since) // 3600).astype(np.int64), minlength=len(cells))
    dispersion, p, inflation = _dispersion(hourly, mean)
    weekly = came.sum(axis=0), seen.sum(axis=0)
    rate_se = math.sqrt(number * max(inflation, 1.0)) / days
    return ArrivalFit(
        cls, enters, number, days, rate * 24, rate_se, shares, aic, dispersion, p, _drift(hourly, mean), weekly
    )


def _profiles(days: float) -> list[tuple[str, ...]]:
    with_months = [(*factors, "month_of_year") for factors in _FACTORS] if days >= YEAR_DAYS else []
    return [*(f for f in _FACTORS if days >= 7 or not {"day_of_week", "hour_of_week"} & set(f)), *with_months]


def _margin(cells: Floats, factor: str) -> Floats:
    """A table (months × hours of the week) summed to one factor."""
    week = cells.sum(axis=0).reshape(7, 24)
    sums = {
        "hour_of_day": week.sum(axis=0),
        "day_of_week": week.sum(axis=1),
        "hour_of_week": week.ravel(),
        "month_of_year": cells.sum(axis=1),
    }
    return np.asarray(sums[factor], np.float64)


def _expected(rate: float, shares: Mapping[str, Floats]) -> Floats:
    """Patients an hour in each cell (months × hours of the week)."""
    cells = np.full((12, 7, 24), rate)
    for name, share in shares.items():
        shape = {"hour_of_day": (1, 1, 24), "day_of_week": (1, 7, 1), "hour_of_week": (1, 7, 24)}
        cells *= (share * _SIZES[name]).reshape(shape.get(name, (12, 1, 1)))
    return cells.reshape(12, WEEK)


def _proportional(came: Floats, seen: Floats, factors: tuple[str, ...]) -> tuple[float, dict[str, Floats]]:
    """The rate (patients an hour) and each factor's shares by maximum likelihood."""
    rate = came.sum() / seen.sum()
    shares = {name: np.full(_SIZES[name], 1 / _SIZES[name]) for name in factors}
    for _ in range(_CYCLES):
        largest = 0.0
        for name in factors:
            expected = _margin(_expected(rate, shares) * seen, name)
            change = np.divide(_margin(came, name), expected, out=np.ones_like(expected), where=expected > 0)
            weights = shares[name] * change
            rate, shares[name] = rate * weights.sum(), weights / weights.sum()
            largest = max(largest, float(np.abs(change - 1).max()))
        if largest < 1e-12:
            break
    return float(rate), shares


def _dispersion(came: NDArray[np.int64], mean: Floats) -> tuple[float, float, float]:
    """The dispersion of daily counts about the fitted rate, its p-value, and what it does to the rate's variance.

    Pearson's statistic over its degrees of freedom; where fewer than five come a day, over weeks instead of days. The
    last is by weeks, because neighbouring days hang together.
    """
    hours, whole = np.arange(len(came)), len(came) // 24

    def pearson(size: int) -> tuple[float, int]:
        blocks = whole * 24 // size
        if blocks < 8:
            return math.nan, 0
        kept, block = hours < blocks * size, hours // size
        n = np.bincount(block[kept], came[kept])
        m = np.bincount(block[kept], mean[kept])
        good = m > 0
        return float(((n[good] - m[good]) ** 2 / m[good]).sum()), int(good.sum()) - 1

    size = 24 if mean.sum() >= 5 * whole else WEEK
    total, freedom = pearson(size)
    weekly, weeks = pearson(WEEK)
    if not freedom:
        return math.nan, math.nan, 1.0
    dispersion = total / freedom
    return dispersion, float(chi2.sf(total, freedom)), max(dispersion, weekly / weeks if weeks else 0.0)


def _drift(came: NDArray[np.int64], mean: Floats) -> float:
    """What the second half of the hours has over the first, less one, beside what the profile gives them."""
    half = len(came) // 2
    first, second = ((came[part].sum() / max(mean[part].sum(), 1e-12)) for part in (slice(half), slice(half, None)))
    return float(second / first - 1) if first else math.nan
