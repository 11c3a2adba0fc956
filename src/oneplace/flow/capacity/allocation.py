"""Where the next beds do most good: marginal allocation by formula or by paired runs, with the price of a floor.

Each bed goes where it lowers a measure most. Where every place is a loss or waiting system of its own (Erlang B and C),
what a bed saves falls from bed to bed (Messerli 1972; Dyer and Proll 1977), so that no other allocation of as many beds
is better (Fox 1966). Where places act on each other it is a sound rule and no proof, and every step says its limits.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from oneplace.flow.capacity.benefit import ByFormula, ByRuns, Capacities, Goal, Judge
from oneplace.flow.capacity.least import least_capacity
from oneplace.flow.file.pathway import Pathway
from oneplace.flow.file.quantity import count
from oneplace.flow.reading.reader import Scenario, apply
from oneplace.flow.simulation.results import Value
from oneplace.flow.simulation.variants import Variants, counted
from oneplace.problems import OneplaceError

Progress = Callable[[int, int], None]

MOST_BEDS = 200
"""Beds that are given out one by one by simulation."""


@dataclass(frozen=True)
class Step:
    """One bed: where it went, and by how much it lowers the measure."""

    path: str
    capacity: int
    """What the place has with it."""
    benefit: Value
    """With paired 95 % limits; exact, with no limits, where a formula gives it."""
    as_good: tuple[str, ...]
    """Other places where it would have done as much good, for all that these runs can tell."""


@dataclass(frozen=True)
class Price:
    """What a floor costs: by how much the measure is higher because of it."""

    path: str
    least: int
    loss: Value


@dataclass(frozen=True)
class Allocation:
    """Beds given out one by one, and what they do together."""

    pathway: Pathway
    measure: str
    unit: str
    steps: tuple[Step, ...]
    """In the order in which the beds go; those that a floor takes come first."""
    capacities: Mapping[str, int]
    benefit: Value
    """Of all the beds together."""
    floors: tuple[Price, ...]
    """Each floor with its price: what the same beds would do without it, the other floors kept."""
    formula: bool
    """Whether the numbers are exact; else they come from paired runs."""

    def rows(self) -> list[dict[str, Any]]:
        """Every bed as a row."""
        return [
            {
                "bed": number,
                "goes_to": step.path,
                "capacity": step.capacity,
                "benefit": step.benefit.mean,
                "lower": step.benefit.lower,
                "upper": step.benefit.upper,
                "as_good": list(step.as_good),
            }
            for number, step in enumerate(self.steps, start=1)
        ]


def allocate(
    pathway: Pathway,
    beds: int,
    among: Sequence[str],
    *,
    lower: str = "lost",
    floors: Mapping[str, str] | None = None,
    scenario: Scenario | None = None,
    seed: int = 1,
    replications: int = 50,
    progress: Progress | None = None,
) -> Allocation:
    """Give out ``beds`` one by one among capacities (``places.<place>.capacity``), each where it lowers most.

    ``lower`` is what is to be lowered: ``lost``, ``left``, ``waiting``, ``blocked`` or ``delay days``, added up over
    the places of ``among``, or any measure of one place or of the whole (``time blocked at ward``, ``lost for most``,
    ``cost at pathway``). ``floors`` gives a path its least capacity, as a number (``12 beds``) or as a target
    (``share lost <= 5 %``) whose least capacity is worked out first. ``progress`` is called with the beds given and all
    of them. Raises ``OneplaceError`` where names are wrong or the beds do not reach for the floors.
    """
    pathway = apply(pathway, scenario)
    _refuse_misuse(pathway, beds, among, floors or {})
    start = {path: _number(pathway, path) for path in among}
    goal = Goal.of(pathway, among, lower)
    judge = _judge(goal, start, beds, Variants(pathway, seed), replications)
    least = {path: _floor(pathway, path, asked, seed) for path, asked in (floors or {}).items()}
    steps, end = _give(judge, start, beds, least, progress or (lambda done, of: None))
    prices = []
    for path, number in least.items():
        others = {other: n for other, n in least.items() if other != path}
        _steps, without = _give(judge, start, beds, others, lambda done, of: None)
        prices.append(Price(path, number, judge.gain(end, without)))
    return Allocation(
        pathway=pathway,
        measure=goal.text,
        unit=judge.unit,
        steps=tuple(steps),
        capacities=end,
        benefit=judge.gain(start, end),
        floors=tuple(prices),
        formula=judge.formula,
    )


def _judge(goal: Goal, start: Capacities, beds: int, variants: Variants, replications: int) -> Judge:
    """A formula where one holds, else paired runs."""
    pathway = variants.pathway
    known = ByFormula.of(pathway, goal, start)
    if known is None and beds > MOST_BEDS:
        raise OneplaceError.at(
            pathway.path,
            f"{beds:,} beds are too many to give out by simulation, which does {MOST_BEDS}.",
            "Give out fewer at a time.",
        )
    return known or ByRuns(variants, goal, replications)


def _refuse_misuse(pathway: Pathway, beds: int, among: Sequence[str], floors: Mapping[str, str]) -> None:
    if not among or len(set(among)) < len(among):
        raise OneplaceError.at(
            pathway.path,
            "needs the capacities among which to give out beds, each once.",
            "Name them: `places.<place>.capacity`.",
        )
    if beds < 1:
        raise OneplaceError.at(pathway.path, f"{beds} beds cannot be given out.", "Give at least one.")
    for path in floors:
        if path not in among:
            raise OneplaceError.at(
                pathway.path, f"`{path}` has a floor but is not among those that get beds.", "Name it among them."
            )


def _number(pathway: Pathway, path: str) -> int:
    number, _noun = counted(pathway, path)
    if number is None:
        raise OneplaceError.at(
            pathway.path, f"`{path}` has no number of beds to add to.", "Give it one, if need be with a scenario."
        )
    return number


def _floor(pathway: Pathway, path: str, asked: str, seed: int) -> int:
    try:
        return count(asked)
    except ValueError:
        found = least_capacity(pathway, path, asked, seed=seed)
    if found.least is None:
        raise OneplaceError.at(pathway.path, f"the floor of `{path}` cannot be kept: {found.sentence}", "Lower it.")
    return found.least


def _give(
    judge: Judge, start: Capacities, beds: int, least: Capacities, progress: Progress
) -> tuple[list[Step], dict[str, int]]:
    """The steps, and the capacities at the end: beds go up to the floors first, then where each does most."""
    now, steps = dict(start), []
    needed = sum(max(0, number - start[path]) for path, number in least.items())
    if needed > beds:
        raise OneplaceError.at(
            judge.path, f"the floors need {needed:,} beds, but there are {beds:,}.", "Lower a floor, or give more beds."
        )
    for given in range(beds):
        short = [path for path in now if now[path] < least.get(path, 0)]
        gains = {path: judge.gain(now, {**now, path: now[path] + 1}) for path in short or now}
        best = max(gains, key=lambda path: gains[path].mean)  # the first named where equal
        as_good = tuple(path for path in gains if path != best and judge.as_good(now, best, path))
        now[best] += 1
        steps.append(Step(best, now[best], gains[best], as_good))
        progress(given + 1, beds)
    judge.refuse_unstable(now)
    return steps, now
