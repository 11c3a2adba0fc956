"""What an administrator does to accounts, each on the trail in the same transaction: who, when, why, before, after.

An account that also holds roles at another place is that place's too: its password, address and closing are not for
the administrators of one alone.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from django.apps import apps
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import Q, QuerySet

from oneplace.web.accounts import links
from oneplace.web.accounts.models import OneTimeLink, RoleGiven, Seat, User
from oneplace.web.accounts.permissions import SERVING
from oneplace.web.accounts.roles import Role
from oneplace.web.audit.models import AuditEvent
from oneplace.web.audit.trail import Because, Event, note

NAME = re.compile(r"[\w.@+-]{2,150}")
OF_ACCOUNTS = (
    Event.ACCOUNT_MADE, Event.PASSWORD_SET, Event.ROLE_GIVEN, Event.ROLE_TAKEN, Event.SEATS_SET, Event.LINK_MADE,
    Event.ACCOUNT_CLOSED, Event.ACCOUNT_OPENED, Event.EMAIL_SET, Event.DIARY_MADE, Event.DIARY_ENDED,
)  # fmt: skip
"""What the trail tells of accounts."""


class RefusedError(ValueError):
    """What can't be done to an account, by the field that it is about ("" for the whole)."""

    def __init__(self, fields: dict[str, str]) -> None:
        super().__init__(" ".join(fields.values()))
        self.fields = fields


@dataclass(frozen=True)
class By:
    """Who does something at which place, and why."""

    name: str
    place: str
    why: str


def known(place: str) -> QuerySet[User]:
    """The accounts that are a place's: they hold a role there, or the trail tells that they once did or were made."""
    told = AuditEvent.objects.filter(place=place, event__in=OF_ACCOUNTS).values("about")
    return User.objects.filter(Q(roles_given__place=place) | Q(username__in=told)).distinct().order_by("username")


def history(place: str, user: User) -> QuerySet[AuditEvent]:
    """What was done to an account at a place, newest first."""
    return AuditEvent.objects.filter(place=place, about=user.username, event__in=OF_ACCOUNTS).order_by("-pk")


def is_elsewhere(user: User, place: str) -> bool:
    """Whether an account holds a role at another place of the same store."""
    return RoleGiven.objects.filter(user=user).exclude(place=place).exists()


@transaction.atomic
def invite(*, name: str, email: str, roles: Iterable[Role], by: By, bodies: Iterable[str] = ()) -> tuple[User, str]:
    """Make an account that has no password yet, with its roles and the ids of the ``bodies`` that it serves.

    Returns it and the token of its one-time link.
    """
    wanted = unicodedata.normalize("NFKC", name.strip())
    wrong = _why_missing(by) | _wrong_address(email)
    if found := wrong_name(wanted):
        wrong["name"] = found
    if wrong:
        raise RefusedError(wrong)
    user = User(username=wanted, email=email.strip())
    user.set_unusable_password()
    user.save()
    _note(Event.ACCOUNT_MADE, user, by, before=None, after=email.strip() or "no e-mail address")
    _set_roles(user, frozenset(roles), by)
    seat(user=user, bodies=bodies, by=by)
    return user, _link(user, by)


def wrong_name(wanted: str) -> str:
    """Why nobody new can be called so, in a sentence; empty where somebody can."""
    if not NAME.fullmatch(wanted):
        return "Write a name of 2 to 150 letters, digits and . @ + - _ without a space."
    if User.objects.filter(username__iexact=wanted).exists():
        return "There is an account of this name already. Take another, or change that one’s roles."
    return ""


def signs_in(name: str, place: str) -> bool:
    """Whether somebody who holds a role at a place signs in by a name."""
    return bool(signing_in([name], place))


def signing_in(names: Iterable[str], place: str) -> set[str]:
    """Those of ``names`` by which somebody who holds a role at a place signs in."""
    held = RoleGiven.objects.filter(user__username__in=set(names), user__is_active=True, place=place)
    return set(held.values_list("user__username", flat=True))


@transaction.atomic
def set_roles(*, user: User, roles: Iterable[Role], by: By) -> None:
    """Give and take roles at the place until the account holds exactly these there."""
    _refuse(_why_missing(by))
    _set_roles(user, frozenset(roles), by)


@transaction.atomic
def set_seats(*, user: User, bodies: Iterable[str], by: By) -> None:
    """Have an account serve exactly these boards and groups (their ids) at the place; asks why."""
    _refuse(_why_missing(by))
    seat(user=user, bodies=bodies, by=by)


@transaction.atomic
def set_email(*, user: User, email: str, by: By) -> None:
    """Write down where links and reminders go; empty for nowhere."""
    _refuse(_why_missing(by) | _wrong_address(email) | _shared(user, by))
    before, user.email = user.email, email.strip()
    user.save(update_fields=["email"])
    _note(Event.EMAIL_SET, user, by, before=before or "none", after=user.email or "none")


@transaction.atomic
def make_link(*, user: User, by: By) -> str:
    """A token of a one-time link to choose a new password by; until it is used, the old password works."""
    _refuse(_why_missing(by) | _shared(user, by) | ({} if user.is_active else {"": "This account is closed."}))
    return _link(user, by)


