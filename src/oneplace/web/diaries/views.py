"""The page of what is somebody's own, and their diary at an address that nobody guesses."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from oneplace.delivery import calendar_feed
from oneplace.delivery.owed import Owed, When, owed
from oneplace.vocabulary.wording import day_words, expected_words
from oneplace.web.accounts.actors import actor, actor_of
from oneplace.web.accounts.guard import needs
from oneplace.web.accounts.models import User
from oneplace.web.accounts.permissions import Action, Actor, Resource
from oneplace.web.accounts.throttle import client_address, mistaken, seconds_to_wait
from oneplace.web.accounts.views import later
from oneplace.web.delivery import record
from oneplace.web.diaries import addresses, whose
from oneplace.web.pages import Link, page
from oneplace.web.snapshot import Snapshot, snapshot

readers = needs(Action.READ, Resource.DELIVERY)
GUESSED = "\0a diary"
"""Under what name wrong addresses are counted: no account can be called so."""
HEADINGS = {When.LATE: "Late", When.SOON: f"Due within {whose.SOON} days", When.LATER: "Later"}


@require_safe
@never_cache
@readers
def mine(request: HttpRequest) -> HttpResponse:
    """What names the reader's account: late, due soon, later."""
    return _mine(request)


@readers
@require_POST
@never_cache
def address(request: HttpRequest) -> HttpResponse:
    """Make the address of the reader's diary, and show it this once; or end it."""
    user, place = _user(request), snapshot().place.place.id
    if request.POST.get("what") == "end":
        addresses.end(user, place)
        return _mine(request)
    token = addresses.make(user, place)
    return _mine(request, request.build_absolute_uri(reverse("diaries:feed", args=[token])))


@login_not_required
@never_cache
@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """Somebody's diary for a program that asks without signing in; not found once it ended, or they may no more."""
    client, shot = client_address(request), snapshot()
    user = addresses.owner_of(token, shot.place.place.id)
    reader = actor(user, shot.place.place.id) if user else None
    if reader is None or not whose.may_be_told(reader):
        # Only what is wrong waits: a program that goes on asking at an ended address keeps none out that sits beside it
        if seconds := seconds_to_wait(GUESSED, client):
            return later(request, 429, seconds)
        mistaken(GUESSED, client)
        raise Http404
    written = calendar_feed.feed(f"{shot.place.place.name}: {reader.name}", _entries(request, shot, reader))
    return HttpResponse(written, content_type="text/calendar; charset=utf-8")


def _entries(request: HttpRequest, shot: Snapshot, reader: Actor) -> list[calendar_feed.Entry]:
    place = shot.place.place.id
    changed = {one.of: one for one in record.entries(place)}
    stamp = datetime.combine(shot.as_of or date(2000, 1, 1), time(), UTC)
    made = []
    for one in whose.of(reader, owed(record.declared(shot), record.now(shot), timezone.localdate())):
        last = next((entry for of, entry in changed.items() if of == (one.kind, one.subject)), None)
        made.append(
            calendar_feed.Entry(
                uid=f"{one.kind}-{one.subject}-owed@{place}",
                start=one.expected,
                title=f"Due: {one.outside}",
                changed=last.at if last else stamp,
                sequence=last.number if last else 0,
                cancelled=not one.is_open,
                text=f"First agreed for {day_words(one.due)}." if one.due != one.expected else "",
                link=request.build_absolute_uri(link_of(one)),
            )
        )
    return made


def link_of(one: Owed) -> str:
    """The page on which something that is owed is done."""
    if one.kind == "decision":
        return reverse("public:decision", args=[one.subject])
    return reverse("delivery:thing", args=[one.kind, one.subject])


def _mine(request: HttpRequest, shown: str = "") -> HttpResponse:
    shot, reader, today = snapshot(), actor_of(request), timezone.localdate()
    own = whose.of(reader, owed(record.declared(shot), record.now(shot), today)) if reader else []
    groups = [
        (
            words,
            [
                (one, link_of(one), _days(one, today))
                for one in own
                if one.is_open and one.stands(today, whose.SOON) is when
            ],
        )
        for when, words in HEADINGS.items()
    ]
    return page(
        request,
        "diaries/mine.jinja",
        title="Yours: due and late",
        crumbs=[Link("Delivery", reverse("delivery:overview"))],
        groups=groups,
        address=shown,
        has_address=addresses.is_made(_user(request), shot.place.place.id),
    )


def _days(one: Owed, today: date) -> str:
    expected = f"; {expected_words(one.expected, today)}" if one.expected != one.due else ""
    return f"Due {day_words(one.due)}{expected}"


def _user(request: HttpRequest) -> User:
    assert isinstance(request.user, User)  # noqa: S101  the guard let them pass
    return request.user
