"""Delivery: workstreams, milestones, reports, risks, the assurance framework, recovery stages, must-dos and events."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from oneplace.days import months_after
from oneplace.place.fields import (
    NOT_SET,
    Cycle,
    Id,
    Ids,
    Model,
    OrNotSet,
    Owner,
    Proof,
    Provenance,
    Ref,
    Sourced,
    Statement,
    Text,
    Texts,
    refers,
)
from oneplace.place.period import Period, When
from oneplace.place.strategy.commentary import CYCLES

MilestoneState = Literal["planned", "in_progress", "done", "stopped"]
Health = Literal["on_track", "at_risk", "off_track", "not_known"]
Score = Annotated[int, Field(strict=True, ge=1, le=5)]
Score5x5 = tuple[Score, Score]
"""Likelihood and consequence, each 1 to 5."""


class Move(Sourced):
    """A milestone's date that was changed."""

    from_: When = Field(alias="from")
    to: When
    reason: Text | None = None
    caused_by: Ref | None = refers("milestones")
    """The milestone that pushed it."""
    decision: Ref | None = refers("decisions")


class Milestone(Sourced):
    """A dated step, with the evidence that it is done."""

    id: Id
    text: Text
    due: OrNotSet[When] = NOT_SET
    state: MilestoneState = "planned"
    evidence: Proof | None = None
    duration: Annotated[int, Field(strict=True, ge=0, le=5_000)] = 0
    """How many working days the work takes that ends with it."""
    after: Ids = refers("milestones", default=())
    lag: dict[Ref, Annotated[int, Field(strict=True, ge=-2_000, le=2_000)]] = Field(default_factory=dict)
    """Working days between one that it comes ``after`` and the start of its own work; below nought where it begins
    before that one ends."""
    needs: Ids = refers("any", default=())
    moved: tuple[Move, ...] = ()
    rebaselined: tuple[Move, ...] = ()
    """Each time another day was agreed, with the decision that says so."""
    forecast: When | None = None
    owner: Owner | None = None
    beyond_strategy: Text | None = None
    """Why the milestone may lie outside the strategy's period."""

    @model_validator(mode="after")
    def _lags_are_of_links(self) -> Milestone:
        if odd := sorted(set(self.lag) - set(self.after)):
            raise ValueError(f"`lag:` names {odd[0]}, which it does not come after. Name it in `after:` too.")
        return self

    @property
    def links(self) -> dict[str, int]:
        """What it comes after, each with its working days from there to its own day: the lag and its own work."""
        return {key: self.lag.get(key, 0) + self.duration for key in self.after}

    @property
    def expected(self) -> date | None:
        """The last day of when it is now expected; None where no day is set."""
        when = self.forecast or self.due
        return when.last_day if isinstance(when, Period) else None

    @property
    def is_open(self) -> bool:
        """Whether there is still something to do."""
        return self.state in ("planned", "in_progress")

    def is_late(self, as_of: date) -> bool:
        """Whether it is still open after the last day on which it was due."""
        return self.is_open and isinstance(self.due, Period) and self.due.is_over(as_of)


class Dropped(Sourced):
    """A milestone that was taken out of the agreed plan, and the decision that says so. Its id stays its own."""

    id: Id
    text: Text
    due: OrNotSet[When] = NOT_SET
    decision: Ref | None = refers("decisions")


class HighlightReport(Sourced):
    """How a workstream stands now, and how it is expected to stand at its end."""

    period: When
    status: Health
    forecast: Health | None = None
    done: Texts = ()
    next: Texts = ()


class Workstream(Sourced):
    """A part of the work with its scope, objectives, milestones and the group that owns it.

    ``scope``, ``lead``, ``delivery_group`` and ``milestones`` are duties of every workstream: left out is an error
    (E26), ``not_set`` says that the place knows that it still lacks them.
    """

    id: Id
    name: Text
    outcomes: Ids = refers("outcomes", default=())
    enablers: Ids = refers("enablers", default=())
    partners: Ids = refers("partners", default=())
    scope: OrNotSet[Text] | None = None
    objectives: Texts = ()
    delivery_group: OrNotSet[Ref] | None = refers("delivery_groups")
    lead: OrNotSet[Owner] | None = None
    milestones: OrNotSet[tuple[Milestone, ...]] | None = None
    dropped: tuple[Dropped, ...] = ()
    """Milestones that were agreed and taken out of the plan."""
    carried_over_from: Text | None = None
    reviewed: When | None = None
    review_cycle: Cycle | None = None
    stage: Ref | None = refers("recovery_stages")
    """The recovery stage that it is in."""
    privacy_triggers: Ids = ()
    """What it does that asks for a new privacy screening, in the words of ``privacy.ask_again_when``."""
    reports: tuple[HighlightReport, ...] = ()
    provenance: Provenance | None = None
    """``illustrative`` where it was made up to show the form."""

    def is_review_late(self, as_of: date) -> bool:
        """Whether its last review is longer ago than its own cycle; not where either is not said.

        One on a day that is still to come was no review.
        """
        if self.reviewed is None or self.review_cycle not in CYCLES:
            return False
        if self.reviewed.start > as_of:
            return True
        return as_of > months_after(self.reviewed.last_day, CYCLES[self.review_cycle])


