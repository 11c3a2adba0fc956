"""Duties in words: what nobody spoke of is counted, and what rests on something else opens again when that changes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from types import SimpleNamespace

import pytest

from oneplace.delivery.duties import QUESTIONS
from oneplace.place import Strategy, folder, plans_fingerprint
from oneplace.report import duties
from tests.report import a_run

TODAY = date(2026, 5, 1)
ANSWERS = [
    {"aim": aim, "characteristic": characteristic, "impact": "none", "evidence": "A survey"}
    for aim, characteristic in QUESTIONS
]
UNOWNED = "It is put off, and nobody answers for it."
STATUTES = """
duties:
  - {id: U1, statute: An Act, text: Do it, state: open, due: 2026-04}
  - {id: U2, statute: Another, text: Do that}
  - {id: U3, statute: Power Act, text: It may, kind: power}
  - {id: U4, statute: A third, text: Put off, state: deferred}
pooled_funds: [{id: F, name: Fund, aims: A}]
"""


@pytest.fixture
def of(tmp_path):
    found = a_run.a_place(tmp_path)
    (tmp_path / "strategy.yaml").write_text(a_run.STRATEGY + STATUTES)
    return folder.read_files(found.root).as_place()


def said(of, **changes):
    """The place with something else in its strategy, typed as a file's."""
    plain = of.strategy.model_dump(by_alias=True, mode="json", exclude_none=True)
    return replace(of, strategy=Strategy.model_validate(plain | changes))


def one(of, name):
    (found,) = [duty for duty in duties.duties(of, TODAY) if duty.name.startswith(name)]
    return found


def test_a_duty_that_nobody_spoke_of_is_counted_and_one_past_its_day_says_so(of):
    assert one(of, "An Act: Do it").stands == "open, and past its day"
    assert one(of, "Another: Do that").stands == "no state"
    assert one(of, "A third").stands == "deferred, to no day"
    assert not [duty for duty in duties.duties(of, TODAY) if duty.name.startswith("Power Act")]
    told = duties.duties_summary(of, TODAY)
    assert told.startswith("Nobody has said how 3 of the 7 duties are met. Not met, or to be looked at again: An Act (")


def test_a_place_whose_files_name_no_duty_has_those_that_each_place_has(of):
    silent = said(of, duties=[], pooled_funds=[], equality="not_set", privacy="not_set")
    assert [duty.name for duty in duties.duties(silent, TODAY)] == [duties.EQUALITY, duties.PRIVACY, duties.BY_GROUP]
    assert duties.duties_summary(silent, TODAY).startswith("Nobody has said how 2 of the 3 duties are met.")


def test_the_equality_assessment_says_which_of_27_questions_are_open(of):
    found = one(said(of, equality={"state": "in_progress", "answers": ANSWERS[:26]}), "Equality")
    assert found.stands == "open: 26 of 27 questions have an answer or a reason"
    assert found.missing[0] == "Sexual orientation, to foster good relations: no answer, and no reason for none."


@pytest.mark.parametrize(
    ("asked", "stands", "missing", "settled"),
    [
        ({"state": "deferred"}, "open: 0 of 27", (UNOWNED, "It is put off to no day."), False),
        ({"state": "deferred", "due": "2026-04", "owner": {"org": "council"}}, "overdue: 0 of 27", (), False),
        ({"state": "deferred", "due": "2026-05", "owner": {"org": "council"}}, "deferred: 0 of 27", (), False),
        ({"state": "done", "evidence": "An assessment"}, "met: An assessment", (), True),
        ({"state": "not_required"}, "not required", ("It says no reason.",), False),
        ({"state": "not_required", "reason": "Nobody is touched"}, "not required: Nobody is touched", (), True),
    ],
)  # fmt: skip
def test_an_assessment_without_answers_is_told_too(asked, stands, missing, settled, of):
    found = one(said(of, equality=asked), "Equality")
    assert found.stands.startswith(stands)
    assert (found.missing, found.settled) == (missing, settled)


