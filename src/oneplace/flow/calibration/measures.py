"""What can be seen in spells: the measures that observed and simulated are compared by, worked out in one way."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from oneplace.flow.calibration.arrivals import WEEK, hours_seen
from oneplace.flow.calibration.families import FEWEST
from oneplace.flow.calibration.places import ELSEWHERE, inside_at, way_name
from oneplace.flow.calibration.spells import Spells
from oneplace.flow.calibration.table import Bools, Floats
from oneplace.flow.file.pathway import Pathway

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
    ways: frozenset[str]
    """The ways out that are told apart; all others are ``elsewhere``."""


def frames(spells: Spells, pathway: Pathway, small: int) -> dict[str, Frame]:
    """How to look at each place that has spells enough; no way is told apart that fewer than ``small`` took."""
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
            _ways(spells.take(rows), place, pathway, small),
        )
    return found


def _ways(here: Spells, place: str, pathway: Pathway, small: int) -> frozenset[str]:
    """The ways that are told apart: not those that few took, nor those that the pathway calls ``elsewhere``."""
    to, counts = np.unique(here.to[~here.still_there], return_counts=True)
    named = {way_name(here, int(way)): int(n) for way, n in zip(to, counts, strict=True)}
    cells = [pathway.at(place, cls) for cls in pathway.classes]
    known = {name for cell in cells for name in (cell.next if isinstance(cell.next, dict) else {})}
    known |= {cell.leave.to for cell in cells if cell.leave}
    hidden = {name for name, n in named.items() if n < small or (ELSEWHERE in known and name not in known)}
    for name in sorted(named, key=lambda n: named[n]):
        if not 0 < sum(named[n] for n in hidden) < small:
            break
        hidden.add(name)
    return frozenset(set(named) - hidden - {ELSEWHERE})


def seen(spells: Spells, at: Mapping[str, Frame], small: int = 0) -> dict[Seen, float]:
    """Every measure of spells that began between their bounds; NaN where there was nobody to measure.

    Shares that fewer than ``small`` make up (or all but so few) are left out.
    """
    found = {Seen("", f"arrivals of {cls}", "a day"): 0.0 for cls in spells.classes}
    days = spells.days
    for c, cls in enumerate(spells.classes):
        found[Seen("", f"arrivals of {cls}", "a day")] = float((spells.entry & (spells.cls == c)).sum() / days)
    for place, frame in at.items():
        rows = spells.place == spells.places.index(place)
        found |= {Seen(place, what, unit): value for what, unit, value in _at_place(spells.take(rows), frame, small)}
    return found


def _at_place(here: Spells, frame: Frame, small: int) -> Iterator[tuple[str, str, float]]:
    days = here.days
    begin, served = _begin(here, frame)
    end = np.where(np.isfinite(here.finished), here.finished, here.left) if frame.saw_finish else here.left
    yield "arrivals", "a day", len(here) / days
    yield "departures", "a day", float(np.isfinite(here.left).sum() / days)
    yield from _lengths("stay", (end - begin)[served])
    if frame.saw_start:
        wait = (here.started - here.arrived)[served]
        yield from _lengths("wait", wait)
        yield "waited", "share", _share(wait > _WAITED, small)
        yield "left unseen", "share", _share(~served[np.isfinite(here.left)], small)
    if frame.saw_finish:
        delay = (here.left - here.finished)[served]
        yield "delay", "seconds", _mean(delay[np.isfinite(delay)])
    moments = np.arange(here.since + frame.settled, here.until, 3600.0)
    counts = inside_at(begin[served], here.left[served], moments)
    yield "inside", "patients", _mean(counts)
    for name, share in PERCENTILES.items():
        yield f"inside {name}", "patients", float(np.quantile(counts, share)) if len(counts) else np.nan
    gone = served & ~here.still_there
    to, number = np.unique(here.to[gone], return_counts=True)
    shares: dict[str, float] = {}
    for way, n in zip(to, number, strict=True):
        name = way_name(here, int(way))
        name = name if name in frame.ways else ELSEWHERE
        shares[name] = shares.get(name, 0.0) + float(n / number.sum())
    for name, share in shares.items():
        yield f"go to {name}", "share", share


def _share(which: Bools, small: int) -> float:
    few = min(int(which.sum()), int((~which).sum()))
    return _mean(which) if few == 0 or few >= small else np.nan


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


def arrivals_by_hour(spells: Spells, hours: int) -> tuple[Floats, Floats]:
    """Arrivals from outside in each hour of the week (168, from Monday 0:00) or of the day (24): mean and number."""
    cells, part = hours_seen(spells)
    times = np.bincount(cells % hours, part, minlength=hours)
    rows = spells.entry & (spells.arrived >= spells.since) & (spells.arrived < spells.until)
    which = ((spells.arrived[rows] - spells.since) // 3600).astype(np.int64)
    counts = np.bincount((cells % hours)[which], minlength=hours)
    return np.divide(counts, times, out=np.zeros(hours), where=times > 0), counts.astype(np.float64)


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
    mean: Floats = np.divide(total, number, out=np.full(WEEK, np.nan), where=number > 0)
    return mean


def ended_by(spells: Spells, place: str, frame: Frame) -> Floats:
    """The share of the stays that ended which had by each of the frame's lengths."""
    here = spells.take(spells.place == spells.places.index(place))
    begin, _ = _begin(here, frame)
    end = np.where(np.isfinite(here.finished), here.finished, here.left) if frame.saw_finish else here.left
    lengths = np.sort((end - begin)[np.isfinite(end - begin)])
    return np.asarray(np.searchsorted(lengths, frame.lengths, "right") / max(1, len(lengths)), np.float64)
