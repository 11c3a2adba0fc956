"""Forecasts worked out again as one regression: no filter is run step by step, as the product's is.

A series that is smoothed with drift is a straight line (with seasons) and errors that each stay on in part: ``y = X b +
L e``, ``L`` with 1 on its diagonal and the smoothing below it. So the errors of all points at once are ``L`` to the
minus one times what the line leaves.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.stats import t

SEASONS = {"monthly": 12, "quarterly": 4}
Array = NDArray[np.float64]


class Ahead(NamedTuple):
    """What comes next: middle and spread of a t distribution a step (or of their mean), and its degrees of freedom."""

    middle: Array
    spread: Array
    degrees: int

    def within(self, share: float) -> tuple[Array, Array]:
        """The limits that hold so large a share."""
        half = t.ppf((1 + share) / 2, self.degrees) * self.spread
        return self.middle - half, self.middle + half

    def below(self, number: float) -> Array:
        """The chance of a number or less at each step."""
        return np.asarray(t.cdf((number - self.middle) / self.spread, self.degrees))


def ahead(  # noqa: PLR0917 - one regression's parts
    series: Sequence[float | None],
    steps: int,
    frequency: str,
    weights: Sequence[float] | None = None,
    since: int = 0,
    limits: Sequence[tuple[float, float]] = (),
) -> Ahead:
    """The next steps of a series, None where it has no value; or the sum of them by ``weights``.

    It goes on as it did after point ``since``: until there the line has another slope. By as much as three quarters of
    the slope may it be another.

    No more straight than the 95 % ``limits`` of its values let it be.

    Eleven smoothings from none to all, each by the likelihood of the series under it times a weight that leans to all.
    """
    y = np.array([np.nan if value is None else value for value in series], dtype=float)
    there = ~np.isnan(y)
    period = SEASONS.get(frequency, 1)
    period = period if there.sum() >= 2 * period else 1
    when = np.arange(1, len(y) + steps + 1)
    seasons = np.eye(period)[(when - 1) % period][:, 1:]
    bend = [np.minimum(when - 1 - since, 0)] if since else []
    line = np.column_stack([np.ones(len(when)), when, *bend, seasons])
    sums = np.eye(steps) if weights is None else np.array([weights], dtype=float)
    slopes = 1 + len(bend)
    degrees = max(int(there.sum()) + slopes - line.shape[1], 1)
    own = float(np.mean([((high - low) / 3.919927969) ** 2 for low, high in limits])) if limits else 0.0
    found = [_smoothed(y, there, line, sums, smoothing, (degrees, slopes), own) for smoothing in np.linspace(0, 1, 11)]
    chance, middles, variances = (np.array(part) for part in zip(*found, strict=True))
    share = np.exp(chance - chance.max())
    share /= share.sum()
    middle = share @ middles
    return Ahead(middle, np.sqrt(share @ (variances + (middles - middle) ** 2)), degrees)


def _smoothed(  # noqa: PLR0917 - one regression's parts
    y: Array,
    there: NDArray[np.bool_],
    line: Array,
    sums: Array,
    smoothing: float,
    counts: tuple[int, int],
    own: float,
) -> tuple[float, Array, Array]:
    """Under one smoothing: how likely the series is (its log), and the middle and variance of each sum of the steps."""
    degrees, slopes = counts
    stays = np.tril(np.full((len(line), len(line)), smoothing), -1) + np.eye(len(line))
    stays[:, : len(y)][:, ~there] = 0  # where nothing was seen there is no error
    seen, next_ = np.flatnonzero(there), slice(len(y), None)
    known = np.linalg.solve(stays[np.ix_(seen, seen)], np.column_stack([y[seen], line[seen]]))
    drift = np.eye(line.shape[1])[1 : 1 + slopes] / 3  # a drift of a few errors is expected
    left, design = np.append(known[:, 0], np.zeros(slopes)), np.vstack([known[:, 1:], drift])
    fit, *_ = np.linalg.lstsq(design, left, rcond=None)
    errors = left - design @ fit
    precision = design.T @ design + 1e-9 * np.eye(len(fit))
    carried = line[next_] - stays[next_][:, seen] @ known[:, 1:]
    middle = sums @ (carried @ fit + stays[next_][:, seen] @ known[:, 0])
    noise = sums @ stays[next_, next_]
    doubt = sums @ carried
    scale = max((errors @ errors) / degrees, own)
    variance = scale * ((noise**2).sum(axis=1) + np.einsum("ip,pq,iq->i", doubt, np.linalg.inv(precision), doubt))
    if slopes > 1:
        variance += (0.75 * fit[1] * (sums @ np.arange(1, sums.shape[1] + 1))) ** 2
    likely = -np.linalg.slogdet(precision)[1] / 2 - degrees / 2 * np.log(max(errors @ errors, 1e-300))
    return float(likely + np.log(0.05 + smoothing**2)), middle, variance
