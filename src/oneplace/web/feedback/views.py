"""Asking readers whether anything is wrong with a page, and showing what they said."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from oneplace.vocabulary.typed_text import typed_text
from oneplace.web.accounts.guard import needs
from oneplace.web.accounts.permissions import Action, Resource
from oneplace.web.accounts.throttle import client_address
from oneplace.web.feedback.models import LONGEST, Remark
from oneplace.web.feedback.throttle import may_say
from oneplace.web.pages import page
from oneplace.web.snapshot import snapshot

SHOWN = 200
TRAP = "website"
"""A field that people don't see: what fills it is a program."""


@login_not_required
@never_cache
@require_safe
def ask(request: HttpRequest) -> HttpResponse:
    """The form, about the page that it was opened from."""
    return _form(request, _page_of(request.GET.get("page", "")), "", 200)


@login_not_required
@never_cache
@csrf_exempt  # no cookie is set, so none can be misused: where the request comes from is looked at instead
@require_POST
def say(request: HttpRequest) -> HttpResponse:
    """Keep a remark."""
    about, text = _page_of(request.POST.get("page", "")), typed_text(request.POST.get("text", ""))
    if not text or len(text) > LONGEST:
        return _form(request, about, _("Write what is wrong, in at most %(most)s letters.") % {"most": LONGEST}, 400)
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none"):
        return _form(request, about, _("Use the form on this site."), 403)
    if not may_say(client_address(request)):
        return _form(request, about, _("Too much was said in a short time. Try again later, or write to us."), 429)
    if not request.POST.get(TRAP):
        shot = snapshot()
        run = shot.run.id if shot.run else ""
        Remark.objects.create(place=shot.place.place.id, page=about, run=run, text=text)
    return page(request, "feedback/thanks.jinja", title=_("Thank you"), about=about)


@needs(Action.READ, Resource.FEEDBACK)
@require_safe
def said(request: HttpRequest) -> HttpResponse:
    """The newest remarks."""
    remarks = Remark.objects.filter(place=snapshot().place.place.id).order_by("-id")[:SHOWN]
    return page(request, "feedback/said.jinja", title=_("What readers said"), remarks=remarks, most=SHOWN)


def _form(request: HttpRequest, about: str, wrong: str, status: int) -> HttpResponse:
    contact = snapshot().place.place.contact
    text = typed_text(request.POST.get("text", ""))[:LONGEST] if wrong else ""
    response = page(
        request,
        "feedback/ask.jinja",
        title=_("Is anything wrong with this page?"),
        about=about,
        wrong=wrong,
        text=text,
        most=LONGEST,
        trap=TRAP,
        contact=contact,
    )
    response.status_code = status
    return response


def _page_of(path: str) -> str:
    """A path of this site; the home page for anything else."""
    try:
        resolve(path, urlconf=settings.ROOT_URLCONF)
    except Resolver404:
        return "/"
    return path[:200]
