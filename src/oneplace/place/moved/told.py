"""A change in a line: old beside new, each with what held where the files left it out; of a list what came and went."""

from __future__ import annotations

from datetime import date
from textwrap import shorten

from oneplace.place.moved.diff import Change
from oneplace.place.moved.flat import Fields, Leaf, Said, words
from oneplace.place.moved.in_lists import unsaid
from oneplace.place.moved.titles import field_words
from oneplace.place.strategy.decisions import Decision

NOT_SAID = "not set"
TAKEN, ADDED = "taken out", "added"


def come_and_gone(old: str | None, new: str | None) -> bool:
    """Whether two values of a list are what was taken out of it and what was added; else it is in another order."""
    return old is None or new is None or set(old.split("; ")) != set(new.split("; "))


def is_apart(change: Change) -> bool:
    """Whether a change is of a list, and says what was taken out of it and what was added."""
    sides = [one for one in (change.old, change.new) if one is not None]
    texts = [words(one) if isinstance(one, list) and isinstance(one[0], str) else None for one in sides]
    return bool(texts) and None not in texts and (len(texts) == 1 or come_and_gone(*texts))


def sides(change: Change, then: Said, now: Said) -> tuple[str, str]:
    """Old and new of a change between two times of saying it, each with what held where the files left it out.

    Empty where that was nothing. Of a list they are what was taken out and what was added: `led` says so.
    """
    if is_apart(change):
        taken, added = ("" if one is None else words(one) for one in (change.old, change.new))
        return taken, added
    return _held(change, change.old, then), _held(change, change.new, now)


def led(change: Change, old: str, new: str) -> tuple[str, str]:
    """The two sides, those of a list led in by what became of it: ``added: E06000018``."""
    if not is_apart(change):
        return old, new
    return old and f"{TAKEN}: {old}", new and f"{ADDED}: {new}"


def change_told(change: Change, then: Said, now: Said, longest: int | None = None) -> str:
    """What one field says otherwise: ``target was 6, is 7``; ``areas, added: E06000018``.

    Each side has at most ``longest`` characters; all of them where that is left out.
    """
    told = (side.removesuffix(".") for side in sides(change, then, now))
    old, new = led(change, *(shorten(side, longest or len(side) + 1, placeholder=" …") for side in told))
    field = field_words(change.field)
    if is_apart(change):
        return f"{field}, {', '.join(filter(None, (old, new)))}"
    return f"{field} was {old or NOT_SAID}, is {new or NOT_SAID}"


def _held(change: Change, value: Leaf | None, side: Said) -> str:
    return (unsaid(side, change.part, change.field) or "") if value is None else words(value)


def as_decision(key: str, fields: Fields) -> Decision:
    """As much of a decision as tells whether and when it was taken."""
    told = {name: fields[name] for name in ("on", "on_text", "outcome") if name in fields}
    return Decision.model_validate({"id": key, "title": key, **told})


def why_not_taken(key: str, fields: Fields, day: date) -> str:
    """Why a decision doesn't count as taken by a day, in words; empty of one that does."""
    one = as_decision(key, fields)
    if one.is_taken(day):
        return ""
    if one.is_asked(day):
        return "asked for"
    return "its day can’t be read" if one.is_day_unreadable() else f"{one.outcome}".replace("_", " ")
