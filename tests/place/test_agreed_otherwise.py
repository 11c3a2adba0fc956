"""E105: what was agreed of risks, benefits, objectives and decisions stays until a decision that names them."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from oneplace import place as places
from tests.place.eased_place import decide, edit, publish, write

pytestmark = pytest.mark.slow  # each publishes and checks a place

AS_OF = date(2024, 3, 1)
AGREED = """\
risks:
  - {id: R1, cause: Ice, event: Falls, effect: Fractures, inherent: [4, 4], current: [3, 4], target: [2, 3], appetite: 8, target_by: 2025-03, owner: not_set, actions: not_set}
benefits:
  - {id: B1, text: Fewer bed days, kind: non_cash, measure: lonely, period: 2024/25, baseline: 900, unit: bed days, baseline_on: 2023-04, reduction: 0.1, tracked_until: 2026-03}
improvement:
  - id: I1
    text: Fewer mothers smoke
    measure: smoking
    start: 2023-04
    end: 2025-03
    cycles: [{id: C1, aim: Ask at each visit, prediction: Half say yes}]
workstreams:
  - id: W1
    name: Smokefree
    scope: All of it
    lead: not_set
    delivery_group: not_set
    milestones: [{id: M1, text: Advisers trained, due: 2025-03}]
"""  # noqa: E501 - a thing a line
EXPECTS = "expects: [{measure: lonely, change: -5, from: 2024-06, by: 2025-06}]\n"
OTHERWISE = {
    "a risk's target score": ("target: [2, 3]", "target: [3, 4]", "R1"),
    "a risk's appetite": ("appetite: 8", "appetite: 12", "R1"),
    "by when a risk should be there": ("target_by: 2025-03", "target_by: 2026-03", "R1"),
    "a benefit's baseline": ("baseline: 900", "baseline: 1200", "B1"),
    "the day of a benefit's baseline": ("baseline_on: 2023-04", "baseline_on: 2023-10", "B1"),
    "how much a benefit is to be": ("reduction: 0.1", "reduction: 0.05", "B1"),
    "what a benefit is measured by": ("measure: lonely, period", "measure: vaccination, period", "B1"),
    "until when a benefit is tracked": (", tracked_until: 2026-03", "", "B1"),
    "the end of an objective": ("end: 2025-03\n    cycles", "end: 2026-03\n    cycles", "I1"),
    "the start of an objective": ("start: 2023-04\n    end", "start: 2023-10\n    end", "I1"),
    "what an objective is measured by": ("measure: smoking\n    start", "measure: lonely\n    start", "I1"),
    "what a cycle predicted": ("prediction: Half say yes", "prediction: A third says yes", "C1"),
    "a milestone's day": ("due: 2025-03", "due: 2025-06", "M1"),
    "how much a decision was to move": ("change: -5", "change: -1", "D7"),
    "by when a decision was to move it": ("by: 2025-06", "by: 2027-06", "D7"),
    "what a decision was to move": ("measure: lonely, change", "measure: vaccination, change", "D7"),
}
FILES = {"D7": "decisions/D7.yaml"}


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A place in which readers have seen what was agreed."""
    root = write(tmp_path / "testton")
    strategy = root / "strategy.yaml"
    strategy.write_text(strategy.read_text("utf-8") + AGREED, "utf-8")
    expecting(root, "D7")
    publish(root)
    return root


def expecting(root: Path, decision: str, on: str = "2023-06-01") -> None:
    """A decision that says what it should move."""
    decide(root, "A2", on=on, id=decision)
    path = root / "decisions" / f"{decision}.yaml"
    path.write_text(path.read_text("utf-8") + EXPECTS, "utf-8")


def found(root: Path) -> list[str]:
    return [one.message for one in places.check(root, as_of=AS_OF) if one.code == "E105"]


def test_as_it_was_published_nothing_is_found(place):
    assert found(place) == []


