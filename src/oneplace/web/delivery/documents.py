"""The documents of a decision and of a meeting as they stand at this moment, for those who prepare them: Word and PDF.

A run's pack holds those of decisions, for everybody, from their notice on.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePath

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from oneplace.delivery.happened import Decision, Kind, Meeting, State, as_published, is_taken
from oneplace.pack import decision_file, sitting_file
from oneplace.vocabulary.wording import day_words
from oneplace.web.accounts.actors import actor_of
from oneplace.web.accounts.guard import needs
from oneplace.web.accounts.permissions import Action, Resource, may_read_exempt
from oneplace.web.accounts.permissions import Decision as Decided
from oneplace.web.audit.trail import Event, note
from oneplace.web.delivery import record
from oneplace.web.delivery.exempt import reads
from oneplace.web.delivery.minutes import entries_seen_by
from oneplace.web.delivery.sittings import sitting
from oneplace.web.files import TYPES
from oneplace.web.snapshot import snapshot

IN_FULL = "report-in-full"
"""The report with what is not for publication in it."""
_NAMES = {
    "report": "Report",
    "notice": "Notice",
    "private-notice": "Notice of a private meeting",
    "why-not-key": "Report to the council: why it was no key decision",
    IN_FULL: "Report in full: not for publication",
}
AGENDA_IN_FULL = "agenda-in-full"
"""The agenda with what is not for publication in it."""
_OF_MEETINGS = {"agenda": "Agenda", "minutes": "Minutes", AGENDA_IN_FULL: "Agenda in full: not for publication"}
_HELD = ("held", "minuted")
SUFFIXES = ((".docx", "Word"), (".pdf", "PDF"))


@dataclass(frozen=True)
class Made:
    """A document that is written when it is asked for."""

    words: str
    href: str


def documents(subject: str, stands: State, whole: Decided) -> list[Made]:
    """The documents of a decision or a meeting, that in full where ``whole`` allows it; none of anything else."""
    if isinstance(stands, Decision):
        left = _left(stands) | (set() if whole.allowed else {IN_FULL})
        named = {stem: words for stem, words in _NAMES.items() if stem not in left}
        return _made("delivery:document", subject, named)
    if isinstance(stands, Meeting) and stands.state != "cancelled":
        left = {AGENDA_IN_FULL} - ({AGENDA_IN_FULL} if whole.allowed else set())
        left |= set() if stands.state in _HELD else {"minutes"}
        named = {stem: words for stem, words in _OF_MEETINGS.items() if stem not in left}
        return _made("delivery:meeting_document", subject, named)
    return []


def _left(one: Decision) -> set[str]:
    """The documents of which there is nothing to say: of what is exempt, and of why it was no key decision."""
    left = set() if one.exempt else {"private-notice", IN_FULL}
    return left | (set() if one.key == "no" and is_taken(one) else {"why-not-key"})


def _made(page: str, subject: str, named: Mapping[str, str]) -> list[Made]:
    return [
        Made(f"{words} ({told})", reverse(page, args=[subject, f"{stem}{suffix}"]))
        for stem, words in named.items()
        for suffix, told in SUFFIXES
    ]


@require_safe
@never_cache
@needs(Action.READ, Resource.DELIVERY)
def document(request: HttpRequest, subject: str, name: str) -> HttpResponse:
    """One document of a decision, saved and never shown in the site; one in full leaves its mark on the trail."""
    shot, asked, actor = snapshot(), PurePath(name), actor_of(request)
    stands = record.now(shot).get((Kind.DECISION, subject))
    whole = asked.stem == IN_FULL
    if not isinstance(stands, Decision) or asked.stem not in _NAMES or asked.suffix not in dict(SUFFIXES):
        raise Http404
    if asked.stem in _left(stands):
        raise Http404
    place_id = shot.place.place.id
    entries = record.history(place_id, (Kind.DECISION, subject))
    decided = reads(actor, stands, entries)
    if whole and not decided.allowed:
        raise PermissionDenied(decided.because)
    told = as_published(record.declared(shot), subject, stands, entries_seen_by(None, place_id, entries))
    if whole and actor:
        told = told.model_copy(update={"confidentiality": f"{told.confidentiality} {stands.exempt}"})
        note(Event.PAPER_SENT, place=place_id, by=actor.name, about=f"decision {subject}", detail=name)
    made = f"{'report' if whole else asked.stem}{asked.suffix}"
    now = timezone.now().replace(microsecond=0)
    content = decision_file(shot, told, made, now.isoformat(), _as_it_stands(stands), *(_WHOLE if whole else ()))
    return saved(content, f"{subject}-{name}")


@require_safe
@never_cache
@needs(Action.READ, Resource.DELIVERY)
def meeting_document(request: HttpRequest, subject: str, name: str) -> HttpResponse:
    """One document of a meeting, saved; the agenda in full leaves its mark on the trail."""
    shot, asked, actor = snapshot(), PurePath(name), actor_of(request)
    stands = record.now(shot).get((Kind.MEETING, subject))
    if not isinstance(stands, Meeting) or asked.stem not in _OF_MEETINGS or asked.suffix not in dict(SUFFIXES):
        raise Http404
    if stands.state == "cancelled" or (asked.stem == "minutes" and stands.state not in _HELD):
        raise Http404
    in_full = asked.stem == AGENDA_IN_FULL
    if in_full and actor:
        decided = may_read_exempt(actor, stands.body, "")
        if not decided.allowed:
            raise PermissionDenied(decided.because)
        note(Event.PAPER_SENT, place=shot.place.place.id, by=actor.name, about=f"meeting {subject}", detail=name)
    told = sitting(shot, subject, stands, in_full=in_full)
    made = f"{'agenda' if in_full else asked.stem}{asked.suffix}"
    now = timezone.now().replace(microsecond=0)
    content = sitting_file(shot, told, made, now.isoformat(), _so_far(stands, made), *(_WHOLE if in_full else ()))
    return saved(content, f"{subject}-{name}")


def saved(content: bytes, name: str) -> HttpResponse:
    """A document that the browser saves by its name."""
    response = HttpResponse(content, content_type=TYPES[PurePath(name).suffix])
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return response


def _so_far(one: Meeting, name: str) -> str:
    is_draft = name.startswith("minutes") and one.state == "held"
    state = "Draft minutes, before they were entered" if is_draft else "As it stands"
    return f"{state}: written from what was entered by {day_words(timezone.localdate())}."


_WHOLE = ("This holds what is not for publication.",)
_DRAFT: Mapping[str, str] = {"draft": "A draft", "ready": "Ready, and not published yet"}


def _as_it_stands(one: Decision) -> str:
    state = _DRAFT.get(one.state, "As it stands")
    return f"{state}: written from what was entered by {day_words(timezone.localdate())}."
