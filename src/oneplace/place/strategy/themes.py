"""A theme: what a stage of life, a group of people or a service asks for, and which measures answer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from oneplace.place.computing import Name
from oneplace.place.fields import NOT_SET, Id, Ids, Model, OrNotSet, Owner, Sourced, Text, Texts, refers
from oneplace.place.measure import Measure
from oneplace.place.period import When
from oneplace.place.strategy.outcomes import Outcome
from oneplace.vocabulary.dimensions import StatedCode

Condition = Literal["birth", "growth", "living", "work", "age"]
"""The conditions in which people are born, grow, live, work and age, which health rests on (WHO, 2008)."""
Life = Literal["start", "live", "age", "die"]


def _listed(value: object) -> object:
    return [value] if isinstance(value, str) else value


Names = Annotated[tuple[Name, ...], BeforeValidator(_listed, json_schema_input_type=Name | tuple[Name, ...])]


class NumberPlan(Model):
    """How to get a number that nobody has here: what exactly, who holds it, and who asks whom for it by when.

    A place sets ``owner``, ``due``, ``ask`` and ``provenance`` of a plan of the library without a ``because``: they
    carry out what the theme says, and change nothing of it.
    """

    number: Text
    held_by: Text
    owner: OrNotSet[Owner] = NOT_SET
    due: OrNotSet[When] = NOT_SET
    ask: OrNotSet[Text] = NOT_SET
    """Whom there to ask: a team, a form, an address."""
    provenance: Literal["agreed", "illustrative", "not_set"] = NOT_SET
    """Whether who and when are agreed, or invented to show the form."""

    @property
    def is_dated(self) -> bool:
        """Whether somebody is to ask for it by a day."""
        return isinstance(self.owner, Owner) and self.due != NOT_SET


class Facet(Sourced):
    """One thing that a theme asks, and what answers it."""

    title: Text
    asks: Text
    leaves_open: Text | None = None
    """What of it no measure here tells, as a clause (`whether it was the GP they prefer is not known`)."""
    determinant: Condition | None = None
    """The condition of life that it is about, where it is one of those that health rests on."""
    measures: Names = ()
    """Measures of the library that answer it, each where the place takes it."""
    here: Ids = refers("measures", default=())
    """The place's own measures that do."""
    plan: NumberPlan | None = None

    def answered_by(self, measures: Mapping[str, Measure]) -> list[Measure]:
        """The measures of a place that answer it: those of the library that it takes, then its own."""
        rank = {name: index for index, name in enumerate((*self.measures, *self.here))}
        found = (each for each in measures.values() if each.id in rank or each.library in self.measures)
        return sorted(found, key=lambda each: rank.get(each.id, rank.get(each.library or "", 0)))


class Theme(Sourced):
    """What a page about many measures asks, part by part; ``by`` are the breakdowns that matter most, the first first.

    ``people`` names groups of people by the addresses of their pages, such as ``sex/female``.
    """

    id: Id
    title: Text
    asks: Text
    life: Life | None = None
    by: tuple[StatedCode, ...] = ("deprivation",)
    set_out: tuple[StatedCode, ...] = ()
    """The breakdowns of which every group is set out beside everyone, or why it can't be, measure by measure."""
    chain: tuple[StatedCode, ...] = ()
    """Where its facets are the steps of one way: the breakdowns by whose groups it is told where that breaks."""
    people: Texts = ()
    stages: Ids = refers("stages", default=())
    """The place's own stages of life that it is about."""
    priorities: Ids = refers("priorities", "commitments", "goals", default=())
    """What of the strategy it is about: its ambitions are the theme's."""
    facets: dict[Id, Facet] = Field(min_length=1)
    library: Name | None = None
    """The theme of the shared library that it is; written by ``library.yaml``."""
    because: Text | None = None
    """Why it differs from the library's."""

    def served(self, outcomes: Iterable[Outcome], measures: Mapping[str, Measure]) -> list[Outcome]:
        """The ambitions that it is about: measured by what answers it, of its stages, or of its priorities."""
        ids = {measure.id for facet in self.facets.values() for measure in facet.answered_by(measures)}
        own = {*self.stages, *self.priorities}
        return [
            one
            for one in outcomes
            if ids & set(one.measure_ids) or own & {one.stage, *one.priorities, *one.commitments, *one.goals}
        ]

    def unanswered(self, measures: Mapping[str, Measure]) -> list[Facet]:
        """What it asks that none of a place's measures answers."""
        return [facet for facet in self.facets.values() if not facet.answered_by(measures)]
