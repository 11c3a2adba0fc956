"""What is claimed of commentary, worked out again from the files: whose word holds, for which run, and how old."""

from __future__ import annotations

from datetime import date, timedelta

from oneplace.place import Commentary, Owner
from oneplace.progress.sentences import Claim, Reference
from tests.reader.run import Run

MONTHS = {"monthly": 1, "quarterly": 3, "annual": 12}


def said(claim: Claim, run: Run) -> str:
    """What is false of a claim on which run a commentary was written for; empty where it is true."""
    one = _newest(claim, run)
    if one is None or claim.period != _day(one.run.start):
        return f"is of {one and one.run}"
    if claim.group != _who(run, one.by):
        return f"{_who(run, one.by)} says so"
    outcome = run.outcome(claim.subject)
    months = MONTHS[(outcome and outcome.reporting_cycle) or run.measure(claim.subject).frequency]
    again = run.as_of if _rewritten(one, run) else None
    if claim.reference != (Reference(period=_day(again)) if again else None):
        return f"is rewritten for {again}"
    then, now = again or one.run.start, run.as_of
    late = (now.year * 12 + now.month - months, now.day) > (then.year * 12 + then.month, then.day)
    return "" if (claim.direction == "stale") is late else f"{then} is {'' if late else 'not '}too long ago"


def next_step(claim: Claim, run: Run) -> str:
    """The same of the next step."""
    one = _newest(claim, run)
    if one is None or one.next_step == "not_set":
        return "no step is set"
    last = one.next_step.due.end - timedelta(days=1)
    if (claim.period, claim.group) != (_day(last), _who(run, one.next_step.by)):
        return f"is due {last}"
    return "" if (claim.direction == "past") is (last < run.as_of) else f"{last} is held against {run.as_of}"


def _rewritten(one: Commentary, run: Run) -> bool:
    """Whether readers saw its run, or a later one, with other words on the same ambition."""
    seen = run.seen.commentary.values() if run.seen else ()
    mine = [each for each in seen if (each.outcome, each.audience) == (one.outcome, one.audience)]
    same = any((each.why, each.doing, each.next_step) == (one.why, one.doing, one.next_step) for each in mine)
    return not same and any(each.run.start >= one.run.start for each in mine)


def _newest(claim: Claim, run: Run) -> Commentary | None:
    mine = [one for one in run.place.commentary.values() if one.outcome == claim.subject and one.audience == "public"]
    begun = [one for one in mine if one.run.start <= run.as_of]
    return sorted(begun, key=lambda one: one.run.start)[-1] if begun else None


def _who(run: Run, owner: Owner) -> str:
    elsewhere = (
        str(owner.org).removeprefix("ext:").replace("-", " ")
    )  # of other documents: no name of theirs is on file
    partner = next((one.name for one in run.place.strategy.partners if one.id == owner.org), elsewhere)
    return ", ".join(part for part in (owner.role, partner) if part)


def _day(day: date) -> str:
    return f"{day:%-d %B %Y}"
