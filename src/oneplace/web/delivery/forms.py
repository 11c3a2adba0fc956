"""The forms: one for each line of the table of rules, its fields in words, made from the types of what they fill."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any, Literal, get_args, get_origin

from oneplace.delivery.happened import STATES, Kind, Rule, State
from oneplace.place import EXEMPT, Place
from oneplace.vocabulary.written_days import HOW


class Control(Enum):
    """How a field is filled in."""

    LINE = "line"
    AREA = "area"
    DAY = "day"
    CHOICE = "choice"


@dataclass(frozen=True)
class Said:
    """A field's label and hint."""

    label: str
    hint: str = ""
    control: Control = Control.LINE


A, C = Control.AREA, Control.CHOICE
_SHOWN = (
    "Only where you enter it after that day: an address or a paper with its date, which everybody then reads. "
    "Without, days are counted from today"
)
SAID: Mapping[str, Said] = {
    "org": Said("Which partner answers for it", "", Control.CHOICE),
    "role": Said("Role in that partner", "Such as Director of midwifery"),
    "account": Said("Name of their account", "Whoever signs in by this name finds it under “Yours”"),
    "why": Said("Why", "Whoever reads the history sees this", A),
    "workstream": Said("Workstream", "", Control.CHOICE),
    "text": Said("What is to be done, in a sentence", "", A),
    "due": Said("Due on", "This day stays: lateness is told by it", Control.DAY),
    "progress": Said("How far it is", "What was done since it was last told, and what is next", A),
    "forecast": Said("Now expected on", "", Control.DAY),
    "cause": Said("Cause", "", A),
    "caused_by": Said("Id of the milestone that caused it", "Leave empty where no other did"),
    "evidence": Said("Evidence", "What shows that it is done: a paper, a count, a link", A),
    "about": Said("What it comes from", "The id of a risk, milestone, decision or meeting"),
    "public": Said("Show it to everybody", "", Control.CHOICE),
    "now_due": Said("Now due on", "The day first agreed stays beside it", Control.DAY),
    "reason": Said("Reason", "", A),
    "event": Said("What might happen", "", A),
    "effect": Said("What that would lead to", "", A),
    "likelihood": Said("Likelihood, 1 (rare) to 5 (almost certain)", "", Control.CHOICE),
    "consequence": Said("Consequence, 1 (negligible) to 5 (catastrophic)", "", Control.CHOICE),
    "control": Said("Control", "What holds the risk down. A score falls only with newer evidence of one", A),
    "evidence_on": Said("Day of that evidence", "", Control.DAY),
    "answer": Said("What was done about it", "", A),
    "run": Said("Day of the run that it speaks of", "", Control.DAY),
    "doing": Said("What is being done", "", A),
    "by_org": Said("Partner who says so", "", Control.CHOICE),
    "by_role": Said("Role in that partner"),
    "next_step": Said("Next step", "", A),
    "next_org": Said("Partner who takes it", "", Control.CHOICE),
    "next_role": Said("Role in that partner"),
    "next_due": Said("By when", "", Control.DAY),
    "audience": Said("Who may read it", "", Control.CHOICE),
    "body": Said("Board or group", "", Control.CHOICE),
    "on": Said("Day", "", Control.DAY),
    "present": Said("Who was there", "A name a line", A),
    "apologies": Said("Apologies", "A name a line", A),
    "after": Said("Id of the decision that recommends it", "Where two bodies must say yes: this one waits for that"),
    "key": Said("Is it a key decision?", "Significant money for its service, or an effect on two wards or more", C),
    "significant": Said("By which figure", "Of a key decision: the money, or the wards and what it does to them", A),
    "reasons": Said("Reasons", "One a line", A),
    "rejected": Said("Options that were rejected, and why", "One a line; or that there were none", A),
    "powers": Said("Legal powers", "One a line", A),
    "resources": Said("Money", "Or why there is nothing to say", A),
    "staff": Said("Staff", "Or why there is nothing to say", A),
    "property_": Said("Property", "Or why there is nothing to say", A),
    "climate": Said("Climate", "Or why there is nothing to say", A),
    "crime_and_disorder": Said("Crime and disorder", "Or why there is nothing to say", A),
    "health": Said("Health", "Or why there is nothing to say", A),
    "equality": Said("Equality", "The state of its assessment, or why none is due", A),
    "privacy": Said("Privacy", "The state of its screening, or why none is due", A),
    "consulted": Said("Who was consulted, and what they said", "", A),
    "interests_asked": Said("Was everybody asked for interests?", "", C),
    "exempt": Said("What is not for publication", "Only those who sign in here read it", A),
    "exempt_paragraph": Said("Under which paragraph", "Local Government Act 1972, Schedule 12A, Part 1", C),
    "public_interest": Said("Why that outweighs publishing it", "Everybody reads this", A),
    "noticed": Said("Notice published on", "A key decision needs 28 clear days, counted by the calendar", Control.DAY),
    "noticed_entered": Said("Notice entered on"),
    "noticed_shown": Said("What shows the day of the notice", _SHOWN, A),
    "agenda_entered": Said("Agenda entered on"),
    "agenda_shown": Said("What shows the day of the agenda", _SHOWN, A),
    "published_entered": Said("Publication entered on"),
    "published_shown": Said("What shows the day of publication", _SHOWN, A),
    "agenda": Said("Agenda and reports published on", "5 clear days before, as the body counts them", Control.DAY),
    "meeting": Said("Meeting on", "", Control.DAY),
    "urgent_reason": Said("Why it can’t wait", "Only where notice is shorter; everybody reads this", A),
    "urgent_agreed_by": Said("Who agreed to that", "Such as Chair of scrutiny"),
    "urgent_on": Said("Agreed on", "", Control.DAY),
    "outcome": Said("What was decided", "", A),
    "interests": Said("Who declared an interest in it", "A post a line, as in the list of members", A),
    "dispensed": Said("Who of them has a dispensation", "A post a line; all others withdrew", A),
    "published": Said("Published on", "Call-in counts from the day after", Control.DAY),
    "called_by": Said("Who called it in", "", A),
    "verdict": Said("What it did", "Worked, no effect seen, harm, or why it can’t be judged", A),
    "counting": Said("How the body counts clear days"),
    "quorum": Said("How many must take part"),
    "members": Said("Who sits on the body"),
    "call_in_days": Said("Working days in which it may be called in"),
    "recommended": Said("Is the decision that recommends it in force?"),
    "minutes": Said("Minutes", "What was agreed, by whom and by when", A),
}
_OF: Mapping[tuple[Kind, str], str] = {
    (Kind.RISK, "cause"): "What could cause it",
    (Kind.ISSUE, "text"): "What went wrong",
    (Kind.COMMENTARY, "why"): "Why it stands as it does",
    (Kind.DECISION, "text"): "What is to be decided, in a sentence",
    (Kind.DECISION, "present"): "Which members took part",
}


