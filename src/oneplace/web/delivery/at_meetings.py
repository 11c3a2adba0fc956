"""What the page of a meeting says besides what was entered: what is put to it, and whether enough were there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from oneplace.delivery import which_body
from oneplace.delivery.happened import Decision, Entry, Kind, Meeting, State, Subject, not_taken_back, open_to
from oneplace.place import Decision as OnFile
from oneplace.place import Period, Place
from oneplace.vocabulary.wording import day_words, list_words
from oneplace.web.delivery.presenter import Line, line

_UNPUT = ("draft", "ready", "withdrawn", "deferred")


def attendance(found: Place, one: State) -> list[tuple[str, str]]:
    """Whether those who were at a meeting are enough by the files' list of members; nothing of what was not held."""
    body = next((each for each in found.strategy.governance.boards if each.id == getattr(one, "body", "")), None)
    if not isinstance(one, Meeting) or not one.present or body is None or not (body.quorum and body.members):
        return []
    there = frozenset(name.strip() for name in one.present.splitlines() if name.strip())
    held = which_body.Meeting(body.quorum, frozenset(body.members), there)
    told = f"{len(held.counted)} of {len(body.members)} members were there; {body.quorum} must be"
    others = f". Not on the list of members: {list_words(sorted(there - held.members))}" if there - held.members else ""
    return [("Quorum", told + ("" if held.is_quorate else ", so nothing could be decided") + others)]


def put_to(now: Mapping[Subject, State], one: Meeting) -> dict[Subject, Decision]:
    """The decisions of the record that are put to a meeting: those of its body that name its day."""
    return {of: each for of, each in now.items() if isinstance(each, Decision) and _is_put(each, one)}


def left(decisions: Iterable[Sequence[Entry]], one: Meeting) -> dict[Subject, list[Entry]]:
    """The decisions on a meeting's agenda that were deferred or withdrawn and aren't put to it again.

    Each with its entries up to that one; ``decisions`` are those of each, oldest first.
    """
    found = {}
    for entries in decisions:
        held = not_taken_back(entries)
        at = max((at for at, each in enumerate(held) if _leaves(each, one)), default=None)
        if at is not None and not any(_is_put(each.now(), one) for each in held[at:]):
            found[held[at].of] = held[: at + 1]
    return found


def _leaves(entry: Entry, one: Meeting) -> bool:
    was = entry.was()
    return entry.what in ("deferred", "withdrawn") and was.state not in _UNPUT and _is_put(was, one)


def _is_put(each: State, one: Meeting) -> bool:
    """A decision that is sent back by scrutiny is put to the meeting that decides it again, too."""
    if not isinstance(each, Decision) or each.body != one.body or one.on is None:
        return False
    return one.on in (each.meeting, each.again_on) and each.state not in _UNPUT


def gone(now: Mapping[Subject, State], entries: Sequence[Entry]) -> dict[tuple[str, date | None], Meeting]:
    """A meeting as it stood once, by body and day on which none stands any more: it was moved, or is cancelled."""
    stood = [one for each in not_taken_back(entries) if isinstance(one := each.now(), Meeting)]
    found = {_where(one): one for one in stood if one.state != "cancelled"}
    return {where: one for where, one in found.items() if not any(_stands(each, where) for each in now.values())}


def behind(found: Place, now: Mapping[Subject, State], entries: Sequence[Entry]) -> dict[Subject, str]:
    """The decisions that name a day on which a meeting, of these ``entries``, stands no more: each told so.

    None follows by itself: a decision goes to another meeting with why, and with a notice that says so.
    """
    days = gone(now, entries)
    meeting = entries[-1].now() if days else None
    return {
        of: _behind(found, one, meeting)
        for of, one in now.items()
        if isinstance(one, Decision)
        and isinstance(meeting, Meeting)
        and (one.body, one.meeting) in days
        and one.state not in ("withdrawn", "deferred")
    }


def _behind(found: Place, one: Decision, meeting: Meeting) -> str:
    day = day_words(one.meeting or date.min)
    names = found.strategy.governance.bodies
    moved = "is cancelled" if meeting.state == "cancelled" else f"was moved to {day_words(meeting.on or date.min)}"
    if meeting.state != "cancelled" and meeting.body != one.body:
        moved = f"is one of {names.get(meeting.body, meeting.body)} now"
    ways = open_to(Kind.DECISION, one)
    way = next((ways[what].words for what in _WAYS if what in ways), "")
    told = f"The meeting of {day} {moved}. This decision is still put to {day}, and its days are counted to that."
    return f"{told} To put it to another meeting: “{way}”." if way else told


_WAYS = ("moved", "deferred", "corrected_meeting")
"""How a decision leaves the meeting that it is put to, by how far it is."""


def _where(one: Meeting) -> tuple[str, date | None]:
    return one.body, one.on


def _stands(one: State, where: tuple[str, date | None]) -> bool:
    return isinstance(one, Meeting) and one.state != "cancelled" and _where(one) == where


def from_files(found: Place, one: Meeting) -> list[OnFile]:
    """The decisions of the place's files that are put to a meeting, or were: those name its body and its very day."""
    called = {one.body, found.strategy.governance.bodies.get(one.body, one.body)}
    listed = [each for each in found.decisions.values() if each.body in called and each.outcome != "withdrawn"]
    days = [(each.on if isinstance(each.on, Period) else each.meeting, each) for each in listed]
    return [each for when, each in days if when and (when.start, when.last_day) == (one.on, one.on)]


def agenda(found: Place, now: Mapping[Subject, State], one: Meeting, gone: Iterable[Subject] = ()) -> list[Line]:
    """The decisions of the record that are put to a meeting, or were (``gone``), as a list has them."""
    listed = put_to(now, one) | {of: now[of] for of in gone}
    return [line(found, of, each, "", date.min) for of, each in listed.items()]
