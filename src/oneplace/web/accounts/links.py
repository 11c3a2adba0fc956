"""One-time links: made by an administrator, used by whoever gets one to choose a password."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta

from django.contrib.auth.password_validation import validate_password
from django.db import transaction
from django.utils import timezone

from oneplace.web.accounts.models import OneTimeLink, User
from oneplace.web.audit.trail import Event, note

DAYS = 3
"""How long a link can be used."""


def hashed(token: str) -> str:
    """What the store keeps of a token, which is long and random: a plain hash is enough."""
    return hashlib.sha256(token.encode()).hexdigest()


def make(user: User, place: str) -> str:
    """A new token for somebody; the one before ends. It is told once and kept nowhere."""
    token = secrets.token_urlsafe(32)
    expires = timezone.now() + timedelta(days=DAYS)
    OneTimeLink.objects.update_or_create(
        user=user, defaults={"sha256": hashed(token), "place": place, "expires": expires}
    )
    return token


def owner_of(token: str) -> User | None:
    """Whose link it is; None for one that never was, was used, has run out, or whose account is closed."""
    found = OneTimeLink.objects.filter(sha256=hashed(token), expires__gt=timezone.now(), user__is_active=True)
    link = found.select_related("user").first()
    return link.user if link else None


@transaction.atomic
def use(token: str, password: str) -> User | None:
    """Choose a password by a link, which is spent by it; None where it works no more.

    Raises Django's ``ValidationError`` for a password that is easily guessed, which spends nothing. Every session of
    the account ends: each holds a mark of the password that it was opened with.
    """
    user = owner_of(token)
    if user is None:
        return None
    validate_password(password, user)
    place = OneTimeLink.objects.get(user=user).place
    if not OneTimeLink.objects.filter(user=user, sha256=hashed(token)).delete()[0]:
        return None  # somebody used it between the two
    user.set_password(password)
    user.save(update_fields=["password"])
    note(Event.PASSWORD_SET, place=place, by=user.username, about=user.username, detail="by a one-time link")
    return user
