"""Must-dos, known gaps, objectives, cycles, lessons and benefits: as the files have them, with what happened since."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any, Literal

from oneplace import place
from oneplace.delivery.happened.entries import Entry, Subject, not_taken_back
from oneplace.delivery.happened.learnt_states import Benefit, Cycle, Gap, Lesson, Must, Objective
from oneplace.delivery.happened.of_files import day_of, owner_of, said_owner, with_changes
from oneplace.delivery.happened.state import State
from oneplace.delivery.happened.states import Kind
from oneplace.vocabulary.wording import origin_told

_Now = Mapping[Subject, State]
_PLAN = ("aim", "outcome", "process", "balancing", "prediction")


def agreed_learning(strategy: place.Strategy) -> dict[Subject, State]:
    """What the files declare of these kinds, and the record may go on from."""
    things: dict[Subject, State] = {}
    things |= {(Kind.MUST, one.id): _asked(one) for one in strategy.must_dos}
    things |= {(Kind.GAP, one.id): _lacking(one) for one in strategy.gaps}
    for aim in strategy.improvement:
        things[Kind.OBJECTIVE, aim.id] = _sought(aim)
        things |= {(Kind.CYCLE, one.id): _tried(one, aim.id) for one in aim.cycles}
    things |= {(Kind.LESSON, one.id): _learnt(one) for one in strategy.lessons}
    return things | {(Kind.BENEFIT, one.id): _gained(one) for one in strategy.benefits}


def _asked(one: place.MustDo) -> Must:
    return Must(
        state="evidenced" if one.evidence else "open",
        text=one.text,
        asks=one.kind,
        asked_by=one.by or "",
        due=day_of(one.due),
        evidence=one.evidence or "",
        **owner_of(one.owner),
    )


def _lacking(one: place.KnownGap) -> Gap:
    closed = one.closed_by or ""
    return Gap(state=one.state, text=one.text, due=day_of(one.due), evidence=closed, **owner_of(one.owner))


def _sought(one: place.ImprovementObjective) -> Objective:
    came = "" if one.judged == "not_set" else one.judged
    stands: Literal["running", "judged"] = "judged" if came else "running"
    return Objective(state=stands, text=one.text, due=one.end.last_day, judged=came, **owner_of(one.owner))


def _tried(one: place.Cycle, objective: str) -> Cycle:
    last = one.data[-1] if one.data else None
    is_closed = one.act and one.compared and last and one.changed_on
    return Cycle(
        state="closed" if is_closed else "open",
        objective=objective,
        aim=one.aim,
        outcome=one.outcome or "",
        process=one.process or "",
        balancing=one.balancing or "",
        prediction=one.prediction or "",
        follows=one.follows or "",
        changed_on=one.changed_on.start if one.changed_on else None,
        measured_from=last.start if last else None,
        measured_to=last.last_day if last else None,
        compared=one.compared or "",
        act=one.act or "",
    )


def _learnt(one: place.Lesson) -> Lesson:
    return Lesson(
        state="used" if one.decision else "open",
        text=one.text,
        learnt_from=one.learnt_from,
        due=day_of(one.due),
        decision=one.decision or "",
        **owner_of(one.owner),
    )


def _gained(one: place.BenefitProfile) -> Benefit:
    last = one.counted[-1] if one.counted else None
    return Benefit(
        text=one.text,
        due=(one.tracked_until or one.period).last_day,
        counted=last.value if last else None,
        counted_on=last.on.last_day if last else None,
        evidence=(last.evidence or "") if last else "",
        **owner_of(one.owner),
    )


def laid_learning(
    strategy: place.Strategy, now: _Now, entries: Iterable[Entry], decisions: Collection[str]
) -> dict[str, Any]:
    """The parts of a strategy that what happened has changed. ``decisions`` are the ids that everybody may know of."""
    musts, gaps, lessons = (_of(now, kind) for kind in (Kind.MUST, Kind.GAP, Kind.LESSON))
    counts = [one for one in not_taken_back(entries) if one.of[0] is Kind.BENEFIT and one.what == "counted"]
    laid = {
        "must_dos": _all(strategy.must_dos, musts, _must, place.MustDo),
        "gaps": _all(strategy.gaps, gaps, _gap, place.KnownGap),
        "lessons": _all(strategy.lessons, lessons, lambda one: _lesson(one, decisions), place.Lesson),
        "improvement": tuple(_objective(one, now) for one in strategy.improvement),
        "benefits": tuple(_benefit(one, now.get((Kind.BENEFIT, one.id)), counts) for one in strategy.benefits),
    }
    return {name: parts for name, parts in laid.items() if parts != getattr(strategy, name)}


def _of(now: _Now, kind: Kind) -> dict[str, State]:
    return {subject: one for (its, subject), one in now.items() if its is kind}


def _all(
    files: Iterable[Any], now: Mapping[str, State], said: Callable[[Any], dict[str, Any]], model: Any
) -> tuple[Any, ...]:
    """The files' things with what was said of each since, and those that were added."""
    listed = list(files)
    laid = [with_changes(one, **said(now[one.id])) if one.id in now else one for one in listed]
    known = {one.id for one in listed}
    added = {key: one for key, one in now.items() if key not in known}
    return (*laid, *(model.model_validate({"id": key} | _filled(said(one))) for key, one in added.items()))


