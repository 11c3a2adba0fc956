"""A place's folder: what is read from where, and every way in which it cannot be."""

from __future__ import annotations

import random
from datetime import date
from pathlib import Path

import pytest

from oneplace.place import check, read
from oneplace.place.rules.explain import example, explanations
from oneplace.problems import OneplaceError, Severity

SAMPLE = Path(__file__).parent / "data" / "sample"
PLACE = "format: place/1\nid: southampton\nname: Southampton\nareas: [{code: E06000045, name: Southampton}]\n"
MEASURE = """id: falls
name: Falls
definition: fingertips:22401
unit: per_100k_dsr
polarity: low_good
role: outcome
frequency: annual
expected_lag_months: 14
breakdowns: {deprivation: yes, ethnicity: yes, age: yes, sex: yes}
"""


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "strategy.yaml").write_text(example(), encoding="utf-8")
    (tmp_path / "place.yaml").write_text(PLACE, encoding="utf-8")
    for name in ("measures", "decisions", "cohorts"):
        (tmp_path / name).mkdir()
    return tmp_path


def codes(folder: Path) -> list[str]:
    return [problem.code for problem in check(folder, as_of=date(2026, 1, 1))]


def test_measures_stand_in_the_strategy_or_in_files_of_their_own(folder):
    (folder / "measures" / "falls.yaml").write_text(MEASURE, encoding="utf-8")
    assert set(read(folder).measures) == {"smoking", "falls"}


def test_decisions_are_read_from_their_folder(folder):
    decision = "id: D1\ntitle: Adopt the plan\nreasons: [It is needed]\noptions: not_set\n"
    (folder / "decisions" / "D1.yaml").write_text(decision, encoding="utf-8")
    assert read(folder).decisions["D1"].title == "Adopt the plan"
    assert codes(folder) == []


def test_a_finding_in_a_measure_s_own_file_points_there(folder):
    (folder / "measures" / "falls.yaml").write_text(MEASURE.replace("low_good", "high_good"), encoding="utf-8")
    problems = [problem for problem in check(folder) if problem.code == "W17"]
    assert [problem.where for problem in problems] == [f"{folder}/measures/falls.yaml:5:11"]


def test_an_id_given_in_two_files_is_found(folder):
    (folder / "measures" / "other.yaml").write_text(MEASURE.replace("id: falls", "id: smoking"), encoding="utf-8")
    assert "E01" in codes(folder)


def test_without_place_yaml_the_strategy_says_which_place_it_is(folder):
    (folder / "place.yaml").unlink()
    assert read(folder).place.areas[0].code == "E06000045"


def test_a_strategy_file_alone_can_be_checked(folder):
    (folder / "measures" / "broken.yaml").write_text("a: [", encoding="utf-8")
    assert codes(folder / "strategy.yaml") == []


def test_reading_refuses_errors_and_lets_warnings_pass(folder):
    (folder / "strategy.yaml").write_text(explanations()["W44"].fault, encoding="utf-8")
    assert read(folder).strategy.budget.state == "not_applicable"
    (folder / "strategy.yaml").write_text(explanations()["E06"].fault, encoding="utf-8")
    with pytest.raises(OneplaceError, match="E06"):
        read(folder)


@pytest.mark.slow
def test_no_error_depends_on_the_day(folder):
    for rule in explanations().values():
        for name, text in rule.place(rule.fault).items():
            (folder / name).write_text(text, encoding="utf-8")
        errors = [
            {p.code for p in check(folder, as_of=day) if p.severity is Severity.ERROR}
            for day in (date(2000, 1, 1), date(2100, 1, 1))
        ]
        assert errors[0] == errors[1], rule.code


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"", "T03"),
        (b"# only a comment\n", "T03"),
        (b"just words\n", "T03"),
        (b"[1, 2]\n", "T03"),
        (bytes(range(256)), "Y01"),
    ],
)
def test_a_strategy_file_that_is_none(folder, raw, code):
    (folder / "strategy.yaml").write_bytes(raw)
    (problem,) = check(folder)
    assert problem.code == code
    assert problem.line >= 1
    if not raw or raw.startswith(b"#"):
        assert problem.message == "the file is empty."


def test_a_folder_that_is_not_there_or_holds_no_strategy(tmp_path):
    assert [problem.code for problem in check(tmp_path / "nowhere")] == ["F01"]
    (problem,) = check(tmp_path)
    assert problem.code == "F01"
    assert "oneplace new" in problem.mend


def test_a_file_with_an_ending_that_would_not_be_read_is_named(folder):
    (folder / "measures" / "falls.yml").write_text(MEASURE, encoding="utf-8")
    (problem,) = check(folder)
    assert (problem.code, problem.mend) == ("F03", "Rename it to `falls.yaml`.")


def test_a_recorded_series_that_is_missing_is_found(folder):
    text = MEASURE + "compute: {from: recorded, file: series/falls.csv}\n"
    (folder / "measures" / "falls.yaml").write_text(text, encoding="utf-8")
    assert "E02" in codes(folder)
    (folder / "series").mkdir()
    (folder / "series" / "falls.csv").write_text("period,group,value\n", encoding="utf-8")
    assert "E02" not in codes(folder)


def test_a_cohort_that_is_missing_is_found(folder):
    compute = """compute:
  from: record
  statistic: rate
  events: {table: activity, where: "activity_type = 'inpatient_spell'"}
  population: {cohort: frail}
"""
    (folder / "measures" / "falls.yaml").write_text(MEASURE + compute, encoding="utf-8")
    assert "E02" in codes(folder)


@pytest.mark.slow
def test_any_damage_to_a_strategy_is_reported_and_never_raised(tmp_path):
    pieces = [": ", "- ", "[", "}", "not_set", "yes", "08", "\n", "  ", '"', "2020", "x", ",", "null", "-1", "ext:"]
    text, chance = (SAMPLE / "strategy.yaml").read_text(encoding="utf-8"), random.Random(20201122)
    for _ in range(40):
        damaged = text
        for _ in range(chance.randint(1, 3)):
            at = chance.randrange(len(damaged))
            damaged = damaged[:at] + chance.choice(pieces) + damaged[at + chance.randint(0, 12) :]
        (tmp_path / "strategy.yaml").write_text(damaged, encoding="utf-8")
        for problem in check(tmp_path, as_of=date(2026, 1, 1)):
            assert 0 <= problem.line <= damaged.count("\n") + 1


@pytest.mark.parametrize(
    "beside", ["place.yaml", "sources.yaml", "measures/a.yaml", "cohorts/a.yaml", "decisions/a.yaml"]
)
def test_a_strategy_is_read_without_what_stands_beside_it(tmp_path, beside):
    (tmp_path / "strategy.yaml").write_text(example(), encoding="utf-8")
    (tmp_path / beside).parent.mkdir(exist_ok=True)
    (tmp_path / beside).write_text("what: is this?\n", encoding="utf-8")
    assert not [problem for problem in check(tmp_path / "strategy.yaml") if problem.severity == "error"]
    assert beside in {str(problem.path.relative_to(tmp_path)) for problem in check(tmp_path)}
