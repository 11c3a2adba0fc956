"""Rates, proportions, means and percentiles with limits."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import bdtr, bdtrik, stdtrit

from oneplace.stats import limits as of_counts
from oneplace.stats.estimate import Confidence, Estimate, coded, else_reason, estimate, floats, levels, reasons, safe


def rate(
    count: ArrayLike,
    exposure: ArrayLike,
    per: ArrayLike = 100_000,
    confidence: Confidence = 0.95,
    limits: of_counts.Poisson = "byars",
) -> Estimate:
    """Events for each ``per`` of exposure (people, or person-years).

    ``count``, ``exposure`` and ``per`` broadcast. Limits are exact Poisson below ten events and Byar's from ten, or
    ``exact`` always. A rate may have more events than people. Elements with a missing or negative count, or no
    exposure, get a reason.
    """
    x, n, scale = np.broadcast_arrays(floats(count), floats(exposure), floats(per))
    level, single = levels(confidence)
    reason = reasons(
        x.shape, (~np.isfinite(x + n), "missing"), ((x < 0) | (n < 0), "negative"), (n == 0, "no_denominator")
    )
    safe_x, safe_n = safe(reason, x, 0.0), safe(reason, n, 1.0)
    lower, upper = of_counts.poisson(safe_x[..., None], level, limits)
    scale = scale / safe_n
    exact = (x < of_counts.EXACT_BELOW) | (limits == "exact")
    method = coded(np.where(np.isnan(x), 0, np.where(exact, 1, 2)), ["", "Exact", "Byars"])
    sides = (lower * scale[..., None], upper * scale[..., None])
    return estimate(safe_x * scale, sides, x, n, method=method, reason=reason, single=single)


def proportion(count: ArrayLike, denominator: ArrayLike, per: ArrayLike = 1, confidence: Confidence = 0.95) -> Estimate:
    """The share ``count / denominator``, times ``per`` (100 for a percentage), with Wilson's limits.

    Elements with a missing or negative number, no denominator, or a count above it, get a reason.
    """
    x, n, scale = np.broadcast_arrays(floats(count), floats(denominator), floats(per))
    level, single = levels(confidence)
    reason = reasons(
        x.shape,
        (~np.isfinite(x + n), "missing"),
        ((x < 0) | (n < 0), "negative"),
        (n == 0, "no_denominator"),
        (x > n, "count_exceeds_denominator"),
    )
    safe_x, safe_n = safe(reason, x, 0.0), safe(reason, n, 1.0)
    lower, upper = of_counts.wilson(safe_x[..., None], safe_n[..., None], level)
    sides = (lower * scale[..., None], upper * scale[..., None])
    return estimate(safe_x / safe_n * scale, sides, x, n, method="Wilson", reason=reason, single=single)


def mean(values: ArrayLike, confidence: Confidence = 0.95) -> Estimate:
    """The mean over the last axis, missing values left out, with Student's t limits."""
    x = floats(values)
    there = ~np.isnan(x)
    filled = np.where(there, x, 0.0)
    n = there.sum(axis=-1).astype(np.float64)
    # sums about a value near the mean, so that large values do not lose their spread to rounding
    centre = filled.sum(axis=-1) / np.maximum(n, 1)
    about = np.where(there, x - centre[..., None], 0.0)
    return mean_of_deviations(
        n, filled.sum(axis=-1), (about**2).sum(axis=-1) - about.sum(axis=-1) ** 2 / np.maximum(n, 1), confidence
    )


def mean_from(
    n: ArrayLike,
    sum: ArrayLike,  # noqa: A002 (the term of the field)
    sum_of_squares: ArrayLike,
    confidence: Confidence = 0.95,
) -> Estimate:
    """The mean of ``n`` values known by their sum and sum of squares, with Student's t limits.

    One value alone has a mean and no limits.
    """
    count, s, squares = np.broadcast_arrays(floats(n), floats(sum), floats(sum_of_squares))
    with np.errstate(divide="ignore", invalid="ignore"):
        return mean_of_deviations(count, s, squares - s**2 / count, confidence)


