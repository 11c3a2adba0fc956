"""Decisions of the record as everybody may read them: from their notice on, and never what is not for publication."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from oneplace import place
from oneplace.delivery.happened.days_shown import told_late
from oneplace.delivery.happened.entries import Subject
from oneplace.delivery.happened.states import Decision, State
from oneplace.vocabulary.wording import day_words, origin_told

_UNSEEN = ("draft", "ready", "withdrawn")
_ASKED = ("noticed", "on_agenda", "deferred")
_STANDS = {
    "noticed": "Its notice is published.",
    "on_agenda": "It is on an agenda.",
    "deferred": "It was deferred.",
    "taken": "It was taken, and what was decided is not published yet.",
    "call_in_open": "It may still be called in.",
    "called_in": "It was called in, and is not carried out meanwhile.",
    "upheld": "It was called in, and stands.",
    "reconsidered": "It was called in, and thought of again.",
    "in_force": "It is in force.",
    "implemented": "It is carried out.",
    "effect_due": "It is carried out; its effect is due.",
    "effect_judged": "Its effect is judged.",
}


def laid_decisions(found: place.Place, now: Mapping[Subject, State]) -> dict[str, place.Decision]:
    """The decisions that somebody outside may know of, by id. What is exempt is told of, and is not there."""
    return {
        subject: _decision(found, subject, one)
        for (_kind, subject), one in now.items()
        if isinstance(one, Decision) and not is_unseen(one)
    }


def is_unseen(one: State) -> bool:
    """Whether it is a decision that nobody outside may know of: it has no notice yet, or was withdrawn."""
    return isinstance(one, Decision) and one.state in _UNSEEN


def _decision(found: place.Place, subject: str, one: Decision) -> place.Decision:
    bodies = {each.id: each.name for each in found.strategy.governance.boards}
    taken = one.state not in _ASKED
    said: dict[str, Any] = {
        "id": subject,
        "title": one.text,
        "body": bodies.get(one.body, one.body),
        "on": one.meeting.isoformat() if taken and one.meeting else "not_set",
        "summary": _summary(one),
        "reasons": _lines(one.reasons) or "not_set",
        "options": [{"text": line} for line in _lines(one.rejected)] or "not_set",
        "key_decision": one.key or None,
        "significant": one.significant if one.key == "yes" else None,
        "legal_power": _lines(one.powers),
        "consultation": one.consulted,
        "interests": _lines(one.interests),
        "dispensations": _lines(one.dispensed),
        "urgent": one.urgent_reason and f"{_ended(one.urgent_reason)} {_agreed(one)}",
        "confidentiality": _held_back(one),
        "property": one.property_,
        "provenance": origin_told(one.text),
    }
    said |= {name: getattr(one, name) for name in _BOXES}
    said["entered_late"] = list(told_late(one))
    days = {"notice_published": one.noticed, "agenda_published": one.agenda}
    said |= {name: day.isoformat() for name, day in days.items() if day}
    return place.Decision.model_validate({name: value for name, value in said.items() if value})


_BOXES = ("resources", "staff", "climate", "crime_and_disorder", "health", "equality", "privacy")


def _summary(one: Decision) -> str:
    meeting = f"The meeting is on {day_words(one.meeting)}." if one.meeting and one.state in _ASKED else ""
    outcome = "" if one.state == "taken" else _ended(one.outcome)
    return " ".join(part for part in (outcome, _STANDS.get(one.state, ""), meeting) if part)


def _held_back(one: Decision) -> str:
    if one.exempt_paragraph is None:
        return ""
    law = f"paragraph {one.exempt_paragraph} of Schedule 12A to the Local Government Act 1972"
    return f"Part of the report is not for publication ({law}). {_ended(one.public_interest)}"


def _agreed(one: Decision) -> str:
    on = f", {day_words(one.urgent_on)}" if one.urgent_on else ""
    return f"Agreed by {one.urgent_agreed_by}{on}."


def _ended(text: str) -> str:
    """What somebody typed as a sentence that another can follow."""
    return text if not text or text.endswith((".", "!", "?")) else f"{text}."


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]
