"""Quantiles of a sum of independent numbers that are normal on another scale, without drawing them."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from scipy.special import ndtri

from oneplace.stats.estimate import BoolArray, FloatArray

_NODES, _WEIGHTS = np.polynomial.hermite_e.hermegauss(40)
_WEIGHTS = _WEIGHTS / _WEIGHTS.sum()
_CLOSE = 0.004
"""Standard deviations that the expansion's last term may be: 0.1 % of the width of 95 % limits."""


def sum_quantiles(
    centre: FloatArray,
    error: FloatArray,
    parts: FloatArray,
    chance: FloatArray,
    back: Callable[[FloatArray], FloatArray],
) -> tuple[FloatArray, BoolArray]:
    """Quantiles of Σ ``parts`` · ``back(centre + error · Z)`` with independent standard normal Z, and which are close.

    The first three are ``(…, terms)``; the quantiles at ``chance`` come out as ``(…, chances)``. Each term's cumulants
    are integrated over its normal (Gauss and Hermite), added up, and turned into quantiles (Cornish and Fisher). Where
    the expansion's last term is no longer small, as of few and very skew terms, it isn't close.

    Source: Cornish and Fisher 1938; Abramowitz and Stegun 1964, 26.2.49.
    """
    term = back(centre[..., None] + error[..., None] * _NODES) * parts[..., None]
    mean = term @ _WEIGHTS
    second, third, fourth, fifth, sixth = (((term - mean[..., None]) ** k) @ _WEIGHTS for k in range(2, 7))
    cumulants = (
        third,
        fourth - 3 * second**2,
        fifth - 10 * third * second,
        sixth - 15 * fourth * second - 10 * third**2 + 30 * second**3,
    )
    spread = np.sqrt(second.sum(axis=-1))
    with np.errstate(divide="ignore", invalid="ignore"):
        shape = [np.nan_to_num(each.sum(axis=-1) / spread**k)[..., None] for k, each in enumerate(cumulants, 3)]
    turned, last = _turned(ndtri(chance), *shape)
    close = np.asarray((np.abs(last) <= _CLOSE).all(axis=-1))
    return mean.sum(axis=-1)[..., None] + spread[..., None] * turned, close


def _turned(
    x: FloatArray, skew: FloatArray, kurtosis: FloatArray, fifth: FloatArray, sixth: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """The standard quantiles of a sum from the normal's, and the last term of their expansion."""
    one, two, three = x, x**2 - 1, x**3 - 3 * x
    four, five = x**4 - 6 * x**2 + 3, x**5 - 10 * x**3 + 15 * x
    first = x + skew * two / 6 + kurtosis * three / 24 - skew**2 * (2 * three + one) / 36
    first = first + fifth * four / 120 - skew * kurtosis * (four + two) / 24 + skew**3 * (12 * four + 19 * two) / 324
    last = (
        sixth * five / 720
        - kurtosis**2 * (3 * five + 6 * three + 2 * one) / 384
        - skew * fifth * (2 * five + 3 * three) / 180
        + skew**2 * kurtosis * (14 * five + 37 * three + 8 * one) / 288
        - skew**4 * (252 * five + 832 * three + 227 * one) / 7776
    )
    return first + last, last
