"""E105: what was agreed beside the ambitions is another than readers last saw it, and no decision says so."""

from __future__ import annotations

from collections.abc import Iterator

from oneplace.place.folder import Spot
from oneplace.place.moved import (
    MILESTONES,
    Change,
    Kind,
    Leaf,
    agreed_changes,
    covered,
    field_words,
    published,
    said,
    words,
)
from oneplace.place.rules.delivery import milestones
from oneplace.place.rules.registry import Case, Finding, each, rule

_CALLED = {"risks": "risk", "benefits": "benefit", "improvement": "objective", "decisions": "decision"}


@rule("E105")
def agreed_is_another(case: Case) -> Iterator[Finding]:
    """What was agreed for a milestone, a risk, a benefit, an objective or a decision is another, without a decision."""
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
    now, days = said(case.files.as_place()), {entry.item.id: entry.at / "due" for entry in milestones(case)}
    for key, change in agreed_changes(seen.kept.said, now):
        if change.part == "decisions" and key not in seen.kept.taken:
            continue  # what is only asked for may ask for something else
        if covered((key,), now.get("decisions", {}), seen.kept.spent.get(key, ())) not in (None, key):
            continue
        if change.part != MILESTONES:
            yield _another(case, change, key, seen.run)
        elif key in days:
            yield _day(days[key], change, key, seen.run)


def _day(at: Spot, change: Change, milestone: str, run: str) -> Finding:
    return Finding(
        at,
        f"the day agreed for the milestone {milestone} was {change.old} in run {run}, and is {_words(change.new)}. "
        "No decision says so.",
        f"Put it back and write the day now expected in `forecast:`, or record the decision with "
        f"`changes: [{milestone}]`.",
    )


def _another(case: Case, change: Change, thing: str, run: str) -> Finding:
    if change.kind is Kind.DROPPED:
        return Finding(
            case.top / change.part,
            f"the {_CALLED[change.part]} {thing} (“{change.name}”) stood in run {run}, which readers saw, and is gone. "
            "No decision says so.",
            f"Put it back, or record the decision with `changes: [{thing}]`.",
        )
    return Finding(
        _spot(case, change),
        f"the {_CALLED[change.part]} {change.subject} says another thing than in run {run}, which readers saw: "
        f"{field_words(change.field)} was {_words(change.old)}, is {_words(change.new)}. No decision says so.",
        f"Put it back, or record the decision with `changes: [{thing}]`.",
    )


def _words(value: Leaf | None) -> str:
    return "not set" if value is None else words(value)


def _spot(case: Case, change: Change) -> Spot:
    """Where the files say it now."""
    at = case.top / change.part
    if change.part == "decisions":
        return next((one.at for one in case.files.decisions if one.item.id == change.subject), at)
    return next((one.at for one in each(getattr(case.strategy, change.part), at) if one.item.id == change.subject), at)
