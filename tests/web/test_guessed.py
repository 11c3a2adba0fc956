"""An address that a person guesses leads to what they meant, or to a page that tells where to look."""

from __future__ import annotations

import pytest

from tests.web.test_contents import text

GUESSED = {
    "/ambitions": "/strategy#ambitions",
    "/ambition": "/strategy#ambitions",
    "/ambition/A1": "/ambitions/A1",
    "/Ambitions/A1/": "/ambitions/A1",
    "/area": "/neighbourhoods",
    "/wards/": "/neighbourhoods",
    "/measure": "/measures",
    "/measure/smoking.csv": "/measures/smoking.csv",
    "/groups/": "/groups",
    "/theme/start_well": "/themes/start_well",
    "/pack": "/board",
    "/brief": "/board",
    "/postcode": "/find",
    "/GAPS": "/gaps",
    "/api": "/api.json",
    "/login": "/account/sign-in",
}


@pytest.mark.parametrize(("typed", "meant"), GUESSED.items())
def test_a_guess_leads_to_the_page_that_was_meant(typed, meant, visitor, serving):
    serving("full")
    response = visitor.get(typed)
    assert (response.status_code in (301, 302), response["Location"]) == (True, meant)
    assert visitor.get(meant).status_code in (200, 302)


def test_every_name_of_the_table_is_none_of_a_page_and_leads_to_one(visitor, serving):
    from django.urls import is_valid_path

    from oneplace.web.guessed import _NAMES

    serving("full")
    for name in _NAMES:
        assert not is_valid_path(f"/{name}"), name
        assert visitor.get(visitor.get(f"/{name}")["Location"]).status_code in (200, 302), name


@pytest.mark.parametrize(
    "path", ["/ambitions/A99", "/measures/nothing", "/wards/E1", "/themes/x", "/nowhere", "/x" * 500]
)
def test_what_is_not_there_is_not_found_however_often_it_is_guessed(path, visitor, serving):
    serving("full")
    assert visitor.get(path).status_code == 404


def test_no_guess_leads_off_the_site(site):
    from oneplace.web.guessed import better

    found = [better(path) for path in ("//evil.org", "//evil.org/themes", "/\\evil.org", "///", "")]
    assert not [one for one in found if one.startswith(("//", "/\\")) or "evil" in one]


def test_the_page_tells_where_to_look(visitor, serving):
    serving("full")
    html = visitor.get("/groups/knife-<crime>").content.decode()
    assert '<a href="/groups">Groups of people</a>' in html
    assert '<a href="/search?q=knife%20crime">Search for “knife crime”</a>' in html
    assert "Search for “a99”" in text(visitor.get("/ambitions/A99"))
    assert 'href="/strategy#ambitions"' in visitor.get("/ambitions/A99").content.decode()
    assert "Search for" not in text(visitor.get("/%20%20"))
