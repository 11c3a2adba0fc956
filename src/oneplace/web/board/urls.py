"""Addresses of the board's pages."""

from __future__ import annotations

from django.urls import path

from oneplace.web.board import views

app_name = "board"
urlpatterns = [
    path("", views.overview, name="overview"),
    path("/packs/<str:run_id>", views.pack, name="pack"),
    path("/packs/<str:run_id>/<path:name>", views.pack_file, name="pack_file"),
]
