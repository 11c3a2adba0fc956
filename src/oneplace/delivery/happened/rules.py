"""What may be done to each kind of thing, from which state, into which, and what has to be said: one table.

What no line of the table lets change was agreed (a milestone's first date, a risk's target score and appetite): it
changes by a decision and the place's files alone.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any

from pydantic import ValidationError

from oneplace.delivery.decision_path import Stage
from oneplace.delivery.happened import aims, corrections, decisions
from oneplace.delivery.happened.days_shown import entered
from oneplace.delivery.happened.duty_rules import AGREED_DUTIES, duty_rules
from oneplace.delivery.happened.exempt_lines import spilt
from oneplace.delivery.happened.learnt_rules import AGREED_OF, learnt_rules
from oneplace.delivery.happened.moved import MOVED
from oneplace.delivery.happened.rule import NEW, Rule, WrongError
from oneplace.delivery.happened.state import LONGEST, State
from oneplace.delivery.happened.states import STATES, Decision, Kind, Milestone, Risk, Workstream
from oneplace.place import NOT_SET
from oneplace.vocabulary.typed_text import says_nothing, typed_text
from oneplace.vocabulary.wording import day_words

OWNER = ("org", "role", "account")
BYTES = ("file", "form", "size", "sha256", "stored")
"""What a version of a paper is."""


def _moved(before: Milestone, after: Milestone, _today: date) -> dict[str, str]:
    if after.forecast == (before.forecast or before.due):
        return {"forecast": "Enter another day than the one that is expected now."}
    return {}


def _scored(before: Risk, after: Risk, today: date) -> dict[str, str]:
    """A score falls only where a control's evidence is newer than the last score."""
    if after.evidence_on and after.evidence_on > today:
        return {"evidence_on": "The evidence can't be of a day to come."}
    was = (before.likelihood or 0) * (before.consequence or 0)
    now = (after.likelihood or 0) * (after.consequence or 0)
    if now >= was or not was:
        return {}
    since = before.scored_on
    if not after.control or after.evidence_on is None or (since and after.evidence_on <= since):
        newer = f" of a day after {since.day} {since:%B %Y}, when it was scored last" if since else ""
        return {"evidence_on": f"A score falls only with evidence of a control{newer}. Name the control and the day."}
    return {}


def _held(_before: Any, after: Any, today: date) -> dict[str, str]:
    return {"on": "The meeting is still to come."} if after.on and after.on > today else {}


def _reviewed(before: Workstream, after: Workstream, today: date) -> dict[str, str]:
    if after.reviewed and after.reviewed > today:
        return {"reviewed": "That day is still to come."}
    if after.reviewed and before.reviewed and after.reviewed < before.reviewed:
        return {"reviewed": f"It was reviewed later than that already, on {day_words(before.reviewed)}."}
    return {}


def _whole_step(_before: Any, after: Any, _today: date) -> dict[str, str]:
    """A next step has somebody who takes it and a day, or there is none."""
    parts = {"next_step": after.next_step, "next_org": after.next_org, "next_due": after.next_due}
    return {
        name: "A next step needs what, who and when." for name, one in parts.items() if not one and any(parts.values())
    }


def _reworded(*names: str) -> Callable[[Any, Any, date], dict[str, str]]:
    """That a correction of words says something else than what stands there."""

    def checked(before: Any, after: Any, _today: date) -> dict[str, str]:
        same = all(getattr(before, name) == getattr(after, name) for name in names)
        return {names[0]: "It stands so already. Enter what is right."} if same else {}

    return checked


def _words(*needs: str, may: tuple[str, ...] = (), out_of: tuple[str, ...]) -> Mapping[str, Rule]:
    checked = _reworded(*needs, *may)
    return {f"{corrections.CORRECTED}words": Rule("Correct its words", out_of, None, (*needs, "why"), may, checked)}


TAKEN_BACK = "taken_back"
"""The step that takes the last one back: everything stands as it stood before it, and both stay in the history."""


def _back(*states: str) -> Mapping[str, Rule]:
    return {TAKEN_BACK: Rule("Take back the last step", states, None, ("why",))}


_OPEN = ("planned", "in_progress")
YEARS, _FAR = range(1900, 3000), "Enter a day of 1900 to 2999."
"""Days from which notice can be counted back, and a review ahead."""

