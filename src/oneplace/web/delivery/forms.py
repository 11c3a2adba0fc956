"""The forms: one for each line of the table of rules, its fields in words, made from the types of what they fill."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

from django.http import QueryDict

from oneplace.delivery.happened import CORRECTED, Kind, Rule, State
from oneplace.vocabulary.written_days import HOW
from oneplace.web.delivery.choices import Choice, Listed, Offered, cannot_decide, choices, ticked


class Control(Enum):
    """How a field is filled in."""

    LINE = "line"
    AREA = "area"
    DAY = "day"
    CHOICE = "choice"
    CHECKS = "checks"


@dataclass(frozen=True)
class Said:
    """A field's label and hint."""

    label: str
    hint: str = ""
    control: Control = Control.LINE


A, C = Control.AREA, Control.CHOICE
_SHOWN = (
    "Only where you enter it after that day: the address (https://…) at which anybody sees that it was so, which "
    "everybody then reads. Without, days are counted from today"
)
SAID: Mapping[str, Said] = {
    "org": Said("Which partner answers for it", "", Control.CHOICE),
    "role": Said("Role in that partner", "Such as Director of midwifery"),
    "account": Said("Name of their account", "Whoever signs in by this name finds it under “Yours”"),
    "why": Said("Why", "Whoever reads the history sees this", A),
    "workstream": Said("Workstream", "", Control.CHOICE),
    "text": Said("What is to be done, in a sentence", "", A),
    "due": Said("Due on", "This day stays: lateness is told by it", Control.DAY),
    "reviewed": Said("Reviewed on", "", Control.DAY),
    "status": Said("How it stands", "", C),
    "ending": Said("How it is expected to end", "", C),
    "done": Said("What was done since", "A point a line", A),
    "next": Said("What is next", "A point a line", A),
    "progress": Said("How far it is", "What was done since it was last told, and what is next", A),
    "forecast": Said("Now expected on", "", Control.DAY),
    "cause": Said("Cause", "", A),
    "caused_by": Said("Which milestone caused it", "None where no other did", C),
    "evidence": Said("Evidence", "What shows that it is done: a paper, a count, a link", A),
    "about": Said("What it comes from", "Of what is open", C),
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
    "starts": Said("Time at which it starts", "Such as 18:30"),
    "where": Said("Where it meets", "Such as Committee room 1, Civic Centre"),
    "present": Said("Who was there", "A name a line", A),
    "apologies": Said("Apologies", "A name a line", A),
    "after": Said("Which decision recommends it", "Where two bodies must say yes: this one waits for that", C),
    "matter": Said(
        "What type of decision it is", "As the scheme of delegation has it: that says which body decides", C
    ),
    "function": Said("In which function", "Where the scheme tells functions apart", C),
    "value": Said("Worth how much, in pounds", "Where the scheme goes by value, such as 450,000"),
    "scheme": Said("Whether the scheme of delegation gives it to this body"),
    "decides": Said("Who decides by that scheme, or what has to be said first"),
    "key": Said("Is it a key decision?", "Significant money for its service, or an effect on two wards or more", C),
    "significant": Said(
        "By which figure", "The money, or the wards and what it does to them: why it is key, or why it is not", A
    ),
    "wards": Said("Wards and communities affected", "One a line", A),
    "summary": Said("Brief summary", "", A),
    "recommendations": Said("Recommendations", "One a line: what the body is asked to decide", A),
    "reasons": Said("Reasons", "One a line", A),
    "serves": Said("Which values and goals it serves", "Tick all that it serves", Control.CHECKS),
    "unserved": Said("Why it serves none of them", "Only where none is ticked", A),
    "rejected": Said(
        "Options that were rejected, and why", "One a line, with why after a colon; or that there were none", A
    ),
    "detail": Said("Detail", "One point a line", A),
    "powers": Said("Legal powers", "One a line", A),
    "legal_other": Said("Other legal implications", "One a line", A),
    "risk": Said("Risk management", "", A),
    "policy_framework": Said("Policy framework", "Which plans and policies it keeps to, or departs from", A),
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
    "appendices": Said("Appendices", "One a line", A),
    "background": Said("Documents in members’ rooms", "One a line", A),
    "background_papers": Said("Background papers", "What the report rests on, one a line; or that there are none", A),
    "author": Said("Author", "Name or post; everybody reads it"),
    "report_of": Said("Report of", "Such as Cabinet member for health"),
    "director": Said("Director"),
    "contacts": Said("Contact details", "One a line; everybody reads them", A),
    "measure": Said("Measure that it should move", "Whether it worked is judged by it", C),
    "change": Said("By how much", "In the measure’s unit; with a minus sign for down, such as -2.5"),
    "group": Said("For whom it is", "Whose gap it should narrow", C),
    "narrows": Said(
        "By how much their gap to everyone should narrow", "In the measure’s unit, such as 2.5. Always above 0"
    ),
    "shows_from": Said("First day from which it could show", "After whatever has to be built first", Control.DAY),
    "shows_by": Said("To be seen by", "", Control.DAY),
    "weights": Said("What each criterion weighs", "A criterion a line, its weight after a colon: “Reach: 3”", A),
    "scores": Said(
        "How each option scores",
        "An option a line, its scores after a colon, in the order of the criteria: “Texts: 4, 2”. More is better",
        A,
    ),
    "unmeasured": Said("Why it should move no measure", "Only where it names none", A),
    "exempt": Said("What is not for publication", "Read by the members of the body that decides, its clerk and you", A),
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
    "impracticable": Said("Why 28 clear days of notice are impracticable", "Everybody reads this", A),
    "scrutiny_told": Said("Who of scrutiny was told, in writing", "", C),
    "scrutiny_told_on": Said("Scrutiny was told on", "", Control.DAY),
    "excepted": Said(
        "A copy of that, with why, was published on",
        "5 clear days pass after this day before it can be decided, as the body counts them",
        Control.DAY,
    ),
    "excepted_entered": Said("Notice of the general exception entered on"),
    "excepted_shown": Said("What shows the day of that notice", _SHOWN, A),
    "urgent_reason": Said("Why it can’t wait", "Everybody reads this", A),
    "urgent_office": Said(
        "In which office somebody agreed",
        "The chair of scrutiny alone agrees that a key decision can’t wait for its notice. Where there is none or they "
        "can’t act, it is the chair of the council (say so above); where neither is there, its vice-chair. "
        "Whoever chairs the meeting agrees to a late agenda, and to nothing else",
        C,
    ),
    "urgent_agreed_by": Said("Name of who agreed", "Or of their post; everybody reads it"),
    "urgent_on": Said("Agreed on", "", Control.DAY),
    "urgent_published": Said(
        "Why it can’t wait was published on", "Of a key decision, and as soon as it can be", Control.DAY
    ),
    "private_noticed": Said(
        "Notice that part of it is taken in private published on",
        "An executive, or a committee of it, gives it 28 clear days before, counted by the calendar",
        Control.DAY,
    ),
    "private_noticed_entered": Said("Notice of its private part entered on"),
    "private_noticed_shown": Said("What shows the day of that notice", _SHOWN, A),
    "private_again": Said("Second notice published on", "5 clear days before, as the body counts them", Control.DAY),
    "private_again_entered": Said("Second notice of its private part entered on"),
    "private_again_shown": Said("What shows the day of the second notice", _SHOWN, A),
    "representations": Said("What people said on why it should be public", "Or that nobody did; everybody reads it", A),
    "response": Said("The answer to them", "Or that none was asked for; everybody reads it", A),
    "private_urgent": Said("Why the private part can’t wait for its notices", "Everybody reads this", A),
    "private_office": Said(
        "In which office somebody agreed to that",
        "The chair of scrutiny; where there is none or they can’t act, the chair of the council; where neither is "
        "there, its vice-chair",
        C,
    ),
    "private_agreed_by": Said("Name of who agreed to that", "Or of their post; everybody reads it"),
    "private_agreed_on": Said("Agreed to that on", "", Control.DAY),
    "executive": Said("Is the body a council’s executive?"),
    "came": Said("What came of it", "", C),
    "outcome": Said("What was decided", "In words; everybody reads it once it is published", A),
    "interests": Said("Who declared an interest in it", "A post a line, as in the list of members", A),
    "dispensed": Said("Who of them has a dispensation", "A post a line; all others withdrew", A),
    "published": Said("Published on", "Call-in counts from the day after", Control.DAY),
    "called_by": Said("Who called it in", "One a line, as the body’s constitution has it; everybody reads it", A),
    "called_on": Said("Called in on", "The day on which the call-in came in, within its days", Control.DAY),
    "called_why": Said("Why it was called in", "Everybody reads this", A),
    "scrutiny_on": Said("Scrutiny met on", "", Control.DAY),
    "scrutiny_said": Said("What scrutiny said, and why", "Everybody reads this", A),
    "again_on": Said("Decided again on", "", Control.DAY),
    "again_why": Said("Why it is decided so now", "Everybody reads this beside what was decided first", A),
    "again_published": Said("Published on", "When everybody could read what was decided again", Control.DAY),
    "verdict": Said("What it did", "Worked, no effect seen, harm, or why it can’t be judged", A),
    "counting": Said("How the body counts clear days"),
    "quorum": Said("How many must take part"),
    "members": Said("Who sits on the body"),
    "call_in_days": Said("Working days in which it may be called in"),
    "closed": Said("Days on which the body is closed"),
    "recommended": Said("Is the decision that recommends it in force?"),
    "asks": Said("How strongly it is asked", "", C),
    "asked_by": Said("Who asks it", "A regulator, where it is among the partners", C),
    "judged": Said("What came of it", "By its measure, and what that rests on", A),
    "objective": Said("Of which objective", "", C),
    "aim": Said("What is tried, in a sentence", "", A),
    "balancing": Said("What might get worse", "And how that is measured", A),
    "process": Said("How one sees that the change is made", "", A),
    "prediction": Said("What is predicted", "By how much, and by when", A),
    "follows": Said("Which cycle it follows", "None where it is the first", C),
    "changed_on": Said("Changed on", "Only what is measured after this day says anything of it", Control.DAY),
    "measured_from": Said("Measured from", "After the day of the change", Control.DAY),
    "measured_to": Said("Measured to", "", Control.DAY),
    "compared": Said("What came of the prediction", "What was measured, beside what was predicted", A),
    "act": Said("What to do with the change", "", C),
    "learnt_from": Said("What it was learnt from", "", A),
    "decision": Said("Which decision it led to", "Of those that everybody may know of", C),
    "counted": Said("What it counts now", "In the unit of its baseline, such as 760"),
    "counted_on": Said("Counted on", "", Control.DAY),
    "unanswered": Said("Questions without an answer when it was made"),
    "screening": Said("What the screening found", "By the data flows that the place’s files declare", C),
    **{
        f"{aim}_{part}": Said(f"{words}: {label}", hint, control)
        for aim, words in {"harm": "Discrimination", "chance": "Opportunity", "bonds": "Good relations"}.items()
        for part, (label, hint, control) in {
            "impact": ("what the plans do to these people", "", C),
            "evidence": ("what shows it", "", A),
            "mitigation": ("what lessens harm", "", A),
            "reason": ("why there is no answer", "Only where nobody can say what the plans do", A),
        }.items()
    },
    "minutes": Said("Minutes", "What was agreed, by whom and by when", A),
}
_OF: Mapping[tuple[Kind, str], str] = {
    (Kind.RISK, "cause"): "What could cause it",
    (Kind.ISSUE, "text"): "What went wrong",
    (Kind.ACTION, "measure"): "In which measure",
    (Kind.COMMENTARY, "why"): "Why it stands as it does",
    (Kind.DECISION, "text"): "What is to be decided, in a sentence",
    (Kind.DECISION, "present"): "Which members took part",
    (Kind.MUST, "text"): "What is asked, in a sentence",
    (Kind.GAP, "text"): "What the strategy lacks, in a sentence",
    (Kind.CYCLE, "outcome"): "What is to get better, and how that is measured",
    (Kind.LESSON, "text"): "What was learnt, in a sentence",
}


