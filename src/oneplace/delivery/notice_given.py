"""Whether the public was told of a decision in time: by notice, by an exception, or by an agreement that it can't wait.

(SI 2012/2089 regulations 5 to 11, as ``place.short_notice`` has them.)
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from oneplace.days import ClearDays, clear_days, earliest_meeting
from oneplace.delivery.proposal import GeneralException, Private, Proposal, Urgency
from oneplace.place.short_notice import (
    AGENDA_NOTICE,
    EXCEPTION_NOTICE,
    KEY_NOTICE,
    NOT_KEY,
    PRIVATE_AGAIN,
    PRIVATE_NOTICE,
    exception_faults,
    urgency_faults,
)
from oneplace.vocabulary.wording import day_words

WAYS = (
    f"A key decision is noticed {KEY_NOTICE} clear days before. Where that is impracticable, it goes by the general "
    f"exception: scrutiny’s chair is told in writing, and {EXCEPTION_NOTICE} clear days pass after that was published. "
    "Where even that is, scrutiny’s chair agrees that it can’t wait."
)
"""What a key decision that has no notice is told."""
_OF: Mapping[str, str] = {
    "agenda": "agenda",
    "noticed": "notice of the key decision",
    "excepted": "notice of the general exception",
    "private_noticed": "notice that part of it is taken in private",
    "private_again": "second notice that part of it is taken in private",
}


def notice_faults(decision: Proposal) -> list[str]:
    """What of agenda and notice is missing or too short, with the days that there are and how they were counted.

    A key decision goes by the way that was entered: special urgency, the general exception, or notice.
    """
    if decision.meeting is None:
        return []
    faults = [*_urgency(decision.urgent, decision)] if decision.urgent else _short(decision, "agenda", AGENDA_NOTICE)
    faults += _private(decision.private, decision) if decision.private else []
    if not decision.key or (decision.urgent and decision.urgent.is_special):
        return faults
    return [*faults, *_key_notice(decision)]


def _key_notice(decision: Proposal) -> list[str]:
    if decision.exception is None:
        return _short(decision, "noticed", KEY_NOTICE) if decision.noticed else [f"No notice was published. {WAYS}"]
    if not _short(decision, "noticed", KEY_NOTICE) and decision.noticed:
        return []
    return [*_exception(decision.exception, decision), *_short(decision, "excepted", EXCEPTION_NOTICE)]


_PRIVATE = {"private_noticed": PRIVATE_NOTICE, "private_again": PRIVATE_AGAIN}
PRIVATELY = (
    "Part of it is not for publication, and an executive decides. Enter the notice that this part is taken in private "
    f"({PRIVATE_NOTICE} clear days before), and the second ({PRIVATE_AGAIN} before), with what people said of that and "
    "the answer; or who agreed that it can’t wait for them."
)


def _private(one: Private, decision: Proposal) -> list[str]:
    """What of the notices of a private part is missing or too short; nothing where it was agreed that it can't wait."""
    if one.agreed_on:
        late = decision.meeting is not None and one.agreed_on > decision.meeting
        return ["That its private part can’t wait was agreed after its meeting: that is too late."] if late else []
    if one.noticed is None or one.again is None or not one.heard:
        return [PRIVATELY]
    return [fault for name, least in _PRIVATE.items() for fault in _short(decision, name, least)]


def _short(decision: Proposal, name: str, least: int) -> list[str]:
    """That one of the days is too near to the meeting; nothing where it isn't said."""
    is_of_law = name in ("noticed", "private_noticed")
    rule, off = (ClearDays.CALENDAR, ()) if is_of_law else (decision.counting, decision.closed)
    on = counts_from(decision, name)
    if on is None or decision.meeting is None or (days := clear_days(on, decision.meeting, rule, off)) >= least:
        return []
    return [
        f"The {_OF[name]} leaves {days} clear days, counted by {rule.value.replace('_', ' ')}{_since(decision, name)}; "
        f"{least} are asked. A meeting on {day_words(earliest_meeting(on, least, rule, off))} or later has them."
    ]


def counts_from(decision: Proposal, name: str) -> date | None:
    """The day from which one of the days counts: the one that was said, or that of its entry where that alone shows."""
    if name == "excepted":
        said = decision.exception.published if decision.exception else None
    elif name in _PRIVATE:
        said = getattr(decision.private, name.removeprefix("private_"), None)
    else:
        said = getattr(decision, name)
    return decision.late.get(name, said) if said else None


def _since(decision: Proposal, name: str) -> str:
    late = decision.late.get(name)
    return f" from {day_words(late)}, when it was entered: nothing shows an earlier day" if late else ""


def excepted(decision: Proposal, today: date) -> Iterable[str]:
    """What of the general exception is missing, or can't be."""
    one = decision.exception
    if decision.key is not True:
        yield NOT_KEY
    elif one is None:
        yield "Nobody has said why 28 clear days of notice are impracticable, and when scrutiny was told."
    else:
        yield from _exception(one, decision)
        if any(day and day > today for day in (one.told_on, one.published)):
            yield "The day on which scrutiny was told, or that was published, is still to come."


def _exception(one: GeneralException, decision: Proposal) -> Iterable[str]:
    if not (one.reason.strip() and one.told and one.told_on and one.published):
        yield "The general exception needs its reason, who of scrutiny was told, when, and when that was published."
    else:
        yield from exception_faults(decision.key, one.told_on, one.published)


def agreed_urgent(decision: Proposal, today: date) -> Iterable[str]:
    """What of the agreement that it can't wait is missing, or can't be."""
    if decision.urgent is None:
        yield "Nobody has said why it can’t wait, and who agreed."
    else:
        yield from _urgency(decision.urgent, decision)
        if decision.key is False and decision.urgent.is_special:
            yield NOT_KEY
        days = {"agreed": decision.urgent.on, "published": decision.urgent.published}
        for what, day in days.items():
            if day and day > today:
                yield f"The day on which that was {what} is still to come."


def _urgency(urgent: Urgency, decision: Proposal) -> Iterable[str]:
    if not (urgent.reason.strip() and urgent.agreed_by.strip() and urgent.office and urgent.on):
        yield "That it can’t wait needs its reason, who agreed, in which office, and when."
        return
    if urgent.published and urgent.published < urgent.on:
        yield "It was published before it was agreed."
    if decision.agenda and decision.meeting and decision.agenda > decision.meeting:
        yield "Its agenda was published after its meeting."
    yield from urgency_faults(urgent.on, decision.meeting)
