"""The beds that a place will need, step by step what drives them.

As the demand model of the New Hospital Programme has it: the beds in use now; with more people and older ones; with
growth beyond that; with each thing that is done about it; and with room to spare. The beds in use are exact: arrivals
times the time for which a bed is held (Little 1961), if nobody is turned away.
"""

from __future__ import annotations

import csv
import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from oneplace.flow.file.growth import Growth
from oneplace.flow.file.pathway import Pathway, named_file
from oneplace.flow.file.places import OneOf
from oneplace.flow.file.quantity import scaled
from oneplace.flow.file.uncertain import drawn as drawn_data
from oneplace.flow.network.distributions import drawn
from oneplace.flow.network.traffic import arrival_rate, visits_by_class
from oneplace.flow.reading.reader import remade
from oneplace.problems import OneplaceError

Floats = NDArray[np.float64]

DRAWS = 400
"""Draws of what is known only within a range."""
NOW, PEOPLE, BEYOND, SPARE = "now", "population", "beyond population", "room to spare"
"""The steps that every pathway has; between the last two stand its mitigations."""
_TIMES = ("mean", "sd", "median", "value", "from", "mode", "to", "at_least")


@dataclass(frozen=True)
class BedsNeeded:
    """The beds that places need in a year, after each step; limits hold 19 of 20 draws of what is not known."""

    pathway: Pathway = field(repr=False)
    first_year: int
    year: int
    places: tuple[str, ...]
    steps: tuple[str, ...]
    beds: Floats
    """Steps × places: beds in use on average, and after the last step beds that are needed."""
    lower: Floats
    upper: Floats

    def rows(self) -> list[dict[str, Any]]:
        """Each place's steps: beds after it, the change that it makes, and limits of the first."""
        found = []
        for p, place in enumerate(self.places):
            for i, step in enumerate(self.steps):
                change = self.beds[i, p] - (self.beds[i - 1, p] if i else 0.0)
                found.append(
                    {
                        "year": self.year,
                        "place": place,
                        "step": step,
                        "beds": float(self.beds[i, p]),
                        "change": float(change),
                        "lower": float(self.lower[i, p]),
                        "upper": float(self.upper[i, p]),
                    }
                )
        return found


@dataclass(frozen=True)
class _Factors:
    """What a step does: with what the arrivals of each class, and the stays at each place, are multiplied by then."""

    step: str
    arrivals: Floats
    stays: Floats


def beds_needed(pathway: Pathway, year: int | None = None, *, seed: int = 1) -> BedsNeeded:
    """The beds that the places of ``growth.occupancy`` need in a year (the last of ``growth`` if left out), by steps.

    Beds that are needed are not rounded. Raises ``OneplaceError`` where the file has no ``growth`` or not that year.
    """
    growth, year = _asked(pathway, year)
    places = tuple(growth.occupancy)
    people = _people(pathway, growth)
    beds = _stepwise(pathway, growth, people, year)
    ranges = (*pathway.uncertain, *pathway.uncertain_growth)
    draws = np.array([_drawn(pathway, people, year, seed, number) for number in range(DRAWS)]) if ranges else beds[None]
    lower, upper = np.quantile(draws, (0.025, 0.975), axis=0)
    steps = tuple(one.step for one in _factors(pathway, growth, people, year))
    return BedsNeeded(pathway, growth.from_, year, places, (*steps, SPARE), beds, lower, upper)


def in_year(pathway: Pathway, year: int) -> Pathway:
    """The pathway with the arrivals and stays of a year of its ``growth``, to be simulated.

    Raises ``OneplaceError`` where the file has no ``growth`` or not that year, or a stay that is shortened is a file's.
    """
    growth, year = _asked(pathway, year)
    *_, last = _factors(pathway, growth, _people(pathway, growth), year)
    data = {key: of for key, of in pathway.document.data.items() if key != "growth"}
    data["patients"] = {
        cls: _with_more(of, float(factor))
        for (cls, of), factor in zip(data["patients"].items(), last.arrivals, strict=True)
    }
    data["places"] = {
        place: _with_shorter(of, float(factor)) if factor != 1 else of
        for (place, of), factor in zip(data["places"].items(), last.stays, strict=True)
    }
    made = remade(pathway, data)
    return replace(made, scenario=f"{pathway.scenario}, {year}" if pathway.scenario else str(year))


def _asked(pathway: Pathway, year: int | None) -> tuple[Growth, int]:
    growth = pathway.file.growth
    if growth is None:
        raise OneplaceError.at(
            pathway.path,
            "says nothing of growth.",
            "Add `growth: {from: 2025, to: 2041, occupancy: {ward: 92 %}}` with what is to grow.",
        )
    pathway.refuse_unknown_growth()
    wanted = growth.to if year is None else year
    if not growth.from_ <= wanted <= growth.to:
        raise OneplaceError.at(
            pathway.path, f"has no growth up to {wanted}.", f"Ask for {growth.from_} to {growth.to}."
        )
    return growth, wanted


def _drawn(pathway: Pathway, people: _People, year: int, seed: int, number: int) -> Floats:
    """The beds after each step with one draw of what is not known."""
    data = drawn_data(pathway.document.data, (*pathway.uncertain, *pathway.uncertain_growth), seed, number)
    made = remade(pathway, data) if pathway.uncertain else pathway
    return _stepwise(made, Growth.model_validate(data["growth"]), people, year)


def _stepwise(pathway: Pathway, growth: Growth, people: _People, year: int) -> Floats:
    rates, stays, delays = _held(pathway)
    rows = [pathway.places.index(place) for place in growth.occupancy]
    used = [(rates * of.arrivals) @ (stays * of.stays + delays) for of in _factors(pathway, growth, people, year)]
    beds = np.array(used)[:, rows]
    return np.vstack([beds, beds[-1] / np.array(list(growth.occupancy.values()))])


