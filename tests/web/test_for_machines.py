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
    assert answer.content.decode() == "Contact: mailto:team@testton.example\nExpires: 2027-04-30T09:00:00+00:00\n"


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
        ("{name: x, url: 'https://testton.example/tell'}", b"Contact: https://testton.example/tell\n"),
        ("{name: x, email: a@b.example, url: 'http://testton.example'}", b"Contact: mailto:a@b.example\n"),
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
