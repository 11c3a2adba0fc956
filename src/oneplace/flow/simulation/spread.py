"""How far the mean of replications may be from the truth: by luck, and by what is not known of the inputs.

Where numbers of the file are known only within a range, each draw of them is simulated ``PER_DRAW`` times under
different luck. What both have in common is the draw's; how they differ is luck (a one-way analysis of variance; Sun,
Apley and Staum 2011, *Operations Research* 59: 998-1007, split the variance of nested simulations so). More
replications make luck's part as small as one likes, never the other: a limit is one of what the truth may be, not of a
mean of guesses.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaincinv, ndtri, stdtrit

from oneplace.flow.file.pathway import Pathway

Floats = NDArray[np.float64]

PER_DRAW = 2
"""Replications under each draw of the uncertain inputs: those of a pair of neighbouring numbers."""


class Spread(NamedTuple):
    """A mean, and half the widths of its plain limits: in all, by luck alone, by what is not known alone."""

    mean: Floats
    half: Floats
    luck: Floats
    unknown: Floats


def per_draw(*pathways: Pathway) -> int:
    """How many replications share a draw of the inputs: one where all of the pathways' numbers are known."""
    return PER_DRAW if any(pathway.uncertain for pathway in pathways) else 1


def whole_draws(replications: int, each: int) -> int:
    """As many replications, or as few more as every draw of the inputs needs."""
    return replications + -replications % each


def spread(runs: Floats, each: int = 1, confidence: float = 0.975) -> Spread:
    """The spread of replications (the first axis), ``each`` of them with one draw of the inputs.

    Replications without anybody to measure are left out (draws of which one is); NaN where fewer than one (the widths:
    two) are left.
    """
    draws = runs[: len(runs) // each * each].reshape(-1, each, *runs.shape[1:])
    there = np.isfinite(draws).all(axis=1)
    n = there.sum(axis=0)
    with np.errstate(invalid="ignore", divide="ignore"):
        means = np.where(there, draws.mean(axis=1), 0.0)
        mean = means.sum(axis=0) / n
        between = np.where(there, (means - mean) ** 2, 0.0).sum(axis=0) / (n - 1)
        within = between * each
        if each > 1:
            within = np.where(there, draws.var(axis=1, ddof=1), 0.0).sum(axis=0) / n
        t = np.where(n > 1, stdtrit(np.maximum(n - 1, 1), confidence), np.nan)
        luck = t * np.sqrt(within / each / n)
        if each == 1:
            return Spread(mean, luck, luck, np.zeros_like(luck))
        unknown = t * np.sqrt(np.maximum(between - within / each, 0.0))
        half = np.sqrt(between) * _reach(within / each / between, n, confidence)
    return Spread(mean, half, luck, unknown)


def _reach(ratio: Floats, n: Floats, confidence: float) -> Floats:
    """How many standard deviations of the draws' means a limit is away, by luck's share of their variance."""
    found = np.full(np.shape(n), np.nan)
    for number in np.unique(n[n > 1]):
        reach = np.interp(np.nan_to_num(ratio), _RATIOS, _reaches(int(number), each=PER_DRAW, confidence=confidence))
        found = np.where(n == number, reach, found)
    return found


_RATIOS = np.concatenate([np.linspace(0, 2, 81), np.geomspace(2.2, 1000, 40)])
_PARTS = (0.8191725133961645, 0.6710436067037893, 0.5497004779019703)
"""Steps of a sequence that fills a cube evenly (Roberts 2018): powers of 1/g, where g⁴ = g + 1."""


@lru_cache(maxsize=64)
def _reaches(n: int, each: int, confidence: float) -> Floats:
    """By a generalised pivotal quantity (Weerahandi 1995, *Exact Statistical Methods for Data Analysis*).

    The variances of the draws' means and of luck are what chi squares would make of those observed; what is not known
    has the first less the second, or none. Where luck has no part, it is Student's t of one more draw. Of 95 % limits
    more than 92 in 100 hold the truth in every case of ``tests/flow/test_uncertain.py``, fewest where both are alike.
    """
    u = (0.5 + np.arange(1, 4097)[:, None] * np.array(_PARTS)) % 1
    means = (n - 1) / (2 * gammaincinv((n - 1) / 2, u[:, 0]))
    luck = n * (each - 1) / (2 * gammaincinv(n * (each - 1) / 2, u[:, 1]))
    away = np.abs(ndtri(u[:, 2]))
    variance = np.maximum(means - _RATIOS[:, None] * luck, 0.0) + means / n
    found: Floats = np.quantile(np.sqrt(variance) * away, 2 * confidence - 1, axis=1)
    return found
