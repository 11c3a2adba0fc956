"""Addresses that anyone may read."""

from __future__ import annotations

from django.urls import path

from oneplace.web.public import areas, charts, for_machines, groups, profiles, tables, views

app_name = "public"
urlpatterns = [
    path("", views.home, name="home"),
    path("strategy", views.strategy, name="strategy"),
    path("strategy/record", views.record, name="record"),
    path("strategy/record/<slug:part>", views.record_part, name="record_part"),
    path("changes", views.what_changed, name="changes"),
    path("ambitions/<str:ambition_id>", views.ambition, name="ambition"),
    path("ambitions/<str:ambition_id>/table", tables.ambition_table, name="ambition_table"),
    path("measures", views.measures, name="measures"),
    path("measures/<slug:measure_id>", views.measure, name="measure"),
    path("measures/<slug:measure_id>/tables/<slug:part>", tables.measure_table, name="measure_table"),
    path("measures/<slug:measure_id>/funnel", tables.funnel, name="funnel"),
    path("measures/<slug:measure_id>/made", tables.made, name="measure_made"),
    path("measures/<slug:measure_id>.csv", views.measure_csv, name="measure_csv"),
    path("measures/<slug:measure_id>.json", views.measure_json, name="measure_json"),
    path("measures/<slug:measure_id>.xlsx", views.measure_xlsx, name="measure_xlsx"),
    path("charts/<str:ambition_id>/<slug:kind>.svg", charts.chart, {"form": "svg"}, name="chart_svg"),
    path("charts/<str:ambition_id>/<slug:kind>.png", charts.chart, {"form": "png"}, name="chart_png"),
    path("charts/<str:ambition_id>/<slug:kind>/drawing.svg", charts.plain, name="chart_plain"),
    path("embed/<str:ambition_id>/<slug:kind>", charts.embed, name="embed"),
    path("gaps", views.gaps, name="gaps"),
    path("lifespan", views.lifespan, name="lifespan"),
    path("places", views.places, name="places"),
    path("parts", views.parts, name="parts"),
    path("profile", profiles.place, name="profile"),
    path("profile/<str:code>", profiles.area, name="profile_area"),
    path("groups", groups.index, name="groups"),
    path("groups/<slug:by>/<slug:slug>", groups.group, name="group"),
    path("groups/<slug:by>/<slug:slug>.csv", groups.group_csv, name="group_csv"),
    path("groups/<slug:by>/<slug:slug>.xlsx", groups.group_xlsx, name="group_xlsx"),
    path("find", areas.find, name="find"),
    path("find/answer", areas.found, name="found"),
    path("neighbourhoods", areas.neighbourhoods, name="neighbourhoods"),
    path("neighbourhoods/<str:code>", areas.neighbourhood, name="neighbourhood"),
    path("wards/<str:code>", areas.ward, name="ward"),
    path("data", views.data, name="data"),
    path("downloads/<path:name>", views.download, name="download"),
    path("search", views.search, name="search"),
    path("how-we-judge", views.how_we_judge, name="how_we_judge"),
    path("accessibility", views.accessibility, name="accessibility"),
    path("privacy", views.privacy, name="privacy"),
    path("sitemap.xml", for_machines.sitemap, name="sitemap"),
    path("favicon.ico", for_machines.favicon, name="favicon"),
    path("api.json", for_machines.api, name="api"),
    path("robots.txt", for_machines.robots, name="robots"),
    path(".well-known/security.txt", for_machines.security, name="security"),
    path("health", views.health, name="health"),
]
