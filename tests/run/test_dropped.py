"""What a decision drops stays a name that it may say: of the place, of a run, of the next ones, and of readers."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from oneplace import place, results
from oneplace import run as pipeline
from oneplace.delivery import happened
from oneplace.problems import OneplaceError, Severity

DAY, NEXT, AFTER = date(2026, 11, 22), date(2026, 11, 23), date(2026, 11, 24)
DECISION = "decisions: [{id: D1, title: Ask nothing of obesity, on: 2026-11-22, changes: [A2], eases: [dropped], "
DECISION += "reasons: not_set, options: not_set}]\n"


def errors(folder: Path) -> list[str]:
    return [one.message for one in place.check(folder, as_of=DAY) if one.severity is Severity.ERROR]


def without_a2(text: str) -> str:
    return text[: text.index("  - id: A2\n")]


@pytest.mark.parametrize("taken", ["2026-11-22", "not_set"])
def test_an_ambition_that_a_decision_drops_is_checked_run_and_read_alike(
    a_place: Path, tmp_path: Path, taken: str
) -> None:
    strategy, decision = a_place / "strategy.yaml", DECISION.replace("2026-11-22", taken)
    set_to = "provenance: agreed\n    target: {period: 2027/28, value: 9}"
    text = strategy.read_text().replace("provenance: not_set", set_to)
    strategy.write_text(text)
    pipeline.run(a_place, as_of=DAY)
    strategy.write_text(without_a2(text))
    assert any("A2 was promised in" in one for one in errors(a_place))
    strategy.write_text(without_a2(text) + decision)
    assert errors(a_place) == []
    second = pipeline.run(a_place, as_of=DAY).run
    rows = {(row["subject"], row["field"]): row for row in results.read(second.results)["changes"].to_pylist()}
    assert (rows["A2", ""]["kind"], rows["A2", ""]["decision"]) == ("dropped", "D1")
    assert rows["A2", ""]["decided"] is (taken != "not_set")
    assert pipeline.rebuild(a_place, second.id, tmp_path / "again") == []
    for day in (NEXT, AFTER):
        assert errors(a_place) == []
        made = pipeline.run(a_place, as_of=day).run
        assert pipeline.current(a_place).id == made.id
        assert [one.id for one in happened.read_place(made.folder / "inputs").strategy.outcomes] == ["A1"]
        assert pipeline.verify(made) == []


def test_a_name_that_readers_never_saw_is_refused_of_the_place_and_of_what_a_run_kept(a_place: Path) -> None:
    pipeline.run(a_place, as_of=DAY)
    text = (a_place / "strategy.yaml").read_text()
    kept = pipeline.run(a_place, as_of=NEXT).run.folder / "inputs"
    for folder in (a_place, kept):
        (folder / "strategy.yaml").write_text(text + DECISION.replace("A2", "A7"), encoding="utf-8")
        with pytest.raises(OneplaceError, match="E02 A7 is not the id of anything"):
            place.read(folder)
