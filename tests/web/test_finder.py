"""Finding a neighbourhood: by postcode or name, without a trace, and never a real postcode from a made-up list."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest

from tests.web import world
from tests.web.test_contents import text
from tests.web.test_search import example, shipped  # noqa: F401

MADE_UP = 'postcodes: {file: p.csv, edition: "Test 1", source: Made up for tests, made_up: true}\n'
REAL = 'postcodes: {file: p.csv, edition: "May 2025", source: "Office for National Statistics"}\n'
ROWS = (
    "pcds,doterm,osward,lsoa21\n"
    f"QX1 1CC,,E05015490,{world.LSOAS[0]}\nQX1 1CI,202506,E05015490,{world.LSOAS[1]}\nQX2 1CC,,,E01000001\n"
)


@pytest.fixture
def listed(tmp_path, serving):  # type: ignore[no-untyped-def]
    """Call it with what place.yaml says of postcodes, and the file's rows."""

    def serve(said: str, rows: str) -> None:
        folder = world.make(tmp_path / "place", "no_run")
        (folder / "place.yaml").write_text((folder / "place.yaml").read_text() + said)
        (folder / "p.csv").write_text(rows)
        serving(folder)

    return serve


def ask(visitor, where: str):  # type: ignore[no-untyped-def]
    return visitor.post("/find/answer", {"where": where})


def test_a_postcode_leads_to_its_neighbourhood_and_ward(visitor, listed):
    listed(MADE_UP, ROWS)
    html = ask(visitor, "qx11cc").content.decode()
    assert f'href="/neighbourhoods/{world.LSOAS[0]}"' in html
    assert f'href="/neighbourhoods/{world.LSOAS[1]}"' not in html
    assert 'in the ward <a href="/wards/E05015490">' in html


def test_the_answer_stands_before_the_form(visitor, listed):
    """On a phone what stands beneath the form is not seen when the page comes."""
    listed(MADE_UP, ROWS)
    html = ask(visitor, "qx11cc").content.decode()
    main = html[html.index("<main") :]
    assert 0 < main.index('id="found"') < main.index("<form")
    assert "made up for the demonstration: try" not in main


def test_the_first_half_leads_to_every_neighbourhood_that_has_it(visitor, listed):
    listed(MADE_UP, ROWS)
    html = ask(visitor, "QX1").content.decode()
    assert f'href="/neighbourhoods/{world.LSOAS[0]}"' in html
    assert f'href="/neighbourhoods/{world.LSOAS[1]}"' in html


def test_what_is_out_of_use_elsewhere_or_unknown_is_said(visitor, listed):
    listed(MADE_UP, ROWS)
    assert "has not been in use since June 2025" in text(ask(visitor, "QX1 1CI"))
    assert "Nothing here is called that" in text(ask(visitor, "QX2 1CC"))  # of another place
    assert "Nothing here is called that" in text(ask(visitor, "QX9 9CC"))
    assert "Nothing here is called that" in text(ask(visitor, "zebra"))


def test_a_made_up_list_never_answers_a_real_postcode(visitor, listed):
    listed(MADE_UP, ROWS)
    for real in ("SO14 7LY", "so14", "SO14 7"):
        words = text(ask(visitor, real))
        assert "knows only made-up ones" in words
        assert world.LSOAS[0] not in words
    assert "made up for the demonstration" in text(visitor.get("/find"))


def test_a_real_list_answers_real_postcodes_and_says_whose_it_is(visitor, listed):
    listed(REAL, f"pcds,lsoa21\nSO14 7LY,{world.LSOAS[0]}\n")
    assert f'href="/neighbourhoods/{world.LSOAS[0]}"' in ask(visitor, "so14 7ly").content.decode()
    words = text(visitor.get("/find"))
    assert "Office for National Statistics. Edition: May 2025" in words
    assert "made up" not in words


def test_without_a_list_wards_and_the_map_are_offered(visitor, serving):
    serving("no_run")
    html = visitor.get("/find").content.decode()
    assert "Postcode, ward" not in html
    assert 'href="/wards/E05015490"' in html
    assert 'href="/neighbourhoods"' in html
    assert "has no list of postcodes" in text(ask(visitor, "SO14 7LY"))


def test_names_find_wards_and_neighbourhoods(visitor, serving):
    serving("no_run")
    html = ask(visitor, "portswood").content.decode()
    assert "Portswood ward" in html
    assert "Ambition" not in html


@pytest.mark.parametrize("where", ["Portswood", "where is portswood", "Portswood ward", "portsw", "protswood"])
def test_a_name_is_found_by_all_of_its_words_and_a_slip_is_told(visitor, serving, where):
    serving("no_run")
    words = text(ask(visitor, where))
    assert "Portswood ward" in words
    assert ("Nothing here is called “protswood”. We looked for “portswood” instead." in words) is (where == "protswood")


@pytest.mark.parametrize("where", ["Portswood Lane", "Ward Street", "London ward", "High Street"])
def test_half_of_a_name_leads_nobody_to_another_place(visitor, serving, where):
    """Of “London Road” the page made a neighbourhood named after another road."""
    serving("no_run")
    assert "Nothing here is called that" in text(ask(visitor, where))


