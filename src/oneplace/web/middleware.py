"""What Django doesn't bring: a few more headers, and an end to every session after a working day."""

from __future__ import annotations

from collections.abc import Callable
from time import time
from typing import Any

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.cache import add_never_cache_headers

from oneplace.web.errors import signed_out

Handler = Callable[[HttpRequest], HttpResponseBase]
STARTED = "signed_in_at"
PERMISSIONS = "camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()"


def headers(get_response: Handler) -> Handler:
    """Refuse the browser's sensors, and keep what only signed-in people see out of every cache."""

    def handle(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        response["Permissions-Policy"] = PERMISSIONS
        response["Cross-Origin-Resource-Policy"] = "same-origin"
        if is_private(request):
            add_never_cache_headers(response)
        elif not response.has_header("Cache-Control"):
            response["Cache-Control"] = "no-cache"  # kept if one likes, and asked for again: the run may have changed
        return response

    return handle


def is_private(request: HttpRequest) -> bool:
    """Whether an answer is for this reader alone: somebody signed in, or at an address that is not public."""
    signed_in = hasattr(request, "user") and request.user.is_authenticated
    found = request.resolver_match
    return signed_in or found is None or getattr(found.func, "login_required", True)


def head(get_response: Handler) -> Handler:
    """Send nothing but the headers to who asked for them alone: the server leaves that to us."""

    def handle(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        if request.method == "HEAD":
            if isinstance(response, StreamingHttpResponse):
                response.streaming_content = iter(())
            elif isinstance(response, HttpResponse):
                response.content = b""
        return response

    return handle


def plain_path(get_response: Handler) -> Handler:
    """No address holds a sign that nobody sees: some stores can't even be asked for one."""

    def handle(request: HttpRequest) -> HttpResponseBase:
        if any(ord(sign) < 32 or ord(sign) == 127 for sign in request.path):
            raise Http404
        return get_response(request)

    return handle


class SignInMiddleware(LoginRequiredMiddleware):
    """Asks whoever wants to read something to sign in, and tells whoever sent a form that nothing of it was saved."""

    def process_view(
        self, request: HttpRequest, view_func: Any, view_args: Any, view_kwargs: Any
    ) -> HttpResponseBase | None:
        """What is answered in the place of a page that asks for sign-in; None where it is answered itself."""
        asks = super().process_view(request, view_func, view_args, view_kwargs)
        return signed_out(request) if asks is not None and request.method == "POST" else asks


def session_limit(get_response: Handler) -> Handler:
    """Sign out whoever signed in more than ``SESSION_HOURS`` ago, however busy; idle sessions end by their cookie."""

    def handle(request: HttpRequest) -> HttpResponseBase:
        if request.user.is_authenticated:
            started = request.session.setdefault(STARTED, time())
            if time() - started > settings.SESSION_HOURS * 3600:
                logout(request)
        return get_response(request)

    return handle