def _filled(said: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in said.items() if value is not None}


def _owned(one: Any) -> dict[str, Any]:
    """Who answers for a thing and by when, where somebody said so."""
    owner, due = said_owner(one), one.due
    return ({"owner": owner} if owner else {}) | ({"due": due.isoformat()} if due else {})


def _made_up(one: Any) -> dict[str, Any]:
    return {"provenance": made} if (made := origin_told(one.text)) else {}


def _must(one: Must) -> dict[str, Any]:
    asked = {"text": one.text, "kind": one.asks, "by": one.asked_by or None, "evidence": one.evidence or None}
    return asked | _owned(one) | _made_up(one)


def _gap(one: Gap) -> dict[str, Any]:
    return {"text": one.text, "state": one.state, "closed_by": one.evidence or None} | _owned(one)


def _lesson(one: Lesson, decisions: Collection[str]) -> dict[str, Any]:
    """A lesson; the decision that it led to only where everybody may know of that."""
    led = one.decision if one.decision in decisions else None
    said = {"text": one.text, "learnt_from": one.learnt_from, "decision": led}
    return said | _owned(one) | _made_up(one)


def _objective(one: place.ImprovementObjective, now: _Now) -> place.ImprovementObjective:
    """An objective with what came of it, its cycles as they stand, and those that were begun since."""
    stands = now.get((Kind.OBJECTIVE, one.id))
    known = {each.id for each in one.cycles}
    said = {key: each for (_, key), each in now.items() if isinstance(each, Cycle) and each.objective == one.id}
    cycles = [with_changes(each, **_cycle(said[each.id], each)) if each.id in said else each for each in one.cycles]
    cycles += [
        place.Cycle.model_validate({"id": key} | _filled(_cycle(each)))
        for key, each in said.items()
        if key not in known
    ]
    laid: place.ImprovementObjective = one.model_copy(update={"cycles": tuple(cycles)})
    if isinstance(stands, Objective):
        owner = {"owner": held} if (held := said_owner(stands)) else {}
        laid = with_changes(laid, judged=stands.judged or "not_set", **owner)
    return laid


def _cycle(one: Cycle, filed: place.Cycle | None = None) -> dict[str, Any]:
    """A cycle as the files would say it. What was measured before stays beside what was measured last."""
    said = {name: getattr(one, name) or None for name in (*_PLAN, "follows", "compared", "act")}
    said["changed_on"] = one.changed_on.isoformat() if one.changed_on else None
    days = f"{one.measured_from} to {one.measured_to}" if one.measured_from and one.measured_to else None
    before = list(filed.data) if filed else []
    is_new = days and (one.measured_from, one.measured_to) not in [(each.start, each.last_day) for each in before]
    return said | {"data": [*(str(each) for each in before), *([days] if is_new else [])]}


def _benefit(one: place.BenefitProfile, now: State | None, counts: Iterable[Entry]) -> place.BenefitProfile:
    """A benefit with who answers for it, and everything that was counted since, oldest first."""
    if not isinstance(now, Benefit):
        return one
    owner = {"owner": held} if (held := said_owner(now)) else {}
    since = [
        {"on": str(each.after["counted_on"]), "value": each.after["counted"], "evidence": each.after["evidence"]}
        for each in counts
        if each.subject == one.id
    ]
    before = [each.model_dump(mode="json", exclude_none=True) for each in one.counted]
    laid: place.BenefitProfile = with_changes(one, counted=[*before, *since], **owner)
    return laid
