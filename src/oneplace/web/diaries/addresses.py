"""Addresses of diaries: made and ended by whoever they belong to, each told once."""

from __future__ import annotations

import secrets

from django.db import transaction

from oneplace.web.accounts.links import hashed
from oneplace.web.accounts.models import User
from oneplace.web.audit.trail import Event, note
from oneplace.web.diaries.models import DiaryAddress


@transaction.atomic
def make(user: User, place: str) -> str:
    """The token of a new address; the one before ends."""
    token = secrets.token_urlsafe(32)
    DiaryAddress.objects.update_or_create(user=user, place=place, defaults={"sha256": hashed(token)})
    note(Event.DIARY_MADE, place=place, by=user.username, about=user.username)
    return token


@transaction.atomic
def end(user: User, place: str) -> None:
    """End somebody's address: diaries that ask there find nothing any more."""
    if DiaryAddress.objects.filter(user=user, place=place).delete()[0]:
        note(Event.DIARY_ENDED, place=place, by=user.username, about=user.username)


def is_made(user: User, place: str) -> bool:
    """Whether somebody has an address."""
    return DiaryAddress.objects.filter(user=user, place=place).exists()


def owner_of(token: str, place: str) -> User | None:
    """Whose address it is at a place; None for one that never was, has ended, or whose account is closed."""
    found = DiaryAddress.objects.filter(sha256=hashed(token), place=place, user__is_active=True)
    held = found.select_related("user").first()
    return held.user if held else None
