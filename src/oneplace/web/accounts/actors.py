"""Who a request comes from, as the place that is served knows them."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from oneplace.web.accounts.permissions import Actor
from oneplace.web.accounts.roles import Role
from oneplace.web.snapshot import snapshot

CODES = frozenset(role.value for role in Role)


def actor_of(request: HttpRequest) -> Actor | None:
    """The signed-in reader with the roles that they hold at the place which is served; None for a visitor."""
    user = getattr(request, "user", None)
    return actor(user, snapshot().place.place.id) if user is not None else None


def actor(user: Any, place: str) -> Actor | None:
    """An account (a ``User``, or Django's anonymous one) at a place; None if it can't act."""
    if not (user.is_authenticated and user.is_active):
        return None
    known: dict[str, Actor] = user.__dict__.setdefault(
        "_actors", {}
    )  # a page asks several times: guard, menu, its own content
    if place not in known:
        held = set(user.roles_given.filter(place=place).values_list("role", flat=True))
        bodies = frozenset(user.seats.filter(place=place).values_list("body", flat=True))
        known[place] = Actor(user.username, place, frozenset(Role(code) for code in held & CODES), bodies)
    return known[place]
