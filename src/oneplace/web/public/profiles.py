"""One page for the place and for each of the areas that it is made of."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from oneplace.web.kept import keep
from oneplace.web.pages import Link, page
from oneplace.web.presenters.sheets import asked, cut, of_sheet
from oneplace.web.presenters.spines import weight
from oneplace.web.public.presenters import profile as profiles
from oneplace.web.snapshot import Snapshot, snapshot


@login_not_required
@require_safe
@keep(of_sheet)
def place(request: HttpRequest) -> HttpResponse:
    """The whole place on one page."""
    shot = snapshot()
    return _profile(request, shot, shot.place.place.name, profiles.profile(shot))


@login_not_required
@require_safe
@keep(of_sheet)
def area(request: HttpRequest, code: str) -> HttpResponse:
    """One of the areas that the place is made of on one page."""
    shot = snapshot()
    if [one.code for one in shot.place.place.areas] == [code]:  # a place of one area is that area
        return _profile(request, shot, shot.place.place.name, profiles.profile(shot))
    found = next((one for one in profiles.authorities(shot) if one.code == code), None)
    if found is None:
        raise Http404
    crumbs = [Link(_("On one page"), reverse("public:profile"))]
    return _profile(request, shot, found.name, profiles.authority(shot, code), crumbs)


def _profile(
    request: HttpRequest, shot: Snapshot, name: str, content: profiles.Profile, crumbs: list[Link] | None = None
) -> HttpResponse:
    whole = Link(shot.place.place.name, reverse("public:profile"))
    parts = [Link(one.name, reverse("public:profile_area", args=[one.code])) for one in profiles.authorities(shot)]
    beside, alone = ([line for line in content.lines if line.alone is so] for so in (False, True))
    return page(
        request,
        "public/profile.jinja",
        title=f"{name} on one page",
        wide=True,
        origins=content.origins,
        crumbs=crumbs or [],
        name=name,
        profile=content,
        sheet=cut([*beside, *alone], asked(request), weight),
        others=[whole, *parts],
        fewest=profiles.FEWEST,
    )
