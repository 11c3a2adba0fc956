"""Queues that grew all through a run, though no sum foretold it: who blocks or restarts takes capacity, too."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from oneplace.flow.file.pathway import Pathway
from oneplace.flow.simulation.warm_up import cycle_of

_FEWEST_RUNS, _FEWEST_STEPS = 4, 8
_SURE = 4
"""Standard errors by which a queue is longer in the last quarter than in the first."""
_STILL = 0.5
"""A queue that settles slows down: from the third quarter to the last it grows by less than this share of what it grew
by from the first to the second."""


class Growing(NamedTuple):
    """A queue that grew all through the run: how many waited on average in its first quarter, and in its last."""

    place: str
    first: float
    last: float


def growing(pathway: Pathway, over_time: NDArray[np.float32]) -> tuple[Growing, ...]:
    """The places whose queues grew, in every run and as fast at the end as before.

    ``over_time`` as in a result (replications × steps × 2 × places). None where there is no long run to settle into,
    where it was foreseen, or where arrivals follow the seasons or a forecast.
    """
    runs, steps = over_time.shape[:2]
    if runs < _FEWEST_RUNS or steps < _FEWEST_STEPS or _moves(pathway):
        return ()
    quarter = steps // 4
    waiting = over_time[:, : 4 * quarter, 1].astype(np.float64)
    means = waiting.reshape(runs, 4, quarter, -1).mean(axis=2)
    more = means[:, 3] - means[:, 0]
    each = np.diff(means.mean(axis=0), axis=0)
    sure = (more > 0).all(axis=0) & (more.mean(axis=0) > _SURE * more.std(axis=0, ddof=1) / math.sqrt(runs))
    found = sure & (each > 0).all(axis=0) & (each[2] > _STILL * each[0])
    first, last = means[:, 0].mean(axis=0), means[:, 3].mean(axis=0)
    return tuple(Growing(pathway.places[p], float(first[p]), float(last[p])) for p in np.flatnonzero(found))


def _moves(pathway: Pathway) -> bool:
    """Whether there is no long run, or more may come later in the run by its seasons or a forecast."""
    come = [of.arrivals for of in pathway.file.patients.values() if of.arrivals]
    seasons = any(not isinstance(one.profile, str) and one.profile and one.profile.month_of_year for one in come)
    return seasons or any(one.forecast or one.observed for one in come) or cycle_of(pathway) is None
