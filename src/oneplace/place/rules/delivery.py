"""E26 to W31, E106 and E110: workstreams, milestones, what depends on what, and who holds how much."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from oneplace.days import working_days_between
from oneplace.place.fields import Owner
from oneplace.place.folder import Entry, Spot
from oneplace.place.moved import MILESTONES, Kind, published, said
from oneplace.place.period import Period
from oneplace.place.rules.registry import Case, Finding, each, given, rule
from oneplace.place.strategy.delivery import Milestone, Workstream


def workstreams(case: Case) -> Iterator[Entry[Workstream]]:
    """Every workstream."""
    return each(case.strategy.workstreams, case.top / "workstreams")


def milestones(case: Case) -> Iterator[Entry[Milestone]]:
    """Every milestone of every workstream."""
    for workstream in workstreams(case):
        yield from each(given(workstream.item.milestones) or (), workstream.at / "milestones")


@rule("E26")
def workstream_incomplete(case: Case) -> Iterator[Finding]:
    """A workstream without scope, lead, delivery group or milestones."""
    for workstream in workstreams(case):
        for name in ("scope", "lead", "delivery_group", "milestones"):
            if not getattr(workstream.item, name):
                yield Finding(
                    workstream.at,
                    f"the workstream {workstream.item.id} has no {name.replace('_', ' ')}.",
                    f"Add `{name}:`; where it is not yet agreed, write `{name}: not_set`.",
                )


@rule("W27")
def milestone_overdue(case: Case) -> Iterator[Finding]:
    """A milestone past its date."""
    for milestone in milestones(case):
        if milestone.item.is_late(case.as_of):
            yield Finding(
                milestone.at / "due",
                f"the milestone {milestone.item.id} was due {milestone.item.due} and is not done.",
                "Write `state: done` with its evidence, or a new date under `moved:` with the reason.",
            )


@rule("E28")
def done_without_evidence(case: Case) -> Iterator[Finding]:
    """A milestone done without evidence."""
    for milestone in milestones(case):
        if milestone.item.state == "done" and not milestone.item.evidence:
            yield Finding(
                milestone.at / "state",
                f"the milestone {milestone.item.id} is said to be done, with no evidence.",
                "Add `evidence:`: a document, a figure or a minute that shows it.",
            )


@rule("E110")
def met_without_evidence(case: Case) -> Iterator[Finding]:
    """A duty met, or an equality assessment done, without evidence."""
    for duty in each(case.strategy.duties, case.top / "duties"):
        if duty.item.state == "met" and not duty.item.evidence:
            yield Finding(
                duty.at / "state",
                f"the duty {duty.item.id} is said to be met, with no evidence.",
                "Add `evidence:`: a document, a minute or an assessment that shows it.",
            )
    equality = given(case.strategy.equality)
    if equality and equality.state == "done" and not (equality.evidence or equality.answers):
        yield Finding(
            case.top / "equality" / "state",
            "the equality assessment is said to be done, with nothing that shows it.",
            "Add `evidence:`, or its `answers:`.",
        )


@rule("E113")
def entered_unsigned(case: Case) -> Iterator[Finding]:
    """A stage of recovery that was entered, and nobody signed for it."""
    for stage in each(case.strategy.recovery_stages, case.top / "recovery_stages"):
        if stage.item.tests and stage.item.state in ("past", "current") and stage.item.entered is None:
            yield Finding(
                stage.at / "state",
                f"the stage {stage.item.id} is said to be {stage.item.state}, and nobody signed that it was entered.",
                "Name who signed, and when: `entered: {by: …, on: …}`. A run tells its tests; a person signs.",
            )


@rule("W29")
def moved_too_often(case: Case) -> Iterator[Finding]:
    """A milestone that has moved too often."""
    limit = case.strategy.limits.moves
    for milestone in milestones(case):
        if len(milestone.item.moved) > limit:
            yield Finding(
                milestone.at / "moved",
                f"the milestone {milestone.item.id} has moved {len(milestone.item.moved)} times (more than {limit}).",
                "Plan it anew: say what keeps it from being done.",
            )


@rule("E30")
def dependency_too_late(case: Case) -> Iterator[Finding]:
    """A milestone that needs something due later, or too late for its own work."""
    dates = {entry.item.id: given(entry.item.due) for entry in milestones(case)}
    off = case.strategy.governance.days_off
    for milestone in milestones(case):
        due = given(milestone.item.due)
        for field in ("after", "needs"):
            for needed in each(getattr(milestone.item, field), milestone.at / field):
                if (
                    due
                    and (before := dates.get(needed.item))
                    and (late := _too_late(milestone.item, needed.item, due, before, off))
                ):
                    yield Finding(
                        needed.at,
                        f"{milestone.item.id} is due {due}, but needs {needed.item}, {late}.",
                        "Move one of the two, or take the dependency out.",
                    )


def _too_late(one: Milestone, needed: str, due: Period, before: Period, off: Iterable[date]) -> str:
    """How what it needs is due too late for it, in words; empty where it is not."""
    asked = one.links.get(needed, 0)
    if not asked:
        return f"which is due later ({before})" if before.end > due.end else ""
    there = working_days_between(before.last_day, due.last_day, off)
    if there >= asked:
        return ""
    days = "working day is" if there == 1 else "working days are"
    return f"due {before}: {there} {days} between them, and its lag and its own work ask for {asked}"


@rule("E106")
def milestone_dropped(case: Case) -> Iterator[Finding]:
    """A milestone is dropped from the agreed plan, without a decision."""
    for stream in workstreams(case):
        for one in each(stream.item.dropped, stream.at / "dropped"):
            if not one.item.decision:
                yield Finding(
                    one.at,
                    f"the milestone {one.item.id} was dropped from the agreed plan without a decision.",
                    "Name the decision in `decision:`, so that readers see who gave it up and why.",
                )
    yield from _gone_since_it_was_seen(case)


def _gone_since_it_was_seen(case: Case) -> Iterator[Finding]:
    seen = None if case.files.alone else published(case.files.root)
    if seen is None or seen.kept is None:
        return
    streams = {entry.item.id: entry for entry in workstreams(case)}
    now, made = said(case.files.as_place()), seen.made_since("milestone")
    for one in seen.kept.otherwise(now):
        (key,), change = one.of, one.change
        dropped = change.part == MILESTONES and change.kind is Kind.DROPPED and change.field
        if dropped and key not in made and seen.kept.decision(one, now, case.today) is None:
            at = case.top / "workstreams"
            yield Finding(
                streams[change.subject].at / "milestones" if change.subject in streams else at,
                f"the milestone {key} (“{change.name}”) stood in the plan of run {seen.run} and is gone. No decision "
                "says so.",
                f"Put it back, as `state: stopped` if nobody works on it any more, or write it in `dropped:` of its "
                f"workstream with a decision that has `changes: [{key}]`: `{{id: {key}, text: …, decision: …}}`.",
            )


@dataclass(frozen=True)
class _Held:
    """Something open that an owner holds, and until when."""

    owner: Owner
    what: str
    due: date | None
    at: Spot


@rule("W31")
def owner_overloaded_or_gone(case: Case) -> Iterator[Finding]:
    """An owner who holds too much, or who is gone."""
    held = list(_held(case))
    yield from _overloaded(held, case.strategy.limits.items_per_owner)
    ends = {partner.id: partner.until for partner in case.strategy.partners if partner.until}
    for item in held:
        until = ends.get(item.owner.org)
        if until and until.end <= (item.due or case.as_of):
            yield Finding(
                item.at / "org",
                f"{item.owner.org}, which owns {item.what}, was abolished in {until}.",
                "Name the body that took over.",
            )
    yield from _holes(case)


def _held(case: Case) -> Iterator[_Held]:
    for workstream in workstreams(case):
        plan = given(workstream.item.milestones) or ()
        dates = [due.last_day for milestone in plan if milestone.is_open and (due := given(milestone.due))]
        if owner := given(workstream.item.lead):
            yield _Held(owner, workstream.item.id, max(dates, default=None), workstream.at / "lead")
    for milestone in milestones(case):
        if milestone.item.owner and milestone.item.is_open:
            due = given(milestone.item.due)
            yield _Held(milestone.item.owner, milestone.item.id, due and due.last_day, milestone.at / "owner")
    for risk in each(case.strategy.risks, case.top / "risks"):
        if owner := given(risk.item.owner):
            yield _Held(owner, risk.item.id, None, risk.at / "owner")
    for gap in each(case.strategy.gaps, case.top / "gaps"):
        if gap.item.state == "open" and (owner := given(gap.item.owner)):
            due = given(gap.item.due)
            yield _Held(owner, gap.item.id, due and due.last_day, gap.at / "owner")


def _overloaded(held: list[_Held], limit: int) -> Iterator[Finding]:
    by_owner: dict[tuple[str, str], list[_Held]] = defaultdict(list)
    for item in held:
        if item.owner.role:
            by_owner[item.owner.org, item.owner.role].append(item)
    for (org, role), items in by_owner.items():
        if len(items) > limit:
            yield Finding(
                items[limit].at,
                f"{role} of {org} holds {len(items)} open things (more than {limit}).",
                "Share them out, or raise `limits: items_per_owner`.",
            )


def _holes(case: Case) -> Iterator[Finding]:
    partners = {partner.id: partner for partner in case.strategy.partners}
    for partner in each(case.strategy.partners, case.top / "partners"):
        for name in each(partner.item.successor, partner.at / "successor"):
            until, since = partner.item.until, partners[name.item].from_ if name.item in partners else None
            if until and since and since.start > until.end:
                yield Finding(
                    name.at,
                    f"{partner.item.id} ended in {until} and its successor {name.item} began in {since}: "
                    f"from {until.end:%B %Y} to {date.fromordinal(since.start.toordinal() - 1):%B %Y} nobody is named.",
                    "Add the body in between, or correct the dates.",
                )
