"""What is yours, in the footer of whoever may read delivery."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from oneplace.web.accounts.permissions import Action, Permission, Resource
from oneplace.web.entries import Entry


class DiariesConfig(AppConfig):
    """What is due and late, by owner."""

    name = "oneplace.web.diaries"
    entries = (
        Entry(
            "diaries:mine",
            84,
            footer=_("Yours: due and late"),
            title=_("Yours: due and late"),
            about=_("what you owe and by when, your diary"),
            needs=Permission(Action.READ, Resource.DELIVERY),
        ),
    )
