"""The pages about groups of people: which there are, what is known of one, and the numbers to take away."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from oneplace.pack import workbook
from oneplace.report import People
from oneplace.results import csv_dialect
from oneplace.web.files import TYPES
from oneplace.web.kept import keep
from oneplace.web.pages import Link, page
from oneplace.web.presenters.sheets import asked, cut, of_sheet
from oneplace.web.presenters.spines import weight
from oneplace.web.public.presenters import groups
from oneplace.web.snapshot import Snapshot, snapshot

ROWS = 45_000
"""Bytes that the rows of values may take of a page: what else is known of the group stands on it, too."""


@login_not_required
@require_safe
@keep()
def index(request: HttpRequest) -> HttpResponse:
    """What is known about people like me?"""
    shot = snapshot()
    return page(
        request,
        "public/groups.jinja",
        title="Groups of people",
        shelves=groups.shelves(shot),
        named=groups.named(shot),
        measures=len(shot.place.measures),
    )


@login_not_required
@require_safe
@keep(of_sheet)
def group(request: HttpRequest, by: str, slug: str) -> HttpResponse:
    """What is known about one group, and what isn't."""
    shot = snapshot()
    content = groups.group_page(shot, _people(shot, by, slug))
    crumbs = [Link(_("Groups of people"), reverse("public:groups"))]
    title = f"{content.people.name}: what is known"
    sheet = cut([*content.lines, *content.alone, *content.near], asked(request), weight, room=ROWS)
    return page(
        request,
        "public/group.jinja",
        title=title,
        wide=True,
        origins=content.origins,
        crumbs=crumbs,
        here=content,
        sheet=sheet,
        shown=content.tables(sheet),
    )


@login_not_required
@require_safe
@keep()
def group_csv(_request: HttpRequest, by: str, slug: str) -> HttpResponse:
    """The rows of the page as CSV."""
    shot = snapshot()
    text = csv_dialect.text(groups.table(shot, _people(shot, by, slug)))
    response = HttpResponse(text, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{by}-{slug}.csv"'
    return response


@login_not_required
@require_safe
@keep()
def group_xlsx(_request: HttpRequest, by: str, slug: str) -> HttpResponse:
    """The rows of the page as a workbook."""
    shot = snapshot()
    people = _people(shot, by, slug)
    about = [("Group", people.name), ("Run", shot.run.id if shot.run else "none yet")]
    about += [("", line) for line in shot.place.place.attribution]
    response = HttpResponse(workbook({"results": groups.table(shot, people)}, about), content_type=TYPES[".xlsx"])
    response["Content-Disposition"] = f'attachment; filename="{by}-{slug}.xlsx"'
    return response


def _people(shot: Snapshot, by: str, slug: str) -> People:
    found = groups.find(shot, by, slug)
    if found is None:
        raise Http404
    return found
