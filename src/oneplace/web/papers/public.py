"""Papers that are public: the list of them, and each file. What is exempt or withdrawn is not found here."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from oneplace.delivery.happened import Kind, is_unseen
from oneplace.web.delivery import record
from oneplace.web.pages import page
from oneplace.web.papers import presenter
from oneplace.web.papers.sending import send
from oneplace.web.snapshot import snapshot


@login_not_required
@require_safe
@never_cache
def papers(request: HttpRequest) -> HttpResponse:
    """Every public paper as it is at this moment, those marked last first."""
    shot = snapshot()
    found = record.declared(shot)
    standing = {of: one for of, one in record.now(shot).items() if not is_unseen(one)}
    held = record.of_kind(shot.place.place.id, Kind.PAPER).values()
    public = sorted((one for one in held if one[-1].now().state == "public"), key=lambda one: one[-1].at, reverse=True)
    lines = [presenter.line(one, found, standing) for one in public]
    return page(request, "papers/public.jinja", title="Papers and minutes", papers=lines)


@login_not_required
@require_safe
@never_cache
def sent(request: HttpRequest, paper: str) -> HttpResponse:
    """A public paper's file: the version that was marked public."""
    shot = snapshot()
    entries = record.history(shot.place.place.id, (Kind.PAPER, paper))
    if not entries or entries[-1].now().state != "public":
        raise Http404
    return send(shot, paper, presenter.now(entries))
