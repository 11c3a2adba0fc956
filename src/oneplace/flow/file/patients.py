"""The typed shape of a class of patients: when it comes, where it enters, who it is."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BeforeValidator, Field, model_validator

from oneplace.flow.file.distribution import Stay
from oneplace.flow.file.fifths import Spread
from oneplace.flow.file.names import Id
from oneplace.flow.file.part import Part
from oneplace.flow.file.quantity import Duration, Proportion, Rate, Yearly, sum_to_one
from oneplace.place import Text
from oneplace.vocabulary.wording import plainly


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
                raise ValueError(f"{name} makes {plainly(100 * sum(shares))} %. Its shares make 100 %.")
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
    growth: Yearly | None = None
    """By how much a rate grows (or, below nought, falls) each year from the start of the run, hour by hour."""
    batch: Annotated[Batch | None, BeforeValidator(_sizes, json_schema_input_type=_Sizes | Batch | None)] = None
    """Several at once: with each size its share, such as `{"1": 90 %, "2": 10 %}`. The rate, times or forecast are
    then of batches, so that more patients come."""

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
        if self.growth is not None and self.rate is None:
            raise ValueError(f"growth does not go with {ways[0]}. Take it out, or give a rate.")
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
