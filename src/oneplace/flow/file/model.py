"""The typed shape of a pathway file (``pathway/1``)."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, model_validator

from oneplace.flow.file.distribution import Stay
from oneplace.flow.file.quantity import (
    Count,
    Duration,
    Limit,
    PriceEach,
    Proportion,
    Rate,
    Share,
    StartsWith,
)
from oneplace.place import Model, Text

Id = Annotated[str, Field(pattern=r"^[A-Za-z][A-Za-z0-9_-]*$", description="A short name: letters, digits, _ and -.")]
ClockTime = Annotated[str, Field(pattern=r"^([01][0-9]|2[0-4]):[0-5][0-9]$", description="Such as 08:00.")]
Day = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
Clock = Literal["minutes", "hours", "days"]

FIFTHS = ("most", "second", "third", "fourth", "least")
"""Fifths of deprivation, from the most deprived."""


class Fifths(Model):
    """How a class's patients spread over the national fifths of deprivation; the shares make 100 %."""

    most: Proportion
    second: Proportion
    third: Proportion
    fourth: Proportion
    least: Proportion

    @model_validator(mode="after")
    def _whole(self) -> Fifths:
        _sum_to_one([getattr(self, name) for name in FIFTHS])
        return self


def _sum_to_one(shares: list[float]) -> None:
    if abs(sum(shares) - 1) > 1e-9:
        raise ValueError(f"the shares make {100 * sum(shares):.6g} %, not 100 %. Correct one of them.")


class Profile(Model):
    """How arrivals spread over the hours of the day, the days of the week and the months of the year.

    Each list of shares makes 100 %; ``hour_of_day`` has 24, ``day_of_week`` 7 from Monday, ``month_of_year`` 12 from
    January (each month's share of a year of twelve equal months).
    """

    hour_of_day: tuple[Proportion, ...] | None = None
    day_of_week: tuple[Proportion, ...] | None = None
    hour_of_week: tuple[Proportion, ...] | None = None
    month_of_year: tuple[Proportion, ...] | None = None

    @model_validator(mode="after")
    def _whole(self) -> Profile:
        lengths = {"hour_of_day": 24, "day_of_week": 7, "hour_of_week": 168, "month_of_year": 12}
        for name, length in lengths.items():
            shares = getattr(self, name)
            if shares is not None and len(shares) != length:
                raise ValueError(f"{name} has {len(shares)} shares. Give {length}.")
            if shares is not None and abs(sum(shares) - 1) > 1e-6:
                raise ValueError(f"{name} makes {100 * sum(shares):.6g} %. Its shares make 100 %.")
        if self.hour_of_week and (self.hour_of_day or self.day_of_week):
            raise ValueError("hour_of_week stands beside hours or days. Give one or the other.")
        return self


class Batch(Model):
    """Several patients at once: with each size its share, which make 100 %."""

    sizes: dict[str, Proportion]

    @model_validator(mode="after")
    def _whole(self) -> Batch:
        for size in self.sizes:
            if not size.isdigit() or not 0 < int(size) <= 10_000:
                raise ValueError(
                    f"a batch of '{size}' cannot be. Write sizes as whole numbers, such as `\"3\": 100 %`."
                )
        _sum_to_one(list(self.sizes.values()))
        return self


class Arrivals(Model):
    """When patients of a class come: at a rate, at exact times, at intervals, or as a named forecast says."""

    rate: Rate | None = None
    times: tuple[Duration, ...] | None = None
    every: Stay | None = None
    forecast: Id | None = None
    profile: Profile | Text | None = None
    batch: Annotated[Batch | None, BeforeValidator(lambda v: {"sizes": v} if isinstance(v, dict) else v)] = None

    @model_validator(mode="after")
    def _one_way(self) -> Arrivals:
        ways = [n for n in ("rate", "times", "every", "forecast") if getattr(self, n) is not None]
        if len(ways) != 1:
            raise ValueError(
                f"arrivals have {len(ways)} of rate, times, every, forecast. Give one: `rate: 96 patients per day`."
            )
        if self.profile is not None and ways[0] not in ("rate", "forecast"):
            raise ValueError(f"a profile does not go with {ways[0]}. Take it out, or give a rate.")
        return self


