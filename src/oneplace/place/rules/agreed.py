"""E105: what was agreed beside the ambitions' numbers is another than readers last saw it, and no decision says so."""

from __future__ import annotations

from collections.abc import Iterator

from oneplace.place.folder import Spot
from oneplace.place.moved import (
    INPUTS,
    MILESTONES,
    Change,
    Eased,
    Kind,
    Leaf,
    change_told,
    published,
    said,
    words,
)
from oneplace.place.rules.delivery import milestones
from oneplace.place.rules.registry import Case, Finding, each, rule
from oneplace.place.rules.spots import called, spot_of


@rule("E105")
def agreed_is_another(case: Case) -> Iterator[Finding]:
    """What was agreed beside the ambitions' numbers is another or gone, without a decision."""
    for milestone in milestones(case):
        for change in each(milestone.item.rebaselined, milestone.at / "rebaselined"):
            if not change.item.decision:
                yield Finding(
                    change.at,
                    f"another day was agreed for the milestone {milestone.item.id} without a decision.",
                    "Name the decision in `decision:`; a day that is only expected stands in `forecast:`.",
                )
    yield from _since_it_was_seen(case)


def _since_it_was_seen(case: Case) -> Iterator[Finding]:
    seen = None if case.files.alone else published(case.files.root)
    if seen is None or seen.kept is None:
        return
    if lost := seen.unrecorded(case.files.root):
        more = f" and {len(lost) - 1} more" if len(lost) > 1 else ""
        yield Finding(
            case.top,
            f"delivery/record.jsonl has no more, or otherwise, what run {seen.run} took from it and readers saw: "
            f"{lost[0]}{more}. What happened is added to and never rewritten.",
            f"Put it back from {seen.folder / INPUTS}, or by `oneplace delivery export`. What was wrong is put right "
            "by an entry of its own.",
        )
    now, days = said(case.files.as_place()), {entry.item.id: entry.at / "due" for entry in milestones(case)}
    recorded = seen.recorded
    for one in seen.kept.otherwise(now):
        (thing,), change = one.of, one.change
        if _is_dropped_milestone(change) or (change.part == "decisions" and change.subject in recorded):
            continue  # E106 tells of the one; what the other says now stands in the record, not in the file
        if seen.kept.decision(one, now, case.today) is not None:
            continue
        shown = seen.kept.only_shown(one, now)
        made_up = f" {shown} is illustrative: it can’t change what was agreed." if shown else ""
        if back := seen.kept.entered_late(one, now):
            made_up += f" {back} is dated before a run that did not have it: what readers saw then still held."
        if thing in days and change.part == MILESTONES:
            yield _day(days[thing], change, thing, seen.run, made_up)
        else:
            yield _another(case, one, seen.run, made_up, change_told(change, seen.kept.said, now))


def _is_dropped_milestone(change: Change) -> bool:
    return change.part == MILESTONES and change.kind is Kind.DROPPED and bool(change.field)


def _day(at: Spot, change: Change, milestone: str, run: str, made_up: str) -> Finding:
    return Finding(
        at,
        f"the day agreed for the milestone {milestone} was {change.old} in run {run}, and is {_words(change.new)}. "
        f"No decision says so.{made_up}",
        f"Put it back and write the day now expected in `forecast:`, or record the decision with "
        f"`changes: [{milestone}]`.",
    )


def _another(case: Case, agreed: Eased, run: str, made_up: str, told: str) -> Finding:
    (thing,), change = agreed.of, agreed.change
    eases = f" and `eases: [{agreed.what}]`" if change.part == "outcomes" else ""
    if change.kind is Kind.DROPPED:
        return Finding(
            spot_of(case, change),
            f"{called(change)} (“{change.name}”) stood in run {run}, which readers saw, and is gone. "
            f"No decision says so.{made_up}",
            f"Put it back, or record the decision with `changes: [{thing}]`.",
        )
    return Finding(
        spot_of(case, change),
        f"{called(change)} says another thing than in run {run}, which readers saw: "
        f"{told}. No decision says so.{made_up}",
        f"Put it back, or record the decision with `changes: [{thing}]`{eases}.",
    )


def _words(value: Leaf | None) -> str:
    return "not set" if value is None else words(value).removesuffix(".")
