"""What every page has besides its own content: the site's name, its menus, the run, and what is made up."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from oneplace.web.accounts.actors import actor_of
from oneplace.web.entries import entries
from oneplace.web.snapshot import Snapshot, snapshot

MADE_UP = ("synthetic", "illustrative")


@dataclass(frozen=True)
class Link:
    """Somewhere to go."""

    text: str
    href: str


PRIVATE = ("/board", "/whatif", "/explore", "/account", "/feedback", "/delivery", "/meetings", "/links")
"""What the addresses begin with that no program that reads the site is to list."""


@dataclass(frozen=True)
class Site:
    """The frame around every page."""

    title: str
    organisation: str
    navigation: list[Link]
    footer: list[Link]
    attribution: tuple[str, ...]
    run_id: str | None
    as_of: date | None
    public: bool
    language: str


def page(
    request: HttpRequest,
    template: str,
    *,
    title: str,
    origins: Iterable[str] = (),
    crumbs: Iterable[Link] = (),
    **context: object,
) -> HttpResponse:
    """Render a page. ``origins`` says where its numbers come from: made-up ones put a notice on top."""
    found = set(origins)
    made_up = [origin for origin in MADE_UP if origin in found]
    home = Link(_("Home"), reverse("public:home"))
    return render(request, template, {"title": title, "origins": made_up, "crumbs": [home, *crumbs], **context})


def frame(request: HttpRequest) -> dict[str, Site]:
    """What Django gives to every template: the frame of the site."""
    return {"site": site(snapshot(), request)}


def site(shot: Snapshot, request: HttpRequest) -> Site:
    """The frame for this place and this reader."""
    place = shot.place.place
    reader = actor_of(request)
    offered = entries(reader)
    own = ("accounts:account", _("Your account")) if reader else ("accounts:sign_in", _("Sign in"))
    footer = [Link(str(entry.footer), entry.href) for entry in offered if entry.footer and (reader or not entry.needs)]
    return Site(
        title=place.branding.title or place.name,
        organisation=place.branding.organisation or "",
        navigation=[Link(str(entry.menu), entry.href) for entry in offered if entry.menu],
        footer=[*footer, Link(own[1], reverse(own[0]))],
        attribution=place.attribution,
        run_id=shot.run.id if shot.run else None,
        as_of=shot.as_of,
        public=not request.path.startswith(PRIVATE),
        language=(get_language() or "en").split("-")[0],
    )
