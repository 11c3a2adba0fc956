"""Every address of the site. Pages outside ``public`` ask for sign-in unless they say otherwise."""

from __future__ import annotations

from django.urls import include, path

urlpatterns = [
    path("", include("oneplace.web.public.urls")),
    path("feedback", include("oneplace.web.feedback.urls")),
    path("board", include("oneplace.web.board.urls")),
    path("whatif", include("oneplace.web.whatif.urls")),
    path("explore", include("oneplace.web.explore.urls")),
    path("links", include("oneplace.web.reviewing.urls")),
    path("", include("oneplace.web.diaries.urls")),
    path("delivery", include("oneplace.web.delivery.urls")),
    path("", include("oneplace.web.papers.urls")),
    path("account", include("oneplace.web.accounts.urls")),
]

handler403 = "oneplace.web.errors.forbidden"
handler404 = "oneplace.web.errors.not_found"
handler500 = "oneplace.web.errors.broken"
handler400 = "oneplace.web.errors.bad_request"
