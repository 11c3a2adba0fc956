"""What can be seen in spells: the measures that observed and simulated are compared by, worked out in one way."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from oneplace.flow.calibrating.arriving import WEEK, hours_seen
from oneplace.flow.calibrating.families import FEWEST
from oneplace.flow.calibrating.places import inside_at, way_name
from oneplace.flow.calibrating.spells import Spells
from oneplace.flow.calibrating.table import Bools, Floats

_DAY = 86_400.0
_WAITED = 60.0
_POINTS = 60
PERCENTILES = {"p50": 0.5, "p90": 0.9, "p95": 0.95}


@dataclass(frozen=True)
class Seen:
    """One thing that can be seen of a place (or, ``where`` empty, of the whole) and its unit."""

    where: str
    what: str
    unit: str


@dataclass(frozen=True)
class Frame:
    """How a place is looked at, so that observed and simulated are looked at in one way."""

    saw_start: bool
    saw_finish: bool
    settled: float
    """Seconds after the beginning from when on who is inside is counted: by then nearly all who came before left."""
    lengths: Floats
    """Where the share of stays that have ended is read."""


def frames(spells: Spells) -> dict[str, Frame]:
    """How to look at each place that has spells enough."""
    found = {}
    for p, place in enumerate(spells.places):
        rows = spells.place == p
        if rows.sum() < FEWEST:
            continue
        saw_start = bool(np.isfinite(spells.started[rows]).any())
        begin = (spells.started if saw_start else spells.arrived)[rows]
        time = spells.left[rows] - begin
        time = time[np.isfinite(time)]
        if len(time) < FEWEST:
            continue
        longest = float(np.quantile(time, 0.99))
        found[place] = Frame(
            saw_start,
            bool(np.isfinite(spells.finished[rows]).any()),
            min(longest, (spells.until - spells.since) / 2),
            np.unique(np.r_[0.0, np.quantile(time, np.linspace(0.02, 0.98, _POINTS))]),
        )
    return found


def seen(spells: Spells, at: Mapping[str, Frame]) -> dict[Seen, float]:
    """Every measure of spells that began between their bounds; NaN where there was nobody to measure."""
    found = {Seen("", f"arrivals of {cls}", "a day"): 0.0 for cls in spells.classes}
    days = spells.days
    for c, cls in enumerate(spells.classes):
        found[Seen("", f"arrivals of {cls}", "a day")] = float((spells.entry & (spells.cls == c)).sum() / days)
    for place, frame in at.items():
        rows = spells.place == spells.places.index(place)
        found |= {Seen(place, what, unit): value for what, unit, value in _at_place(spells.take(rows), frame)}
    return found


def _at_place(here: Spells, frame: Frame) -> Iterator[tuple[str, str, float]]:
    days = here.days
    begin, served = _begin(here, frame)
    end = np.where(np.isfinite(here.finished), here.finished, here.left) if frame.saw_finish else here.left
    yield "arrivals", "a day", len(here) / days
    yield "departures", "a day", float(np.isfinite(here.left).sum() / days)
    yield from _lengths("stay", (end - begin)[served])
    if frame.saw_start:
        wait = (here.started - here.arrived)[served]
        yield from _lengths("wait", wait)
        yield "waited", "share", _mean(wait > _WAITED)
        yield "left unseen", "share", _mean(~served[np.isfinite(here.left)])
    if frame.saw_finish:
        delay = (here.left - here.finished)[served]
        yield "delay", "seconds", _mean(delay[np.isfinite(delay)])
    moments = np.arange(here.since + frame.settled, here.until, 3600.0)
    counts = inside_at(begin[served], here.left[served], moments)
    yield "inside", "patients", _mean(counts)
    for name, share in PERCENTILES.items():
        yield f"inside {name}", "patients", float(np.quantile(counts, share)) if len(counts) else np.nan
    gone = served & ~here.still_there
    ways, number = np.unique(here.to[gone], return_counts=True)
    for way, n in zip(ways, number, strict=True):
        yield f"go to {way_name(here, int(way))}", "share", float(n / number.sum())


def _begin(here: Spells, frame: Frame) -> tuple[Floats, Bools]:
    begin = here.started if frame.saw_start else here.arrived
    return begin, np.isfinite(begin)


def _lengths(what: str, of: Floats) -> Iterator[tuple[str, str, float]]:
    known = of[np.isfinite(of)]
    yield what, "seconds", _mean(known)
    for name, share in PERCENTILES.items():
        yield f"{what} {name}", "seconds", float(np.quantile(known, share)) if len(known) else np.nan


def _mean(values: Floats | Bools) -> float:
    return float(values.mean()) if len(values) else np.nan


def by_hour_of_week(spells: Spells) -> Floats:
    """Arrivals from outside in each hour of the week, on average (168, from Monday 0:00)."""
    cells, part = hours_seen(spells)
    hours = np.bincount(cells % WEEK, part, minlength=WEEK)
    rows = spells.entry & (spells.arrived >= spells.since) & (spells.arrived < spells.until)
    which = ((spells.arrived[rows] - spells.since) // 3600).astype(np.int64)
    counts = np.bincount((cells % WEEK)[which], minlength=WEEK)
    return np.divide(counts, hours, out=np.zeros(WEEK), where=hours > 0)


def inside_by_hour_of_week(spells: Spells, place: str, frame: Frame) -> Floats:
    """How many are inside a place in each hour of the week, on average; NaN in hours not seen."""
    here = spells.take(spells.place == spells.places.index(place))
    begin, served = _begin(here, frame)
    moments = np.arange(here.since, here.until, 3600.0)
    hour = hours_seen(spells)[0] % WEEK
    counted = moments >= here.since + frame.settled
    counts = inside_at(begin[served], here.left[served], moments)
    total = np.bincount(hour[counted], counts[counted], minlength=WEEK)
    number = np.bincount(hour[counted], minlength=WEEK)
    return np.divide(total, number, out=np.full(WEEK, np.nan), where=number > 0)


def ended_by(spells: Spells, place: str, frame: Frame) -> Floats:
    """The share of the stays that ended which had by each of the frame's lengths."""
    here = spells.take(spells.place == spells.places.index(place))
    begin, _ = _begin(here, frame)
    end = np.where(np.isfinite(here.finished), here.finished, here.left) if frame.saw_finish else here.left
    lengths = np.sort((end - begin)[np.isfinite(end - begin)])
    return np.searchsorted(lengths, frame.lengths, "right") / max(1, len(lengths))
