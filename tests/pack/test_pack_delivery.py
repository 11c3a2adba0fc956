"""The sections on delivery, by the blocks that every format renders: strategy files in, texts and tables out."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from oneplace import results
from oneplace.delivery import plans
from oneplace.pack.document import Figure, Items, Section, Table, Text
from oneplace.pack.evidence import Evidence
from oneplace.pack.sections.assurance import assurance
from oneplace.pack.sections.delivery import decisions, money, risks, roadmap, voice
from oneplace.pack.sections.summary import summary
from oneplace.report import RunReport
from oneplace.vocabulary.data_tests import DATA_TESTS
from tests.report import a_run

WORK = """
governance:
  boards: [{id: hwb, name: The board, cycle: quarterly, role: decides}]
  delivery_groups: [{id: G9, name: Clinic group, chair: {org: council}, reports_to: hwb}]
workstreams:
  - {id: W1, name: Clinics, outcomes: [A1, A2], scope: All, delivery_group: G9, lead: {org: council, role: Midwife},
     milestones: [
       {id: M1, text: Hire, due: 2026-05-01, state: in_progress},
       {id: M2, text: Open, due: 2026-04-30},
       {id: M3, text: Plan, due: 2026-01, state: done, evidence: A minute},
       {id: M4, text: Dream}]}
  - {id: W2, name: Parks, scope: not_set, delivery_group: not_set, lead: not_set, milestones: not_set}
"""
RISKS = """
risks:
  - {id: R1, cause: Posts unfunded, event: Clinics stop, effect: People wait, outcomes: [A1], current: [2, 3],
     owner: {org: council}, actions: not_set}
  - {id: R2, cause: Rain, event: Flood, effect: Roads close, outcomes: [A1], current: [4, 4], target: [2, 2],
     owner: not_set, actions: not_set}
  - {id: R3, cause: Dust, event: Fog, effect: Nobody sees, outcomes: [A1], owner: not_set, actions: not_set}
"""


@pytest.fixture
def found(tmp_path: Path):
    """Call it with more of the strategy's file for the evidence of a run that judged nothing."""

    def evidence(more: str = "", **rows) -> Evidence:
        of = a_run.a_place(tmp_path, more)
        planned = plans.table(of.strategy.workstreams, date(2026, 5, 1)).to_pylist()
        report = a_run.report(of, **{"plan": planned, **rows})
        manifest = {"as_of": "2026-05-01", "run": "r1", "software": "s", "built_on": "2026-05-02T08:00:00+00:00"}
        return Evidence(report, manifest, None, [])

    return evidence


def texts(section: Section) -> list[str]:
    return [block.text for block in section.blocks if isinstance(block, Text)]


def table(section: Section, caption: str) -> Table:
    return next(block for block in section.blocks if isinstance(block, Table) and block.caption == caption)


def test_the_roadmap_names_leads_by_role_and_partner(found):
    rows = table(roadmap(found(WORK)), "Workstreams").rows
    assert rows == (
        ("Clinics", "Fewer smoke; Better buildings", "Midwife, Testton City Council", "Clinic group"),
        ("Parks", "—", "not set", "not set"),
    )


def test_milestones_stand_with_the_days_agreed_and_expected_and_are_not_late_on_their_day(found):
    section = roadmap(found(WORK))
    assert texts(section) == ["1 of 4 milestones is late and 1 is expected later than agreed."]
    (clinics, parks) = section.sections
    assert table(clinics, "Milestones of Clinics").rows == (
        ("Hire", "1 May 2026", "1 May 2026", "not at all: the end hangs on it", "under way"),
        (
            "Open. Still open after 30 April 2026, the day last expected.",
            "30 April 2026",
            "1 May 2026 at the earliest, 1 working day later",
            "not at all: the end hangs on it",
            "late: planned",
        ),
        ("Plan", "31 January 2026", "31 January 2026", "—", "done"),
        ("Dream", "not set", "not set", "—", "planned"),
    )
    assert [block.chart.kind for block in clinics.blocks if isinstance(block, Figure)] == ["gantt"]
    assert not [block for block in parks.blocks if isinstance(block, Table | Figure)]


def test_several_late_ones_are_counted_in_words(found):
    section = roadmap(found(WORK.replace("due: 2026-05-01", "due: 2026-03")))
    assert texts(section) == ["2 of 4 milestones are late and 2 are expected later than agreed."]


def test_a_roadmap_without_milestones_says_so(found):
    section = roadmap(found(WORK[: WORK.index("  - {id: W1")] + WORK[WORK.index("  - {id: W2") :]))
    assert texts(section) == ["No milestones are set."]


def test_risks_stand_highest_first_with_score_and_owner(found):
    (shown,) = risks(found(RISKS)).blocks
    assert shown.rows == (
        ("Flood", "Rain; so roads close", "16 (4 × 4)", "4 (2 × 2)", "not set"),
        ("Clinics stop", "Posts unfunded; so people wait", "6 (2 × 3)", "not set", "Testton City Council"),
        ("Fog", "Dust; so nobody sees", "not set", "not set", "not set"),
    )


def test_decisions_stand_by_their_day_those_without_one_last(found):
    section = decisions(found())
    assert [one.id for one in section.sections] == ["decision-D1", "decision-D2", "decision-D3"]
    assert [texts(one) for one in section.sections] == [
        ["Cabinet, 10 June 2026."],
        ["Body not named, “early 2019” in its document."],
        ["Body not named, no day set."],
    ]


