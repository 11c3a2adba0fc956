"""What every page has besides its own content: the site's name, its menus, the run, and what is made up."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from oneplace.web.snapshot import Snapshot, snapshot

MADE_UP = ("synthetic", "illustrative")


@dataclass(frozen=True)
class Link:
    """Somewhere to go."""

    text: str
    href: str


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
    home = Link("Home", reverse("public:home"))
    return render(request, template, {"title": title, "origins": made_up, "crumbs": [home, *crumbs], **context})


def frame(request: HttpRequest) -> dict[str, Site]:
    """What Django gives to every template: the frame of the site."""
    return {"site": site(snapshot(), request)}


def site(shot: Snapshot, request: HttpRequest) -> Site:
    """The frame for this place and this reader."""
    place = shot.place.place
    signed_in = hasattr(request, "user") and request.user.is_authenticated
    return Site(
        title=place.branding.title or place.name,
        organisation=place.branding.organisation or "",
        navigation=[
            Link("Our promises", reverse("public:home")),
            Link("Strategy", reverse("public:strategy")),
            Link("Gaps", reverse("public:gaps")),
            Link("Places compared", reverse("public:places")),
            Link("Neighbourhoods", reverse("public:neighbourhoods")),
            Link("Data", reverse("public:data")),
            Link("What if?", reverse("whatif:choose")),
            Link("Board", reverse("board:overview")),
        ],
        footer=[
            Link("How we judge", reverse("public:how_we_judge")),
            Link("Accessibility", reverse("public:accessibility")),
            Link("Privacy", reverse("public:privacy")),
            Link(
                "Your account" if signed_in else "Sign in",
                reverse("accounts:account" if signed_in else "accounts:sign_in"),
            ),
        ],
        attribution=place.attribution,
        run_id=shot.run.id if shot.run else None,
        as_of=shot.as_of,
        public=not request.path.startswith(("/board", "/whatif", "/account")),
    )
