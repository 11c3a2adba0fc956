"""Addresses of delivery."""

from __future__ import annotations

from django.urls import path

from oneplace.web.delivery import views
from oneplace.web.delivery.assurance import assurance
from oneplace.web.delivery.documents import document, meeting_document
from oneplace.web.delivery.plan import plan

app_name = "delivery"
urlpatterns = [
    path("", views.overview, name="overview"),
    path("/plan", plan, name="plan"),
    path("/assurance", assurance, name="assurance"),
    path("/add/<str:kind>", views.add, name="add"),
    path("/decision/<str:subject>/as/<str:name>", document, name="document"),
    path("/meeting/<str:subject>/as/<str:name>", meeting_document, name="meeting_document"),
    path("/<str:kind>/<str:subject>", views.thing, name="thing"),
    path("/<str:kind>/<str:subject>/<str:what>", views.change, name="change"),
]