def test_an_assessment_opens_again_when_the_plans_that_it_was_made_of_change(of):
    made = {"state": "done", "answers": ANSWERS, "rests_on": plans_fingerprint(of.strategy)}
    met = one(said(of, equality=made), "Equality")
    assert (met.stands, met.settled) == ("met: 27 of 27 questions have an answer or a reason", True)
    changed = said(of, equality=made, commitments=[{"id": "C1", "text": "Fewer smoke"}])
    found = one(changed, "Equality")
    assert found.stands.startswith("reopened")
    assert found.missing == ("It was made of other ambitions, targets, scopes or objectives than those of today.",)
    assert duties.EQUALITY in duties.duties_summary(changed, TODAY)
    unsaid = one(said(of, equality=made | {"rests_on": None}), "Equality")
    assert unsaid.settled
    assert "rests_on: " + plans_fingerprint(of.strategy) in unsaid.missing[0]


def test_who_owns_a_plan_and_what_happens_in_it_opens_no_assessment(of):
    before = plans_fingerprint(of.strategy)
    owned = tuple(each.model_copy(update={"owner": "not_set"}) for each in reversed(of.strategy.outcomes))
    assert plans_fingerprint(of.strategy.model_copy(update={"outcomes": owned})) == before


@pytest.mark.parametrize(
    ("asked", "stands", "settled"),
    [
        ({"screening": "not_set"}, "no state", False),
        ({"screening": "done"}, "done, for which data flows nobody has said", False),
        ({"screening": "done", "flows": "4f53cda18c2baa0c"}, "done", True),
        ({"screening": "not_required", "flows": "4f53cda18c2baa0c"}, "not required", True),
        ({"screening": "required", "flows": "4f53cda18c2baa0c"}, "required", False),
        ({"screening": "done", "flows": "ffffffffffffffff"}, "to be answered again: the answer was “done”", False),
        ({"screening": "done", "flows": "4f53cda18c2baa0c", "triggers": ["a new app"]}, "done", False),
    ],
)
def test_a_screening_of_other_data_flows_is_to_be_answered_again(asked, stands, settled, of):
    found = one(said(of, privacy=asked), "Privacy")
    assert (found.stands, found.settled) == (stands, settled)


def test_a_screening_that_says_none_is_due_where_the_flows_ask_for_one_does_not_stand(monkeypatch, of):
    from oneplace.place.data_flows import Flow, flows_fingerprint

    flow = Flow("gp", "care", (), (), "8 years", frozenset({"sensitive data", "matching of data sets"}))
    monkeypatch.setattr(duties, "flows", lambda _sources: [flow])
    sender = SimpleNamespace(sources=[SimpleNamespace(id="gp", system="Practice system")])
    asked = said(of, privacy={"screening": "not_required", "flows": flows_fingerprint([flow])})
    found = one(replace(asked, sources=sender), "Privacy")
    assert (found.stands, found.settled) == ("to be answered again: the answer was “not required”", False)


def test_figures_by_group_are_asked_for_and_a_reason_is_enough(of):
    (key, measure), *_more = of.measures.items()
    whole = dict.fromkeys(("deprivation", "ethnicity", "age", "sex"), "yes")
    first = of.strategy.outcomes[0].model_dump(by_alias=True, mode="json", exclude_none=True)
    asked = said(of, outcomes=[first | {"measure": key, "measures": []}])

    def stands(**breakdowns):
        told = measure.model_validate(measure.model_dump(by_alias=True, exclude_none=True) | {"breakdowns": breakdowns})
        return one(replace(asked, measures={key: told}), "Figures")

    assert stands(**whole).stands == "1 of 1 measure is defined by all four"
    assert stands(**whole | {"sex": "mothers only"}).settled
    silent = stands(**whole | {"sex": "no"})
    assert (silent.stands, silent.settled) == ("open: 0 of 1 measure are defined by all four", False)
    assert silent.missing == (f"“{measure.name}” is not told by sex, and nobody says why not.",)


def test_an_agreement_says_what_it_leaves_out(of):
    found = one(of, "Fund")
    assert len(found.missing) == 6
    assert "It says nothing of fund management." in found.missing


def test_money_that_is_pooled_without_an_agreement_in_the_files_is_a_duty_without_a_state(of):
    year = {"better_care": [{"id": "B26", "year": "2026/27"}]}
    stands = one(said(of, pooled_funds=[], **year), duties.POOLED)
    assert (stands.stands, stands.settled) == ("no state", False)
    told = [duty.name for given in ({}, {"pooled_funds": []}) for duty in duties.duties(said(of, **given), TODAY)]
    assert duties.POOLED not in told
