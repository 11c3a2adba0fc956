"""The typed shape of a pathway file (``pathway/1``)."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, model_validator

from oneplace.flow.file.distribution import Stay
from oneplace.flow.file.fifths import Spread
from oneplace.flow.file.part import Part
from oneplace.flow.file.quantity import (
    Count,
    Duration,
    Limit,
    Prices,
    Proportion,
    Rate,
    Share,
    StartsWith,
    sum_to_one,
)
from oneplace.place import Text

Id = Annotated[str, Field(pattern=r"^[A-Za-z][A-Za-z0-9_-]*$")]
ClockTime = Annotated[str, Field(pattern=r"^([01][0-9]|2[0-4]):[0-5][0-9]$", examples=["08:00"])]
Day = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
Clock = Literal["minutes", "hours", "days"]


class Profile(Part):
    """How arrivals spread over the hours of the day, the days of the week and the months of the year.

    Each list of shares makes 100 %; ``hour_of_day`` has 24, ``day_of_week`` 7 from Monday, ``month_of_year`` 12 from
    January (each month's share of a year of twelve equal months).
    """

    hour_of_day: tuple[Proportion, ...] | None = None
    """24 shares, from midnight."""
    day_of_week: tuple[Proportion, ...] | None = None
    """7 shares, from Monday."""
    hour_of_week: tuple[Proportion, ...] | None = None
    """168 shares, from Monday 0:00; instead of hours and days."""
    month_of_year: tuple[Proportion, ...] | None = None
    """12 shares, from January."""

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


class Batch(Part):
    """Several patients at once: with each size its share, which make 100 %."""

    sizes: dict[str, Proportion]
    """With each size its share."""

    @model_validator(mode="after")
    def _whole(self) -> Batch:
        for size in self.sizes:
            if not size.isdigit() or not 0 < int(size) <= 10_000:
                raise ValueError(
                    f"a batch of '{size}' cannot be. Write sizes as whole numbers, such as `\"3\": 100 %`."
                )
        sum_to_one(list(self.sizes.values()))
        return self


_Sizes = dict[Annotated[str, Field(pattern="^[0-9]+$")], Proportion]


def _sizes(value: Any) -> Any:
    """Let ``batch: {"2": 100 %}`` stand for ``{sizes: {"2": 100 %}}``."""
    return {"sizes": value} if isinstance(value, dict) and "sizes" not in value else value


class Arrivals(Part):
    """When patients of a class come: at a rate, at exact times, at intervals, as forecast, or as observed."""

    rate: Rate | None = None
    """So many at random (a Poisson process), on average."""
    times: tuple[Duration, ...] | None = None
    """At exactly these times from the start of the run."""
    every: Stay | None = None
    """One after another, with this time between them."""
    forecast: Id | None = None
    """As `forecasts/<name>.csv` says, made by `oneplace forecast`: each day's mean and spread."""
    observed: Text | None = None
    """At the times in a CSV with the column `arrived` (such as 2026-03-31 14:05), beside the pathway."""
    profile: Profile | Text | None = None
    """How a rate or a forecast spreads over hours, days and months: here, or in a CSV with the columns
    `hour_of_week` and `share`."""
    batch: Annotated[Batch | None, BeforeValidator(_sizes, json_schema_input_type=_Sizes | Batch | None)] = None
    """Several at once: with each size its share, such as `{"1": 90 %, "2": 10 %}`."""

    @model_validator(mode="after")
    def _one_way(self) -> Arrivals:
        ways = [n for n in ("rate", "times", "every", "forecast", "observed") if getattr(self, n) is not None]
        if len(ways) != 1:
            raise ValueError(
                f"arrivals have {len(ways)} of rate, times, every, forecast, observed. "
                "Give one: `rate: 96 patients per day`."
            )
        if self.profile is not None and ways[0] not in ("rate", "forecast"):
            raise ValueError(f"a profile does not go with {ways[0]}. Take it out, or give a rate.")
        return self


class Patients(Part):
    """A class of patients: how it arrives, where it enters, who it is."""

    name: Text | None = None
    """What people call them."""
    enters: Id | None = None
    """The place where they come in."""
    arrivals: Arrivals | None = None
    """When they come; nobody comes if left out."""
    deprivation: Spread | None = None
    """Their shares by national fifth of deprivation: five, the most deprived first, which make 100 %. Results are then
    shown by fifth."""
    route: tuple[Id, ...] | None = None
    """A fixed way through these places, instead of the shares that places give."""
    note: Text | None = None
    """Anything a reader should know."""


class Leave(Part):
    """How long somebody waits before leaving unserved, and where to."""

    patience: Stay
    """How long somebody waits before they leave."""
    to: Id
    """The place or exit where they go."""


class Worsens(Part):
    """How long somebody can wait before their class changes, and to which."""

    after: Stay
    """How long somebody waits before their class changes."""
    to: Id
    """The class that they become."""


class Shift(Part):
    """A different capacity (of a place) or number (of a pool) on some days between two clock times."""

    days: tuple[Day, ...] = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
    """On which days; every day if left out."""
    from_: ClockTime = Field("00:00", alias="from")
    """Clock time at which it begins."""
    to: ClockTime = "24:00"
    """Clock time at which it ends; at or before its beginning, on the next day."""
    capacity: Count | None = None
    """Of a place: its capacity then."""
    number: Count | None = None
    """Of a pool: its number then."""


class OneOf(Part):
    """One of some places, chosen by how things stand when a stay ends."""

    @property
    def among(self) -> tuple[str, ...]:
        """The places to choose from."""
        raise NotImplementedError

    @property
    def expected(self) -> dict[str, float]:
        """The shares taken for sums that are made without simulating."""
        raise NotImplementedError


class LeastLoaded(OneOf):
    """Whichever of these places has the smallest load for its capacity; the first named where equal."""

    least_loaded: tuple[Id, ...] = Field(min_length=1)
    """The places to choose from."""

    @property
    def among(self) -> tuple[str, ...]:
        """The places to choose from."""
        return self.least_loaded

    @property
    def expected(self) -> dict[str, float]:
        """As many to each."""
        return dict.fromkeys(self.among, 1 / len(self.among))


class FirstFree(OneOf):
    """The first of these places where a stay can begin at once: the first choice, else where it overflows to.

    Where none can take anybody at once, people wait for the first named. To let people go back when there is room, give
    the place of overflow `next` to the first choice, and that one `queue: 0 patients`.
    """

    first_free: tuple[Id, ...] = Field(min_length=1)
    """The places, the first choice first."""

    @property
    def among(self) -> tuple[str, ...]:
        """The places to choose from."""
        return self.first_free

    @property
    def expected(self) -> dict[str, float]:
        """All to the first choice."""
        return {self.among[0]: 1.0}


Next = dict[Id, Proportion]


class ForClass(Part):
    """What is different about a place for one class."""

    stay: Stay | None = None
    """How long somebody is there. A single length means that all stay equally long."""
    leave: Leave | None = None
    """Who waits too long leaves."""
    worsens: Worsens | None = None
    """Who waits too long becomes of another class."""
    next: LeastLoaded | FirstFree | Next | None = None
    """Where they go on to, with shares that make 100 %, or to the least loaded or the first free of some places. Left
    out: the pathway ends here."""
    delay: dict[Id, Stay] | None = None
    """A transfer delay on the way to a place or exit; the bed is held meanwhile."""
    turnaround: Stay | None = None
    """How long the bed stays taken after somebody has left it, without them and their staff: cleaning, preparing."""
    uses: dict[Id, Count] | None = None
    """What each patient takes from pools, at the same time as the place."""


class PlaceOfCare(ForClass):
    """Somewhere with room for so many patients: beds, bays, cubicles, visits."""

    name: Text | None = None
    """What people call it."""
    capacity: Limit = None
    """How many it has room for; unlimited if left out."""
    queue: Limit = None
    """How many can wait for it; unlimited if left out. Who comes from outside and finds it full is lost; who comes
    from a place holds that place (blocking after service)."""
    discipline: Literal["fifo", "lifo"] = "fifo"
    """Who waits is served first come first served (`fifo`) or last come first served (`lifo`), within a priority."""
    preempt: Literal["resume", "restart", "resample"] | None = None
    """A higher priority interrupts a lower one, who later goes on (`resume`), starts again with the same stay
    (`restart`) or a new one (`resample`)."""
    calendar: tuple[Shift, ...] = ()
    """Shifts with another capacity; where they overlap, the last holds."""
    shift_end: Literal["finish", "interrupt", "hand_over"] = "finish"
    """When a shift ends with fewer beds (or fewer of a pool that stays use) than patients: those there finish and hold
    theirs until then, as beds do that close; or they are interrupted and wait. With `hand_over`, whenever the number
    changes, those of the shift that ends finish what they have begun, beside the next shift, which starts afresh."""
    start: StartsWith = None
    """How full it is at the very start."""
    target: Duration | None = None
    """A wait that most should be seen within; the share is among the results."""
    for_: dict[Id, ForClass] = Field(default_factory=dict, alias="for")
    """What is different for a class: any of stay, leave, worsens, next, delay, turnaround, uses."""
    note: Text | None = None
    """Anything a reader should know."""

    @model_validator(mode="after")
    def _has_a_stay(self) -> PlaceOfCare:
        if self.stay is None and not self.for_:
            raise ValueError("stay is missing. Add `stay: {shape: exponential, mean: 5 days}` or the like.")
        return self


class Pool(Part):
    """Staff or things that several places use."""

    name: Text | None = None
    """What people call it."""
    number: Count
    """How many there are."""
    calendar: tuple[Shift, ...] = ()
    """Shifts with another number."""
    shift_end: Literal["finish", "interrupt"] = "finish"
    """When a shift (or a break) leaves fewer than are in use: stays that use them finish, or are interrupted and wait,
    those of the worst priority and the latest first."""
    note: Text | None = None
    """Anything a reader should know."""


class FromArrival(Part):
    """A clock that starts when somebody comes to the pathway, over however many places, such as 4 hours or 18 weeks.

    It stops the first time that they leave all of some places, whichever way, or that a stay begins at one of some.
    """

    name: Text | None = None
    """What people call it."""
    until_left: tuple[Id, ...] = ()
    """It stops when they go from one of these places to none of them: on, out, or giving up."""
    until_seen_at: tuple[Id, ...] = ()
    """It stops when their stay at one of these places begins; who leaves before has no time on it."""
    within: Duration
    """How long it should run at most; the share is among the results."""
    note: Text | None = None
    """Anything a reader should know."""

    @property
    def places(self) -> tuple[str, ...]:
        """The places that stop it."""
        return self.until_left or self.until_seen_at

    @property
    def is_seen(self) -> bool:
        """Whether it stops when a stay begins."""
        return bool(self.until_seen_at)

    @model_validator(mode="after")
    def _stops(self) -> FromArrival:
        if bool(self.until_left) == bool(self.until_seen_at):
            raise ValueError("give one of until_left and until_seen_at: the places that stop the clock.")
        return self


class Rule(Part):
    """While a condition holds, set capacities to other numbers (escalation)."""

    if_: Text = Field(alias="if")
    """The condition, such as `places.ed.inside > 100 patients` (>, >=, <, <=). `inside` is everybody there, those who
    wait for it included; `waiting` and `blocked` are those of them who wait for it, and who cannot go on."""
    until: Text | None = None
    """When it ends, as a condition; when `if` no longer holds if left out."""
    set: dict[str, str]
    """What it sets: `places.<place>.capacity` or `pools.<pool>.number`, to a number."""


class Scenario(Part):
    """A what-if: quantities of the file set to others, by their path of names."""

    name: Text | None = None
    """What people call it."""
    set: dict[str, Any]
    """What is set, by its path of names, such as `places.ward.capacity: 440 beds`."""
    note: Text | None = None
    """Anything a reader should know."""


class PathwayFile(Part):
    """A pathway: who comes, where they go, how long they stay and what there is for them."""

    format: Literal["pathway/1"]
    """The version of this format."""
    id: Id
    """A permanent name; the file's own."""
    name: Text
    """What people call it."""
    purpose: Text | None = None
    """What it is for: the question that it answers, and for whom."""
    provenance: Literal["published", "local", "agreed", "illustrative", "not_set"]
    """Where the numbers come from."""
    source: Text | None = None
    """Where exactly."""
    note: Text | None = None
    """What a reader must know: how it was made, what it leaves out."""
    clock: Clock = "hours"
    """The unit of time in results."""
    start: date | None = None
    """The first day, which fixes weekdays and months; a Monday if left out."""
    warm_up: Duration = 0.0
    """How long is simulated before anything is counted."""
    run: Duration
    """How long is counted."""
    precision: Share = 0.05
    """Replications are added until limits are within this share of their mean."""
    patients: dict[Id, Patients] = Field(min_length=1)
    """The classes of patients."""
    priority: tuple[Id | tuple[Id, ...], ...] = ()
    """Who is served first: classes in order; those in one pair of brackets are equal, those left out come last."""
    places: dict[Id, PlaceOfCare] = Field(min_length=1)
    """The places of care."""
    exits: tuple[Id, ...] = ()
    """Ways out, besides the end of the pathway."""
    pools: dict[Id, Pool] = Field(default_factory=dict)
    """Staff and things that several places use."""
    when: dict[Id, Rule] = Field(default_factory=dict)
    """Escalation: rules that change capacities while a condition holds."""
    clocks: dict[Id, FromArrival] = Field(default_factory=dict, max_length=32)
    """Clocks from arrival over several places: how long they run, and the share that stops in time."""
    costs: dict[str, Prices] = Field(default_factory=dict)
    """Money: by `places.<place>` (per bed-day that is occupied, per staffed bed-day, per visit), `patients.<class>`
    (per journey), `pools.<pool>` (per hour on duty). Of a place or a pool also an amount fixed per year and capital per
    bed, which is spent once; several amounts in a list. Only what has an amount is counted."""
    carbon: dict[str, Prices] = Field(default_factory=dict)
    """Emissions, in the same way."""
    scenarios: dict[Id, Scenario] = Field(default_factory=dict)
    """What-ifs, by name."""

    @model_validator(mode="after")
    def _runs(self) -> PathwayFile:
        if not self.run:
            raise ValueError("run is nought. Write how long to simulate, such as `run: 365 days`.")
        return self
