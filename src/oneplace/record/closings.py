"""Days on which a service is closed, so that nothing of it is no silence: weekends, bank holidays, and Easter's weeks.

Easter moves by up to five weeks, so what a feed did on the same dates of another year says nothing of it.
"""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import numpy.typing as npt

from oneplace.days import bank_holidays, easter

Days = npt.NDArray[np.int64]

_CLOSED = 0.05
"""Share of a working day's events below which weekends and bank holidays count as closed."""

_LEAST = 5
"""Closed days there must be at least, to be known as such."""

_BREAK = 17
"""Days that a closing over Easter or Christmas lasts at most: two weeks, the weekends beside them and a Monday."""


class Closings:
    """The closed days among those from ``first`` on, of which ``counts`` gives the events; none where it never closes.

    A service that works at weekends or on bank holidays is taken to be always open.
    """

    def __init__(self, counts: Days, first: date) -> None:
        """Find from the events whether it closes."""
        self.first = first
        days = np.datetime64(first, "D") + np.arange(len(counts))
        last = first + timedelta(days=len(counts))
        self.holiday = np.isin(days, np.array(sorted(bank_holidays(first.year, last.year)), dtype=days.dtype))
        free = self.holiday | ~np.is_busday(days)
        inside = np.flatnonzero(counts)
        lived = np.zeros(len(counts), dtype=np.bool_)
        lived[inside[0] : inside[-1] + 1] = True
        shut, works = counts[lived & free], counts[lived & ~free]
        self.closes = bool(len(shut) >= _LEAST and len(works) and shut.mean() < _CLOSED * works.mean())

    def length(self, start: int, end: int) -> int:
        """The days of a silence, without the bank holidays on which it is closed."""
        return end - start - (int(self.holiday[start:end].sum()) if self.closes else 0)

    def is_break(self, start: int, end: int) -> bool:
        """Whether a silence may be a closing over Easter or Christmas, of a service that closes."""
        days = {self.first + timedelta(days=i) for i in range(start, end)}
        over = any(_easter(day.year) <= days or date(day.year, 12, 25) in days for day in days)
        return self.closes and over and end - start <= _BREAK

    def same_days(self, start: int, years: int, end: int) -> int:
        """How many days on, so many years later (earlier, if below nought), the same days of that year are."""
        begun, last = self.first + timedelta(days=start), self.first + timedelta(days=end - 1)
        held = [year for year in {begun.year, last.year} if begun <= easter(year) <= last]
        return (easter(held[0] + years) - easter(held[0])).days if held else round(365.25 * years)


def _easter(year: int) -> set[date]:
    """Good Friday to Easter Monday."""
    return {easter(year) + timedelta(days=i) for i in range(-2, 2)}
