"""E105: the day agreed for a milestone is another than in the run that readers saw, and no decision says so."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from oneplace import place as places
from tests.place.eased_place import decide, edit, publish, write

AS_OF = date(2024, 3, 1)
PLAN = """\
workstreams:
  - id: W1
    name: Smokefree
    scope: All of it
    lead: not_set
    delivery_group: not_set
    milestones:
      - {id: M1, text: Advisers trained, due: 2025-03}
      - {id: M2, text: Clinics open, due: not_set}
"""


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A place whose plan readers have seen."""
    root = write(tmp_path / "testton")
    strategy = root / "strategy.yaml"
    strategy.write_text(strategy.read_text("utf-8") + PLAN, "utf-8")
    publish(root)
    return root


def found(root: Path) -> list[str]:
    return [one.message for one in places.check(root, as_of=AS_OF) if one.code == "E105"]


def test_as_it_was_published_nothing_is_found(place):
    assert found(place) == []


@pytest.mark.parametrize(("new", "now"), [("due: 2025-06}", "is 2025-06"), ("due: not_set}", "is not set")])
def test_another_agreed_day_needs_a_decision(place, new, now):
    edit(place, "due: 2025-03}", new)
    (message,) = found(place)
    assert message.startswith("the day agreed for the milestone M1 was 2025-03 in run ")
    assert f"and {now}. No decision says so." in message


def test_a_decision_that_names_it_is_enough(place):
    edit(place, "due: 2025-03}", "due: 2025-06}")
    decide(place, "M1")
    assert found(place) == []


def test_a_decision_about_something_else_is_not(place):
    edit(place, "due: 2025-03}", "due: 2025-06}")
    decide(place, "A1")
    assert len(found(place)) == 1


@pytest.mark.parametrize("new", ["due: 2025-03, forecast: 2025-09}", "due: 2025-03, state: in_progress}"])
def test_what_is_only_expected_may_move(place, new):
    edit(place, "due: 2025-03}", new)
    assert found(place) == []


def test_a_first_day_for_one_that_had_none_needs_no_decision(place):
    edit(place, "due: not_set}", "due: 2025-06}")
    assert found(place) == []
