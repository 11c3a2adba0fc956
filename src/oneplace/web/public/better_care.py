"""The page of the Better Care Fund: what NHS and council pay together, for what, and what it is to move."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from oneplace.web.kept import keep
from oneplace.web.pages import Link, page
from oneplace.web.public.presenters.better_care import years
from oneplace.web.snapshot import snapshot


@login_not_required
@require_safe
@keep()
def index(request: HttpRequest) -> HttpResponse:
    """What comes in, what is paid with it, and do the year's metrics move?"""
    found = years(snapshot())
    return page(
        request,
        "public/better_care.jinja",
        title="The Better Care Fund",
        origins={origin for one in found for origin in one.origins},
        crumbs=[Link(_("Partners"), reverse("public:partners"))],
        years=found,
    )