@pytest.mark.parametrize("name", OTHERWISE)
def test_what_was_agreed_is_another_by_a_decision_alone_and_by_each_once(place, name):
    old, new, thing = OTHERWISE[name]
    file = FILES.get(thing, "strategy.yaml")
    edit(place, old, new, file)
    (message,) = found(place)
    assert "No decision says so." in message
    decide(place, thing)
    assert found(place) == []
    publish(place, "2024-03-01-00000002", AS_OF)
    assert found(place) == []
    if new:
        edit(place, new, old, file)
        assert len(found(place)) == 1, "a decision covers one change"


def test_the_message_has_old_and_new(place):
    edit(place, "appetite: 8", "appetite: 12")
    (message,) = found(place)
    assert message == (
        "the risk R1 says another thing than in run 2024-01-31-00000001, which readers saw: appetite was 8, is 12. No "
        "decision says so."
    )


def test_a_decision_does_not_cover_what_it_said_itself(place):
    edit(place, "change: -5", "change: -1", FILES["D7"])
    edit(place, "changes: [A2]", "changes: [A2, D7]", FILES["D7"])
    assert len(found(place)) == 1


def test_what_is_only_asked_for_may_ask_for_something_else(tmp_path):
    root = write(tmp_path / "testton")
    expecting(root, "D8", on="not_set")
    publish(root)
    edit(root, "change: -5", "change: -1", "decisions/D8.yaml")
    assert found(root) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [("current: [3, 4]", "current: [2, 4]"), ("event: Falls", "event: Falls at home"), ("owner: not_set, ", "")],
)
def test_what_nobody_agreed_may_change(place, old, new):
    edit(place, old, new)
    assert found(place) == []


@pytest.mark.parametrize(
    ("first", "last", "thing"), [("benefits:", "improvement:", "B1"), ("improvement:", "workstreams:", "I1")]
)
def test_what_was_claimed_does_not_go_without_a_decision_and_that_may_name_it_for_good(place, first, last, thing):
    strategy = place / "strategy.yaml"
    text = strategy.read_text("utf-8")
    start, end = text.index(first), text.index(last, text.index(first))
    strategy.write_text(text[:start] + text[end:], "utf-8")
    (message,) = found(place)
    assert message.startswith(f"the {'benefit' if thing == 'B1' else 'improvement objective'} {thing} (“")
    decide(place, thing)
    assert errors(place) == []
    publish(place, "2024-03-01-00000002", AS_OF)
    assert errors(place) == []


def errors(root: Path) -> list[str]:
    return [
        f"{one.code} {one.message}" for one in places.check(root, as_of=AS_OF) if one.code in ("E02", "E40", "E105")
    ]


def test_a_milestone_keeps_its_day_in_another_workstream(place):
    edit(
        place,
        "milestones: [{id: M1, text: Advisers trained, due: 2025-03}]",
        "milestones: [{id: M2, text: B, due: 2025-03}]",
    )
    other = (
        "  - {{id: W2, name: B, scope: B, lead: not_set, delivery_group: not_set, "
        "milestones: [{{id: M1, text: A, due: {}}}]}}\n"
    )
    strategy = place / "strategy.yaml"
    text = strategy.read_text("utf-8")
    strategy.write_text(text + other.format("2025-03"), "utf-8")
    assert found(place) == []
    strategy.write_text(text + other.format("2025-09"), "utf-8")
    (message,) = found(place)
    assert "the day agreed for the milestone M1 was 2025-03" in message
    assert "and is 2025-09" in message


def test_a_decision_that_says_what_it_should_move_does_not_go(place):
    path = place / "decisions" / "D7.yaml"
    path.write_text(path.read_text().replace("changes: [A2]\neases", "eases").replace("eases: [target", "# ["), "utf-8")
    run = publish(place, "2024-02-15-00000002", AS_OF)
    path.unlink()
    made = run / "inputs" / "delivery" / "record.jsonl"
    made.parent.mkdir()
    made.write_text(json.dumps({"kind": "decision", "subject": "D7", "number": 1, "what": "made"}))
    (place / "delivery").mkdir()
    (place / "delivery" / "record.jsonl").write_text(made.read_text())
    assert errors(place) == [], "one of the browser's was never in the files"
    made.unlink()
    assert any("D7, which readers saw taken" in one for one in errors(place))
