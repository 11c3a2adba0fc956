"""What is due as entries of a calendar: the day now expected, what was stopped, what is done, identities that stay."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace

from oneplace.delivery import due_days, happened
from oneplace.delivery.owed import owed
from oneplace.place import Decision, Milestone, Risk, Workstream
from tests.report import a_run

TODAY = date(2026, 11, 1)


def place(milestones=(), risks=(), decisions=()):
    stream = Workstream(id="W", name="Falls", milestones=tuple(milestones))
    return SimpleNamespace(
        place=SimpleNamespace(id="southampton"),
        strategy=SimpleNamespace(workstreams=(stream,), risks=tuple(risks)),
        decisions={one.id: one for one in decisions},
    )


def milestone(key="M1", **fields):
    return Milestone.model_validate({"id": key, "text": "Register live", **fields})


def test_a_milestone_is_on_the_day_now_expected_and_a_month_on_its_last_day():
    moved = [{"from": "2026-12", "to": "2027-02", "reason": "lease"}]
    one, other = due_days.entries(
        place([milestone(due="2026-12"), milestone("M2", due="2026-12", forecast="2027-02", moved=moved)]), TODAY
    )
    assert (one.uid, one.start, one.sequence) == ("milestone-M1@southampton", date(2026, 12, 31), 0)
    assert (other.start, other.sequence) == (date(2027, 2, 28), 1)


def test_what_is_done_or_has_no_day_is_not_there_and_what_was_stopped_is_cancelled():
    found = due_days.entries(
        place(
            [
                milestone(due="2026-12", state="done", evidence="audit"),
                milestone("M2"),
                milestone("M3", due="2026-12", state="stopped"),
            ]
        ),
        TODAY,
    )
    assert [(one.uid, one.cancelled, one.sequence) for one in found] == [("milestone-M3@southampton", True, 1)]


def test_open_actions_and_decisions_on_a_day_are_there():
    risk = Risk.model_validate(
        {"id": "R1", "cause": "a", "event": "Beds close", "effect": "c",
         "actions": [{"text": "Hire", "due": "2027-01"}, {"text": "Done", "due": "2027-01", "state": "done"},
                     {"text": "Some day"}]}
    )  # fmt: skip
    dated = Decision.model_validate({"id": "D1", "title": "Open the hub", "on": "2027-01-12", "body": "Cabinet"})
    month = Decision.model_validate({"id": "D2", "title": "Later", "on": "2027-01"})
    found = due_days.entries(place(risks=[risk], decisions=[dated, month]), TODAY)
    assert [(one.uid, one.start, one.title) for one in found] == [
        ("action-R1-1@southampton", date(2027, 1, 31), "Due: Hire"),
        ("decision-D1@southampton", date(2027, 1, 12), "Decision: Open the hub"),
    ]


def test_what_was_made_up_says_so_in_a_diary(tmp_path):
    text = MADE_UP_PLANS
    found = a_run.a_place(tmp_path, text)
    titles = [one.title for one in due_days.entries(found, date(2026, 5, 1))]
    assert titles == ["Due: Open (illustrative)", "Due: Hire (illustrative)", "Decision: Fund it"]
    every = owed(found, happened.standing(found, ()), date(2026, 5, 1))
    owed_ = [one.text for one in every if one.kind in ("milestone", "action")]
    assert owed_ == ["Open (illustrative)", "Hire (illustrative)"]


MADE_UP_PLANS = """
governance: {delivery_groups: [{id: G9}]}
workstreams:
  - {id: W1, name: Clinics, outcomes: [A1], scope: All, delivery_group: G9, lead: {org: council},
     provenance: illustrative, milestones: [{id: M1, text: Open, due: 2026-06-30}]}
risks:
  - {id: R1, cause: Rain, event: Flood, effect: Roads close, outcomes: [A1], provenance: illustrative,
     owner: {org: council}, current: [3, 4], target: [2, 3], controls: [Pumps],
     actions: [{text: Hire, due: 2026-07-31}]}
"""
