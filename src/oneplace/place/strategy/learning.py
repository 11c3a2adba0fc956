"""What a place sets out to gain and how it learns: benefits, improvement by cycles, and lessons."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from oneplace.place.fields import (
    NOT_SET,
    Id,
    Ids,
    Model,
    Number,
    OrNotSet,
    Owner,
    Proof,
    Provenance,
    Ref,
    Sourced,
    Text,
    refers,
)
from oneplace.place.period import When


class Counted(Sourced):
    """What the baseline of a benefit counts on a day since, in the same unit, and what shows it."""

    on: When
    value: Number
    evidence: Proof | None = None


class BenefitProfile(Sourced):
    """What a scheme is to gain: a share of one measure in one population and period, from a frozen baseline.

    Claims on the same ``measure``, ``population`` and ``period`` are counted together, once.
    """

    id: Id
    text: Text
    kind: Literal["cash_releasing", "non_cash", "quality", "dis_benefit"]
    workstream: Ref | None = refers("workstreams")
    measure: Ref | None = refers("measures")
    population: Text = "everyone"
    period: When
    baseline: OrNotSet[Number] = NOT_SET
    unit: Text | None = None
    """What the baseline counts, such as ``bed days``; left out: the unit of its measure."""
    baseline_on: When | None = None
    """When the baseline was frozen; without it the benefit is unproven."""
    reduction: Annotated[float, Field(ge=0, lt=1)]
    """The share of the baseline by which it says that it reduces it."""
    owner: OrNotSet[Owner] = NOT_SET
    tracked_until: When | None = None
    counted: tuple[Counted, ...] = ()
    """What was counted since, oldest first: what came of it."""
    provenance: Provenance | None = None


class Cycle(Sourced):
    """A change tried once: plan, do, study, act. It closes only on data after the change, and a comparison."""

    id: Id
    aim: Text
    outcome: Text | None = None
    process: Text | None = None
    balancing: Text | None = None
    prediction: Text | None = None
    changed_on: When | None = None
    data: tuple[When, ...] = ()
    compared: Proof | None = None
    act: Literal["adopt", "adapt", "abandon"] | None = None
    follows: Ref | None = refers("cycles")


class ImprovementObjective(Sourced):
    """Something to be better by a day, judged at its end, and the cycles by which it is tried."""

    id: Id
    text: Text
    measure: Ref | None = refers("measures")
    start: When
    end: When
    owner: OrNotSet[Owner] = NOT_SET
    judged: OrNotSet[Proof] = NOT_SET
    """What came of it, once its end is over."""
    cycles: tuple[Cycle, ...] = ()
    provenance: Provenance | None = None


class Lesson(Sourced):
    """What was learnt, from what, and the decision that it led to; without one it stands open."""

    id: Id
    text: Text
    learnt_from: Text
    decision: Ref | None = refers("decisions")
    owner: OrNotSet[Owner] = NOT_SET
    due: OrNotSet[When] = NOT_SET
    outcomes: Ids = refers("outcomes", default=())
    provenance: Provenance | None = None


class EqualityAnswer(Model):
    """One of the 27 answers of an equality assessment: an aim for a characteristic, or the reason why there is none."""

    aim: Text
    characteristic: Text
    impact: Literal["positive", "negative", "none", "unknown"] | None = None
    evidence: Proof | None = None
    mitigation: Proof | None = None
    reason: Proof | None = None
