"""Duties: 27 answers or reasons, put off with an owner and a day, and open again when what they rest on changes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

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
    screening,
    section_75,
)
from oneplace.place import Sources
from oneplace.place import document as yaml
from oneplace.place.data_flows import fingerprint, flows

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


SOURCES = """\
format: place-sources/1
version: "1"
as_at: 2026-03-31
local_authorities: [E06000045]
sources:
  - id: gp
    partner: GPs
    system: Records
    datasets:
      - {id: people, files: p.csv, columns: {nhs: nhs_number}, person: nhs, facts: {nhs_number: nhs}}
  - id: trust
    partner: Trust
    system: Admissions
    datasets:
      - {id: people, files: p.csv, columns: {nhs: nhs_number, eth: text}, person: nhs,
         facts: {nhs_number: nhs, ethnic_category: eth}}
"""


def flows_of(text):
    return flows(Sources.model_validate(yaml.parse(text, Path("sources.yaml")).data))


def test_the_screening_follows_from_what_the_sources_send():
    found = screening(flows_of(SOURCES))
    assert found.due
    assert found.because == {"sensitive data": ("trust",), "matching of data sets": ("gp", "trust")}
    assert not screening(flows_of(SOURCES.replace("as_at: 2026-03-31", "as_at: 2026-03-31\nlinkage: 'off'"))).due
    assert screening(flows(None)).because == {}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("system: Records", "system: Records\n    purpose: Planning"),
        ("system: Records", "system: Records\n    recipients: [The council]"),
        ("system: Records", "system: Records\n    retention: Eight years"),
        ("system: Records", "system: Records\n    criteria: [new technology]"),
        ("facts: {nhs_number: nhs}}", "facts: {nhs_number: nhs, sex: nhs}}"),
        ("- id: gp", "- id: dentist"),
        ("as_at: 2026-03-31", "as_at: 2026-03-31\nlinkage: keys"),
    ],
)
def test_an_answer_is_stale_when_a_flow_is_another(old, new):
    answered = screening(flows_of(SOURCES)).fingerprint[:16]
    assert not screening(flows_of(SOURCES), answered).stale
    assert old in SOURCES
    assert screening(flows_of(SOURCES.replace(old, new)), answered).stale


def test_an_answer_is_not_stale_when_only_the_day_or_the_version_is_another():
    answered = screening(flows_of(SOURCES)).fingerprint[:16]
    later = SOURCES.replace("2026-03-31", "2026-06-30").replace('version: "1"', 'version: "2"')
    assert not screening(flows_of(later), answered).stale
