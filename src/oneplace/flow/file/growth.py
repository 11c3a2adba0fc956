"""The typed shape of what is to grow: arrivals by population and beyond it, and what is to be done about it."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, model_validator

from oneplace.flow.file.names import Id
from oneplace.flow.file.part import Part
from oneplace.flow.file.quantity import Proportion, Yearly, sum_to_one
from oneplace.place import Text

Year = Annotated[int, Field(ge=1900, le=2200)]


class GrowthOfPatients(Part):
    """How the arrivals of a class grow."""

    by_age: dict[str, Proportion] | None = None
    """With each age of the population's file the share of them who are of that age at the beginning, which make 100 %;
    left out, they grow as all people do."""
    beyond: Yearly = 0.0
    """How much more (or, below nought, less) of them come each year beyond what the population brings."""
    note: Text | None = None
    """Where this is from."""

    @model_validator(mode="after")
    def _whole(self) -> GrowthOfPatients:
        sum_to_one(list((self.by_age or {"all": 1.0}).values()))
        return self


class Mitigation(Part):
    """Something that is done so that fewer beds are needed: it grows evenly from the first year to ``by``."""

    name: Text | None = None
    """What people call it."""
    avoids: dict[Id, Proportion] = Field(default_factory=dict)
    """With each class of patients the share of them who no longer come."""
    shortens: dict[Id, Proportion] = Field(default_factory=dict)
    """With each place the share by which stays there are shorter."""
    by: Year | None = None
    """The year in which all of it is reached; the last if left out."""
    note: Text | None = None
    """Where this is from."""

    @model_validator(mode="after")
    def _does_something(self) -> Mitigation:
        if not self.avoids and not self.shortens:
            raise ValueError("a mitigation does nothing. Add `avoids: {a class: 10 %}` or `shortens: {a place: 8 %}`.")
        return self


class Growth(Part):
    """What the beds will have to be, step by step: as it is, more people and older ones, growth beyond that, what is
    done about it, and how full places are to be."""

    from_: Year = Field(alias="from")
    """The year that the file's arrivals and stays are of."""
    to: Year
    """The last year."""
    population: Text | None = None
    """A CSV beside the pathway with the columns `year`, `age` and `people`, such as a published projection."""
    patients: dict[Id, GrowthOfPatients] = Field(default_factory=dict)
    """How each class grows; one left out grows as all people do."""
    mitigations: dict[Id, Mitigation] = Field(default_factory=dict)
    """What is done, in the order in which it is counted."""
    occupancy: dict[Id, Proportion] = Field(min_length=1)
    """With each place whose beds are asked for how full it is to be on average."""

    @model_validator(mode="after")
    def _in_order(self) -> Growth:
        if self.to <= self.from_:
            raise ValueError(f"growth goes from {self.from_} to {self.to}. Write a later year in `to`.")
        for name, of in self.mitigations.items():
            if of.by is not None and not self.from_ < of.by <= self.to:
                raise ValueError(f"{name} is reached in {of.by}. Write a year after {self.from_}, up to {self.to}.")
        for name, share in self.occupancy.items():
            if not share:
                raise ValueError(f"{name} is to be empty. Write how full it is to be, such as `92 %`.")
        if self.population is None and any(of.by_age for of in self.patients.values()):
            raise ValueError("by_age needs people of each age. Add `population`: a CSV of them by year.")
        return self
