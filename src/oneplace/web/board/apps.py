"""The board's page in the menu and, for members, the search."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from oneplace.web.accounts.permissions import Action, Permission, Resource
from oneplace.web.entries import Entry


class BoardConfig(AppConfig):
    """What the board reads."""

    name = "oneplace.web.board"
    entries = (
        Entry(
            "board:overview",
            80,
            menu=_("Board"),
            title=_("Board"),
            about=_("changes, risks, decisions, packs"),
            needs=Permission(Action.READ, Resource.BOARD),
        ),
    )
