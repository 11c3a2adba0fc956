"""The pages of partners: who takes part, and what each promised, owes, is late with and pays."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from oneplace.report import partners
from oneplace.web.kept import keep
from oneplace.web.pages import Link, page
from oneplace.web.public.presenters.partners import known, overview, partner_page
from oneplace.web.snapshot import snapshot


@login_not_required
@require_safe
@keep()
def index(request: HttpRequest) -> HttpResponse:
    """Who takes part, and what does each owe?"""
    here = overview(snapshot())
    return page(request, "public/partners.jinja", title="Partners", origins=here.origins, here=here)


@login_not_required
@require_safe
@keep()
def partner(request: HttpRequest, partner_id: str) -> HttpResponse:
    """What one partner promised, what it is late with, and what it pays."""
    shot = snapshot()
    listed = partners(shot.place, shot.as_of, known(shot))
    found = next((one for one in listed if one.partner.id == partner_id), None)
    if found is None:
        raise Http404
    here = partner_page(shot, found)
    return page(
        request,
        "public/partner.jinja",
        title=found.partner.name,
        origins=here.origins,
        crumbs=[Link(_("Partners"), reverse("public:partners"))],
        here=here,
    )
