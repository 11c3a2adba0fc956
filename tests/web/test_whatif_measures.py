"""Every measure of every place stands on a page of its own: the answer's page stays short however long a pathway is."""

from __future__ import annotations

import re

import pytest

from tests.web.test_whatif_pages import shown

CHANGE = {"places.desk.capacity": "3"}


@pytest.fixture
def planner(serving, signed_in):
    serving("full")
    return signed_in("paul")


def test_the_answer_leads_to_every_measure_of_the_same_question_and_back(planner):
    answer = planner.get("/whatif/desk", CHANGE).content.decode()
    (address,) = re.findall(r'href="([^"]+)">Every measure of every place<', answer)
    page = planner.get(address.replace("&amp;", "&"))
    assert page.status_code == 200
    assert "With the change" in shown(page)
    (back,) = re.findall(r'href="([^"]+)">Back to the answer<', page.content.decode())
    assert planner.get(back.replace("&amp;", "&")).content.decode().count("With the change")


def test_it_says_as_the_answer_does_what_is_made_up_and_what_was_asked(planner):
    page = shown(planner.get("/whatif/desk/measures", CHANGE))
    answer = shown(planner.get("/whatif/desk", CHANGE))
    (asked,) = set(re.findall(r"capacity: 3 \w+ instead of 2 \w+", answer))
    assert asked in page
    assert ("is illustrative" in page) == ("is illustrative" in answer)


def test_without_a_change_it_has_the_numbers_of_now_alone(planner):
    page = planner.get("/whatif/desk/measures").content.decode()
    assert "Now" in page
    assert "With the change" not in page


@pytest.mark.parametrize("query", [{"places.desk.capacity": "many"}, {"places.nowhere.capacity": "3"}])
def test_what_cannot_be_answered_is_told_by_the_answers_page(planner, query):
    page = planner.get("/whatif/desk/measures", query)
    assert page.status_code == 302
    assert page["Location"].startswith("/whatif/desk?")
    assert "There is a problem" in planner.get(page["Location"]).content.decode()


def test_no_pathway_no_page(planner):
    assert planner.get("/whatif/nope/measures").status_code == 404
