"""The one result type of the room, and the reasons for which a number is missing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtri

FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]
IntArray = NDArray[np.integer[Any]]
TextArray = NDArray[np.str_]
Confidence = float | Sequence[float]

REASONS: dict[str, str] = {
    "": "",
    "missing": "A number that this is made from is missing.",
    "absent_group": "There is no row of this group, so its gap is not known.",
    "absent_reference": "There is no row of the reference group here, so no gap to it is known.",
    "negative": "A count or population is below zero.",
    "no_denominator": "There is nothing to divide by: the population or number of cases is zero.",
    "count_exceeds_denominator": "The count is greater than the number it should be a part of.",
    "fewer_than_10_events": "Fewer than 10 events: too few for an age-standardised rate.",
    "no_expected_events": "No events are expected at the reference population's rates, so there is no ratio.",
    "too_few_people": "Too few people for a life table: the national method asks for more than 5,000.",
    "no_deaths_at_the_end": "Nobody died in the oldest age band, so the length of life there is not known.",
    "no_survivors": "At these death rates nobody reaches this age.",
    "too_uncertain": "The limits are wider than ten years either way.",
    "too_few_areas": "There are fewer areas with a value than groups to make.",
    "duplicate_periods": "A period occurs twice.",
    "irregular_periods": "Periods overlap or are not evenly apart.",
    "one_value": "A single value has no spread, so it has no limits.",
    "too_few_for_limits": "There are too few values for limits.",
    "percentile_not_reached": "So many are still waiting that this percentile of the waits is not reached yet.",
    "limits_not_reached": "So many are still waiting that a limit is not reached yet.",
    "nobody_left_to_follow": "At some length everyone known had been seen, though others waited longer.",
    "outside_scale": "A value lies where the chosen scale isn't defined (0 on a log scale, 0 or 1 on a logit scale).",
    "ratio_unbounded": "The lower value may be zero, so the ratio has no limits.",
    "missing_limits": "A limit that this needs is missing, or the limits leave no room between them.",
    "no_spread": "The spread of the values is not given, so there are no limits.",
    "zero_reference": "The reference is zero, so there is no ratio.",
    "too_few_points": "Too few points to judge.",
    "too_few_before": "Fewer than 12 points are known from before the change: too few to judge it.",
    "too_few_after": "Fewer than 8 points are known since the change: too few to judge it.",
    "constant": "All points are equal, so there is no variation to judge.",
    "too_few_changes": "Nearly all points are equal to the one before, so there is too little variation to judge.",
    "limits_collapse": "The event is too rare for this chart: its limits would collapse.",
    "no_target": "There is no target to hold each of these periods against.",
    "small_number": "Not shown, as it is a small number of people.",
    "protects_small_numbers": "Not shown, as a small number could be worked out from it.",
    "suppressed": "Not shown, to protect people in small groups.",
    "told_by_another": "Not shown: another measure counts nearly the same people in other words, and both together "
    "would tell about small groups.",
    "no_data_left": "No data of this period are here any more. While they were, it was not shown, to protect people in "
    "small groups.",
    "as_published_before": "No data of this period are here any more. It stands as it was published before.",
    "beside_published": "Not told, as it could tell about few: another measure counts some of the same people, and its "
    "figures of that year stay as they were published.",
}
"""Why a value or its limits are missing, or why no judgement is given: code to sentence."""


@dataclass(frozen=True)
class Estimate:
    """An array of values with their limits.

    All fields have the shape of ``value``; ``lower`` and ``upper`` have a last axis more when several confidence
    levels were asked for. ``method`` says how value and limits were made; ``reason`` is a key of ``REASONS``, empty
    where nothing is missing: one bad element never alters its neighbours.
    """

    value: FloatArray
    lower: FloatArray
    upper: FloatArray
    count: FloatArray
    denominator: FloatArray
    method: TextArray
    reason: TextArray


def floats(values: ArrayLike | Any) -> FloatArray:
    """Array-like to an array of 64-bit floats; a missing value is NaN."""
    return np.asarray(values, dtype=np.float64)


def levels(confidence: Confidence) -> tuple[FloatArray, bool]:
    """The confidence levels as an array, and whether the caller gave a single one; refuses levels outside (0, 1)."""
    found = np.atleast_1d(floats(confidence))
    if found.ndim != 1 or not found.size or not np.all((found > 0) & (found < 1)):
        raise ValueError(f"confidence is {confidence}; give a level between 0 and 1, such as 0.95, or a list of them.")
    return found, np.ndim(confidence) == 0


def z_score(level: FloatArray) -> FloatArray:
    """The two-sided normal quantile of a confidence level: 1.96 for 0.95."""
    return np.asarray(ndtri((1 + level) / 2), dtype=np.float64)


def coded(index: IntArray, words: Sequence[str]) -> TextArray:
    """The word at each index; an array in which one word holds everywhere takes no memory of its own."""
    first = int(index.flat[0]) if index.size else 0
    if bool((index == first).all()):
        return np.broadcast_to(np.asarray(words[first], dtype=np.str_), index.shape)
    return np.asarray(words, dtype=np.str_)[index]


def reasons(shape: tuple[int, ...], *cases: tuple[BoolArray | np.bool_, str]) -> TextArray:
    """For each element the first reason whose condition holds, else empty."""
    index = np.zeros(shape, dtype=np.int8)
    for position, (condition, _) in reversed(list(enumerate(cases, start=1))):
        if np.any(condition):
            index[np.broadcast_to(condition, shape)] = position
    return coded(index, ["", *(code for _, code in cases)])


def safe(reason: TextArray, values: FloatArray, instead: float) -> FloatArray:
    """The values, with a harmless number where there is a reason, so that nothing overflows there."""
    bad = reason != ""
    return np.where(bad, instead, values) if bad.any() else values


def else_reason(reason: TextArray, condition: BoolArray | np.bool_, code: str) -> TextArray:
    """``code`` where there is no reason yet and the condition holds."""
    if not np.any(condition):
        return reason
    return np.where((reason == "") & condition, code, reason).astype(np.str_)


def estimate(
    value: FloatArray,
    limits: tuple[FloatArray, FloatArray],
    count: FloatArray,
    denominator: FloatArray,
    *,
    method: ArrayLike,
    reason: TextArray,
    single: bool,
) -> Estimate:
    """Assemble an ``Estimate``: values are blanked where there is a reason and limits brought to their shape.

    ``limits`` have a last axis of confidence levels; with ``single`` that axis is dropped.
    """
    shape = value.shape
    blank = reason != ""
    lower, upper = limits
    if blank.any():
        value, lower, upper = (
            np.where(blank, np.nan, value),
            *(np.where(blank[..., None], np.nan, side) for side in (lower, upper)),
        )
    return Estimate(
        value,
        lower[..., 0] if single else lower,
        upper[..., 0] if single else upper,
        np.broadcast_to(count, shape),
        np.broadcast_to(denominator, shape),
        np.broadcast_to(np.asarray(method, dtype=np.str_), shape),
        reason,
    )


def published(
    value: ArrayLike,
    lower: ArrayLike = np.nan,
    upper: ArrayLike = np.nan,
    *,
    count: ArrayLike = np.nan,
    denominator: ArrayLike = np.nan,
) -> Estimate:
    """An ``Estimate`` of figures that are known already, such as published ones; all broadcast to the values' shape."""
    known = floats(value)
    low, high, events, people = (np.broadcast_to(floats(s), known.shape) for s in (lower, upper, count, denominator))
    reason = reasons(known.shape, (np.isnan(known), "missing"))
    return Estimate(known, low, high, events, people, np.broadcast_to(np.asarray("Published"), known.shape), reason)
