"""Duties, the equality assessment and the privacy screening: as the files have them, with what happened since."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from oneplace import place
from oneplace.delivery.duties import AIMS as AIMS_IN_WORDS
from oneplace.delivery.duties import ONLY_FIRST_AIM
from oneplace.delivery.happened.duty_rules import (
    AIMS,
    ASSESSMENT,
    CHARACTERISTICS,
    PARTS,
    SCREENING,
    as_counted,
)
from oneplace.delivery.happened.duty_states import Characteristic, Duty, Equality, Privacy
from oneplace.delivery.happened.entries import Entry, Subject
from oneplace.delivery.happened.of_files import day_of, owner_of, said_owner, with_changes
from oneplace.delivery.happened.state import State
from oneplace.delivery.happened.states import Kind
from oneplace.vocabulary.typed_text import says_nothing

_Now = Mapping[Subject, State]
NOT_ASKED = "The Equality Act 2010 asks this of marriage and civil partnership for the first aim alone (s.149(7))."
_ONLY_FIRST = {f"{aim}_reason": NOT_ASKED for aim in list(AIMS)[1:]}


def agreed_duties(strategy: place.Strategy) -> dict[Subject, State]:
    """What the files say of these; the assessment and the screening are asked of every place."""
    things: dict[Subject, State] = {(Kind.DUTY, one.id): _duty(one) for one in strategy.duties if one.kind == "duty"}
    asked = None if isinstance(strategy.equality, str) else strategy.equality
    things[Kind.EQUALITY, ASSESSMENT] = _assessment(asked) if asked else Equality()
    for subject, name in CHARACTERISTICS.items():
        things[Kind.CHARACTERISTIC, subject] = _characteristic(name, asked.answers if asked else ())
    told = None if isinstance(strategy.privacy, str) else strategy.privacy
    return things | {(Kind.PRIVACY, SCREENING): _screening(told) if told else Privacy()}


def _duty(one: place.Duty) -> Duty:
    stands: Literal["unsaid", "open", "deferred", "met"] = "unsaid" if one.state == "not_set" else one.state
    words = f"{one.statute}: {one.text}"
    return Duty(
        state=stands, text=words[:2000], due=day_of(one.due), evidence=one.evidence or "", **owner_of(one.owner)
    )


def _assessment(one: place.Equality) -> Equality:
    known: dict[str, Any] = {"not_set": "unsaid", "in_progress": "open"}
    said: dict[str, Any] = {name: getattr(one, name) or "" for name in ("reason", "evidence", "rests_on")}
    return Equality(state=known.get(one.state, one.state), due=day_of(one.due), **said, **owner_of(one.owner))


def _characteristic(name: str, answers: tuple[place.EqualityAnswer, ...]) -> Characteristic:
    codes = {words: code for code, words in AIMS.items()}
    said: dict[str, Any] = dict(_ONLY_FIRST) if name == ONLY_FIRST_AIM else {}
    own = [one for one in answers if one.characteristic == name and one.aim in codes]
    for one in own:
        said |= {f"{codes[one.aim]}_{part}": getattr(one, part) or "" for part in PARTS}
    asked = AIMS_IN_WORDS[:1] if name == ONLY_FIRST_AIM else AIMS_IN_WORDS
    is_whole = {one.aim for one in own if one.impact or one.reason} >= set(asked)
    return Characteristic(state="answered" if is_whole else "open", **said)


def _screening(one: place.Privacy) -> Privacy:
    if one.screening == "not_set":
        return Privacy()
    said = {"reason": one.reason or "", "evidence": one.evidence or "", "flows": one.flows or ""}
    return Privacy(state="answered", screening=one.screening, **said)


def laid_duties(strategy: place.Strategy, now: _Now, entries: list[Entry]) -> dict[str, Any]:
    """The parts of a strategy that what happened to these has changed."""
    met = {subject: one for (kind, subject), one in now.items() if kind is Kind.DUTY}
    laid = {
        "duties": tuple(with_changes(one, **_met(met[one.id])) if one.id in met else one for one in strategy.duties),
        "equality": _laid_assessment(strategy, now),
        "privacy": _laid_screening(strategy, now, entries),
    }
    return {name: part for name, part in laid.items() if part != getattr(strategy, name)}


def _met(one: Any) -> dict[str, Any]:
    due = {"due": one.due.isoformat()} if one.due else {}
    state = "not_set" if one.state == "unsaid" else one.state
    return {"state": state, **_texts(one, "evidence"), **_owner(one), **due}


def _texts(one: Any, *names: str) -> dict[str, str | None]:
    """What it says; what says nothing, which a record of elsewhere may hold, is as good as unsaid."""
    return {name: None if says_nothing(text) else text for name in names for text in [getattr(one, name)]}


def _owner(one: Any) -> dict[str, Any]:
    return {"owner": owner} if (owner := said_owner(one)) else {}


def _laid_assessment(strategy: place.Strategy, now: _Now) -> Any:
    """The assessment with its answers, as the files would say them."""
    whole = now.get((Kind.EQUALITY, ASSESSMENT))
    since = {name: one for subject, name in CHARACTERISTICS.items()
             if isinstance(one := now.get((Kind.CHARACTERISTIC, subject)), Characteristic)}  # fmt: skip
    if not (isinstance(whole, Equality) or since):
        return strategy.equality
    before = strategy.equality if isinstance(strategy.equality, place.Equality) else place.Equality(state="not_set")
    kept = [one for one in before.answers if one.characteristic not in since]
    said = [one for name, each in since.items() for one in _answers(name, each)]
    answers = [one.model_dump(mode="json", exclude_none=True) for one in (*kept, *said)]
    changes: dict[str, Any] = {"answers": answers}
    if isinstance(whole, Equality):
        counted = as_counted(whole, now).state
        state = {"unsaid": "not_set", "open": "in_progress"}.get(counted, counted)
        texts = _texts(whole, "reason", "evidence", "rests_on")
        due = whole.due.isoformat() if whole.due else "not_set"
        changes |= {"state": state, "due": due, **texts, **_owner(whole)}
    if answers and changes.get("state", before.state) == "not_set":
        changes["state"] = "in_progress"
    return with_changes(before, **changes)


def _answers(name: str, one: Characteristic) -> list[place.EqualityAnswer]:
    """What is said of a characteristic; of an aim of which nothing is said, nothing."""
    told = {
        words: {"impact": getattr(one, f"{aim}_impact") or None}
        | {part: _texts(one, f"{aim}_{part}")[f"{aim}_{part}"] for part in PARTS[1:]}
        for aim, words in AIMS.items()
    }
    return [
        place.EqualityAnswer.model_validate({"aim": words, "characteristic": name, **said})
        for words, said in told.items()
        if any(said.values())
    ]


def _laid_screening(strategy: place.Strategy, now: _Now, entries: list[Entry]) -> Any:
    one = now.get((Kind.PRIVACY, SCREENING))
    if not isinstance(one, Privacy) or not one.screening:
        return strategy.privacy
    before = strategy.privacy if isinstance(strategy.privacy, place.Privacy) else place.Privacy(screening="not_set")
    last = [entry for entry in entries if entry.kind is Kind.PRIVACY and entry.what == "answered"][-1:]
    on = {"on": last[0].at.date().isoformat(), "triggers": []} if last else {}  # what happened before is answered
    texts = _texts(one, "reason", "evidence", "flows")
    return with_changes(before, screening=one.screening, **texts, **on)
