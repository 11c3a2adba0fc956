"""E53 and W54: commentary that contradicts itself, that is out of date, or that readers saw otherwise."""

from __future__ import annotations

from collections.abc import Iterator

from oneplace.place.folder import Entry
from oneplace.place.rules.outcomes import ambitions
from oneplace.place.rules.registry import Case, Finding, given, rule
from oneplace.place.rules.worded import since_readers_saw
from oneplace.place.strategy.commentary import CYCLES, Commentary, review_cycle
from oneplace.vocabulary.wording import cycle_words


@rule("E53")
def contradicts_itself(case: Case) -> Iterator[Finding]:
    """Two commentaries on one ambition for one run, or a next step due before the run."""
    first: dict[object, Commentary] = {}
    for entry in case.files.commentary:
        item = entry.item
        same = first.setdefault((item.outcome, item.run, item.audience), item)
        if same is not item:
            yield Finding(
                entry.at / "run",
                f"{item.id} speaks of {item.outcome} at the run of {item.run}, as {same.id} does.",
                "Make one of the two, or give the newer the day of the next run.",
            )
        step = given(item.next_step)
        if step and step.due.end <= item.run.start:
            yield Finding(
                entry.at / "next_step" / "due",
                f"the next step of {item.id} was due {step.due}, before the run of {item.run} that it follows.",
                "Correct one of the two dates.",
            )


@rule("W54")
def no_longer_fits(case: Case) -> Iterator[Finding]:
    """Commentary that is out of date, or words that readers saw otherwise."""
    boards = case.strategy.governance.boards
    for ambition in ambitions(case):
        newest = _newest(case, ambition.id)
        if newest is None:
            continue
        cycle = review_cycle(ambition.outcome, boards, ambition.measure)
        if newest.item.is_stale(case.as_of, CYCLES[cycle]):
            yield Finding(
                newest.at / "run",
                f"the commentary on {ambition.id} is for the run of {newest.item.run}, "
                f"older than its {cycle_words(cycle)} cycle.",
                f"Ask who answers for {ambition.id} for a new one.",
            )
        step = given(newest.item.next_step)
        if step and newest.item.run.start < step.due.end <= case.as_of:
            yield Finding(
                newest.at / "next_step" / "due",
                f"the next step for {ambition.id} was due {step.due}, and nothing newer is said.",
                "Say in a new commentary what became of it.",
            )
    yield from since_readers_saw(case)


def _newest(case: Case, ambition: str) -> Entry[Commentary] | None:
    """The commentary of the latest run that has begun by the day of the check."""
    found = [one for one in case.files.commentary if one.item.outcome == ambition and one.item.run.start <= case.as_of]
    return max(found, key=lambda one: one.item.run, default=None)
