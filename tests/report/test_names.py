"""What a reference is called: everything in the files that has an id, by its name, else its words."""

from __future__ import annotations

import pytest

from oneplace import place
from oneplace.place.moved import field_words, foreign, said
from oneplace.report import called, in_words, inner_names, names_of
from tests.report import a_run

STRATEGY = """
format: place-strategy/1
id: s
title: A strategy
version: {number: "1", state: approved}
period: {start: 2021-04, end: 2028-03}
place: {code: E06000045, name: Testton, level: place}
parents:
  - {ref: "ext:one-vision", title: The vision of the city, relation: follows}
  - {ref: "ext:scc-plan_b", relation: follows}
vision_points: [{id: VP, text: Point of the vision}]
values: [{id: VA, text: Value}]
principles: [{id: PR, text: Principle, name: Its name}]
commitments: [{id: CO, text: Commitment}]
goals: [{id: GO, text: Goal}]
objectives: [{id: OB, text: Objective}]
priorities: [{id: PI, text: Priority}]
stages: [die_well, {id: live, name: Live well, text: Words}, {id: age, text: Grow old}]
enablers: [{id: EN, name: Digital, text: What it does}]
groups: [{id: GR, name: Carers}]
horizons: [{id: HO, text: Five years}]
partners: [{id: council, name: Testton City Council, kind: local_authority}]
outcomes:
  - {id: OU, text: Fewer smoke, question: "Do fewer smoke?", measure: smoking, provenance: not_set}
figures: [{id: FI, text: Figure, value: 5, unit: people, provenance: not_set}]
workstreams:
  - {id: WO, name: Stop smoking, scope: not_set, lead: not_set, delivery_group: DG, milestones: [{id: MI, text: Open}]}
recovery_stages: [{id: RE, text: Recovery}]
must_dos: [{id: MD, text: Answer complaints}]
risks: [{id: RI, cause: Cause, event: Event, effect: Effect, actions: not_set, owner: not_set}]
assurance_framework: [{id: AS, text: Assured, assurances: not_set}]
events: [{id: EV, text: Inspection}]
engagement: [{id: TA, text: Talks}]
duties: [{id: DU, statute: Act, text: Duty}]
decisions: [{id: DE, title: Fund it, options: not_set, reasons: not_set}]
budget: {state: set, savings: [{id: SA, text: Saving, amount: 5}]}
pooled_funds:
  - {id: FU, name: Fund, aims: A, contributions: C, fund_management: M, duration: D, staff_goods_premises: P,
     functions: F, people_and_services: S}
better_care: [{id: BC, year: 2025/26}]
benefits: [{id: BE, text: Benefit, kind: quality, period: 2025/26, reduction: 0.1}]
improvement: [{id: IM, text: Better, start: 2025-04, end: 2027-03, cycles: [{id: CY, aim: Try it}]}]
lessons: [{id: LE, text: Lesson, learnt_from: A review}]
documents: [{id: DO, title: Report}]
themes: [{id: TH, title: Smoke-free, asks: Do fewer smoke?, facets: {one: {title: T, asks: A?, measures: smoking}}}]
gaps: [{id: KG, text: Nobody counts it}]
tensions: [{id: TE, text: Near and far}]
governance:
  boards: [{id: BO, name: The board, role: decides}]
  delivery_groups: [{id: DG}, {id: NG, name: Named group}]
  rules: [{id: RU, text: Rule}]
"""
CALLED = {
    "s": "A strategy",
    "vision": "the vision",
    "mission": "the mission",
    "ext:one-vision": "The vision of the city",
    "ext:scc-plan_b": "scc plan b",
    "VP": "Point of the vision",
    "VA": "Value",
    "PR": "Its name",
    "CO": "Commitment",
    "GO": "Goal",
    "OB": "Objective",
    "PI": "Priority",
    "die_well": "die well",
    "live": "Live well",
    "age": "Grow old",
    "EN": "Digital",
    "GR": "Carers",
    "HO": "Five years",
    "council": "Testton City Council",
    "OU": "Fewer smoke",
    "FI": "Figure",
    "WO": "Stop smoking",
    "MI": "Open",
    "MD": "Answer complaints",
    "RE": "Recovery",
    "RI": "Event",
    "AS": "Assured",
    "EV": "Inspection",
    "TA": "Talks",
    "DU": "Duty",
    "DE": "Fund it",
    "SA": "Saving",
    "FU": "Fund",
    "BC": "The Better Care Fund, 2025/26",
    "BE": "Benefit",
    "IM": "Better",
    "CY": "Try it",
    "LE": "Lesson",
    "DO": "Report",
    "TH": "Smoke-free",
    "KG": "Nobody counts it",
    "TE": "Near and far",
    "BO": "The board",
    "DG": "DG",
    "NG": "Named group",
    "RU": "Rule",
    "smoking": "Smoking",
}


