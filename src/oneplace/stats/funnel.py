"""Funnel plots: the limits within which areas should lie if they differ by chance alone."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import gammaincinv

from oneplace.stats import limits
from oneplace.stats.estimate import (
    BoolArray,
    Confidence,
    FloatArray,
    TextArray,
    coded,
    floats,
    levels,
    reasons,
    z_score,
)

Kind = Literal["proportion", "ratio", "rate", "standardised_rate"]

LEVELS = (0.95, 0.998)
FEWEST_EVENTS = 10
_POINTS = 100


@dataclass(frozen=True)
class FunnelLimits:
    """The lines of a funnel. ``lower`` and ``upper`` are (points, levels).

    Without over-dispersion the lines of ratios and rates are drawn over numbers of events: ``at`` holds the events,
    ``lower_at`` and ``upper_at`` the expected events (rates: the people for one year) at which a line has its value.
    Else ``at`` is the denominator itself and so are ``lower_at`` and ``upper_at``. ``tau_squared`` is the variance
    between areas, in squared units of the baseline (0 where over-dispersion isn't asked for or isn't there).
    """

    at: FloatArray
    lower_at: FloatArray
    upper_at: FloatArray
    lower: FloatArray
    upper: FloatArray
    baseline: float
    tau_squared: float
    method: str


@dataclass(frozen=True)
class FunnelSignificance:
    """``value``: High (0.001), High (0.025), Low (0.001), Low (0.025) by default, Not significant, or empty with a
    ``reason``.

    ``z`` is the distance from the baseline in standard errors, over-dispersion included where it was asked for.
    """

    value: TextArray
    z: FloatArray
    baseline: float
    tau_squared: float
    method: str
    reason: TextArray


def funnel_limits(
    count: ArrayLike,
    denominator: ArrayLike,
    kind: Kind = "proportion",
    *,
    per: float = 1,
    years: float = 1,
    overdispersion: bool = False,
    at: ArrayLike | None = None,
    confidence: Confidence = LEVELS,
) -> FunnelLimits:
    """Limits about the areas' joint value at a hundred points along the denominators (or ``at`` given points).

    ``denominator`` holds people for proportions, expected events for ratios, person-years over all ``years`` for rates
    (for standardised rates events over rate, so that count / denominator is the rate). Proportions have normal limits
    within 0 and ``per``; ratios and rates exact Poisson ones. With ``overdispersion``, Spiegelhalter's additive
    variance between areas widens normal limits. Areas that can't be judged are left out.

    Source: Spiegelhalter 2005 ("Funnel plots for comparing institutional performance"); OHID's technical guidance.
    """
    x, n, reason = _areas(count, denominator, kind)
    level, _ = levels(confidence)
    x, n = x[reason == ""], n[reason == ""]
    if not x.size:
        raise ValueError("no area has a count and a denominator that can be judged.")
    baseline = _baseline(x, n, kind)
    if baseline == 0:
        raise ValueError("no area has an event, so there is nothing to lay lines about.")
    over_events = kind != "proportion" and not overdispersion
    events_each = years * baseline if over_events and kind != "ratio" else 1.0
    points = floats(at) if at is not None else _axis(n / years, events_each, sooner=over_events and kind == "ratio")
    if over_events:
        return _poisson_lines(points, level, baseline, per=per, years=years, kind=kind)
    tau = _tau_squared(x, n, baseline, kind) if overdispersion else 0.0
    half = np.sqrt(_variance(points, baseline, kind) + tau)[:, None] * z_score(level)
    top = 1.0 if kind == "proportion" else np.inf
    lower, upper = np.maximum(baseline - half, 0) * per, np.minimum(baseline + half, top) * per
    wide = np.broadcast_to(points[:, None], lower.shape)
    method = "Normal limits with additive over-dispersion" if overdispersion else "Normal limits"
    return FunnelLimits(points, wide, wide, lower, upper, baseline * per, tau * per**2, method)


def funnel_significance(
    count: ArrayLike,
    denominator: ArrayLike,
    kind: Kind = "proportion",
    *,
    overdispersion: bool = False,
    confidence: Confidence = LEVELS,
) -> FunnelSignificance:
    """Whether each area lies beyond the lines of its funnel; arguments as for ``funnel_limits``.

    An area beyond several is labelled by the outermost: High (0.001) is above the upper 99.8 % line.

    Ratios and rates are judged by the Poisson limits of their count, as the national tool does. Standardised rates of
    fewer than ten events are not judged. A bad area has a reason and plays no part in the baseline.
    """
    x, n, reason = _areas(count, denominator, kind)
    fine = reason == ""
    baseline = _baseline(x[fine], n[fine], kind) if fine.any() else np.nan
    tau = _tau_squared(x[fine], n[fine], baseline, kind) if overdispersion and fine.any() else 0.0
    safe_x, safe_n = np.where(fine, x, 1.0), np.where(fine, n, 2.0)
    with np.errstate(invalid="ignore", divide="ignore"):
        z = (safe_x / safe_n - baseline) / np.sqrt(_variance(safe_n, baseline, kind) + tau)
    level, _ = levels(confidence)
    if kind == "proportion" or overdispersion:
        high, low = (sign * z[..., None] > z_score(level) for sign in (1, -1))
    else:
        lower, upper = limits.poisson(safe_x[..., None], level)
        expected = (safe_n * baseline)[..., None]
        high, low = lower > expected, upper < expected
    if kind == "standardised_rate":
        few = fine & (x < FEWEST_EVENTS)
        reason = np.where(few, "fewer_than_10_events", reason).astype(np.str_)
    blank = (reason != "") | np.isnan(baseline)
    method = "Normal limits with additive over-dispersion" if overdispersion else _METHOD[kind]
    return FunnelSignificance(
        side_labels(high, low, level, blank), np.where(blank, np.nan, z), baseline, tau, method, reason
    )


def side_labels(high: BoolArray, low: BoolArray, level: FloatArray, blank: BoolArray) -> TextArray:
    """High or Low with the tail of the outermost line that an area is beyond; the first two are (areas, levels)."""
    outermost = np.argsort(-level, kind="stable")
    cases = [blank, *(high[..., i] for i in outermost), *(low[..., i] for i in outermost)]
    tails = [f"{round((1 - each) / 2, 10):g}" for each in level[outermost].tolist()]
    words = ["", *(f"High ({each})" for each in tails), *(f"Low ({each})" for each in tails), "Not significant"]
    return coded(np.select(cases, list(range(len(cases))), len(cases)), words)


_METHOD = {"proportion": "Normal limits", "ratio": "Poisson", "rate": "Poisson", "standardised_rate": "Poisson"}


def _areas(count: ArrayLike, denominator: ArrayLike, kind: Kind) -> tuple[FloatArray, FloatArray, TextArray]:
    if kind not in _METHOD:
        raise ValueError(f"kind '{kind}' is not one of {', '.join(_METHOD)}.")
    x, n = np.broadcast_arrays(floats(count), floats(denominator))
    reason = reasons(
        x.shape,
        (np.isnan(x) | (np.isnan(n) & ~((kind == "standardised_rate") & (x == 0))), "missing"),
        ((x < 0) | (n < 0), "negative"),
        ((kind == "standardised_rate") & (x == 0), "fewer_than_10_events"),
        (n == 0, "no_denominator"),
        ((kind == "proportion") & (x > n), "count_exceeds_denominator"),
    )
    return x, n, reason


def _baseline(x: FloatArray, n: FloatArray, kind: Kind) -> float:
    """The areas' joint value; a ratio is held against 1, as its expected events already come from a reference."""
    return 1.0 if kind == "ratio" else float(x.sum() / n.sum())


