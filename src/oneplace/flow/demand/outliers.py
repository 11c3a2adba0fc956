"""Days whose count is so far from those around it that it may be mistyped: one would shift a whole year's level."""

from __future__ import annotations

import warnings
from collections.abc import Collection
from datetime import date

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

_WEEKS = 4
"""Weeks before, and weeks after, whose same day of the week a day is held against."""
_TIMES = 4
"""A day is far off only where it is above so many times, or below one in so many of, the usual count."""
_FAR = 10
"""Standard errors, as days vary here, from which a day is plainly far off."""
_LONGEST = 3
"""Days in a row; more of them are something that happened."""
_MOST = 0.01
"""The share of days: where more are far off they are how this series goes."""


def outlying(counts: Floats, days: Collection[date], apart: Collection[date] = ()) -> NDArray[np.bool_]:
    """Which daily counts (missing days NaN) are far from the same weekday's in the weeks before and in those after.

    Far from both, so that neither side of a change of level is one. Days in ``apart`` (bank holidays) and each
    1 January are none: they have a place of their own in the model.
    """
    before = _usual(counts)
    after = _usual(counts[::-1])[::-1]
    before, after = np.where(np.isnan(before), after, before), np.where(np.isnan(after), before, after)
    vary = np.abs(counts - (before + after) / 2) / np.sqrt((before + after) / 2 + 1)
    known = vary[np.isfinite(vary)]
    spread = max(1.0, float(np.median(known)) / 0.6745) if known.size else 1.0
    far = _far(counts, before, spread) & _far(counts, after, spread)
    far &= np.array([day not in apart and (day.month, day.day) != (1, 1) for day in days])
    few = far & ~_lasting(far)
    return few if few.sum() <= max(1, _MOST * len(counts)) else np.zeros(len(counts), dtype=np.bool_)


def _usual(counts: Floats) -> Floats:
    """The median of the same weekday's counts in the weeks before each day; NaN where there are none."""
    padded = np.concatenate([np.full(7 * _WEEKS, np.nan), counts])
    weeks = np.stack([padded[7 * week : 7 * week + len(counts)] for week in range(_WEEKS)])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # of a day that has none
        return np.asarray(np.nanmedian(weeks, axis=0), dtype=np.float64)


def _far(counts: Floats, usual: Floats, spread: float) -> NDArray[np.bool_]:
    ratio = (counts + 1) / (usual + 1)
    plainly = np.abs(counts - usual) > _FAR * spread * np.sqrt(usual + 1)
    return np.asarray(plainly & ((ratio > _TIMES) | (ratio < 1 / _TIMES)))


def _lasting(far: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Which of the days are of a run longer than a slip."""
    run = np.ones(_LONGEST + 1)
    begun = np.convolve(far, run)[_LONGEST : len(far)] == len(run)
    return np.convolve(begun, run)[: len(far)] > 0
