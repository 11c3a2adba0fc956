"""The strategy: on a page, in full, as its files have it, and what changed in it between two runs."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from oneplace.web.kept import keep
from oneplace.web.pages import Link, page
from oneplace.web.presenters.sheets import asked, cut, of_sheet
from oneplace.web.presenters.standing import weight
from oneplace.web.public.presenters import moved
from oneplace.web.public.presenters import record as files
from oneplace.web.public.presenters.home import home_page
from oneplace.web.public.presenters.strategy import all_of_it, strategy_page
from oneplace.web.snapshot import Snapshot, snapshot


def _part_asked(request: HttpRequest, shot: Snapshot) -> str:
    """Which part of the strategy, and which sheet of its list; else the whole of it."""
    part = home_page(shot).part(request.GET.get("part", ""))
    return f"{part.id} {asked(request)}" if part else ""


@login_not_required
@require_safe
@keep(_part_asked)
def strategy(request: HttpRequest) -> HttpResponse:
    """The strategy on a page; of a part with a long list of ambitions, all of them."""
    shot = snapshot()
    part = home_page(shot).part(request.GET.get("part", ""))
    if part is not None:
        return page(
            request,
            "public/strategy_part.jinja",
            title=part.name,
            origins={origin for item in part.standings for origin in item.origins},
            crumbs=[Link(_("Strategy"), reverse("public:strategy"))],
            part=part,
            sheet=cut(part.standings, asked(request), weight),
        )
    content = strategy_page(shot)
    return page(
        request, "public/strategy.jinja", title="The strategy on a page", origins=content.origins, strategy=content
    )


@login_not_required
@require_safe
@keep()
def strategy_all(request: HttpRequest) -> HttpResponse:
    """All that the strategy says, every part with its id."""
    crumbs = [Link(_("Strategy"), reverse("public:strategy"))]
    title = "All that the strategy says"
    return page(request, "public/strategy_all.jinja", title=title, crumbs=crumbs, all=all_of_it(snapshot()))


@login_not_required
@require_safe
@keep()
def record(request: HttpRequest) -> HttpResponse:
    """Everything that the strategy's files hold, by its parts."""
    crumbs = [Link(_("Strategy"), reverse("public:strategy"))]
    return page(
        request, "public/record.jinja", title="Everything on record", crumbs=crumbs, parts=files.parts(snapshot())
    )


@login_not_required
@require_safe
@keep(of_sheet)
def record_part(request: HttpRequest, part: str) -> HttpResponse:
    """One part of what the strategy's files hold."""
    things = files.things(snapshot(), part)
    if not things:
        raise Http404
    crumbs = [
        Link(_("Strategy"), reverse("public:strategy")),
        Link(_("Everything on record"), reverse("public:record")),
    ]
    return page(
        request,
        "public/record_part.jinja",
        title=f"On record: {files.title(part)}",
        crumbs=crumbs,
        part=part,
        sheet=cut(things, asked(request), files.weight),
    )


def _two_runs(request: HttpRequest, shot: Snapshot) -> str:
    known = {one.id for one in moved.versions(shot)}
    old, new = request.GET.get("from", ""), request.GET.get("to", "")
    return f"{old} {new}" if {old, new} <= known else " "


@login_not_required
@require_safe
@keep(_two_runs)
def what_changed(request: HttpRequest) -> HttpResponse:
    """What do the files say otherwise than they did?"""
    shot = snapshot()
    old, _space, new = _two_runs(request, shot).partition(" ")
    content = moved.what_changed(shot, old, new)
    origins = ("illustrative",) if shot.place.place.demonstration else ()
    return page(request, "public/changes.jinja", title="What changed", wide=True, origins=origins, changed=content)
