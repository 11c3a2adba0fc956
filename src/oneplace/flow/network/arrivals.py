"""The classes of patients as rows: when they come, in what number, by which route, from which fifths."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from oneplace.flow.file.pathway import FINISHED, Pathway, named_file
from oneplace.flow.file.patients import Arrivals
from oneplace.flow.kernel import layout as at
from oneplace.flow.kernel.state import Table
from oneplace.flow.network.distribution_rows import Dists
from oneplace.flow.network.places import way
from oneplace.flow.network.timeline import DAY, HOUR, grown, hourly, read_forecast, read_profile

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Forecast:
    """Arrivals by forecast: where their rates stand in ``segments``, and each hour's mean and spread (sd over mean)."""

    rows: slice
    mean: Floats
    spread: Floats

    def rates(self, seed: int, cls: int) -> Floats:
        """The rates of one replication: each day's number drawn within its spread."""
        daily = np.maximum(self.spread[::24], 1e-12)
        factor = np.random.default_rng([seed, cls]).gamma(1 / daily**2, daily**2)
        return self.mean * np.repeat(factor, 24)[: len(self.mean)]


@dataclass(frozen=True)
class Stream:
    """How a class arrives: its kind, and the times and rates of its timeline; of a forecast, the spread."""

    kind: int
    start: Floats
    rate: Floats
    spread: Floats | None = None


def classes(pathway: Pathway, dists: Dists, start: date, end: float) -> tuple[dict[str, Table], dict[int, Forecast]]:
    """The tables ``classes``, ``segments``, ``route``, ``batches`` and ``fifths``; and which classes are forecast."""
    rows = np.zeros(len(pathway.classes), at.CLASS)
    streams: list[Stream] = []
    route: list[int] = []
    batches: list[tuple[int, float]] = []
    fifths = np.ones((len(pathway.classes), 5))
    forecasts = {}
    filled = 0
    for c, cls in enumerate(pathway.classes):
        of, row = pathway.file.patients[cls], rows[c]
        arrivals = of.arrivals
        stream = _stream(pathway, arrivals, start, end)
        row["enters"] = row["usual"] = way(pathway, pathway.entry(cls) or FINISHED)
        row["arrives"], row["segment"], row["segments"] = stream.kind, filled, len(stream.start)
        row["interval"] = dists.row(arrivals.every if arrivals else None)
        if stream.spread is not None:
            forecasts[c] = Forecast(slice(filled, filled + len(stream.rate)), stream.rate, stream.spread)
        filled += len(stream.start)
        streams.append(stream)
        row["route"], row["route_length"] = len(route), len(of.route or ())
        route += [way(pathway, name) for name in of.route or ()]
        sizes = arrivals.batch.sizes if arrivals and arrivals.batch else {}
        row["batch"], row["batches"] = len(batches), len(sizes)
        batches += zip((int(n) for n in sizes), np.cumsum(list(sizes.values())), strict=True)
        if of.deprivation:
            fifths[c] = np.cumsum(of.deprivation)
        elif pathway.fifths:
            fifths[c] = np.arange(1, 6) / 5
    segments = np.zeros(filled, at.SEGMENT)
    segments["start"] = np.concatenate([stream.start for stream in streams])
    segments["rate"] = np.concatenate([stream.rate for stream in streams])
    tables = {
        "classes": rows,
        "segments": segments,
        "route": np.array(route, np.int64),
        "batches": np.array(batches, at.BATCH),
        "fifths": fifths.ravel(),
    }
    return tables, forecasts


def _stream(pathway: Pathway, of: Arrivals | None, start: date, end: float) -> Stream:
    folder, hours = pathway.path.parent, math.ceil(end / HOUR)
    none = np.zeros(1)
    if of is None:
        return Stream(at.NEVER, none, none)
    if of.times is not None:
        return Stream(at.AT_TIMES, np.sort(np.array(of.times)), np.zeros(len(of.times)))
    if of.every is not None:
        return Stream(at.AT_INTERVALS, none, none)
    profile = read_profile(named_file(folder, of.profile)) if isinstance(of.profile, str) else of.profile
    if of.forecast is None and profile is None and of.growth is None:
        return Stream(at.AT_RATE, none, np.array([of.rate or 0.0]))
    edges, within = np.arange(hours, dtype=np.float64) * HOUR, hourly(profile, start, hours)
    if of.forecast is None:
        return Stream(at.AT_RATE, edges, (of.rate or 0.0) * within * grown(of.growth, edges + HOUR / 2))
    mean, sd = read_forecast(named_file(folder, f"forecasts/{of.forecast}.csv"), start, math.ceil(end / DAY))
    extra = np.sqrt(np.maximum(sd**2 - mean, 0)) / np.maximum(mean, 1e-9)  # what Poisson arrivals don't bring
    return Stream(at.AT_RATE, edges, np.repeat(mean, 24)[:hours] / DAY * within, np.repeat(extra, 24)[:hours])
