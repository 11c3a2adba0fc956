"""Differences, ratios and slopes of counted things: 95 % limits in closed form from their counts.

Of a share of people (``proportion``) or of events (``rate``). A count of nought, or of everyone, has no spread by
these forms, which is too sure: there the limits come from those of the values (MOVER), which have one.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

import numpy as np

from oneplace.stats.estimate import Estimate, FloatArray
from oneplace.stats.gaps import absolute_gap, relative_gap
from oneplace.stats.line import Z95

Counted = Literal["proportion", "rate"]


def counted_difference(group: Estimate, reference: Estimate, counted: Counted) -> Estimate:
    """``group - reference``: of proportions by Newcombe's method 10, of rates normal with variances x/n².

    Both hold counts and 95 % limits, those of proportions Wilson's; the two broadcast and are independent.
    Source: Newcombe 1998; Breslow and Day 1987.
    """
    found = absolute_gap(group, reference)
    if counted == "proportion":
        return found
    half = Z95 * np.hypot(*(each.value * _relative_error(each, counted) for each in (group, reference)))
    return _closed(found, found.value - half, found.value + half, "Difference (normal limits of counts)")


def counted_ratio(group: Estimate, reference: Estimate, counted: Counted) -> Estimate:
    """``group / reference`` with limits on the log scale: variance 1/x + 1/x₀ of rates, less 1/n + 1/n₀ of proportions.

    Both hold counts and 95 % limits; the two broadcast and are independent. Source: Katz and others 1978; Rothman 1986.
    """
    found = relative_gap(group, reference)
    times = np.exp(Z95 * np.hypot(*(_relative_error(each, counted) for each in (group, reference))))
    return _closed(found, found.value / times, found.value * times, "Ratio (log limits of counts)")


def counted_error(of: Estimate, counted: Counted) -> FloatArray:
    """The standard error of each value, in its unit: √(p(1 − p)/n) of a share, √x/n of a rate."""
    error = of.value * _relative_error(of, counted)
    return np.where(np.isnan(error), (of.upper - of.lower) / (2 * Z95), error)


def _relative_error(of: Estimate, counted: Counted) -> FloatArray:
    """The standard error of each value as a part of it; missing where the count is nought or everyone."""
    with np.errstate(divide="ignore", invalid="ignore"):
        variance = 1 / of.count - (1 / of.denominator if counted == "proportion" else 0)
    return np.sqrt(np.where(np.isfinite(variance) & (variance > 0), variance, np.nan))


def _closed(found: Estimate, lower: FloatArray, upper: FloatArray, method: str) -> Estimate:
    """The estimate with these limits where they are known."""
    known = ~np.isnan(lower)
    sides = {"lower": np.where(known, lower, found.lower), "upper": np.where(known, upper, found.upper)}
    return replace(found, **sides, method=np.where(known, method, found.method))
