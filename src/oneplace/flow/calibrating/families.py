"""Which distribution lengths of time follow: maximum likelihood with those not over yet, chosen by Akaike's criterion.

A length that was not over when the data end is right-censored: it counts as lasting longer than what was seen.
Sources: Klein and Moeschberger 2003, "Survival analysis", chapters 3 and 4 (censored likelihood, Kaplan-Meier);
Burnham and Anderson 2002, "Model selection and multimodel inference", chapter 2 (within 2 of the smallest AIC models
are equally well supported).
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import gammaincc, gammaln, log_ndtr

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
_MANY = 5_000
_WEIBULL_CV = (0.02, 20.0)  # what a pathway file can hold


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
    tried = [c for family in _FAMILIES if (c := family(data)) is not None]
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
    order = np.argsort(lengths, kind="stable")
    lengths, ends = lengths[order], over[order].astype(np.float64)
    last = np.r_[lengths[1:] != lengths[:-1], True]  # of each length
    steps = lengths[last]
    total, number = np.diff(ends.cumsum()[last], prepend=0.0), np.diff(np.flatnonzero(last), prepend=-1)
    at_risk = len(lengths) - np.r_[0, number.cumsum()[:-1]]
    left = np.cumprod(1 - total / at_risk)
    return steps[total > 0], 1 - left[total > 0]


def _distance(candidate: Candidate, steps: Floats, share: Floats) -> float:
    fitted = candidate.below(steps)
    return float(max(np.abs(fitted - share).max(), np.abs(fitted - np.r_[0.0, share[:-1]]).max()))


@dataclass(frozen=True)
class _Sums:
    """What the likelihoods need of the lengths that ended, and the lengths that did not."""

    n: int
    total: float
    logs: float
    squares: float
    ended: Floats
    ended_n: Floats
    """How many there are of each of ``ended``."""
    rest: Floats
    rest_n: Floats


def _sums(lengths: Floats, over: NDArray[np.bool_]) -> _Sums:
    ended = lengths[over]
    logs = np.log(ended)
    sums = len(ended), float(ended.sum()), float(logs.sum()), float((logs**2).sum())
    return _Sums(*sums, *_grouped(ended), *_grouped(lengths[~over]))


def _grouped(lengths: Floats) -> tuple[Floats, Floats]:
    """Lengths and how many there are of each; where there are very many, as means of bins 0.2 % wide."""
    if len(lengths) <= _MANY:
        return lengths, np.ones(len(lengths))
    bins = np.floor(np.log(lengths) / 0.002).astype(np.int64)
    counts = np.bincount(bins - bins.min())
    totals = np.bincount(bins - bins.min(), lengths)
    return totals[counts > 0] / counts[counts > 0], counts[counts > 0].astype(np.float64)


def _exponential(p: Floats, of: _Sums) -> float:
    mean = math.exp(p[0])
    return float(-of.n * p[0] - (of.total + of.rest @ of.rest_n) / mean)


def _lognormal(p: Floats, of: _Sums) -> float:
    mu, sigma = p[0], math.exp(p[1])
    squares = of.squares - 2 * mu * of.logs + of.n * mu**2
    known = -of.logs - of.n * (p[1] + math.log(2 * math.pi) / 2) - squares / (2 * sigma**2)
    return float(known + log_ndtr(-(np.log(of.rest) - mu) / sigma) @ of.rest_n)


def _gamma(p: Floats, of: _Sums) -> float:
    a, b = math.exp(p[0]), math.exp(p[1])
    known = (a - 1) * of.logs - of.total / b - of.n * (a * p[1] + gammaln(a))
    return float(known + np.log(np.maximum(gammaincc(a, of.rest / b), 1e-300)) @ of.rest_n)


def _weibull(p: Floats, of: _Sums) -> float:
    k, b = math.exp(p[0]), math.exp(p[1])
    powers = (of.ended / b) ** k @ of.ended_n + (of.rest / b) ** k @ of.rest_n
    return float(of.n * (p[0] - k * p[1]) + (k - 1) * of.logs - powers)


def _moments(shape: Shape, p: Floats) -> Floats:
    """The mean and the standard deviation over it, of parameters as the likelihoods take them."""
    if shape == "exponential":
        return np.array([math.exp(p[0]), 1.0])
    if shape == "lognormal":
        s2 = math.exp(2 * p[1])
        return np.array([math.exp(p[0] + s2 / 2), math.sqrt(math.expm1(s2))])
    a, b = math.exp(p[0]), math.exp(p[1])
    if shape == "gamma":
        return np.array([a * b, a**-0.5])
    first, second = gammaln(1 + 1 / a), gammaln(1 + 2 / a)
    return np.array([b * math.exp(first), math.sqrt(math.expm1(second - 2 * first))])


@dataclass(frozen=True)
class _Lengths:
    """Lengths, whether each was over, and their Kaplan-Meier curve."""

    lengths: Floats
    over: NDArray[np.bool_]
    steps: Floats
    share: Floats


def _fitted(
    shape: Shape, likelihood: Callable[[Floats, _Sums], float], start: Callable[[_Sums], Floats], data: _Lengths
) -> Candidate | None:
    """The best parameters of a family; None where it can't take such lengths."""
    scale = float(data.lengths.mean())
    of = _sums(data.lengths / scale, data.over)

    def cost(p: Floats) -> float:
        with np.errstate(over="ignore", invalid="ignore"):
            value = -likelihood(p, of) / of.n if np.abs(p).max() < 50 else math.inf
        return value if math.isfinite(value) else 1e10

    best = minimize(cost, start(of), method="Nelder-Mead", options={"xatol": 1e-7, "fatol": 1e-12, "maxiter": 2000})
    p = np.asarray(best.x, np.float64)
    try:
        mean, cv = _moments(shape, p)
    except OverflowError:
        return None
    if not (_WEIBULL_CV[0] <= cv <= _WEIBULL_CV[1] and math.isfinite(mean)):
        return None
    mean_se, cv_se = _errors(lambda q: cost(q) * of.n, partial(_moments, shape), p)
    aic = 2 * len(p) + 2 * (cost(p) * of.n + of.n * math.log(scale))
    parameters: tuple[float, ...]
    if shape == "lognormal":
        parameters = (p[0] + math.log(scale), math.exp(p[1]))
    elif shape == "exponential":
        parameters = (math.exp(p[0]) * scale,)
    else:
        parameters = (math.exp(p[0]), math.exp(p[1]) * scale)
    found = Candidate(shape, mean * scale, cv, mean_se * scale, cv_se, aic, 0.0, tuple(map(float, parameters)))
    return Candidate(**{**found.__dict__, "distance": _distance(found, data.steps, data.share)})


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


