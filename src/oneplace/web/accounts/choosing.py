"""The page behind a one-time link: whoever holds the link chooses a password, once."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from oneplace.web.accounts import links
from oneplace.web.accounts.throttle import client_address, mistaken, seconds_to_wait
from oneplace.web.accounts.views import HASHING, later
from oneplace.web.fields import Field, Form, filled, form_page
from oneplace.web.pages import page
from oneplace.web.turns import BusyError

GUESSED = "\0a link"
"""Under what name wrong links are counted: no account can be called so."""
FIELDS = (
    Field("password", "Password", "8 characters or more, not one that is easily guessed", "password",
          autocomplete="new-password"),
    Field("again", "The same password again", "", "password", autocomplete="new-password"),
)  # fmt: skip


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def link(request: HttpRequest, token: str) -> HttpResponse:
    """The form, and choosing the password. Looking spends nothing: programs that check letters follow links."""
    address = client_address(request)
    user = links.owner_of(token)
    if user is None:  # only what is wrong waits: a colleague's old link keeps nobody at the same address out
        if seconds := seconds_to_wait(GUESSED, address):
            return later(request, 429, seconds)
        mistaken(GUESSED, address)
        return _spent(request)
    form = Form("Choose a password", FIELDS, "Save the password", caption=user.username)
    if request.method != "POST":
        return form_page(request, form)
    return _choose(request, token, form)


def _choose(request: HttpRequest, token: str, form: Form) -> HttpResponse:
    password, user = request.POST.get("password", ""), None
    wrong = {} if password == request.POST.get("again", "") else {"again": "The two are not the same."}
    try:
        if not wrong:
            with HASHING.turn():
                user = links.use(token, password)
    except ValidationError as error:
        wrong = {"password": " ".join(error.messages)}
    except BusyError:
        return later(request, 503, 5)
    if wrong:
        return form_page(request, Form(**{**vars(form), "fields": filled(FIELDS, {}, wrong)}), status=400)
    if user is None:
        return _spent(request)
    return page(request, "accounts/chosen.jinja", title="Your password is saved", name=user.username)


def _spent(request: HttpRequest) -> HttpResponse:
    """The same words for a link that never was, was used, has run out, or whose account is closed."""
    response = page(request, "accounts/spent.jinja", title="This link does not work", days=links.DAYS)
    response.status_code = 404
    return response
