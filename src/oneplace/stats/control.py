"""Control charts, of whatever kind: their one result type, and how points and icons are read from the rules."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from oneplace.stats.estimate import BoolArray, FloatArray, TextArray, coded
from oneplace.stats.spc_rules import first

Improvement = Literal["increase", "decrease", "neutral"]

_SIGN = {"increase": 1, "decrease": -1, "neutral": 0}
_POINTS = ["", "common_cause", "neutral_high", "neutral_low", "improvement", "concern"]
ICONS = ["", "common_cause", "neutral_high", "neutral_low", "improvement_high", "improvement_low"]
ICONS += ["concern_high", "concern_low"]


@dataclass(frozen=True)
class ControlChart:
    """Control charts of series. Shapes: ``(…, points)``; ``rules`` ``(…, points, 4)`` in the order of ``RULES``;
    ``variation``, ``assurance``, ``reason`` and ``method`` ``(…)``.

    ``rules`` holds +1 where a rule fires upwards, -1 downwards, 0 where it does not. ``point`` is what the first rule
    makes of a point: common_cause, improvement, concern, neutral_high, neutral_low (empty where it is missing, or has
    no limits to be held against: too few points, or all alike).
    ``improvement`` and ``concern`` are both true on a point that rules call both. ``variation`` is the latest point's
    label (improvement_high, improvement_low, concern_high, concern_low, neutral_high, neutral_low, common_cause),
    ``assurance`` says whether the process meets its target: consistent_pass, consistent_fail, inconsistent.
    ``reason`` is a key of ``REASONS`` where there is no judgement.

    ``fallback``, where any series' limits would collapse, holds its chart for rare events: gaps between events, the
    latest last and missing values before the first, whose ``method`` names the chart (empty for series without one).
    """

    value: FloatArray
    mean: FloatArray
    lower: FloatArray
    upper: FloatArray
    rules: NDArray[np.int8]
    point: TextArray
    improvement: BoolArray
    concern: BoolArray
    variation: TextArray
    assurance: TextArray
    reason: TextArray
    method: TextArray
    fallback: ControlChart | None = None


def judged(
    lines: tuple[FloatArray, FloatArray, FloatArray, FloatArray],
    rules: NDArray[np.int8],
    good: NDArray[np.int8],
    *,
    aim: FloatArray,
    reason: TextArray,
    method: str,
) -> ControlChart:
    """The chart of values, centre and limits (``lines``): labels and icons from the rules that fired."""
    y, centre, lower, upper = lines
    way = first(rules)
    high = (rules > 0).any(axis=-1)
    low = (rules < 0).any(axis=-1)
    up, down = (good > 0)[..., None], (good < 0)[..., None]
    label = _label(way, good)
    icon = (
        np.where(label >= 4, 2 * label - 4 + (way < 0), label)[..., -1] if y.shape[-1] else np.zeros(y.shape[:-1], int)
    )
    latest = ~np.isnan(y[..., -1]) & (reason == "") if y.shape[-1] else np.zeros(y.shape[:-1], dtype=np.bool_)
    # a constant series has no limits but its value, and meets a target every time or never
    still = np.asarray(reason == "constant")[..., None]
    ends = tuple(np.where(still, y, side)[..., -1:] for side in (lower, upper))
    assurance, why = assured((ends[0], ends[1]), aim[..., -1:], good, reason)
    return ControlChart(
        y,
        centre,
        lower,
        upper,
        rules,
        coded(np.where(np.isnan(y) | (np.isnan(lower) & np.isnan(upper)), 0, label), _POINTS),
        (high & up) | (low & down),
        (low & up) | (high & down),
        coded(np.where(latest, icon, 0), ICONS),
        assurance,
        why,
        np.broadcast_to(np.asarray(method), reason.shape),
    )


def _label(way: NDArray[np.int8], good: NDArray[np.int8]) -> NDArray[np.int8]:
    """Positions in the list of point labels."""
    sign = way * good[..., None]
    special = np.where(sign > 0, np.int8(4), np.int8(5))
    neutral = np.where(way > 0, np.int8(2), np.int8(3))
    found = np.where((good == 0)[..., None], neutral, special)
    return np.where(way == 0, np.int8(1), found)


def directions(improvement: Improvement | ArrayLike, shape: tuple[int, ...]) -> NDArray[np.int8]:
    """+1, -1 or 0 for each series; refuses a direction that is none."""
    words = np.asarray(improvement, dtype=np.str_)
    if unknown := sorted(set(np.unique(words).tolist()) - set(_SIGN)):
        raise ValueError(f"improvement '{unknown[0]}' is not one of increase, decrease, neutral.")
    signs = (words == "increase").astype(np.int8) - (words == "decrease")
    return np.broadcast_to(signs, shape)


def assured(
    limits: tuple[FloatArray, FloatArray], aim: FloatArray, good: NDArray[np.int8], reason: TextArray
) -> tuple[TextArray, TextArray]:
    """Whether the latest limits lie wholly on one side of the latest target."""
    if not aim.shape[-1]:
        return np.full(reason.shape, ""), reason
    target, low, high = aim[..., -1], limits[0][..., -1], limits[1][..., -1]
    with np.errstate(invalid="ignore"):
        above, below = target > high, target < low
    still = reason == "constant"
    passes, fails = np.where(good > 0, below, above), np.where(good > 0, above, below)
    passes |= still & (target == low)
    none = ((reason != "") & ~still) | np.isnan(target) | np.isnan(low) | (good == 0)
    index = np.select([none, passes, fails], [0, 1, 2], 3)
    why = np.where((reason == "") & np.isnan(target), "no_target", reason)
    return coded(index, ["", "consistent_pass", "consistent_fail", "inconsistent"]), why.astype(np.str_)
