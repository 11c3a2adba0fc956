"""Signing in and out, and the page that tells what one's role allows."""

from __future__ import annotations

import math
from time import time
from typing import Any

from django.conf import settings
from django.contrib.auth import views as auth
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.forms import AuthenticationForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render, resolve_url
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _

from oneplace.web.accounts.actors import actor_of
from oneplace.web.accounts.guard import needs
from oneplace.web.accounts.people_words import bodies
from oneplace.web.accounts.permissions import GRANTS, Action, Resource, may
from oneplace.web.accounts.roles import WORDS, Role
from oneplace.web.accounts.throttle import client_address, mistaken, right, seconds_to_wait
from oneplace.web.middleware import STARTED
from oneplace.web.turns import BusyError, Turns

HASHING = Turns(at_once=1, waiting=2, patience=5)
"""Hashing a password takes a core, and 100 MB, for a fifth of a second. Who waits holds one of the server's threads,
so few may, or a flood of sign-ins would hold them all."""

own_account = needs(Action.USE, Resource.OWN_ACCOUNT)


@method_decorator(login_not_required, name="dispatch")
class SignIn(auth.LoginView):
    """The sign-in form. The same words for a wrong name and a wrong password: neither tells who has an account."""

    template_name = "accounts/sign_in.jinja"
    redirect_authenticated_user = True

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Judge name and password, unless one was wrong too often, or too many are being judged just now."""
        name, address = request.POST.get("username", ""), client_address(request)
        if seconds := seconds_to_wait(name, address):
            return later(request, 429, seconds)
        try:
            with HASHING.turn():
                response = super().post(request, *args, **kwargs)
        except BusyError:
            return later(request, 503, 5)
        (right if request.user.is_authenticated else mistaken)(name, address)
        return response

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        """Sign in and note when: the session ends after a working day."""
        response = super().form_valid(form)
        self.request.session[STARTED] = time()
        return response

    def get_default_redirect_url(self) -> str:
        """Where somebody starts who asked for no page: at that of their one role, else at their account."""
        actor = actor_of(self.request)
        homes = [WORDS[role].home for role in Role if actor and role in actor.roles]
        return resolve_url(homes[0] if len(homes) == 1 else settings.LOGIN_REDIRECT_URL)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The errors as the design system's summary wants them: text and the field that it is about."""
        context = super().get_context_data(**kwargs)
        form = context["form"]
        errors = {name: messages[0] for name, messages in form.errors.items()}
        wrong = _("Enter the name and password of your account. The password's capital letters matter.")
        texts = {
            "username": _("Enter your name") if "username" in errors else wrong if "__all__" in errors else None,
            "password": _("Enter your password") if "password" in errors else None,
        }
        context["errors"] = {name: text for name, text in texts.items() if text}
        context["entered_name"] = form.data.get("username", "") if form.is_bound else ""
        return context


sign_out = own_account(auth.LogoutView.as_view())
"""Signs out (by POST alone) and shows the public site."""


@own_account
def account(request: HttpRequest) -> HttpResponse:
    """Who is signed in, their roles, and what these allow and why."""
    actor = actor_of(request)
    roles = [WORDS[role] for role in Role if actor and role in actor.roles]
    decisions = [(grant.words, may(actor, wanted.action, wanted.resource)) for wanted, grant in GRANTS.items()]
    called = bodies()
    serves = [called.get(one, one) for one in sorted(actor.bodies)] if actor else []
    limits = {"hours": settings.SESSION_HOURS, "minutes": settings.IDLE_MINUTES}
    told = {"roles": roles, "serves": serves, "decisions": decisions, **limits}
    return render(request, "accounts/account.jinja", told)


def later(request: HttpRequest, status: int, seconds: float) -> HttpResponse:
    """Come back: after too many mistakes (429), or when fewer sign in at once (503)."""
    context = {"minutes": math.ceil(seconds / 60), "busy": status == 503}
    response = render(request, "accounts/later.jinja", context, status=status)
    response["Retry-After"] = str(math.ceil(seconds))
    return response
