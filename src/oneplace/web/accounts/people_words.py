"""What an administrator's pages print: the fields of their forms, an account in a line, and its history in words."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest
from django.utils import timezone

from oneplace.vocabulary.typed_text import typed_text
from oneplace.vocabulary.wording import day_words
from oneplace.web.accounts.keeping import RefusedError, roles_of, seats_of, unseated
from oneplace.web.accounts.models import OneTimeLink, User
from oneplace.web.accounts.roles import WORDS, Role
from oneplace.web.audit.models import AuditEvent
from oneplace.web.audit.trail import Event
from oneplace.web.fields import Field
from oneplace.web.snapshot import snapshot

NAME = Field("name", "Name to sign in with", "Letters, digits and . @ + - _ without a space. It stays for good")
EMAIL = Field(
    "email",
    "E-mail address (optional)",
    "Links and reminders go there where this site can send e-mail. Only administrators see it",
    "email",
)
ROLES = Field(
    "roles",
    "Roles",
    "",
    "checks",
    tuple((role.value, f"{WORDS[role].title}: {WORDS[role].description}") for role in Role),
)
BODIES = "bodies"
UNSEATED = "Serves no board or group yet, so reads nothing that is not for publication but their own"


def bodies() -> dict[str, str]:
    """The boards and groups of the place that is served by id, each with its name."""
    return snapshot().place.strategy.governance.bodies


def bodies_field() -> Field:
    """Which boards and groups somebody serves."""
    hint = "As a member or its clerk: they read what is not for publication there. Nobody else does"
    return Field(BODIES, "Boards and groups that they serve", hint, "checks", tuple(bodies().items()))


DONE = {
    Event.ACCOUNT_MADE: "Account made",
    Event.PASSWORD_SET: "Password chosen",
    Event.ROLE_GIVEN: "Role given",
    Event.ROLE_TAKEN: "Role taken",
    Event.SEATS_SET: "Boards and groups changed",
    Event.LINK_MADE: "One-time link made",
    Event.ACCOUNT_CLOSED: "Account closed",
    Event.ACCOUNT_OPENED: "Account opened again",
    Event.EMAIL_SET: "E-mail address changed",
    Event.DIARY_MADE: "Address of a diary made",
    Event.DIARY_ENDED: "Address of a diary ended",
}


@dataclass(frozen=True)
class Line:
    """An account in a list."""

    key: int
    name: str
    email: str
    roles: str
    bodies: str
    tag: str
    colour: str
    is_open: bool
    since: str
    lacks: str
    """What an administrator has yet to say of it; empty for nothing."""


@dataclass(frozen=True)
class Told:
    """Something that was done to an account, in words."""

    what: str
    by: str
    at: str
    why: str
    changed: str


def line(user: User, place: str) -> Line:
    """An account as it stands."""
    titles = ", ".join(str(WORDS[role].title) for role in roles_of(user, place))
    tag, colour = _tag(user)
    since = f"last signed in on {day_words(user.last_login.date())}" if user.last_login else "never signed in"
    called = bodies()
    seats = "; ".join(called.get(one, one) for one in seats_of(user, place))
    lacks = UNSEATED if unseated(place, called).filter(pk=user.pk).exists() else ""
    return Line(
        user.pk, user.username, user.email, titles or "No role here", seats, tag, colour, user.is_active, since, lacks
    )


def told(event: AuditEvent) -> Told:
    """A row of the trail in words."""
    changed = event.detail if event.after is None else event.after
    changed = f"{changed} (before: {event.before or 'none'})" if event.before is not None else changed
    at = f"{day_words(event.at.date())}, {event.at:%H:%M} UTC"
    return Told(DONE[Event(event.event)], event.by, at, event.why or "", changed)


def roles_in(request: HttpRequest) -> list[Role]:
    """The roles that a form asks for. Raises ``RefusedError`` for one that there is not: nobody gets less unasked."""
    asked = set(request.POST.getlist("roles"))
    if strange := sorted(asked - {role.value for role in Role}):
        raise RefusedError({"roles": f"There is no role “{typed_text(strange[0])[:40]}”. Choose from the list."})
    return [role for role in Role if role.value in asked]


def bodies_in(request: HttpRequest) -> list[str]:
    """The boards and groups that a form asks for. Raises ``RefusedError`` for one that there is not."""
    asked = set(request.POST.getlist(BODIES))
    if strange := sorted(asked - {*bodies()}):
        told = f"There is no board or group “{typed_text(strange[0])[:40]}”. Choose from the list."
        raise RefusedError({BODIES: told})
    return sorted(asked)


def _tag(user: User) -> tuple[str, str]:
    if not user.is_active:
        return "Closed", "grey"
    if user.has_usable_password():
        return "Open", "green"
    link = OneTimeLink.objects.filter(user=user).first()
    if link is None:
        return "No password", "red"
    return ("Invited", "yellow") if link.expires > timezone.now() else ("Link ran out", "red")
