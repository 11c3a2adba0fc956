"""Roles: a code that is stored and never changes, and the words in which people read it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy


class Role(StrEnum):
    """A role's code: in the store, and on the command line."""

    BOARD = "board"
    PLANNER = "planner"
    LEAD = "lead"
    CLERK = "clerk"
    ADMINISTRATOR = "administrator"
    ANALYST = "analyst"
    LINKER = "linker"


@dataclass(frozen=True)
class Words:
    """What people read about a role, and the page at which it starts."""

    title: Promise
    description: Promise
    home: str


WORDS: Mapping[Role, Words] = {
    Role.BOARD: Words(
        gettext_lazy("Board member"),
        gettext_lazy(
            "Reads the board's page, its changes, risks and decisions, and every frozen pack; asks “what if?”."
        ),
        "board:overview",
    ),
    Role.PLANNER: Words(
        gettext_lazy("Planner"),
        gettext_lazy("Asks “what if?” of the place's care pathways."),
        "whatif:choose",
    ),
    Role.LEAD: Words(
        gettext_lazy("Delivery lead"),
        gettext_lazy("Says how milestones, actions and risks stand, and why; reads what others said."),
        "delivery:overview",
    ),
    Role.CLERK: Words(
        gettext_lazy("Clerk"),
        gettext_lazy("Arranges and minutes meetings, and keeps the list of actions."),
        "delivery:overview",
    ),
    Role.ADMINISTRATOR: Words(
        gettext_lazy("Administrator"),
        gettext_lazy("Invites people, gives and takes roles, and closes accounts."),
        "accounts:people",
    ),
    Role.ANALYST: Words(
        gettext_lazy("Analyst"),
        gettext_lazy("Explores any measure by group and period, beside another, and takes the rows away."),
        "explore:overview",
    ),
    Role.LINKER: Words(
        gettext_lazy("Link reviewer"),
        gettext_lazy(
            "Sees what doubtful records of people say, side by side, and answers whether they are one person’s."
        ),
        "reviewing:queue",
    ),
}