def test_a_made_up_decision_risk_and_plan_bear_the_mark(found):
    more = WORK.replace("name: Clinics,", "name: Clinics, provenance: illustrative,")
    more += RISKS.replace("event: Flood,", "event: Flood, provenance: illustrative,")
    of = found(more)
    made = next(iter(of.place.decisions.values())).model_copy(update={"provenance": "illustrative"})
    of.place.decisions[made.id] = made
    assert texts(decisions(of).sections[0])[0] == "Illustrative: made up to show the form. Nobody took this decision."
    assert risks(of).blocks[0].rows[0][0] == "Flood (illustrative)"
    assert roadmap(of).sections[0].title == "Clinics (illustrative)"


@pytest.mark.parametrize(
    ("budget", "told"),
    [
        ("", ["No budget is set in the strategy's files."]),
        ("budget: {state: not_set}", ["No budget is set in the strategy's files."]),
        ("budget: {state: not_applicable}", ["The strategy's documents attach no money to it."]),
        (
            "budget: {state: not_applicable, challenge: A goal has none.}",
            ["The strategy's documents attach no money to it. A goal has none."],
        ),
        ("budget: {state: set, pool: 1234567, provenance: agreed}", ["The pool is £1.23 million."]),
        ("budget: {state: set, pool: 1200, provenance: illustrative}", ["The pool is £1,200 (illustrative)."]),
    ],
)
def test_money_is_told_as_far_as_it_is_set(found, budget, told):
    assert texts(money(found(budget))) == told


def test_who_was_asked_is_told_with_what_changed(found):
    section = voice(found("engagement: [{id: EN1, text: Asked 90 people, on: 2025-05, changed: The hours}]"))
    assert table(section, "Who was asked, and what changed").rows == (("Asked 90 people", "May 2025", "The hours"),)


def test_who_is_still_to_be_asked_has_changed_nothing(found):
    asked = found("engagement: [{id: EN1, text: Ask 90 people, on: 2026-12, changed: The hours}]")
    section = voice(replace(asked, manifest={"as_of": "2026-11-22"}))
    (row,) = table(section, "Who was asked, and what changed").rows
    assert row == ("Ask 90 people", "December 2026, still to come", "–")


def test_without_voices_it_says_so(found):
    assert texts(voice(found())) == ["The strategy's files hold nothing that people said."]


def test_what_is_asked_are_waiting_decisions_and_gaps_past_their_date(found):
    (asked,) = next(one for one in summary(found()).sections if one.id == "asked").blocks
    assert asked == Items(
        (
            "Fund it, Cabinet, 10 June 2026",
            "Think again",
            "Close 2 known gaps past the agreed date: One; Two.",
        )
    )


def test_where_no_ambition_has_a_value_the_summary_says_so(found):
    parts = {one.id: one for one in summary(found()).sections}
    assert texts(parts["worst-first"]) == ["No ambition has a value yet."]
    assert texts(parts["changes"]) == ["This is the first pack, so there is nothing to compare it with."]


def quality(partner, passed, checked, aspect="validity"):
    return {"source": "gp", "partner": partner, "aspect": aspect, "passed": passed, "checked": checked}


def test_checks_are_summed_by_partner_and_aspect(found):
    rows = [quality("GPs", 90, 100), quality("GPs", 9, 100), quality("GPs", 5, 5, "timeliness"), quality(None, 0, 0)]
    section = assurance(found(quality=[*rows, quality("GPs", None, 10)])).sections[0]
    assert table(section, "Checks on the partners' extracts").rows == (
        ("GPs: timeliness", "5", "5", "100.0%"),
        ("GPs: validity", "109 less a few", "210", "51.9%"),
        ("gp: validity", "0", "0", "—"),
    )


def of_data(test, failed, **told):
    of = DATA_TESTS[test]
    row = {"test": test, "layer": of.layer.value, "severity": of.severity.value, "source": "gp", "partner": "GPs"}
    return row | {"dataset": "journal", "failed": failed, "checked": 1000} | told


def test_what_the_partners_data_failed_is_told_worst_first_and_notes_are_counted(found):
    rows = [of_data("repeated_key", 10, field="ref", note="repeats the key of an earlier row"), of_data("feed_hole", 0)]
    rows += [of_data("wrong_type", 5, checked=20_000)]
    rows += [of_data("no_nhs_number", 30), of_data("after_death", None), of_data("after_death", 20, group="women")]
    section = assurance(found(quality=[quality("GPs", 5, 5)], data_tests=rows)).sections[0]
    assert "The partners' data failed 3 tests; 1 more left a note." in texts(section)
    assert [row[:3] for row in table(section, "Tests that failed, the worst first").rows] == [
        ("GPs: journal", "error", "Fewer than 5 of 1,000 events: each is after the day of death."),
        ("GPs: journal", "warning", "5 of 20,000 rows (under 0.1%): each holds a value that is not of its type."),
        ("GPs: journal, reference", "warning", "10 of 1,000 rows (1.0%): repeats the key of an earlier row."),
    ]


def test_the_assurance_names_the_run_and_what_it_lacks(found):
    parts = {one.id: one for one in assurance(found()).sections}
    assert texts(parts["quality"]) == ["No partner's extracts were read, so there is no data quality to report."]
    assert texts(parts["lag"]) == ["No ambition has a value yet."]
    assert texts(parts["definitions"]) == ["No measure has a break in its series or a known fault."]
    assert texts(parts["sources"]) == ["The run names no sources."]
    assert parts["unknown"].blocks == (Items(("One", "Two", "Three")),)
    assert parts["run"].blocks[0].rows == (
        ("Run", "r1"),
        ("As of", "1 May 2026"),
        ("Software", "s"),
        ("Record", "none"),
        ("Run before", "none"),
    )


def test_evidence_stands_on_the_day_of_its_run(found):
    here = found()
    assert here.as_of == date(2026, 5, 1)
    assert here.rows == []
    assert isinstance(here.report, RunReport)
    assert set(here.results.tables) == set(results.TABLES)
