"""The likelihoods of the usual families of lengths of time, with lengths that were not over when they were last seen.

Parameters are taken as numbers without bounds: logarithms of what is above nought. Source: Klein and Moeschberger 2003,
"Survival analysis", chapter 3.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaincc, gammaln, log_ndtr

Floats = NDArray[np.float64]
Usual = Literal["exponential", "lognormal", "gamma", "weibull"]

_MANY = 5_000


@dataclass(frozen=True)
class Sums:
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


def sums(lengths: Floats, over: NDArray[np.bool_]) -> Sums:
    """The sums of lengths, all above nought."""
    ended = lengths[over]
    logs = np.log(ended)
    found = len(ended), float(ended.sum()), float(logs.sum()), float((logs**2).sum())
    return Sums(*found, *_grouped(ended), *_grouped(lengths[~over]))


def _grouped(lengths: Floats) -> tuple[Floats, Floats]:
    """Lengths and how many there are of each; where there are very many, as means of bins 0.2 % wide."""
    if len(lengths) <= _MANY:
        return lengths, np.ones(len(lengths))
    bins = np.floor(np.log(lengths) / 0.002).astype(np.int64)
    counts = np.bincount(bins - bins.min())
    totals = np.bincount(bins - bins.min(), lengths)
    return totals[counts > 0] / counts[counts > 0], counts[counts > 0].astype(np.float64)


def _exponential(p: Floats, of: Sums) -> float:
    mean = math.exp(p[0])
    return float(-of.n * p[0] - (of.total + of.rest @ of.rest_n) / mean)


def _lognormal(p: Floats, of: Sums) -> float:
    mu, sigma = p[0], math.exp(p[1])
    squares = of.squares - 2 * mu * of.logs + of.n * mu**2
    known = -of.logs - of.n * (p[1] + math.log(2 * math.pi) / 2) - squares / (2 * sigma**2)
    return float(known + log_ndtr(-(np.log(of.rest) - mu) / sigma) @ of.rest_n)


def _gamma(p: Floats, of: Sums) -> float:
    a, b = math.exp(p[0]), math.exp(p[1])
    known = (a - 1) * of.logs - of.total / b - of.n * (a * p[1] + gammaln(a))
    return float(known + np.log(np.maximum(gammaincc(a, of.rest / b), 1e-300)) @ of.rest_n)


def _weibull(p: Floats, of: Sums) -> float:
    k, b = math.exp(p[0]), math.exp(p[1])
    powers = (of.ended / b) ** k @ of.ended_n + (of.rest / b) ** k @ of.rest_n
    return float(of.n * (p[0] - k * p[1]) + (k - 1) * of.logs - powers)


def moments(shape: Usual, p: Floats) -> Floats:
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


def parameters(shape: Usual, p: Floats, scale: float) -> tuple[float, ...]:
    """The parameters of lengths ``scale`` times as long, as the kernel takes them."""
    if shape == "lognormal":
        return float(p[0] + math.log(scale)), math.exp(p[1])
    if shape == "exponential":
        return (math.exp(p[0]) * scale,)
    return math.exp(p[0]), math.exp(p[1]) * scale


def _start_exponential(of: Sums) -> Floats:
    return np.array([math.log((of.total + of.rest @ of.rest_n) / of.n)])


def _start_lognormal(of: Sums) -> Floats:
    mu = of.logs / of.n
    return np.array([mu, math.log(max(1e-3, math.sqrt(max(of.squares / of.n - mu**2, 0.0))))])


def _start_gamma(of: Sums) -> Floats:
    """Minka's starting point, from the mean and the mean logarithm."""
    mean = of.total / of.n
    s = max(math.log(mean) - of.logs / of.n, 1e-6)
    a = (3 - s + math.sqrt((s - 3) ** 2 + 24 * s)) / (12 * s)
    return np.array([math.log(a), math.log(mean / a)])


def _start_weibull(of: Sums) -> Floats:
    spread = math.exp(_start_lognormal(of)[1])
    k = 1.2825 / spread  # the logarithm of a Weibull length has standard deviation pi / sqrt(6) / k
    return np.array([math.log(k), of.logs / of.n + 0.5772 / k])


@dataclass(frozen=True)
class Family:
    """A family: its log likelihood given parameters, and parameters to start from."""

    shape: Usual
    log_likelihood: Callable[[Floats, Sums], float]
    start: Callable[[Sums], Floats]


FAMILIES = (
    Family("exponential", _exponential, _start_exponential),
    Family("lognormal", _lognormal, _start_lognormal),
    Family("gamma", _gamma, _start_gamma),
    Family("weibull", _weibull, _start_weibull),
)