def _start_exponential(of: _Sums) -> Floats:
    return np.array([math.log((of.total + of.rest @ of.rest_n) / of.n)])


def _start_lognormal(of: _Sums) -> Floats:
    mu = of.logs / of.n
    return np.array([mu, math.log(max(1e-3, math.sqrt(max(of.squares / of.n - mu**2, 0.0))))])


def _start_gamma(of: _Sums) -> Floats:
    """Minka's starting point, from the mean and the mean logarithm."""
    mean = of.total / of.n
    s = max(math.log(mean) - of.logs / of.n, 1e-6)
    a = (3 - s + math.sqrt((s - 3) ** 2 + 24 * s)) / (12 * s)
    return np.array([math.log(a), math.log(mean / a)])


def _start_weibull(of: _Sums) -> Floats:
    spread = math.exp(_start_lognormal(of)[1])
    k = 1.2825 / spread  # the logarithm of a Weibull length has standard deviation pi / sqrt(6) / k
    return np.array([math.log(k), of.logs / of.n + 0.5772 / k])


_FAMILIES: tuple[Callable[[_Lengths], Candidate | None], ...] = (
    partial(
        _fitted, "exponential", _exponential, lambda of: np.array([math.log((of.total + of.rest @ of.rest_n) / of.n)])
    ),
    partial(_fitted, "lognormal", _lognormal, _start_lognormal),
    partial(_fitted, "gamma", _gamma, _start_gamma),
    partial(_fitted, "weibull", _weibull, _start_weibull),
)


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
    found = Candidate("empirical", mean, sd / mean, se, math.nan, math.nan, 0.0, tuple(map(float, values)))
    return Candidate(**{**found.__dict__, "distance": _distance(found, steps, share)})
