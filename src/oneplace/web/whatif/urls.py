"""Addresses of the what-if pages."""

from __future__ import annotations

from django.urls import path

from oneplace.web.whatif import views

app_name = "whatif"
urlpatterns = [
    path("", views.choose, name="choose"),
    path("/<str:pathway_id>", views.pathway, name="pathway"),
    path("/<str:pathway_id>/measures", views.measures, name="measures"),
    path("/<str:pathway_id>/fit", views.fit, name="fit"),
    path("/<str:pathway_id>/growth", views.growth, name="growth"),
    path("/<str:pathway_id>/model.md", views.model, name="model"),
    path("/<str:pathway_id>/differences.csv", views.differences_csv, name="differences_csv"),
]
