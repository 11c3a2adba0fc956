"""Outcomes (ambitions): what should change, by how much, by when, for whom, and how it is measured."""

from __future__ import annotations

from math import inf
from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from oneplace.place.fields import (
    NOT_SET,
    Cycle,
    Id,
    Ids,
    Number,
    OrNotSet,
    Owner,
    Provenance,
    Ref,
    Sourced,
    Statement,
    Text,
    refers,
)
from oneplace.place.period import Period, When
from oneplace.vocabulary.dimensions import FORMER

Statistic = Literal["SII", "RII", "absolute_gap", "relative_gap"]
RATIOS = ("RII", "relative_gap")


def gap_size(statistic: str, value: float) -> float:
    """How wide a gap is, whoever is behind: a difference without its sign; a ratio as so many times, be it 2 or a half.

    A ratio that isn't above nought is no number of times, and wider than any.
    """
    if statistic not in RATIOS:
        return abs(value)
    return max(value, 1 / value) if value > 0 else inf


class Figure(Sourced):
    """A number for a period."""

    period: When
    value: Number
    unit: Text | None = None
    provenance: Provenance | None = None


class TargetChange(Sourced):
    """What a target was before, and the decision that changed it."""

    was: OrNotSet[Number]
    was_period: When | None = None
    on: When
    decision: Ref | None = refers("decisions")
    reason: Text | None = None


class Target(Figure):
    """The value to reach, the period to reach it in, and how the target itself has changed."""

    history: tuple[TargetChange, ...] = ()
    beyond_strategy: Text | None = None
    """Why the target may lie after the strategy's end."""


class GapAmbition(Sourced):
    """By how much the gap between groups should narrow, beside the ambition for the average."""

    dimension: Annotated[Text, AfterValidator(lambda word: FORMER.get(word, word))]
    group: Ref | None = None
    reference: Text | None = None
    statistic: Statistic
    baseline: OrNotSet[Number] = NOT_SET
    baseline_period: OrNotSet[When] = NOT_SET
    """The period of the baseline; where it isn't set, that of the average's baseline."""
    target: OrNotSet[Number] = NOT_SET
    period: OrNotSet[When] = NOT_SET
    provenance: Provenance | None = None
    actuals: dict[When, Number] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _of_its_kind(self) -> GapAmbition:
        said = (self.baseline, self.target, *self.actuals.values())
        if self.statistic in RATIOS and any(not isinstance(number, str) and number <= 0 for number in said):
            raise ValueError(
                f"a gap set as {self.statistic} is so many times, and one of its numbers is not above 0. "
                "Write 1 where there is to be no gap, or another `statistic:`."
            )
        return self


class Peers(Sourced):
    """What comparable places have achieved: the largest yearly change seen, in the measure's unit."""

    best_yearly_change: Number
    provenance: Provenance | None = None


