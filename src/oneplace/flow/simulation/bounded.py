"""Limits that keep within what a measure can be: a share lies between 0 and 100 %, and nothing lies below nought.

A share's limits are built on the log-odds, where no share has an end: half a width there is the width here over
``p (1 − p)`` (the delta method; Agresti 2013, *Categorical Data Analysis*), so that away from 0 and 100 % they
are the usual ones. Of what has no largest value the limits are cut at nought, which leaves out nothing that could be.
"""

from __future__ import annotations

import math
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]

OVERRUN: Final = ("occupancy", "share in use")
"""Shares of a number that falls at a shift's end while those who are there stay: they pass 100 %."""
_WHOLE = {"share": 1.0, "per 100": 100.0, "GBP": math.nan, "kgCO2e": math.nan}


def most_of(measure: str, unit: str) -> float:
    """The most that a measure can be: infinite where it has no largest value, NaN where it may be below nought, too."""
    return math.inf if measure in OVERRUN else _WHOLE.get(unit, math.inf)


def limits_of(mean: ArrayLike, half: ArrayLike, most: ArrayLike) -> tuple[Floats, Floats]:
    """The lower and upper limit of means of values from 0 to ``most`` each, ``half`` the width of plain limits.

    NaN where ``half`` is; the plain limits where ``most`` is.
    """
    mean, half, most = np.broadcast_arrays(*(np.asarray(each, np.float64) for each in (mean, half, most)))
    with np.errstate(invalid="ignore", divide="ignore", over="ignore"):
        share = mean / most
        inside = (share > 0) & (share < 1) & (half != 0)
        middle, width = np.log(share / (1 - share)), half / most / (share * (1 - share))
        low, high = (most * 0.5 * (1 + np.tanh((middle + sign * width) / 2)) for sign in (-1, 1))
    plain = mean - half, mean + half
    cut = np.where(np.isnan(most), plain[0], np.maximum(plain[0], 0.0))
    return np.where(inside, low, cut), np.where(inside, high, plain[1])


def limits_apart(now: ArrayLike, then: ArrayLike, half: ArrayLike, most: ArrayLike) -> tuple[Floats, Floats]:
    """The limits of the paired difference ``then - now``: of a share, with ``then`` never past 0 or ``most``.

    Where ``then`` is at an end in every run, all that varies is ``now``, which keeps within 0 and ``most`` instead.
    """
    now, then, half, most = np.broadcast_arrays(*(np.asarray(each, np.float64) for each in (now, then, half, most)))
    shares, at_an_end = np.isfinite(most), (then <= 0) | (then >= most)
    low, high = limits_of(np.where(at_an_end, now, then), half, most)
    lower = np.where(at_an_end, then - high, low - now)
    upper = np.where(at_an_end, then - low, high - now)
    apart = then - now
    return np.where(shares, lower, apart - half), np.where(shares, upper, apart + half)
