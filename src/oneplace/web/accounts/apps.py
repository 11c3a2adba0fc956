"""People in the footer of administrators."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from oneplace.web.accounts.permissions import Action, Permission, Resource
from oneplace.web.entries import Entry


class AccountsConfig(AppConfig):
    """Accounts, roles, one-time links."""

    name = "oneplace.web.accounts"
    entries = (
        Entry(
            "accounts:people",
            95,
            footer=_("People"),
            title=_("People"),
            about=_("accounts, roles, passwords, invitations"),
            needs=Permission(Action.MANAGE, Resource.ACCOUNTS),
        ),
    )
