"""The place's files and what happened since, as one: things as the files have them, and the record laid over them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from oneplace import place
from oneplace.delivery.happened.entries import FILE, Entry, Subject, in_order, newest, not_taken_back, read
from oneplace.delivery.happened.laid_decisions import laid_decisions
from oneplace.delivery.happened.laid_duties import agreed_duties, laid_duties
from oneplace.delivery.happened.laid_learning import agreed_learning, laid_learning
from oneplace.delivery.happened.of_files import day_of, owner_of, said_owner, with_changes
from oneplace.delivery.happened.state import Owned, State
from oneplace.delivery.happened.states import Action, Commentary, Kind, Milestone, Risk, Workstream
from oneplace.delivery.happened.told_elsewhere import for_everybody
from oneplace.vocabulary.typed_text import says_nothing
from oneplace.vocabulary.wording import origin_told

Now = Mapping[Subject, State]


def read_place(folder: Path, as_of: date | None = None) -> place.Place:
    """The place of a folder, with the record that was exported into it laid over its files.

    ``as_of`` is the day of a run that is to be made of it, as in ``place.read``.
    """
    return lay_over(place.read(folder, as_of=as_of), read(folder / FILE))


def agreed(found: place.Place) -> dict[Subject, State]:
    """Everything that the files declare and the record may go on from."""
    strategy = found.strategy
    things: dict[Subject, State] = {}
    for outcome in strategy.outcomes:
        things[Kind.AMBITION, outcome.id] = Owned(**owner_of(outcome.owner))
        things[Kind.COMMENTARY, outcome.id] = Commentary()
    for stream in strategy.workstreams:
        things[Kind.WORKSTREAM, stream.id] = Workstream(**owner_of(stream.lead), reviewed=day_of(stream.reviewed))
        for one in _listed(stream.milestones):
            things[Kind.MILESTONE, one.id] = _milestone(one, stream)
    for risk in strategy.risks:
        things[Kind.RISK, risk.id] = _risk(risk)
        for number, action in enumerate(_listed(risk.actions), 1):
            things[Kind.ACTION, f"{risk.id}.{number}"] = Action(
                state=action.state,
                text=action.text,
                about=risk.id,
                due=day_of(action.due),
                public="yes",  # the files' strategy is for everybody
                **(owner_of(action.owner) or owner_of(risk.owner)),
            )
    return things | agreed_learning(strategy) | agreed_duties(strategy)


def standing(found: place.Place, entries: Iterable[Entry]) -> dict[Subject, State]:
    """Everything as it stands now: the files, and what happened since."""
    return agreed(found) | {of: entry.now() for of, entry in newest(entries).items()}


def lay_over(found: place.Place, entries: Iterable[Entry]) -> place.Place:
    """The place as what happened has left it: what pages, packs and judgements of a run are made from."""
    listed = in_order(for_everybody(entries))
    if not listed:
        return found
    now = {of: entry.now() for of, entry in newest(listed).items()}
    strategy = found.strategy
    decided = {**found.decisions, **laid_decisions(found, now, listed)}
    laid = strategy.model_copy(
        update=laid_learning(strategy, now, listed, decided)
        | laid_duties(strategy, now, not_taken_back(listed))
        | {
            "outcomes": tuple(_owned(one, now.get((Kind.AMBITION, one.id)), "owner") for one in strategy.outcomes),
            "workstreams": tuple(_stream(one, now, listed) for one in strategy.workstreams),
            "risks": _risks(strategy, now),
        }
    )
    return replace(
        found,
        strategy=laid,
        decisions=decided,
        commentary={**found.commentary, **_commentary(listed)},
    )


def _listed(value: Any) -> tuple[Any, ...]:
    """The items of a list that may be missing or said to be not set."""
    return value if isinstance(value, tuple) else ()


def _milestone(one: place.Milestone, stream: place.Workstream) -> Milestone:
    lead = owner_of(one.owner) or owner_of(stream.lead)
    known: dict[str, Any] = {"due": day_of(one.due), "forecast": day_of(one.forecast), "evidence": one.evidence or ""}
    return Milestone(state=one.state, workstream=stream.id, text=one.text, **known, **lead)


def _risk(one: place.Risk) -> Risk:
    likelihood, consequence = one.current or (None, None)
    told: dict[str, Any] = {"cause": one.cause, "event": one.event, "effect": one.effect}
    scores: dict[str, Any] = {"likelihood": likelihood, "consequence": consequence, "scored_on": day_of(one.reviewed)}
    return Risk(**told, **scores, **owner_of(one.owner))


def _owned(one: Any, now: State | None, field: str) -> Any:
    return one if now is None else with_changes(one, **{field: said_owner(now)})


def _stream(one: place.Workstream, now: Now, entries: list[Entry]) -> place.Workstream:
    known = _listed(one.milestones)
    led = said_owner(Owned(**owner_of(one.lead)))
    laid = [_laid_milestone(each, now.get((Kind.MILESTONE, each.id)), led, entries) for each in known]
    here = {each.id for each in known}
    new = [
        _laid_milestone(place.Milestone(id=subject, text=thing.text), thing, led, entries)
        for (_kind, subject), thing in now.items()
        if isinstance(thing, Milestone) and thing.workstream == one.id and subject not in here
    ]
    owned: place.Workstream = _owned(one, now.get((Kind.WORKSTREAM, one.id)), "lead")
    if said := _reviews(entries, one.id):
        before = [each.model_dump(mode="json", exclude_none=True) for each in one.reports]
        last = max(said[-1]["period"], str(day_of(one.reviewed) or ""))
        owned = with_changes(owned, reports=[*before, *said], reviewed=last)
    return owned.model_copy(update={"milestones": (*laid, *new)}) if laid or new else owned


def _reviews(entries: Iterable[Entry], stream: str) -> list[dict[str, Any]]:
    """Each review of a workstream's plan in the record, as the report that the files would hold, oldest first."""
    return [
        {"period": str(one.after["reviewed"]), "status": one.after["status"], "forecast": one.after["ending"]}
        | {name: [*filter(None, map(str.strip, one.after[name].splitlines()))] for name in ("done", "next")}
        for one in not_taken_back(entries)
        if one.of == (Kind.WORKSTREAM, stream) and one.what == "reviewed"
    ]