@dataclass(frozen=True)
class Field:
    """A field as its form prints it."""

    name: str
    label: str
    hint: str
    control: str
    value: str
    error: str
    choices: list[tuple[str, str]]


def fields(
    kind: Kind, rule: Rule, found: Place, values: Mapping[str, Any], errors: Mapping[str, str] | None = None
) -> list[Field]:
    """The fields of a form with what is in them and what is wrong with it."""
    wrong = errors or {}
    return [
        Field(
            name=name,
            label=label_of(kind, name) + (" (optional)" if name in rule.may else ""),
            hint=_hint(SAID[name]),
            control=SAID[name].control.value,
            value=str(values.get(name, "")),
            error=wrong.get(name, ""),
            choices=_choices(kind, name, found),
        )
        for name in rule.fields
    ]


def label_of(kind: Kind, name: str) -> str:
    """What a field is called where it is of things of a kind."""
    return _OF.get((kind, name), SAID[name].label)


def _hint(said: Said) -> str:
    """A field's hint; of a day with the forms in which it may be written."""
    return ". ".join(part for part in (said.hint, HOW if said.control is Control.DAY else "") if part)


def kept(before: State | None, rule: Rule, **given: str) -> dict[str, str]:
    """What a form starts with: how the thing stands, but for what is said anew each time."""
    anew = {"why", "evidence", "reason", "answer", "cause", "caused_by", "control", "evidence_on"}
    known = before.model_dump(mode="json") if before else {}
    return {name: str(known.get(name) or "") for name in rule.fields if name not in anew} | given


def bodies(found: Place) -> dict[str, str]:
    """The boards and delivery groups by id, each with its name."""
    governance = found.strategy.governance
    boards = {one.id: one.name or one.id for one in governance.boards}
    return boards | {one.id: one.name or one.id for one in governance.delivery_groups}


def strangers(kind: Kind, rule: Rule, found: Place, said: Mapping[str, str]) -> dict[str, str]:
    """What names something that the form does not offer, or a milestone that is not known."""
    wrong = {}
    for name in rule.fields:
        offered = [value for value, _words in _choices(kind, name, found)]
        if offered and said.get(name) and said[name] not in offered:
            wrong[name] = "Choose one of the list."
    return wrong


def _choices(kind: Kind, name: str, found: Place) -> list[tuple[str, str]]:
    if name in ("org", "by_org", "next_org"):
        return [("", "Choose"), *((one.id, one.name) for one in found.strategy.partners)]
    if name == "workstream":
        return [("", "Choose"), *((one.id, one.name) for one in found.strategy.workstreams)]
    if name == "body":
        return [("", "Choose"), *bodies(found).items()]
    if name in ("likelihood", "consequence"):
        return [("", "Choose"), *((str(number), str(number)) for number in range(1, 6))]
    if name == "exempt_paragraph":
        return [("", "None"), *((str(number), f"{number}: {words}") for number, words in EXEMPT.items())]
    about = STATES[kind].model_fields.get(name)
    literal = about.annotation if about and get_origin(about.annotation) is Literal else None
    return [(one, one.capitalize() or "Choose") for one in get_args(literal)]
