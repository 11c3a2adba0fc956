"""What of a decision is not for publication, kept out of everything else: whatever is laid over a place, and its pages.

A whole line of it is looked for, of twelve letters or more: less than that is part of what anybody may write.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from oneplace.delivery.happened.entries import Entry, Subject, newest
from oneplace.delivery.happened.exempt_lines import plain_lines, says_line
from oneplace.delivery.happened.state import State
from oneplace.delivery.happened.states import STATES, Decision, Kind

NOT_SHOWN = "Not shown: it says what is not for publication."
"""What stands in the place of such a text."""
_NAMES = frozenset({
    "about", "account", "after", "asked_by", "body", "by_org", "caused_by", "decision", "follows", "measure",
    "next_org", "objective", "org", "serves", "workstream",
    "closed", "dispensed", "form", "interests", "members", "present", "sha256", "starts", "state", "stored",
})  # fmt: skip
"""What names things and people, or is no free text: a place is judged by these."""
_READ_APART = frozenset({"exempt", "minutes"})
"""What has readers of its own, and minutes, which lose single lines."""


def texts_of(kind: Kind) -> frozenset[str]:
    """The fields of a kind of thing in which anybody may write freely."""
    fields = STATES[kind].model_fields.items()
    return frozenset(name for name, field in fields if field.annotation is str) - _NAMES - _READ_APART


def kept_lines(entries: Iterable[Entry]) -> tuple[str, ...]:
    """Each line that is not for publication in a decision of the record, or was before it was put right."""
    listed = [one for one in entries if one.kind is Kind.DECISION]
    still = {of for of, one in newest(listed).items() if one.after.get("exempt")}
    ever = dict.fromkeys(str(one.after.get("exempt") or "") for one in listed if one.of in still)
    return plain_lines("\n".join(ever))


def kept_lines_of(hidden: Iterable[Decision]) -> tuple[str, ...]:
    """Each line that is not for publication in some decisions."""
    return plain_lines("\n".join(one.exempt for one in hidden))


def seen_texts(kind: Kind, values: Mapping[str, Any], lines: tuple[str, ...]) -> dict[str, Any]:
    """The fields of a thing, with ``NOT_SHOWN`` for each text that says one of ``lines``."""
    free = texts_of(kind)
    told = {name for name in free & values.keys() if says_line(str(values[name]), lines)}
    return {**values, **dict.fromkeys(told, NOT_SHOWN)}


def seen_state(kind: Kind, one: State, lines: tuple[str, ...]) -> State:
    """A thing as it is shown to somebody who may not read ``lines``."""
    return one.model_copy(update=seen_texts(kind, dict(one), lines)) if lines else one


def seen_entry(one: Entry, lines: tuple[str, ...]) -> Entry:
    """An entry as it is shown to somebody who may not read ``lines``, with why it was made."""
    if not lines:
        return one
    sides = {"before": one.before and seen_texts(one.kind, one.before, lines)}
    sides["after"] = seen_texts(one.kind, one.after, lines)
    return one.model_copy(update=sides | {"why": NOT_SHOWN if says_line(one.why, lines) else one.why})


def for_everybody(entries: Iterable[Entry]) -> list[Entry]:
    """The entries of a whole record without the texts that say what is not for publication in a decision of it."""
    listed = list(entries)
    lines = kept_lines(listed)
    return [seen_entry(one, lines) for one in listed] if lines else listed


def also_in(now: Mapping[Subject, State], lines: tuple[str, ...], but: Subject) -> list[Subject]:
    """The other things that say one of ``lines`` as they stand: not shown there, and still to be put right."""
    told = ((of, one) for of, one in now.items() if of != but)
    return [of for of, one in told if any(says_line(str(dict(one)[name]), lines) for name in texts_of(of[0]))]
