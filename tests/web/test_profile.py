"""The place on one page: only the same period is set beside it, quarters only of enough places, chance is said."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest

from oneplace.place import read
from tests.report import a_run

YEAR = {"period_start": date(2024, 4, 1), "period_end": date(2025, 4, 1), "period_label": "2024/25"}
BEFORE = {"period_start": date(2023, 4, 1), "period_end": date(2024, 4, 1), "period_label": "2023/24"}
ENGLAND = "E92000001"


def row(value, half=None, *, area=None, period=YEAR, **more):
    limits = (None, None) if half is None else (value - half, value + half)
    whose = {"dimension": "area", "group": area} if area else {"dimension": "all", "group": "all"}
    name = {ENGLAND: "England"}.get(area, area or "All")
    return {"measure": "smoking", **period, **whose, "group_label": name, "value": value, "lower": limits[0],
            "upper": limits[1], "suppressed": False, "origin": "published", "source": "x", **more}  # fmt: skip


def numbers(line):
    return [cell.value for cell in line.cells]


@pytest.fixture
def profile(tmp_path, site):
    """Call it with rows of results for the page's content."""
    from oneplace.web.public.presenters.profile import profile as content

    def of(*rows, place="", **more):
        a_run.a_place(tmp_path)
        (tmp_path / "place.yaml").write_text(a_run.PLACE + place)
        return content(a_run.report(read(tmp_path), results=list(rows), **more))

    return of


@pytest.mark.parametrize(
    ("england", "difference"),
    [(9.0, "better"), (5.0, "worse"), (7.5, "could be chance")],
)
def test_it_is_set_beside_england(profile, england, difference):
    (line,) = profile(row(7.4, 0.6), row(england, 0.1, area=ENGLAND)).lines
    assert (numbers(line), line.note) == (["7.4%", f"{england}%", "–"], "2024/25")
    assert line.cells[0].note == "6.8% to 8.0%"
    assert line.difference == difference


def test_a_number_of_england_stands_under_england_and_never_here(profile):
    (line,) = profile(row(32.5, 0.5, whose=ENGLAND)).lines
    assert numbers(line) == ["–", "32.5%", "–"]
    assert line.note.endswith("England")


@pytest.mark.parametrize(
    ("label", "note"),
    [
        ("England", "8.9% to 9.1%"),
        ("England’s NHS trusts together", "England’s NHS trusts together; 8.9% to 9.1%"),
    ],
)
def test_an_england_that_is_not_the_country_says_which_it_is(profile, label, note):
    """As of trusts alone: beside another measure's England of the same month it would read as two Englands."""
    (line,) = profile(row(7.4, 0.6), row(9.0, 0.1, area=ENGLAND, group_label=label)).lines
    assert line.cells[1].note == note


def test_without_limits_nothing_is_said_of_the_difference(profile):
    (line,) = profile(row(7.4), row(9.0, 0.1, area=ENGLAND)).lines
    assert line.difference == "not known"


@pytest.mark.parametrize(("jump", "difference"), [(date(2025, 3, 31), ""), (date(2025, 4, 1), "worse")])
def test_a_level_that_nobody_has_confirmed_is_not_set_against_england(profile, jump, difference):
    since = [{"measure": "smoking", "jump": jump}]
    (line,) = profile(row(7.4, 0.6), row(5.0, 0.1, area=ENGLAND), provenance=since).lines
    assert line.difference == difference


def test_another_period_is_not_set_beside_it(profile):
    (line,) = profile(
        row(7.4, 0.6), row(9.0, 0.1, area=ENGLAND, period=BEFORE), row(1.0, area="E1", period=BEFORE)
    ).lines
    assert (numbers(line), line.difference, line.picture, line.alone) == (["7.4%", "–", "–"], "", "", True)


def test_the_newest_value_that_may_be_shown_stands(profile):
    hidden = row(None, suppressed=True)
    (line,) = profile(row(8.0, 0.5, period=BEFORE), hidden).lines
    assert (numbers(line)[0], line.note) == ("8.0%", "2023/24")


@pytest.mark.parametrize(
    ("values", "words", "drawn"),
    [
        ([], "–", False),
        ([5.0, 6.0], "E0, 5.0%; E1, 6.0%", False),
        ([5.0, 6.0, 9.0], "5.5% to 7.5% (of 3)", True),
        ([4.0, 5.0, 6.0, 7.0, 8.0], "5.0% to 7.0% (of 5)", True),
        ([1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0], "2.8% to 6.2% (of 8)", True),  # as many below as above
    ],
)
def test_the_middle_half_of_other_places_stands_without_england(profile, values, words, drawn):
    others = [row(value, area=f"E{number}") for number, value in enumerate(values)]
    found = profile(row(7.4, 0.6), row(99.0, 0.1, area=ENGLAND), *others)
    assert numbers(found.lines[0])[2] == words
    assert bool(found.lines[0].picture) is drawn


