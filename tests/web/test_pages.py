"""Every page in every state of the data: it answers, has one heading, and keeps the rules of the house."""

from __future__ import annotations

import base64
import hashlib
import re
from html import unescape

import html5lib
import pytest

from tests.web import world
from tests.web.addresses import ALONE, OF_A_RUN, PUBLIC, SIGNED_IN, every, of_each_kind
from tests.web.reading import run_together


def rules_of_every_page(response) -> str:  # type: ignore[no-untyped-def]
    html = response.content.decode()
    assert response.status_code == 200
    assert len(re.findall(r"<h1[ >]", html)) == 1
    assert re.search(r"<title>[^<]+ – Health and care in Testton</title>", html)
    assert '<html lang="en"' in html
    followed = re.sub(r'<a href="https://[^"]*" rel="external noopener noreferrer">', "", html)
    assert not re.search(r'(?:src|href|action|xlink:href)="(?:https?:)?//', followed), "a third party is asked"
    assert not re.search(r"\sstyle=[\"']", html), "style attributes are refused by the policy"
    assert not re.search(r"\son[a-z]+=[\"']", html)
    assert "Undefined" not in html
    assert ">None<" not in html
    assert "&lt;svg" not in html, "a drawing stands there as letters"
    assert "not_set" not in html
    assert run_together(html) == []
    ids = re.findall(r'\bid="([^"]+)"', html)
    assert len(ids) == len(set(ids)), f"ids used twice: {[item for item in ids if ids.count(item) > 1]}"
    regions = re.findall(r'role="region" aria-label="([^"]+)"', html)
    assert len(regions) == len(set(regions)), "two regions of one name: nobody who listens can tell them apart"
    policy = response["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "default-src 'none'" in policy
    scripts = [text for text in re.findall(r"<script[^>]*>(.*?)</script>", html, re.DOTALL) if text]
    assert len(scripts) == 1
    allowed = base64.b64encode(hashlib.sha256(scripts[0].encode()).digest()).decode()
    assert f"script-src 'self' 'sha256-{allowed}'" in policy.split("; ")  # its parts come in no fixed order
    return html


@pytest.mark.parametrize(
    ("html", "found"),
    [
        ("<p>Each is marked.<strong>Some are</strong></p>", ["marked.Some"]),
        ("<p>Each is <b>marked</b>.{space}Some are</p>", []),
        ("<p>Each is marked.</p><p>Some are</p>", []),
        ("<p>Wait (<em>1 min</em>),And <a href='x.Y'>again</a></p>", ["min),And"]),
        ("<svg><desc>one.Two</desc></svg><p>results.csv, 3.5</p>", []),
    ],
)
def test_sentences_that_run_together_are_found(html, found):
    assert run_together(html.format(space=" ")) == found


@pytest.mark.parametrize("state", world.STATES)
@pytest.mark.parametrize("path", every(PUBLIC))
def test_a_public_page_works_in_every_state(path, state, visitor, serving):
    serving(state)
    rules_of_every_page(visitor.get(path))


@pytest.mark.parametrize("state", world.STATES)
@pytest.mark.parametrize("path", every(OF_A_RUN))
def test_a_page_of_what_a_run_holds_works_where_it_holds_it(path, state, visitor, serving):
    serving(state)
    response = visitor.get(path)
    if state == "full" or response.status_code != 404:
        rules_of_every_page(response)


@pytest.mark.parametrize("path", every(PUBLIC, OF_A_RUN, ALONE))
def test_no_page_is_larger_than_a_slow_line_bears(path, visitor, serving):
    serving("full")
    assert len(visitor.get(path).content) <= 100_000


@pytest.mark.parametrize("path", every(PUBLIC, OF_A_RUN, ALONE))
def test_every_link_within_the_site_leads_somewhere(path, visitor, serving):
    serving("full")
    html = visitor.get(path).content.decode()
    own = set(re.findall(r'\bid="([^"]+)"', html))
    for link in set(re.findall(r'(?:href|src|action)="([^"]+)"', html)):
        address, _, anchor = unescape(link).partition("#")
        if link.startswith("#"):
            assert anchor in own, link
        elif address.startswith("/") and not address.startswith("/static/"):
            assert leads_to(visitor, address.partition("?")[0], anchor), link


REACHED: dict[str, set[str]] = {}


@pytest.mark.parametrize("path", of_each_kind())
def test_a_page_is_html_without_a_fault(path, visitor, signed_in, serving):
    serving("full")
    reader = signed_in("alice") if path in every(SIGNED_IN) else visitor
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    parser.parse(reader.get(path).content.decode())
    assert [(line, fault) for (line, _column), fault, _more in parser.errors] == []


def leads_to(visitor, path: str, anchor: str) -> bool:  # type: ignore[no-untyped-def]
    """Whether a page is there and holds what the link names; each is asked for once."""
    if path not in REACHED:
        response = visitor.get(path)
        # signing in comes first; a form is sent, not read; of an ambition that was dropped it is said what was promised
        is_there = response.status_code in (200, 302, 405, 410)
        text = response.content.decode(errors="replace") if is_there and not response.streaming else ""
        REACHED[path] = {"", *re.findall(r'\bid="([^"]+)"', text)} if is_there else set()
    return anchor in REACHED[path]


@pytest.mark.parametrize("state", [state for state in world.STATES if state != "no_run"])
@pytest.mark.parametrize("path", every(SIGNED_IN))
def test_a_board_page_works_in_every_state(path, state, signed_in, serving):
    serving(state)
    rules_of_every_page(signed_in("alice").get(path))


def test_the_board_page_works_before_the_first_run(signed_in, serving):
    serving("no_run")
    assert "No pack has been made yet" in rules_of_every_page(signed_in("alice").get("/board"))


@pytest.mark.parametrize("path", ["/", "/strategy", "/gaps", "/ambitions/A1", "/measures/smoking", "/data"])
def test_made_up_numbers_are_announced_and_marked(path, visitor, serving):
    serving("full")
    html = visitor.get(path).content.decode()
    assert "They come from made-up people" in html
    assert len(re.findall(r"app-origin\">|\(synthetic\)|synthetic: computed", html)) >= 1


@pytest.mark.parametrize("path", ["/measures/breastfeeding", "/places?measure=breastfeeding", "/accessibility"])
def test_real_numbers_carry_no_such_notice(path, visitor, serving):
    serving("full")
    assert "app-notice" not in visitor.get(path).content.decode()


def test_an_illustrative_target_is_announced(visitor, serving):
    serving("full")
    html = visitor.get("/ambitions/A2").content.decode()
    assert "illustrative" in html
    assert "Nobody has agreed them" in html
    assert "made-up people" not in html


@pytest.mark.parametrize(
    "path", ["/ambitions/nope", "/measures/nope", "/neighbourhoods/E01000001", "/downloads/nope.csv", "/nope"]
)
def test_what_is_not_there_is_a_page_in_plain_words(path, visitor, serving):
    serving("full")
    response = visitor.get(path)
    assert response.status_code == 404
    assert "Page not found" in response.content.decode()


def test_a_slash_too_many_leads_to_the_page(visitor, serving):
    serving("full")
    response = visitor.get("/ambitions/A1/")
    assert response.status_code == 301
    assert response["Location"] == "/ambitions/A1"


def test_pages_answer_reading_only(visitor, serving):
    serving("full")
    assert visitor.post("/gaps").status_code == 405


def test_why_an_ambition_has_no_number_stands_on_its_page_once(visitor, serving):
    serving("full")
    html = visitor.get("/ambitions/A5").content.decode().partition("<main")[2]
    assert html.count("No open measure of buildings exists") == 1
