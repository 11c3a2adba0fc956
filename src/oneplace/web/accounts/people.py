"""The pages of an administrator: who has an account, what they may do, and everything that was done to it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from oneplace.vocabulary.typed_text import typed_text
from oneplace.web import mail
from oneplace.web.accounts import keeping, links
from oneplace.web.accounts.actors import actor_of
from oneplace.web.accounts.guard import needs
from oneplace.web.accounts.keeping import By, RefusedError
from oneplace.web.accounts.models import User
from oneplace.web.accounts.people_words import (
    BODIES,
    EMAIL,
    NAME,
    ROLES,
    bodies_field,
    bodies_in,
    line,
    roles_in,
    told,
)
from oneplace.web.accounts.permissions import Action, Resource
from oneplace.web.fields import WHY, Field, Form, filled, form_page
from oneplace.web.pages import Link, page
from oneplace.web.snapshot import snapshot

administrators = needs(Action.MANAGE, Resource.ACCOUNTS)


@dataclass(frozen=True)
class Act:
    """Something that may be done to an account: its form, and what does it (it gives a token where it makes a link)."""

    words: str
    button: str
    fields: tuple[Field, ...]
    does: Callable[[User, HttpRequest, By], str | None]
    before: str = ""
    when_open: bool = True


ACTS: Mapping[str, Act] = {
    "roles": Act(
        "Give and take roles",
        "Save the roles",
        (ROLES, WHY),
        lambda user, request, by: keeping.set_roles(user=user, roles=roles_in(request), by=by),
        "They hold from the next click on, also where the person is signed in.",
    ),
    "bodies": Act(
        "Say which boards and groups they serve",
        "Save the boards and groups",
        (Field(BODIES, ""), WHY),
        lambda user, request, by: keeping.set_seats(user=user, bodies=bodies_in(request), by=by),
        "It holds from the next click on. It counts for board members and clerks alone: give the role too.",
    ),
    "email": Act(
        "Change the e-mail address",
        "Save the address",
        (EMAIL, WHY),
        lambda user, request, by: keeping.set_email(user=user, email=request.POST.get("email", ""), by=by),
    ),
    "link": Act(
        "Have them choose a new password",
        "Make the link",
        (WHY,),
        lambda user, _request, by: keeping.make_link(user=user, by=by),
        "The old password works until the new one is chosen. If somebody else may know it, close the account instead.",
    ),
    "close": Act(
        "Close the account",
        "Close the account",
        (WHY,),
        lambda user, _request, by: keeping.close(user=user, by=by),
        "They are signed out at once, everywhere. Their name stays on everything that they did. What they own in "
        "delivery keeps it too, and nobody is told of it: delivery’s first page lists it, for a lead to name another.",
    ),
    "reopen": Act(
        "Open the account again",
        "Open it and make a link",
        (WHY,),
        lambda user, _request, by: keeping.reopen(user=user, by=by),
        "It has the roles that it had, and no password until they choose one.",
        when_open=False,
    ),
}


@require_safe
@never_cache
@administrators
def people(request: HttpRequest) -> HttpResponse:
    """Everybody who has an account here."""
    place = snapshot().place.place.id
    listed = [line(user, place) for user in keeping.known(place)]
    return page(
        request,
        "accounts/people.jinja",
        title="People",
        mails=mail.is_set(),
        open=[one for one in listed if one.is_open],
        closed=[one for one in listed if not one.is_open],
    )


@require_safe
@never_cache
@administrators
def person(request: HttpRequest, key: int) -> HttpResponse:
    """One account: what it may do, what can be done to it, and everything that was."""
    user, place = _user(key), snapshot().place.place.id
    return page(
        request,
        "accounts/person.jinja",
        title=user.username,
        crumbs=[_home()],
        person=line(user, place),
        elsewhere=keeping.is_elsewhere(user, place),
        acts={what: act.words for what, act in ACTS.items() if act.when_open is user.is_active},
        history=[told(one) for one in keeping.history(place, user)],
    )


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@administrators
def invite(request: HttpRequest) -> HttpResponse:
    """Make an account with its roles, and a link by which its owner chooses a password."""
    fields = (NAME, EMAIL, ROLES, bodies_field(), WHY)
    form = Form("Invite somebody", fields, "Invite them")
    if request.method != "POST":
        return form_page(request, form, [_home()])
    try:
        user, token = keeping.invite(
            name=request.POST.get("name", ""),
            email=request.POST.get("email", ""),
            roles=roles_in(request),
            bodies=bodies_in(request),
            by=_by(request),
        )
    except RefusedError as error:
        return _again(request, form, error.fields, [_home()])
    return _handed(request, user, token)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@administrators
def act(request: HttpRequest, key: int, what: str) -> HttpResponse:
    """The form of one thing that may be done to an account, and doing it."""
    user, place, asked = _user(key), snapshot().place.place.id, ACTS.get(what)
    if asked is None:
        raise Http404
    here = [_home(), Link(user.username, reverse("accounts:person", args=[key]))]
    newest = keeping.history(place, user).values_list("pk", flat=True).first() or 0
    before = (asked.before,) if asked.before else ()
    fields = tuple(bodies_field() if one.name == BODIES else one for one in asked.fields)
    form = Form(asked.words, fields, asked.button, before=before, seen=str(newest), caption=user.username)
    if request.method != "POST":
        held = {"roles": [role.value for role in keeping.roles_of(user, place)], "email": [user.email]}
        held[BODIES] = keeping.seats_of(user, place)
        return form_page(request, Form(**{**vars(form), "fields": filled(fields, held)}), here)
    if request.POST.get("seen") != str(newest):
        stale = "Somebody changed this account meanwhile. Look at its page, then send this again."
        return _again(request, form, {"": stale}, here, 409)
    try:
        with transaction.atomic():
            token = asked.does(user, request, _by(request))
    except RefusedError as error:
        return _again(request, form, error.fields, here)
    return redirect("accounts:person", key) if token is None else _handed(request, user, token)


def _handed(request: HttpRequest, user: User, token: str) -> HttpResponse:
    """Send the link where that can be done, else show it this once."""
    place, address = snapshot().place.place, request.build_absolute_uri(reverse("accounts:link", args=[token]))
    text = (
        f"{user.username}, choose a password for {place.name} here:\n\n{address}\n\n"
        f"The link works once, for {links.DAYS} days. If you did not expect this, leave it: nothing happens.\n"
    )
    is_sent = bool(user.email) and mail.is_set() and mail.send(user.email, f"Your account at {place.name}", text)
    return page(
        request,
        "accounts/handed.jinja",
        title="The link was sent" if is_sent else "Hand this link over",
        crumbs=[_home(), Link(user.username, reverse("accounts:person", args=[user.pk]))],
        key=user.pk,
        name=user.username,
        email=user.email,
        address="" if is_sent else address,
        failed=bool(user.email) and mail.is_set() and not is_sent,
        days=links.DAYS,
    )


def _again(
    request: HttpRequest, form: Form, wrong: Mapping[str, str], crumbs: list[Link], status: int = 400
) -> HttpResponse:
    values = {name: request.POST.getlist(name) for name in request.POST}
    told = Form(**{**vars(form), "fields": filled(form.fields, values, wrong), "general": wrong.get("", "")})
    return form_page(request, told, crumbs, status)


def _user(key: int) -> User:
    return get_object_or_404(keeping.known(snapshot().place.place.id), pk=key)


def _by(request: HttpRequest) -> By:
    actor = actor_of(request)
    assert actor is not None  # noqa: S101  the guard let them pass
    return By(actor.name, actor.place, typed_text(request.POST.get("why", "")))


def _home() -> Link:
    return Link("People", reverse("accounts:people"))