class Action(Model):
    """Something that someone does about a risk."""

    text: Text
    due: OrNotSet[When] = NOT_SET
    state: Literal["open", "done"] = "open"
    owner: Owner | None = None


class Risk(Sourced):
    """Cause, event and effect; scores (likelihood, consequence) before and after controls, and where they should be."""

    id: Id
    cause: Text
    event: Text
    effect: Text
    outcomes: Ids = refers("outcomes", default=())
    goals: Ids = refers("goals", "commitments", "priorities", "objectives", default=())
    owner: OrNotSet[Owner] | None = None
    inherent: Score5x5 | None = None
    current: Score5x5 | None = None
    target: Score5x5 | None = None
    appetite: Annotated[int, Field(strict=True, ge=1, le=25)] | None = None
    controls: Texts = ()
    evidence_on: When | None = None
    """The day of the newest evidence that its controls work: a score falls only with one newer than the last score."""
    actions: OrNotSet[tuple[Action, ...]] | None = None
    target_by: When | None = None
    """By when its score is to be where it should be."""
    reviewed: When | None = None
    review_cycle: Cycle | None = None
    category: Text | None = None
    """Such as money, quality, workforce: appetite is set by category."""
    provenance: Provenance | None = None
    """``illustrative`` where it was made up to show the form."""


class Assurance(Sourced):
    """What shows that controls work; ``line`` is 1 (management), 2 (oversight) or 3 (independent)."""

    text: Text
    line: Annotated[int, Field(strict=True, ge=1, le=3)]
    on: When | None = None


class AssuredObjective(Sourced):
    """An objective of the board assurance framework with its risks and assurances."""

    id: Id
    text: Text
    goals: Ids = refers("goals", "commitments", "priorities", "objectives", default=())
    risks: Ids = refers("risks", default=())
    assurances: OrNotSet[tuple[Assurance, ...]] = ()
    committee: Ref | None = refers("boards")


class StageTest(Model):
    """What has to hold before a stage is entered, told by a run.

    ``no_concern``: none of a measure's newest ``periods`` signals a change for the worse. ``beyond_target``: its limits
    lie wholly on the good side of what is asked of each period. ``must_dos``: each must-do of a regulator is evidenced.
    """

    asks: Literal["no_concern", "beyond_target", "must_dos"]
    measure: Ref | None = refers("measures")
    periods: Annotated[int, Field(strict=True, ge=1, le=60)] = 6

    @model_validator(mode="after")
    def _of_a_measure(self) -> Self:
        if (self.measure is None) != (self.asks == "must_dos"):
            needs = "needs `measure:`" if self.measure is None else "is about no measure"
            raise ValueError(f"`{self.asks}` {needs}.")
        return self


class Entered(Model):
    """Who signed that a stage was entered, on which day: the machine tests, a person signs."""

    by: Proof
    on: When


class RecoveryStage(Statement):
    """A stage of a recovery plan and the tests to enter and leave it: in words, and as ``tests`` that a run tells."""

    entry: OrNotSet[Text] = NOT_SET
    exit: OrNotSet[Text] = NOT_SET
    tests: tuple[StageTest, ...] = ()
    entered: Entered | None = None
    state: Literal["past", "current", "ahead", "not_set"] = "not_set"
    provenance: Provenance | None = None
    """``illustrative`` where it was made up to show the form."""


class MustDo(Sourced):
    """What a regulator says must or should be done; without evidence it is not done."""

    id: Id
    text: Text
    kind: Literal["must", "should"] = "must"
    by: Ref | None = refers("partners")
    event: Ref | None = refers("events")
    """The inspection or rating that it comes from."""
    owner: OrNotSet[Owner] = NOT_SET
    due: OrNotSet[When] = NOT_SET
    evidence: Proof | None = None
    provenance: Provenance | None = None
    """``illustrative`` where it was made up to show the form."""


class Event(Sourced):
    """Something that happened: an inspection, a rating, a reorganisation, an emergency."""

    id: Id
    text: Text
    kind: Text | None = None
    on: OrNotSet[When] = NOT_SET
    by: Ref | None = refers("partners")
    rating: Text | None = None
    answer: Text | None = None
    """What was done about it."""


class Engagement(Sourced):
    """People who were asked or took part: when, who, and what changed because of it."""

    id: Id
    text: Text
    kind: Text | None = None
    on: OrNotSet[When] = NOT_SET
    who: Texts = ()
    partners: Ids = refers("partners", default=())
    count: Text | None = None
    changed: OrNotSet[Text] = NOT_SET
    ongoing: Literal["yes", "no"] = "no"
