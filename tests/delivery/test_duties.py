"""Duties: 27 answers or reasons, put off with an owner and a day, and open again when what they rest on changes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oneplace.delivery.duties import (
    AIMS,
    CHARACTERISTICS,
    CRITERIA,
    QUESTIONS,
    RISK,
    SECTION_75,
    Answer,
    Deferral,
    Flow,
    Impact,
    State,
    equality,
    fingerprint,
    screening,
    section_75,
)

TODAY = date(2026, 11, 1)
WHOLE = dict.fromkeys(QUESTIONS, Answer(Impact.NONE, "Census 2021"))
RACE = (AIMS[0], "race")


def test_there_are_27_questions():
    assert len(set(QUESTIONS)) == 27 == len(AIMS) * len(CHARACTERISTICS)


def test_all_answered_or_reasoned_is_met():
    assert equality(WHOLE, TODAY).state is State.MET
    reasoned = WHOLE | {RACE: Answer(reason="The service is not open to the public.")}
    assert equality(reasoned, TODAY).state is State.MET


@given(st.sampled_from(QUESTIONS))
def test_one_left_out_is_open_but_marriage_beyond_the_first_aim(question):
    answers = {key: answer for key, answer in WHOLE.items() if key != question}
    found = equality(answers, TODAY)
    exempt = question[1] == "marriage and civil partnership" and question[0] != AIMS[0]
    assert found.state is (State.MET if exempt else State.OPEN)
    assert len(found.missing) == (0 if exempt else 1)


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (Answer(), "no answer, and no reason"),
        (Answer(reason=" "), "no answer, and no reason"),
        (Answer(Impact.NEGATIVE, "audit"), "nothing that lessens it"),
        (Answer(Impact.POSITIVE), "nothing shows it"),
        (Answer(Impact.NEGATIVE, "", "interpreters"), "nothing shows it"),
    ],
)
def test_an_answer_that_is_not_whole_says_what_it_lacks(answer, said):
    (told,) = equality(WHOLE | {RACE: answer}, TODAY).missing
    assert told.startswith("Race, to eliminate discrimination: ")
    assert said in told


def test_unknown_is_an_answer():
    assert equality(WHOLE | {RACE: Answer(Impact.UNKNOWN)}, TODAY).state is State.MET


@pytest.mark.parametrize(
    ("deferred", "state"),
    [
        (Deferral("scc", TODAY), State.DEFERRED),
        (Deferral("scc", date(2026, 10, 31)), State.OVERDUE),
        (Deferral("", TODAY), State.OPEN),
        (Deferral("scc", None), State.OPEN),
        (Deferral("scc", date(2027, 3, 1), date(2027, 2, 1)), State.OPEN),
        (Deferral("scc", date(2027, 2, 1), date(2027, 2, 1)), State.DEFERRED),
    ],
)
def test_it_is_put_off_only_with_an_owner_and_a_day_before_it_takes_effect(deferred, state):
    assert equality({}, TODAY, deferred).state is state


def test_it_is_open_again_when_what_it_rests_on_changes():
    before, after = fingerprint({"wards": [1, 2]}), fingerprint({"wards": [1, 2, 3]})
    assert equality(WHOLE, TODAY, rested_on=before, rests_on=before).state is State.MET
    assert equality(WHOLE, TODAY, rested_on=before, rests_on=after).state is State.REOPENED
    assert fingerprint({"a": 1, "b": 2}) == fingerprint({"b": 2, "a": 1})


def test_a_question_that_is_none_is_refused():
    with pytest.raises(ValueError, match="no question on height"):
        equality({(AIMS[0], "height"): Answer()}, TODAY)


FLOW = Flow("gp", "case finding", ("icb",), ("nhs_number", "diagnoses"), "8 years", frozenset({"sensitive data"}))


def test_two_criteria_ask_for_an_assessment_and_one_does_not():
    assert not screening([FLOW]).due
    found = screening([FLOW, replace(FLOW, source="hospital", criteria=frozenset({"matching of data sets"}))])
    assert found.due
    assert found.because == {"sensitive data": ("gp",), "matching of data sets": ("hospital",)}


@pytest.mark.parametrize(
    "changed",
    [
        {"source": "tpp"},
        {"purpose": "research"},
        {"recipients": ("icb", "council")},
        {"fields": ("nhs_number",)},
        {"retention": "for ever"},
        {"criteria": frozenset({"large scale"})},
    ],
)
def test_a_change_of_what_is_processed_makes_the_answer_stale(changed):
    answered = screening([FLOW]).fingerprint
    assert not screening([FLOW], answered).stale
    assert screening([replace(FLOW, **changed)], answered).stale
    assert screening([FLOW]).stale


def test_the_order_in_which_flows_are_declared_changes_nothing():
    other = replace(FLOW, source="hospital", recipients=("b", "a"))
    one = screening([FLOW, other])
    assert one == screening([replace(other, recipients=("a", "b")), FLOW])


def test_an_unknown_criterion_is_refused():
    with pytest.raises(ValueError, match="none of the criteria"):
        screening([replace(FLOW, criteria=frozenset({"fun"}))])
    assert len(CRITERIA) == 9


def test_a_risk_grows_neither_less_likely_nor_less_severe():
    order, likely, severe = (
        ["low", "medium", "high"],
        ["remote", "possible", "probable"],
        ["minimal", "some", "serious"],
    )
    table = [[order.index(RISK[one, other]) for other in severe] for one in likely]
    assert all(row == sorted(row) for row in table)
    assert all(list(column) == sorted(column) for column in zip(*table, strict=True))


def test_what_an_agreement_leaves_out_is_named():
    whole = dict.fromkeys(SECTION_75, "as agreed")
    assert section_75(whole) == []
    assert section_75(whole | {"duration": " ", "aims": None}) == ["aims", "duration"]