def _held(pathway: Pathway) -> tuple[Floats, Floats, Floats]:
    """Patients a second of each class, and for how many seconds one of them stays at each place and is delayed there
    (classes × places each).
    """
    folder, end = pathway.path.parent, pathway.file.warm_up + pathway.file.run
    rates = np.array([arrival_rate(of.arrivals, end) for of in pathway.file.patients.values()])
    visits = np.array([visits_by_class(pathway, cls) for cls in pathway.classes])
    cells = [[pathway.at(place, cls) for place in pathway.places] for cls in pathway.classes]
    stay = np.array([[drawn(of.stay, folder).mean if of.stay else 0.0 for of in row] for row in cells])
    delay = np.zeros_like(stay)
    for c, row in enumerate(cells):
        for p, of in enumerate(row):
            onward = of.next.expected if isinstance(of.next, OneOf) else of.next or {}
            delay[c, p] = sum(onward.get(to, 0.0) * drawn(how, folder).mean for to, how in (of.delay or {}).items())
    return rates, (visits * stay).sum(axis=1), (visits * delay).sum(axis=1)


def _factors(pathway: Pathway, growth: Growth, people: _People, year: int) -> list[_Factors]:
    """Each step with what it and those before it multiply by."""
    of = [growth.patients.get(cls) for cls in pathway.classes]
    ones = np.ones(len(pathway.places))
    grown = np.array([people.growth(growth.from_, year, one.by_age if one else None) for one in of])
    beyond = np.array([(1 + one.beyond) ** (year - growth.from_) if one else 1.0 for one in of])
    found = [
        _Factors(NOW, np.ones(len(of)), ones),
        _Factors(PEOPLE, grown, ones),
        _Factors(BEYOND, grown * beyond, ones),
    ]
    for name, one in growth.mitigations.items():
        part = min(1.0, (year - growth.from_) / ((one.by or growth.to) - growth.from_))
        fewer = np.array([1 - part * one.avoids.get(cls, 0.0) for cls in pathway.classes])
        shorter = np.array([1 - part * one.shortens.get(place, 0.0) for place in pathway.places])
        found.append(_Factors(name, found[-1].arrivals * fewer, found[-1].stays * shorter))
    return found


@dataclass(frozen=True)
class _People:
    """People by year and age; empty where the file names no population."""

    path: Path
    of: Mapping[tuple[int, str], float]

    def growth(self, first: int, year: int, by_age: Mapping[str, float] | None) -> float:
        """By how much arrivals of these ages (all people's where None) are multiplied from one year to another."""
        if not self.of or first == year:
            return 1.0
        if by_age is None:
            now, then = (sum(people for (when, _), people in self.of.items() if when == at) for at in (first, year))
            return self._over(then, now, first, year, "anybody")
        return sum(
            share
            * self._over(self.of.get((year, age), math.nan), self.of.get((first, age), math.nan), first, year, age)
            for age, share in by_age.items()
        )

    def _over(self, then: float, now: float, first: int, year: int, age: str) -> float:
        if not (now > 0 and then >= 0):
            years, ages = sorted({when for when, _ in self.of}), sorted({one for _, one in self.of})
            raise OneplaceError.at(
                self.path,
                f"does not say how many of `{age}` there are in {first} and in {year}.",
                f"It has the years {years[0]} to {years[-1]} and the ages {', '.join(ages)}.",
                code="E59",
            )
        return then / now


def _people(pathway: Pathway, growth: Growth) -> _People:
    if growth.population is None:
        return _People(pathway.path, {})
    path = named_file(pathway.path.parent, growth.population)
    mend = "Write the columns `year,age,people`, with one line for each year and age."
    people: dict[tuple[int, str], float] = {}
    told = set()
    try:
        with path.open(newline="", encoding="utf-8-sig") as lines:
            for number, row in enumerate(csv.DictReader(lines), start=2):
                key, count = (int(row["year"]), row["age"].strip()), float(row["people"].replace(",", ""))
                whole = tuple(value for name, value in row.items() if name != "people")
                if whole in told or not 0 <= count < math.inf:
                    what = "is said twice" if whole in told else f"cannot be {row['people']}"
                    raise OneplaceError.at(path, f"{key[1]} in {key[0]} {what}.", mend, line=number, code="E59")
                told.add(whole)
                people[key] = people.get(key, 0.0) + count
    except (OSError, UnicodeDecodeError, KeyError, ValueError, TypeError, AttributeError) as error:
        raise OneplaceError.at(path, f"cannot be read as people by year and age ({error}).", mend, code="E59") from None
    return _People(path, people)


def _with_more(of: Any, factor: float) -> Any:
    """A class with its arrivals multiplied."""
    arrivals = of.get("arrivals") or {}
    if "rate" not in arrivals:
        return of
    return {**of, "arrivals": {**arrivals, "rate": scaled(arrivals["rate"], factor)}}


def _with_shorter(of: Any, factor: float) -> Any:
    """A place with its stays, and those of its classes, multiplied."""
    made = {**of, **({"stay": _times(of["stay"], factor)} if "stay" in of else {})}
    if "for" in of:
        made["for"] = {cls: _with_shorter(own, factor) for cls, own in of["for"].items()}
    return made


def _times(stay: Any, factor: float) -> Any:
    if not isinstance(stay, Mapping):
        return scaled(stay, factor)
    values = {"values": [scaled(value, factor) for value in stay["values"]]} if "values" in stay else {}
    return {**stay, **{name: scaled(stay[name], factor) for name in _TIMES if name in stay}, **values}
