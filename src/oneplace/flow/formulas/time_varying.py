"""A place without a limit whose arrivals vary with time (Mt/G/∞): how many are there on average, at any moment.

m(t) = Σ over classes of ∫ rate(s) · P(stay > t − s) ds from the start of the run, which begins empty (Eick, Massey and
Whitt 1993). Rates hold for an hour, so that with A(x) = E[min(stay, x)], the integral of P(stay > u) up to x, each hour
gives its rate times A(t − its start) − A(t − its end). Nothing is approximated in time.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr

from oneplace.flow.file.pathway import Pathway, named_file
from oneplace.flow.formulas.exact import Exact
from oneplace.flow.formulas.single_place import Visited, unlimited_place
from oneplace.flow.kernel import layout as at
from oneplace.flow.network.distributions import Drawn
from oneplace.flow.network.timeline import A_MONDAY, HOUR, hourly, read_profile

Floats = NDArray[np.float64]

_MOST_HOURS = 100_000
"""The longest run that is followed hour by hour: above eleven years."""


def follow(pathway: Pathway, here: Visited) -> Exact | None:
    """The mean number inside over the run, and by hour of the week."""
    file = pathway.file
    start, end = file.start or A_MONDAY, file.warm_up + file.run
    hours = math.ceil(end / HOUR)
    if hours > _MOST_HOURS:
        return None
    inside, moments = 0.0, np.zeros(math.floor(end / HOUR) + 1)
    for one in here.coming:
        come = file.patients[one.cls].arrivals
        profile = come.profile if come else None
        if isinstance(profile, str):
            profile = read_profile(named_file(pathway.path.parent, profile))
        rates = one.rate * hourly(profile, start, hours)
        stays = _Stays(one.stay)
        begins = np.arange(hours, dtype=np.float64) * HOUR
        stayed = np.diff(stays.up_to(np.append(begins, end)))
        moments[1:] += _convolved(rates, stayed)[: len(moments) - 1]
        held = stays.twice(end - begins) - stays.twice(end - begins - HOUR)
        before = stays.twice(file.warm_up - begins) - stays.twice(file.warm_up - begins - HOUR)
        inside += float(rates @ (held - before)) / file.run
    hour = (np.arange(len(moments)) + 24 * start.weekday()) % 168
    hour[: math.ceil(file.warm_up / HOUR)] = -1
    week = np.array([moments[hour == h].mean() if (hour == h).any() else np.nan for h in range(168)])
    values = unlimited_place(here) | {("inside", here.name): inside}
    return Exact("Mt/G/∞", values, hour_of_week={here.name: week})


def _convolved(a: NDArray[np.float64], b: NDArray[np.float64]) -> NDArray[np.float64]:
    """The convolution of two series, by their Fourier transforms (SciPy's takes a quarter of a second to import)."""
    n = len(a) + len(b) - 1
    return np.fft.irfft(np.fft.rfft(a, n) * np.fft.rfft(b, n), n)


class _Stays:
    """The distribution of a stay as values with weights: those of a list as they are, else by the normal quantiles of
    8,001 steps, which reach far into the tails.
    """

    def __init__(self, of: Drawn) -> None:
        if of.kind in (at.FIXED, at.EMPIRICAL):
            values = of.least + np.array(of.table or (of.a,))
            weights = np.full(len(values), 1 / len(values))
        else:
            z = np.linspace(-7.5, 7.5, 8001)
            weights = np.exp(-(z**2) / 2)
            values = of.quantiles(np.asarray(ndtr(z), dtype=np.float64))
            weights /= weights.sum()
        order = np.argsort(values)
        self._values, weights = values[order], weights[order]
        self._below = np.concatenate([[0.0], np.cumsum(weights)])
        self._first = np.concatenate([[0.0], np.cumsum(weights * self._values)])
        self._second = np.concatenate([[0.0], np.cumsum(weights * self._values**2)])

    def up_to(self, x: Floats) -> Floats:
        """E[min(stay, x)], nought below nought."""
        x = np.maximum(x, 0.0)
        i = np.searchsorted(self._values, x, side="right")
        return np.asarray(self._first[i] + x * (1 - self._below[i]), dtype=np.float64)

    def twice(self, x: Floats) -> Floats:
        """The integral of ``up_to`` from nought to x."""
        x = np.maximum(x, 0.0)
        i = np.searchsorted(self._values, x, side="right")
        short = x * self._first[i] - self._second[i] / 2
        return np.asarray(short + x**2 / 2 * (1 - self._below[i]), dtype=np.float64)
