"""The Better Care Fund of a place, a year at a time: what comes in, which schemes it pays, what they are to move."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from oneplace.place.fields import Id, Ids, Model, Number, Provenance, Ref, Sourced, Text, Texts, refers
from oneplace.place.period import When

Pounds = Annotated[Number, Field(ge=0)]


class Income(Model):
    """A source of the fund, in pounds: the NHS minimum contribution, a grant, what a partner adds."""

    source: Text
    amount: Pounds
    partner: Ref | None = refers("partners")
    provenance: Provenance | None = None


class Scheme(Sourced):
    """A use of the fund: who is paid from which source, and which metric of the year it is to move."""

    id: Id
    name: Text
    amount: Pounds
    sources: Texts = ()
    """The source that pays it, by its name in ``income``; a line has one."""
    social_care: bool = False
    """Whether it is adult social care."""
    metric: Text | None = None
    """The metric of the year's set that it is to move."""
    measures: Ids = refers("measures", default=())
    provenance: Provenance | None = None


class BetterCareYear(Sourced):
    """One year of the fund."""

    id: Id
    year: When
    income: tuple[Income, ...] = ()
    schemes: tuple[Scheme, ...] = ()
    social_care_source: Text | None = None
    """The source of which a part must go to adult social care."""
    social_care_minimum: Pounds | None = None
    """How much of it must, in pounds."""
    metrics: dict[Text, Ref] = refers("measures", default={})
    """The measure that tells each metric of the year's set here."""

    @property
    def title(self) -> str:
        """What it is called where its id is named."""
        return f"The Better Care Fund, {self.year.words}"
