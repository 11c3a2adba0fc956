"""E32 to E35, W117 and E122: risks and what is done about them, what assures the board, when it was reviewed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from oneplace.place.folder import Entry
from oneplace.place.moved import Fields, published
from oneplace.place.period import period
from oneplace.place.rules.delivery import workstreams
from oneplace.place.rules.registry import Case, Finding, each, given, rule
from oneplace.place.strategy.delivery import Risk, Workstream

HIGH = 8
"""On the 5 × 5 matrix 8 to 12 is high and 15 to 25 extreme."""


def _risks(case: Case) -> Iterator[Entry[Risk]]:
    return each(case.strategy.risks, case.top / "risks")


@rule("E32")
def risk_without_owner_or_action(case: Case) -> Iterator[Finding]:
    """A risk without owner or action."""
    for risk in _risks(case):
        for name, words in (("owner", "owner"), ("actions", "action")):
            if not getattr(risk.item, name):
                yield Finding(
                    risk.at,
                    f"the risk {risk.item.id} has no {words}.",
                    f"Add `{name}:`; where it is not yet agreed, write `{name}: not_set`.",
                )


@rule("E33")
def target_score_above_current(case: Case) -> Iterator[Finding]:
    """A risk whose target score is above its current score."""
    for risk in _risks(case):
        current, target = risk.item.current, risk.item.target
        if current and target and target[0] * target[1] > current[0] * current[1]:
            yield Finding(
                risk.at / "target",
                f"the risk {risk.item.id} is {current[0] * current[1]} now and is to become {target[0] * target[1]}.",
                "Correct one of the scores (likelihood, consequence; each 1 to 5).",
            )


@rule("W34")
def high_risk_without_open_action(case: Case) -> Iterator[Finding]:
    """A high risk without an open action in date."""
    for risk in _risks(case):
        score = risk.item.current[0] * risk.item.current[1] if risk.item.current else 0
        actions = given(risk.item.actions) or ()
        still = [action for action in each(actions, risk.at / "actions") if action.item.state == "open"]
        if score >= HIGH and not still:
            yield Finding(
                risk.at / ("actions" if risk.item.actions else "current"),
                f"the risk {risk.item.id} is high ({score}) and has no open action.",
                "Add an action with an owner and a date, or accept the risk in a decision.",
            )
        for action in still:
            due = given(action.item.due)
            if due and due.is_over(case.as_of):
                yield Finding(
                    action.at / "due",
                    f"the action on the risk {risk.item.id} was due {due} and is still open.",
                    "Write `state: done`, or a new date.",
                )


@rule("E35")
def objective_without_assurance(case: Case) -> Iterator[Finding]:
    """An assured objective without assurance."""
    for objective in each(case.strategy.assurance_framework, case.top / "assurance_framework"):
        if not objective.item.assurances:
            yield Finding(
                objective.at,
                f"the objective {objective.item.id} of the assurance framework has no assurance.",
                "Add what shows that the controls work, and its line (1, 2, 3); or `assurances: not_set`.",
            )


@rule("W117")
def reviewed_on_a_day_to_come(case: Case) -> Iterator[Finding]:
    """A review, or evidence of a control, on a day that is still to come."""
    found: list[Entry[Risk] | Entry[Workstream]] = [*_risks(case), *workstreams(case)]
    for one in found:
        reviewed = one.item.reviewed
        if reviewed and reviewed.start > case.as_of:
            yield Finding(
                one.at / "reviewed",
                f"{one.item.id} was reviewed on {reviewed}, a day that is still to come.",
                "Give the day of its last review; when the next is due follows from `review_cycle:`.",
            )
    for risk in _risks(case):
        shown = risk.item.evidence_on
        if shown and shown.start > case.as_of:
            yield Finding(
                risk.at / "evidence_on",
                f"{risk.item.id} has evidence of {shown}, a day that is still to come.",
                "Give the day of the newest evidence there is.",
            )


@rule("E122")
def score_fell_without_evidence(case: Case) -> Iterator[Finding]:
    """A risk's score fell without newer evidence of a control."""
    seen = None if case.files.alone else published(case.files.root)
    then = seen.kept.said.get("risks", {}) if seen and seen.kept else {}
    for risk in _risks(case):
        one = risk.item
        if one.evidence_on and not one.controls:
            yield Finding(
                risk.at / "evidence_on",
                f"the risk {one.id} has evidence of {one.evidence_on}, and no control that it is of.",
                "Name the control in `controls:`.",
            )
        if seen is None or one.id in seen.recorded:  # then the record says how it stands
            continue
        was = then.get(one.id, {})
        now, before = one.current[0] * one.current[1] if one.current else 0, _score(was)
        if 0 < now < before and not _is_newer(one, was):
            since = _scored(was)
            yield Finding(
                risk.at / "current",
                f"the risk {one.id} scored {before} in run {seen.run}, and scores {now} now. No newer evidence of a "
                "control shows that it fell.",
                "Name the control in `controls:` and the day of its evidence in `evidence_on:`"
                f"{f' (later than {since})' if since else ''}, or put the score back.",
            )


def _score(was: Fields) -> int:
    """What it scored; 0 where it had no score."""
    pair = was.get("current")
    return int(pair[0]) * int(pair[1]) if isinstance(pair, list) and len(pair) == 2 else 0


def _scored(was: Fields) -> date | None:
    """The day from which evidence is newer: that of the last review or evidence that readers saw."""
    days = [period(str(was[name])).last_day for name in ("reviewed", "evidence_on") if name in was]
    return max(days, default=None)


def _is_newer(one: Risk, was: Fields) -> bool:
    since = _scored(was)
    return bool(one.controls and one.evidence_on and (since is None or one.evidence_on.last_day > since))
