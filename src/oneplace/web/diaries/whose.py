"""Whose is what: the things that are owed, by the accounts that they are told to."""

from __future__ import annotations

from collections.abc import Iterable

from oneplace.delivery.owed import CLERKS, Owed
from oneplace.web.accounts.permissions import Action, Actor, Resource, may
from oneplace.web.accounts.roles import Role

SOON = 14
"""Days ahead that are called soon where nothing else is said."""


def of(actor: Actor, things: Iterable[Owed]) -> list[Owed]:
    """What an account owes: what names it, and what clerks owe where it is one."""
    is_clerk = Role.CLERK in actor.roles
    return [one for one in things if one.account == actor.name or (is_clerk and one.account == CLERKS)]


def may_be_told(actor: Actor | None) -> bool:
    """Whether an account may read what it owes: a role can be taken from an owner."""
    return may(actor, Action.READ, Resource.DELIVERY).allowed
