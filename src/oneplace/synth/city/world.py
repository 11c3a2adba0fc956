"""Everything that the partners' extracts are made from, and how often things happen to whom."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from oneplace.synth.city.alike import Alike
from oneplace.synth.city.details import Details
from oneplace.synth.city.health import Health
from oneplace.synth.city.homes import Dwellings, Neighbourhoods
from oneplace.synth.city.people import People, by_group
from oneplace.synth.city.planted import ETHNICITY, FIFTHS
from oneplace.synth.draw.calendar import START, YEAR, Rhythm
from oneplace.synth.draw.names import Names
from oneplace.synth.draw.randomness import Floats, Ints, Streams

_AGE_EDGES = np.array([5, 18, 35, 50, 65, 75, 85])


@dataclass
class World:
    """The made-up city. ``notes`` collects what the truth file tells beyond the planted numbers."""

    streams: Streams
    places: Neighbourhoods
    dwellings: Dwellings
    names: Names
    people: People
    details: Details
    health: Health
    alike: Alike
    notes: dict[str, object] = field(default_factory=dict)

    @property
    def fifth(self) -> Ints:
        """Deprivation fifth of each person's first home: 0 the most deprived."""
        return np.asarray(self.places.fifth[self.dwellings.lsoa[self.people.home]], dtype=np.int64)

    def home_on(self, rows: Ints, day: Ints) -> Ints:
        """The dwelling of these people on these days."""
        people = self.people
        return np.where(day < people.moved_on[rows], people.home[rows], people.second_home[rows])

    def fifth_on(self, rows: Ints, day: Ints) -> Ints:
        """Deprivation fifth (0 to 4) of these people's homes on these days."""
        return np.asarray(self.places.fifth[self.dwellings.lsoa[self.home_on(rows, day)]], dtype=np.int64)

    def latest_home(self) -> Ints:
        """The dwelling at the end of each person's stay."""
        return np.where(self.people.moved_on < self.people.exit, self.people.second_home, self.people.home)

    def expected(
        self, a_year: float, by_age: tuple[float, ...], rhythm: Rhythm, gradient: str, *, eligible: Floats | None = None
    ) -> Floats:
        """How many events to expect for each person over their stay.

        ``a_year`` is the mean number a person-year over all ages; ``by_age`` weighs the bands under 5, 5 to 17, 18 to
        34, 35 to 49, 50 to 64, 65 to 74, 75 to 84, 85 and over; ``gradient`` names the planted rate ratios. Personal
        need is scaled to a mean of 1 within age band and fifth, so the planted ratio holds at equal age exactly.
        """
        people, fifth = self.people, self.fifth
        years = rhythm.exposure(people.entry, people.exit)
        if eligible is not None:
            years = years * eligible
        band = np.searchsorted(_AGE_EDGES, people.middle_age, side="right")
        cell = band * 5 + fifth
        at_risk = np.bincount(cell, years, 40)
        weighed = np.bincount(cell, years * self.health.need, 40)
        mean = np.divide(weighed, at_risk, out=np.ones(40), where=at_risk > 0)
        weight = np.asarray(by_age)[band] * self.health.need / mean[cell]
        weight *= np.array(FIFTHS.get(gradient, (1.0,) * 5))[fifth] * by_group(ETHNICITY, gradient, people.group)
        total = (weight * years).sum()
        return np.asarray(weight * years * (a_year * years.sum() / total if total else 0.0))

    def happen(
        self, rng: np.random.Generator, expected: Floats, rhythm: Rhythm, first: Ints | None = None
    ) -> tuple[Ints, Ints]:
        """Draw who and on which day; ``first`` is the earliest day for each person, if later than the entry."""
        rows = np.repeat(np.arange(len(expected)), rng.poisson(expected))
        start = self.people.entry if first is None else np.maximum(self.people.entry, first)
        rows = rows[start[rows] < self.people.exit[rows]]
        return rows, rhythm.days(rng, start[rows], self.people.exit[rows])


_APRIL_OFFSETS = np.array(
    [int((np.datetime64(f"{2021 + year}-04-01") - START).astype(int)) for year in range(1, 6)], dtype=np.int64
)


def financial_year(day: Ints) -> Ints:
    """0 for 2021/22 … 4 for 2025/26 (days outside are put in the nearest)."""
    return np.clip(np.searchsorted(_APRIL_OFFSETS, day, side="right"), 0, 4).astype(np.int64)


def winter(day: Ints) -> Floats:
    """A wave between -1 (July) and 1 (January)."""
    return np.asarray(np.cos(2 * np.pi * (day + 76) / YEAR))
