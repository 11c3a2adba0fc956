"""A street that somebody names is read as one: its words bring up no page by a piece of them, nor one named alike."""

from __future__ import annotations

import pytest

from oneplace.web.public.finding import street_in


@pytest.mark.parametrize(
    ("text", "street", "rest"),
    [
        ("High Street", "High Street", ""),
        ("12 Shirley Road", "Shirley Road", ""),
        ("12a Shirley Rd", "Shirley Rd", ""),
        ("The Avenue", "The Avenue", ""),
        ("St Mary's Road", "St Mary's Road", ""),
        ("London st", "London st", ""),
        ("doctors on Portswood Road", "Portswood Road", "doctors on"),
        ("surgery Portswood Road", "Portswood Road", "surgery"),
        ("is Hill Lane a poor area?", "Hill Lane", "is  a poor area?"),
        ("Church Street surgery", "Church Street", "surgery"),
        ("3 Park Close", "Park Close", ""),
    ],
)
def test_a_street_is_found_with_what_else_is_asked(text, street, rest):
    named = street_in(text)
    assert named is not None
    assert (named.street, named.rest.split()) == (street, rest.split())


@pytest.mark.parametrize(
    "text",
    [
        *("my street", "crime in my street", "which street is the poorest", "street", "the road", "road safety", ""),
        *("street homeless", "dark streets", "park close to me", "a safe place", "St Mary's", "high blood pressure"),
        *("stop smoking", "18 weeks", "road accidents", "walk in centre", "is it a long way"),
    ],
)
def test_what_names_no_street_is_none(text):
    assert street_in(text) is None


@pytest.fixture
def answers(places, serving):
    from oneplace.web.public.presenters.search import search
    from oneplace.web.snapshot import snapshot

    serving("full")
    return lambda question: search(snapshot(), question, None)


def test_a_street_brings_up_nothing_that_has_a_piece_of_its_name(answers):
    found = answers("High Street")
    assert (found.entries, found.unmeasured, found.street) == ([], [], "High Street")


def test_what_is_asked_of_a_street_is_answered(answers):
    asked, alone = answers("smoking on High Street"), answers("smoking")
    assert [entry.href for entry in asked.entries] == [entry.href for entry in alone.entries] != []


def test_the_page_offers_its_neighbourhood_and_says_that_there_are_no_numbers_of_it(visitor, serving):
    serving("full")
    page = visitor.get("/search", {"q": "12 High Street"}).content.decode()
    assert "This site has no numbers of a single street." in page
    assert '<input type="hidden" name="where" value="High Street">' in page
    assert "Nothing was found" not in page
    assert "Nothing here is measured" not in page


def test_for_whom_or_where_somebody_asks_is_no_matter_of_its_own(answers):
    assert answers("my mum smoking").unmeasured == answers("smoking near me").unmeasured == []