def ratio_from(
    n: ArrayLike,
    *,
    sum: ArrayLike,  # noqa: A002 (the term of the field)
    sum_of_squares: ArrayLike,
    out_of: ArrayLike,
    out_of_squares: ArrayLike,
    products: ArrayLike,
    per: ArrayLike = 1,
    confidence: Confidence = 0.95,
) -> Estimate:
    """One sum out of another, times ``per``, of ``n`` pairs known by their sums, squares and products.

    Hours given of hours planned: the sum of all, not the mean of each pair's ratio, which short ones would rule. Limits
    are Student's t about the pairs' distances from the line through nought (Cochran 1977, *Sampling Techniques*, 6.3
    and 6.4), which are too narrow for few pairs of very unlike size. Where all are out of one it is ``mean_from``.
    Elements whose pairs add up to nothing, or less, have a reason; one pair alone has no limits.
    """
    parts = (n, sum, sum_of_squares, out_of, out_of_squares, products, per)
    count, s, squares, out_of, out_of_squares, products, scale = np.broadcast_arrays(*map(floats, parts))
    with np.errstate(divide="ignore", invalid="ignore"):
        line = s / out_of
        about = squares - 2 * line * products + line**2 * out_of_squares
        each = scale * count / out_of  # times a pair's distance: as if all were of a mean
        known = np.select([out_of < 0, out_of == 0], [-1.0, 0.0], count)
        result = mean_of_deviations(known, s * each, about * each**2, confidence)
    method = np.broadcast_to(np.str_("Ratio of sums, Student's t"), count.shape)
    return replace(result, count=s, denominator=out_of, method=method)


def mean_of_deviations(
    n: ArrayLike, total: ArrayLike, squares_about_mean: ArrayLike, confidence: Confidence
) -> Estimate:
    """The mean known by the values' number, sum and sum of squared distances from their mean."""
    count, s, about = np.broadcast_arrays(floats(n), floats(total), floats(squares_about_mean))
    level, single = levels(confidence)
    reason = reasons(
        count.shape,
        (np.isnan(count) | (np.isnan(s) & (count > 0)) | (np.isnan(about) & (count > 0)), "missing"),
        (count < 0, "negative"),
        (count == 0, "no_denominator"),
    )
    number = safe(reason, count, 1.0)
    value = safe(reason, s, 0.0) / number
    free = np.maximum(number - 1, 1)
    error = np.sqrt(np.maximum(safe(reason, about, 0.0), 0) / free / number)
    half = stdtrit(free[..., None], (1 + level) / 2) * error[..., None]
    half = np.where((number < 2)[..., None], np.nan, half)
    sides = (value[..., None] - half, value[..., None] + half)
    result = estimate(value, sides, s, count, method="Student's t", reason=reason, single=single)
    return replace(result, reason=else_reason(result.reason, count < 2, "one_value"))


def percentile_ranks(
    n: ArrayLike, share: float, confidence: float = 0.95
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The ranks (from 1) of the ordered values that bound a percentile of ``n`` values; 0 where there are too few.

    The limits are free of any assumption about the values: the number below the percentile is binomial (Conover 1999,
    3.2). ``share`` is 0.5 for the median.
    """
    size = np.asarray(n, dtype=np.int64)
    tail = (1 - confidence) / 2
    lower = _binomial_quantile(tail, size, share)
    lower = np.where(bdtr(lower, size, share) > tail, lower, lower + 1)
    upper = _binomial_quantile(1 - tail, size, share) + 1
    enough = (lower >= 1) & (upper <= size)
    return np.where(enough, lower, 0), np.where(enough, upper, 0)


def _binomial_quantile(chance: float, size: NDArray[np.int64], share: float) -> NDArray[np.int64]:
    """The least number of successes that is reached or fallen short of with the chance."""
    most = np.ceil(bdtrik(chance, np.maximum(size, 1), share)).astype(np.int64)
    one_fewer = np.maximum(most - 1, 0)
    found = np.where(bdtr(one_fewer, np.maximum(size, 1), share) >= chance, one_fewer, most)
    return np.where(size > 0, found, 0)
