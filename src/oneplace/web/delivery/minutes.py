"""What is told of things and minutes, as it is shown and entered: without what is not for publication in a decision."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from oneplace.delivery.happened import (
    Decision,
    Entry,
    Kind,
    State,
    Subject,
    kept_lines_of,
    says_line,
    seen_entry,
    seen_state,
    tells_exempt,
    texts_of,
)
from oneplace.web.accounts.permissions import Actor, may_read_exempt
from oneplace.web.audit.trail import Event, note
from oneplace.web.delivery import record
from oneplace.web.delivery.exempt import FIELD, maker_of

KEPT_BACK = "Part of what was agreed is not for publication."
"""What stands in the place of lines of the minutes that say what is exempt."""


def kept_from(place_id: str, actor: Actor | None) -> list[Decision]:
    """The decisions of which something is exempt that ``actor`` may not read; None reads nothing of it.

    Each with all that was ever said to be exempt: one that was put right since may stand in minutes as it was.
    """
    return [one for _of, one in _exempt(place_id, actor)]


def _exempt(place_id: str, actor: Actor | None = None) -> Iterator[tuple[Subject, Decision]]:
    for subject, entries in record.of_kind(place_id, Kind.DECISION).items():
        one = entries[-1].now()
        if not isinstance(one, Decision) or not one.exempt:
            continue
        if actor is None or not may_read_exempt(actor, one.body, maker_of(entries)).allowed:
            ever = dict.fromkeys(str(each.after.get(FIELD) or "") for each in entries)
            yield (Kind.DECISION, subject), one.model_copy(update={FIELD: "\n".join(ever)})


def seen_minutes(text: str, hidden: Sequence[Decision]) -> str:
    """The minutes with ``KEPT_BACK`` in the place of each run of lines that says what is exempt in ``hidden``."""
    lines = [KEPT_BACK if _tells(line, hidden) else line for line in text.splitlines()]
    while _tells("\n".join(lines), hidden):  # what was wrapped
        first = max(at for at in range(len(lines)) if _tells("\n".join(lines[at:]), hidden))
        last = min(at for at in range(first, len(lines)) if _tells("\n".join(lines[first : at + 1]), hidden))
        if first == last:
            break
        lines[first : last + 1] = [KEPT_BACK]
    return "\n".join(line for at, line in enumerate(lines) if line != KEPT_BACK or lines[at - 1 : at] != [KEPT_BACK])


def state_seen_by(actor: Actor | None, place_id: str, of: Subject, stands: State | None) -> State | None:
    """A thing as ``actor`` may read it: no text of it says what is exempt, a meeting's minutes leave such lines out."""
    hidden = kept_from(place_id, actor) if stands else []
    if stands is None or not hidden:
        return stands
    seen = seen_state(of[0], stands, kept_lines_of(hidden))
    return seen.model_copy(update=_seen_minutes(dict(seen), hidden))


def entries_seen_by(actor: Actor | None, place_id: str, entries: Iterable[Entry]) -> list[Entry]:
    """The entries of a thing as ``actor`` may read them, before and after."""
    listed, hidden = list(entries), kept_from(place_id, actor)
    return [_seen_entry(one, hidden) for one in listed] if hidden else listed


def _seen_entry(one: Entry, hidden: Sequence[Decision]) -> Entry:
    seen = seen_entry(one, kept_lines_of(hidden))
    sides = {"before": seen.before, "after": seen.after}
    return seen.model_copy(update={side: one and one | _seen_minutes(one, hidden) for side, one in sides.items()})


def _seen_minutes(values: Mapping[str, Any], hidden: Sequence[Decision]) -> dict[str, str]:
    minutes = values.get("minutes")
    return {"minutes": seen_minutes(str(minutes), hidden)} if minutes else {}


def _tells(text: str, hidden: Sequence[Decision]) -> bool:
    return any(tells_exempt(text, one) for one in hidden)


def told_elsewhere(said: Mapping[str, str], actor: Actor, of: Subject) -> dict[str, str]:
    """By field, that what is entered says what is exempt in a decision: what the thing ``of`` says has more readers.

    A decision's own words are looked at as they change. Each refusal of what somebody may not read is on the trail.
    """
    free = texts_of(of[0]) | {"why", "minutes"}
    wrong: dict[str, str] = {}
    others = [(other, one) for other, one in _exempt(actor.place) if other != of]
    unread = {other for other, _one in _exempt(actor.place, actor)}
    for name in sorted(free & said.keys()):
        told = [(other, one.text) for other, one in others if _says(name, said[name], one)]
        if told:
            wrong[name] = _refused(name, next((text for other, text in told if other not in unread), ""))
        if told and all(other in unread for other, _text in told):
            note(Event.EXEMPT_REFUSED, place=actor.place, by=actor.name, about=f"{of[0].value} {of[1]}", detail=name)
    return wrong


def _refused(name: str, decision: str) -> str:
    """Which ``decision`` it is, only whoever may read what is exempt in it is told: else it is empty."""
    what = f"not for publication in {f'“{decision}”' if decision else 'a decision'}. Leave that out here:"
    if name != "minutes":
        return f"This says what is {what} others read it."
    return (
        f"They say what is {what} everybody who reads delivery reads the minutes. Upload it as a paper, which is "
        "exempt until it is marked public."
    )


def _says(name: str, text: str, one: Decision) -> bool:
    return tells_exempt(text, one) if name == "minutes" else says_line(text, kept_lines_of([one]))