_PROOFS = ("evidence", "control", "answer")
"""By what something counts as done, settled or less likely, as ``place.fields.Proof`` has it of the files."""
_NO_TEXT = "The place’s files say so where nothing is known. Enter words, or leave it empty."
_SHOWS_NOTHING = "This shows nothing. Say what does, or leave it until something can."

RULES: Mapping[Kind, Mapping[str, Rule]] = {
    Kind.AMBITION: {"owned": Rule("Name who answers for it", ("open",), None, ("org", "why"), ("role", "account"))},
    Kind.WORKSTREAM: {
        "reviewed": Rule(
            "Review its plan", ("open",), None, ("reviewed", "status", "ending"), ("done", "next"), _reviewed
        ),
        "owned": Rule("Name its lead", ("open",), None, ("org", "why"), ("role", "account")),
        **_back("open"),
    },
    Kind.MILESTONE: {
        "made": Rule("Add a milestone", NEW, "planned", ("workstream", "text", "due", "why"), OWNER),
        "progressed": Rule("Say how far it is", _OPEN, "in_progress", ("progress",)),
        "moved": Rule("Expect it on another day", _OPEN, None, ("forecast", "cause"), ("caused_by",), _moved),
        "closed": Rule("It is done", _OPEN, "done", ("evidence",)),
        "stopped": Rule("Stop it", _OPEN, "stopped", ("why",)),
        "opened": Rule("Open it again", ("done", "stopped"), "in_progress", ("why",)),
        "owned": Rule("Name another owner", _OPEN, None, ("org", "why"), ("role", "account")),
        **_back(*_OPEN, "done", "stopped"),
    },
    Kind.ACTION: {
        "made": Rule("Add an action", NEW, "open", ("text", "due", "org"), ("role", "account", "about", "public")),
        "redated": Rule("Give it another day", ("open",), None, ("now_due", "why")),
        "aimed": Rule(
            "Say for whom it is, and which gap it should narrow",
            ("open",),
            None,
            (*aims.AIM, "why"),
            ("shows_from",),
            aims.aimed,
        ),
        "done": Rule("It is done", ("open",), "done", ("evidence",)),
        "dropped": Rule("Drop it", ("open",), "dropped", ("reason",)),
        "opened": Rule("Open it again", ("done", "dropped"), "open", ("why",)),
        "owned": Rule("Name another owner", ("open",), None, ("org", "why"), ("role", "account")),
        **_words("text", may=("about",), out_of=("open", "done", "dropped")),
        **_back("open", "done", "dropped"),
    },
    Kind.RISK: {
        "made": Rule(
            "Add a risk",
            NEW,
            "open",
            ("cause", "event", "effect", "likelihood", "consequence", "org"),
            ("role", "account"),
        ),
        "scored": Rule(
            "Score it", ("open",), None, ("likelihood", "consequence", "why"), ("control", "evidence_on"), _scored
        ),
        "closed": Rule("Close it", ("open",), "closed", ("reason",)),
        "opened": Rule("Open it again", ("closed",), "open", ("why",)),
        "owned": Rule("Name another owner", ("open",), None, ("org", "why"), ("role", "account")),
        **_words("cause", "event", "effect", out_of=("open", "closed")),
        **_back("open", "closed"),
    },
    Kind.ISSUE: {
        "made": Rule("Add an issue", NEW, "open", ("text", "due", "org"), ("role", "account", "about")),
        "closed": Rule("Close it", ("open",), "closed", ("answer",)),
        "opened": Rule("Open it again", ("closed",), "open", ("why",)),
        "owned": Rule("Name another owner", ("open",), None, ("org", "why"), ("role", "account")),
        **_words("text", may=("about",), out_of=("open", "closed")),
        **_back("open", "closed"),
    },
    Kind.COMMENTARY: {
        "said": Rule(
            "Say why it stands so, and what is next",
            ("unsaid", "said"),
            "said",
            ("run", "why", "doing", "by_org", "audience"),
            ("by_role", "next_step", "next_org", "next_role", "next_due"),
            _whole_step,
        ),
    },
    Kind.MEETING: {
        "made": Rule("Arrange a meeting", NEW, "arranged", ("body", "on"), ("starts", "where")),
        "held": Rule("Say who was there", ("arranged",), "held", ("present",), ("apologies",), _held),
        "minuted": Rule("Write the minutes", ("held", "minuted"), "minuted", ("minutes",)),
        "cancelled": Rule("Cancel it", ("arranged",), "cancelled", ("why",)),
        "opened": Rule("It takes place after all", ("cancelled",), "arranged", ("why",)),
        **corrections.of_meetings(_held),
        **_back("arranged", "held", "minuted", "cancelled"),
    },
    Kind.PAPER: {
        "made": Rule("Upload it", NEW, "exempt", ("about_kind", "about", "sort", "title", *BYTES), ("why",)),
        "replaced": Rule("Upload a new version", ("exempt", "public"), "exempt", ("why", *BYTES)),
        "published": Rule("Mark it public", ("exempt",), "public", ("why",)),
        "hidden": Rule("Make it exempt again", ("public",), "exempt", ("why",)),
        "withdrawn": Rule("Withdraw it", ("exempt", "public"), "withdrawn", ("why",)),
        "restored": Rule("Take it back", ("withdrawn",), "exempt", ("why",)),
    },
    Kind.DECISION: {**decisions.RULES, **_back(*(stage.value for stage in Stage))},
    **learnt_rules(OWNER, _words, _back),
    **duty_rules(OWNER, _back),
}

