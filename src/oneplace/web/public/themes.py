"""The pages of themes: which there are, one with all that it asks, and its numbers to take away."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from oneplace.place import Theme
from oneplace.report import themes as told
from oneplace.results import csv_dialect
from oneplace.web.kept import keep
from oneplace.web.pages import Link, page
from oneplace.web.public.presenters import themes
from oneplace.web.snapshot import Snapshot, snapshot


@login_not_required
@require_safe
@keep()
def index(request: HttpRequest) -> HttpResponse:
    """What is asked at each stage of life, of whom, and how much of it is known?"""
    shot = snapshot()
    return page(
        request,
        "public/themes.jinja",
        title="Themes",
        origins=themes.origins(shot),
        themes=themes.listed(shot),
        wanted=told.wanted(shot),
        alone=themes.alone(shot),
        tree=themes.tree(shot),
        enablers=themes.enablers(shot),
    )


@login_not_required
@require_safe
@keep()
def theme(request: HttpRequest, key: str) -> HttpResponse:
    """Everything that one theme asks, and what answers it."""
    shot = snapshot()
    content = themes.theme_page(shot, _theme(shot, key))
    crumbs = [Link(_("Themes"), reverse("public:themes"))]
    return page(
        request,
        "public/theme.jinja",
        title=content.theme.title,
        wide=True,
        origins=content.origins,
        crumbs=crumbs,
        here=content,
    )


@login_not_required
@require_safe
@keep()
def theme_csv(_request: HttpRequest, key: str) -> HttpResponse:
    """The results of a theme's measures as CSV."""
    shot = snapshot()
    text = csv_dialect.text(themes.table(shot, _theme(shot, key)))
    response = HttpResponse(text, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{key}.csv"'
    return response


@login_not_required
@require_safe
@keep()
def theme_json(_request: HttpRequest, key: str) -> HttpResponse:
    """What a theme asks, which measures answer it, and their results."""
    shot = snapshot()
    found = _theme(shot, key)
    facets = [
        {"id": name, "title": one.title, "asks": one.asks,
         "measures": [each.id for each in one.answered_by(shot.place.measures)]}
        for name, one in found.facets.items()
    ]  # fmt: skip
    content = {"run": shot.run.id if shot.run else None, "theme": found.id, "title": found.title, "facets": facets}
    return JsonResponse(content | {"results": themes.table(shot, found).to_pylist()})


def _theme(shot: Snapshot, key: str) -> Theme:
    found = themes.find(shot, key)
    if found is None:
        raise Http404
    return found
