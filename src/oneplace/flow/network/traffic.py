"""The traffic equations: how many patients of each class reach each place, if nobody is turned away or gives up."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from oneplace.flow.file.model import Arrivals, OneOf
from oneplace.flow.file.pathway import Pathway, named_file
from oneplace.flow.network.timeline import A_MONDAY, DAY, read_forecast

Floats = NDArray[np.float64]


def arrival_rate(of: Arrivals | None, end: float) -> float:
    """Patients a second of a class over a run of ``end`` seconds; nought where it depends on a file.

    Infinite where they come one after another without any time between.
    """
    if of is None:
        return 0.0
    size = sum(int(n) * share for n, share in of.batch.sizes.items()) if of.batch else 1.0
    if of.rate is not None:
        return size * of.rate
    if of.times is not None:
        return size * len(of.times) / end
    if of.every is not None:
        gap = of.every.average
        return math.inf if gap == 0 else size / gap if gap else 0.0
    return 0.0


def routing(pathway: Pathway, cls: str) -> Floats:
    """The shares (places × places) of a class that go from each place to each; the rest go out."""
    index = {name: i for i, name in enumerate(pathway.places)}
    shares = np.zeros((len(index), len(index)))
    for place in pathway.places:
        onward = pathway.at(place, cls).next
        if isinstance(onward, OneOf):
            onward = onward.expected
        for to, share in (onward or {}).items():
            if to in index:
                shares[index[place], index[to]] += share
    return shares


def visits(pathway: Pathway, cls: str) -> Floats:
    """Mean visits to each place by one patient of a class; infinite where there is no way out."""
    index = {name: i for i, name in enumerate(pathway.places)}
    route = pathway.file.patients[cls].route
    start = np.zeros(len(index))
    if route:
        for place in route:
            start[index[place]] += 1
        return start
    entry = pathway.entry(cls)
    if entry is None:
        return start
    start[index[entry]] = 1
    try:
        found = np.linalg.solve(np.eye(len(index)) - routing(pathway, cls).T, start)
    except np.linalg.LinAlgError:
        return np.full(len(index), np.inf)
    return np.asarray(np.where(found < -1e-9, np.inf, np.maximum(found, 0.0)), dtype=np.float64)


def flows(pathway: Pathway) -> Floats:
    """Patients a second reaching each place (classes × places)."""
    end = pathway.file.warm_up + pathway.file.run
    return np.array(
        [arrival_rate(pathway.file.patients[cls].arrivals, end) * visits(pathway, cls) for cls in pathway.classes]
    )


def expected_patients(pathway: Pathway) -> Floats:
    """About how many patients of each class one run brings from outside, its warm-up and forecasts included.

    Raises ``OneplaceError`` where a forecast cannot be read.
    """
    end = pathway.file.warm_up + pathway.file.run
    found = []
    for of in pathway.file.patients.values():
        if of.arrivals and of.arrivals.forecast:
            path = named_file(pathway.path.parent, f"forecasts/{of.arrivals.forecast}.csv")
            mean, _sd = read_forecast(path, pathway.file.start or A_MONDAY, math.ceil(end / DAY))
            found.append(float(mean.sum()))
        else:
            found.append(arrival_rate(of.arrivals, end) * end)
    return np.array(found)


def expected_visits(pathway: Pathway) -> float:
    """About how many visits to places one run makes, its warm-up and forecasts included.

    Raises ``OneplaceError`` where a forecast cannot be read.
    """
    ways = np.array([visits(pathway, cls).sum() for cls in pathway.classes])
    return float(expected_patients(pathway) @ ways)
