"""Neighbourhoods: which a place has, what stands near by, and a place that has none."""

from __future__ import annotations

import re

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


def test_more_people_than_households_live_anywhere(visitor, serving):
    """The two changed places, and 622 people lived in 1,816 households."""
    serving("full")
    html = visitor.get("/neighbourhoods/E01017136").content.decode()
    told = re.search(r"([\d,]+) people lived here in ([\d,]+) households", html)
    people, households = (int(number.replace(",", "")) for number in told.groups())
    assert people > households


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
    assert "has no wards and neighbourhoods here" in visitor.get("/neighbourhoods").content.decode()
    assert visitor.get(f"/neighbourhoods/{world.LSOAS[0]}").status_code == 404


def test_practices_for_particular_people_are_left_out():
    from oneplace.web.public.presenters.surgeries import is_for_everybody, practices_near

    assert not is_for_everybody("HOMELESS HEALTHCARE TEAM")
    assert is_for_everybody("PORTSWOOD SOLENT SURGERY")
    city_centre = practices_near(50.905, -1.404)
    assert len(city_centre) > 2
    assert not [one.name for one in city_centre if "Homeless" in one.name]


def test_a_year_here_is_set_against_the_year_of_the_whole_place(visitor, serving, tmp_path):
    """A place's twelve months are put together: 10 to 21 of 100 each make 15.5%; the last month alone is 21%."""
    from datetime import date

    from oneplace import results
    from tests.web.test_contents import text

    folder = world.make(tmp_path / "place", "full")
    rows = results.read(folder / "var" / "runs" / world.RUN / "results")["results"].to_pylist()
    kept = [row for row in rows if row["measure"] != "smoking" or row["dimension"] != "all"]
    pattern = next(row for row in rows if row["measure"] == "smoking" and row["dimension"] == "all")
    for number in range(12):
        start, end = (date(2025 + (3 + n) // 12, (3 + n) % 12 + 1, 1) for n in (number, number + 1))
        span = {"period_start": start, "period_end": end, "period_label": f"{start:%B %Y}"}
        counts = {"numerator": 10.0 + number, "denominator": 100.0, "value": 10.0 + number, "lower": 0.0, "upper": 99.0}
        kept.append(pattern | span | counts)
    world.rewrite(folder, world.RUN, "results", kept)
    serving(folder)
    words = text(visitor.get(f"/neighbourhoods/{world.LSOAS[0]}"))
    assert "15.5%" in words.split("Every measure with a value here")[1].split("A dash")[0]
    assert "21.0%" not in words
