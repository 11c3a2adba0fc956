"""What the rules about outcomes share: an outcome with its measure, and which way is better."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from oneplace.place.folder import Spot
from oneplace.place.measure import Measure
from oneplace.place.period import Period
from oneplace.place.rules.registry import Case, each, given
from oneplace.place.strategy.outcomes import Figure, GapAmbition, Outcome, Target


@dataclass(frozen=True)
class Aimed:
    """An outcome and its main measure."""

    outcome: Outcome
    measure: Measure | None

    @property
    def id(self) -> str:
        """The outcome's id."""
        return self.outcome.id

    @property
    def baseline(self) -> Figure | None:
        """The baseline, if set."""
        return given(self.outcome.baseline)  # type: ignore[no-any-return]

    @property
    def target(self) -> Target | None:
        """The target, if set."""
        return given(self.outcome.target)  # type: ignore[no-any-return]

    @property
    def gap(self) -> GapAmbition | None:
        """The gap ambition, if set."""
        return given(self.outcome.gap_ambition)  # type: ignore[no-any-return]

    @property
    def path(self) -> list[tuple[Period, float]]:
        """The trajectory in order of time."""
        return sorted(self.outcome.trajectory.items())

    @property
    def better(self) -> int:
        """1 where high is good, -1 where low is good, 0 where neither is or nothing is known."""
        return {"high_good": 1, "low_good": -1}.get(self.measure.polarity, 0) if self.measure else 0

    def worse(self, value: float, than: float) -> bool:
        """Whether ``value`` is worse than another; False where the measure has no good direction."""
        return (value - than) * self.better < 0


@dataclass(frozen=True)
class Ambition(Aimed):
    """The same, and where it stands."""

    at: Spot


def ambitions(case: Case) -> Iterator[Ambition]:
    """Every outcome of the strategy."""
    for entry in each(case.strategy.outcomes, case.top / "outcomes"):
        ids = entry.item.measure_ids
        yield Ambition(entry.item, case.measures.get(ids[0]) if ids else None, entry.at)


def months_later(day: date, months: int) -> date:
    """The first of a month so many months after the month that ``day`` (a first of a month) begins."""
    total = day.year * 12 + day.month - 1 + months
    return date(total // 12, total % 12 + 1, 1)