def _laid_milestone(
    one: place.Milestone, now: State | None, led: dict[str, Any] | None, entries: list[Entry]
) -> place.Milestone:
    """A milestone as it stands now; whoever leads its workstream (``led``) answers for it where nobody else was named.

    That stays unsaid, so that nobody reads of a new owner where none was named.
    """
    if not isinstance(now, Milestone):
        return one
    days = {"due": now.due, "forecast": now.forecast}
    changes: dict[str, Any] = {name: day.isoformat() for name, day in days.items() if day}
    if isinstance(one.due, place.Period):
        del changes["due"]  # the file's words for the day first agreed
    changes |= {"state": now.state} | ({"evidence": now.evidence} if not says_nothing(now.evidence) else {})
    changes |= {"owner": owner} if (owner := said_owner(now)) and owner != led else {}
    since = [move.model_dump(by_alias=True, mode="json", exclude_none=True) for move in _moves(entries, one.id)]
    before = one.model_dump(by_alias=True, mode="json", exclude_none=True).get("moved", [])
    laid: place.Milestone = with_changes(one, moved=[*before, *since], **changes)
    return laid


def _moves(entries: Iterable[Entry], milestone: str) -> list[place.Move]:
    """Each time a milestone's day was moved in the record, as the files would say it, oldest first."""
    return [
        place.Move.model_validate(
            {"from": str(start), "to": str(one.after["forecast"]), "reason": one.after["cause"] or None}
            | ({"caused_by": one.after["caused_by"]} if one.after.get("caused_by") else {})
        )
        for one in not_taken_back(entries)
        if one.of == (Kind.MILESTONE, milestone) and one.what == "moved" and (was := one.before or {})
        if (start := was.get("forecast") or was.get("due"))
    ]


