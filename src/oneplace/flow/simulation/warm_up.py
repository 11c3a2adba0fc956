"""Whether the warm-up is long enough: MSER-5 (White 1997) on the number of patients in the pathway."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from oneplace.flow.file.pathway import Pathway
from oneplace.flow.network.timeline import DAY

WEEK = 7 * DAY
_BATCH = 5
_FEWEST = 10
_MATTERS = 0.01
"""A share of the mean number: what is counted too early moves it by less where nobody need mind."""
_ENDLESS = ("W70", "W77")


@dataclass(frozen=True)
class WarmUp:
    """What the numbers over time say: the seconds after which they look settled; None where it can't be told."""

    given: float
    needed: float | None
    settled: bool
    shift: float = math.inf
    """By what share the mean number that is counted differs from that after it has settled."""

    @property
    def is_short(self) -> bool:
        """Whether counting starts so early that it matters: few runs wander, and look unsettled where they are not."""
        late = self.needed is not None and round(self.needed / DAY, 1) > round(self.given / DAY, 1)
        return self.settled and late and abs(self.shift) > _MATTERS

    @property
    def notes(self) -> tuple[str, ...]:
        """A warning where the run starts to count too early, or is too short to tell."""
        if not self.settled:
            return (
                "The number of patients had not settled by half the run. If a queue grows without end, no run is long "
                "enough: add capacity. Else lengthen `run`, or set how full places start.",
            )
        if self.is_short:
            return (
                f"The pathway looks settled only after {(self.needed or 0) / DAY:.1f} days, but the warm-up is "
                f"{self.given / DAY:.1f}: lengthen `warm_up`.",
            )
        return ()


def cycle_of(pathway: Pathway) -> float | None:
    """The seconds after which a pathway's calendar repeats: a week or a day; None where it has no long run at all.

    It has none where a class comes at exact times: what is asked of it is what follows those, such as how long it
    takes until a list is cleared; nor where arrivals grow, or a queue does without end, however long it runs. Seasons
    of the year do not count as repeating.
    """
    arrivals = [of.arrivals for of in pathway.file.patients.values() if of.arrivals]
    if any(come.times or come.growth for come in arrivals) or any(
        warning.code in _ENDLESS for warning in pathway.warnings
    ):
        return None
    profiles = [come.profile for come in arrivals if come.profile]
    weekly = any(isinstance(one, str) or one.day_of_week or one.hour_of_week for one in profiles)
    calendars = [of.calendar for of in pathway.file.places.values()] + [
        of.calendar for of in pathway.file.pools.values()
    ]
    shifts = [shift for calendar in calendars for shift in calendar]
    return WEEK if weekly or any(len(set(shift.days)) < 7 for shift in shifts) else DAY


def judge(number: NDArray[np.float64], every: float, given: float, cycle: float | None = DAY) -> WarmUp:
    """``number`` is the mean number in the pathway at moments ``every`` seconds apart, from the very start.

    Days are taken as one where there are enough of them, and where weeks repeat each day as the mean of the week that
    it begins, so that neither the hours of the day nor the days of the week count as unsettled.
    """
    a_day = round(DAY / every)
    days = len(number) // a_day
    if cycle is None or (cycle == WEEK and days < _BATCH * _FEWEST + 6):
        return WarmUp(given, None, settled=True)
    if a_day > 1 and days >= _BATCH * _FEWEST:
        number = number[: days * a_day].reshape(-1, a_day).mean(axis=1)
        every *= a_day
    if cycle == WEEK:
        number = np.convolve(number, np.full(7, 1 / 7), "valid")
    means = number[: len(number) // _BATCH * _BATCH].reshape(-1, _BATCH).mean(axis=1)
    if len(means) < _FEWEST or np.ptp(means) == 0:
        return WarmUp(given, None, settled=True)
    left = np.arange(len(means), 0, -1)
    total, squares = means[::-1].cumsum()[::-1], (means**2)[::-1].cumsum()[::-1]
    score = (squares - total**2 / left) / left**2
    half = len(means) // 2  # beyond it too little is left to say what settled looks like
    best = int(np.argmin(score[: half + 1]))
    counted = means[min(int(given / every) // _BATCH, len(means) - 1) :].mean()
    return WarmUp(given, best * _BATCH * every, settled=best < half, shift=float(counted / means[best:].mean() - 1))
