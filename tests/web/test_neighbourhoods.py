"""Neighbourhoods: which a place has, what stands near by, and a place that has none."""

from __future__ import annotations

from tests.web import world


def test_surgeries_within_a_mile_are_listed_nearest_first(visitor, serving):
    serving("full")
    html = visitor.get(f"/neighbourhoods/{world.LSOAS[0]}").content.decode()
    near = [
        float(part.split(" km")[0]) for part in html.split("GP surgeries near by")[1].split(": ") if " km</li>" in part
    ]
    assert near
    assert near == sorted(near)
    assert near[-1] <= 1.6


def test_in_the_country_none_may_be_near(visitor, serving, tmp_path):
    folder = world.make(tmp_path / "place", "no_run")
    for name in ("place.yaml", "strategy.yaml"):
        (folder / name).write_text((folder / name).read_text().replace("E06000045", "E07000085"))
    serving(folder)
    html = visitor.get("/neighbourhoods/E01022582").content.decode()
    assert "East Hampshire" in html
    assert "None within a mile" in html


def test_a_place_without_local_authorities_says_so(visitor, serving, tmp_path):
    folder = world.make(tmp_path / "place", "no_run")
    for name in ("place.yaml", "strategy.yaml"):
        (folder / name).write_text((folder / name).read_text().replace("E06000045", "RYD"))
    serving(folder)
    assert "has no neighbourhoods of its own here" in visitor.get("/neighbourhoods").content.decode()
    assert visitor.get(f"/neighbourhoods/{world.LSOAS[0]}").status_code == 404
