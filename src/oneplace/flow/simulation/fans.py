"""How queues and occupancy go over time, run by run: the shares of runs that lie below as the weeks pass."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from oneplace.flow.network.timeline import DAY, HOUR

Floats = NDArray[np.float64]
Over = Literal["waiting", "inside", "occupancy"]
"""What goes over time at a place: how many wait, how many are there, and how many of its beds they take."""

SHARES = (0.05, 0.25, 0.5, 0.75, 0.95)
"""Of the runs: half of them lie within the inner band, nine in ten within the outer."""
_STEPS = (HOUR, DAY, 7 * DAY, 28 * DAY)
_MOST_STEPS = 120


@dataclass(frozen=True)
class Fan:
    """A number over time: of each step of so many days, the values below which shares of the runs lie."""

    place: str
    over: Over
    days: Floats
    """When each step begins, from the end of the warm-up."""
    step: float
    """Days in a step, over which each run's number is averaged."""
    values: Floats
    """Shares of runs × steps."""
    room: float | None
    """What there is room for, where that is one number all the time: 1 of occupancy, the beds of who is there."""

    def title(self, name: str) -> str:
        """What the fan shows, of a place that people call so."""
        return {
            "waiting": f"People waiting for {name}",
            "inside": f"People at {name}",
            "occupancy": f"Share of the beds of {name} that are taken",
        }[self.over]

    def rows(self) -> list[dict[str, Any]]:
        """Each step as a row: place, what, day, and the value at each share (``p5`` … ``p95``)."""
        names = [f"p{100 * share:g}" for share in SHARES]
        return [
            {"place": self.place, "over": self.over, "day": float(day), **dict(zip(names, map(float, of), strict=True))}
            for day, of in zip(self.days, self.values.T, strict=True)
        ]


def step_of(run: float) -> float:
    """Seconds in a step of a fan of a run: an hour, or of longer runs a day, a week or four."""
    return next((step for step in _STEPS if run <= step * _MOST_STEPS), _STEPS[-1])


def by_step(sampled: NDArray[np.int32], every: float, warm_up: float, run: float) -> NDArray[np.float32]:
    """The means (steps × 2 × places) of a run's moments, ``every`` so many seconds apart, from the end of its warm-up.

    A step that has not passed whole is left out, unless it is the only one.
    """
    step = step_of(run)
    steps = max(1, int(run / step))
    into = np.floor((np.arange(len(sampled)) * every - warm_up) / step).astype(int)
    kept = (into >= 0) & (into < steps)
    first = np.searchsorted(into[kept], np.arange(steps))
    sums = np.add.reduceat(sampled[kept].astype(np.float64), first, axis=0)
    means: NDArray[np.float32] = (sums / np.diff([*first, kept.sum()])[:, None, None]).astype(np.float32)
    return means


def fan_of(place: str, over: Over, runs: Floats, step: float, room: float | None) -> Fan:
    """The fan of a number (runs × steps); ``step`` in seconds."""
    days = np.asarray(np.arange(runs.shape[1]) * step / DAY, np.float64)
    values = np.asarray(np.quantile(runs, SHARES, axis=0), np.float64)
    return Fan(place, over, days, step / DAY, values, room)
