"""E40: a promise that is easier to keep than readers last saw it, and no decision that says so."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from oneplace.place.moved import (
    COUNTED,
    MEASURE,
    Change,
    Eased,
    Kept,
    Kind,
    Said,
    change_told,
    hidden_from,
    published,
    said,
)
from oneplace.place.rules.outcomes import ambitions
from oneplace.place.rules.registry import Case, Finding, each, rule
from oneplace.place.rules.spots import spot_of
from oneplace.vocabulary.wording import day_words, list_words


@rule("E40")
def eased_without_decision(case: Case) -> Iterator[Finding]:
    """A promise made easier without a decision."""
    yield from _history_without_decision(case)
    seen = None if case.files.alone else published(case.files.root)
    if seen is not None and seen.fault:
        yield Finding(
            case.top / "outcomes",
            f"run {seen.run}, which readers see, {seen.fault.rstrip('.')}: whether a promise was eased can't be told.",
            f"Put {seen.folder} back from a backup.",
        )
    if seen is not None and seen.older:
        yield Finding(
            case.top / "outcomes",
            f"var/current names run {seen.older}, and readers have seen run {seen.run} since: what that promised would "
            "be forgotten.",
            f"Write {seen.run} into var/current. To go back to what was promised before takes a run, and a decision.",
        )
    if seen is None or seen.kept is None:
        return
    now = said(case.files.as_place())
    undecided = [one for one in seen.kept.eased(now) if seen.kept.decision(one, now, case.today) is None]
    for of in dict.fromkeys(one.of for one in undecided):
        yield _finding(case, seen.kept, now, [one for one in undecided if one.of == of])
    made = seen.made_since("decision")
    for gone in (one for one in seen.kept.forgotten(now) if one not in made):
        yield Finding(
            case.top / "decisions",
            f"the decision {gone}, which readers saw taken in run {seen.run}, is gone: it changes a promise, or says "
            "what it should move.",
            "Put it back under its id: ids are permanent. What replaces it is a decision of its own.",
        )


def _history_without_decision(case: Case) -> Iterator[Finding]:
    for ambition in ambitions(case):
        history = ambition.target.history if ambition.target else ()
        for change in each(history, ambition.at / "target" / "history"):
            if not change.item.decision:
                yield Finding(
                    change.at,
                    f"the target of {ambition.id} was changed on {change.item.on} without a decision.",
                    "Name the decision in `decision:`, so that readers see who moved the goalposts and why.",
                )


def _finding(case: Case, seen: Kept, now: Said, eased: list[Eased]) -> Finding:
    """One finding for all that eases the same things."""
    thing, *others = eased[0].of
    standing = seen.standing(thing)
    run, day = (standing.run, standing.as_of) if standing else (seen.run, seen.as_of)
    when = f"run {run} of {day_words(date.fromisoformat(day))}"
    rest = f" {list_words(others)} {'rests' if len(others) == 1 else 'rest'} on it." if others else ""
    first = eased[0].change
    what = "is looser or counts something else than" if first.part in (*COUNTED, "place") else "is easier than"
    if all(one.change.part == "outcomes" and one.what == MEASURE for one in eased):
        what = "is measured otherwise than"
    if list(hidden_from(first, seen.said, now)):
        what = "hides more of what a target rests on than"
    if first.kind is Kind.DROPPED:
        gone = f"{thing} was promised in {when} (“{first.name}”) and is gone; no decision says so."
        message = gone + _under_another_id(case, first)
    else:
        told = "; ".join(_was(one.change, seen.said, now) for one in eased)
        message = f"{thing} {what} in {when}: {told}. No decision says so.{rest}"
    if thing in seen.dropped:
        message += " It was dropped after that and is back: ids are permanent, so what readers saw of it still counts."
    if late := next(filter(None, (seen.widened(one, now) for one in eased)), None):
        message += f" {late} was taken before that run and did not name it then."
    if back := next(filter(None, (seen.entered_late(one, now) for one in eased)), None):
        message += f" {back} is dated before a run that did not have it: what readers saw then still held."
    late_for = ((seen.too_late(one, now, case.today), one.over) for one in eased)
    if after := next(((key, over) for key, over in late_for if key and over), None):
        message += (
            f" {after[0]} can’t ease what was to hold until {day_words(after[1] - timedelta(days=1))}: it comes after "
            "that day, and the period stays judged by what held at its end. A later one can have a target of its own."
        )
    if shown := next(filter(None, (seen.only_shown(one, now) for one in eased)), None):
        message += f" {shown} is illustrative: it can’t ease what was agreed."
    parts = sorted({one.what for one in eased if one.what})
    names = f"`changes: [{thing}]`" + (f" and `eases: [{', '.join(parts)}]`" if parts else "")
    mend = f"Record the decision with {names} (one that is still asked for will do: until it is taken, "
    mend += "both are judged), or put it back as it was."
    return Finding(
        spot_of(case, first), message, "Put it back as it was: no decision changes it any more." if after else mend
    )


def _was(change: Change, then: Said, now: Said) -> str:
    if change.part == "codelists":
        return f"codelists/{change.subject}.csv holds other codes"
    return change_told(change, then, now)


def _under_another_id(case: Case, gone: Change) -> str:
    same = [one.id for one in case.strategy.outcomes if gone.name in (one.question, one.text)]
    return f" {same[0]} has its words: ids are permanent." if same else ""
