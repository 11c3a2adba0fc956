"""A month or two with twice or half as many events as those on each side: sent twice, or in part, more likely than so.

It is no new level and none of its days is silent, so neither is found otherwise.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Counts = npt.NDArray[np.float64]

_BESIDE, _MOST = 3, 2
"""Months on each side that are looked at, and how many in a row may be odd: three are a new level."""

_RATIO, _APART, _CLEAR, _SEASON = 1.8, 1.5, 4.0, 1.3
"""An odd month has 1.8 times as many events a day as those beside it, or as few; 1.5 times the most (or least) of any
of them, four standard errors of a count apart; not where 1.3 times as many come in that month of a year beside it."""


def newest(monthly: Counts, rates: Counts) -> int | None:
    """The last month that is odd, by its position; None where none is.

    ``monthly`` are the events of whole months in order, ``rates`` the events a day.
    """
    odd = [
        at
        for at in range(_BESIDE, len(rates) - _BESIDE)
        for length in range(1, _MOST + 1)
        if _is_odd(monthly, rates, slice(at, at + length))
    ]
    return max(odd, default=None)


def _is_odd(monthly: Counts, rates: Counts, inside: slice) -> bool:
    if len(rates) - inside.stop < _BESIDE:
        return False
    beside = _around(rates, inside)
    if not (beside.all() and rates[inside].all()):
        return False  # a matter of which days are covered
    usual, here = float(beside.mean()), float(rates[inside].mean())
    if here > usual:
        apart = here >= _RATIO * usual and rates[inside].min() >= _APART * beside.max()
    else:
        apart = usual >= _RATIO * here and beside.min() >= _APART * rates[inside].max()
    came, wanted = float(monthly[inside].sum()), float(_around(monthly, inside).mean()) * (inside.stop - inside.start)
    return apart and abs(came - wanted) >= _CLEAR * np.sqrt(came + wanted) and not _comes_again(rates, inside)


def _around(rates: Counts, inside: slice) -> Counts:
    before, after = rates[max(inside.start - _BESIDE, 0) : inside.start], rates[inside.stop : inside.stop + _BESIDE]
    return np.concatenate([before, after])


def _comes_again(rates: Counts, inside: slice) -> bool:
    """Whether the same months of the year before or after stand out as well: then it is the time of year."""
    more = rates[inside].mean() > _around(rates, inside).mean()
    for months in (-12, 12):
        there = slice(inside.start + months, inside.stop + months)
        if there.start >= 1 and there.stop < len(rates):
            ratio = rates[there].mean() / max(float(_around(rates, there).mean()), 1e-9)
            if ratio >= _SEASON if more else ratio <= 1 / _SEASON:
                return True
    return False
