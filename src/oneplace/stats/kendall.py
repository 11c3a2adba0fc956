"""Whether a series rises or falls: Mann and Kendall's rank test, for seasons and for periods that overlap."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtr

from oneplace.stats.estimate import BoolArray, FloatArray, IntArray, TextArray, coded, floats, reasons

_WAYS = ["", "no_clear_change", "rising", "falling"]
_EXACT_TO = 5_000


@dataclass(frozen=True)
class RankTrend:
    """Every array has the series' shape without its points.

    ``value`` is rising, falling or no_clear_change, or empty with a ``reason``. ``score`` is Kendall's S, the pairs
    that rise less those that fall; ``p`` the chance of one as far from zero or farther, were all orders alike.
    """

    value: TextArray
    score: IntArray
    p: FloatArray
    reason: TextArray


def rank_trend(series: ArrayLike, *, season: int = 1, spanning: int = 1, level: float = 0.95) -> RankTrend:
    """Whether each series, ``(…, points)`` at equal steps (a missing point NaN), rises or falls beyond chance.

    Of ``season`` points a year each is compared with the same points of other years only (Hirsch, Slack and Smith
    1982). Where each value is the mean of ``spanning`` steps that roll on by one, neighbours share all but two steps:
    what a value adds to the one before is what its new step has over the one so many steps before. So each step's
    series at that distance is known but for a constant, and those, which share nothing, are tested as seasons are.
    ``p`` is exact (to 5,000 pairs, then normal), two-sided, and with ties cautious. Where the fewness of points leaves
    no order that could be beyond chance, the reason is too_few_points.

    Sources: Mann 1945; Kendall 1975; Hirsch, Slack and Smith 1982, "Techniques of trend analysis for monthly water
    quality data". It takes steps as independent: what clings to its last value is called a trend too often.
    """
    y = floats(series)
    if y.ndim == 0:
        raise ValueError("a trend needs points on the last axis.")
    if season < 1 or spanning < 1:
        raise ValueError("season and spanning are 1 or more.")
    flat = y.reshape(-1, y.shape[-1]) if y.size else np.full((int(np.prod(y.shape[:-1])), 1), np.nan)
    u, chain = _unrolled(flat, spanning) if spanning > 1 else _by_season(flat, season)
    known = ~np.isnan(u)
    score = np.zeros(flat.shape[0], dtype=np.int64)
    for apart in range(1, u.shape[1]):
        with np.errstate(invalid="ignore"):
            rise = np.sign(u[:, apart:] - u[:, :-apart])
        score += np.where(chain[:, apart:] == chain[:, :-apart], np.nan_to_num(rise), 0).sum(axis=(1, 2)).astype(int)
    sizes = [_sizes(one, there) for one, there in zip(chain, known, strict=True)]
    p = np.array([_beyond(of, abs(int(s))) for of, s in zip(sizes, score, strict=True)])
    least = np.array([_beyond(of, sum(n * (n - 1) // 2 for n in of)) for of in sizes])
    few = least > 1 - level
    word = np.select([few, p > 1 - level, score > 0], [0, 1, 2], 3)
    lead = y.shape[:-1]
    return RankTrend(
        coded(word, _WAYS).reshape(lead),
        score.reshape(lead),
        p.reshape(lead),
        reasons(few.shape, (few, "too_few_points")).reshape(lead),
    )


def _by_season(y: FloatArray, season: int) -> tuple[FloatArray, IntArray]:
    """``(series, years, season)``, and the chain that each belongs to within its season: all to one."""
    short = -y.shape[1] % season
    u = np.pad(y, ((0, 0), (0, short)), constant_values=np.nan).reshape(y.shape[0], -1, season)
    return u, np.zeros(u.shape, dtype=np.int64)


def _unrolled(y: FloatArray, spanning: int) -> tuple[FloatArray, IntArray]:
    """The single steps of rolling means but for a constant, ``(series, steps, spanning)``; a new chain after a gap."""
    steps, _ = _by_season(np.diff(y, axis=1), spanning)
    inside, _ = _by_season(np.ones(y.shape)[:, 1:], spanning)
    gap = np.isnan(steps)
    u = np.cumsum(np.where(gap, 0.0, steps), axis=1)
    chain = np.cumsum(gap, axis=1)
    u = np.where(np.isnan(inside), np.nan, u)
    first = np.zeros((y.shape[0], 1, spanning))
    return np.concatenate([first, u], axis=1), np.concatenate([first.astype(np.int64), chain], axis=1)


def _sizes(chain: IntArray, known: BoolArray) -> tuple[int, ...]:
    """How many points each chain of each season has that can be compared."""
    season = np.broadcast_to(np.arange(chain.shape[1]), chain.shape)
    found = Counter(zip(season[known].tolist(), chain[known].tolist(), strict=True))
    return tuple(sorted(n for n in found.values() if n > 1))


@lru_cache(maxsize=4096)
def _beyond(sizes: tuple[int, ...], score: int) -> float:
    """The chance of a score as far from zero or farther, over all orders of chains of such sizes."""
    pairs = sum(n * (n - 1) // 2 for n in sizes)
    if not pairs:
        return 1.0
    if pairs > _EXACT_TO:
        spread = np.sqrt(sum(n * (n - 1) * (2 * n + 5) for n in sizes) / 18)
        return float(min(1.0, 2 * ndtr(-max(score - 1, 0) / spread)))
    chance = np.ones(1)
    for n in sizes:
        for k in range(2, n + 1):  # the k-th point falls below 0 … k-1 of those before it, each as likely
            chance = np.convolve(chance, np.full(k, 1 / k))
    scores = pairs - 2 * np.arange(pairs + 1)
    return float(min(1.0, chance[np.abs(scores) >= score].sum()))
