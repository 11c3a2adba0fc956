"""Interrupted time series: whether a series changed when something was done, with a test that short series can bear.

A straight line before, a step and another slope after, and errors of which each clings to the one before (an
autoregression of order one), fitted by restricted maximum likelihood. The usual standard errors are too narrow for
the few points that a place has: of 24 to 36 in which nothing happened they call up to a third changed. So the limits
here come from simulation: what the same fit finds in series of the same periods in which nothing happened, at an
autocorrelation as high as the series may have.

Sources: Bernal, Cummins and Gasparrini 2017, "Interrupted time series regression" (the model); Turner and others 2021,
"Evaluation of statistical methods used in the analysis of interrupted time series studies" (restricted likelihood and
its intervals, too narrow in all methods). The simulated limits at an upper autocorrelation are ours:
``benchmarks/effect.py`` measures its false alarms and its power.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from functools import lru_cache
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from oneplace.stats.estimate import FloatArray, IntArray, TextArray, floats

LEAST_BEFORE, LEAST_AFTER = 12, 8
"""Known points without which a series is not judged."""
TERMS = ("level", "trend", "step", "slope")
"""The coefficients: the value just before the first period, its change a period, and what came on top after."""
_TRIED = np.round(np.arange(-0.6, 0.97, 0.04), 2)
_TRUE = np.round(np.arange(0.0, 0.91, 0.1), 1)
_DRAWS, _SEED = 4_000, 20_260_226
Way = Literal["either", "increase", "decrease"]
"""Which way a series was expected to change, said before anybody looked."""
_UP: Mapping[Way, float] = {"either": 0.5, "increase": 0.75, "decrease": 0.25}
"""How much of the chance of a false alarm a change upwards gets: of two that are named, the expected one more."""
_AS_WELL = 1.0
"""By no more does the AICc of a curve lie above that of a step where either may be: under 2 hardly tells two models
apart (Burnham and Anderson 2002); at 1 steps are seen nearly as often as without that question."""
_BENT = 0.025
"""The chance that another slope is called one beside a curve that there is: the two are hard to tell apart."""
_ASKED = np.array([[0.0, 0.0, 1.0, 0.0], [0.0, 0.0, 0.0, 1.0]])
_ASKED_CURVED = np.pad(_ASKED, ((0, 0), (0, 1)))


@dataclass(frozen=True)
class Change:
    """What changed by then, in the series' unit (the slope's: a period), with its limits; ``p`` of both ways.

    ``smallest`` is the size that would have been beyond chance in four of five such series (or ``power``), the way that
    was expected.
    Every array has the series' shape without its points.
    """

    value: FloatArray
    lower: FloatArray
    upper: FloatArray
    p: FloatArray
    smallest: FloatArray


@dataclass(frozen=True)
class Interruption:
    """Fitted series: ``step`` and ``slope`` after the last period before, what both have ``reached`` in a period,
    and ``rho``, the autocorrelation that the limits allow for. ``coefficients``, ``(…, 4)``, are those of ``TERMS``.

    ``reason`` says why one is not judged (too_few_before, too_few_after, constant): then the rest is not a number.
    """

    step: Change
    slope: Change
    reached: Change
    coefficients: FloatArray
    rho: FloatArray
    reason: TextArray


def interrupted(
    series: ArrayLike,
    last_before: int,
    *,
    expected: Way = "either",
    by: int | None = None,
    chance: float = 0.05,
    tests: int = 1,
    power: float = 0.8,
) -> Interruption:
    """Whether series, ``(…, points)`` at equal steps (a missing point NaN), changed after their ``last_before`` points.

    ``expected`` is the way that was said before anybody looked: three quarters of the chance of a false alarm are its,
    one quarter the other way's, so that more of such changes are seen and fewer of the others, all in all as surely.
    ``chance`` is that of a false alarm: limits are of 95 % where it is 0.05.
    ``by`` is the period after (the first is 1, the last where none is said) in which ``reached`` is asked. ``smallest``
    would have been seen in ``power`` of such series among so many ``tests`` (Bonferroni); ``p`` and limits are of one.

    At least 12 known points before and 8 after are asked for; a series without any spread is not judged.
    """
    y = floats(series)
    if y.ndim == 0 or not 0 <= last_before <= y.shape[-1]:
        raise ValueError("series have points on the last axis, and `last_before` is how many of them came before.")
    flat = y.reshape(-1, y.shape[-1])
    reason = _reasons(flat, last_before)
    question = _Question(y.shape[-1] - last_before if by is None else by, _UP[expected], chance, tests, power)
    numbers = np.full((len(flat), _CHANGES * _FIELDS + len(TERMS) + 1), np.nan)
    judged = np.flatnonzero(reason == "")
    patterns, which = np.unique(~np.isnan(flat[judged]), axis=0, return_inverse=True)
    for i, known in enumerate(patterns):
        rows = judged[which.ravel() == i]
        at = np.flatnonzero(known) - last_before + 1
        numbers[rows] = _judged(at, flat[rows][:, known].T, last_before, question).T
    shaped = numbers.reshape(*y.shape[:-1], -1)
    step, slope, reached = (Change(*np.moveaxis(shaped[..., i : i + _FIELDS], -1, 0)) for i in _FIELDS * np.arange(3))
    return Interruption(
        step, slope, reached, shaped[..., _CHANGES * _FIELDS : -1], shaped[..., -1], reason.reshape(y.shape[:-1])
    )


@dataclass(frozen=True)
class Placebo:
    """How many earlier dates, or other places, could be tried, and at how many of them a step and a slope stood out as
    much or more."""

    tried: int
    step: int
    slope: int


def placebo(series: ArrayLike, last_before: int) -> Placebo:
    """What one series, ``(points,)``, shows at the dates before at which nothing was done, each with 12 known points
    before it and 8 between it and the real one: how many change, over its standard error, at least as much."""
    y = floats(series)
    real = _ratios(y, last_before)
    before = y[:last_before]
    known = np.cumsum(~np.isnan(before))
    total = known[-1] if known.size else 0
    dates = [
        at for at in range(1, last_before) if known[at - 1] >= LEAST_BEFORE and total - known[at - 1] >= LEAST_AFTER
    ]
    found = np.array([_ratios(before, at) >= real for at in dates]).reshape(-1, len(_ASKED)).sum(axis=0)
    return Placebo(len(dates), int(found[0]), int(found[1]))


def elsewhere(series: ArrayLike, others: ArrayLike, last_before: int) -> Placebo:
    """What one series, ``(points,)``, shows beside others at which nothing was done, ``(places, points)`` of the same
    periods and unit: at how many of those that have 12 points before and 8 after a step and a slope are at least as
    large and stand out at least as much."""
    y, beside = floats(series), floats(others)
    judged = beside[_reasons(beside, last_before) == ""]
    size, real = _sizes(y, last_before), _ratios(y, last_before)
    found = np.array(
        [(_sizes(one, last_before) >= size) & (_ratios(one, last_before) >= real) for one in judged]
    ).reshape(-1, len(_ASKED)).sum(axis=0)  # fmt: skip
    return Placebo(len(judged), int(found[0]), int(found[1]))


@dataclass(frozen=True)
class Bent:
    """Whether a curve without any break could have made the step, and the other slope, of a series."""

    step: bool
    slope: bool


def bends(series: ArrayLike, last_before: int, *, expected: Way = "either") -> Bent:
    """Whether a parabola could have made what one series, ``(points,)``, changed.

    A step, where the curve explains the series about as well: an AICc (Hurvich and Tsai 1989), with the same clinging
    errors, that is no more than 1 larger than that of a step and another slope. Another slope, where it is not beyond
    chance (2.5 %, ``expected`` as of ``interrupted``) the same way when the series may bend as well.
    """
    y = floats(series)
    known = np.flatnonzero(~np.isnan(y))
    at = known - last_before + 1
    values = (y[known, None] - y[known[0]]) / (float(np.ptp(y[known])) or 1.0)
    design = segments(at)
    as_well = _aicc(at, np.column_stack([design[:, :2], _curve(at)]), values) <= _aicc(at, design, values) + _AS_WELL
    return Bent(as_well, not _beside_curve(at, values, _UP[expected]))


def _beside_curve(at: IntArray, values: FloatArray, up: float) -> bool:
    """Whether the other slope of ``values``, ``(points, 1)``, is one even if the series may bend."""
    fit = _fitted(at, values, _ASKED_CURVED, curved=True)
    null = _null(tuple(int(one) for one in at), None)
    question = _Question(0, up, _BENT, 1, 0.8)
    p = null.change(1, fit.value[1], fit.error[1], null.upper(fit.rho), question)[3, 0]
    plain = _fitted(at, values).value[1, 0]
    return bool(p <= _BENT and fit.value[1, 0] * plain > 0)


def _aicc(at: IntArray, design: FloatArray, y: FloatArray) -> float:
    """Akaike's criterion for few points, by the likeliest autocorrelation; its constant is left out."""
    n, terms = design.shape[0], design.shape[1] + 2  # and the errors' spread and autocorrelation
    fits = [(np.linalg.lstsq(x, seen, rcond=None)[0], x, seen, spread) for x, seen, spread in _whitened(at, design, y)]
    left = (n * np.log(max(float(np.sum((seen - x @ of) ** 2)), 1e-300)) + spread for of, x, seen, spread in fits)
    return float(min(left) + 2 * terms + 2 * terms * (terms + 1) / (n - terms - 1))


