"""The roadmap by stage and year, and the plan that stands beside what is said of an ambition."""

from __future__ import annotations

from datetime import date

import pytest

from oneplace.delivery import plans
from oneplace.report import plan_beside, roadmap_rows
from tests.report import a_run

WORK = """
stages: [{id: start_well, name: Start well}]
governance: {delivery_groups: [{id: G9}]}
workstreams:
  - {id: W1, name: Clinics, outcomes: [A1, A2], scope: All, delivery_group: G9, lead: {org: council},
     milestones: [
       {id: M0, text: Agree, due: 2026-02-27, state: done, evidence: minutes},
       {id: M1, text: Hire, due: 2026-03-31},
       {id: M2, text: Open, due: 2026-05-29, after: [M1], duration: 30},
       {id: M3, text: Close, due: not_set},
       {id: M4, text: Paint, due: 2026-04-30, state: stopped}]}
  - {id: W2, name: Roofs, outcomes: [A2], scope: All, delivery_group: G9, lead: {org: council}, milestones: not_set}
  - {id: W3, name: Heat, outcomes: [A2], scope: All, delivery_group: G9, lead: {org: council}, provenance: illustrative,
     milestones: [{id: M9, text: Lag lofts, due: 2027-01-29}]}
"""
AS_OF = date(2026, 5, 1)


@pytest.fixture
def found(tmp_path):
    strategy = a_run.STRATEGY.replace("measure: smoking,", "measure: smoking, stage: start_well,")
    of = a_run.a_place(tmp_path, WORK, strategy)
    return a_run.report(of, plan=plans.table(of.strategy.workstreams, AS_OF).to_pylist())


def test_a_workstream_stands_in_the_stages_that_it_serves_and_outside_them_only_where_it_serves_none(found):
    start, outside = roadmap_rows(found)
    assert (start.stage, outside.stage) == ("Start well", "No stage of life")
    assert start.years[2026] == (
        "Agree (27 February 2026, done)",
        "Hire (1 May 2026 at the earliest, late: agreed for 31 March 2026)",
        "Open (16 June 2026)",
    )
    assert outside.years == {2027: ("Lag lofts (illustrative) (29 January 2027)",)}


def test_nothing_open_is_expected_on_a_day_that_is_past(found):
    rows = found.written["plan"].to_pylist()
    open_ = [row for row in rows if row["state"] in ("planned", "in_progress") and row["expected"]]
    assert open_
    assert all(row["expected"] >= AS_OF for row in open_)
    assert {row["milestone"]: row["late"] for row in open_} == {"M1": True, "M2": False, "M9": False}


def test_what_is_said_of_an_ambition_has_the_plan_beside_it(found):
    assert plan_beside(found, "A1") == [
        "By the plan of “Clinics”: 1 of 4 milestones is done. “Hire” is late (agreed for 31 March 2026, now expected "
        "1 May 2026 at the earliest). Next is “Open”, expected 16 June 2026."
    ]
    _, roofs, heat = plan_beside(found, "A2")
    assert roofs == "By the plan of “Roofs”: no milestone is set."
    assert heat.startswith("By the plan of “Heat” (illustrative): 0 of 1 milestone is done. Next is “Lag lofts”")
