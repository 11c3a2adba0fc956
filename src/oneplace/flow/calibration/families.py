"""Which distribution lengths of time follow: maximum likelihood with those not over yet, chosen by Akaike's criterion.

A length that was not over when the data end is right-censored: it counts as lasting longer than what was seen.
Sources: Klein and Moeschberger 2003, "Survival analysis", chapters 3 and 4 (censored likelihood, Kaplan-Meier);
Burnham and Anderson 2002, "Model selection and multimodel inference", chapter 2 (within 2 of the smallest AIC models
are equally well supported).
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import gammaincc, log_ndtr

from oneplace import stats
from oneplace.flow.calibration.likelihood import FAMILIES, Family, moments, parameters, sums

Floats = NDArray[np.float64]
Shape = Literal["fixed", "exponential", "lognormal", "gamma", "weibull", "empirical"]

FEWEST = 30
"""Lengths that have ended, below which there are too few to say."""
AS_GOOD = 2.0
"""Of the families whose AIC is within this of the smallest, the one with the fewest parameters is chosen."""
FAR_OFF = 0.05
"""A family whose cumulative shares are further than this from those observed does not describe them."""
GROUP = 5
"""Fewest lengths behind each value of an empirical distribution."""
MOST_VALUES = 1000
_SAME = 0.01
_SETTLED = 0.95
_CV = (0.02, 20.0)  # what a pathway file can hold


@dataclass(frozen=True)
class Candidate:
    """A family with its best parameters: mean and standard deviation over mean, with their standard errors."""

    shape: Shape
    mean: float
    cv: float
    mean_se: float
    cv_se: float
    aic: float
    """Akaike's criterion; NaN where the family has no likelihood (fixed, empirical)."""
    distance: float
    """Kolmogorov-Smirnov: the greatest difference between the cumulative share observed and fitted."""
    parameters: tuple[float, ...]

    def below(self, lengths: Floats) -> Floats:
        """The share of lengths that the family has below each of these."""
        a, b = (*self.parameters, 0.0, 0.0)[:2]
        safe = np.maximum(lengths, 1e-12)
        shares: dict[str, Callable[[], Any]] = {
            "fixed": lambda: (lengths >= a).astype(float),
            "exponential": lambda: -np.expm1(-lengths / a),
            "lognormal": lambda: np.exp(log_ndtr((np.log(safe) - a) / b)),
            "gamma": lambda: 1 - gammaincc(a, safe / b),
            "weibull": lambda: -np.expm1(-((safe / b) ** a)),
            "empirical": lambda: np.searchsorted(np.array(self.parameters), lengths, "right") / len(self.parameters),
        }
        return np.asarray(np.where(lengths < 0, 0.0, shares[self.shape]()), np.float64)


@dataclass(frozen=True)
class Fitted:
    """What was found of some lengths of time, in seconds. ``chosen`` is None where there are too few to say."""

    ended: int
    not_over: int
    chosen: Candidate | None
    candidates: tuple[Candidate, ...] = ()
    """Every family that was tried, the best AIC first."""
    seen: tuple[Floats, Floats] = (np.zeros(0), np.zeros(0))
    """At most 200 points of the Kaplan-Meier curve: lengths, and the share that had ended by then."""
    unsettled: bool = False
    """Whether so many were not over that the longest lengths are not known: then no family can be ruled out."""

    @property
    def far_off(self) -> bool:
        """Whether even the chosen distribution is further from what was seen than a good one would be."""
        return self.chosen is not None and self.chosen.distance > max(FAR_OFF, 1.63 / math.sqrt(self.ended))


def fit(lengths: Floats, over: NDArray[np.bool_], resolution: float = 1.0) -> Fitted:
    """Find the distribution of lengths of time (seconds, nought or more); where not ``over``, they last longer.

    The families are exponential, lognormal, gamma and Weibull. Nought is taken as half the ``resolution`` of the times.
    A length that hardly varies (by less than 1 % or the resolution) is fixed. Where no family comes within 5 points of
    the cumulative shares observed (and further off than chance takes it), the lengths themselves are used, as means of
    groups of five or more.
    """
    ended, n = int(over.sum()), len(lengths)
    if ended < FEWEST:
        return Fitted(ended, n - ended, None)
    spread = lengths[over].std()
    longer = (lengths[~over] > lengths[over].max() + resolution).any()
    if spread <= max(_SAME * lengths[over].mean(), resolution / 2) and not longer:
        value = float(np.median(lengths[over]))
        fixed = Candidate("fixed", value, 0.0, float(spread) / math.sqrt(ended), 0.0, math.nan, 0.0, (value,))
        return Fitted(ended, n - ended, fixed, (fixed,), (np.array([value]), np.ones(1)))
    lengths = np.where(lengths > 0, lengths, resolution / 2)
    steps, share = _seen(lengths, over)
    data = _Lengths(lengths, over, steps, share)
    tried = [c for family in FAMILIES if (c := _fitted(family, data)) is not None]
    tried.sort(key=lambda c: c.aic)
    close = [c for c in tried if c.aic - tried[0].aic <= AS_GOOD]
    best = min(close, key=lambda c: (len(c.parameters), c.aic))
    unsettled = bool(share[-1] < _SETTLED)
    if Fitted(ended, n - ended, best).far_off and not unsettled:
        best = _empirical(data)
        tried.append(best)
    points = np.unique(np.linspace(0, len(steps) - 1, 200).astype(int))
    return Fitted(ended, n - ended, best, tuple(tried), (steps[points], share[points]), unsettled)


