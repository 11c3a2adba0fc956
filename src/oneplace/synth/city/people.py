"""The people of five years: who lives in the city, from when to when, at which address and with which practice."""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np

from oneplace.synth.city.homes import GROUP_OF_CODE, GROUPS, Dwellings, Neighbourhoods, Residents
from oneplace.synth.city.planted import ETHNICITY, FIFTHS
from oneplace.synth.draw.calendar import DAYS, FAR, YEAR, Rhythm
from oneplace.synth.draw.randomness import Floats, Ints, Streams, spread

DEATHS_A_YEAR = 0.0089
BIRTHS_A_YEAR = 0.0121
_DEATHS = Rhythm("every_day", winter=0.14)


@dataclass
class People:
    """One entry a person, day numbers as in ``calendar``; ``FAR`` where something never happens.

    A person lives at ``home`` until ``moved_on`` and then at ``second_home``; is with ``practice`` until
    ``changed_on`` and then with ``second_practice``; is seen from ``entry`` until ``exit``.
    """

    birth: Ints
    sex: Ints  # 0 female, 1 male
    ethnic: Ints  # index into CODES
    entry: Ints
    leave: Ints  # the day of moving out of the city
    death: Ints
    home: Ints
    moved_on: Ints
    second_home: Ints
    mother: Ints  # row of the mother, -1 where unknown
    head: Ints  # row of the head of the household, -1 where none

    @property
    def exit(self) -> Ints:
        """The first day on which the person no longer lives in the city."""
        return np.minimum(np.minimum(self.leave, self.death), DAYS)

    def __len__(self) -> int:
        """How many people."""
        return len(self.birth)

    def age(self, day: Ints | int) -> Floats:
        """Age in years on a day."""
        return np.asarray((day - self.birth) / YEAR)

    @property
    def middle_age(self) -> Floats:
        """Age in years in the middle of the time lived in the city."""
        return self.age((self.entry + self.exit) // 2)

    @property
    def group(self) -> Ints:
        """Index into ``GROUPS``."""
        return np.asarray(GROUP_OF_CODE[self.ethnic], dtype=np.int64)

    def take(self, rows: Ints) -> People:
        """The people in these rows."""
        return People(**{field.name: getattr(self, field.name)[rows] for field in fields(self)})


def by_group(table: dict[str, dict[str, float]], name: str, group: Ints) -> Floats:
    """Rate ratio of each person's ethnic group (1 where none is planted)."""
    return np.array([table.get(name, {}).get(key, 1.0) for key in GROUPS])[group]


def _hazard(people: People, fifth: Ints) -> Floats:
    """Deaths a year at age 0 before Gompertz' growth: by sex, fifth and ethnic group."""
    by_sex = np.where(people.sex == 1, 1.35, 1.0)
    return np.asarray(by_sex * np.array(FIFTHS["death"])[fifth] * by_group(ETHNICITY, "death", people.group))


def _deaths(rng: np.random.Generator, people: People, fifth: Ints, level: float) -> Ints:
    """Day of death by Gompertz' law (hazard grows 9.6 % a year of age), solved in closed form, with a winter peak."""
    growth = 0.096
    start = level * _hazard(people, fifth) * np.exp(growth * np.maximum(people.age(people.entry), 0))
    years = np.log1p(growth * rng.exponential(size=len(people)) / start) / growth
    newborn = (people.entry == people.birth) & (rng.random(len(people)) < 0.0035)
    years = np.where(newborn, rng.random(len(people)) * 28 / YEAR, years)
    return np.maximum(_DEATHS.after(people.entry, years), people.entry + 1)


def _level(people: People, fifth: Ints) -> float:
    """The hazard's level that gives the wanted number of deaths a year."""
    return float(DEATHS_A_YEAR * len(people) / (_hazard(people, fifth) * np.exp(0.096 * people.age(DAYS // 2))).sum())


def _starters(rng: np.random.Generator, first: Residents) -> tuple[People, Ints]:
    """The residents of the first day and the moves of their households; also the dwellings that fall empty."""
    households = int(first.household.max()) + 1
    head_age = np.zeros(households)
    head_age[first.household] = first.age[first.head]
    leave_rate = np.where(head_age < 35, 0.11, np.where(head_age < 60, 0.04, 0.012))
    leave = np.where(
        first.dwellings.care_home[:households], FAR, (rng.exponential(size=households) / leave_rate * YEAR)
    )
    leave = np.where(leave < DAYS, leave, FAR).astype(np.int64)
    moving = np.flatnonzero(rng.random(households) < np.where(head_age < 40, 0.3, 0.1))
    moved_on = np.full(households, FAR, dtype=np.int64)
    moved_on[moving] = rng.integers(1, DAYS, len(moving))
    second = np.arange(households)
    second[moving] = rng.permutation(moving)
    moved_on[(moved_on >= leave) | (second == np.arange(households))] = FAR
    cared_for = first.dwellings.care_home[first.home]
    born = -np.ceil(first.age * YEAR).astype(np.int64)
    people = People(
        birth=born,
        sex=first.sex,
        ethnic=first.ethnic,
        entry=np.zeros(len(born), dtype=np.int64),
        leave=np.where(cared_for, FAR, leave[first.household]),
        death=np.full(len(born), FAR, dtype=np.int64),
        home=first.home,
        moved_on=np.where(cared_for, FAR, moved_on[first.household]),
        second_home=np.where(cared_for, first.home, second[first.household]),
        mother=np.full(len(born), -1, dtype=np.int64),
        head=first.head,
    )
    return people, leave


def _newcomers(rng: np.random.Generator, first: Residents, starters: People, leave: Ints) -> People:
    """A household moves in where one moved out; who comes looks like the young households already there."""
    gone = np.flatnonzero(leave < DAYS - 60)
    order = np.argsort(first.household, kind="stable")
    size = np.bincount(first.household, minlength=len(leave))
    begin = np.cumsum(size) - size
    like = np.unique(first.household[(first.age >= 18) & (first.age < 42) & (first.head == np.arange(len(first.age)))])
    template = rng.choice(like, len(gone))
    rows = order[spread(begin[template], size[template])]
    unit = np.repeat(np.arange(len(gone)), size[template])
    came = leave[gone] + rng.integers(3, 45, len(gone))
    age_days = -starters.birth[rows]
    heads = np.flatnonzero(first.head[rows] == rows)
    head_of_unit = np.zeros(len(gone), dtype=np.int64)
    head_of_unit[unit[heads]] = heads
    nobody = np.full(len(rows), FAR, dtype=np.int64)
    home = gone[unit]  # the dwelling number of a household is its household number
    return People(
        birth=came[unit] - age_days,
        sex=starters.sex[rows],
        ethnic=starters.ethnic[rows],
        entry=came[unit],
        leave=nobody,
        death=nobody.copy(),
        home=home,
        moved_on=nobody.copy(),
        second_home=home,
        mother=np.full(len(rows), -1, dtype=np.int64),
        head=len(starters) + head_of_unit[unit],
    )


def _babies(rng: np.random.Generator, people: People, fifth: Ints) -> People:
    """Children born in the five years, at their mother's address."""
    age = people.middle_age
    shape = np.exp(-0.5 * ((age - 30.5) / 5.6) ** 2) * (people.sex == 0) * (age > 15) * (age < 46)
    rate = shape * np.array(FIFTHS["birth"])[fifth]
    years = (people.exit - people.entry) / YEAR
    rate *= BIRTHS_A_YEAR * years.sum() / (rate * years).sum()
    mother = np.repeat(np.arange(len(people)), np.minimum(rng.poisson(rate * years), 2))
    day = people.entry[mother] + (rng.random(len(mother)) * (people.exit - people.entry)[mother]).astype(np.int64)
    order = np.lexsort((day, mother))
    mother, day = mother[order], day[order]
    too_soon = np.concatenate([[False], (mother[1:] == mother[:-1]) & (day[1:] - day[:-1] < 330)])
    mother, day = mother[~too_soon], day[~too_soon]
    late = day >= people.moved_on[mother]
    return People(
        birth=day,
        sex=(rng.random(len(day)) < 0.512).astype(np.int64),
        ethnic=people.ethnic[mother],
        entry=day,
        leave=people.leave[mother],
        death=np.full(len(day), FAR, dtype=np.int64),
        home=np.where(late, people.second_home[mother], people.home[mother]),
        moved_on=np.where(late, FAR, people.moved_on[mother]),
        second_home=people.second_home[mother],
        mother=mother,
        head=people.head[mother],
    )


def _into_care_homes(rng: np.random.Generator, people: People, dwellings: Dwellings) -> None:
    """Some older people move to the care home of their neighbourhood for good (in place)."""
    homes = np.flatnonzero(dwellings.care_home)
    age = people.middle_age
    yearly = np.where(age >= 85, 0.025, np.where(age >= 75, 0.008, np.where(age >= 65, 0.003, 0.0)))
    rate = yearly / YEAR * (~dwellings.care_home[people.home] & (people.moved_on == FAR))
    with np.errstate(divide="ignore"):
        day = people.entry + np.where(rate > 0, rng.exponential(size=len(people)) / rate, FAR)
    ails = (people.death < np.minimum(people.leave, DAYS)) & (people.age(people.death) >= 75) & (rate > 0)
    ails &= rng.random(len(people)) < 0.24  # people often move there in their last years
    day = np.where(ails, people.death - 3 - rng.exponential(480, len(people)), day)
    # Who would have gone before they came stays where they were counted: all of them on one day would be a rush.
    first = np.maximum(people.entry, 1)
    goes = np.flatnonzero((day >= first) & (day < np.minimum(people.exit, people.death) - 1))
    people.moved_on[goes] = day[goes].astype(np.int64)
    people.second_home[goes] = homes[dwellings.lsoa[people.home[goes]] // 3]
    people.leave[goes] = FAR


def _joined(*parts: People) -> People:
    names = [field.name for field in fields(People)]
    return People(**{name: np.concatenate([getattr(part, name) for part in parts]) for name in names})


def populate(streams: Streams, places: Neighbourhoods, first: Residents) -> People:
    """Everyone who lives in the city at any time in the five years: first residents, newcomers, children born."""
    starters, leave = _starters(streams.stream("moves"), first)
    people = _joined(starters, _newcomers(streams.stream("newcomers"), first, starters, leave))
    fifth = places.fifth[first.dwellings.lsoa[people.home]]
    level = _level(starters, fifth[: len(starters)])
    people.death = _deaths(streams.stream("deaths"), people, fifth, level)
    babies = _babies(streams.stream("births"), people, fifth)
    fifth = places.fifth[first.dwellings.lsoa[babies.home]]
    babies.death = _deaths(streams.stream("deaths of children"), babies, fifth, level)
    people = _joined(people, babies)
    _into_care_homes(streams.stream("care homes"), people, first.dwellings)
    people.death = np.where(people.death < np.minimum(people.leave, DAYS), people.death, FAR)
    return people