_HINTS: Mapping[tuple[Kind, str], Said] = {
    (Kind.ACTION, "measure"): Said("In which measure", "One that is told by such groups", C),
    (Kind.DECISION, "why"): Said(
        "Why", "Whoever reads the history sees this; everybody, where a decision that has its notice is corrected", A
    ),
}


ABOVE: Mapping[str, str] = {
    "text": "What is asked",
    "key": "Is it a key decision?",
    "summary": "What everybody reads first",
    "reasons": "Why",
    "powers": "Law, risk and policy",
    "resources": "What it means for each of these",
    "consulted": "Who was asked",
    "appendices": "Documents",
    "unmeasured": "How one will see whether it worked",
    "exempt": "What is not for publication",
    "harm_impact": "To eliminate discrimination, harassment and victimisation",
    "chance_impact": "To advance equality of opportunity",
    "bonds_impact": "To foster good relations",
}
"""In a form of many fields, the heading above a field."""
_MANY = 11
OF_THE_SCHEME = ("matter", "function", "value")
"""What is asked only where the place has a scheme of delegation."""


@dataclass(frozen=True)
class Field:
    """A field as its form prints it."""

    name: str
    label: str
    hint: str
    control: str
    value: str
    error: str
    choices: list[Choice]
    listed: list[Listed]
    """What can be ticked, several of it: in groups."""
    above: str = ""
    """The heading above it, in a form of many fields."""


