"""W11 to W14: targets and paths that ask for too little or too much."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from statistics import mean

from oneplace.place.rules.outcomes import Ambition, ambitions
from oneplace.place.rules.registry import Case, Finding, rule
from oneplace.vocabulary.wording import plainly

_ENOUGH_POINTS = 12
"""Fewer values than this give only trial limits."""

_TWO_SIGMA_TO_THREE = 2.66
"""Limits of an XmR chart: mean ± 2.66 × average moving range (3 / 1.128)."""


@rule("W11")
def path_turns_back(case: Case) -> Iterator[Finding]:
    """A path that moves the wrong way."""
    for ambition in ambitions(case):
        start = [(ambition.baseline.period, ambition.baseline.value)] if ambition.baseline else []
        for (_, before), (when, value) in pairwise(start + ambition.path):
            if ambition.worse(value, before):
                yield Finding(
                    ambition.at / "trajectory" / str(when),
                    f"the path of {ambition.id} gets worse in {when}: from {plainly(before)} to {plainly(value)}.",
                    "Correct the step, or give the reason in `note:`.",
                )


@rule("W12")
def target_already_met(case: Case) -> Iterator[Finding]:
    """A target already met at its baseline."""
    for ambition in ambitions(case):
        baseline, target = ambition.baseline, ambition.target
        if not baseline or not target or not ambition.better:
            continue
        if baseline.value == target.value:
            yield Finding(
                ambition.at / "target" / "value",
                (
                    f"the target of {ambition.id}, {plainly(target.value)}, is "
                    f"already met at its baseline in {baseline.period}."
                ),
                "Ask for more, or say in `text:` that the outcome is to be kept up.",
            )


@rule("W13")
def target_within_natural_limits(case: Case) -> Iterator[Finding]:
    """A target inside the measure's natural limits."""
    for ambition in ambitions(case):
        limits, target = _natural_limits(ambition), ambition.target
        if limits and target and ambition.better and limits[0] <= target.value <= limits[1]:
            yield Finding(
                ambition.at / "target" / "value",
                f"the target of {ambition.id}, {plainly(target.value)}, lies inside the natural limits of its measure, "
                f"{plainly(limits[0], 4)} to {plainly(limits[1], 4)}: chance alone can reach it.",
                "Ask for a value outside the limits, or for a narrower spread.",
            )


def _natural_limits(ambition: Ambition) -> tuple[float, float] | None:
    values = [value for _, value in sorted(ambition.outcome.history.items())]
    if len(values) < _ENOUGH_POINTS:
        return None
    spread = _TWO_SIGMA_TO_THREE * mean(abs(b - a) for a, b in pairwise(values))
    return mean(values) - spread, mean(values) + spread


@rule("W14")
def faster_than_any_peer(case: Case) -> Iterator[Finding]:
    """A target that needs faster change than any peer has shown."""
    for ambition in ambitions(case):
        baseline, target, peers = ambition.baseline, ambition.target, ambition.outcome.peers
        if not (baseline and target and peers):
            continue
        years = (target.period.start - baseline.period.start).days / 365.25
        needed = (target.value - baseline.value) / years if years > 0 else 0.0
        if abs(needed) > abs(peers.best_yearly_change):
            yield Finding(
                ambition.at / "target" / "value",
                f"the target of {ambition.id} needs a change of {plainly(needed, 3)} a year; "
                f"the best that comparable places have done is {plainly(peers.best_yearly_change)}.",
                "Give more time, ask for less, or say in `note:` what will be done that no other place did.",
            )
