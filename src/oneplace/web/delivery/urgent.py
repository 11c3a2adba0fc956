"""The report on urgent decisions: its page, which asks for a period, and the same as a document."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import PurePath

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from oneplace.delivery.happened import Decision, as_published, is_taken
from oneplace.pack import urgent_file
from oneplace.report.urgent import NONE, UrgentDecision, urgent_decisions
from oneplace.vocabulary.wording import day_words
from oneplace.vocabulary.written_days import written_day
from oneplace.web.accounts.guard import needs
from oneplace.web.accounts.permissions import Action, Resource
from oneplace.web.delivery import record
from oneplace.web.delivery.documents import SUFFIXES, saved
from oneplace.web.pages import Link, page
from oneplace.web.snapshot import Snapshot, snapshot

_STEM = "urgent-decisions"


@dataclass(frozen=True)
class _Asked:
    """The period that is asked for, as it was typed, and what is wrong with it by the field."""

    first: date | None
    last: date | None
    typed: Mapping[str, str]
    wrong: Mapping[str, str]


@require_safe
@never_cache
@needs(Action.READ, Resource.DELIVERY)
def urgent(request: HttpRequest) -> HttpResponse:
    """The urgent decisions of a period; of the last year where none is asked for."""
    shot, asked = snapshot(), _asked(request)
    listed = _decisions(shot, asked.first, asked.last) if asked.first and asked.last else []
    of = f"?{urlencode(asked.typed)}"
    made = [
        Link(words, f"{reverse('delivery:urgent_document', args=[f'{_STEM}{end}'])}{of}") for end, words in SUFFIXES
    ]
    return page(
        request,
        "delivery/urgent.jinja",
        title="Urgent decisions",
        crumbs=[Link("Delivery", reverse("delivery:overview"))],
        asked=asked,
        listed=listed,
        nothing=NONE,
        documents=[] if asked.wrong else made,
    )


@require_safe
@never_cache
@needs(Action.READ, Resource.DELIVERY)
def urgent_document(request: HttpRequest, name: str) -> HttpResponse:
    """The report as a document, saved."""
    asked, named = _asked(request), PurePath(name)
    if named.stem != _STEM or named.suffix not in dict(SUFFIXES) or not (asked.first and asked.last):
        raise Http404
    shot, now = snapshot(), timezone.now().replace(microsecond=0)
    period = f"{day_words(asked.first)} to {day_words(asked.last)}"
    content = urgent_file(shot, _decisions(shot, asked.first, asked.last), period, name, now.isoformat())
    return saved(content, name)


def _decisions(shot: Snapshot, first: date, last: date) -> list[UrgentDecision]:
    """Of the place's files and of the record, as everybody may read them."""
    found, entries = record.declared(shot), record.told(shot.place.place.id)
    recorded = [
        as_published(found, subject, one, [entry for entry in entries if entry.of == (kind, subject)])
        for (kind, subject), one in record.now(shot).items()
        if isinstance(one, Decision) and is_taken(one)
    ]
    return urgent_decisions(found, [*found.decisions.values(), *recorded], first, last)


def _asked(request: HttpRequest) -> _Asked:
    today = timezone.localdate()
    default = {"from": day_words(today - timedelta(days=364)), "to": day_words(today)}
    typed = {name: request.GET.get(name, "").strip() or day for name, day in default.items()}
    days, wrong = dict[str, date](), dict[str, str]()
    for name, text in typed.items():
        try:
            days[name] = written_day(text)
        except ValueError as error:
            wrong[name] = str(error)
    if len(days) == len(typed) and days["to"] < days["from"]:
        wrong["to"] = "This must not be before the first day."
    return _Asked(None if wrong else days["from"], None if wrong else days["to"], typed, wrong)