def fields(
    rule: Rule, offered: Offered, values: Mapping[str, Any], errors: Mapping[str, str] | None = None
) -> list[Field]:
    """The fields of a form with what is in them and what is wrong with it."""
    wrong, kind, is_long = errors or {}, offered.of[0], len(rule.fields) > _MANY
    return [
        Field(
            name=name,
            label=label_of(kind, name) + (" (optional)" if name in rule.may and rule.needs else ""),
            hint=_hint(_HINTS.get((kind, name), SAID[name])) + _on_the_list(name, offered),
            control=SAID[name].control.value,
            value=str(values.get(name, "")),
            error=wrong.get(name, ""),
            choices=choices(name, offered, str(values.get(name, ""))),
            listed=ticked(name, offered.found),
            above=ABOVE.get(name, "") if is_long else "",
        )
        for name in rule.fields
        if name not in OF_THE_SCHEME or offered.found.strategy.governance.delegation
    ]


def _on_the_list(name: str, offered: Offered) -> str:
    """What the place's files list, behind the hint of the field that has to keep to it."""
    others = cannot_decide(offered.found) if name == "body" and offered.of[0] is Kind.DECISION else []
    if others:
        return f"{_NO_QUORUM} That is so of: {'; '.join(others)}"
    governance, stands = offered.found.strategy.governance, offered.now.get(offered.of)
    body = next((one for one in governance.boards if one.id == getattr(stands, "body", "")), None)
    listed = {
        "powers": [one.statute for one in offered.found.strategy.duties if one.kind == "power"],
        "present": body.members if body else (),
        "called_by": body.call_in_by if body else (),
    }.get(name)
    return f". On the place’s list: {'; '.join(listed)}" if listed else ""


