"""E06 to E10, W130, W131 and W140: targets, their units, and the path that leads to them."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise, permutations

from oneplace.place.folder import Spot
from oneplace.place.period import Period
from oneplace.place.rules.outcomes import Ambition, ambitions
from oneplace.place.rules.registry import Case, Finding, given, rule
from oneplace.place.strategy.outcomes import gap_size
from oneplace.vocabulary.wording import plainly

_RANGES: dict[str, tuple[float, float]] = {
    "percent": (0, 100),
    "score": (-math.inf, math.inf),
    "points": (-math.inf, math.inf),
}
_AT_LEAST_NOUGHT = (0.0, math.inf)
_FAR = 50
"""How many times a percentage below 1 may be smaller than others of its ambition: nobody aims from 14% to 0.09%."""

_AS_LONG = timedelta(days=3)
"""By how much two months, or two quarters, differ in length."""


@rule("E06")
def target_against_polarity(case: Case) -> Iterator[Finding]:
    """A target that is worse than its baseline."""
    for ambition in ambitions(case):
        baseline, target = ambition.baseline, ambition.target
        if baseline and target and ambition.measure and ambition.worse(target.value, baseline.value):
            yield Finding(
                ambition.at / "target" / "value",
                f"the target of {ambition.id}, {plainly(target.value)}, is worse than its baseline, "
                f"{plainly(baseline.value)}: "
                f"the measure {ambition.measure.id} is {ambition.measure.polarity}.",
                "Correct the target, or the polarity of the measure.",
            )
        gap = ambition.gap
        start, end = (given(gap.baseline), given(gap.target)) if gap else (None, None)
        if (
            gap
            and start is not None
            and end is not None
            and gap_size(gap.statistic, end) > gap_size(gap.statistic, start)
        ):
            yield Finding(
                ambition.at / "gap_ambition" / "target",
                f"the gap ambition of {ambition.id} lets the gap widen from {plainly(start)} to {plainly(end)}.",
                "Write a target that is nearer to no gap.",
            )


@rule("W140")
def target_of_what_is_not_judged(case: Case) -> Iterator[Finding]:
    """A target for what is neither good nor bad."""
    for ambition in ambitions(case):
        if ambition.target and ambition.measure and ambition.measure.polarity == "context":
            yield Finding(
                ambition.at / "target",
                f"the target of {ambition.id} is never judged: its measure {ambition.measure.id} has "
                "`polarity: context`, by which neither more nor less is better.",
                "Write `polarity: high_good` or `low_good` in the measure if one of them is; else leave the target "
                "out.",
            )


@rule("E07")
def target_unit_or_range(case: Case) -> Iterator[Finding]:
    """A number in another unit or out of range."""
    for ambition in ambitions(case):
        if ambition.measure is None:
            continue
        unit = str(ambition.measure.unit)
        low, high = _RANGES.get(unit, _AT_LEAST_NOUGHT)
        for at, value in _numbers(ambition):
            if not low <= value <= high:
                span = f"{plainly(low)} to {plainly(high)}" if high < math.inf else f"{plainly(low)} or more"
                yield Finding(
                    at,
                    f"{plainly(value)} of {ambition.id} is out of range: {unit} means {span}.",
                    "Correct the number.",
                )
        for name, figure in (("baseline", ambition.baseline), ("target", ambition.target)):
            if figure and figure.unit and figure.unit != unit:
                yield Finding(
                    ambition.at / name / "unit",
                    f"the {name} of {ambition.id} is in {figure.unit}, its measure in {unit}.",
                    "Give the number in the measure's unit.",
                )


@rule("W130")
def percentages_as_shares(case: Case) -> Iterator[Finding]:
    """Percentages that may be shares of 1."""
    for ambition in ambitions(case):
        if ambition.measure is None or ambition.measure.unit != "percent":
            continue
        numbers = [(at, value) for at, value in _numbers(ambition) if value]
        small = [(at, value) for at, value in numbers if 0 < value < 1]
        if small and (len(small) == len(numbers) or max(value for _, value in numbers) >= _FAR * small[0][1]):
            at, value = small[0]
            yield Finding(
                at,
                f"{plainly(value)} of {ambition.id} is less than 1%: its measure {ambition.measure.id} is in percent.",
                "Write 9 for 9%. Leave it if less than 1% is meant.",
            )


@dataclass(frozen=True)
class _Dated:
    """One number that an ambition gives one period: its baseline, its target, or a step of its path."""

    ambition: Ambition
    name: str
    period: Period
    value: float
    at: Spot

    @property
    def is_promised(self) -> bool:
        return self.name != "baseline"


@rule("W131")
def one_measure_two_numbers(case: Case) -> Iterator[Finding]:
    """Two ambitions on one measure that give one period different numbers, or a later one a weaker."""
    seen: dict[tuple[str, bool, Period], _Dated] = {}
    promised = list[_Dated]()
    for one in (each for ambition in ambitions(case) for each in _dated(ambition)):
        if one.ambition.measure is None:
            continue
        first = seen.setdefault((one.ambition.measure.id, one.is_promised, one.period), one)
        promised += [one] * one.is_promised
        if first.ambition is not one.ambition and not math.isclose(first.value, one.value):
            yield Finding(
                one.at,
                f"the {one.name} of {one.ambition.id} for {one.period} is {plainly(one.value)}, "
                f"{'that' if first.name == one.name else f'the {first.name}'} of {first.ambition.id} "
                f"is {plainly(first.value)}, and both are measured by {one.ambition.measure.id}.",
                "Give both the same number, or each a measure of its own.",
            )
    yield from _weaker_later(promised)


def _dated(ambition: Ambition) -> Iterator[_Dated]:
    for name, figure in (("baseline", ambition.baseline), ("target", ambition.target)):
        if figure:
            yield _Dated(ambition, name, figure.period, figure.value, ambition.at / name / "value")
    for when, value in ambition.path:
        yield _Dated(ambition, "path", when, value, ambition.at / "trajectory" / str(when))


def _weaker_later(promised: Sequence[_Dated]) -> Iterator[Finding]:
    """The first that is weaker than an earlier one of another ambition of the same measure, for periods as long."""
    for first, later in permutations(promised, 2):
        alike = first.ambition is not later.ambition and first.ambition.measure is later.ambition.measure
        if alike and _follows(later.period, first.period) and later.ambition.worse(later.value, than=first.value):
            yield Finding(
                later.at,
                f"the {later.name} of {later.ambition.id} for {later.period} is {plainly(later.value)}, weaker than "
                f"{'that' if first.name == later.name else f'the {first.name}'} of {first.ambition.id} for "
                f"{first.period}, {plainly(first.value)}, and both have one measure.",
                "Give the later the same number or a better one, or each a measure of its own.",
            )
            return


def _follows(later: Period, earlier: Period) -> bool:
    """Whether a period comes after another and is as long, but for days of the calendar."""
    lengths = [one.end - one.start for one in (later, earlier)]
    return later.start >= earlier.end and abs(lengths[0] - lengths[1]) <= _AS_LONG


def _numbers(ambition: Ambition) -> Iterator[tuple[Spot, float]]:
    return ((each.at, each.value) for each in _dated(ambition))


@rule("E08")
def path_ends_elsewhere(case: Case) -> Iterator[Finding]:
    """A path that does not end at its target."""
    for ambition in ambitions(case):
        target, path = ambition.target, ambition.path
        if not target or not path:
            continue
        when, value = path[-1]
        at = ambition.at / "trajectory" / str(when)
        if when != target.period:
            message = f"the path of {ambition.id} ends in {when}, its target is for {target.period}."
        elif not math.isclose(value, target.value, rel_tol=1e-9, abs_tol=1e-9):
            message = f"the path of {ambition.id} ends at {plainly(value)}, its target is {plainly(target.value)}."
        else:
            continue
        yield Finding(at, message, "Let the path end at the target, in the target's period.")


@rule("E09")
def path_has_gaps(case: Case) -> Iterator[Finding]:
    """A path with missing or overlapping periods."""
    for ambition in ambitions(case):
        for (before, _), (after, _) in pairwise(ambition.path):
            at = ambition.at / "trajectory" / str(after)
            if after.start > before.end:
                message = f"the path of {ambition.id} has nothing between {before} and {after}."
                yield Finding(at, message, "Add the periods between, so that each can be judged.")
            elif after.start < before.end:
                message = f"in the path of {ambition.id} the periods {before} and {after} overlap."
                yield Finding(at, message, "Use periods of one kind that follow on each other.")


@rule("E10")
def baseline_too_late(case: Case) -> Iterator[Finding]:
    """A baseline that is not before the first value."""
    for ambition in ambitions(case):
        baseline, outcome = ambition.baseline, ambition.outcome
        if baseline is None:
            continue
        for name, values in (("recorded value", outcome.actuals), ("step of its path", outcome.trajectory)):
            first = min(values, default=None)
            if first is not None and baseline.period.start >= first.start:
                yield Finding(
                    ambition.at / "baseline" / "period",
                    f"the baseline of {ambition.id} ({baseline.period}) does not come before "
                    f"the first {name} ({first}).",
                    "Take the baseline from the last period before the work began.",
                )
                break
        target = ambition.target
        if target is not None and target.period.end <= baseline.period.start:
            yield Finding(
                ambition.at / "target" / "period",
                f"the target of {ambition.id} ({target.period}) comes before its baseline ({baseline.period}).",
                "Give the target a period after the baseline.",
            )
