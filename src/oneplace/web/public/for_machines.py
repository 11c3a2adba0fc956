"""What programs ask a site for: where a crawler has nothing to find, and whom to tell of a weakness (RFC 9116)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from xml.sax.saxutils import escape

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.http import require_safe

from oneplace.pack import is_open
from oneplace.place import UNITS
from oneplace.web.entries import entries
from oneplace.web.formats import publishers_page
from oneplace.web.kept import keep
from oneplace.web.public.presenters import data_tests, decisions, groups, partners, profile, record, themes
from oneplace.web.public.presenters.funnel import has_funnel
from oneplace.web.public.presenters.neighbourhoods import wards
from oneplace.web.snapshot import Snapshot, snapshot

TEXT = "text/plain; charset=utf-8"
ROBOTS = "".join(
    f"{line}\n"
    for line in (
        "User-agent: *",
        *(
            f"Disallow: /{path}"
            for path in ("account", "board", "embed", "feedback", "find/answer", "search", "whatif")
        ),
    )
)
SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
VALID = timedelta(days=364)
"""The standard asks for less than a year."""
NOBODY = "# Made up for a demonstration: nobody reads what is sent to this address."


@login_not_required
@require_safe
@keep()
def robots(_request: HttpRequest) -> HttpResponse:
    """Crawlers may read the public pages, and needn't try the search or what asks for sign-in."""
    return HttpResponse(ROBOTS, content_type=TEXT)


@login_not_required
@require_safe
@keep()
def security(_request: HttpRequest) -> HttpResponse:
    """Whom to tell of a weakness: the contact of ``place.yaml``, taken as true for a year after the run.

    Without a web or e-mail address there is no such file: an empty one would break the standard.
    """
    shot = snapshot()
    addresses = _addresses(shot)
    if shot.run is None or not addresses:
        raise Http404
    expires = datetime.fromisoformat(shot.run.manifest["built_on"]) + VALID
    lines = [*(f"Contact: {address}" for address in addresses), f"Expires: {expires.isoformat()}"]
    if shot.place.place.contact and shot.place.place.contact.made_up:
        lines = [NOBODY, *lines]
    return HttpResponse("".join(f"{line}\n" for line in lines), content_type=TEXT)


def _host(request: HttpRequest, _shot: Snapshot) -> str:
    """Whole addresses hold the name that was asked for, one of a closed list."""
    return request.build_absolute_uri("/")


@login_not_required
@require_safe
@keep(_host)
def sitemap(request: HttpRequest) -> HttpResponse:
    """Every public page, for search engines."""
    shot = snapshot()
    day = f"<lastmod>{shot.as_of.isoformat()}</lastmod>" if shot.as_of else ""
    listed = (f"<url><loc>{escape(request.build_absolute_uri(path))}</loc>{day}</url>" for path in pages(shot))
    text = f'<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="{SITEMAP}">{"".join(listed)}</urlset>\n'
    return HttpResponse(text, content_type="application/xml")


def pages(shot: Snapshot) -> Iterator[str]:
    """The address of every public page that search engines are told of."""
    yield from (entry.href for entry in entries(None) if not entry.needs)
    yield from map(reverse, ("public:data_quality", "public:measures", "public:record"))
    yield from (reverse("public:record_part", args=[part.key]) for part in record.parts(shot))
    yield from (reverse("public:data_source", args=[one.id]) for one in data_tests.tested(shot))
    yield from (reverse("public:ambition", args=[item.id]) for item in shot.place.strategy.outcomes)
    yield from (reverse("public:measure", args=[key]) for key in shot.place.measures)
    yield from (
        reverse("public:funnel", args=[key]) for key, one in shot.place.measures.items() if has_funnel(shot, one)
    )
    yield from (groups.address(people) for people in groups.groups(shot))
    yield from (themes.theme_href(theme) for theme in shot.place.themes.values())
    yield from (decisions.href(key) for key in shot.place.decisions)
    yield from (partners.href(item.id) for item in shot.place.strategy.partners)
    yield from (reverse("public:profile_area", args=[one.code]) for one in profile.authorities(shot))
    for ward in wards(shot.place):
        yield ward.href
        yield from (area.href for area in ward.areas)


@login_not_required
@require_safe
def favicon(_request: HttpRequest) -> HttpResponse:
    """The icon, for programs that ask for it by its old name."""
    return redirect(static("oneplace.svg"), permanent=True)


@login_not_required
@require_safe
@keep()
def api(_request: HttpRequest) -> HttpResponse:
    """What programs can ask for: every measure in each form, and the files of all."""
    shot = snapshot()
    forms = ("csv", "json", "xlsx")
    measures = [
        {
            "id": key,
            "name": measure.name,
            "unit": UNITS[measure.unit],
            "source_page": publishers_page(measure, shot.place),
        }
        | {form: reverse(f"public:measure_{form}", args=[key]) for form in forms}
        for key, measure in shot.place.measures.items()
    ]
    files = sorted(name.removeprefix("pack/") for name in (shot.run.manifest["files"] if shot.run else ()))
    opened = [reverse("public:download", args=[name]) for name in files if is_open(name)]
    run = {"run": shot.run.id, "as_of": shot.run.manifest["as_of"]} if shot.run else {"run": None, "as_of": None}
    told = [
        {"id": key, "title": one.title} | {form: reverse(f"public:theme_{form}", args=[key]) for form in forms[:2]}
        for key, one in shot.place.themes.items()
    ]
    listed = {"measures": measures, "themes": told, "files": opened}
    return JsonResponse(run | listed | {"licence": shot.place.place.licence})


def _addresses(shot: Snapshot) -> list[str]:
    """The e-mail and web addresses of the place's contact, as the standard wants them."""
    contact = shot.place.place.contact
    if contact is None:
        return []
    email = [f"mailto:{contact.email}"] if contact.email else []
    return email + [url for url in (contact.url or "",) if url.startswith("https://")]
