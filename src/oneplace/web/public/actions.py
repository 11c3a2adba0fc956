"""The page of agreed actions."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from oneplace.web.kept import keep
from oneplace.web.pages import page
from oneplace.web.presenters.sheets import asked, cut, of_sheet
from oneplace.web.public.presenters import actions
from oneplace.web.snapshot import snapshot


@login_not_required
@require_safe
@keep(of_sheet)
def index(request: HttpRequest) -> HttpResponse:
    """What was agreed to be done, whose post answers for it, by when, and how it stands."""
    shot = snapshot()
    lines = actions.actions(shot)
    return page(
        request,
        "public/actions.jinja",
        title="Agreed actions",
        origins={"illustrative" for line in lines if line.illustrative},
        lines=lines,
        sheet=cut(lines, asked(request), actions.weight),
        late=sum(line.late for line in lines),
        as_of=shot.as_of,
    )
