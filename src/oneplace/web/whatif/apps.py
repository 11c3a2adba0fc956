"""The what-ifs in the menu and, for those who may ask, the search."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from oneplace.web.accounts.permissions import Action, Permission, Resource
from oneplace.web.entries import Entry


class WhatIfConfig(AppConfig):
    """What planners ask."""

    name = "oneplace.web.whatif"
    entries = (
        Entry(
            "whatif:choose",
            70,
            menu=_("What if?"),
            title=_("What if?"),
            about=_("pathways, simulation, beds, waits, scenarios"),
            needs=Permission(Action.ASK, Resource.WHAT_IF),
        ),
    )
