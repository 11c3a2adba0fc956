"""Addresses of signing in and out."""

from __future__ import annotations

from django.urls import path

from oneplace.web.accounts import choosing, people, views

app_name = "accounts"
urlpatterns = [
    path("/sign-in", views.SignIn.as_view(), name="sign_in"),
    path("/sign-out", views.sign_out, name="sign_out"),
    path("/link/<str:token>", choosing.link, name="link"),
    path("/people", people.people, name="people"),
    path("/people/invite", people.invite, name="invite"),
    path("/people/<int:key>", people.person, name="person"),
    path("/people/<int:key>/<str:what>", people.act, name="act"),
    path("", views.account, name="account"),
]
