"""What was entered wrongly, put right by another entry: who, when, why, before and after; nothing is written over.

A correction changes facts and no state. One that can't be true where the thing stands is refused. One that shows that a
rule wasn't kept is taken: what doesn't hold any more is then told (``decision_path.unheld``).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from oneplace.delivery.decision_path import Stage
from oneplace.delivery.happened import called_in
from oneplace.delivery.happened.rule import Rule
from oneplace.delivery.happened.states import Decision, Meeting

Check = Callable[[Any, Any, date], dict[str, str]]
_Names = tuple[str, ...]
_S = Stage
_ENDED = (_S.WITHDRAWN,)
_SET_ASIDE = (*_ENDED, _S.DEFERRED)
_HAPPENED = ("noticed", "scrutiny_told_on", "excepted", "urgent_on", "urgent_published", "published")
"""Days of what has happened once it is said."""
_PAST = "This can’t be of a day to come, as it stands."
CORRECTED = "corrected_"
"""What the codes of corrections begin with."""


def _since(first: Stage, less: tuple[Stage, ...] = _ENDED) -> tuple[str, ...]:
    """The states from the one on in which something is said first."""
    way = list(Stage)
    return tuple(one.value for one in way[way.index(first) :] if one not in less)


def _right(check: Check, *names: str) -> Check:
    """The check of a correction of some facts: that it changes one, and whatever else it must be."""

    def checked(before: Any, after: Any, today: date) -> dict[str, str]:
        if all(getattr(before, name) == getattr(after, name) for name in names):
            return {names[0]: "It stands so already. Enter what is right."}
        return check(before, after, today)

    return checked


def _rule(words: str, out_of: _Names, needs: _Names, may: _Names, check: Check) -> Rule:
    return Rule(words, out_of, None, (*needs, "why"), may, _right(check, *needs, *may))


def _days(_before: Decision, after: Decision, today: date) -> dict[str, str]:
    """Days that can't be as the decision stands: what has happened is of no day to come, nor out of its order."""
    past = [name for name in _HAPPENED if (day := getattr(after, name)) and day > today]
    if after.state in _since(_S.TAKEN, _SET_ASIDE) and after.meeting and after.meeting > today:
        past.append("meeting")
    wrong = dict.fromkeys(past, _PAST)
    if after.published and after.meeting and after.published < after.meeting:
        wrong.setdefault("published", "A decision can’t be published before its meeting.")
        wrong.setdefault("meeting", "The meeting can’t be after the publication of what it decided.")
    return wrong


def of_decisions(
    report: _Names,
    exception: _Names,
    urgent: _Names,
    *,
    facts: _Names,
    taken: Check,
    whole: Check,
    weighing: tuple[_Names, Check],
) -> Mapping[str, Rule]:
    """The corrections of decisions: of its ``report``, ``exception``, why it is ``urgent``, the ``facts`` of its body.

    ``taken`` checks who took part, ``whole`` the report; ``weighing`` are the texts by which its options were weighed,
    and their check.
    """
    agenda, published = _since(_S.ON_AGENDA), _since(_S.PUBLISHED, _SET_ASIDE)
    told = tuple(name for name in report if name not in ("text", "after"))
    return {
        f"{CORRECTED}words": replace(
            _rule("Correct what is decided, and by whom", _since(_S.DRAFT), ("text", "body"), ("after",), _nothing),
            facts=facts,
        ),
        f"{CORRECTED}report": _rule("Correct its report", _since(_S.READY), (), told, whole),
        f"{CORRECTED}weighing": _rule(
            "Correct how its options were weighed", _since(_S.TAKEN, _SET_ASIDE), weighing[0], (), weighing[1]
        ),
        f"{CORRECTED}notice": _rule(
            "Correct its notice", _since(_S.NOTICED), ("noticed",), ("noticed_shown",), _days
        ),
        f"{CORRECTED}meeting": _rule("Correct its meeting", _since(_S.NOTICED), ("meeting",), (), _days),
        f"{CORRECTED}agenda": _rule("Correct its agenda", agenda, ("agenda",), ("agenda_shown",), _days),
        f"{CORRECTED}exception": _rule(
            "Correct its general exception", _since(_S.EXCEPTED), exception, ("excepted_shown",), _days
        ),
        f"{CORRECTED}urgency": _rule(
            "Correct why it couldn’t wait", _since(_S.AGREED_URGENT), urgent, ("urgent_published",), _days
        ),
        f"{CORRECTED}taking": _rule(
            "Correct who took part and what was decided",
            _since(_S.TAKEN, _SET_ASIDE),
            ("present", "came", "outcome"),
            ("interests", "dispensed"),
            taken,
        ),
        f"{CORRECTED}publication": _rule(
            "Correct its publication", published, ("published",), ("published_shown",), _days
        ),
        f"{CORRECTED}call_in": _rule(
            "Correct its call-in", _since(_S.CALLED_IN), called_in.CALLED, (*called_in.SCRUTINY, *called_in.AGAIN),
            called_in.out_of_order,
        ),
        f"{CORRECTED}end": _rule(
            "Correct what shows that it was carried out", _since(_S.IMPLEMENTED), ("evidence",), ("verdict",), _nothing
        ),
    }  # fmt: skip


def of_meetings(held: Check) -> Mapping[str, Rule]:
    """The corrections of meetings; ``held`` checks the day of one that was held."""

    def day(before: Meeting, after: Meeting, today: date) -> dict[str, str]:
        return held(before, after, today) if after.state != "arranged" else {}

    was_held = ("held", "minuted")
    return {
        f"{CORRECTED}day": _rule(
            "Correct its board, day or place", ("arranged", *was_held), ("body", "on"), ("starts", "where"), day
        ),
        f"{CORRECTED}taking": _rule("Correct who was there", was_held, ("present",), ("apologies",), _nothing),
    }


def _nothing(_before: Any, _after: Any, _today: date) -> dict[str, str]:
    return {}
