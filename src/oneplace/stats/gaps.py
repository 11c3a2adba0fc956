"""Differences and ratios of two estimates."""

from __future__ import annotations

from typing import Any

import numpy as np

from oneplace.stats.estimate import Estimate, FloatArray, estimate


def absolute_gap(group: Estimate, reference: Estimate) -> Estimate:
    """``group - reference`` with limits made from both estimates' own, whatever their form (MOVER).

    Both must have the same confidence levels and be independent; limits are a little wide where the reference holds
    the group. The two broadcast. Source: Newcombe 1998, method 10; Zou and Donner 2008.
    """
    a, b = _sides(group), _sides(reference)
    return _pair(group, reference, a[0] - b[0], difference_limits(a, b), "Difference (MOVER limits)")


def difference_limits(group: tuple[Any, Any, Any], reference: tuple[Any, Any, Any]) -> tuple[Any, Any]:
    """The limits of ``group - reference`` from value, lower and upper of each, numbers or arrays (MOVER)."""
    (a, a_low, a_high), (b, b_low, b_high) = group, reference
    return a - b - np.hypot(a - a_low, b_high - b), a - b + np.hypot(a_high - a, b - b_low)


def relative_gap(group: Estimate, reference: Estimate) -> Estimate:
    """``group / reference`` with limits from both estimates' own, on the log scale (MOVER).

    There is no ratio to a reference of zero, and no upper limit where the reference's lower limit is zero. With no
    event in the group the ratio is zero and its upper limit that of the group over the reference's value.
    """
    a, b = _sides(group), _sides(reference)
    with np.errstate(divide="ignore", invalid="ignore"):
        (a_mid, a_low, a_high), (b_mid, b_low, b_high) = (tuple(np.log(side) for side in sides) for sides in (a, b))
        ratio = a[0] / b[0]
        lower = ratio * np.exp(-np.hypot(a_mid - a_low, b_high - b_mid))
        upper = ratio * np.exp(np.hypot(a_high - a_mid, b_mid - b_low))
        none = a[0] == 0
        # what the limit tends to as events become few: were it greater, one event more would make it smaller
        upper = np.where(none & (b[1] > 0), a[2] / b[0], upper)
    lower = np.where(none, 0.0, lower)
    upper = np.where(np.isfinite(upper), upper, np.nan)
    return _pair(group, reference, ratio, (lower, upper), "Ratio (MOVER limits)", zero_reference=True)


def _sides(of: Estimate) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Value, lower and upper, each with a last axis of confidence levels."""
    lower, upper = (side if side.ndim > of.value.ndim else side[..., None] for side in (of.lower, of.upper))
    return of.value[..., None], lower, upper


def _pair(
    group: Estimate,
    reference: Estimate,
    value: FloatArray,
    limits: tuple[FloatArray, FloatArray],
    method: str,
    *,
    zero_reference: bool = False,
) -> Estimate:
    own = np.where(np.isnan(group.value), group.reason, np.where(np.isnan(reference.value), reference.reason, ""))
    if zero_reference:
        own = np.where((own == "") & (reference.value == 0), "zero_reference", own)
    shape = value.shape[:-1]
    single = group.lower.ndim == group.value.ndim
    reason = np.broadcast_to(own, shape).astype(np.str_)
    return estimate(value[..., 0], limits, group.count, group.denominator, method=method, reason=reason, single=single)