def _ratios(y: FloatArray, last_before: int) -> FloatArray:
    """Step and slope of one series over their standard errors, without sign."""
    fit, _scale = _alone(y, last_before)
    return np.abs(fit.value / fit.error)[:, 0]


def _sizes(y: FloatArray, last_before: int) -> FloatArray:
    """Step and slope of one series in its unit, without sign."""
    fit, scale = _alone(y, last_before)
    return np.abs(fit.value)[:, 0] * scale


def _alone(y: FloatArray, last_before: int) -> tuple[_Fit, float]:
    """The fit of one series in parts of its range, and that range."""
    known = np.flatnonzero(~np.isnan(y))
    scale = float(np.ptp(y[known])) or 1.0
    return _fitted(known - last_before + 1, (y[known] - y[known[0]])[:, None] / scale), scale


_FIELDS, _CHANGES = len(fields(Change)), 3


def _reasons(y: FloatArray, last_before: int) -> TextArray:
    known = ~np.isnan(y)
    before, after = known[:, :last_before].sum(axis=1), known[:, last_before:].sum(axis=1)
    least, greatest = (of(np.where(known, y, sign * np.inf), axis=1) for of, sign in ((np.min, 1), (np.max, -1)))
    found = np.where(least >= greatest, "constant", "").astype("U20")
    return np.where(before < LEAST_BEFORE, "too_few_before", np.where(after < LEAST_AFTER, "too_few_after", found))


