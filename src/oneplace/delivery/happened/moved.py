"""A decision that is put to another meeting than it was: never unsaid, and what was given notice of begins anew."""

from __future__ import annotations

from datetime import date

from oneplace.delivery.decision_path import Stage
from oneplace.delivery.happened.rule import Rule
from oneplace.delivery.happened.states import Decision
from oneplace.vocabulary.wording import day_words


def _moved(before: Decision, after: Decision, today: date) -> dict[str, str]:
    """It goes to another meeting than it was put to, and its notice says so for all its clear days."""
    if before.meeting is None:
        return {"meeting": "It is put to no meeting yet: its notice or its agenda says to which."}
    if after.meeting == before.meeting:
        return {"meeting": "It is put to that meeting already."}
    if bool(before.noticed) is not bool(after.noticed):
        told = "Enter when its notice was published." if before.noticed else "It has no notice yet. Leave this empty."
        return {"noticed": told}
    if before.noticed and after.noticed and after.meeting:
        if after.noticed > today:
            return {"noticed": "That day is still to come."}
        if after.meeting < before.meeting and after.noticed <= before.noticed:
            return {"noticed": _LATER}
    return {}


_LATER = "Everybody read of a later meeting. Enter when the notice with this one was published: days count from then."
MOVED = "moved"
MOVE = Rule(
    "Move its meeting", ("draft", "ready", "noticed"), None, ("meeting", "why"), ("noticed", "noticed_shown"), _moved
)
"""How its meeting is moved; from later on it is deferred, as what was agreed or laid out was for that meeting."""


def to_another(before: Decision, after: Decision) -> dict[str, str]:
    """That a step would put it to another meeting than it is put to: nobody would read why.

    One that was deferred before deferring ended its meeting still holds that, with its agenda.
    """
    is_deferred = before.state == Stage.DEFERRED.value and before.agenda
    if before.meeting is None or after.meeting in (None, before.meeting) or is_deferred:
        return {}
    way = MOVE.words if before.state in MOVE.out_of else "It is deferred"
    return {"meeting": f"It is put to the meeting of {day_words(before.meeting)}. “{way}” first: that asks for why."}


def told_move(was: Decision, now: Decision, on: date, why: str) -> str:
    """That its meeting was moved, and ``why`` where that may be read, as everybody reads it."""
    days = " to ".join(day_words(one.meeting) for one in (was, now) if one.meeting)
    because = f" Why: {why.rstrip('.')}." if why else ""
    notice = (
        f" Its notice with the new day is of {day_words(now.noticed)}."
        if now.noticed and now.noticed != was.noticed
        else ""
    )
    private = " The notices of its private part were for the first day." if was.private_noticed else ""
    return f"On {day_words(on)} its meeting was moved from {days}.{because}{notice}{private}"
