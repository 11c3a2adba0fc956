"""Addresses of papers: the public ones, and those of whoever may read what is exempt."""

from __future__ import annotations

from django.urls import path

from oneplace.web.papers import public, views

app_name = "papers"
urlpatterns = [
    path("papers", public.papers, name="public"),
    path("papers/<str:paper>", public.sent, name="sent"),
    path("meetings/papers", views.kept, name="kept"),
    path("meetings/papers/add", views.add, name="add"),
    path("meetings/papers/<str:paper>", views.one, name="one"),
    path("meetings/papers/<str:paper>/versions/<int:number>", views.version, name="version"),
    path("meetings/papers/<str:paper>/<str:what>", views.act, name="act"),
]