def _variance(n: FloatArray, baseline: float, kind: Kind) -> FloatArray:
    """Variance by chance of an area's value at the baseline."""
    return baseline * (1 - baseline) / n if kind == "proportion" else baseline / n


def _tau_squared(x: FloatArray, n: FloatArray, baseline: float, kind: Kind) -> float:
    """Variance between areas beyond chance: method of moments on z scores winsorised at their 10th and 90th centiles.

    Source: Spiegelhalter 2005, sections 6.1 and 6.2.
    """
    if x.size < 2 or baseline == 0 or (kind == "proportion" and baseline == 1):
        return 0.0  # without variance by chance there is none to compare with
    weight = 1 / _variance(n, baseline, kind)
    z = (x / n - baseline) * np.sqrt(weight)
    low, high = np.quantile(z, [0.1, 0.9])
    extra = float((np.clip(z, low, high) ** 2).sum()) - (x.size - 1)
    return max(0.0, extra / float(weight.sum() - (weight**2).sum() / weight.sum()))


def _poisson_lines(
    events: FloatArray, level: FloatArray, baseline: float, *, per: float, years: float, kind: Kind
) -> FunnelLimits:
    """For each number of events, the expected events at which it would lie on a line, and the line's value there."""
    tail = (1 - level) / 2
    observed = events[:, None]
    # an area lies on the lower line where seeing so few has the tail's chance, on the upper where seeing so many has
    most = np.asarray(gammaincinv(observed + 1, 1 - tail))
    least = np.asarray(gammaincinv(observed, tail))
    scale = baseline * per
    people = 1.0 if kind == "ratio" else 1 / (baseline * years)
    return FunnelLimits(
        events, most * people, least * people, observed / most * scale, observed / least * scale, scale, 0.0, "Poisson"
    )


def _axis(sizes: FloatArray, scale: float, *, sooner: bool) -> FloatArray:
    """A hundred points from the smallest area to the largest, ever farther apart, as the national tool lays them.

    ``sizes`` are denominators of one year, ``scale`` turns them into events; ``sooner`` is the tool's own spacing for
    ratios, which stops short of the end.
    """
    largest, smallest = float(sizes.max()), float(sizes.min())
    first = 0.0
    if largest <= 2 * smallest:
        digit = 10.0 ** math.floor(math.log10(0.95 * smallest))
        first = math.floor(0.95 * smallest / digit) * digit
    digit = 10.0 ** (math.floor(math.log10(1.05 * largest)) - 1)
    last = math.ceil(math.ceil(1.05 * largest / digit) * digit * scale)
    points = [max(1.0, float(math.floor(first * scale)))]
    for j in range(2, _POINTS + 1):
        grown = float(np.rint((last / points[-1]) ** (1 / (101 - j + sooner)) * points[-1]))
        points.append(max(grown, points[-1] + 1))
    return floats(points)