AGREED: Mapping[Kind, str] = {
    Kind.AMBITION: "Its target, baseline and path were agreed. Only a decision, in the place’s files, changes them. "
    "Who answers for it is kept here.",
    Kind.WORKSTREAM: "Its scope and objectives were agreed. Only a decision, in the place’s files, changes them. "
    "Its lead and its reviews are kept here. A run shows them to everybody.",
    Kind.MILESTONE: "The day first agreed stays as it is. Only a decision, in the place’s files, changes it. The day "
    "expected, progress, evidence and owner are kept here. A run shows the days and the evidence to everybody.",
    Kind.ACTION: "The day first agreed stays as it is, and lateness is told by it. All else is kept here.",
    Kind.RISK: "Its target score and appetite were agreed. Only a decision, in the place’s files, changes them. Its "
    "words, score, controls and owner are kept here. A run shows them to everybody, as it does the files’ risks.",
    Kind.ISSUE: "All of it is kept here.",
    Kind.COMMENTARY: "All of it is kept here. Readers see it from the next run on, which freezes it.",
    Kind.DECISION: "Who sits on the body, its quorum, how it counts clear days and who may call in were agreed: the "
    "place’s files have them, and each step keeps those that it was checked by. All else is kept here. What is marked "
    "as not for publication stays on these pages; a run shows everybody the rest from its notice on.",
    Kind.MEETING: "The body’s members and quorum were agreed: the place’s files have them. What happened is kept here. "
    "A decision that is put to a meeting does not move with it: its own page asks for why, and for its new notice.",
    Kind.PAPER: "A paper is exempt until somebody marks it public, and each version anew. No version is ever removed.",
    **AGREED_OF,
    **AGREED_DUTIES,
}
"""Which of file and record holds, as a page prints it."""


def is_to_take_back(what: str, by: str, reader: str) -> bool:
    """Whether ``reader`` may take back the step ``what`` that ``by`` entered.

    A call-in is others' right: who entered it may say that it was a slip; else scrutiny alone ends it.
    """
    return what != Stage.CALLED_IN.value or by == reader


_SLIP = timedelta(days=7)


def is_settled(what: str, on: date, today: date) -> bool:
    """Whether it is too late to take back the step ``what`` of the day ``on`` as a slip.

    A score stands after a week: from then on it falls only with evidence.
    """
    return what == "scored" and today - on > _SLIP


def took_back(before: State | None, was: State | None, said: Mapping[str, Any]) -> tuple[State, str]:
    """The thing as it stood before its last step (``was``), and why that is taken back.

    Raises ``WrongError`` where nothing was done to it, or it was made by that step.
    """
    why = typed_text(str(said.get("why", "")))
    if before is None or was is None:
        raise WrongError({"what": "There is no step here that could be taken back."})
    if not why:
        raise WrongError({"why": "Fill this in."})
    if len(why) > LONGEST:
        raise WrongError({"why": f"Write at most {LONGEST:,} letters."})
    return was, why


