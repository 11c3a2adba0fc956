"""The one guard of all pages: what a page needs is written on its view; a page that says nothing is refused."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase

from oneplace.web.accounts.actors import actor_of
from oneplace.web.accounts.permissions import Action, Permission, Resource, may

View = TypeVar("View", bound=Callable[..., HttpResponseBase])
NEEDS = "needs"


def needs(action: Action, resource: Resource) -> Callable[[View], View]:
    """Say what a view needs. Public views say ``login_not_required`` instead."""

    def mark(view: View) -> View:
        setattr(view, NEEDS, Permission(action, resource))
        return view

    return mark


class PermissionMiddleware:
    """Refuses (403, with the reason) whoever may not; sign-in itself is asked for by Django's middleware before."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Nothing to do before the view is known."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Callable[..., object], *_arguments: Any) -> None:
        """Let public views pass, and the others if the reader may."""
        if not getattr(view, "login_required", True):
            return
        wanted: Permission | None = getattr(view, NEEDS, None)
        if wanted is None:
            raise PermissionDenied
        decision = may(actor_of(request), wanted.action, wanted.resource)
        if not decision.allowed:
            raise PermissionDenied(decision.because)
