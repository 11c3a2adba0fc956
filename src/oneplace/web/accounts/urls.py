"""Addresses of signing in and out."""

from __future__ import annotations

from django.urls import path

from oneplace.web.accounts import views

app_name = "accounts"
urlpatterns = [
    path("/sign-in", views.SignIn.as_view(), name="sign_in"),
    path("/sign-out", views.sign_out, name="sign_out"),
    path("", views.account, name="account"),
]
