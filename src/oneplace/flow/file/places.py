"""The typed shape of a place of care, of what is different there for a class, and of what places share."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator

from oneplace.flow.file.distribution import Stay
from oneplace.flow.file.names import ClockTime, Day, Id, Priority
from oneplace.flow.file.part import Part
from oneplace.flow.file.quantity import Count, Duration, Limit, Proportion, StartsWith
from oneplace.place import Text


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


class Closes(Part):
    """Where people go whom a place no longer takes, while its calendar or a rule leaves it no capacity.

    Whose stay has begun is not sent away, and who is held at a place before stays there.
    """

    waiting_to: Id | None = None
    """The place or exit where those go who still wait as it closes: they are cancelled, perhaps to be rebooked."""
    coming_to: Id | None = None
    """The place or exit where those go who come while it is closed; left out, they wait for it to open."""

    @model_validator(mode="after")
    def _sends(self) -> Closes:
        if self.waiting_to is None and self.coming_to is None:
            raise ValueError("closes says nothing. Add `waiting_to` or `coming_to`: a place or an exit.")
        return self


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
    becomes: Id | Next | None = None
    """The class that they are from the next place on, or several with shares that make 100 %; who goes out keeps
    theirs. Where they go from here is as `next` says for the class that they were."""
    closes: Closes | None = None
    """Where those go who wait as it closes, and those who come while it is closed."""
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
    priority: Priority | None = None
    """Who is served first here, instead of the pathway's own priority."""
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
    """What is different for a class: any of stay, leave, worsens, next, delay, turnaround, becomes, closes,
    uses."""
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
    shift_end: Literal["finish", "interrupt", "hand_over"] = "finish"
    """When a shift (or a break) leaves fewer than are in use: stays that use them finish, or are interrupted and wait,
    those of the worst priority and the latest first. With `hand_over`, whenever the number changes, those of the shift
    that ends finish the stays that they have begun, beside the next shift, which starts afresh; who goes on to another
    place that uses them is the next shift's."""
    note: Text | None = None
    """Anything a reader should know."""
