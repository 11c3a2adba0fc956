"""Addresses of the page and of what it gives to take away."""

from __future__ import annotations

from django.urls import path

from oneplace.web.explore import views

app_name = "explore"
urlpatterns = [
    path("", views.overview, name="overview"),
    path(".csv", views.overview_csv, name="csv"),
    path(".xlsx", views.overview_xlsx, name="xlsx"),
]
