"""The typed shape of a pathway file (``pathway/1``)."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

from pydantic import Field, model_validator

from oneplace.flow.file.growth import Growth
from oneplace.flow.file.names import Clock, Id, Priority
from oneplace.flow.file.part import Part
from oneplace.flow.file.patients import Patients
from oneplace.flow.file.places import PlaceOfCare, Pool
from oneplace.flow.file.quantity import Duration, Prices, Share
from oneplace.place import Text


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
    """While a condition holds, set capacities to other numbers (escalation), or send arrivals elsewhere (a divert)."""

    if_: Text = Field(alias="if")
    """The condition, such as `places.ed.inside > 100 patients` (>, >=, <, <=). `inside` is everybody there, those who
    wait for it included; `waiting` and `blocked` are those of them who wait for it, and who cannot go on."""
    until: Text | None = None
    """When it ends, as a condition; when `if` no longer holds if left out."""
    set: dict[str, str]
    """What it sets: `places.<place>.capacity` or `pools.<pool>.number`, to a number; or `patients.<class>.enters`, to
    the place or exit where those go who come meanwhile (a divert)."""


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
    priority: Priority = ()
    """Who is served first: classes in order; those in one pair of brackets are equal, those left out come last."""
    places: dict[Id, PlaceOfCare] = Field(min_length=1)
    """The places of care."""
    exits: tuple[Id, ...] = ()
    """Ways out, besides the end of the pathway."""
    pools: dict[Id, Pool] = Field(default_factory=dict)
    """Staff and things that several places use."""
    when: dict[Id, Rule] = Field(default_factory=dict)
    """Escalation and diverts: rules that change capacities, or where people come in, while a condition holds."""
    growth: Growth | None = None
    """What is to grow, what is done about it, and how full places are to be: the beds that will be needed."""
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
