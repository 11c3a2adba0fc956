"""The page for those who work with the numbers, in the menu and their search."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from oneplace.web.accounts.permissions import Action, Permission, Resource
from oneplace.web.entries import Entry


class ExploreConfig(AppConfig):
    """What analysts ask of the numbers."""

    name = "oneplace.web.explore"
    entries = (
        Entry(
            "explore:overview",
            75,
            footer=_("Explore"),
            title=_("Explore"),
            about=_("any measure by group and period, beside another; analysis, table, download"),
            needs=Permission(Action.READ, Resource.EXPLORE),
        ),
    )
