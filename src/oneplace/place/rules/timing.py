"""W24, W25, W119, W120 and W154: whether anyone can tell in time, and what is said before its time or not after it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from math import ceil
from typing import Any

from oneplace.place.fields import Model
from oneplace.place.folder import Entry, Spot
from oneplace.place.measure import Measure
from oneplace.place.moved import published
from oneplace.place.period import Period
from oneplace.place.rules.outcomes import ambitions, months_later
from oneplace.place.rules.registry import Case, Finding, given, rule
from oneplace.place.strategy.decisions import Decision
from oneplace.place.strategy.delivery import Assurance, Engagement, Entered, Event, HighlightReport
from oneplace.place.strategy.governance import Approval, Privacy
from oneplace.place.strategy.identity import Endorsement
from oneplace.place.strategy.learning import BenefitProfile, Counted, Cycle
from oneplace.place.strategy.outcomes import GapAmbition, Outcome, TargetChange
from oneplace.vocabulary.wording import count_words, day_words

_MONTHS_BETWEEN = {
    "daily": 1 / 30,
    "weekly": 1 / 4,
    "monthly": 1.0,
    "bimonthly": 2.0,
    "quarterly": 3.0,
    "six_monthly": 6.0,
    "annual": 12.0,
}


@rule("W24")
def cannot_be_judged_in_time(case: Case) -> Iterator[Finding]:
    """An outcome that cannot be judged before the strategy ends."""
    end = case.period[1]
    for ambition in ambitions(case):
        outcome, measure = ambition.outcome, ambition.measure
        by = outcome.target_period or outcome.gap_target_period
        if by is None:
            yield Finding(
                ambition.at,
                f"{ambition.id} has no target, so nobody can say whether it is reached.",
                "Agree a target and its year, or keep the gap on the list of known gaps.",
            )
        elif measure and end:
            day = months_later(_first_asked(outcome, by, measure), measure.expected_lag_months)
            if day > end:
                where = "trajectory" if outcome.trajectory else "target" if outcome.target_period else "gap_ambition"
                yield Finding(
                    ambition.at / where,
                    f"{ambition.id} can first be judged in {day:%B %Y}, after the strategy's end: "
                    f"{measure.id} comes out {count_words(measure.expected_lag_months, 'month')} late.",
                    "Add earlier steps, or a measure that comes sooner.",
                )


def _first_asked(outcome: Outcome, by: Period, measure: Measure) -> date:
    """The end of the first period of which anything is asked: a path leads on from its baseline, and without one holds
    from its first step on.
    """
    step = min(outcome.trajectory, default=by).end
    begins = outcome.begins if outcome.target_period else outcome.gap_path_begins
    if begins is None:
        return step
    return min(step, months_later(begins.end, ceil(_MONTHS_BETWEEN.get(measure.frequency, 12))))


@rule("W25")
def reported_faster_than_it_changes(case: Case) -> Iterator[Finding]:
    """An outcome reported more often than its measure changes."""
    for ambition in ambitions(case):
        reported = _MONTHS_BETWEEN.get(ambition.outcome.reporting_cycle or "")
        measured = _MONTHS_BETWEEN.get(ambition.measure.frequency) if ambition.measure else None
        if reported and measured and ambition.measure and reported < measured:
            yield Finding(
                ambition.at / "reporting_cycle",
                f"{ambition.id} is reported {ambition.outcome.reporting_cycle}, "
                f"but {ambition.measure.id} is new only {ambition.measure.frequency}.",
                f"Write `reporting_cycle: {ambition.measure.frequency}`, or add a measure that comes more often.",
            )


def _always(_part: Any) -> bool:
    return True


_HAPPENED: tuple[tuple[type[Model], str, str, Callable[[Any], bool]], ...] = (
    (Endorsement, "on", "was signed", _always),
    (Event, "on", "happened", _always),
    (Engagement, "on", "took place, and changed something,", lambda one: given(one.changed) is not None),
    (Approval, "on", "was acted on", lambda one: given(one.outcome) is not None),
    (Decision, "on", "was decided", lambda one: one.outcome is not None),
    (TargetChange, "on", "was made", _always),
    (Privacy, "on", "was done", lambda one: one.screening == "done"),
    (Assurance, "on", "was given", _always),
    (Entered, "on", "was entered", _always),
    (HighlightReport, "period", "says what was done", _always),
    (BenefitProfile, "baseline_on", "had its baseline frozen", _always),
    (Counted, "on", "was counted", _always),
    (Cycle, "changed_on", "was changed", _always),
)
"""What tells of something that has happened: the part, its field, what happened, and whether it says that it did."""


@rule("W119")
def happened_on_a_day_to_come(case: Case) -> Iterator[Finding]:
    """Something that has happened, on a day that is still to come."""
    for part in case.parts:
        for kind, name, words, says in _HAPPENED:
            on = getattr(part.item, name) if isinstance(part.item, kind) else None
            if isinstance(on, Period) and on.start > case.as_of and says(part.item):
                which = getattr(part.item, "id", None) or f"this {_CALLED.get(kind, 'entry')}"
                at = "on" if on.start == on.last_day else "in"
                what = f"{which} {words} {at} {on.words}, which is still to come."
                yield Finding(part.at / name, what, "Give the day on which it was; leave out what is yet to happen.")


_CALLED: dict[type[Model], str] = {
    Endorsement: "endorsement",
    Approval: "step of approval",
    TargetChange: "change of a target",
    Privacy: "screening",
    Assurance: "assurance",
    Entered: "stage",
    HighlightReport: "report",
    Counted: "benefit",
}


@rule("W120")
def value_of_a_period_that_is_not_over(case: Case) -> Iterator[Finding]:
    """A value that is given for a period that is not over."""
    for part in case.parts:
        for at, when in _valued(part):
            if when.last_day > case.as_of:
                until = "is still to come" if when.start > case.as_of else f"runs until {day_words(when.last_day)}"
                what = f"the value is of {when.words}, which {until}: it isn't known."
                mend = "Give the newest period that is over. What is expected belongs into `trajectory:` or `target:`."
                yield Finding(at, what, mend)


@rule("W154")
def asked_for_after_its_meeting(case: Case) -> Iterator[Finding]:
    """A decision that is still asked for, though the meeting that was to take it is over."""
    seen = None if case.files.alone else published(case.files.root)
    recorded = seen.recorded if seen else set()  # of these the file alone doesn't say how they stand
    for decision in case.files.decisions:
        item, meeting = decision.item, decision.item.meeting
        undated = given(item.on) is None and item.is_asked(case.as_of)
        if meeting and undated and meeting.last_day < case.as_of and item.id not in recorded:
            at = "on" if meeting.start == meeting.last_day else "in"
            yield Finding(
                decision.at / "meeting",
                f"the decision {item.id} was to be taken {at} {meeting.words}, and nothing says what came of it: "
                "it still stands as asked for.",
                "Write `on:` where it was taken, with `outcome:` where it was not simply agreed; else the next "
                "`meeting:`.",
            )


def _valued(part: Entry[Model]) -> Iterator[tuple[Spot, Period]]:
    """Each value that is given as one that was, with its period."""
    item = part.item
    if isinstance(item, Outcome) and not isinstance(item.baseline, str):
        yield part.at / "baseline" / "period", item.baseline.period
    if isinstance(item, GapAmbition) and not isinstance(item.baseline_period, str):
        yield part.at / "baseline_period", item.baseline_period
    if isinstance(item, Outcome | GapAmbition):
        for name in ("history", "actuals"):
            for when in getattr(item, name, ()):
                yield part.at / name / str(when), when
