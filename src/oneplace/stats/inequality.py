"""Slope and relative index of inequality."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

import numpy as np
from numpy.typing import ArrayLike, NDArray

from oneplace.stats.estimate import (
    BoolArray,
    Confidence,
    Estimate,
    FloatArray,
    TextArray,
    coded,
    else_reason,
    estimate,
    levels,
    z_score,
)
from oneplace.stats.expansion import sum_quantiles
from oneplace.stats.gradient import Line, Scale, back, fitted, forward, span

_DRAWS = 100_000
_HOW = ("closed-form", "expanded", "drawn")
_SCALES = {"none": "plain scale", "log": "log scale", "logit": "logit scale"}


def slope_index(
    value: ArrayLike,
    population: ArrayLike,
    *,
    lower: ArrayLike | None = None,
    upper: ArrayLike | None = None,
    standard_error: ArrayLike | None = None,
    transform: Scale = "none",
    spread: Scale | None = None,
    multiplier: float = 1,
    confidence: Confidence = 0.95,
    seed: int = 1,
) -> Estimate:
    """Slope index of inequality: the value at the least deprived end minus the value at the most deprived end.

    The last axis holds quantiles, the most deprived first. A straight line is fitted, by population, to the values
    against the middle of each quantile's share of the population (with ``transform``, on the log or logit scale).
    Spread comes from 95 % limits (``lower``, ``upper``) or from ``standard_error``; ``spread`` is the scale on which
    it is even to both sides, that of the fit if left out. A negative ``multiplier`` turns the sign round.

    Limits are closed-form, for the slope is a fixed linear combination of the values. Only for a fit on the plain
    scale with a spread even on another (rates and proportions of the national method, untransformed) is there no
    closed form; those limits come from an expansion or, where terms are too skew for it, from draws of ``seed``, and
    ``method`` says so.

    Source: Low and Low 2004; the method of the national profiles, whose limits are all drawn from the same model.
    """
    line = fitted(value, population, (lower, upper), standard_error, transform=transform, spread=spread or transform)
    level, single = levels(confidence)
    point = span(line.intercept + line.slope / 2, line.slope, transform) * multiplier
    if _uneven(transform, spread):
        low, high, how = _uneven_limits(line, line.slope_parts * multiplier, spread or transform, level, seed)
    else:
        error = np.sqrt(line.covariance(line.slope_parts, line.slope_parts))
        half = z_score(level) * error[..., None]
        middle, slope = (line.intercept + line.slope / 2)[..., None], line.slope[..., None]
        sides = [span(middle, slope + turn, transform) * multiplier for turn in (-half, half)]
        low, high, how = np.minimum(*sides), np.maximum(*sides), np.zeros(line.reason.shape, dtype=np.int8)
    names = coded(how, [f"Slope index ({_SCALES[transform]}, {each} limits)" for each in _HOW])
    return estimate(point, (low, high), line.total, line.total, method=names, reason=line.reason, single=single)


def intercept(
    value: ArrayLike,
    population: ArrayLike,
    *,
    lower: ArrayLike | None = None,
    upper: ArrayLike | None = None,
    standard_error: ArrayLike | None = None,
    transform: Scale = "none",
    spread: Scale | None = None,
    multiplier: float = 1,
    confidence: Confidence = 0.95,
    seed: int = 1,
) -> Estimate:
    """The fitted value at the most deprived end, with limits: what the slope index is added to.

    Arguments as for ``slope_index``; of ``multiplier`` only the size counts.
    """
    line = fitted(value, population, (lower, upper), standard_error, transform=transform, spread=spread or transform)
    level, single = levels(confidence)
    if _uneven(transform, spread):
        low, high, _ = _uneven_limits(line, line.intercept_parts, spread or transform, level, seed)
    else:
        half = z_score(level) * np.sqrt(line.covariance(line.intercept_parts, line.intercept_parts))[..., None]
        low, high = (back(line.intercept[..., None] + turn, transform) for turn in (-half, half))
    scale = abs(multiplier)
    sides, point = (low * scale, high * scale), back(line.intercept, transform) * scale
    name = f"Intercept ({_SCALES[transform]})"
    return estimate(point, sides, line.total, line.total, method=name, reason=line.reason, single=single)


def relative_index(
    value: ArrayLike,
    population: ArrayLike,
    *,
    lower: ArrayLike | None = None,
    upper: ArrayLike | None = None,
    standard_error: ArrayLike | None = None,
    transform: Scale = "none",
    spread: Scale | None = None,
    multiplier: float = 1,
    confidence: Confidence = 0.95,
    seed: int = 1,
) -> Estimate:
    """Relative index of inequality: the value at the least deprived end over that at the most deprived end.

    Arguments as for ``slope_index``; a negative ``multiplier`` inverts the ratio. Limits are Fieller's on the plain
    scale and closed-form on a transformed one. Where the value divided by may be zero there are no limits, and a
    reason.
    """
    line = fitted(value, population, (lower, upper), standard_error, transform=transform, spread=spread or transform)
    level, single = levels(confidence)
    top, bottom = back(line.intercept + line.slope, transform), back(line.intercept, transform)
    invert = multiplier < 0
    with np.errstate(divide="ignore", invalid="ignore"):
        point = bottom / top if invert else top / bottom
        if _uneven(transform, spread):
            low, high = _draw(
                line, spread or transform, level, partial(_ends, line, invert), rows=line.reason == "", seed=seed
            )
        elif transform == "none":
            low, high = _fieller(line, z_score(level), invert=invert)
        else:
            low, high = _on_scale(line, z_score(level), transform)
            low, high = (1 / high, 1 / low) if invert else (low, high)
    reason = else_reason(line.reason, (top if invert else bottom) == 0, "zero_reference")
    how = (
        "drawn limits"
        if _uneven(transform, spread)
        else "Fieller's limits"
        if transform == "none"
        else "closed-form limits"
    )
    name = f"Relative index ({_SCALES[transform]}, {how})"
    result = estimate(point, (low, high), line.total, line.total, method=name, reason=reason, single=single)
    return _with_reason(result, else_reason(result.reason, np.isnan(low).any(axis=-1), "ratio_unbounded"))


def _with_reason(result: Estimate, reason: TextArray) -> Estimate:
    return result if reason is result.reason else replace(result, reason=reason)


def _fieller(line: Line, z: FloatArray, *, invert: bool) -> tuple[FloatArray, FloatArray]:
    """Fieller's limits of the ratio of the line's ends; missing where the end divided by may be zero."""
    least, most = line.intercept_parts + line.slope_parts, line.intercept_parts
    over, under = (most, least) if invert else (least, most)
    top, bottom = ((parts * line.value).sum(axis=-1)[..., None] for parts in (over, under))
    a = bottom**2 - z**2 * line.covariance(under, under)[..., None]
    b = top * bottom - z**2 * line.covariance(over, under)[..., None]
    c = top**2 - z**2 * line.covariance(over, over)[..., None]
    root = np.sqrt(np.maximum(b**2 - a * c, 0))
    bounded = a > 0
    return np.where(bounded, (b - root) / a, np.nan), np.where(bounded, (b + root) / a, np.nan)


def _on_scale(line: Line, z: FloatArray, transform: Scale) -> tuple[FloatArray, FloatArray]:
    """Limits of the ratio of a transformed line's ends, the line turned about its middle."""
    half = z * np.sqrt(line.covariance(line.slope_parts, line.slope_parts))[..., None]
    middle = (line.intercept + line.slope / 2)[..., None]
    low, high = (
        back(middle + slope / 2, transform) / back(middle - slope / 2, transform)
        for slope in (line.slope[..., None] - half, line.slope[..., None] + half)
    )
    return low, high


