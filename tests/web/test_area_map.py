"""The map by level: what a place of any size shows at once, what a click leads to, and never a hidden number."""

from __future__ import annotations

import re

import pytest

from tests.web import world

SIX = ("E09000004", "E09000006", "E09000011", "E09000022", "E09000023", "E09000028")
LIMIT = 100_000


@pytest.fixture(scope="module")
def several(tmp_path_factory):
    """A place of six boroughs with 1,040 neighbourhoods, and one of a county with eleven districts."""
    folder = tmp_path_factory.mktemp("several")
    boroughs = ", ".join(f"{{code: {code}, name: Borough {code[-2:]}, kind: borough}}" for code in SIX)
    made = {}
    for name, areas, code in (
        ("boroughs", boroughs, SIX[0]),
        ("county", "{code: E10000014, name: Shire, kind: county}", "E10000014"),
    ):
        made[name] = world.make(folder / name, "no_run")
        place, strategy = (made[name] / f"{file}.yaml" for file in ("place", "strategy"))
        place.write_text(re.sub(r"areas: \[.*\]", f"areas: [{areas}]", place.read_text()))
        strategy.write_text(strategy.read_text().replace("E06000045", code))
    return made


def page(visitor, address):  # type: ignore[no-untyped-def]
    answer = visitor.get(address)
    assert answer.status_code == 200
    assert len(answer.content) <= LIMIT
    return answer.content.decode()


def shapes(html: str) -> int:
    return html.count('<path class="app-map__area--')


def test_a_large_place_shows_its_authorities_first_and_each_leads_to_its_neighbourhoods(visitor, serving, several):
    serving(several["boroughs"])
    html = page(visitor, "/neighbourhoods")
    assert shapes(html) == 6
    assert all(f'href="/neighbourhoods?level=neighbourhood&amp;in={code}"' in html for code in SIX)
    assert "<title>Borough 22: " in html
    inside = page(visitor, "/neighbourhoods?level=neighbourhood&in=E09000006")
    assert shapes(inside) == 199
    assert inside.count('href="/neighbourhoods/E0') == 2 * 199


@pytest.mark.parametrize("address", ["/neighbourhoods?level=neighbourhood", "/neighbourhoods?level=neighbourhood&in=x"])
def test_all_neighbourhoods_of_a_large_place_are_never_on_one_page(address, visitor, serving, several):
    serving(several["boroughs"])
    assert shapes(page(visitor, address)) == 148  # of the first borough by name


@pytest.fixture
def as_one(monkeypatch):
    """Two boroughs of 347 neighbourhoods, as if they were the one authority of a place."""
    from oneplace.web.public.presenters import neighbourhoods

    facts = {
        code: row | {"local_authority_code": "E06000045"}
        for code, row in neighbourhoods._facts((SIX[1], SIX[0])).items()
    }
    monkeypatch.setattr(neighbourhoods, "_facts", lambda _authorities: facts)
    neighbourhoods._area_map.cache_clear()
    yield
    neighbourhoods._area_map.cache_clear()


def test_an_authority_too_large_for_one_map_is_shown_by_ward_and_each_ward_has_a_map(
    as_one, visitor, serving, tmp_path
):
    serving(world.make(tmp_path / "one", "no_run"))
    html = page(visitor, "/neighbourhoods")
    wards = dict(re.findall(r'href="/wards/(E05\d+)"><title>([^<:]+)', html))
    assert shapes(html) == len(wards) > 30
    code, name = max(wards.items())
    inside = page(visitor, f"/neighbourhoods?level=neighbourhood&in={code}")
    assert f"{shapes(inside)} neighbourhoods of {name}" in inside
    first = page(visitor, "/neighbourhoods?level=neighbourhood")
    assert max(shapes(first), shapes(inside)) < 20
    assert set(re.findall(r'<option value="(E05\d+)"', first)) == set(wards)
    assert "the whole place" not in first


def test_wards_too_many_for_one_map_are_shown_by_authority(monkeypatch, visitor, serving, several):
    from oneplace.web.public.presenters import area_parts

    monkeypatch.setattr(area_parts, "MOST", 128)
    serving(several["boroughs"])
    assert 'href="/neighbourhoods?level=ward"' in page(visitor, "/neighbourhoods")  # of a borough with 148
    html = page(visitor, "/neighbourhoods?level=ward&in=E09000006")
    assert shapes(html) == 22
    assert "22 wards with 199 neighbourhoods, of Borough 06." in html
    assert page(visitor, "/neighbourhoods?level=ward") == page(visitor, "/neighbourhoods?level=ward&in=E09000004")
    assert shapes(page(visitor, "/neighbourhoods?level=ward&in=x")) < 40


def test_wards_are_drawn_by_the_outline_of_their_neighbourhoods_under_their_authority(visitor, serving, several):
    serving(several["boroughs"])
    html = page(visitor, "/neighbourhoods?level=ward")
    assert shapes(html) == 129
    assert html.count("app-area") == 6
    said = "Only neighbourhoods have boundaries here: a ward is drawn as those that lie mostly in it."
    assert said in html
    assert said not in page(visitor, "/neighbourhoods")
    assert re.search(r"<title>[^<]+: \d+ of \d+ neighbourhoods</title>", html)


