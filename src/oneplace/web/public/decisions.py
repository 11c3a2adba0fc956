"""The pages of decisions: what was decided or is asked for, and all that is on record of each."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from oneplace.delivery.happened import Kind
from oneplace.web.accounts.actors import actor_of
from oneplace.web.delivery.papers_about import last_paper, papers_about
from oneplace.web.kept import keep
from oneplace.web.pages import Link, page
from oneplace.web.presenters.sheets import asked, cut_parts, of_sheet
from oneplace.web.public.presenters import decisions
from oneplace.web.snapshot import snapshot


@login_not_required
@require_safe
@keep(of_sheet)
def index(request: HttpRequest) -> HttpResponse:
    """What was decided, what is asked for, and did it work?"""
    listed = decisions.listed(snapshot())
    return page(
        request,
        "public/decisions.jinja",
        title="Decisions",
        origins={"illustrative" for lines in listed.parts.values() for line in lines if line.illustrative},
        decisions=listed,
        sheet=cut_parts(listed.parts, asked(request), decisions.weight),
    )


@login_not_required
@require_safe
@keep(lambda _request, shot: str(last_paper(shot.place.place.id)))
def decision(request: HttpRequest, decision_id: str) -> HttpResponse:
    """Who decided what, why, what else was considered, and whether it worked."""
    shot = snapshot()
    found = shot.place.decisions.get(decision_id)
    if found is None:
        raise Http404
    here = decisions.decision_page(shot, found)
    return page(
        request,
        "public/decision.jinja",
        title=found.title,
        origins={"illustrative"} if here.illustrative else (),
        crumbs=[Link(_("Decisions"), reverse("public:decisions"))],
        here=here,
        papers=papers_about(shot, Kind.DECISION, decision_id, actor_of(request)),
    )
