"""``strategy.yaml``: the whole strategy, format ``place-strategy/1``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal

from oneplace.place.fields import NOT_SET, Id, Model, OrNotSet, Span, Statement, Text
from oneplace.place.measure import Measure
from oneplace.place.strategy.better_care import BetterCareYear
from oneplace.place.strategy.commentary import Commentary
from oneplace.place.strategy.decisions import AIMS, Decision
from oneplace.place.strategy.delivery import (
    AssuredObjective,
    Engagement,
    Event,
    MustDo,
    RecoveryStage,
    Risk,
    Workstream,
)
from oneplace.place.strategy.governance import Budget, Duty, Equality, Governance, PooledFund, Privacy
from oneplace.place.strategy.identity import (
    Horizon,
    KnownGap,
    Limits,
    Link,
    Mission,
    Parent,
    Partner,
    SourceDocument,
    Tension,
    Version,
    Vision,
    Where,
)
from oneplace.place.strategy.learning import BenefitProfile, ImprovementObjective, Lesson
from oneplace.place.strategy.outcomes import Enabler, Goal, Group, Outcome, Priority, Stage, StatedFigure
from oneplace.place.strategy.themes import Theme


class Strategy(Model):
    """A place's strategy as data. Every part may be empty; what is missing is a finding, not a failure."""

    format: Literal["place-strategy/1"]
    id: Id
    title: Text
    version: Version
    period: OrNotSet[Span]
    place: Where
    summary: Text | None = None

    parents: tuple[Parent, ...] = ()
    alignment: tuple[Link, ...] = ()
    vision: OrNotSet[Vision] = NOT_SET
    mission: OrNotSet[Mission] = NOT_SET
    vision_points: tuple[Statement, ...] = ()
    values: tuple[Statement, ...] = ()
    principles: tuple[Statement, ...] = ()
    commitments: tuple[Goal, ...] = ()
    goals: tuple[Goal, ...] = ()
    objectives: tuple[Goal, ...] = ()
    priorities: tuple[Priority, ...] = ()
    stages: tuple[Stage, ...] = ()
    enablers: tuple[Enabler, ...] = ()
    groups: tuple[Group, ...] = ()
    horizons: tuple[Horizon, ...] = ()
    partners: tuple[Partner, ...] = ()
    themes: tuple[Theme, ...] = ()
    """Themes of the place's own, beside those that it takes of the library."""

    measures: tuple[Measure, ...] = ()
    outcomes: tuple[Outcome, ...] = ()
    figures: tuple[StatedFigure, ...] = ()
    commentary: tuple[Commentary, ...] = ()

    workstreams: tuple[Workstream, ...] = ()
    recovery_stages: tuple[RecoveryStage, ...] = ()
    must_dos: tuple[MustDo, ...] = ()
    risks: tuple[Risk, ...] = ()
    assurance_framework: tuple[AssuredObjective, ...] = ()
    events: tuple[Event, ...] = ()
    engagement: tuple[Engagement, ...] = ()
    benefits: tuple[BenefitProfile, ...] = ()
    improvement: tuple[ImprovementObjective, ...] = ()
    lessons: tuple[Lesson, ...] = ()

    governance: Governance = Governance()
    duties: tuple[Duty, ...] = ()
    decisions: tuple[Decision, ...] = ()
    equality: OrNotSet[Equality] = NOT_SET
    privacy: OrNotSet[Privacy] = NOT_SET
    budget: OrNotSet[Budget] = NOT_SET
    pooled_funds: tuple[PooledFund, ...] = ()
    better_care: tuple[BetterCareYear, ...] = ()

    documents: tuple[SourceDocument, ...] = ()
    gaps: tuple[KnownGap, ...] = ()
    tensions: tuple[Tension, ...] = ()
    limits: Limits = Limits()

    @property
    def aims(self) -> dict[str, dict[str, str]]:
        """What a decision can serve, each list by its name: ids with their words. A list with nothing is left out."""
        listed = {name: {one.id: one.name or one.text for one in getattr(self, name)} for name in AIMS}
        return {name: aims for name, aims in listed.items() if aims}

    def unthemed(self, themes: Iterable[Theme], measures: Mapping[str, Measure]) -> list[Goal | Priority]:
        """The priorities, commitments and goals that no theme shows, neither by name nor by an ambition of theirs."""
        every = list(themes)
        named = {name for theme in every for name in theme.priorities}
        for outcome in (one for theme in every for one in theme.served(self.outcomes, measures)):
            named |= {*outcome.priorities, *outcome.commitments, *outcome.goals}
        promised: tuple[Goal | Priority, ...] = (*self.priorities, *self.commitments, *self.goals)
        return [one for one in promised if one.id not in named]