def test_what_was_typed_stays_in_no_cache_no_cookie_and_no_log(visitor, listed, caplog):
    listed(MADE_UP, ROWS)
    with caplog.at_level(logging.DEBUG):
        response = ask(visitor, "QX1 1CC")
    assert "no-store" in response["Cache-Control"]
    assert not response.cookies
    assert "QX1" not in caplog.text.upper()
    assert visitor.get("/find/answer", {"where": "QX1 1CC"}).status_code == 405


def test_a_postcode_typed_into_search_is_handed_to_the_finder(visitor, listed):
    listed(MADE_UP, ROWS)
    response = visitor.get("/search", {"q": "qx1 1cc"})
    assert '<input type="hidden" name="where" value="QX1 1CC">' in response.content.decode()
    assert response["Cache-Control"] == "no-store"
    assert "Nothing" not in text(response)
    assert 'name="where"' not in visitor.get("/search", {"q": "asthma"}).content.decode()


def test_the_wards_page_has_its_neighbourhoods_and_their_counts_together(visitor, serving, tmp_path):
    from oneplace.web.public.presenters.neighbourhoods import wards
    from oneplace.web.snapshot import snapshot

    serving("full")
    ward = next(one for one in wards(snapshot().place) if world.LSOAS[0] in {area.code for area in one.areas})
    html = visitor.get(ward.href).content.decode()
    assert all(area.href in html for area in ward.areas)
    assert "No number is shown for" in html  # not every neighbourhood of the ward has one


@pytest.mark.parametrize("path", ["/wards/E05000001", "/wards/nope"])
def test_a_ward_of_elsewhere_is_not_here(path, visitor, serving):
    serving("full")
    assert visitor.get(path).status_code == 404


def test_the_map_shows_what_is_chosen_with_a_name_and_a_value_on_each_area(visitor, serving):
    serving("full")
    html = visitor.get("/neighbourhoods").content.decode()
    assert html.count('<path class="app-map__area--') == 152
    assert 'aria-label="' in html
    assert "most deprived tenth" in html


def test_the_demonstration_says_that_its_postcodes_are_made_up(example: Path, visitor, serving):  # noqa: F811
    serving(example)
    assert "QX1 1CC" in text(visitor.get("/find"))
    assert "/neighbourhoods/E0" in ask(visitor, "qx1 1cc").content.decode()


STREETS = 'streets: {file: s.csv, edition: "Test 2", source: Made up for tests, made_up: true}\n'


@pytest.fixture
def with_streets(tmp_path, serving):  # type: ignore[no-untyped-def]
    folder = world.make(tmp_path / "place", "no_run")
    (folder / "place.yaml").write_text((folder / "place.yaml").read_text() + MADE_UP + STREETS)
    (folder / "p.csv").write_text(ROWS)
    (folder / "s.csv").write_text(
        "STREET_NAME,LOCALITY,POSTCODE\nVex Road,East,QX1 1CC\nVex Road,West,QX1 1CI\n"
        "Zum Lane,,QX1 1CC\nFar Way,,QX2 1CC\n"
    )
    serving(folder)


def test_a_street_in_two_parts_of_the_place_is_a_choice(visitor, with_streets):
    words = text(ask(visitor, "3 vex rd"))
    assert "There are several streets: choose the one you mean" in words
    assert "Vex Road , East" in words or "Vex Road, East" in words
    html = ask(visitor, "3 vex rd").content.decode()
    assert all(f'href="/neighbourhoods/{code}"' in html for code in world.LSOAS[:2])


@pytest.mark.parametrize("spelt", ["Zum Lane", "zum l", "zumm lane"])
def test_a_street_is_found_as_it_is_spelt_begun_or_nearly_spelt(spelt, visitor, with_streets):
    answer = ask(visitor, spelt)
    assert "There is one street of this name" in text(answer)
    assert ("called “zumm lane”. We looked for “Zum Lane” instead" in text(answer)) is (spelt == "zumm lane")
    assert f'href="/neighbourhoods/{world.LSOAS[0]}"' in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.parametrize("typed", ["Vex Road East", "4 vex rd, west", "Quixgate"])
def test_a_street_of_the_list_typed_into_search_is_handed_to_the_finder(typed, visitor, with_streets, tmp_path):
    with (tmp_path / "place" / "s.csv").open("a") as file:
        file.write("Quixgate,,QX1 1CC\n")  # by its words alone nobody would know it for a street
    response = visitor.get("/search", {"q": typed})
    assert f'<input type="hidden" name="where" value="{typed}">' in response.content.decode()
    assert "Nothing" not in text(response)
    assert "street of this name" in text(ask(visitor, typed))


def test_a_real_street_is_not_in_a_made_up_list_and_one_elsewhere_not_in_the_place(visitor, with_streets):
    for street in ("Portsmouth Terrace", "Far Way"):
        words = text(ask(visitor, street))
        assert "this demonstration knows only made-up ones" in words
        assert "street of this name" not in words
    assert "Postcode, street, ward or neighbourhood" in text(visitor.get("/find"))


def test_without_a_list_of_streets_the_page_says_so(visitor, serving):
    serving("no_run")
    assert "street" not in text(visitor.get("/find")).split("What you type")[0]
    assert "This site has no list of streets" in text(ask(visitor, "zebra"))
