"""The actions that are to narrow a gap, and since when they say so: what a run judges them by."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from oneplace.delivery.happened.aims import aim_words
from oneplace.delivery.happened.entries import Entry, Subject, not_taken_back
from oneplace.delivery.happened.state import State
from oneplace.delivery.happened.states import Action, Kind
from oneplace.place import Place


@dataclass(frozen=True)
class Aimed:
    """An action that is to narrow a gap: what it says, and since when it says so."""

    id: str
    action: Action
    said_on: date

    @property
    def since(self) -> date:
        """The first day from which it could show: no value from before it was said is of its doing."""
        return max(self.said_on, self.action.shows_from or self.said_on)


def aimed_actions(found: Place, now: Mapping[Subject, State], entries: Iterable[Entry]) -> list[Aimed]:
    """The actions whose aim can be told and that nobody dropped, as things stand ``now`` after ``entries``.

    Said again is said anew: what an action should do counts from the day on which it was last said.
    """
    said = {
        one.subject: one.at.date() for one in not_taken_back(entries) if (one.kind, one.what) == (Kind.ACTION, "aimed")
    }
    known = {key: now[Kind.ACTION, key] for key in said if (Kind.ACTION, key) in now}
    return [
        Aimed(key, one, said[key])
        for key, one in known.items()
        if isinstance(one, Action) and one.state != "dropped" and aim_words(found, one)
    ]
