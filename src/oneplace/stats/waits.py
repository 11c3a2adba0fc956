"""Percentiles of lengths of time of which some are not over yet, such as waits of people who still wait."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from oneplace.stats.estimate import BoolArray, Confidence, Estimate, FloatArray, estimate, floats, levels, z_score
from oneplace.vocabulary.wording import plainly

_SAME = 1e-9
"""Two shares nearer than this are equal: each is a product of fractions."""


@dataclass(frozen=True)
class KaplanMeier:
    """The share that goes on after each length at which something ended, and the variance of its logarithm."""

    length: FloatArray
    share: FloatArray
    variance: FloatArray
    emptied: bool
    """Whether everyone known at some length had ended there, though others went on for longer."""


def kaplan_meier(left: FloatArray, ended: BoolArray, entered: FloatArray | None = None) -> KaplanMeier:
    """The product-limit estimate of lengths on one axis, with Greenwood's variance.

    Where not ``ended``, it lasts longer than ``left``. One that is known only from ``entered`` on is counted among
    those that may end from that length on, itself included.

    Sources: Kaplan and Meier 1958; Greenwood 1926; delayed entry as in Klein and Moeschberger 2003, "Survival
    analysis", 4.6.
    """
    return _curve(_life_table(left, ended, np.full_like(left, -np.inf) if entered is None else entered))


def _life_table(left: FloatArray, ended: BoolArray, entered: FloatArray) -> FloatArray:
    """Each length once, in order, and how many left there, how many of them ended, and how many entered."""
    length, at = np.unique(np.concatenate([left, entered]), return_inverse=True)
    counted = (
        np.bincount(of, minlength=len(length)) for of in (at[: len(left)], at[: len(left)][ended], at[len(left) :])
    )
    return np.stack([length, *counted])


def _curve(table: FloatArray) -> KaplanMeier:
    """The product-limit estimate of a life table."""
    length, left, ended, entered = table
    some = ended > 0
    ends, at_risk = ended[some], (np.cumsum(entered) - np.cumsum(left) + left)[some]
    share = np.cumprod(1 - ends / at_risk)
    with np.errstate(divide="ignore"):
        variance = np.cumsum(ends / (at_risk * (at_risk - ends)))
    last = length[some][ends == at_risk][:1]
    return KaplanMeier(length[some], share, variance, bool(len(last) and left[length > last[0]].any()))


def waiting_percentile(
    left: ArrayLike,
    ended: ArrayLike,
    share: float = 0.5,
    *,
    entered: ArrayLike | None = None,
    confidence: Confidence = 0.95,
) -> Estimate:
    """The length within which a ``share`` (0.5 for the median) has ended, those still going on counted in.

    Lengths are on the last axis; a missing one is left out. ``left`` is how long each was when it ended or was last
    seen, ``ended`` whether it did, and ``entered`` how long it was when it was first seen (delayed entry), if that
    wasn't from its beginning on. ``count`` is how many ended, ``denominator`` how many there were. Where just the share
    has ended at one length and the next end is later, it is the middle between them, as of a median.

    Limits are those of Brookmeyer and Crowley 1982 on the log-log scale: every length at which the curve isn't surely
    above or below. A limit that the curve doesn't reach is missing, and so is the percentile itself where too few have
    ended. Raises ``ValueError`` for lengths that end before they are first seen.
    """
    x, over, first = np.broadcast_arrays(
        floats(left), np.asarray(ended), -np.inf if entered is None else floats(entered)
    )
    if (first > x).any():
        raise ValueError("something has ended before it was first seen: `entered` is above `left`.")
    shape = x.shape[:-1]
    rows = [side.reshape(math.prod(shape), x.shape[-1]) for side in (x, over.astype(np.bool_), first)]
    there = [~np.isnan(one) for one in rows[0]]
    tables = [_life_table(*(side[known] for side in sides)) for known, *sides in zip(there, *rows, strict=True)]
    return _of_tables(tables, share, confidence, shape)


def waiting_percentile_from(
    tables: Sequence[ArrayLike], share: float = 0.5, *, confidence: Confidence = 0.95
) -> Estimate:
    """The same of lengths known by their life tables, a value each.

    A table's rows are the lengths, each once and in order, how many were last seen there, how many of those ended, and
    how many were first seen there: shape (4, lengths).
    """
    return _of_tables([floats(table) for table in tables], share, confidence, (len(tables),))


def _of_tables(tables: Sequence[FloatArray], share: float, confidence: Confidence, shape: tuple[int, ...]) -> Estimate:
    if not 0 < share < 1:
        raise ValueError(f"share is {plainly(share)}; give one between 0 and 1, such as 0.92.")
    level, single = levels(confidence)
    found = [_of_one(table, share, level) for table in tables]
    value, n, ends = (np.array([each[i] for each in found], dtype=np.float64).reshape(shape) for i in (0, 2, 3))
    sides = np.array([each[1] for each in found]).reshape((*shape, 2, len(level)))
    reason = np.array([each[4] for each in found], dtype=np.str_).reshape(shape)
    made = (sides[..., 0, :], sides[..., 1, :])
    limits_only = np.isin(reason, _WITH_VALUE)
    result = estimate(
        value, made, ends, n, method=METHOD, reason=np.where(limits_only, "", reason).astype(np.str_), single=single
    )
    return Estimate(result.value, result.lower, result.upper, result.count, result.denominator, result.method, reason)


METHOD = "Kaplan-Meier percentile, Brookmeyer-Crowley limits"
_WITH_VALUE = ("", "too_few_for_limits", "limits_not_reached")


def _of_one(table: FloatArray, share: float, level: FloatArray) -> tuple[float, FloatArray, int, int, str]:
    """Value, limits (lower and upper, by level), how many, how many ended, and the reason for what is missing."""
    n, ends, none = int(table[1].sum()), int(table[2].sum()), np.full((2, len(level)), np.nan)
    if not n:
        return np.nan, none, 0, 0, "no_denominator"
    made = _curve(table)
    reached = np.flatnonzero(made.share <= 1 - share + _SAME)
    if not len(reached):
        return np.nan, none, n, ends, "percentile_not_reached"
    at = int(reached[0])
    if made.emptied and made.share[at] <= _SAME:
        return np.nan, none, n, ends, "nobody_left_to_follow"
    sides = _limits(made, share, level)
    missing = np.isnan(sides).any()
    reason = "" if not missing else "too_few_for_limits" if ends == n else "limits_not_reached"
    return _value(made, at, share), sides, n, ends, reason


def _value(made: KaplanMeier, at: int, share: float) -> float:
    is_flat = abs(made.share[at] - (1 - share)) < _SAME and at + 1 < len(made.length)
    return float(made.length[at : at + 1 + is_flat].mean())


def _limits(made: KaplanMeier, share: float, level: FloatArray) -> FloatArray:
    """The first lengths at which the lower and the upper band of the curve reach the share; lower, upper by level."""
    z = z_score(level)[:, None]
    with np.errstate(divide="ignore", invalid="ignore"):
        away = np.exp(z * np.sqrt(made.variance) / np.abs(np.log(made.share)))
        bands = np.stack([made.share**away, made.share ** (1 / away)])
    bands[0, :, made.share <= _SAME], bands[1, :, made.share <= _SAME] = 0.0, 1.0
    reached = bands <= 1 - share + _SAME
    return np.where(reached.any(axis=-1), made.length[reached.argmax(axis=-1)], np.nan)
