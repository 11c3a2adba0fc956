"""W24 and W25: whether anyone can tell in time."""

from __future__ import annotations

from collections.abc import Iterator

from oneplace.place.rules.outcomes import ambitions, months_later
from oneplace.place.rules.registry import Case, Finding, rule
from oneplace.vocabulary.wording import count_words

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
        target, measure = ambition.target, ambition.measure
        if target is None:
            yield Finding(
                ambition.at,
                f"{ambition.id} has no target, so nobody can say whether it is reached.",
                "Agree a target and its year, or keep the gap on the list of known gaps.",
            )
        elif measure and end:
            first = min(ambition.outcome.trajectory, default=target.period)
            day = months_later(first.end, measure.expected_lag_months)
            if day > end:
                yield Finding(
                    ambition.at / ("trajectory" if ambition.outcome.trajectory else "target"),
                    f"{ambition.id} can first be judged in {day:%B %Y}, after the strategy's end: "
                    f"{measure.id} comes out {count_words(measure.expected_lag_months, 'month')} late.",
                    "Add earlier steps, or a measure that comes sooner.",
                )


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
