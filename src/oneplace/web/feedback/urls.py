"""Addresses of what readers say."""

from __future__ import annotations

from django.urls import path

from oneplace.web.feedback import views

app_name = "feedback"
urlpatterns = [
    path("", views.ask, name="ask"),
    path("/say", views.say, name="say"),
    path("/said", views.said, name="said"),
]
