"""Whoever names another thing chooses it by its name: no form asks for an id, and none takes one of nothing."""

from __future__ import annotations

import html
import re

import pytest

from oneplace import place
from oneplace.delivery.happened import RULES, Kind
from oneplace.web.delivery.choices import Offered, choices
from oneplace.web.delivery.forms import SAID
from tests.web.test_decision_steps import Clerk, clerk  # noqa: F401
from tests.web.test_delivery import emptied  # noqa: F401


def test_no_field_of_any_form_asks_for_an_id():
    asked = {
        name for kind, rules in RULES.items() if kind is not Kind.PAPER for one in rules.values() for name in one.fields
    }
    assert not [name for name in asked if re.search(r"\b[Ii]ds?\b", f"{SAID[name].label} {SAID[name].hint}")]


def offered(client, path, field):
    form = html.unescape(client.get(path).content.decode())
    options = re.search(rf'(?s)<select[^>]*name="{field}".*?</select>', form).group(0)
    return dict(re.findall(r'(?s)<option value="([^"]*)"[^>]*>\s*(.*?)\s*</option>', options))


def test_what_caused_a_move_is_chosen_among_the_other_milestones(signed_in, serving, emptied):  # noqa: F811
    serving("full")
    lena = signed_in("lena")
    causes = offered(lena, "/delivery/milestone/M2/moved", "caused_by")
    assert causes[""] == "None"
    assert "M1" in causes or len(causes) == 1
    assert "M2" not in causes, "nothing causes itself"
    said = {"forecast": "2027-01-31", "cause": "Late", "caused_by": "M9", "seen": "0"}
    answered = lena.post("/delivery/milestone/M2/moved", said)
    assert answered.status_code == 400
    assert "Choose one of the list." in answered.content.decode()


def test_what_an_action_is_about_is_chosen_by_kind_and_name(signed_in, serving, emptied):  # noqa: F811
    serving("full")
    lena = signed_in("lena")
    about = offered(lena, "/delivery/add/action", "about")
    assert about["R1"].startswith("Risk: ")
    assert about["M2"].startswith("Milestone: ")
    form = {"text": "Ask", "due": "2027-01-31", "org": "council", "about": "R1", "seen": "0"}
    assert lena.post("/delivery/add/action", form).status_code == 302


@pytest.mark.parametrize("state", ["open", "withdrawn"])
def test_the_decision_that_recommends_another_stays_chosen_though_it_ended(clerk, state):  # noqa: F811
    first = clerk.at.rpartition("/")[2]
    second = Clerk(clerk.client)
    assert offered(clerk.client, f"{second.at}/written", "after")[first] == "Pay for two advisers"
    form = {"text": "Pay", "after": first, "interests_asked": "no"}
    assert second.does("written", **form) == ""
    if state == "withdrawn":
        assert clerk.does("withdrawn", why="No money") == ""
    shown = offered(clerk.client, f"{second.at}/written", "after")
    assert first in shown
    assert second.does("written", **form | {"text": "Pay for more"}) == "", "what stood there may stay"


def test_a_body_that_has_ended_is_given_nothing_new_to_answer_for(signed_in, serving, emptied):  # noqa: F811
    serving("full")
    lena = signed_in("lena")
    assert "council" in offered(lena, "/delivery/add/action", "org")
    assert "old" not in offered(lena, "/delivery/add/action", "org")
    form = {"text": "Ask", "due": "2027-01-31", "org": "old", "seen": "0"}
    answered = lena.post("/delivery/add/action", form)
    assert answered.status_code == 400
    assert "Choose one of the list." in answered.content.decode()


def test_a_body_that_answered_before_it_ended_stays_named_with_its_end(places):
    offers = Offered(place.read(places["full"]), {}, (Kind.ACTION, "a1"))
    found = dict(choices("org", offers, "old"))
    assert found["old"] == "NHS Testton (until June 2022)"
