"""Whether the warm-up is long enough: MSER-5 (White 1997) on the number of patients in the pathway."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

_BATCH = 5
_FEWEST = 10


@dataclass(frozen=True)
class WarmUp:
    """What the numbers over time say: the seconds after which they look settled; None where it can't be told."""

    given: float
    needed: float | None
    settled: bool

    @property
    def notes(self) -> tuple[str, ...]:
        """A warning where the run starts to count too early, or is too short to tell."""
        if not self.settled:
            return (
                "The number of patients had not settled by half the run: lengthen `run`, or set how full places start.",
            )
        if self.needed is not None and self.needed > self.given:
            return (
                f"The pathway looks settled only after {self.needed / 86_400:.1f} days (MSER-5), but the warm-up is "
                f"{self.given / 86_400:.1f}: lengthen `warm_up`.",
            )
        return ()


def judge(number: NDArray[np.float64], every: float, given: float) -> WarmUp:
    """``number`` is the mean number in the pathway at moments ``every`` seconds apart, from the very start.

    Days are taken as one where there are enough of them, so that the hours of the day do not count as unsettled.
    """
    a_day = round(86_400 / every)
    if a_day > 1 and len(number) >= a_day * _BATCH * _FEWEST:
        number = number[: len(number) // a_day * a_day].reshape(-1, a_day).mean(axis=1)
        every *= a_day
    means = number[: len(number) // _BATCH * _BATCH].reshape(-1, _BATCH).mean(axis=1)
    if len(means) < _FEWEST or np.ptp(means) == 0:
        return WarmUp(given, None, settled=True)
    left = np.arange(len(means), 0, -1)
    total, squares = means[::-1].cumsum()[::-1], (means**2)[::-1].cumsum()[::-1]
    score = (squares - total**2 / left) / left**2
    best = int(np.argmin(score[: len(means) - _BATCH]))
    return WarmUp(given, best * _BATCH * every, settled=best <= len(means) // 2)