@dataclass(frozen=True)
class _Question:
    """What is asked beside step and slope: the period after in which both are counted together, the share of the chance
    of a false alarm that a change upwards gets, and what ``smallest`` is of."""

    end: int
    up: float
    chance: float
    tests: int
    power: float


def _judged(at: IntArray, y: FloatArray, last_before: int, question: _Question) -> FloatArray:
    """What an ``Interruption`` has of series of the same known points, ``(points, series)``, a row each."""
    start, scale = y[0], np.ptp(y, axis=0)  # numbers near one lose least
    fit = _fitted(at, (y - start) / scale, _asked(question.end))
    null = _null(tuple(int(one) for one in at), question.end)
    rho = null.upper(fit.rho)
    changes = [
        null.change(which, fit.value[which] * scale, fit.error[which] * scale, rho, question)
        for which in range(_CHANGES)
    ]
    coefficients = fit.coefficients * scale
    coefficients[0] += start - coefficients[1] * last_before
    return np.vstack([*changes, coefficients, rho])


@dataclass(frozen=True)
class _Fit:
    """Of each series: what was asked for and its standard error ``(asked, series)``, coefficients, autocorrelation."""

    value: FloatArray
    error: FloatArray
    coefficients: FloatArray
    rho: FloatArray


def segments(at: IntArray) -> FloatArray:
    """The columns of ``TERMS`` at periods of which the first after is 1."""
    after = at > 0
    return np.column_stack([np.ones(at.size), at, after, np.where(after, at, 0)]).astype(float)


def _curve(at: IntArray) -> FloatArray:
    """The bend of a parabola."""
    curve: FloatArray = (at / at.size) ** 2
    return curve


def _asked(end: int) -> FloatArray:
    """Step, slope, and what both have come to in period ``end`` after."""
    return np.vstack([_ASKED, [0.0, 0.0, 1.0, end]])


def _fitted(at: IntArray, y: FloatArray, asked: FloatArray = _ASKED, *, curved: bool = False) -> _Fit:
    """Fit each column of ``y``, ``(points, series)``, at the autocorrelation that is likeliest for it."""
    n, series = y.shape
    design = np.column_stack([segments(at), _curve(at)]) if curved else segments(at)
    terms = design.shape[1]
    best = np.full(series, -np.inf)
    coefficients, rho = np.zeros((terms, series)), np.zeros(series)
    error = np.zeros((len(asked), series))
    for tried, (x, whitened, spread) in zip(_TRIED, _whitened(at, design, y), strict=True):
        q, r = np.linalg.qr(x)
        seen = q.T @ whitened
        left = np.maximum(np.einsum("ij,ij->j", whitened, whitened) - np.einsum("ij,ij->j", seen, seen), 1e-300)
        size = 2 * np.log(np.abs(np.diag(r))).sum()
        likely = -0.5 * ((n - terms) * np.log(left) + spread + size)
        better = likely > best
        best[better], rho[better] = likely[better], tried
        inverse = np.linalg.inv(r)
        coefficients[:, better] = inverse @ seen[:, better]
        error[:, better] = np.linalg.norm(asked @ inverse, axis=1)[:, None] * np.sqrt(left[better] / (n - terms))
    return _Fit(asked @ coefficients, error, coefficients, rho)


