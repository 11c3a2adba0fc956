"""Papers in the footer: the public ones for everybody, all of them for whoever may read what is exempt."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from oneplace.web.accounts.permissions import Action, Permission, Resource
from oneplace.web.entries import Entry


class PapersConfig(AppConfig):
    """Papers and minutes as files."""

    name = "oneplace.web.papers"
    entries = (
        Entry(
            "papers:public",
            56,
            footer=_("Papers and minutes"),
            title=_("Papers and minutes"),
            about=_("agendas, reports, minutes of boards and groups"),
        ),
        Entry(
            "papers:kept",
            86,
            footer=_("All papers"),
            title=_("All papers"),
            about=_("exempt papers, minutes, uploads"),
            needs=Permission(Action.READ, Resource.PAPERS),
        ),
    )
