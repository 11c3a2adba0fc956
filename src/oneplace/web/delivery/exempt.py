"""What is not for publication in a decision, kept from whoever may not read it: page, history and forms."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from oneplace.delivery.happened import STATES, Decision, Entry, Rule, State, WrongError
from oneplace.web.accounts.permissions import Actor, may_read_exempt
from oneplace.web.accounts.permissions import Decision as Decided
from oneplace.web.delivery.choices import NAMING

FIELD = "exempt"
HIDDEN = "Something, which is not shown to you."
IN_HISTORY = "What was written is not shown to you: some of it is, or was, not for publication."
UNMADE = Decided(True, "Nothing of it is kept from those who read these pages.")
"""Of what is not there yet, or holds nothing that is exempt."""


def maker_of(entries: Sequence[Entry]) -> str:
    """The account that made a thing; empty where nobody did here: a file that was read in may name anybody."""
    first = entries[0] if entries and entries[0].what == "made" else None
    return first.by if first and first.imported is None else ""


def reads(actor: Actor | None, stands: State | None, entries: Sequence[Entry]) -> Decided:
    """Whether somebody may read all of a thing; ``entries`` are its own. Of what holds nothing exempt everybody may."""
    if not isinstance(stands, Decision) or not _holds(stands, entries):
        return UNMADE
    return may_read_exempt(actor, stands.body, maker_of(entries))


def seen(stands: State, decided: Decided) -> State:
    """A thing as it is shown."""
    if decided.allowed or not getattr(stands, FIELD, ""):
        return stands
    return stands.model_copy(update={FIELD: HIDDEN})


def seen_history(entries: Iterable[Entry], decided: Decided) -> list[Entry]:
    """The entries as they are shown: texts are left out for whoever may not read all of them."""
    return list(entries) if decided.allowed else [_without_texts(one) for one in entries]


def asked(rule: Rule, stands: State | None, decided: Decided) -> Rule:
    """A rule as its form asks it: whoever may not read what is exempt leaves it as it is."""
    if decided.allowed or not getattr(stands, FIELD, ""):
        return rule
    needs, may = (tuple(name for name in some if name != FIELD) for some in (rule.needs, rule.may))
    return replace(rule, needs=needs, may=may)


def unasked(rule: Rule, stands: State | None, body: str, decided: Decided) -> dict[str, str]:
    """What the form of ``asked`` didn't ask for. Refuses another body: that would let others read what is exempt."""
    if decided.allowed:
        return {}
    if body and body != getattr(stands, "body", ""):
        raise WrongError({"body": f"Something of it is not for publication. {decided.because}"})
    return {FIELD: getattr(stands, FIELD)} if FIELD in rule.fields else {}


def _holds(stands: Decision, entries: Iterable[Entry]) -> bool:
    """Whether something of it is exempt, or was: what was taken out of another text then stands in its history."""
    return bool(stands.exempt) or any((one.before or {}).get(FIELD) or one.after.get(FIELD) for one in entries)


def _without_texts(one: Entry) -> Entry:
    fields = STATES[one.kind].model_fields.items()
    texts = {name for name, field in fields if field.annotation is str and name not in NAMING}
    after = {name: value for name, value in one.after.items() if name not in texts}
    return one.model_copy(update={"after": after})
