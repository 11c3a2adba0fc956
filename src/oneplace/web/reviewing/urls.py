"""Addresses of the queue and of each pair in it."""

from __future__ import annotations

from django.urls import path

from oneplace.web.reviewing import views

app_name = "reviewing"
urlpatterns = [
    path("", views.queue, name="queue"),
    path("/<str:pair_id>", views.pair, name="pair"),
]
