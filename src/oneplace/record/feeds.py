"""Files of one dataset that are sent side by side, as by a hospital's sites: one that stops while the others go on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

import numpy as np

Events = Sequence[tuple[date, int]]

_BESIDE = 56
"""Days before and after the end of a file that are compared."""
_LEAST = 28
"""Days after it that there must be."""
_SHARE = 0.1
"""Of the events before the end, the least that are the file's own and the least that are the others'."""
_CLEAR = 3.0
"""Standard errors of a count by which there are fewer events after it."""


def first_stop(files: Mapping[str, Events], spans: Mapping[str, tuple[date, date]], end: date) -> date | None:
    """The day from which the first of the files that stop before ``end`` is missing; None where none does.

    ``spans`` are the days that each file holds, up to the second, which is not one of them. It stops where the others
    go on beside it and at least half of its share of the events is missing afterwards. None does where another begins
    about then, as with a file a month.
    """
    stops = [stop for name, (_, stop) in spans.items() if _is_missed(name, files, spans, end)]
    return min(stops, default=None)


def _is_missed(name: str, files: Mapping[str, Events], spans: Mapping[str, tuple[date, date]], end: date) -> bool:
    stop = spans[name][1]
    after = min((end - stop).days, _BESIDE)
    near = timedelta(days=_BESIDE)
    taken_over = any(abs(first - stop) < near for other, (first, _) in spans.items() if other != name)
    if after < _LEAST or taken_over:
        return False
    own = _number(files[name], stop - near, stop)
    before = sum(_number(each, stop - near, stop) for each in files.values())
    then = sum(_number(each, stop, stop + timedelta(days=after)) for each in files.values())
    if not _SHARE * before <= own <= (1 - _SHARE) * before:
        return False
    usual = before * after / _BESIDE
    fewer = usual - then
    return bool(fewer >= usual * own / before / 2 and fewer >= _CLEAR * np.sqrt(usual + then))


def _number(events: Events, first: date, end: date) -> int:
    return sum(number for day, number in events if first <= day < end)