_NO_QUORUM = (
    "Only a board whose members and quorum are in the place’s files can decide. Whoever keeps the files adds both to "
    "“boards:” in strategy.yaml; a delivery group that is to decide is entered there, too."
)


def label_of(kind: Kind, name: str) -> str:
    """What a field is called where it is of things of a kind."""
    return _OF.get((kind, name), SAID[name].label)


def _hint(said: Said) -> str:
    """A field's hint; of a day with the forms in which it may be written."""
    return ". ".join(part for part in (said.hint, HOW if said.control is Control.DAY else "") if part)


def kept(before: State | None, rule: Rule, what: str, **given: str) -> dict[str, str]:
    """What a form starts with: how the thing stands, but for what is said anew each time that it isn't put right."""
    anew = set() if what.startswith(CORRECTED) else _ANEW
    known = before.model_dump(mode="json") if before else {}
    return {name: str(known.get(name) or "") for name in rule.fields if name not in anew} | given


_ANEW = {"why", "evidence", "reason", "answer", "cause", "caused_by", "control", "evidence_on"}
_ANEW |= {"counted", "counted_on", "judged"}
_ANEW |= {"reviewed", "status", "ending", "done", "next"}


def strangers(rule: Rule, offered: Offered, said: Mapping[str, str], stands: State | None) -> dict[str, str]:
    """What names something that the form does not offer; what a thing names already it may go on naming."""
    wrong = {}
    for name in rule.fields:
        stood = str(getattr(stands, name, "") or "")
        values = [value for value, _words in choices(name, offered, stood)]
        if values and said.get(name) and said[name] not in values:
            wrong[name] = "Choose one of the list."
        if SAID[name].control is Control.CHECKS:
            known = {*stood.splitlines(), *(key for one in ticked(name, offered.found) for key, _words in one.choices)}
            wrong |= {name: "Tick what is on the list."} if set(said.get(name, "").splitlines()) - known else {}
    return wrong


def typed(rule: Rule, sent: QueryDict) -> dict[str, str]:
    """What was sent of each field of a form; of one in which several can be ticked each of them, a line each."""
    return {
        name: "\n".join(sent.getlist(name)) if SAID[name].control is Control.CHECKS else sent.get(name, "")
        for name in rule.fields
    }
