"""What was eased and is undecided: a run counts by what holds, and is not made where it would be refused after it."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from oneplace import measures
from oneplace import run as pipeline
from oneplace.measures.measuring import asked
from oneplace.place import moved
from oneplace.problems import OneplaceError
from tests.place import eased_place

pytestmark = pytest.mark.slow  # runs of a place

DECISION = """
decisions:
  - {id: D1, title: Less, on: not_set, changes: [A1], eases: [target, path], provenance: illustrative, reasons: not_set,
     options: not_set}
"""


def test_a_run_that_would_be_refused_after_it_is_not_made(tmp_path: Path) -> None:
    root = eased_place.write(tmp_path / "testton")
    eased_place.publish(root)
    eased_place.edit(root, "value: 6}", "value: 7}")
    eased_place.edit(root, "2024/25: 6}", "2024/25: 7}")
    eased_place.decide(root, "A1", on="not_set")
    with pytest.raises(OneplaceError, match="can’t ease what was to hold until 31 March 2025"):
        pipeline.run(root, as_of=date(2025, 4, 1))
    assert (root / "var" / moved.CURRENT).read_text() == eased_place.FIRST
    assert [path.name for path in (root / "var" / moved.RUNS).iterdir()] == [eased_place.FIRST]


def test_what_a_period_is_held_against_is_what_holds_until_the_decision_is_taken(
    a_place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    held: list[float | None] = []

    def spied(place: Any, *given: Any, **named: Any) -> Any:
        rows = [{"period_start": date(2025, 4, 1), "period_end": date(2026, 4, 1)}]
        held.append(getattr(asked(place, "emergency_admissions", rows), "level", None))
        return measure(place, *given, **named)

    measure = measures.measure
    monkeypatch.setattr(measures, "measure", spied)
    pipeline.run(a_place, as_of=date(2026, 5, 1))
    strategy = a_place / "strategy.yaml"
    strategy.write_text(strategy.read_text().replace("9000", "9400") + DECISION)
    run = pipeline.run(a_place, as_of=date(2026, 6, 1)).run
    assert held == [9000, 9000]
    kept = moved.kept_in(run.folder)
    assert kept is not None
    assert [*kept.undecided] == ["A1"]
