"""Signing in and out, and the page that tells what one's role allows."""

from __future__ import annotations

from time import time
from typing import Any

from axes.decorators import axes_dispatch
from django.contrib.auth import views as auth
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.forms import AuthenticationForm
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.decorators import method_decorator

from oneplace.web.accounts.roles import roles_of
from oneplace.web.middleware import STARTED
from oneplace.web.settings import LOCKOUT_MINUTES, SESSION_HOURS


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

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The errors as the design system's summary wants them: text and the field that it is about."""
        context = super().get_context_data(**kwargs)
        form = context["form"]
        errors = {name: messages[0] for name, messages in form.errors.items()}
        wrong = "Enter the name and password of your account. The password's capital letters matter."
        texts = {
            "username": "Enter your name" if "username" in errors else wrong if "__all__" in errors else None,
            "password": "Enter your password" if "password" in errors else None,
        }
        context["errors"] = {name: text for name, text in texts.items() if text}
        context["entered_name"] = form.data.get("username", "") if form.is_bound else ""
        return context


class SignOut(auth.LogoutView):
    """Signs out (by POST alone) and shows the public site."""


def account(request: HttpRequest) -> HttpResponse:
    """Who is signed in, and what the roles allow."""
    return render(request, "accounts/account.jinja", {"roles": roles_of(request.user), "hours": SESSION_HOURS})


def locked_out(request: HttpRequest, *_args: object, **_kwargs: object) -> HttpResponseBase:
    """Too many wrong passwords."""
    return render(request, "accounts/locked_out.jinja", {"minutes": LOCKOUT_MINUTES}, status=429)
