"""Forecasts of short series with honest intervals, the chance of meeting a target, and the path towards it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import stdtr, stdtrit

from oneplace.stats.estimate import Confidence, FloatArray, TextArray, floats, levels

Frequency = Literal["annual", "six_monthly", "quarterly", "monthly"]

_SEASONS = {"annual": 1, "six_monthly": 2, "quarterly": 4, "monthly": 12}
_FEWEST = 4
_SMOOTHING = np.linspace(0, 1, 11)
_PRIOR = 0.05 + _SMOOTHING**2  # leans to the wandering side: there a straight line's interval would be far too narrow
_DOUBT = 0.75  # standard deviation, in parts of itself, of a drift that was found by looking for where it began
_DRIFT_SPREAD = 3.0  # standard deviation, in units of the error's, of the drift expected before any data


@dataclass(frozen=True)
class Forecast:
    """What comes next: ``horizon`` steps on the last axis of every array but ``reason``.

    The error of prediction is Student's t about ``centre`` with ``scale`` and ``degrees`` of freedom; ``value``,
    ``lower`` and ``upper`` (with a last axis more for several confidence levels) are kept within the bounds asked for.
    ``reason`` is a key of ``REASONS`` where a series can't be forecast.
    """

    value: FloatArray
    lower: FloatArray
    upper: FloatArray
    centre: FloatArray
    scale: FloatArray
    degrees: FloatArray
    method: str
    reason: TextArray


def forecast(
    series: ArrayLike,
    horizon: int,
    *,
    frequency: Frequency = "annual",
    confidence: Confidence = 0.8,
    minimum: float = -np.inf,
    maximum: float = np.inf,
    weights: ArrayLike | None = None,
    since: int = 0,
    errors: ArrayLike | None = None,
) -> Forecast:
    """Forecast each series (``(…, points)``, a missing point NaN) for ``horizon`` steps after its last point.

    With ``weights``, ``(sums, horizon)``, so many sums of the steps so weighted are forecast instead, such as the mean
    of a year's months: their errors hang together, so that the interval of a mean is not the mean of the intervals.
    ``since`` is the position of the point from which it is held to go on: the drift that is carried on is of the points
    after it alone, while all of them tell the seasons and how far points lie from the line. Such a point was picked for
    what follows it, so the drift is doubted by three quarters of itself.

    With ``errors``, the points' standard errors in the shape of ``series`` (NaN where not known), no point is taken
    to lie nearer to the line than chance lets it: the variance of the error is at least the mean of theirs
    (Birge 1932: the scatter is held against the known errors, and a ratio below 1 narrows nothing). A short series that
    happens to lie straight says nothing of its chance.

    The model is exponential smoothing with drift, between a straight line (smoothing 0) and a random walk with drift
    (smoothing 1), with fixed seasonal differences for half-yearly, quarterly and monthly series of two full years or
    more. No smoothing is picked: forecasts are averaged over eleven by how well each fits, so that the interval
    holds the doubt about the model too; a short series has a wide one. At least four points are needed.

    Source: Hyndman, Koehler, Ord and Snyder 2008 (chapters 3 and 5: the linear innovations form); the averaging is
    the usual Bayesian one with a diffuse level, a drift of up to a few standard deviations of the error and a prior
    that leans to the random walk. By simulation an 80 % interval holds 77 to 82 % of one-step-ahead values of white
    noise, trends and random walks from 8 points on (72 to 78 % from 5), and four steps ahead 68 % (a pure random walk
    known by 5 points) to 95 %: a test keeps it so.
    """
    y = floats(series)
    if y.ndim == 0 or horizon < 1:
        raise ValueError("a forecast needs a series of points and a horizon of one step or more.")
    level, single = levels(confidence)
    sums = None if weights is None else floats(weights).reshape(-1, horizon)
    flat = y.reshape(math.prod(y.shape[:-1]), y.shape[-1])
    there = ~np.isnan(flat)
    least = _chance_of(None if errors is None else np.broadcast_to(floats(errors), y.shape).reshape(flat.shape), there)
    seasons = _SEASONS[frequency]
    few = there.sum(axis=-1) < _FEWEST
    seasonal = (there.sum(axis=-1) >= 2 * seasons) & (seasons > 1)
    centre, scale, degrees = (
        np.full((flat.shape[0], horizon if sums is None else len(sums)), np.nan) for _ in range(3)
    )
    for with_seasons in (False, True):
        rows = ~few & (seasonal == with_seasons)
        if rows.any():
            found = _predict(flat[rows], least[rows], horizon, seasons if with_seasons else 1, sums, since)
            centre[rows], scale[rows], degrees[rows] = found
    half = stdtrit(degrees[..., None], (1 + level) / 2) * scale[..., None]
    low, high = (side[..., 0] if single else side for side in (centre[..., None] - half, centre[..., None] + half))
    reason = np.where(few, "too_few_points", "").astype(np.str_)

    def shaped(values: FloatArray) -> FloatArray:
        return values.reshape(*y.shape[:-1], *values.shape[1:])

    value, lower, upper = (shaped(np.clip(side, minimum, maximum)) for side in (centre, low, high))
    method = "Exponential smoothing with drift, averaged over smoothing"
    return Forecast(
        value, lower, upper, shaped(centre), shaped(scale), shaped(degrees), method, reason.reshape(y.shape[:-1])
    )


def probability_of_meeting(
    prediction: Forecast,
    target: ArrayLike,
    improvement: Literal["increase", "decrease"],
    *,
    by: int | None = None,
) -> FloatArray:
    """The chance, at each step of a forecast, that the value is at or beyond ``target`` (0 to 1).

    ``improvement`` is the good direction; ``target`` broadcasts to the forecast's steps. ``by`` asks for one step only
    (1 is the next), and the steps' axis is dropped.
    """
    if improvement not in ("increase", "decrease"):
        raise ValueError(f"improvement '{improvement}' is not one of increase, decrease.")
    to_go = floats(target) - prediction.centre
    with np.errstate(invalid="ignore", divide="ignore"):
        below = np.asarray(stdtr(prediction.degrees, to_go / prediction.scale), dtype=np.float64)
    chance = below if improvement == "decrease" else 1 - below
    chance = np.where((prediction.scale == 0) & (to_go == 0), 1.0, chance)  # a constant series at its target
    if by is None:
        return chance
    if not 1 <= by <= chance.shape[-1]:
        raise ValueError(f"step {by} is not among the forecast's {chance.shape[-1]}.")
    return chance[..., by - 1]


def required_path(baseline: ArrayLike, target: ArrayLike, steps: int) -> FloatArray:
    """The straight path from ``baseline`` to ``target``: ``steps + 1`` points on the last axis, equally far apart."""
    if steps < 1:
        raise ValueError("a path needs at least one step.")
    start, end = np.broadcast_arrays(floats(baseline), floats(target))
    share = np.arange(steps + 1) / steps
    return start[..., None] * (1 - share) + end[..., None] * share


def _chance_of(errors: FloatArray | None, there: NDArray[np.bool_]) -> FloatArray:
    """The mean variance by chance of each series' points, of those of which it is known; 0 of none."""
    if errors is None:
        return np.zeros(len(there))
    known = there & ~np.isnan(errors)
    squares = np.where(known, errors, 0.0) ** 2
    found: FloatArray = squares.sum(axis=-1) / np.maximum(known.sum(axis=-1), 1)
    return found


