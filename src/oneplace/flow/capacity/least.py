"""The least capacity that meets a target: by formula where one holds, else by paired runs and a stated decision."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from oneplace.flow.capacity.targets import Target, read_target
from oneplace.flow.file.pathway import Pathway
from oneplace.flow.reading.reader import Scenario, apply
from oneplace.flow.simulation.bounded import limits_of
from oneplace.flow.simulation.measures import Key
from oneplace.flow.simulation.replications import EndlessQueueError
from oneplace.flow.simulation.results import key_index
from oneplace.flow.simulation.spread import per_draw, spread
from oneplace.flow.simulation.variants import Variant, Variants, counted
from oneplace.problems import OneplaceError

Verdict = Literal["met", "not met", "cannot tell"]
LOOKS = (10, 20, 40, 80, 160, 320)
"""After how many replications a capacity is judged; each look takes its share of the 5 % of chance."""
MOST_CAPACITY = 100_000


@dataclass(frozen=True)
class Trial:
    """One capacity that was tried: the measure's mean with the limits that it was judged by, and the verdict."""

    capacity: int
    verdict: Verdict
    mean: float
    lower: float
    upper: float
    replications: int
    """0 where the answer is a formula's, or where the load alone decides."""


@dataclass(frozen=True)
class Least:
    """The least capacity that meets a target, and how it was found.

    A capacity is called ``met`` or ``not met`` only where the one-sided 95 % limit of the measure's mean over the
    replications, made wider for looking at it several times, is on that side of the target.
    """

    pathway: Pathway
    path: str
    noun: str
    target: Target
    least: int | None
    """The least capacity that surely meets the target; None where none tried does."""
    undecided: tuple[int, int] | None
    """First and last of the smaller capacities that may meet it, too, for all that these runs can tell."""
    trials: tuple[Trial, ...]
    """By capacity."""
    formula: str | None
    """The exact formula that gave the answer."""
    searched: tuple[int, int]
    notes: tuple[str, ...]

    @property
    def sentence(self) -> str:
        """The answer in words."""
        low, high = self.searched
        how = f" (exact: {self.formula})" if self.formula else ""
        if self.least is None and self.undecided:
            first, last = self.undecided
            which = f"{_range(first, last)} {self.noun}"
            return f"Whether {which} meet '{self.target.text}' cannot be told with so many runs."
        if self.least is None:
            return f"'{self.target.text}' is not met with up to {high:,} {self.noun}{how}."
        number = f"{self.least:,} {self.noun} meet" if self.least != 1 else f"1 {self.noun.removesuffix('s')} meets"
        said = f"{number} '{self.target.text}'{how}"
        if self.undecided:
            first, last = self.undecided
            return f"{said}; whether {_range(first, last)} would, too, cannot be told with so many runs."
        return f"{said}, and no fewer do." if self.least > low else f"{said}, the fewest that were tried."

    def rows(self) -> list[dict[str, Any]]:
        """Every capacity tried as a row."""
        return [
            {
                "capacity": t.capacity,
                "verdict": t.verdict,
                "mean": t.mean,
                "lower": t.lower,
                "upper": t.upper,
                "replications": t.replications,
            }
            for t in self.trials
        ]


def least_capacity(
    pathway: Pathway,
    path: str,
    target: str | Target,
    *,
    scenario: Scenario | None = None,
    between: tuple[int, int] | None = None,
    seed: int = 1,
    most: int = LOOKS[-1],
    progress: Callable[[int, int], None] | None = None,
) -> Least:
    """Find the least ``places.<place>.capacity`` (or ``pools.<pool>.number``) that meets a target.

    ``target`` is in words (``95 % wait at ward within 4 hours``, ``share lost at ward <= 2 %``); where it names no
    place it is about the place of ``path``. The search halves the range ``between`` (from 1 up to where the target is
    met, if left out), taking it that more capacity is never worse; every capacity has the same chances, and gets more
    replications (up to ``most``) while the limits of its mean stand on both sides of the target. ``progress`` is
    called with the capacity that is being tried and the replications it has. Raises ``OneplaceError`` where path,
    target or range make no sense.
    """
    pathway = apply(pathway, scenario)
    now, noun = counted(pathway, path)
    place = path.split(".")[1]
    wanted = target
    if not isinstance(wanted, Target):
        wanted = read_target(pathway, wanted, place if place in pathway.places else None)
    low, high = between or (1, MOST_CAPACITY)
    if not 0 <= low <= high <= MOST_CAPACITY:
        raise OneplaceError.at(
            pathway.path, f"cannot be searched between {low:,} and {high:,}.", f"Stay within 0 and {MOST_CAPACITY:,}."
        )
    if most < LOOKS[0]:
        raise ValueError(f"a capacity needs at least {LOOKS[0]} replications to be judged.")
    search = _Search(Variants(pathway, seed), path, noun, wanted, most=most, progress=progress)
    if between is None:
        high = search.first_met(low, max(now or 0, 1))
        low = max(low, min(search.too_few + 1, high))
    least = search.first(low, high, ("met",))
    possible = search.first(low, high if least is None else least, ("met", "cannot tell"))
    undecided = None
    if possible is not None and possible != least:
        undecided = (possible, (high if least is None else least - 1))
    return Least(
        pathway=pathway,
        path=path,
        noun=noun,
        target=wanted,
        least=least,
        undecided=undecided,
        trials=tuple(search.tried[c] for c in sorted(search.tried)),
        formula=search.formula,
        searched=between or (min(search.tried), high),
        notes=search.notes(pathway),
    )


