"""The five years as day numbers, and when in the year, week and day things happen.

Day 0 is 1 April 2021; day ``DAYS`` (1 April 2026) is the first day after. Event times are seconds since 1970, local.
"""

from __future__ import annotations

import numpy as np

from oneplace.synth.draw.randomness import Floats, Ints

START = np.datetime64("2021-04-01")
END = np.datetime64("2026-04-01")
DAYS = int((END - START).astype(int))
EPOCH_DAY = int(START.astype("datetime64[D]").astype(int))
YEAR = 365.25
FAR = 1_000_000
"""A day number that never comes."""

_DATES = START + np.arange(DAYS)
_WEEKDAY = (_DATES.astype("datetime64[D]").astype(int) + 3) % 7  # Monday = 0
_YEAR_DAY = (_DATES - _DATES.astype("datetime64[Y]")).astype(int)

WEEK = {
    "every_day": (1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0),
    "emergency": (1.06, 1.02, 1.0, 0.99, 0.99, 0.97, 0.97),
    "weekdays": (1.15, 1.08, 1.02, 0.98, 0.85, 0.0, 0.0),
    "telephone": (0.95, 0.88, 0.86, 0.86, 0.92, 1.3, 1.23),
}
"""Weight of Monday to Sunday."""

HOURS = {
    "office": [0] * 8 + [6, 11, 12, 10, 5, 6, 9, 10, 9, 5, 2] + [0] * 5,
    "emergency": [3, 2, 2, 2, 2, 2, 2, 3, 4, 5, 6, 6, 6, 6, 5, 5, 5, 6, 6, 6, 5, 5, 4, 4],
    "telephone": [2, 2, 1, 1, 1, 1, 2, 3, 6, 7, 7, 6, 5, 4, 4, 4, 5, 6, 8, 8, 7, 5, 4, 3],
}
"""Weight of each hour of the day."""


def day_of(text: str) -> int:
    """The day number of an ISO date."""
    return int((np.datetime64(text) - START).astype(int))


class Rhythm:
    """How often something happens on each day: a weekly shape, a winter peak and a yearly trend.

    ``winter`` is the amplitude of a yearly wave with its peak in mid January; ``trend`` the change a year (0.02 = 2 %);
    ``covid`` how far spring 2021 lay below the usual, recovering over a year.
    """

    def __init__(self, week: str, *, winter: float = 0.0, trend: float = 0.0, covid: float = 0.0) -> None:
        """Weigh every day of the five years (``week`` names one of ``WEEK``)."""
        day = np.arange(DAYS)
        weight = np.asarray(WEEK[week])[_WEEKDAY]
        weight = weight * (1 + winter * np.cos(2 * np.pi * (_YEAR_DAY - 15) / YEAR))
        weight = weight * (1 + trend) ** (day / YEAR) * (1 - covid * np.exp(-day / 180))
        self._edges = np.concatenate([[0.0], np.cumsum(weight)])
        self._edges *= DAYS / self._edges[-1]

    def exposure(self, start: Ints, end: Ints) -> Floats:
        """Years at risk between two days, weighed by the rhythm (a whole period weighs what it lasts)."""
        edges = self._edges
        first, last = np.clip(start, 0, DAYS), np.clip(end, 0, DAYS)
        return np.asarray(np.maximum(edges[last] - edges[first], 0.0) / YEAR)

    def after(self, start: Ints, years: Floats) -> Ints:
        """The day on which ``years`` at risk have passed since ``start``; ``FAR`` where that is after the end."""
        target = self._edges[np.clip(start, 0, DAYS)] + years * YEAR
        day = np.searchsorted(self._edges, target, side="left") - 1
        return np.where(target < self._edges[-1], np.maximum(day, start), FAR).astype(np.int64)

    def days(self, rng: np.random.Generator, start: Ints, end: Ints) -> Ints:
        """A day in ``[start, end)`` for each row, following the rhythm."""
        low, high = self._edges[np.clip(start, 0, DAYS)], self._edges[np.clip(end, 0, DAYS)]
        # 1 - random() lies in (0, 1]: together with side="left" the day found has weight and lies before `end`
        return np.asarray(
            np.searchsorted(self._edges, low + (high - low) * (1 - rng.random(len(start))), side="left") - 1
        ).astype(np.int64)


def seconds(day: Ints) -> Ints:
    """Seconds since 1970 at the start of each day."""
    return np.asarray((day + EPOCH_DAY) * 86_400, dtype=np.int64)


def times(rng: np.random.Generator, day: Ints, hours: str) -> Ints:
    """A time on each day, in seconds since 1970, following one of ``HOURS``."""
    edges = np.cumsum(np.asarray(HOURS[hours], dtype=float))
    hour = np.searchsorted(edges, rng.random(len(day)) * edges[-1], side="right")
    return np.asarray(seconds(day) + hour * 3600 + rng.integers(0, 3600, len(day)), dtype=np.int64)


def office_slots(rng: np.random.Generator, day: Ints) -> Ints:
    """A clinic time on each day, on a ten-minute mark."""
    at = times(rng, day, "office")
    return np.asarray(at // 600 * 600, dtype=np.int64)


def day_number(at: Ints) -> Ints:
    """The day number of times in seconds since 1970."""
    return np.asarray(at // 86_400 - EPOCH_DAY, dtype=np.int64)


def weekday(day: Ints) -> Ints:
    """Monday = 0 … Sunday = 6."""
    return np.asarray((day + EPOCH_DAY + 3) % 7, dtype=np.int64)


def next_working_day(day: Ints) -> Ints:
    """Saturdays and Sundays moved to Monday."""
    return np.asarray(day + np.where(weekday(day) == 5, 2, np.where(weekday(day) == 6, 1, 0)), dtype=np.int64)