@pytest.mark.parametrize(
    ("values", "words"), [((5.0, 6.0, 7.0, 8.0, 9.0), "6.0% to 8.0% (of 5)"), ((), "E12000008, 30.0%")]
)
def test_a_region_is_none_of_the_areas_of_which_it_is_an_average(profile, values, words):
    """It was one of eight, and drew the middle half towards itself; by itself it is still worth a look."""
    others = [row(value, area=f"E0{number}") for number, value in enumerate(values)]
    (line,) = profile(row(7.4, 0.6), row(30.0, area="E12000008"), *others).lines
    assert (numbers(line)[2], bool(line.picture)) == (words, bool(values))


def test_no_value_stands_beside_limits_that_it_is_not_within(profile):
    """13.2% stood over “13.22% to 13.25%”."""
    (line,) = profile(row(7.4, 0.6), row(13.2351, 0.01, area=ENGLAND)).lines
    assert (numbers(line)[1], line.cells[1].note) == ("13.24%", "13.23% to 13.25%")


@pytest.mark.parametrize(("own", "counted"), [("true", (1, 0)), ("false", (0, 1))])
def test_a_figure_of_who_serves_just_this_place_counts_as_its_own(profile, tmp_path, own, counted):
    """An ambulance service's page said of the service that two values are known, beneath sixteen of its own."""
    found = profile(
        row(7.4, 0.6, whose="RYD"),
        row(9.0, 0.1, area=ENGLAND),
        place=f"organisations: [{{code: RYD, name: Ours, is_the_place: {own}}}]\n",
    )
    assert (found.counted.known.claims[0].number, found.of_others) == counted


def test_a_measure_without_a_value_has_no_line(profile):
    assert profile(row(9.0, area=ENGLAND)).lines == []


def test_the_page_shows_every_measure_with_a_value(visitor, serving):
    serving("full")
    html = visitor.get("/profile").content.decode()
    assert re.search(r"\d+ values are known for Southampton \(\d+ made up\)\.", html)
    assert 'href="/ambitions/A1"' in html


PARTS = "areas: [{code: E06000044, name: Eastton, kind: district}, {code: E06000043, name: Westton, kind: district}]"


def test_each_authority_of_a_place_of_several_has_a_page_without_itself_among_the_others(tmp_path, site, monkeypatch):
    from oneplace.web.public.presenters import profile as profiles

    written = a_run.PLACE.replace("areas: [{code: E06000045, name: Testton, kind: unitary}]", PARTS)
    assert written != a_run.PLACE
    monkeypatch.setattr(a_run, "PLACE", written)
    rows = [row(7.4, 0.6, area="E06000044"), row(9.0, 0.6, area="E06000043"), row(8.0, 0.1, area=ENGLAND)]
    shot = a_run.report(a_run.a_place(tmp_path), results=rows)
    assert [one.name for one in profiles.authorities(shot)] == ["Eastton", "Westton"]
    (line,) = profiles.authority(shot, "E06000044").lines
    assert (numbers(line), line.difference) == (["7.4%", "8.0%", "E06000043, 9.0%"], "could be chance")
    assert profiles.profile(shot).lines == []


def test_the_place_alone_has_no_parts(profile, tmp_path, site):
    from oneplace.web.public.presenters import profile as profiles

    assert profiles.authorities(a_run.report(a_run.a_place(tmp_path), results=[row(7.4, area="E06000045")])) == []


def test_an_authority_of_elsewhere_has_no_page(visitor, serving):
    serving("full")
    assert visitor.get("/profile/E06000001").status_code == 404


@pytest.mark.parametrize(
    ("england", "told", "key"),
    [
        ([row(9.0, 0.5, area=ENGLAND)], "Better", "Middle half of others"),
        ([row(7.5, area=ENGLAND)], "Untested", "Middle half of others"),
        ([], "Nothing to set beside it", ""),
    ],
)
def test_the_key_of_a_dash_stands_under_a_table_that_has_one(profile, england, told, key):
    """A cell that lacks limits says so: a dash is of a number that is not there, and is explained where it stands."""
    from django.template import engines

    found = profile(row(7.0, None if told == "Untested" else 0.2), *england).lines
    named = '{% from "public/spines.jinja" import spine_table, told_of %}'
    asked = named + '{{ spine_table(lines, "All", "Beside England") }}{{ told_of(lines) }}'
    page = engines["jinja2"].from_string(asked)

    def drawn(lines):
        return page.render({"lines": lines})

    assert f">{told}<" in drawn(found)
    assert ("A dash: no value" in drawn(found)) is bool(key)
    assert ("“Untested”: no limits are known" in drawn(found)) is (told == "Untested")
    full = [replace(line, cells=tuple(one for one in line.cells if one.heading != key)) for line in found]
    assert "A dash" not in drawn(full)
