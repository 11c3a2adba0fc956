"""The traffic equations: how many patients of each class reach each place, if nobody is turned away or gives up."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from oneplace.flow.file.pathway import Pathway, named_file
from oneplace.flow.file.patients import Arrivals
from oneplace.flow.file.places import OneOf
from oneplace.flow.file.quantity import SECONDS
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
        return size * of.rate * _mean_growth(of.growth, end)
    if of.times is not None:
        return size * len(of.times) / end
    if of.every is not None:
        gap = of.every.average
        return math.inf if gap == 0 else size / gap if gap else 0.0
    return 0.0


def rates(pathway: Pathway) -> dict[str, float]:
    """Patients a second of each class, on average over a run."""
    end = pathway.file.warm_up + pathway.file.run
    return {cls: arrival_rate(of.arrivals, end) for cls, of in pathway.file.patients.items()}


def rates_at_the_end(pathway: Pathway) -> dict[str, float]:
    """Patients a second of each class at the end of a run, to which its growth has brought them."""
    end, growth = pathway.file.warm_up + pathway.file.run, {}
    for cls, of in pathway.file.patients.items():
        yearly = (of.arrivals and of.arrivals.growth) or 0.0
        growth[cls] = (1 + yearly) ** (end / SECONDS["year"]) / _mean_growth(yearly, end)
    return {cls: rate * growth[cls] for cls, rate in rates(pathway).items()}


def _mean_growth(growth: float | None, end: float) -> float:
    """What growth multiplies a rate by on average over a run."""
    whole = math.log1p(growth or 0.0) * end / SECONDS["year"]
    return math.expm1(whole) / whole if whole else 1.0


def routing(pathway: Pathway, cls: str, choice: int | None = None) -> Floats:
    """The shares (places × places) of a class that go from each place to each; the rest go out.

    Where one of some places is chosen by how things stand, its usual shares, or all to the ``choice``-th of them.
    """
    index = {name: i for i, name in enumerate(pathway.places)}
    shares = np.zeros((len(index), len(index)))
    for place in pathway.places:
        onward = pathway.at(place, cls).next
        if isinstance(onward, OneOf):
            among = onward.among
            onward = onward.expected if choice is None else {among[min(choice, len(among) - 1)]: 1.0}
        for to, share in (onward or {}).items():
            if to in index:
                shares[index[place], index[to]] += share
    return shares


def visits(pathway: Pathway, cls: str) -> Floats:
    """Mean visits to each place by one patient who comes as of a class; infinite where there is no way out."""
    found: Floats = visits_by_class(pathway, cls).sum(axis=0)
    return found


def visits_by_class(pathway: Pathway, cls: str, choice: int | None = None) -> Floats:
    """Mean visits by one patient who comes as of ``cls``, by the class they are there (classes × places)."""
    index, c = {name: i for i, name in enumerate(pathway.places)}, pathway.classes.index(cls)
    found = np.zeros((len(pathway.classes), len(index)))
    route, entry = pathway.file.patients[cls].route, pathway.entry(cls)
    if route:
        for place in route:
            found[c, index[place]] += 1
    elif entry is not None and not pathway.change_class:
        found[c] = _solved(routing(pathway, cls, choice), index[entry])
    elif entry is not None:
        between = _routing_between_classes(pathway, choice)
        found = _solved(between, c * len(index) + index[entry]).reshape(found.shape)
    return found


def _solved(shares: Floats, entry: int) -> Floats:
    """Mean visits of one who begins at ``entry``; infinite where there is no way out."""
    start = np.zeros(len(shares))
    start[entry] = 1
    try:
        found = np.linalg.solve(np.eye(len(shares)) - shares.T, start)
    except np.linalg.LinAlgError:
        return np.full(len(shares), np.inf)
    return np.asarray(np.where(found < -1e-9, np.inf, np.maximum(found, 0.0)), dtype=np.float64)


def _routing_between_classes(pathway: Pathway, choice: int | None) -> Floats:
    """The shares that go from a class at a place to a class at a place (classes·places × classes·places)."""
    classes, places = pathway.classes, pathway.places
    shares = np.zeros((len(classes), len(places), len(classes), len(places)))
    for c, cls in enumerate(classes):
        onward = routing(pathway, cls, choice)
        for p, place in enumerate(places):
            for changed, share in pathway.becomes(place, cls).items():
                shares[c, p, classes.index(changed)] += share * onward[p]
    return shares.reshape(len(classes) * len(places), -1)


def flows(pathway: Pathway) -> Floats:
    """Patients a second reaching each place, by the class that they are there (classes × places)."""
    found: Floats = sum(
        (rate * visits_by_class(pathway, cls) for cls, rate in rates(pathway).items()),
        np.zeros((len(pathway.classes), len(pathway.places))),
    )
    return found


def ever(pathway: Pathway) -> Floats:
    """Visits by one patient of each class together, by the class that they are (classes × places)."""
    found: Floats = sum((visits_by_class(pathway, cls) for cls in pathway.classes), np.zeros(1))
    return found


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
