"""Funnels of ratios with more variance than chance, as the national hospital indicators make them: SHMI and CQC."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from oneplace.stats.estimate import Confidence, FloatArray, TextArray, floats, levels, reasons, z_score
from oneplace.stats.funnel import LEVELS, side_labels
from oneplace.stats.quantiles import mean_ranks

Variant = Literal["shmi", "cqc"]
TENTHS = 10
"""Groups of areas by rank; the distances of the lowest and highest don't make the variance, or are drawn in."""


@dataclass(frozen=True)
class RatioFunnel:
    """A funnel of observed over expected events.

    ``value`` (High (0.001) and so on, or Not significant), ``z`` and ``reason`` are the areas'; ``lower`` and ``upper``
    (areas, levels) the limits at each one's expected events.

    ``phi`` is the mean square of the areas' distances, 1 by chance; ``tau_squared`` the variance between areas on the
    scale of the variant.
    """

    value: TextArray
    z: FloatArray
    lower: FloatArray
    upper: FloatArray
    phi: float
    tau_squared: float
    method: str
    reason: TextArray


def ratio_funnel(
    observed: ArrayLike, expected: ArrayLike, variant: Variant = "shmi", *, confidence: Confidence = LEVELS
) -> RatioFunnel:
    """Whether each area's ratio lies beyond the limits about 1, widened by the variance between areas.

    ``shmi`` takes logarithms, with distances √E ln(O/E), and leaves out the lowest and highest of ten groups of them
    when it works out the variance (the group is ⌊10 × rank / (areas + 1)⌋, tied ones at their mean rank, so that below
    nine areas none is left out); with no event, half of one stands for it. ``cqc``
    takes square roots, with distances 2√E (√(O/E) - 1), and draws the outer tenths in to the 10th and 90th centile.
    ``z`` is the distance with that variance. A bad area has a reason and plays no part.

    Source: Spiegelhalter 2005; NHS Digital, "SHMI methodology"; FunnelPlotR (Mainey) names the two variants so.
    """
    o, e = np.broadcast_arrays(floats(observed), floats(expected))
    level, _ = levels(confidence)
    reason = reasons(
        o.shape,
        (~np.isfinite(o + e), "missing"),
        ((o < 0) | (e < 0), "negative"),
        (e == 0, "no_expected_events"),
    )
    fine = reason == ""
    safe_o, safe_e = np.where(fine, o, 1.0), np.where(fine, e, 1.0)
    if variant == "shmi":
        y, error = np.log(np.where(safe_o > 0, safe_o, 0.5) / safe_e), 1 / np.sqrt(safe_e)
    else:
        y, error = np.sqrt(safe_o / safe_e) - 1, 0.5 / np.sqrt(safe_e)
    phi, tau = _between((y / error)[fine], error[fine], variant)
    wide = np.sqrt(error**2 + tau)
    half = wide[..., None] * z_score(level)
    sides = (np.exp(-half), np.exp(half)) if variant == "shmi" else (np.maximum(1 - half, 0) ** 2, (1 + half) ** 2)
    z = y / wide
    blank = ~fine
    lower, upper = (np.where(blank[..., None], np.nan, side) for side in sides)
    value = side_labels(z[..., None] > z_score(level), z[..., None] < -z_score(level), level, blank)
    name = {"shmi": "SHMI (log, trimmed)", "cqc": "CQC (square root, winsorised)"}[variant]
    return RatioFunnel(value, np.where(blank, np.nan, z), lower, upper, phi, tau, name, reason)


def _between(z: FloatArray, error: FloatArray, variant: Variant) -> tuple[float, float]:
    """The mean square of the distances, and the variance between areas (method of moments)."""
    if variant == "shmi":
        group = mean_ranks(z) * TENTHS // (z.size + 1)
        kept = (group > 0) & (group < TENTHS - 1)
        z, error = z[kept], error[kept]
    elif z.size:
        z = np.clip(z, *np.quantile(z, [1 / TENTHS, 1 - 1 / TENTHS]))
    if z.size < 2:
        return float("nan"), 0.0
    weight = 1 / error**2
    phi = float((z**2).mean())
    free = float(weight.sum() - (weight**2).sum() / weight.sum())
    return phi, max(0.0, (z.size * phi - (z.size - 1)) / free)