class Patients(Model):
    """A class of patients: how it arrives, where it enters, who it is."""

    name: Text | None = None
    enters: Id | None = None
    arrivals: Arrivals | None = None
    deprivation: Fifths | None = None
    route: tuple[Id, ...] | None = Field(None, description="A fixed way through, instead of shares.")
    note: Text | None = None


class Leave(Model):
    """How long somebody waits before leaving unserved, and where to."""

    patience: Stay
    to: Id


class Worsens(Model):
    """How long somebody can wait before their class changes, and to which."""

    after: Stay
    to: Id


class Shift(Model):
    """A different capacity (of a place) or number (of a pool) on some days between two clock times."""

    days: tuple[Day, ...] = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
    from_: ClockTime = Field("00:00", alias="from")
    to: ClockTime = "24:00"
    capacity: Count | None = None
    number: Count | None = None


class LeastLoaded(Model):
    """Whichever of these places has the smallest load for its capacity; the first named where equal."""

    least_loaded: tuple[Id, ...] = Field(min_length=1)


Next = dict[Id, Proportion]


class ForClass(Model):
    """What is different about a place for one class."""

    stay: Stay | None = None
    leave: Leave | None = None
    worsens: Worsens | None = None
    next: LeastLoaded | Next | None = None
    delay: dict[Id, Stay] | None = None
    uses: dict[Id, Count] | None = None


class PlaceOfCare(ForClass):
    """Somewhere with room for so many patients: beds, bays, cubicles, visits."""

    name: Text | None = None
    capacity: Limit = None
    queue: Limit = None
    discipline: Literal["fifo", "lifo"] = "fifo"
    preempt: Literal["resume", "restart", "resample"] | None = None
    calendar: tuple[Shift, ...] = ()
    shift_end: Literal["finish", "interrupt"] = "finish"
    start: StartsWith = None
    target: Duration | None = Field(None, description="A wait that most should be seen within.")
    for_: dict[Id, ForClass] = Field(default_factory=dict, alias="for")
    note: Text | None = None

    @model_validator(mode="after")
    def _has_a_stay(self) -> PlaceOfCare:
        if self.stay is None and not self.for_:
            raise ValueError("stay is missing. Add `stay: {shape: exponential, mean: 5 days}` or the like.")
        return self


class Pool(Model):
    """Staff or things that several places use."""

    name: Text | None = None
    number: Count
    calendar: tuple[Shift, ...] = ()
    note: Text | None = None


class Rule(Model):
    """While a condition holds, set capacities to other numbers (escalation)."""

    if_: Text = Field(alias="if")
    until: Text | None = None
    set: dict[str, str]


class Scenario(Model):
    """A what-if: quantities of the file set to others, by their path of names."""

    name: Text | None = None
    set: dict[str, Any]
    note: Text | None = None


class PathwayFile(Model):
    """A pathway: who comes, where they go, how long they stay and what there is for them."""

    format: Literal["pathway/1"]
    id: Id
    name: Text
    provenance: Literal["published", "local", "agreed", "illustrative", "not_set"]
    source: Text | None = None
    note: Text | None = None
    clock: Clock = "hours"
    start: date | None = None
    warm_up: Duration = 0.0
    run: Duration
    precision: Share = 0.05
    patients: dict[Id, Patients] = Field(min_length=1)
    priority: tuple[Id | tuple[Id, ...], ...] = ()
    places: dict[Id, PlaceOfCare] = Field(min_length=1)
    exits: tuple[Id, ...] = ()
    pools: dict[Id, Pool] = Field(default_factory=dict)
    when: dict[Id, Rule] = Field(default_factory=dict)
    costs: dict[str, PriceEach] = Field(default_factory=dict)
    carbon: dict[str, PriceEach] = Field(default_factory=dict)
    scenarios: dict[Id, Scenario] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _runs(self) -> PathwayFile:
        if not self.run:
            raise ValueError("run is nought. Write how long to simulate, such as `run: 365 days`.")
        return self
