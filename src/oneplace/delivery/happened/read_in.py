"""What no store could have made: entries that are refused as a file is read in, though each follows the rules."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path

from oneplace.delivery.happened.entries import Entry, Subject, in_order, newest, not_taken_back
from oneplace.delivery.happened.rules import TAKEN_BACK, is_to_take_back
from oneplace.problems import OneplaceError
from oneplace.vocabulary.typed_text import is_seen

LINE, CLOCK = "Mend the line, or export again.", "Mend the line, or put the clock of this machine right."


def impossible(held: Iterable[Entry], new: Iterable[Entry], now: datetime) -> Iterator[tuple[Entry, str, str]]:
    """The new entries that nobody can have made so at the moment ``now``: each with why, and how to mend it."""
    before = list(held)
    last = newest(before)
    own: dict[Subject, list[Entry]] = {}
    for one in before:
        own.setdefault(one.of, []).append(one)
    for one in in_order(new):
        earlier, steps = last.get(one.of), own.setdefault(one.of, [])
        if one.at > now:
            yield one, f"is of {one.at:%Y-%m-%d %H:%M}, which is still to come", CLOCK
        if earlier and one.at < earlier.at:
            was = f"{earlier.at:%Y-%m-%d %H:%M}"
            yield one, f"is of {one.at:%Y-%m-%d %H:%M}, before the entry that it follows ({was})", LINE
        if unseen := _unseen(one):
            yield one, f"holds signs in {unseen} that nobody sees and that hide what a text says", LINE
        taken_back = not_taken_back(steps)[-1:] if one.what == TAKEN_BACK else []
        if taken_back and not is_to_take_back(taken_back[0].what, taken_back[0].by, one.by):
            yield one, "takes back a call-in that somebody else entered", LINE
        steps.append(one)
        last[one.of] = one


def refuse_impossible(path: Path, held: Iterable[Entry], new: Iterable[Entry], now: datetime) -> None:
    """Refuse an entry of a file, of those that come after ``held``, that nobody can have made so by ``now``."""
    for entry, why, mend in impossible(held, new, now):
        raise OneplaceError.at(path, f"{entry.kind} {entry.subject}, entry {entry.number}, {why}.", mend)


def _unseen(one: Entry) -> str:
    """The first part of an entry that holds a sign that nobody sees; empty where none does."""
    texts = {"by": one.by, "why": one.why} | one.after
    return next((name for name, value in texts.items() if isinstance(value, str) and not is_seen(value)), "")
