"""Addresses of what is somebody's own, and of diaries."""

from __future__ import annotations

from django.urls import path

from oneplace.web.diaries import views

app_name = "diaries"
urlpatterns = [
    path("delivery/mine", views.mine, name="mine"),
    path("delivery/mine/address", views.address, name="address"),
    path("diary/<str:token>.ics", views.feed, name="feed"),
]