def log_likelihood(found: Fitted) -> float:
    """Of the family with the best AIC."""
    best = found.candidates[0]
    return len(best.parameters) - best.aic / 2


def _seen(lengths: Floats, over: NDArray[np.bool_]) -> tuple[Floats, Floats]:
    """The Kaplan-Meier estimate: lengths at which something ended, and the share ended by then."""
    seen = stats.kaplan_meier(lengths, over)
    return seen.length, 1 - seen.share


@dataclass(frozen=True)
class _Lengths:
    """Lengths, whether each was over, and their Kaplan-Meier curve."""

    lengths: Floats
    over: NDArray[np.bool_]
    steps: Floats
    share: Floats


def _described(candidate: Candidate, data: _Lengths) -> Candidate:
    """The candidate with its distance from what was seen."""
    fitted, before = candidate.below(data.steps), np.r_[0.0, data.share[:-1]]
    return replace(candidate, distance=float(max(np.abs(fitted - data.share).max(), np.abs(fitted - before).max())))


def _fitted(family: Family, data: _Lengths) -> Candidate | None:
    """The best parameters of a family; None where it can't take such lengths."""
    scale = float(data.lengths.mean())
    of = sums(data.lengths / scale, data.over)

    def cost(p: Floats) -> float:
        with np.errstate(over="ignore", invalid="ignore"):
            value = -family.log_likelihood(p, of) / of.n if np.abs(p).max() < 50 else math.inf
        return value if math.isfinite(value) else 1e10

    start = family.start(of)
    best = minimize(cost, start, method="Nelder-Mead", options={"xatol": 1e-7, "fatol": 1e-12, "maxiter": 2000})
    p = np.asarray(best.x, np.float64)
    try:
        mean, cv = moments(family.shape, p)
    except OverflowError:
        return None
    if not (_CV[0] <= cv <= _CV[1] and math.isfinite(mean)):
        return None
    mean_se, cv_se = _errors(lambda q: cost(q) * of.n, partial(moments, family.shape), p)
    aic = 2 * len(p) + 2 * (cost(p) * of.n + of.n * math.log(scale))
    found = parameters(family.shape, p, scale)
    return _described(Candidate(family.shape, mean * scale, cv, mean_se * scale, cv_se, aic, 0.0, found), data)


def _errors(cost: Callable[[Floats], float], moments: Callable[[Floats], Floats], p: Floats) -> tuple[float, float]:
    """Standard errors of mean and cv by the delta method, from the curvature of the likelihood."""
    k, h = len(p), 1e-3
    step = np.eye(k) * h
    curve = np.array(
        [
            [(cost(p + i + j) - cost(p + i - j) - cost(p - i + j) + cost(p - i - j)) / (4 * h * h) for j in step]
            for i in step
        ]
    )
    slope = np.array([(moments(p + i) - moments(p - i)) / (2 * h) for i in step])
    try:
        variance = slope.T @ np.linalg.inv(curve) @ slope
    except np.linalg.LinAlgError:
        return math.nan, math.nan
    mean, cv = np.sqrt(np.maximum(variance.diagonal(), 0.0))
    return float(mean), float(cv)


def _empirical(data: _Lengths) -> Candidate:
    """The lengths as they were, each value the mean of an equal share of them (of at least ``GROUP``)."""
    over, steps, share = data.over, data.steps, data.share
    groups = max(2, min(MOST_VALUES, int(over.sum()) // GROUP))
    edges = np.linspace(0, share[-1], groups + 1)
    below = np.r_[0.0, share]
    sums = np.r_[0.0, (np.diff(below) * steps).cumsum()]
    whole = np.interp(edges, below, sums)
    values = np.diff(whole) / np.diff(edges)
    mean, sd = float(values.mean()), float(values.std())
    se = sd / math.sqrt(over.sum())
    numbers = tuple(map(float, values))
    return _described(Candidate("empirical", mean, sd / mean, se, math.nan, math.nan, 0.0, numbers), data)
