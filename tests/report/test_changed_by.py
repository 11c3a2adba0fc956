"""A decision's record says in words each thing that it dropped, redefined or moved, and goes on saying it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from oneplace.place import period
from oneplace.report import changed_by, eased_beside, record_of
from tests.report import a_run

DROPPED = {
    "part": "outcomes",
    "subject": "A9",
    "name": "Do fewer fall?",
    "kind": "dropped",
    "field": "",
    "eases": "A9",
    "decision": "T",
    "decided": True,
}
COMMITMENT = DROPPED | {"part": "commitments", "subject": "C1", "name": "We will listen", "eases": "C1"}
REDEFINED = DROPPED | {
    "part": "measures",
    "subject": "smoking",
    "name": "Smoking",
    "kind": "changed",
    "field": "definition",
    "old": "How many of all.",
    "new": f"How many of those who {'often ' * 40}answer",
    "eases": "smoking; A1",
}
DUE = DROPPED | {
    "part": "workstreams",
    "subject": "W1",
    "name": "Stop smoking",
    "kind": "changed",
    "field": "milestones.M1.due",
    "old": "2026-03",
    "new": "2026-09",
    "eases": None,
}
EASED = {"subject": "A1", "name": "Do fewer smoke?", "kind": "changed", "field": "target.value", "eases": "A1"}
EASED = DROPPED | EASED | {"old": "5", "new": "6"}
BECAME = f"definition: was “How many of all.”, now “{REDEFINED['new']}”."


def a_report(folder, *changes, more="", eases=(), outcome=None, **tables):
    """Its decision T may name what the files no longer have, as after a run that readers saw."""
    place = a_run.a_place(folder, more)
    said = {"id": "T", "title": "Cut down", "on": period("2026-04-20"), "changes": changes, "eases": eases}
    decision = place.decisions["D1"].model_copy(update=said | {"outcome": outcome})
    return a_run.report(replace(place, decisions={**place.decisions, "T": decision}), **tables)


def told(report):
    return changed_by(report, report.place.decisions["T"])


@pytest.mark.parametrize(
    ("names", "row", "words"),
    [
        ("A9", DROPPED, "It dropped the ambition “Do fewer fall?”."),
        ("C1", COMMITMENT, "It dropped the commitment “We will listen”."),
        ("smoking", REDEFINED, f"It changed the measure “Smoking”: {BECAME}"),
        (
            "M1",
            DUE,
            "It changed the workstream “Stop smoking”: milestones: one that is gone: due date: was “March "
            "2026”, now “September 2026”.",
        ),
    ],
)
def test_each_thing_that_a_decision_names_is_told_with_old_and_new(tmp_path, names, row, words):
    (found,) = told(a_report(tmp_path, names, decided=[row]))
    assert found == words


def test_what_waits_for_its_decision_is_still_to_come(tmp_path):
    report = a_report(tmp_path, "A9", decided=[DROPPED])
    later = report.place.decisions["T"].model_copy(update={"on": "not_set", "outcome": None})
    assert changed_by(report, later) == ("It is to drop the ambition “Do fewer fall?”.",)


def test_what_eased_words_tell_is_told_once(tmp_path):
    eased = {"target": 6.0, "target_label": "2027/28", "eased_from": 5.0, "eased_from_label": "2027/28"}
    report = a_report(tmp_path, "A1", decided=[EASED], progress=[{"ambition": "A1", "eased_by": "T", **eased}])
    assert told(report) == ("It eased the target of “Do fewer smoke?” from 5.0% in 2027/28 to 6.0% in 2027/28.",)


def test_a_target_that_is_no_easier_any_more_is_still_told_to_have_been_moved(tmp_path):
    report = a_report(tmp_path, "A1", decided=[EASED], progress=[{"ambition": "A1"}])
    assert told(report) == ("It changed the ambition “Do fewer smoke?”: target: was “5.0%”, now “6.0%”.",)


@pytest.mark.parametrize(
    ("rest", "words"),
    [
        ({}, "It says that it changed {}. No run has kept what that was before."),
        ({"eases": ("target",)}, "It says that it changed {} (target). No run has kept what that was before."),
        ({"outcome": "refused"}, "It was to change {}."),
    ],
)
def test_where_no_run_kept_it_the_decision_still_says_what_it_names(tmp_path, rest, words):
    assert told(a_report(tmp_path, "A1", "A9", **rest)) == (
        words.format("“Fewer smoke” and “A9”, which the files no longer have"),
    )


def test_a_decision_that_names_nothing_as_changed_says_nothing_of_it(tmp_path):
    report = a_report(tmp_path, "A1")
    assert changed_by(report, report.place.decisions["D1"]) == ()


def test_it_stands_on_the_decisions_record(tmp_path):
    report = a_report(tmp_path, "A9", decided=[DROPPED])
    assert "It dropped the ambition “Do fewer fall?”." in repr(record_of(report, report.place.decisions["T"]))


def test_an_ambition_goes_on_saying_that_its_measure_counts_something_else(tmp_path):
    report = a_report(tmp_path, "smoking", decided=[REDEFINED, REDEFINED | {"field": "name"}])
    (ambition, *_), row = report.ambitions, {"measure": "smoking"}
    who = "the decision “Cut down” of 20 April 2026"
    assert eased_beside(report, ambition, row) == f"What its measure counts was changed by {who}: {BECAME}"
    assert eased_beside(report, ambition, {"measure": None}) == ""
