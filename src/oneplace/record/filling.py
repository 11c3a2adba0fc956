"""A feed whose last weeks are still filling up: events that are entered, coded or sent late are not in it yet.

Each of its last weeks has fewer events than the one before, against what is usual, and no year before has the same. A
level that is new at once is no filling up (``coverage.jump``), nor is a silence (``coverage.find``).
"""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import numpy.typing as npt

Counts = npt.NDArray[np.int64]

_WEEK, _MOST, _USUAL, _YEAR = 7, 12, 12, 52
"""Days; weeks that may fill up; weeks before those, which say what is usual; and from a week to that of the year
before."""

_WHOLE, _LAST, _FALLS, _CLEAR = 0.85, 0.5, 0.75, 4.0
"""A week fills up that has less than 0.85 of what is usual, the last of them less than half, and the later ones 0.75 of
the earlier; together they lack four standard errors of a count."""


def since(counts: Counts, end: date) -> date | None:
    """The day from which a feed fills up, by the number of its events on each day up to ``end``; None where it doesn't.

    Source of the idea: reporting delay and right truncation, as in Lawless 1994, "Adjustments for reporting delays".
    """
    weeks = len(counts) // _WEEK
    if weeks < _MOST + _USUAL:
        return None
    newest_first = counts[::-1][: weeks * _WEEK].reshape(weeks, _WEEK).sum(axis=1).astype(np.float64)
    length = _length(newest_first)
    return end - timedelta(days=length * _WEEK) if length else None


def _length(weeks: npt.NDArray[np.float64]) -> int:
    """How many of the last weeks, newest first, fill up."""
    usual = float(np.median(weeks[_MOST : _MOST + _USUAL]))
    full = np.flatnonzero(weeks[: _MOST + 1] >= _WHOLE * usual)
    length = int(full[0]) if len(full) else 0
    if not length:
        return 0
    tail = weeks[:length]
    lacks, late = usual * length - tail.sum(), max(length // 2, 1)
    falls = length == 1 or tail[:late].mean() < _FALLS * tail[late:].mean()
    clear = lacks >= _CLEAR * np.sqrt(usual * length + tail.sum())
    return length if falls and clear and tail[0] < _LAST * usual and not _comes_again(weeks, length) else 0


def _comes_again(weeks: npt.NDArray[np.float64], length: int) -> bool:
    """Whether the same weeks of the year before had fewer too, as over Christmas; of one week it must be known."""
    if len(weeks) < _YEAR + _MOST + _USUAL:
        return length == 1
    then = weeks[_YEAR : _YEAR + length].mean()
    return bool(then < _WHOLE * np.median(weeks[_YEAR + _MOST : _YEAR + _MOST + _USUAL]))
