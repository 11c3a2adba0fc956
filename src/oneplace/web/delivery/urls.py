"""Addresses of delivery."""

from __future__ import annotations

from django.urls import path

from oneplace.web.delivery import views
from oneplace.web.delivery.assurance import assurance
from oneplace.web.delivery.documents import document, meeting_document
from oneplace.web.delivery.overview import overview
from oneplace.web.delivery.plan import plan
from oneplace.web.delivery.urgent import urgent, urgent_document

app_name = "delivery"
urlpatterns = [
    path("", overview, name="overview"),
    path("/plan", plan, name="plan"),
    path("/assurance", assurance, name="assurance"),
    path("/urgent", urgent, name="urgent"),
    path("/urgent/<str:name>", urgent_document, name="urgent_document"),
    path("/add/<str:kind>", views.add, name="add"),
    path("/decision/<str:subject>/as/<str:name>", document, name="document"),
    path("/meeting/<str:subject>/as/<str:name>", meeting_document, name="meeting_document"),
    path("/<str:kind>/<str:subject>", views.thing, name="thing"),
    path("/<str:kind>/<str:subject>/<str:what>", views.change, name="change"),
]
