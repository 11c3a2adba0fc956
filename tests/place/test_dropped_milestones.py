"""E106: a milestone that stood in the plan of the run that readers saw is gone, and no decision says so."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from oneplace import place as places
from oneplace.place import moved
from tests.place.eased_place import decide, edit, publish
from tests.place.test_agreed_days import AS_OF, place

__all__ = ["place"]
M1 = "      - {id: M1, text: Advisers trained, due: 2025-03}\n"


def found(root: Path, code: str = "E106") -> list[str]:
    return [one.message for one in places.check(root, as_of=AS_OF) if one.code == code]


def test_as_it_was_published_nothing_is_found(place):
    assert found(place) == []


def test_one_that_is_gone_needs_a_decision(place):
    edit(place, M1, "")
    (message,) = found(place)
    assert message.startswith("the milestone M1 (“Advisers trained”) stood in the plan of run ")
    assert message.endswith("and is gone. No decision says so.")


def test_a_whole_workstream_that_is_gone_drops_each_of_its_milestones(place):
    strategy = place / "strategy.yaml"
    strategy.write_text(strategy.read_text().partition("workstreams:")[0])
    assert len(found(place)) == 2


def test_another_id_is_another_milestone(place):
    edit(place, "{id: M1,", "{id: M9,")
    assert len(found(place)) == 1


@pytest.mark.parametrize("new", [", state: stopped}", ", state: in_progress}", ", forecast: 2025-09}"])
def test_one_that_still_stands_there_is_not_dropped(place, new):
    edit(place, "due: 2025-03}", f"due: 2025-03{new}")
    assert found(place) == []


def test_one_that_moved_to_another_workstream_is_not_dropped(place):
    edit(place, M1, "")
    other = "  - {id: W2, name: B, scope: B, lead: not_set, delivery_group: not_set, milestones: [{id: M1, text: A}]}\n"
    strategy = place / "strategy.yaml"
    strategy.write_text(strategy.read_text() + other)
    assert found(place) == []


def test_it_is_kept_with_the_decision_that_dropped_it(place):
    edit(place, M1, "")
    dropped = "    dropped:\n      - {{id: M1, text: Advisers trained, due: 2025-03{}}}\n"
    strategy = place / "strategy.yaml"
    before = strategy.read_text()
    strategy.write_text(before + dropped.format(""))
    unsaid, gone = sorted(found(place), key=lambda one: "was dropped" not in one)
    assert unsaid == "the milestone M1 was dropped from the agreed plan without a decision."
    assert gone.endswith("and is gone. No decision says so.")
    decide(place, "A1")
    strategy.write_text(before + dropped.format(", decision: D1"))
    assert found(place)[0].endswith("and is gone. No decision says so."), "a decision about something else"
    decide(place, "M1")
    strategy.write_text(before + dropped.format(", decision: D1"))
    assert found(place) == found(place, "E02") == []
    publish(place, "2024-02-29-00000002", AS_OF)
    assert found(place) == found(place, "E02") == [], "and for good"


def test_one_that_was_added_in_the_browser_was_never_agreed(place):
    run = publish(place, "2024-02-29-00000002", AS_OF)
    entry = {"kind": "milestone", "subject": "M1", "number": 1, "what": "made"}
    for root in (place, run / "inputs"):
        (root / "delivery").mkdir()
        (root / "delivery" / "record.jsonl").write_text(json.dumps(entry) + "\n")
    edit(place, M1, "")
    assert found(place) == []


def test_what_changed_says_which_decision_dropped_it(place):
    edit(place, M1, "")
    decide(place, "M1")
    before = moved.published(place).kept
    fields = [one for one in before.moves(moved.as_they_are(place).said) if one.change.field.startswith("milestones.")]
    assert fields
    assert {one.decision for one in fields} == {"D1"}
