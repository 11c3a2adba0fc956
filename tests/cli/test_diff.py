"""``oneplace diff``: two folders, two runs, or a place and its last run; and what ``check`` says it compared with."""

from __future__ import annotations

import json
import shutil
from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner

from oneplace.cli import app
from tests.place.eased_place import FIRST, decide, edit, publish, write

SECOND = "2024-03-01-00000002"


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A place with two runs, and a third wording that no run has seen."""
    root = write(tmp_path / "testton")
    publish(root)
    edit(root, "value: 6}", "value: 7}")
    edit(root, "2024/25: 6}", "2024/25: 7}")
    decide(root, "A1")
    publish(root, SECOND, date(2024, 3, 1))
    edit(root, "Fewer mothers smoke", "Fewer smoke")
    return root


def said(*arguments: object) -> str:
    found = CliRunner().invoke(app, ["diff", *map(str, arguments)], catch_exceptions=False)
    assert found.exit_code == 0
    return found.output


def test_a_place_and_its_last_run(place):
    lines = said(place).splitlines()
    assert lines[0] == f"From run {SECOND} of 2024-03-01 to {place}: 1 change."
    assert lines[1].split() == ["what", "changed", "old", "new", "easier", "decision"]
    assert " ".join(lines[2].split()) == "ambition A1 wording Fewer mothers smoke Fewer smoke"


def test_a_place_and_one_of_its_runs(place):
    assert said(place, FIRST).startswith(f"From run {FIRST} of 2024-01-31 to {place}: 4 changes.")


def test_two_runs_with_what_is_easier_and_the_decision(place):
    target = next(line for line in said(place, FIRST, SECOND).splitlines() if "target" in line)
    assert target.split() == ["ambition", "A1", "target", "6", "7", "A1", "D1"]
    back = next(line for line in said(place, SECOND, FIRST).splitlines() if " target" in line)
    assert back.split() == ["ambition", "A1", "target", "7", "6"]


@pytest.mark.parametrize(
    ("on", "told"),
    [
        ("2024-02-15", "D1"),
        ("not_set", "D1 (asked for)"),
        ("2024-03-01", "D1 (asked for)"),
        ("not_set\non_text: 7 MARCH 2020 8 MARCH", "D1 (its day can’t be read)"),
    ],
)
def test_a_decision_that_was_not_taken_is_told_as_that(tmp_path, on, told):
    """All of them were the id alone, as one that was taken."""
    root = write(tmp_path / "testton")
    publish(root)
    edit(root, "value: 6}", "value: 7}")
    edit(root, "2024/25: 6}", "2024/25: 7}")
    decide(root, "A1", on)
    publish(root, SECOND, date(2024, 2, 20))
    (line,) = (one for one in said(root, FIRST, SECOND).splitlines() if " target " in one)
    assert line.split("A1")[-1].strip() == told
    every = json.loads(said(root, FIRST, SECOND, "--json"))["changes"]
    (change,) = (one for one in every if one["field"] == "target.value")
    assert (change["not_taken"] is None) is (told == "D1")


def test_what_takes_a_decision_and_has_none_is_told_and_long_values_are_shown_where_they_part(place):
    steps = "\ngovernance:\n  boards: [{id: B1, name: Board, role: monitors, quorum: 5}]\n  approvals:\n    - "
    step = (
        f"{{source: {'The report to cabinet and council, line 23, ' * 3}, body: B1, act: approves, outcome: refused}}\n"
    )
    strategy = place / "strategy.yaml"
    strategy.write_text(strategy.read_text("utf-8") + steps + step.replace("23, ,", "23,"), "utf-8")
    publish(place, "2024-04-01-00000003", date(2024, 4, 1))
    edit(place, "quorum: 5", "quorum: 2")
    edit(place, "outcome: refused", "outcome: agreed")
    lines = said(place).splitlines()[2:]
    assert [line.split()[-1] for line in lines] == ["none", "none"]
    (approval,) = (line for line in lines if "steps of its approval" in line)
    assert "outcome: refused" in approval
    assert "outcome: agreed" in approval


def test_two_folders_as_json(place, tmp_path):
    other = Path(shutil.copytree(place, tmp_path / "other", ignore=shutil.ignore_patterns("var")))
    edit(other, "value: 7}", "value: 8}")
    found = json.loads(said(place, other, "--json"))
    assert (found["old"], found["new"]) == (str(place), str(other))
    (change,) = found["changes"]
    assert change == {
        "part": "outcomes",
        "subject": "A1",
        "name": "Fewer smoke",
        "kind": "changed",
        "field": "target.value",
        "old": 7.0,
        "new": 8.0,
        "eases": ["A1"],
        "decision": None,
        "not_taken": None,
    }
    assert said(place, place) == f"From {place} to {place}: 0 changes.\n"


def test_a_figure_is_told_by_its_period_and_group_in_words_and_in_its_unit(place, tmp_path):
    """It was "2019-04, counts, deprivation: 1" from "9 of 30"."""
    measure = place / "measures" / "lonely.yaml"
    text = measure.read_text("utf-8").split("compute:")[0]
    measure.write_text(f"{text}compute: {{from: recorded, file: series/lonely.csv}}\n", "utf-8")
    (place / "series").mkdir()
    typed, head = place / "series" / "lonely.csv", "period,group,value,numerator,denominator,source\n"
    typed.write_text(f"{head}2019-04,deprivation: 1,30,9,30,Report\n", "utf-8")
    other = Path(shutil.copytree(place, tmp_path / "other", ignore=shutil.ignore_patterns("var")))
    (other / "series" / "lonely.csv").write_text(f"{head}2019-04,deprivation: 1,40,12,30,Report\n", "utf-8")
    (line,) = said(place, other).splitlines()[2:]
    assert "April 2019, the most deprived fifth" in line
    assert "30.0% (9 of 30)" in line
    assert "40.0% (12 of 30)" in line


def test_two_folders_of_runs(place):
    runs = place / "var" / "runs"
    assert "target" in said(runs / FIRST, runs / SECOND)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["nowhere"], "has no run called 'nowhere'.* Its runs are: 2024-01-31-00000001, 2024-03-01-00000002"),
        (["../runs"], "has no run called"),
        ([FIRST, "gone"], "has no run called 'gone'"),
    ],
)
def test_what_is_not_there_is_told_in_words(place, arguments, message):
    from oneplace.problems import OneplaceError

    with pytest.raises(OneplaceError, match=message):
        said(place, *arguments)


def test_a_place_without_a_run(tmp_path):
    from oneplace.problems import OneplaceError

    with pytest.raises(OneplaceError, match=r"has no run to compare its files with\. Make one with `oneplace run"):
        said(write(tmp_path / "testton"))


def checked(place: Path) -> str:
    return CliRunner().invoke(app, ["check", str(place)]).output.splitlines()[-1]


def test_check_says_what_it_compared_with(place, tmp_path):
    assert checked(place) == f"The promises were compared with run {SECOND}, which readers see."
    (place / "var" / "runs" / SECOND / "said.json").write_text("{}")
    fault = "is not as it was made (said.json was changed)."
    assert checked(place) == f"The promises could not be compared with run {SECOND}: it {fault}"
    shutil.rmtree(place / "var")
    assert checked(place) == "No published run is here, so nobody can tell whether a promise was eased."
