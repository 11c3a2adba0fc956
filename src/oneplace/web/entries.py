"""The pages that each app offers: its ``AppConfig`` names them once, and menu, footer and search are made of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.apps import apps
from django.urls import reverse
from django.utils.functional import Promise

from oneplace.web.accounts.permissions import Actor, Permission, may

Words = Promise | str


@dataclass(frozen=True)
class Entry:
    """A page that stands in the menu, the footer or the search, wherever it has words for it.

    ``order`` is its place among the others; ``needs`` says who may open it, where not everybody may.
    """

    view: str
    order: int
    menu: Words = ""
    footer: Words = ""
    title: Words = ""
    about: Words = ""
    needs: Permission | None = None

    @property
    def href(self) -> str:
        """Its address."""
        return reverse(self.view)


def entries(actor: Actor | None) -> list[Entry]:
    """All pages that the reader may open, in order; to visitors also those that signing in may open."""
    found = [entry for entry in _declared() if actor is None or _is_open(entry, actor)]
    return sorted(found, key=lambda entry: entry.order)


def _declared() -> Iterator[Entry]:
    for config in apps.get_app_configs():
        yield from getattr(config, "entries", ())


def _is_open(entry: Entry, actor: Actor) -> bool:
    return entry.needs is None or may(actor, entry.needs.action, entry.needs.resource).allowed
