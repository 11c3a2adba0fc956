"""The pages about parts of the place: finding one, the map, a neighbourhood, a ward."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from oneplace.web.kept import keep
from oneplace.web.pages import Link, page
from oneplace.web.presenters.sheets import asked, cut, of_sheet
from oneplace.web.presenters.spines import weight
from oneplace.web.public.presenters import area_map, area_parts, finder
from oneplace.web.public.presenters import neighbourhoods as areas
from oneplace.web.public.presenters.parts_compared import without_parts
from oneplace.web.snapshot import Snapshot, snapshot


@login_not_required
@require_safe
@keep()
def find(request: HttpRequest) -> HttpResponse:
    """Where do I live? By postcode, street or name, or on the map."""
    return _finder(request, None)


@login_not_required
@csrf_exempt  # it changes nothing, and pages that are the same for everybody hold no token
@require_POST
@never_cache
def found(request: HttpRequest) -> HttpResponse:
    """The neighbourhood of what was typed, which stands in no address, no log and no cache."""
    return _finder(request, finder.find(snapshot(), request.POST.get("where", "")))


def _finder(request: HttpRequest, answer: finder.Answer | None) -> HttpResponse:
    shot = snapshot()
    return page(
        request,
        "public/find.jinja",
        title="Find your neighbourhood",
        answer=answer,
        directory=finder.about(shot),
        streets=finder.about_streets(shot),
        wards=areas.wards(shot.place),
        without=without_parts(shot.place),
    )


def _asked(request: HttpRequest, shot: Snapshot) -> area_map.Asked:
    level, within, measure = (request.GET.get(name, "") for name in ("level", "in", "measure"))
    return area_map.asked(shot, level, within, measure)


@login_not_required
@require_safe
@keep(lambda request, shot: _asked(request, shot).words)
def neighbourhoods(request: HttpRequest) -> HttpResponse:
    """The place's areas at one level, on a map and in a list."""
    shot = snapshot()
    what = _asked(request, shot)
    content = area_map.drawn(shot, what)
    here = area_parts.parts(shot)
    return page(
        request,
        "public/neighbourhoods.jinja",
        title=what.level.title,
        origins={content.origin} if content.origin else (),
        map=content,
        asked=what,
        levels=area_parts.levels_of(shot),
        insides=here.insides(what.level),
        whole=not here.is_large(what.level),
        choices=area_map.mapped(shot, what),
        unshaded=area_map.unshaded(shot, what),
        listed=not here.is_large(area_parts.Level.NEIGHBOURHOOD),
        total=sum(len(shape.part.neighbourhoods) for shape in content.shapes),
        wards=areas.wards(shot.place),
        without=without_parts(shot.place),
    )


@login_not_required
@require_safe
@keep(of_sheet)
def neighbourhood(request: HttpRequest, code: str) -> HttpResponse:
    """What is it like here?"""
    content = areas.area_page(snapshot(), code)
    if content is None:
        raise Http404
    title = f"{content.area.part} ({content.area.name})" if content.area.part else content.area.name
    crumbs = [Link(_("Neighbourhoods"), reverse("public:neighbourhoods"))]
    if content.ward.href:
        crumbs.append(Link(content.ward.name, content.ward.href))
    return page(
        request,
        "public/neighbourhood.jinja",
        title=title,
        origins=content.origins,
        crumbs=crumbs,
        here=content,
        sheet=cut(content.values, asked(request), weight),
    )


@login_not_required
@require_safe
@keep(of_sheet)
def ward(request: HttpRequest, code: str) -> HttpResponse:
    """What is a ward like, neighbourhood by neighbourhood?"""
    content = areas.ward_page(snapshot(), code)
    if content is None:
        raise Http404
    crumbs = [Link(_("Neighbourhoods"), reverse("public:neighbourhoods"))]
    title = f"{content.ward.name} ward"
    return page(
        request,
        "public/ward.jinja",
        title=title,
        origins=content.origins,
        crumbs=crumbs,
        here=content,
        sheet=cut(content.values, asked(request), weight),
    )