def _whitened(at: IntArray, design: FloatArray, y: FloatArray) -> Iterator[tuple[FloatArray, FloatArray, float]]:
    """Design and series for each autocorrelation tried, such that their errors are independent and alike; and the
    logarithm of the determinant of their correlations. A missing point only makes the step to the next one longer."""
    apart = np.diff(at)
    for rho in _TRIED:
        clings = np.sign(rho) ** apart * np.abs(rho) ** apart
        size = np.sqrt(1 - clings**2)[:, None]
        x, whitened = (np.vstack([one[:1], (one[1:] - clings[:, None] * one[:-1]) / size]) for one in (design, y))
        yield x, whitened, 2 * float(np.log(size).sum())


@dataclass(frozen=True)
class _Null:
    """What the fit finds in series of the same periods in which nothing happened, by their true autocorrelation."""

    n: int
    found: FloatArray
    """The mean autocorrelation found, at each true one: too low."""
    ratio: FloatArray
    """``(asked, true, draws)``: each change over its standard error, without sign and sorted."""

    def upper(self, found: FloatArray) -> FloatArray:
        """Autocorrelations as high as series may have of which ``found`` were found."""
        likely: FloatArray = np.interp(found, self.found, _TRUE)
        upper: FloatArray = np.clip(likely + 2 / np.sqrt(self.n), 0, _TRUE[-1])
        return upper

    def change(self, which: int, value: FloatArray, error: FloatArray, rho: FloatArray, asked: _Question) -> FloatArray:
        """The fields of ``Change``, a row each."""
        ratios, up = self.ratio[which], asked.up

        def limit(share: float) -> FloatArray:
            # of ratios without sign, the share below that which ``1 - share`` with their sign are below
            found: FloatArray = np.interp(rho, _TRUE, np.quantile(ratios, 1 - 2 * share, axis=1))
            return found

        risen, fallen = limit(asked.chance * up), limit(asked.chance * (1 - up))
        expected, usual = limit(asked.chance * max(up, 1 - up) / asked.tests), limit(1 - asked.power)
        beyond = [_DRAWS - np.searchsorted(row, np.abs(value) / error) for row in ratios]
        below = np.minimum(np.searchsorted(_TRUE, rho, side="right") - 1, _TRUE.size - 2)
        share = (rho - _TRUE[below]) / (_TRUE[below + 1] - _TRUE[below])
        low, high = (np.take_along_axis(np.array(beyond), at[None], axis=0)[0] for at in (below, below + 1))
        both = (1 + low + share * (high - low)) / (1 + _DRAWS)
        p = np.minimum(both / (2 * np.where(value > 0, up, 1 - up)), 1)
        return np.array([value, value - risen * error, value + fallen * error, p, (expected + usual) * error])


@lru_cache(maxsize=256)
def _null(at: tuple[int, ...], end: int | None) -> _Null:
    """Simulated once for the same periods: 4,000 series, seeded, the same chances at each of ten autocorrelations.

    Of step, slope and what both come to by ``end``; where that is None, of step and slope beside a curve.
    """
    when = np.array(at, dtype=np.intp)
    span = int(when[-1] - when[0]) + 1
    chances = np.random.default_rng(_SEED).standard_normal((span, 1, _DRAWS))
    draws = np.broadcast_to(chances, (span, _TRUE.size, _DRAWS)).copy()
    for i in range(1, span):
        draws[i] = _TRUE[:, None] * draws[i - 1] + np.sqrt(1 - _TRUE**2)[:, None] * chances[i]
    asked = _ASKED_CURVED if end is None else _asked(end)
    fit = _fitted(when, draws[when - when[0]].reshape(when.size, -1), asked, curved=end is None)
    ratio = np.abs(fit.value / fit.error).reshape(len(asked), _TRUE.size, _DRAWS)
    return _Null(when.size, fit.rho.reshape(_TRUE.size, _DRAWS).mean(axis=1), np.sort(ratio, axis=2))