class Outcome(Sourced):
    """One ambition. A number that is not known is ``not_set``; none is invented."""

    id: Id
    text: Text
    question: Text | None = None
    leaves_open: Text | None = None
    """What of it its measure does not tell, as a clause (`what people wished is not known`)."""
    stage: Ref | None = refers("stages")
    enablers: Ids = refers("enablers", default=())
    commitments: Ids = refers("commitments", default=())
    priorities: Ids = refers("priorities", default=())
    goals: Ids = refers("goals", "objectives", default=())
    groups: Ids = ()
    horizon: Ref | None = refers("horizons")
    owner: OrNotSet[Owner] = NOT_SET
    measure: Ref | None = refers("measures")
    measures: Ids = refers("measures", default=())
    published: Text | None = None
    """A published measure that is not (yet) computed here, such as ``fingertips:93085``."""
    gap: Ref | None = refers("gaps")
    """The known gap that explains why nothing measures the outcome."""
    provenance: Provenance
    baseline: OrNotSet[Figure] = NOT_SET
    target: OrNotSet[Target] = NOT_SET
    trajectory: dict[When, Number] = Field(default_factory=dict)
    history: dict[When, Number] = Field(default_factory=dict)
    """Values before the strategy: they show how much the measure varies by itself."""
    actuals: dict[When, Number] = Field(default_factory=dict)
    """Values since the baseline, as recorded by the place."""
    gap_ambition: OrNotSet[GapAmbition] = NOT_SET
    peers: Peers | None = None
    reporting_cycle: Cycle | None = None
    """How often the outcome is reported."""

    @property
    def measure_ids(self) -> tuple[str, ...]:
        """The measures of the outcome, the main one first."""
        return ((self.measure,) if self.measure else ()) + self.measures

    @property
    def target_period(self) -> Period | None:
        """By when the average is to reach its target; None where none is set for it."""
        return None if isinstance(self.target, str) else self.target.period

    @property
    def gap_target_period(self) -> Period | None:
        """By when the gap is to reach what was set for it; None where no number or no period is."""
        wish = self.gap_ambition
        if isinstance(wish, str) or isinstance(wish.target, str) or isinstance(wish.period, str):
            return None
        return wish.period

    @property
    def begins(self) -> Period | None:
        """The period of the average's baseline, from which its path leads; None where none is set."""
        return None if isinstance(self.baseline, str) else self.baseline.period

    @property
    def gap_path_begins(self) -> Period | None:
        """The same of the gap: None where no number or no period is set for its baseline."""
        wish = self.gap_ambition
        return None if isinstance(wish, str) or isinstance(wish.baseline, str) else self.gap_begins

    @property
    def gap_begins(self) -> Period | None:
        """The period of the gap's baseline: its own, else that of the average's; None where neither is set."""
        wish = self.gap_ambition
        if not isinstance(wish, str) and not isinstance(wish.baseline_period, str):
            return wish.baseline_period
        return self.begins

    @model_validator(mode="after")
    def _bound(self) -> Outcome:
        if not (self.measure or self.measures or self.published or self.gap):
            raise ValueError(
                f"the outcome {self.id} is bound to no measure. "
                "Add `measure: <id>`, `published: <publisher>:<id>`, or `gap: <id of a known gap>`."
            )
        numbers = self.baseline != NOT_SET or self.target != NOT_SET or self.trajectory
        if self.provenance == "not_set" and numbers and not self._each_number_sourced():
            raise ValueError(
                f"the outcome {self.id} has numbers, yet its provenance is not_set. "
                "Say where they come from: `provenance: published`, local, agreed or illustrative."
            )
        return self

    def _each_number_sourced(self) -> bool:
        figures = [figure for figure in (self.baseline, self.target) if isinstance(figure, Figure)]
        return bool(figures) and all(figure.provenance not in (None, "not_set") for figure in figures)


def _stage(value: object) -> object:
    return {"id": value} if isinstance(value, str) else value


class StageOfLife(Sourced):
    """A part of the life course, from before conception to after death."""

    id: Id
    name: Text | None = None
    text: Text | None = None
    starts: Text | None = None
    ends: Text | None = None


Stage = Annotated[StageOfLife, BeforeValidator(_stage, json_schema_input_type=str | StageOfLife)]


class Group(Sourced):
    """People named by the strategy, with a definition that can be computed, or the proxy that stands for it."""

    id: Id
    name: Text
    definition: OrNotSet[Text] = NOT_SET
    proxy: Text | None = None


class Goal(Statement):
    """A goal, and what it serves."""

    supports: Ids = refers("any", default=())
    horizon: Ref | None = refers("horizons")
    engagement: Ids = refers("engagement", default=())
    measures: Ids = refers("measures", default=())
    groups: Ids = ()
    tension: Text | None = None


class Priority(Statement):
    """A priority, the life stage and the goals that it serves."""

    stage: Ref | None = refers("stages")
    supports: Ids = refers("any", default=())
    horizon: Ref | None = refers("horizons")
    groups: Ids = ()


class Enabler(Sourced):
    """What every life stage leans on: digital, workforce, estates and so on."""

    id: Id
    name: Text
    text: Text | None = None
    serves: Ids = refers("stages", default=())
    owner: OrNotSet[Owner] = NOT_SET


class StatedFigure(Sourced):
    """A number that a document states, as it states it."""

    id: Id
    text: Text
    value: Number
    unit: Text
    period: OrNotSet[When] = NOT_SET
    provenance: Provenance
    measure: Ref | None = refers("measures")
