"""What changes accounts. Each leaves its mark on the trail in the same transaction."""

from __future__ import annotations

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from oneplace.web.accounts.keeping import wrong_name
from oneplace.web.accounts.models import RoleGiven, Seat, User
from oneplace.web.accounts.roles import Role
from oneplace.web.audit.trail import Because, Event, note


@transaction.atomic
def appoint(*, name: str, password: str, role: Role, place: str, by: str) -> User:
    """Make the account if there is none, set its password and give it the role at the place.

    One that was closed is open again.

    Raises Django's ``ValidationError`` for a password that is easily guessed, and for a new name that can't be one.
    """
    wanted = User.normalize_username(name)
    if not User.objects.filter(username=wanted).exists() and (wrong := wrong_name(wanted)):
        raise ValidationError(wrong)
    validate_password(password, User(username=wanted))
    user, made = User.objects.get_or_create(username=wanted)
    if made:
        note(Event.ACCOUNT_MADE, place=place, by=by, about=wanted)
    elif not user.is_active:
        user.is_active = True
        note(Event.ACCOUNT_OPENED, place=place, by=by, about=wanted, because=Because(None, "closed", "open"))
    user.set_password(password)
    user.save()
    note(Event.PASSWORD_SET, place=place, by=by, about=wanted)
    _given, made = RoleGiven.objects.get_or_create(user=user, role=role.value, place=place)
    if made:
        note(Event.ROLE_GIVEN, place=place, by=by, about=wanted, detail=role.value)
    return user


@transaction.atomic
def dismiss(*, name: str, place: str, by: str) -> list[str]:
    """Take away every role that the account holds at the place; returns their codes.

    Roles are asked for with each request, so it ends what somebody may do in sessions that are open. The account stays:
    the trail names it, and it may hold roles at other places.
    """
    held = RoleGiven.objects.filter(user__username=User.normalize_username(name), place=place).order_by("role")
    taken = list(held.values_list("role", flat=True))
    held.delete()
    Seat.objects.filter(user__username=User.normalize_username(name), place=place).delete()
    for role in taken:
        note(Event.ROLE_TAKEN, place=place, by=by, about=User.normalize_username(name), detail=role)
    return taken