def _predict(  # noqa: PLR0917 - of one call
    y: FloatArray, least: FloatArray, horizon: int, seasons: int, sums: FloatArray | None, since: int
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Centre, scale and degrees of freedom, each (series, horizon or sums), averaged over the smoothing grid.

    ``least`` is what the variance of each series' error is at least.
    """
    points = y.shape[-1]
    steps = np.arange(points + horizon)
    dummies = np.eye(seasons)[steps % seasons][:, 1:]  # the first season is the reference
    before = np.minimum(steps - since, 0.0)[:, None][:, : since > 0]  # until that point the drift is another
    errors, design, ahead_y, ahead = _filtered(y, np.concatenate([before, dummies], axis=1), horizon)
    regressors = design.shape[-1]
    # the prior of each drift is one more observation: 0 = drift / spread + error
    prior = np.repeat(np.eye(regressors)[None, None, 1 : 2 + before.shape[1]] / _DRIFT_SPREAD, len(y), axis=0)
    prior = np.repeat(prior, _SMOOTHING.size, axis=1)
    design = np.concatenate([design, prior], axis=2)
    errors = np.concatenate([errors, np.zeros((*errors.shape[:2], prior.shape[2]))], axis=2)
    products = np.swapaxes(design, -1, -2) @ design
    # a whisper of ridge keeps the level's column invertible where a random walk leaves it a single point
    products = products + 1e-9 * np.eye(regressors)
    covariance = np.linalg.inv(products)
    coefficients = (covariance @ (np.swapaxes(design, -1, -2) @ errors[..., None]))[..., 0]
    squares = ((errors - (design @ coefficients[..., None])[..., 0]) ** 2).sum(axis=-1)
    degrees = np.maximum((~np.isnan(y)).sum(axis=-1) + prior.shape[2] - regressors, 1).astype(np.float64)
    weights = _weights(squares, products, degrees)
    variance = np.maximum(squares / degrees[:, None], least[:, None])
    centres = ahead_y + (ahead @ coefficients[:, :, :, None])[..., 0]
    noise = 1 + np.arange(horizon) * _SMOOTHING[:, None] ** 2
    if sums is not None:
        centres, ahead, noise = centres @ sums.T, sums @ ahead, _noise_of(sums)
    from_coefficients = np.einsum("sahp,sapq,sahq->sah", ahead, covariance, ahead)
    spread = variance[..., None] * (noise + from_coefficients)
    if since:
        on = np.arange(1, horizon + 1.0)
        spread = spread + (_DOUBT * coefficients[..., 1, None] * (on if sums is None else sums @ on)) ** 2
    centre = (weights[..., None] * centres).sum(axis=1)
    mixed = (weights[..., None] * (spread + (centres - centre[:, None]) ** 2)).sum(axis=1)
    return centre, np.sqrt(mixed), np.broadcast_to(degrees[:, None], centre.shape)


def _noise_of(sums: FloatArray) -> FloatArray:
    """Variance of weighted sums of the steps' errors, (smoothing, sums): each error stays on in all steps after it."""
    later = np.cumsum(sums[:, ::-1], axis=1)[:, ::-1] - sums
    noise: FloatArray = ((sums + _SMOOTHING[:, None, None] * later) ** 2).sum(axis=-1)
    return noise


def _weights(squares: FloatArray, products: FloatArray, degrees: FloatArray) -> FloatArray:
    """How much each smoothing (second axis) counts: its marginal likelihood, level, drift and error integrated out."""
    log = -0.5 * np.linalg.slogdet(products)[1] - degrees[:, None] / 2 * np.log(np.maximum(squares, 1e-300))
    raw: FloatArray = np.exp(log - log.max(axis=1, keepdims=True)) * _PRIOR
    normed: FloatArray = raw / raw.sum(axis=1, keepdims=True)
    return normed


def _filtered(
    y: FloatArray, dummies: FloatArray, horizon: int
) -> tuple[FloatArray, FloatArray, FloatArray, FloatArray]:
    """Run the smoothing filter over the series and, as unit responses, over each regressor.

    One-step errors are linear in the first level, the drift and the seasons: error = errors - design @ coefficients.
    Returns errors (series, smoothing, points), design (…, points, regressors) and, for the steps ahead, the part
    known from the series and the part to multiply by the coefficients. A missing point leaves the level as predicted.
    """
    count, points = y.shape
    regressors = 2 + dummies.shape[1]
    there = ~np.isnan(y)
    level_y = np.zeros((count, _SMOOTHING.size))
    level = np.zeros((count, _SMOOTHING.size, regressors))
    level[..., 0] = 1  # response to the first level; [1] to the drift; [2:] to the seasons, taken off the series
    errors = np.zeros((count, _SMOOTHING.size, points))
    design = np.zeros((count, _SMOOTHING.size, points, regressors))
    for t in range(points):
        level[..., 1] += 1
        seen = there[:, t][:, None]
        error = np.where(seen, np.where(seen, y[:, t][:, None], 0) - level_y, 0)
        response = level.copy()
        response[..., 2:] += dummies[t]
        response = np.where(seen[..., None], response, 0)
        errors[:, :, t], design[:, :, t] = error, response
        level_y = level_y + _SMOOTHING * error
        level = level - _SMOOTHING[:, None] * response
    ahead = np.repeat(level[:, :, None, :], horizon, axis=2)
    ahead[..., 1] += np.arange(1, horizon + 1)
    ahead[..., 2:] += dummies[points:]
    return errors, design, np.repeat(level_y[..., None], horizon, axis=2), ahead
