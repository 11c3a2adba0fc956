"""Minutes as they are shown, wherever they are: without a line that says what of a decision is not for publication."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from oneplace.delivery.happened import Decision, Entry, Kind, Meeting, State, tells_exempt
from oneplace.web.accounts.permissions import Actor, may_read_exempt
from oneplace.web.delivery import record
from oneplace.web.delivery.exempt import FIELD, maker_of

KEPT_BACK = "Part of what was agreed is not for publication."
"""What stands in the place of lines of the minutes that say what is exempt."""


def kept_from(place_id: str, actor: Actor | None) -> list[Decision]:
    """The decisions of which something is exempt that ``actor`` may not read; None reads nothing of it.

    Each with all that was ever said to be exempt: one that was put right since may stand in minutes as it was.
    """
    return list(_kept_from(place_id, actor))


def _kept_from(place_id: str, actor: Actor | None) -> Iterator[Decision]:
    for entries in record.of_kind(place_id, Kind.DECISION).values():
        one = entries[-1].now()
        if not isinstance(one, Decision) or not one.exempt:
            continue
        if actor is None or not may_read_exempt(actor, one.body, maker_of(entries)).allowed:
            ever = dict.fromkeys(str(each.after.get(FIELD) or "") for each in entries)
            yield one.model_copy(update={FIELD: "\n".join(ever)})


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


def state_seen_by(actor: Actor | None, place_id: str, stands: State | None) -> State | None:
    """A thing as ``actor`` may read it: of a meeting with ``seen_minutes``, anything else as it is."""
    if not isinstance(stands, Meeting) or not stands.minutes:
        return stands
    return stands.model_copy(update={"minutes": seen_minutes(stands.minutes, kept_from(place_id, actor))})


def entries_seen_by(actor: Actor | None, place_id: str, entries: Iterable[Entry]) -> list[Entry]:
    """The entries of a thing as ``actor`` may read them: those of meetings with ``seen_minutes`` before and after."""
    listed = list(entries)
    hidden = kept_from(place_id, actor) if any(one.kind is Kind.MEETING for one in listed) else []
    return [_seen_entry(one, hidden) for one in listed] if hidden else listed


def _seen_entry(one: Entry, hidden: Sequence[Decision]) -> Entry:
    sides = {"before": one.before, "after": one.after}
    told = {
        side: values | {"minutes": seen_minutes(str(values["minutes"]), hidden)}
        for side, values in sides.items()
        if values and values.get("minutes")
    }
    return one.model_copy(update=told)


def _tells(text: str, hidden: Sequence[Decision]) -> bool:
    return any(tells_exempt(text, one) for one in hidden)


def told_in_minutes(said: Mapping[str, str], place_id: str) -> dict[str, str]:
    """That minutes say what is exempt in a decision, put to this meeting or not: they have more readers."""
    minutes = said.get("minutes", "")
    found = [one.text for one in kept_from(place_id, None) if tells_exempt(minutes, one)]
    if not found:
        return {}
    return {
        "minutes": f"They say what is not for publication in “{found[0]}”. Leave that out here: everybody who reads "
        "delivery reads the minutes. Upload it as a paper, which is exempt until it is marked public."
    }
