"""The queue of doubtful links, in the menu of those who may see identities."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from oneplace.web.accounts.permissions import Action, Permission, Resource
from oneplace.web.entries import Entry


class ReviewingConfig(AppConfig):
    """Are these two records one person's?"""

    name = "oneplace.web.reviewing"
    entries = (
        Entry(
            "reviewing:queue",
            92,
            footer=_("Doubtful links"),
            title=_("Doubtful links"),
            about=_("records that may be one person’s, side by side"),
            needs=Permission(Action.RECORD, Resource.LINKS),
        ),
    )