class _Search:
    """Tries capacities, each once."""

    def __init__(
        self,
        variants: Variants,
        path: str,
        noun: str,
        target: Target,
        *,
        most: int,
        progress: Callable[[int, int], None] | None,
    ) -> None:
        self.tried: dict[int, Trial] = {}
        self.formula: str | None = None
        self._saturated = False
        self._variants, self._path, self._noun, self._target = variants, path, noun, target
        self._looks = [n for n in LOOKS if n < most] + [most]
        self._progress = progress or (lambda capacity, replications: None)

    def first_met(self, low: int, start: int) -> int:
        """A capacity at which the target is met, doubling from ``start``; else the greatest that was worth trying.

        Under the same chances, capacity that nobody needs changes no number at all: then there is no use in more.
        """
        capacity, before, same = max(low, start), math.nan, 0
        while self._at(capacity).verdict != "met" and capacity < MOST_CAPACITY and same < 2:
            mean = self._at(capacity).mean
            same = same + 1 if mean == before and math.isfinite(mean) else 0
            if math.isnan(mean):
                raise OneplaceError.at(
                    self._variants.pathway.path,
                    f"has nobody to measure '{self._target.text}' by with {capacity:,} {self._noun}.",
                    "Name a measure, place and group that patients come to.",
                    code="E75",
                )
            before, capacity = mean, min(2 * capacity, MOST_CAPACITY)
        self._saturated = same == 2
        return min(capacity, max(self.tried))

    @property
    def too_few(self) -> int:
        """The greatest capacity that surely does not meet the target; -1 where none was found."""
        return max((c for c, trial in self.tried.items() if trial.verdict == "not met"), default=-1)

    def first(self, low: int, high: int, verdicts: tuple[Verdict, ...]) -> int | None:
        """The least capacity with one of these verdicts, by halving; None where the greatest has none of them."""
        if self._at(high).verdict not in verdicts:
            return None
        while low < high:
            middle = (low + high) // 2
            if self._at(middle).verdict in verdicts:
                high = middle
            else:
                low = middle + 1
        return high

    def _at(self, capacity: int) -> Trial:
        if capacity not in self.tried:
            variant = self._variants.at({self._path: f"{capacity} {self._noun}", **self._target.changes})
            self.tried[capacity] = self._by_formula(capacity, variant) or self._by_runs(capacity, variant)
        return self.tried[capacity]

    def _by_formula(self, capacity: int, variant: Variant) -> Trial | None:
        if variant.grows_without_end:
            return self._hopeless(capacity)
        target, exact = self._target, variant.exact
        if exact is None:
            return None
        if target.group == "all":
            value = exact.values.get((target.measure, target.where))
        else:
            value = exact.by_class.get((target.measure, target.where, target.group))
        if value is None:
            return None
        unit = _unit(target.measure, variant.pathway.file.clock)
        target.check_unit(variant.pathway, Key(target.measure, target.where, "all", target.group, unit))
        self.formula = exact.formula
        return Trial(capacity, "met" if target.met_by(value) else "not met", value, value, value, 0)

    def _hopeless(self, capacity: int) -> Trial:
        worst = math.inf if self._target.at_most else -math.inf
        return Trial(capacity, "not met", worst, worst, worst, 0)

    def _by_runs(self, capacity: int, variant: Variant) -> Trial:
        target = self._target
        for replications in self._looks:
            self._progress(capacity, replications)
            try:
                values = variant.measure(target.measure, target.where, target.group, replications)
            except EndlessQueueError:
                return self._hopeless(capacity)
            key = variant.keys[key_index(variant.pathway, variant.keys, target.measure, target.where, target.group)]
            target.check_unit(variant.pathway, key)
            found = spread(values, per_draw(variant.pathway), 1 - 0.05 / len(self._looks))
            mean, half = float(found.mean), float(found.half)
            lower, upper = map(float, limits_of(mean, half, key.most))
            verdict: Verdict = "cannot tell"
            if target.met_by(lower) == target.met_by(upper) and math.isfinite(half):
                verdict = "met" if target.met_by(mean) else "not met"
            trial = Trial(capacity, verdict, mean, lower, upper, replications)
            if verdict != "cannot tell":
                break
        return trial

    def notes(self, pathway: Pathway) -> tuple[str, ...]:
        """What a reader must know: capacities that others set, and answers that more capacity made worse."""
        found = []
        if self._saturated:
            found.append("More of it changes nothing any more: what misses the target is short of something else.")
        kind, name, _what = self._path.split(".")
        calendar = pathway.file.places[name].calendar if kind == "places" else pathway.file.pools[name].calendar
        if calendar:
            found.append(f"`{name}` has a calendar: what was searched is its number outside the shifts.")
        if any(self._path in rule.set for rule in pathway.file.when.values()):
            found.append(f"A rule sets `{self._path}` at times: what was searched is its number otherwise.")
        judged = [t for t in (self.tried[c] for c in sorted(self.tried)) if t.verdict != "cannot tell"]
        for less, more in itertools.pairwise(judged):
            if less.verdict == "met" and more.verdict == "not met":
                found.append(
                    f"{less.capacity:,} met the target and {more.capacity:,} did not: more is not always better here, "
                    "and the search may have passed over a smaller number."
                )
        return tuple(found)


def _range(first: int, last: int) -> str:
    return f"{first:,}" if first == last else f"{first:,} to {last:,}"


def _unit(measure: str, clock: str) -> str:
    """The unit of a measure that a formula gives."""
    if measure.startswith("share") or measure == "occupancy":
        return "share"
    return "patients" if measure in ("inside", "waiting") else clock
