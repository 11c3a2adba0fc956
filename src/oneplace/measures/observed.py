"""Which periods can be seen whole: all that a definition looks at lies in days for which the files are complete."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from oneplace.measures.coverage import Coverage
from oneplace.measures.tally import Tally
from oneplace.place import FromLinkedRecord
from oneplace.population import Window, periods


@dataclass(frozen=True)
class Unknown:
    """A period for which what the measure reads isn't complete, and why."""

    kind: str
    start: date
    end: date
    reason: str


def observed(counts: Tally, compute: FromLinkedRecord, window: Window, covered: Coverage) -> NDArray[np.bool_]:
    """Which keys are of periods of which everything that the definition looks at is complete."""
    spans = {(key.start, key.end) for key in counts.keys}
    seen = {span for span in spans if is_covered(*span, compute, window, covered)}
    return np.array([(key.start, key.end) in seen for key in counts.keys], dtype=np.bool_)


def is_covered(start: date, end: date, compute: FromLinkedRecord, window: Window, covered: Coverage) -> bool:
    """Whether everything that the definition looks at for a period is complete."""
    return _inside(start, end, compute, window) and not _why(start, end, compute, covered)


def _looked_at(start: date, end: date, compute: FromLinkedRecord) -> tuple[date, date]:
    """The first day that a definition looks at for a period, and the day after the last."""
    related = compute.related.values()
    within = compute.each == "wait"  # what comes after the period isn't looked at: then it is still waited for
    after = timedelta(days=0 if within else max((r.last_days or 0 for r in related), default=0))
    before = timedelta(days=min((r.first_days or 0 for r in related if r.table == "activity"), default=0))
    last = end - timedelta(days=1)
    return (start if compute.each in ("event", "wait") else last) + min(before, timedelta()), max(last + after, end)


def _inside(start: date, end: date, compute: FromLinkedRecord, window: Window) -> bool:
    first, last = _looked_at(start, end, compute)
    return window.start <= first and last <= window.end


def _why(start: date, end: date, compute: FromLinkedRecord, covered: Coverage) -> str:
    return covered.missing(*_looked_at(start, end, compute))


def unknown_periods(compute: FromLinkedRecord, window: Window, covered: Coverage, unfit: str) -> Iterator[Unknown]:
    """The headline's periods inside the window that are not known, and why."""
    for kind, start, end in periods(window):
        wanted = kind == compute.period and _inside(start, end, compute, window)
        if wanted and (reason := unfit or _why(start, end, compute, covered)):
            yield Unknown(kind, start, end, reason)


def holds_a_period(compute: FromLinkedRecord, window: Window) -> bool:
    """Whether one of a definition's own periods lies whole in the days for which the place's sources are complete."""
    return any(kind == compute.period and _inside(start, end, compute, window) for kind, start, end in periods(window))