def _uneven(transform: Scale, spread: Scale | None) -> bool:
    """Whether spread is even on another scale, so that limits have no closed form; refuses one that fits no fit."""
    if spread is None or spread == transform:
        return False
    if transform != "none":
        raise ValueError("a fit on the log or logit scale needs a spread on that scale.")
    return True


def _ends(line: Line, invert: bool, values: FloatArray, at: tuple[int, ...]) -> FloatArray:
    """The ratio of the ends of lines through draws of the values."""
    start, slope = values @ line.intercept_parts[at], values @ line.slope_parts[at]
    return np.asarray(start / (start + slope) if invert else (start + slope) / start)


def _uneven_limits(
    line: Line, parts: FloatArray, spread: Scale, level: FloatArray, seed: int
) -> tuple[FloatArray, FloatArray, NDArray[np.int8]]:
    """Limits of a linear combination of values whose spread is even on another scale, and how each is made (``_HOW``).

    By an expansion, whose error is less than that of the draws; where it isn't, by the draws.
    """
    centre = np.where((line.reason != "")[..., None], 0.5, line.value)
    tails = np.concatenate([(1 - level) / 2, (1 + level) / 2])
    found, close = sum_quantiles(forward(centre, spread)[0], line.error, parts, tails, partial(back, transform=spread))
    low, high = found[..., : level.size], found[..., level.size :]
    rest = ~close & (line.reason == "")
    if rest.any():
        drawn = _draw(line, spread, level, lambda values, at: values @ parts[at], rows=rest, seed=seed)
        low, high = (np.where(rest[..., None], new, old) for new, old in zip(drawn, (low, high), strict=True))
    return low, high, np.where(rest, np.int8(2), np.int8(1))


def _draw(
    line: Line,
    spread: Scale,
    level: FloatArray,
    statistic: Callable[[FloatArray, tuple[int, ...]], FloatArray],
    *,
    rows: BoolArray,
    seed: int,
) -> tuple[FloatArray, FloatArray]:
    """Limits from draws of each quantile's value on the scale of its spread; element by element, to bound memory."""
    shape = line.reason.shape
    quantiles = line.value.shape[-1]
    normal = np.random.default_rng(seed).standard_normal((_DRAWS // 2, quantiles))
    normal = np.concatenate([normal, -normal])  # in pairs, so that the draws' mean is right
    low, high = (np.full((*shape, level.size), np.nan) for _ in range(2))
    for at in np.ndindex(shape):
        if not rows[at]:
            continue
        drawn = back(forward(line.value[at], spread)[0] + line.error[at] * normal, spread)
        found = np.sort(statistic(drawn, at))
        # the ordered draws that the national method takes: the round(draws × p)-th
        places = np.rint(_DRAWS * np.stack([(1 - level) / 2, (1 + level) / 2])).astype(np.int64) - 1
        low[at], high[at] = found[np.clip(places, 0, _DRAWS - 1)]
    return low, high
