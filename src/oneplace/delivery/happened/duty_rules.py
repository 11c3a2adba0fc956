"""What may be done to what the law asks: duties, the equality assessment and its 27 answers, the privacy screening."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from oneplace.delivery import duties
from oneplace.delivery.happened.duty_states import Characteristic, Duty, Equality, Privacy
from oneplace.delivery.happened.rule import Rule
from oneplace.delivery.happened.state import State
from oneplace.delivery.happened.states import Kind
from oneplace.place import Place, plans_fingerprint
from oneplace.place.data_flows import SHORT, flows, flows_fingerprint
from oneplace.vocabulary.typed_text import says_nothing
from oneplace.vocabulary.wording import count_words, day_words, list_words

_Rules = Mapping[str, Rule]
ASSESSMENT, SCREENING = "equality-assessment", "privacy-screening"
"""The one thing of each of these kinds, by its id."""
CHARACTERISTICS = {f"equality-{one.replace(' ', '-')}": one for one in duties.CHARACTERISTICS}
"""The nine, by the id of each."""
AIMS = dict(zip(("harm", "chance", "bonds"), duties.AIMS, strict=True))
"""The three aims, by what the fields about each begin with."""
PARTS = ("impact", "evidence", "mitigation", "reason")
ANSWERS = tuple(f"{aim}_{part}" for aim in AIMS for part in PARTS)


def duty_rules(owner: tuple[str, ...], back: Callable[..., _Rules]) -> dict[Kind, _Rules]:
    """The lines of the table of rules of these kinds, as ``learnt_rules`` makes its own."""
    who = owner[1:]

    def owned(*states: str) -> _Rules:
        return {"owned": Rule("Name who answers for it", states, None, ("org", "why"), who)}

    undone, every = ("unsaid", "open", "deferred"), ("unsaid", "open", "deferred", "done", "not_required")
    put_off = Rule("Put it off", ("unsaid", "open"), "deferred", ("org", "due", "why"), who, _ahead)
    since = {
        "redated": Rule("Give it another day", ("deferred",), None, ("now_due", "why"), (), _still_ahead),
        "resumed": Rule("Take it up after all", ("deferred",), "open", ("why",)),
    }
    return {
        Kind.DUTY: {
            "met": Rule("It is met", undone, "met", ("evidence",)),
            "deferred": put_off,
            "opened": Rule("Open it again", ("met",), "open", ("why",), ends=("evidence", "due", "now_due")),
            **since, **owned(*undone), **back(*undone, "met"),
        },
        Kind.EQUALITY: {
            "done": Rule("It is made, of the plans of today", (*undone, "done"), "done", ("evidence",), (),
                         _made, ("rests_on", "unanswered"), ("reason", "due", "now_due")),
            "deferred": replace(put_off, needs=("org", "due", "reason"), check=_reasoned_ahead),
            "not_required": Rule("None is required", undone, "not_required", ("reason",), (), _reasoned),
            "opened": Rule("Take it up again", ("done", "not_required"), "open", ("why",),
                           ends=("due", "now_due", "reason", "evidence", "rests_on", "unanswered")),
            **since, **owned(*every), **back(*every),
        },
        Kind.CHARACTERISTIC: {
            "noted": Rule("Write down what is known so far", ("open",), None, (), ANSWERS, _shows_something),
            "answered": Rule("Answer for all three aims", ("open",), "answered", (), ANSWERS, _answered),
            "opened": Rule("Answer it again", ("answered",), "open", ("why",)),
            **back("open", "answered"),
        },
        Kind.PRIVACY: {
            "answered": Rule("Answer whether an assessment is due", ("open", "answered"), "answered",
                             ("screening", "reason"), ("evidence",), _reasoned, ("flows",)),
            **owned("open", "answered"), **back("open", "answered"),
        },
    }  # fmt: skip


AGREED_DUTIES: Mapping[Kind, str] = {
    Kind.DUTY: "Which law asks what stands in the place’s files. How it is met, and who answers for it, is kept here. "
    "A run shows it to everybody.",
    Kind.EQUALITY: "All of it is kept here. It is made of the ambitions, targets, scopes and objectives of the day on "
    "which somebody says so: when these change, it is open again, and whoever answers for it is told.",
    Kind.CHARACTERISTIC: "All of it is kept here. An answer says what the plans do to these people and what shows it, "
    "or why there is no answer. Harm needs what lessens it.",
    Kind.PRIVACY: "All of it is kept here. It is answered for the data flows of that day, as the place’s files declare "
    "them: when these change, it is to be answered again.",
}
"""Which of file and record holds, as a page prints it."""


def _ahead(before: Duty | Equality, after: Any, today: date) -> dict[str, str]:
    """A day to come, and the one that was first agreed where there is one."""
    if before.due:  # though it be over
        told = "was agreed first. That day stays: lateness is told by it. Put it off to that day, then give it another."
        return {"due": f"{day_words(before.due)} {told}"} if after.due != before.due else {}
    return {"due": "That day is over. Put it off to one that is to come."} if after.due and after.due < today else {}


def _still_ahead(_before: State, after: Any, today: date) -> dict[str, str]:
    is_over = after.now_due and after.now_due < today
    return {"now_due": "That day is over. Give it one that is to come."} if is_over else {}


def _reasoned(_before: State, after: Equality | Privacy, _today: date) -> dict[str, str]:
    return {"reason": "This is no reason. Say why."} if says_nothing(after.reason) else {}


def _reasoned_ahead(before: Equality, after: Equality, today: date) -> dict[str, str]:
    return _reasoned(before, after, today) | _ahead(before, after, today)


def answer(one: Characteristic, aim: str) -> duties.Answer:
    """What it says of an aim (``AIMS``), as the duty judges it."""
    impact, evidence, mitigation, reason = (getattr(one, f"{aim}_{part}") for part in PARTS)
    return duties.Answer(duties.Impact(impact) if impact else None, evidence, mitigation, reason)


def _answered(before: Characteristic, after: Characteristic, today: date) -> dict[str, str]:
    lacking = {aim: duties.lacks(answer(after, aim)) for aim in AIMS}
    told = {f"{aim}_{part}": _SAY[part] for aim, part in lacking.items() if part}
    return told | _shows_something(before, after, today)


_SAY = {
    "impact": "Choose what it does, or say below why there is no answer.",
    "evidence": "Say what shows it.",
    "mitigation": "It does harm: say what lessens that.",
}


def _shows_something(_before: Characteristic, after: Characteristic, _today: date) -> dict[str, str]:
    texts = [name for name in ANSWERS if not name.endswith("_impact") and getattr(after, name)]
    told = "This says nothing. Say what it is, or leave it empty."
    return {name: told for name in texts if says_nothing(getattr(after, name))}


def _made(_before: Equality, after: Equality, _today: date) -> dict[str, str]:
    if after.unanswered == 0:
        return {}
    left = len(duties.QUESTIONS) if after.unanswered is None else after.unanswered
    of, verb = count_words(left, "question"), "has" if left == 1 else "have"
    return {"what": f"{of} of the {len(duties.QUESTIONS)} {verb} no answer, and no reason for none. "
                    "Answer for each characteristic first: they stand below it on the page of delivery."}  # fmt: skip


def duty_facts(found: Place, now: Mapping[tuple[Kind, str], State], kind: Kind) -> dict[str, str]:
    """What the files and the record say of a duty that somebody says is met: its plans or data flows of today."""
    if kind is Kind.PRIVACY:
        return {"flows": flows_fingerprint(flows(found.sources))[:SHORT]}
    held = {name: now.get((Kind.CHARACTERISTIC, subject)) for subject, name in CHARACTERISTICS.items()}
    answers = {
        (words, name): answer(one, aim)
        for name, one in held.items()
        if isinstance(one, Characteristic) and one.state == "answered"
        for aim, words in AIMS.items()
    }
    return {"rests_on": plans_fingerprint(found.strategy), "unanswered": str(len(duties.unanswered(answers)))}


def rests_on_another(found: Place, one: State) -> str:
    """That an assessment or a screening rests on other plans or data flows than those of today, in a sentence."""
    if (
        isinstance(one, Equality)
        and one.state == "done"
        and one.rests_on not in ("", plans_fingerprint(found.strategy))
    ):
        return (
            "The ambitions, targets, scopes or objectives of which it was made have changed since. Look at its answers "
            "again, then say that it is made of those of today."
        )
    if isinstance(one, Privacy) and one.flows and not flows_fingerprint(flows(found.sources)).startswith(one.flows):
        return "The data flows for which it was answered have changed since. Answer it again for those of today."
    return ""


def as_counted(one: State, now: Mapping[tuple[Kind, str], State]) -> State:
    """How a thing counts: an assessment that was made is in progress while an answer of it is open; ``now`` is all."""
    return one.model_copy(update={"state": "open"}) if _open_answers(one, now) else one


def open_again(one: State, now: Mapping[tuple[Kind, str], State]) -> str:
    """Which answers of an assessment that was made are open, in a sentence; ``now`` is how everything stands."""
    if not (names := _open_answers(one, now)):
        return ""
    verb, they = ("is", "that is") if len(names) == 1 else ("are", "these are")
    of = f"those for {list_words(names)}" if len(names) > 1 else f"that for {names[0]}"
    return (
        f"It was made, and {count_words(len(names), 'answer')} {verb} open: {of}. "
        f"Until {they} answered, it counts as in progress."
    )


def _open_answers(one: State, now: Mapping[tuple[Kind, str], State]) -> list[str]:
    if not isinstance(one, Equality) or one.state != "done":
        return []
    held = {name: now.get((Kind.CHARACTERISTIC, subject)) for subject, name in CHARACTERISTICS.items()}
    return [name for name, each in held.items() if each is not None and each.state == "open"]
