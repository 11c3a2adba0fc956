"""robots.txt and security.txt."""

from __future__ import annotations

from urllib.robotparser import RobotFileParser

import pytest

from tests.web import world


def test_crawlers_may_read_the_public_pages_and_no_others(visitor, serving):
    serving("full")
    answer = visitor.get("/robots.txt")
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    rules = RobotFileParser()
    rules.parse(answer.content.decode().splitlines())
    for path in ("/", "/gaps", "/measures/smoking", "/downloads/csv/results.csv", "/accessibility"):
        assert rules.can_fetch("any", path), path
    for path in ("/board", f"/board/packs/{world.RUN}", "/whatif/steady", "/account/sign-in", "/search?q=x"):
        assert not rules.can_fetch("any", path), path


def test_a_weakness_is_told_to_the_places_contact_for_a_year_after_the_run(visitor, serving):
    serving("full")
    answer = visitor.get("/.well-known/security.txt")
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert answer.content.decode() == (
        "# Made up for a demonstration: nobody reads what is sent to this address.\n"
        "Contact: mailto:team@testton.example\nExpires: 2027-04-29T09:00:00+00:00\n"
    )


@pytest.fixture
def with_contact(serving, tmp_path, monkeypatch):
    """Call it with a contact, as YAML, to serve a place that has it."""

    def serve(contact):
        written = world.PLACE.replace("{name: The Testton team, email: team@testton.example}", contact)
        assert written != world.PLACE
        monkeypatch.setattr(world, "PLACE", written)
        serving(world.make(tmp_path / "place"))

    return serve


@pytest.mark.parametrize(
    ("contact", "told"),
    [
        ("{name: x, url: 'https://testton.gov.uk/tell'}", b"Contact: https://testton.gov.uk/tell\n"),
        ("{name: x, email: a@b.nhs.uk, url: 'http://testton.gov.uk'}", b"Contact: mailto:a@b.nhs.uk\n"),
        ("{name: x, phone: '1'}", None),
    ],
)
def test_only_addresses_that_the_standard_allows_are_named(contact, told, visitor, with_contact):
    with_contact(contact)
    answer = visitor.get("/.well-known/security.txt")
    assert answer.status_code == (200 if told else 404)
    if told:
        assert answer.content.startswith(told + b"Expires: ")


def test_before_the_first_run_nobody_is_named(visitor, serving):
    serving("no_run")
    assert visitor.get("/.well-known/security.txt").status_code == 404


@pytest.mark.parametrize(
    ("contact", "said", "unsaid"),
    [
        ("{name: The team, phone: 023 80}", ["Phone: 023 80"], ["made up", "Who has to set this"]),
        ("{name: The team, url: 'https://a.gov.uk'}", ['<a href="https://a.gov.uk">'], ["Who has to set this"]),
        ("{name: The team, email: t@a.example}", ["made up", "Who has to set this"], ["mailto:", "has not said yet"]),
        ("{name: The team}", ["No email, phone number or address is given", "Who has to set this"], ["mailto:"]),
    ],
)
def test_the_page_says_whom_to_ask_or_who_has_not_said_so(contact, said, unsaid, visitor, with_contact):
    with_contact(contact)
    html = visitor.get("/contact").content.decode()
    main = html[html.index("<main") : html.index("</main")]
    assert 'href="/feedback?page=/contact"' in main
    assert [words for words in said if words not in main] == []
    assert [words for words in unsaid if words in main] == []
