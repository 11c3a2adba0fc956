"""Nothing is put to a body of which nobody can say whether enough took part: its form says which, and what to mend."""

from __future__ import annotations

import html
from dataclasses import replace

from oneplace import place
from oneplace.delivery.happened import Decision, Kind
from oneplace.place.strategy.governance import Governance
from oneplace.web.delivery.choices import Offered, choices
from tests.web.test_choices import offered
from tests.web.test_decision_steps import clerk  # noqa: F401
from tests.web.test_delivery import emptied  # noqa: F401

GOVERNANCE = {
    "boards": [
        {"id": "hwb", "name": "Wellbeing Board", "role": "decides", "members": ["Chair", "Nurse"], "quorum": 2},
        {"id": "none", "name": "Board of nobody", "role": "decides", "quorum": 2},
        {"id": "any", "name": "Board without quorum", "role": "decides", "members": ["Chair"]},
    ],
    "delivery_groups": [{"id": "D1", "name": "Clinics group"}],
}


def test_a_delivery_group_is_offered_for_no_decision_and_its_form_says_how_to_mend_it(clerk):  # noqa: F811
    at = "/delivery/add/decision"
    assert "D1" not in offered(clerk.client, at, "body")
    form = html.unescape(clerk.client.get(at).content.decode())
    assert "Only a board whose members and quorum are in the place’s files can decide." in form
    assert "That is so of: D1" in form
    answered = clerk.client.post(at, {"text": "Pay", "body": "D1", "after": "", "seen": "0"})
    assert answered.status_code == 400
    assert "Choose one of the list." in answered.content.decode()


def test_groups_meet_all_the_same(clerk):  # noqa: F811
    assert "D1" in offered(clerk.client, "/delivery/add/meeting", "body")


def test_a_board_without_members_or_quorum_is_offered_only_where_it_stands(site):
    found = place.read(site)
    governance = Governance.model_validate(GOVERNANCE)
    found = replace(found, strategy=found.strategy.model_copy(update={"governance": governance}))
    of = (Kind.DECISION, "D")
    assert [key for key, _words in choices("body", Offered(found, {of: Decision()}, of))] == ["", "hwb"]
    assert dict(choices("body", Offered(found, {}, of), "any"))["any"] == "Board without quorum (can’t decide)"
