"""What readers said, in the menu of those who may read it."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from oneplace.web.accounts.permissions import Action, Permission, Resource
from oneplace.web.entries import Entry


class FeedbackConfig(AppConfig):
    """Is anything wrong with this page?"""

    name = "oneplace.web.feedback"
    entries = (
        Entry(
            "feedback:said",
            90,
            footer=_("What readers said"),
            title=_("What readers said"),
            about=_("feedback, faults of pages"),
            needs=Permission(Action.READ, Resource.FEEDBACK),
        ),
    )
