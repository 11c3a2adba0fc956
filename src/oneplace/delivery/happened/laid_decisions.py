"""Decisions of the record as everybody may read them: from their notice on, and never what is not for publication."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from oneplace import place
from oneplace.delivery.happened.days_shown import told_late
from oneplace.delivery.happened.decisions import listed_powers, may_change, proposal, unheld
from oneplace.delivery.happened.entries import Entry, Subject
from oneplace.delivery.happened.rule import WrongError
from oneplace.delivery.happened.rules import TAKEN_BACK
from oneplace.delivery.happened.state import State
from oneplace.delivery.happened.states import Decision
from oneplace.delivery.happened.told_call_in import as_read, called_in_words
from oneplace.delivery.happened.told_corrections import told_corrections
from oneplace.delivery.happened.weighing import weighed
from oneplace.delivery.which_body import RECOMMENDS
from oneplace.place.short_notice import OFFICES
from oneplace.vocabulary.wording import count_words, day_words, origin_told

_UNSEEN = ("draft", "ready", "withdrawn")
_ASKED = ("draft", "ready", "withdrawn", "noticed", "excepted", "agreed_urgent", "on_agenda", "deferred")
_AFTER_CALL_IN = ("in_force", "implemented", "effect_due", "effect_judged")
_CALLED_IN = ("called_in", "upheld", "reconsidered")
_TELLS_CALL_IN = (*_CALLED_IN, *_AFTER_CALL_IN, "withdrawn")
_STANDS = {
    "draft": "It is being drafted.",
    "ready": "Its report is ready, and its notice is not published.",
    "withdrawn": "It was withdrawn.",
    "noticed": "Its notice is published.",
    "excepted": "It goes by the general exception, and the notice of that is published.",
    "agreed_urgent": "It was agreed that it can’t wait.",
    "on_agenda": "It is on an agenda.",
    "deferred": "It was deferred.",
    "taken": "It was taken, and what was decided is not published yet.",
    "published": "What was decided is published, and not in force yet.",
    "call_in_open": "It may still be called in.",
    "called_in": "It was called in, and is not carried out meanwhile.",
    "upheld": "It was called in, and stands.",
    "reconsidered": "It was called in, and thought of again.",
    "in_force": "It is in force.",
    "implemented": "It is carried out.",
    "effect_due": "It is carried out; its effect is due.",
    "effect_judged": "It is carried out, and its effect was looked at.",
}


def _stands(one: Decision, entries: Iterable[Entry]) -> str:
    told = called_in_words(one, entries) if one.state in _TELLS_CALL_IN else []
    if _outcome(one) == "refused":
        return " ".join((*told, "It was refused."))
    if told and one.state in _CALLED_IN:
        return " ".join(told)
    was_called_in = one.called_by and one.state in _AFTER_CALL_IN and not told
    return " ".join((*told, *("It was called in first.",) * bool(was_called_in), _STANDS.get(one.state, "")))


def laid_decisions(
    found: place.Place, now: Mapping[Subject, State], entries: Iterable[Entry]
) -> dict[str, place.Decision]:
    """The decisions that somebody outside may know of, by id. What is exempt is told of, and is not there."""
    listed = list(entries)
    return {
        subject: as_published(found, subject, _as_seen(one, own), own)
        for (kind, subject), one in now.items()
        if isinstance(one, Decision)
        for own in [[entry for entry in listed if entry.of == (kind, subject)]]
        if not is_unseen(one, own)
    }


def is_unseen(one: State, entries: Iterable[Entry] = ()) -> bool:
    """Whether it is a decision that nobody outside may know of: it has no notice yet, or was withdrawn.

    One whose notice was taken back stays to be read, and one that was published before it was withdrawn: what readers
    saw doesn't go without a word.
    """
    if not isinstance(one, Decision) or one.state not in _UNSEEN:
        return False
    return not any(_was_published(entry) or (entry.what == TAKEN_BACK and _was_noticed(entry)) for entry in entries)


def is_taken(one: Decision) -> bool:
    """Whether somebody decided it, whatever became of it since."""
    return one.state not in _ASKED


def _was_noticed(entry: Entry) -> bool:
    return entry.was().state not in _UNSEEN


def _was_published(entry: Entry) -> bool:
    return entry.was().state not in (*_ASKED, "taken")


def _as_seen(one: Decision, entries: Iterable[Entry]) -> Decision:
    """The decision without what it says only since readers saw it last: that is a draft, which nobody has seen.

    What it doesn't say any more isn't told either: it may be why its notice was taken back.
    """
    seen = [entry.was() for entry in entries if _was_noticed(entry)]
    if one.state not in _UNSEEN or not seen:
        return one
    fields = type(one).model_fields
    unseen = {name: field.default for name, field in fields.items() if getattr(one, name) != getattr(seen[-1], name)}
    kept = {"state": one.state, "text": one.text if "text" not in unseen else _REWRITTEN}
    return one.model_copy(update=unseen | kept)


_REWRITTEN = "A decision that is being drafted anew"


def as_published(found: place.Place, subject: str, one: Decision, entries: Iterable[Entry] = ()) -> place.Decision:
    """A decision as everybody may read it, at whatever step it is; ``entries`` are its own, oldest first."""
    listed = list(entries)
    one = as_read(one, listed)
    bodies = {each.id: each.name for each in found.strategy.governance.boards}
    aims = {key: words for listed in found.strategy.aims.values() for key, words in listed.items()}
    taken = one.state not in _ASKED
    said: dict[str, Any] = {
        "id": subject,
        "title": one.text,
        "body": bodies.get(one.body, one.body),
        "on": last.isoformat() if taken and (last := one.again_on or one.meeting) else "not_set",
        "outcome": _outcome(one),
        "summary": _summary(one, listed),
        "reasons": _lines(one.reasons) or "not_set",
        "options": [_option(line) for line in _lines(one.rejected)] or "not_set",
        "key_decision": one.key or None,
        "significant": one.significant,
        **dict(zip(("powers", "legal_power"), listed_powers(found, one.powers), strict=True)),
        "consultation": one.consulted,
        "wards": _lines(one.wards),
        "contacts": _lines(one.contacts),
        "expects": _expected(found, one),
        "weighed": _weighed(one),
        "serves": [aim for aim in _lines(one.serves) if aim in aims],
        "interests": _interests(one),
        "dispensations": _lines(one.dispensed),
        **_sooner(one),
        "private_notice": _in_private(one),
        "confidentiality": _held_back(one),
        "property": one.property_,
        "provenance": origin_told(one.text),
    }
    said |= {name: getattr(one, name) for name in _TOLD}
    said |= {name: _lines(getattr(one, name)) for name in _LISTED}
    said["entered_late"] = [*told_late(one), *read_in(listed)]
    said["corrected"] = told_corrections(
        listed, bodies | aims | {key: one.name for key, one in found.measures.items()}, _UNSEEN
    )
    said["not_held"] = unheld(one, listed[-1].at.date()) if listed else []
    days = {
        "notice_published": one.noticed,
        "agenda_published": one.agenda,
        "meeting": None if taken or one.state == "withdrawn" else one.meeting,
    }
    said |= {name: day.isoformat() for name, day in days.items() if day}
    return place.Decision.model_validate({name: value for name, value in said.items() if value})


_TOLD = (
    "resources", "staff", "climate", "crime_and_disorder", "health", "equality", "privacy", "risk", "policy_framework",
    "report_of", "author", "director", "unmeasured", "unserved",
)  # fmt: skip
_LISTED = ("recommendations", "detail", "legal_other", "appendices", "background", "background_papers")


def _expected(found: place.Place, one: Decision) -> list[dict[str, Any]]:
    """What it is to move; nothing where the place measures that no more."""
    if one.measure not in found.measures or one.change is None:
        return []
    days = {"from": str(one.shows_from), "by": str(one.shows_by)}
    made = origin_told(one.text)
    return [{"measure": one.measure, "change": one.change, **days} | ({"provenance": made} if made else {})]


def _weighed(one: Decision) -> place.Weighed | None:
    """How its options were weighed; nothing where a record of elsewhere holds what no form would have taken."""
    try:
        return weighed(one)
    except WrongError:
        return None


def read_in(entries: Iterable[Entry]) -> list[str]:
    """That steps were read in from a file, which alone says when they were, a sentence for each day on which some were.

    Who read it in is on the trail, and told to whoever signs in.
    """
    days: dict[date, list[Entry]] = {}
    for one in entries:
        if one.imported:
            days.setdefault(one.imported.at.date(), []).append(one)
    return [
        f"{count_words(len(some), 'entry', 'entries')} of its history {'was' if len(some) == 1 else 'were'} read in "
        f"from a file on {day_words(day)}. That file alone says when each was made: from "
        f"{day_words(some[0].at.date())} on."
        for day, some in sorted(days.items())
    ]


def _interests(one: Decision) -> list[str]:
    """Who declared an interest; that nobody did where all were asked and it was taken (SI 2012/2089 regulation 12)."""
    asked = one.interests_asked == "yes" and one.present
    stayed = _lines(one.dispensed)
    declared = [who if who in stayed else f"{who}, who withdrew" for who in _lines(one.interests)]
    return declared or (["Everybody was asked, and nobody declared one."] if asked else [])


def _option(line: str) -> dict[str, str]:
    """``Wait a year: beds would be full again`` as the option and why it was rejected.

    The mark of what is made up, which ends in a colon as well, stays with the option.
    """
    mark, colon, rest = line.partition(": ")
    mark, rest = (mark + colon, rest) if rest and origin_told(mark) else ("", line)
    option, _, because = rest.partition(": ")
    return {"text": mark + option, "rejected_because": because} if because else {"text": line}


def _outcome(one: Decision) -> str | None:
    """What came of it, once that stands: what can still be called in, or was, may be thought of again."""
    if one.state == "withdrawn":
        return "withdrawn"
    return None if one.state in ("taken", *_ASKED) or may_change(one) else one.came or None


def _summary(one: Decision, entries: Iterable[Entry]) -> str:
    asked = one.state in _ASKED and one.state != "withdrawn"
    meeting = f"The meeting is on {day_words(one.meeting)}." if asked and one.meeting else ""
    asks = "It recommends something to the body that decides." if one.matter == RECOMMENDS else ""
    was_told = one.called_on if one.state == "withdrawn" else one.state not in ("taken", *_ASKED)
    outcome = _ended(one.outcome) if was_told else ""
    return " ".join(part for part in (_ended(one.summary), asks, outcome, _stands(one, entries), meeting) if part)


def _held_back(one: Decision) -> str:
    if one.exempt_paragraph is None:
        return ""
    law = f"paragraph {one.exempt_paragraph} of Schedule 12A to the Local Government Act 1972"
    return f"Part of the report is not for publication ({law}). {_ended(one.public_interest)}"


def _sooner(one: Decision) -> dict[str, Any]:
    """By which way it may be decided sooner than 28 clear days after a notice, and why its agenda may be late."""
    stands = proposal(one)
    said: dict[str, Any] = {}
    exception = stands.exception
    if exception and exception.reason and exception.told and exception.told_on and exception.published:
        days = {"told_on": exception.told_on.isoformat(), "published": exception.published.isoformat()}
        said["general_exception"] = {"reason": exception.reason, "told": exception.told, **days}
    urgent = stands.urgent
    is_whole = urgent and urgent.reason and urgent.agreed_by and urgent.office and urgent.on
    if urgent and is_whole and one.key == "yes" and urgent.is_special:
        days = {name: day.isoformat() for name, day in (("on", urgent.on), ("published", urgent.published)) if day}
        agreed = {"agreed_by": urgent.office, "name": urgent.agreed_by}
        said["special_urgency"] = {"reason": urgent.reason, **agreed, **days}
    elif urgent:
        office = f" ({OFFICES[urgent.office].partition(',')[0]})" if urgent.office else ""
        on = f", {day_words(urgent.on)}" if urgent.on else ""
        said["urgent"] = f"{_ended(urgent.reason)} Agreed by {urgent.agreed_by}{office}{on}."
    return said


def _in_private(one: Decision) -> dict[str, str] | None:
    """The notices of its private part, as far as they were given; nothing once nothing of it is exempt."""
    days = {"noticed": one.private_noticed, "again": one.private_again}
    said: dict[str, str] = {name: day.isoformat() for name, day in days.items() if day}
    said |= {name: text for name in ("representations", "response") if (text := getattr(one, name))}
    if one.private_agreed_on:
        office, on = OFFICES[one.private_office].partition(",")[0], day_words(one.private_agreed_on)
        said["urgent"] = f"{_ended(one.private_urgent)} Agreed by {one.private_agreed_by} ({office}), {on}."
    return said if said and one.exempt else None


def _ended(text: str) -> str:
    """What somebody typed as a sentence that another can follow."""
    return text if not text or text.endswith((".", "!", "?")) else f"{text}."


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]
