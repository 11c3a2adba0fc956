"""What people see when something is not right: what happened and what to do, in plain words."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from pathlib import Path

from django.core.exceptions import RequestDataTooBig, SuspiciousOperation, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import escape
from django.utils.http import urlencode
from django.utils.translation import get_language, gettext_noop
from django.utils.translation import gettext as _

from oneplace.web import guessed
from oneplace.web.pages import Link

BROKEN = (Path(__file__).parent / "broken.html").read_text()
CONTACT = gettext_noop(
    "If it happens again, tell the people who run this site; the address is on the accessibility page."
)
UNSAVED = gettext_noop("Nothing was saved.")


class Faults(logging.Filter):
    """Lets through what somebody must look at: an answer that asks to come back later (503) is none of it."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether it is written."""
        return getattr(record, "status_code", None) != 503


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """There is no such page (404); who guessed an address is sent to the right one, or told where to look."""
    if meant := guessed.better(request.path):
        return redirect(meant, permanent=meant == request.path.rstrip("/"))
    return _page(
        request,
        404,
        _("Page not found"),
        _("If you typed the address, check that it is right. If you followed a link, the page may have moved."),
        _("You can search this site or start from the home page."),
        links=guessed.nearby(request.path),
    )


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Signed in, but without the role that the page asks for (403): says which, as the guard found."""
    denied = _("You are signed in, but your role does not include this page.")
    return _page(
        request,
        403,
        _("You can't see this page"),
        f"{denied} {exception}".strip(),
        *([_(UNSAVED)] if request.method == "POST" else []),
        _("If you think that it should, ask the people who run this site to give you a role that does."),
    )


def signed_out(request: HttpRequest) -> HttpResponse:
    """A form came from somebody who is signed in no more (403): it is told so, with what was typed."""
    back = f"{reverse('accounts:sign_in')}?{urlencode({'next': request.path})}"
    return _page(
        request,
        403,
        _("You were signed out"),
        _("That is done after a while without a click, and when an account is changed or closed."),
        _(UNSAVED),
        links=[Link(_("Sign in, and open the form again"), back)],
    )


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The request makes no sense (400), or more was sent at once than is taken (413)."""
    if isinstance(exception, (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)):
        return _page(
            request,
            413,
            _("That is too much at once"),
            _("The form that was sent holds more text, boxes or files than this site takes."),
            _(UNSAVED),
            _("Go back: your browser may still show what you typed. Shorten it, or upload it as a paper."),
        )
    return _page(
        request,
        400,
        _("Something in the address is wrong"),
        _("The site could not read what was asked for."),
        _(CONTACT),
    )


def broken(request: HttpRequest) -> HttpResponse:
    """Our own mistake (500): says so, shows nothing of the inside, and needs nothing that could be broken too."""
    words = {
        "language": (get_language() or "en").split("-")[0],
        "title": _("Sorry, there is a problem with this page"),
        "lost": _("Nothing that you did was lost. Try again later."),
        "contact": _(CONTACT),
        "accessibility": _("Accessibility"),
        "home": _("Go to the home page"),
    }
    return HttpResponse(BROKEN.format_map({key: escape(text) for key, text in words.items()}), status=500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form came without its token: an old page, or cookies are switched off."""
    return _page(
        request,
        403,
        _("This form has expired"),
        _("The page was open for a long time, or your browser does not keep cookies."),
        _(UNSAVED),
        _("Go back, load the page again and send the form once more."),
    )


def _page(request: HttpRequest, status: int, title: str, *paragraphs: str, links: Sequence[Link] = ()) -> HttpResponse:
    told = {"title": title, "paragraphs": paragraphs, "links": links, "typed": _typed(request)}
    return render(request, "error.jinja", told, status=status)


def _typed(request: HttpRequest) -> list[tuple[str, str]]:
    """What was typed into a form of this site that is refused, field by field, so that it can be copied.

    Nothing that another site sent is shown, no password, and nothing too short to be missed.
    """
    if request.method != "POST" or not _is_own(request):
        return []
    try:
        sent = request.POST.lists()
    except (SuspiciousOperation, UnreadablePostError):  # too large, or cut short: that is what is being told
        return []
    return [
        (name.replace("_", " ").strip().capitalize(), ", ".join(map(str, texts)))
        for name, texts in sent
        if name not in _UNSHOWN and "password" not in name and any(len(str(text)) >= _MISSED for text in texts)
    ]


_UNSHOWN = ("csrfmiddlewaretoken", "seen")
_MISSED = 4


def _is_own(request: HttpRequest) -> bool:
    """Whether a form was sent from a page of this site, by what the browser says."""
    if site := request.headers.get("Sec-Fetch-Site"):
        return site == "same-origin"
    return request.headers.get("Origin") == f"{request.scheme}://{request.get_host()}"
