"""The strategy's models: what a file may say and in which short forms."""

from __future__ import annotations

from datetime import date

import pytest
from pydantic import ValidationError

from oneplace.place import check, read
from oneplace.place.rules.explain import changed_example
from oneplace.problems import Severity

EVERYTHING = """
version: {number: "2", state: in_refresh, history: [{number: "1", state: draft, on: June 2019}]}
period: {start: 2020-04, end: not_set, note: The document gives no end}
parents:
  - {ref: ext:joint-strategy, relation: subset_of, basis: LGPIHA 2007 s.116A, period: 2017-2025}
alignment:
  - {from: G1, to: ext:council-outcome-3, relation: contributes_to}
vision:
  text: A healthy city where everyone thrives
  echoes: ext:council-vision
  words: {thrives: Is well and takes part}
  history: [{text: A healthy city for all, relation: parallel, source: "vision page, line 3"}]
  endorsed_by: [{partner: council, body: Full council, on: 2020-03}]
mission: not_set
vision_points: [{id: VP1, text: Easy, timely access}]
values: [{id: V1, name: Patients first, text: We put patients first}]
principles: [{id: PR1, text: Once for the region}]
commitments: [{id: C1, text: Reduce inequalities, supports: [G1], measures: [smoking]}]
objectives: [{id: OB1, text: Train advisers, horizon: two, supports: [G1], measures: [smoking]}]
priorities: [{id: P1, text: Start well, stage: start_well, supports: [G1]}]
stages: [{id: preconception, name: Before conception, ends: Conception}, start_well, bereavement]
enablers: [{id: EN1, name: Digital, serves: start_well}]
groups: [{id: young, name: Young mothers, proxy: Aged under 20 at birth}]
horizons:
  - {id: five, text: Five-year goals, years: 5}
  - {id: two, text: Two-year objectives, years: 2, parent: five}
partners:
  - {id: council, name: City council, kind: local_authority, ons: E06000045}
  - {id: ccg, name: Clinical commissioning group, kind: nhs_commissioner, until: 2021-03, successor: icb}
  - {id: icb, name: Integrated care board, kind: nhs_commissioner, from: 2021-04, to_confirm: The date of the merger}
  - {id: police, name: Police, kind: blue_light}
  - {id: cqc, name: Care Quality Commission, kind: regulator}
figures:
  - {id: F1, text: Ranked 55th most deprived, value: 55, unit: rank, provenance: published, source: report line 43}
recovery_stages: [{id: RS1, text: Recovery, exit: Rated good, state: past}]
events: [{id: EV1, text: Inspection, on: May 2016, by: cqc, rating: inadequate}]
engagement: [{id: ENG1, text: Conference, on: 29 March 2019, who: [officers, politicians], partners: [police, icb]}]
duties: [{id: DU1, statute: Equality Act 2010 s.149, text: Due regard, state: deferred}]
documents: [{id: DOC1, title: Cabinet report, date_text: "7 MARCH 2020 8 MARCH 2020", available: true}]
tensions: [{id: T1, text: Closer to home or consolidated, between: [G1, EN1]}]
gaps: [{id: GAP1, text: The appendix with targets is missing, due: not_set}]
equality: not_set
"""


@pytest.fixture
def place(tmp_path):
    (tmp_path / "strategy.yaml").write_text(changed_example(EVERYTHING.lstrip()), encoding="utf-8")
    errors = [problem for problem in check(tmp_path) if problem.severity is Severity.ERROR]
    assert errors == []
    return read(tmp_path)


def test_an_open_end_and_a_missing_mission_are_said_to_be_not_set(place):
    assert place.strategy.period.end == "not_set"
    assert place.strategy.mission == "not_set"


def test_a_vision_keeps_its_other_wordings(place):
    assert place.strategy.vision.history[0].relation == "parallel"


def test_text_with_a_comma_stays_whole(place):
    assert place.strategy.vision_points[0].text == "Easy, timely access"


def test_a_stage_may_be_a_word_or_more(place):
    assert [stage.id for stage in place.strategy.stages] == ["preconception", "start_well", "bereavement"]
    assert place.strategy.stages[0].ends == "Conception"


def test_a_list_of_one_may_stand_without_brackets(place):
    assert place.strategy.enablers[0].serves == ("start_well",)
    assert place.strategy.partners[1].successor == ("icb",)


def test_from_is_a_key_of_the_file(place):
    assert place.strategy.partners[2].from_.start == date(2021, 4, 1)
    assert place.strategy.alignment[0].from_ == "G1"


def test_a_path_is_read_as_periods(place):
    (outcome,) = place.strategy.outcomes
    assert [period.start.year for period in sorted(outcome.trajectory)] == [2019, 2020, 2021]
    assert outcome.measure_ids == ("smoking",)


def test_a_place_cannot_be_changed(place):
    with pytest.raises(ValidationError):
        place.strategy.title = "Another"
    with pytest.raises(AttributeError):
        place.strategy = None
