"""The days from which a decision's notice, agenda and call-in are counted: those that can be shown.

A day that was entered after itself can be shown by an address at which anybody sees that it was so, which everybody
then reads; else it counts only from the day on which it was entered. Both days are told.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from oneplace.delivery.happened.state import State
from oneplace.delivery.happened.states import Decision
from oneplace.vocabulary.wording import day_words

CLOCKS: Mapping[str, str] = {
    "noticed": "Its notice",
    "excepted": "The notice of its general exception",
    "private_noticed": "The notice of its private part",
    "private_again": "The second notice of its private part",
    "agenda": "Its agenda",
    "published": "Its publication",
}
"""The days from which something is counted, and what each is of."""
STAMPS = frozenset({"scored_on", *(f"{name}_entered" for name in CLOCKS)})
"""What no form asks for: the day on which something was said."""


_ADDRESS = re.compile(r"https?://[^\s/.]+(\.[^\s/.]+)+\S*", re.IGNORECASE)


def can_be_looked_up(shown: str) -> bool:
    """Whether what is named for a day has an address: what somebody merely says can be checked by nobody."""
    return _ADDRESS.search(shown) is not None


def entered(before: State | None, after: State, today: date) -> dict[str, date]:
    """The stamps of the days that are said now: a day that was said before keeps the day on which it was first said.

    One that is corrected to an earlier day keeps the day from which the record has shown it: somebody said by then that
    it had been.
    """
    if not isinstance(after, Decision):
        return {}
    was = before if isinstance(before, Decision) else Decision()
    said = [name for name in CLOCKS if getattr(after, name) and getattr(after, name) != getattr(was, name)]
    return {f"{name}_entered": _stamp(was, after, name, today) for name in said}


def known_since(one: Decision, name: str) -> date | None:
    """The day from which the record itself shows one of the days; None where it isn't said, or nobody knows since when.

    What was said ahead of its day is shown from that day on.
    """
    said, stamp = getattr(one, name), getattr(one, f"{name}_entered")
    return max(said, stamp) if said and stamp else None


def _stamp(was: Decision, after: Decision, name: str, today: date) -> date:
    shown = known_since(was, name)
    is_corrected_back = was.state == after.state and shown is not None and getattr(after, name) < getattr(was, name)
    return min(shown, today) if is_corrected_back and shown else today


def counted_late(one: Decision) -> dict[str, date]:
    """Of the days that were entered after themselves and that nothing shows, the day of entry: they count from it."""
    return {name: stamp for name, stamp in _late(one).items() if not can_be_looked_up(getattr(one, f"{name}_shown"))}


def told_late(one: Decision) -> tuple[str, ...]:
    """Each day that was entered after itself, with both days and from which one it counts, in a sentence."""
    return tuple(_told(one, name, stamp) for name, stamp in _late(one).items())


def _late(one: Decision) -> dict[str, date]:
    stamps = {name: (getattr(one, name), getattr(one, f"{name}_entered")) for name in CLOCKS}
    return {name: stamp for name, (said, stamp) in stamps.items() if said and stamp and stamp > said}


def _told(one: Decision, name: str, stamp: date) -> str:
    shown = getattr(one, f"{name}_shown").rstrip(".")
    days = f"{CLOCKS[name]} is said to be of {day_words(getattr(one, name))}, and was entered on {day_words(stamp)}."
    if can_be_looked_up(shown):
        return f"{days} What is named for the earlier day, for whoever wants to check it: {shown}."
    merely = f"Of the earlier day it only says “{shown}”, which nobody can look up"
    because = merely if shown else "Nothing shows the earlier day"
    return f"{days} {because}, so days are counted from {day_words(stamp)}."
