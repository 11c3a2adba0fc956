"""Every rule finds its own fault where it stands, and nothing once it is mended."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from oneplace.place import check, explain
from oneplace.place.rules.explain import Explanation, example, explanations
from oneplace.place.rules.registry import CHECKS
from oneplace.problems import OneplaceError, Problem

AS_OF = date(2026, 11, 22)
ALL = list(explanations().values())


def found(files: dict[str, str], folder: Path) -> list[Problem]:
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    return check(folder, as_of=AS_OF, public=True)


def text_at(problem: Problem) -> str:
    lines = problem.path.read_text(encoding="utf-8").splitlines(keepends=True)
    return "".join([lines[problem.line - 1][problem.column - 1 :], *lines[problem.line :]])


def test_there_are_86_rules_numbered_through_but_for_the_numbers_of_pathways():
    assert [int(code[1:]) for code in explanations()] == [
        *range(1, 59),
        *range(100, 116),
        *range(117, 124),
        130,
        131,
        134,
        137,
        140,
        144,
        154,
    ]
    assert set(explanations()) == set(CHECKS)


def test_the_example_strategy_has_no_finding(tmp_path):
    assert found({"strategy.yaml": example()}, tmp_path) == []


@pytest.mark.parametrize("rule", ALL, ids=lambda rule: rule.code)
def test_a_rule_finds_its_fault_and_points_at_it(rule: Explanation, tmp_path):
    problems = found(rule.place(rule.fault), tmp_path)
    assert {problem.code for problem in problems} == {rule.code}, problems
    assert len(problems) == 1, problems
    expected = " ".join(rule.at.split())
    assert " ".join(text_at(problems[0]).split()).startswith(expected)
    assert problems[0].severity is rule.severity
    assert problems[0].message.endswith(".")
    assert problems[0].mend


@pytest.mark.parametrize("rule", ALL, ids=lambda rule: rule.code)
def test_a_mended_file_has_no_finding(rule: Explanation, tmp_path):
    assert found(rule.place(rule.mended), tmp_path) == []


@pytest.mark.parametrize("rule", ALL, ids=lambda rule: rule.code)
def test_a_rule_says_why_and_how_to_mend(rule: Explanation):
    assert rule.title
    assert len(rule.why) > 40
    assert rule.mend.endswith(".")


def test_an_unknown_code_is_refused():
    with pytest.raises(OneplaceError, match="is not the code of a rule"):
        explain("E99")


def test_for_a_number_out_of_nothing_no_gap_is_asked_for_that_would_be_refused(tmp_path):
    """What W20 asks for is what E123 refuses."""
    (rule,) = [rule for rule in ALL if rule.code == "W20"]
    assert rule.fault.count("unit: percent") == 1
    assert found(rule.place(rule.fault.replace("unit: percent", "unit: people")), tmp_path) == []