@transaction.atomic
def close(*, user: User, by: By) -> None:
    """Close an account: every session and link ends at once, and its password is gone. Its roles and history stay."""
    _refuse(_why_missing(by) | _shared(user, by))
    _keep_an_administrator(user, by.place)
    if user.is_active:
        user.is_active = False
        user.set_unusable_password()  # sessions hold a mark of the password: none comes back when it is opened again
        user.save(update_fields=["is_active", "password"])
        OneTimeLink.objects.filter(user=user).delete()
        apps.get_model("diaries", "DiaryAddress")._default_manager.filter(user=user).delete()  # an app above this one
        _note(Event.ACCOUNT_CLOSED, user, by, before="open", after="closed")


@transaction.atomic
def reopen(*, user: User, by: By) -> str:
    """Open a closed account again, with the roles that it had; returns the token by which it gets a password."""
    _refuse(_why_missing(by) | _shared(user, by))
    if not user.is_active:
        user.is_active = True
        user.save(update_fields=["is_active"])
        _note(Event.ACCOUNT_OPENED, user, by, before="closed", after="open")
    return _link(user, by)


def roles_of(user: User, place: str) -> list[Role]:
    """The roles that an account holds at a place, in their own order."""
    held = set(RoleGiven.objects.filter(user=user, place=place).values_list("role", flat=True))
    return [role for role in Role if role.value in held]


def seats_of(user: User, place: str) -> list[str]:
    """The ids of the boards and groups that an account serves at a place."""
    return sorted(Seat.objects.filter(user=user, place=place).values_list("body", flat=True))


def unseated(place: str, bodies: Iterable[str]) -> QuerySet[User]:
    """The open accounts that serve boards and groups by their role at a place, and none of its ``bodies`` (ids).

    They read nothing that is exempt but what is their own.
    """
    serving = RoleGiven.objects.filter(place=place, role__in=[one.value for one in SERVING]).values("user")
    seated = Seat.objects.filter(place=place, body__in=list(bodies)).values("user")
    return User.objects.filter(is_active=True, pk__in=serving).exclude(pk__in=seated).order_by("username")


@transaction.atomic
def seat(*, user: User, bodies: Iterable[str], by: By) -> None:
    """Have an account serve exactly these boards and groups (their ids) at the place."""
    before, wanted = seats_of(user, by.place), sorted(set(bodies))
    if before == wanted:
        return
    Seat.objects.filter(user=user, place=by.place).exclude(body__in=wanted).delete()
    Seat.objects.bulk_create(Seat(user=user, place=by.place, body=one) for one in wanted if one not in before)
    _note(Event.SEATS_SET, user, by, before=", ".join(before) or "none", after=", ".join(wanted) or "none")


def _set_roles(user: User, wanted: frozenset[Role], by: By) -> None:
    if Role.ADMINISTRATOR not in wanted:
        _keep_an_administrator(user, by.place)
    held = roles_of(user, by.place)
    for role in [one for one in Role if one in wanted and one not in held]:
        RoleGiven.objects.create(user=user, role=role.value, place=by.place)
        held = _told(Event.ROLE_GIVEN, role, held, user, by)
    for role in [one for one in held if one not in wanted]:
        RoleGiven.objects.filter(user=user, role=role.value, place=by.place).delete()
        held = _told(Event.ROLE_TAKEN, role, held, user, by)


def _told(event: Event, role: Role, before: list[Role], user: User, by: By) -> list[Role]:
    """Tell the trail of a role that was given or taken; returns the roles as they are since."""
    since = roles_of(user, by.place)
    _note(event, user, by, before=_listed(before), after=_listed(since), detail=role.value)
    return since


def _keep_an_administrator(user: User, place: str) -> None:
    """Refuse to take the last administrator who can sign in. Their rows are held, so that two can't take each other."""
    able = RoleGiven.objects.select_for_update().filter(
        role=Role.ADMINISTRATOR.value, place=place, user__is_active=True
    )
    left = set(able.exclude(user__password__startswith=UNUSABLE_PASSWORD_PREFIX).values_list("user_id", flat=True))
    if left == {user.pk}:
        raise RefusedError(
            {"": "This is the last administrator who can sign in. Make somebody else one first, and have them sign in."}
        )


def _link(user: User, by: By) -> str:
    _note(Event.LINK_MADE, user, by, before=None, after=f"works for {links.DAYS} days, once")
    return links.make(user, by.place)


def _note(event: Event, user: User, by: By, *, before: str | None, after: str | None, detail: str = "") -> None:
    because = Because(by.why, before, after)
    note(event, place=by.place, by=by.name, about=user.username, detail=detail, because=because)


def _refuse(wrong: dict[str, str]) -> None:
    if wrong:
        raise RefusedError(wrong)


def _why_missing(by: By) -> dict[str, str]:
    if not by.why:
        return {"why": "Say why."}
    return {} if len(by.why) <= 2_000 else {"why": "Write at most 2,000 letters."}


def _wrong_address(email: str) -> dict[str, str]:
    try:
        if email.strip():
            validate_email(email.strip())
    except ValidationError:
        return {"email": "Write an e-mail address such as anne@council.example, or leave it empty."}
    return {} if len(email) <= 254 else {"email": "Write at most 254 letters."}


def _shared(user: User, by: By) -> dict[str, str]:
    if not is_elsewhere(user, by.place):
        return {}
    return {"": "This account has roles at another place too, so one place alone can’t do this. Take its roles here."}


def _listed(roles: list[Role]) -> str:
    return ", ".join(role.value for role in roles) or "none"