@pytest.fixture(scope="module")
def full(tmp_path_factory):
    return a_run.a_place(tmp_path_factory.mktemp("full"), strategy=STRATEGY)


def test_everything_with_an_id_has_its_name_else_its_words(full):
    assert names_of(full) == CALLED


def test_no_list_of_the_files_is_forgotten(full):
    parts = {part: subjects for part, subjects in said(full).items() if part != "place"}
    listed = {field for field, value in full.strategy if isinstance(value, tuple)}
    nameless = {"parents", "alignment", "commentary"}  # a parent is another document, and nothing names the others
    assert listed <= set(parts) | nameless | {"measures"}
    assert {subject for subjects in parts.values() for subject in subjects} <= set(names_of(full))


def test_a_measure_keeps_its_name_where_an_ambition_has_the_same_id(full):
    strategy = full.strategy.model_copy(
        update={"outcomes": (full.strategy.outcomes[0].model_copy(update={"id": "smoking"}),)}
    )
    assert names_of(place.Place(**{**vars(full), "strategy": strategy}))["smoking"] == "Smoking"


@pytest.mark.parametrize(
    ("ref", "words"),
    [
        ("ext:scc-vision", "scc vision"),
        ("doc:one_page-plan", "one page plan"),
        ("ext:doc:x", "x"),
        ("next:step", "next:step"),
        ("start_well", "start well"),
    ],
)
def test_a_reference_to_another_document_is_told_in_words(ref, words):
    assert foreign(ref) == words


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("ext:scc-plan_b", "scc plan b"),
        ("ext:not-named", "not named"),
        ("council", "Testton City Council"),
        (
            "from: GO; to: ext:one-vision; relation: depends_on",
            "from: Goal; to: The vision of the city; relation: depends on",
        ),
        ("after: MI, CY; on: 2026-03-05", "after: Open, Try it; on: 5 March 2026"),
        ("asked: the council, live", "asked: the council, live"),
        ("period: 2026-06; done: in 2011-12", "period: June 2026; done: in 2011-12"),
    ],
)
def test_a_value_is_told_as_people_say_it(full, value, words):
    assert called(value, names_of(full)) == words


def test_what_looks_like_an_id_is_named_within_a_sentence():
    assert called("waits for IM-team, not R4", {"IM-team": "One team", "R4": "A risk"}) == "waits for One team, not R4"


def test_a_field_is_called_without_ids(full):
    names = names_of(full) | inner_names(full, "themes", "TH")
    assert field_words("milestones.MI.owner.org", names) == "milestones: \u201cOpen\u201d: who answers for it"
    assert field_words("facets.one.asks", names) == "what it looks at: \u201cT\u201d: what it asks"
    assert field_words("council.one_more", names) == "council: one more"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("background", "Papers: none"),
        ("background L3-4", "Papers: none"),
        ("Given the background, agree", "Given the background, agree"),
        ("As cabinet-report says", "As The report says"),
    ],
)
def test_a_word_of_a_sentence_is_no_document_though_one_has_it_for_its_id(text, told):
    assert in_words(text, {"background": "Papers: none", "cabinet-report": "The report"}) == told


def test_a_name_that_is_a_sentence_stands_in_quotes_within_another():
    """It read "see The mission's words are missing: they stood in a picture.." ended twice, and began in the middle."""
    assert called("Not here: see GAP-words.", {"GAP-words": "The words are missing."}) == (
        "Not here: see “The words are missing”."
    )