def test_a_county_is_its_districts(visitor, serving, several):
    serving(several["county"])
    html = page(visitor, "/neighbourhoods")
    assert shapes(html) == 11
    assert "Winchester" in html


def test_a_small_place_shows_its_neighbourhoods_and_has_no_choice_of_authority(visitor, serving):
    serving("full")
    html = page(visitor, "/neighbourhoods")
    assert shapes(html) == 152
    assert '<option value="authority"' not in html
    assert 'name="in"' not in html
    assert shapes(page(visitor, "/neighbourhoods?level=ward")) == 17
    assert shapes(page(visitor, "/neighbourhoods?level=authority")) == 152


def test_what_is_not_offered_changes_nothing(visitor, serving):
    serving("full")
    plain = page(visitor, "/neighbourhoods")
    for asked in ("measure=nothing", "measure=smoking", "level=x", "in=E06000045"):  # smoking: in 4 of 152
        assert page(visitor, f"/neighbourhoods?{asked}") == plain


def test_of_an_authority_the_published_value_counts_else_its_neighbourhoods_together(tmp_path, site, monkeypatch):
    from oneplace.web.public.presenters import area_map
    from tests.report import a_run
    from tests.web.test_profile import row

    areas = "[{code: E07000094, name: W, kind: district}, {code: E07000093, name: T, kind: district}]"
    monkeypatch.setattr(a_run, "PLACE", re.sub(r"areas: \[.*\]", f"areas: {areas}", a_run.PLACE))
    place = a_run.a_place(tmp_path, strategy=a_run.STRATEGY.replace("E06000045", "E07000094"))
    shot = a_run.report(place, results=[row(7.4, 0.6, area="E07000094"), row(9.0, 0.6, area="E07000093")])
    what = area_map.asked(shot, "authority", "", "smoking")
    assert what.measure == "smoking"
    found = {shape.part.name: shape.words for shape in area_map.drawn(shot, what).shapes}
    assert found == {"W": "7.4%", "T": "9.0%"}
    assert area_map.asked(shot, "ward", "", "smoking").measure == ""


def test_a_ward_with_a_hidden_neighbourhood_has_no_value(tmp_path, site):
    from oneplace.web.public.presenters import area_map
    from oneplace.web.public.presenters.neighbourhoods import wards
    from tests.report import a_run
    from tests.web.test_profile import row

    place = a_run.a_place(tmp_path)
    every = wards(place)
    rows = [
        row(10.0, 1.0, numerator=10.0, denominator=100.0, method="Wilson")
        | {"dimension": "neighbourhood", "group": area.code, "group_label": area.name}
        for ward in every
        for area in ward.areas
    ]
    hidden = {"value": None, "numerator": None, "lower": None, "upper": None, "suppressed": True}
    rows[0] |= hidden
    shot = a_run.report(place, results=rows)
    drawn = area_map.drawn(shot, area_map.asked(shot, "ward", "", "smoking"))
    words = {shape.part.name: (shape.words, shape.shade) for shape in drawn.shapes}
    assert words.pop(every[0].name) == ("not known", 0)
    assert {said for said, _shade in words.values()} == {"10.0%"}


def test_a_ward_says_its_council_in_a_place_of_several_and_counts_its_neighbourhoods(visitor, serving, several):
    from oneplace.web.public.presenters import neighbourhoods

    serving(several["boroughs"])
    facts = neighbourhoods._facts(tuple(sorted(SIX)))
    wards = {row["ward_code"] for row in facts.values()}
    only = {code: sum(row["ward_code"] == code for row in facts.values()) for code in wards}
    some = min(only, key=lambda code: (only[code], code))
    html = page(visitor, f"/wards/{some}")
    council = next(row["local_authority_code"] for row in facts.values() if row["ward_code"] == some)
    assert f"In Borough {council[-2:]}. About " in html
    assert f"people lived in its {only[some]} neighbourhood" in html
    assert "its 1 neighbourhoods" not in html


def test_a_ward_of_a_place_of_one_council_names_no_council(visitor, serving):
    serving("full")
    assert '<p class="nhsuk-lede-text">About ' in page(visitor, "/wards/E05015490")


def test_the_keyboard_may_pass_the_maps_many_links_by(visitor, serving):
    """A link to the list stands before the map: 152 areas are as many steps of the tab key."""
    serving("full")
    html = page(visitor, "/neighbourhoods")
    assert 0 < html.index('href="#list"') < html.index('class="app-map__area--') < html.index('id="list"')


def test_the_accessibility_statement_says_of_maps_what_they_do(visitor, serving, several):
    """It said that no map can be explored by keyboard, and the map's page that the tab key leads through it."""
    serving(several["boroughs"])
    html = page(visitor, "/neighbourhoods")
    assert "with the tab key" in html
    drawn = html[html.index("<svg", html.index("with the tab key")) :]
    assert drawn[: drawn.index("</svg>")].count("<a href=") == shapes(html)
    assert "keyboard; the list" not in page(visitor, "/accessibility")
