"""The board's pages: signed in, and with the role."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from oneplace import run
from oneplace.problems import OneplaceError
from oneplace.report import ASSURANCE
from oneplace.web.accounts.actors import actor_of
from oneplace.web.accounts.guard import needs
from oneplace.web.accounts.permissions import Action, Resource
from oneplace.web.audit.trail import Event, note
from oneplace.web.board.presenter import board, may_read_file, packs, weight
from oneplace.web.board.presenter import pack as present
from oneplace.web.files import is_shown, send
from oneplace.web.pages import Link, page
from oneplace.web.presenters.sheets import asked, cut
from oneplace.web.snapshot import snapshot

AMBITIONS = 30_000
"""Bytes that the tables of ambitions may take of the board's page: much else stands on it."""


@require_safe
@needs(Action.READ, Resource.BOARD)
def overview(request: HttpRequest) -> HttpResponseBase:
    """Worst first, what changed, risks, decisions, packs."""
    shot = snapshot()
    content = board(shot)
    origins = {origin for line in (*content.lines, *content.unjudged) for origin in line.standing.origins}
    return page(
        request,
        "board/overview.jinja",
        title="Board",
        wide=True,
        origins=origins,
        board=content,
        sheet=cut([*content.lines, *content.unjudged], asked(request), weight, room=AMBITIONS),
        judged=len(content.lines),
        assurance=ASSURANCE,
        packs=packs(shot),
    )


@require_safe
@needs(Action.READ, Resource.PACK)
def pack(request: HttpRequest, run_id: str) -> HttpResponseBase:
    """A frozen pack: its documents, and whether they are as they were made."""
    content = present(_run(run_id), actor_of(request))
    crumbs = [Link(_("Board"), reverse("board:overview"))]
    return page(request, "board/pack.jinja", title=f"Board pack as of {content.as_of}", crumbs=crumbs, pack=content)


@require_safe
@needs(Action.READ, Resource.PACK)
def pack_file(request: HttpRequest, run_id: str, name: str) -> HttpResponseBase:
    """A file of a pack: only what the run's own list of files names. What is saved leaves a mark on the trail."""
    found, reader = _run(run_id), actor_of(request)
    if not (decided := may_read_file(name, reader)).allowed:
        raise PermissionDenied(decided.because)
    response = send(found, name)
    if reader and not is_shown(name):
        note(Event.PACK_FILE_SENT, place=reader.place, by=reader.name, about=f"{found.id}/{name}")
    return response


def _run(run_id: str) -> run.Run:
    try:
        return run.named(snapshot().place_folder, run_id)
    except OneplaceError as error:
        raise Http404 from error