def open_to(kind: Kind, before: State) -> dict[str, Rule]:
    """What may be done to a thing as it stands."""
    is_unput = getattr(before, "meeting", None) is None  # there is no meeting that could be another
    return {
        what: rule
        for what, rule in RULES[kind].items()
        if before.state in rule.out_of and not (is_unput and what == MOVED)
    }


NOT_NOW = "This can’t be done as it stands now."


def not_now(kind: Kind, before: State | None, what: str) -> str:
    """That a thing is not where something can be done to it, and what can be; empty where it is."""
    if (before.state if before else "new") in RULES[kind][what].out_of:
        return ""
    if before is None:
        return f"{NOT_NOW} There is no such thing yet."
    ways = [rule.words for name, rule in open_to(kind, before).items() if rule.into and name != TAKEN_BACK]
    stands = before.state.replace("_", " ")
    listed = "”, “".join(ways)
    return f"{NOT_NOW} It is {stands}. What can be done next: " + (f"“{listed}”." if ways else "nothing.")


def change(kind: Kind, before: State | None, what: str, said: Mapping[str, Any], today: date) -> tuple[State, str]:
    """The thing after a change, and why it was made. Raises ``WrongError`` with a sentence a field.

    ``before`` is None for what is new; ``said`` holds the form's words, and fields that nobody filled in as "".
    """
    rule = RULES[kind].get(what) if what != TAKEN_BACK else None
    if rule is None:
        raise WrongError({"what": NOT_NOW})
    if early := not_now(kind, before, what):
        raise WrongError({"what": early})
    own, known = STATES[kind], [name for name in rule.facts if name in said]
    words = {name: typed_text(str(said.get(name, ""))) for name in (*rule.fields, *known)}
    missing = {name: "Fill this in." for name in rule.needs if not words[name]}
    given = {name: words[name] or None for name in words if name in own.model_fields}
    kept = before.model_dump() if before else own().model_dump()
    kept |= own().model_dump(include=set(rule.ends))
    texts = {name: "" for name, field in own.model_fields.items() if field.default == ""}
    filled = {
        name: texts.get(name, own.model_fields[name].default) if one is None else one for name, one in given.items()
    }
    into = {"state": rule.into} if rule.into else {}
    wrong = missing | ({"why": f"Write at most {LONGEST:,} letters."} if len(words.get("why", "")) > LONGEST else {})
    try:
        after = own.model_validate({**kept, **filled, **into, **_dated(kind, what, today)})
    except ValidationError as error:
        raise WrongError(_told(error) | missing) from None
    wrong |= {name: _FAR for name in given if isinstance(day := getattr(after, name), date) and day.year not in YEARS}
    after = after.model_copy(update=entered(before, after, today))
    wrong |= {name: _NO_TEXT for name, text in words.items() if text == NOT_SET}
    wrong |= {name: _SHOWS_NOTHING for name in _PROOFS if words.get(name) and says_nothing(words[name])}
    if rule.check and not wrong:
        wrong = rule.check(before or own(), after, today)
    if isinstance(after, Decision) and not wrong:
        wrong = spilt(after, words, rule.fields)
    if wrong:
        raise WrongError(wrong)
    return after, words.get("why", "")


def _dated(kind: Kind, what: str, today: date) -> dict[str, date]:
    return {"scored_on": today} if kind is Kind.RISK and what in ("made", "scored") else {}


def _told(error: ValidationError) -> dict[str, str]:
    told = {}
    for one in error.errors():
        most = one.get("ctx", {}).get("max_length")
        words = f"Write at most {most:,} letters." if most else one["msg"].removeprefix("Value error, ")
        kinds = {"literal_error": "Choose one of the list.", "int_parsing": "Enter a whole number from 1 to 5."}
        kinds["string_pattern_mismatch"] = "Enter a time of the day, such as 10:00 or 18:30."
        kinds |= dict.fromkeys(("less_than_equal", "greater_than_equal"), "Enter a whole number from 1 to 5.")
        kinds |= dict.fromkeys(("float_parsing", "finite_number"), "Enter a number, such as 2.5 or -2.5.")
        is_pounds = one["loc"][0] == "value"
        told[str(one["loc"][0])] = (
            "Enter pounds, 0 or more, such as 450,000 or 99.50." if is_pounds else kinds.get(one["type"], words)
        )
    return told