def _actions(risk: str, now: Now) -> list[dict[str, Any]]:
    """The actions about a risk that were recorded and are for everybody: pages that all may read show a risk's."""
    return [
        {"text": one.text, "state": "open" if one.state == "open" else "done"}
        | ({"due": one.due.isoformat()} if one.due else {})
        | ({"owner": owner} if (owner := said_owner(one)) else {})
        for one in now.values()
        if isinstance(one, Action) and one.about == risk and one.state != "dropped" and one.public == "yes"
    ]


def _scored(one: place.Risk, now: Now) -> place.Risk:
    thing = now.get((Kind.RISK, one.id))
    changes: dict[str, Any] = {}
    if isinstance(thing, Risk):
        changes |= {"current": (thing.likelihood, thing.consequence)} if thing.likelihood else {}
        changes |= {"owner": owner} if (owner := said_owner(thing)) else {}
        changes |= {name: said for name in ("cause", "event", "effect") if (said := getattr(thing, name))}
        if thing.scored_on and thing.scored_on > (day_of(one.reviewed) or date.min):
            changes["reviewed"] = thing.scored_on.isoformat()
        if thing.control and thing.control not in one.controls:
            changes["controls"] = [*one.controls, thing.control]
        if thing.control and thing.evidence_on:
            changes["evidence_on"] = thing.evidence_on.isoformat()
    kept = [each for number, each in enumerate(_listed(one.actions), 1) if not _spoken_of(one.id, number, now)]
    if since := _actions(one.id, now):
        changes["actions"] = [*(each.model_dump(mode="json", exclude_none=True) for each in kept), *since]
    elif len(kept) != len(_listed(one.actions)):
        changes["actions"] = [each.model_dump(mode="json", exclude_none=True) for each in kept]
    laid: place.Risk = with_changes(one, **changes) if changes else one
    return laid


def _spoken_of(risk: str, number: int, now: Now) -> bool:
    return (Kind.ACTION, f"{risk}.{number}") in now


def _risks(strategy: place.Strategy, now: Now) -> tuple[place.Risk, ...]:
    """The files' risks and those that were added since; not those that were closed."""
    known = {one.id for one in strategy.risks}
    added = [
        place.Risk(
            id=subject,
            cause=one.cause,
            event=one.event,
            effect=one.effect,
            provenance=origin_told(one.event or one.cause),
        )
        for (_kind, subject), one in now.items()
        if isinstance(one, Risk) and subject not in known
    ]
    every = (*strategy.risks, *added)
    closed = {subject for (kind, subject), one in now.items() if kind is Kind.RISK and one.state == "closed"}
    return tuple(_scored(one, now) for one in every if one.id not in closed)


def _commentary(entries: Iterable[Entry]) -> dict[str, place.Commentary]:
    """What was said of each ambition, the last of each run."""
    said: dict[str, place.Commentary] = {}
    for entry in entries:
        one = entry.now()
        if isinstance(one, Commentary) and one.run:
            key = f"{entry.subject}-said-{one.run}"
            by = {"org": one.by_org, "role": one.by_role or None}
            step = {"by": {"org": one.next_org, "role": one.next_role or None}, "text": one.next_step}
            due = {"due": one.next_due.isoformat()} if one.next_due else {}
            told = {"outcome": entry.subject, "run": str(one.run), "on": str(entry.at.date()), "by": by}
            told |= {"why": one.why, "doing": one.doing, "audience": one.audience}
            told |= {"provenance": made} if (made := origin_told(one.why)) else {}
            told |= {"next_step": step | due} if one.next_step and one.next_org and due else {}
            said[key] = place.Commentary.model_validate({"id": key, **told})
    return said
