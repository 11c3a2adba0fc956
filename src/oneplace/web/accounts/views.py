"""Signing in and out, and the page that tells what one's role allows."""

from __future__ import annotations

from time import time
from typing import Any

from axes.decorators import axes_dispatch
from django.conf import settings
from django.contrib.auth import views as auth
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.forms import AuthenticationForm
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render, resolve_url
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _

from oneplace.web.accounts.actors import actor_of
from oneplace.web.accounts.guard import needs
from oneplace.web.accounts.permissions import GRANTS, Action, Resource, may
from oneplace.web.accounts.roles import WORDS, Role
from oneplace.web.middleware import STARTED

own_account = needs(Action.USE, Resource.OWN_ACCOUNT)


@method_decorator([login_not_required, axes_dispatch], name="dispatch")
class SignIn(auth.LoginView):
    """The sign-in form. The same words for a wrong name and a wrong password: neither tells who has an account."""

    template_name = "accounts/sign_in.jinja"
    redirect_authenticated_user = True

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
    limits = {"hours": settings.SESSION_HOURS, "minutes": settings.IDLE_MINUTES}
    return render(request, "accounts/account.jinja", {"roles": roles, "decisions": decisions, **limits})


def locked_out(request: HttpRequest, *_args: object, **_kwargs: object) -> HttpResponseBase:
    """Too many wrong passwords."""
    return render(request, "accounts/locked_out.jinja", {"minutes": settings.LOCKOUT_MINUTES}, status=429)
