"""Bad input of every kind: said in words with where and how to mend it, exit code 1, nothing stored is lost."""

from __future__ import annotations

import gzip
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from oneplace import run as pipeline
from tests.cli.conftest import Command

DAY = "2026-11-22"


@pytest.fixture(scope="module")
def good(finished_place: Path) -> Path:
    """A place with one run."""
    pipeline.run(finished_place, as_of=date.fromisoformat(DAY))
    return finished_place


@pytest.fixture
def place(good: Path, tmp_path: Path) -> Path:
    """A copy of it, to spoil."""
    return Path(shutil.copytree(good, tmp_path / "place"))


def edit(name: str, old: str, new: str) -> Callable[[Path], object]:
    def spoil(place: Path) -> None:
        path = place / name
        text = path.read_text()
        assert old in text
        path.write_text(text.replace(old, new, 1))

    return spoil


def extract(name: str) -> Callable[[Path], Path]:
    return lambda place: place / "data" / "extracts" / name


STOPS = {
    "a missing extract": (lambda p: extract("acute/apc.csv")(p).unlink(), ["acute", "apc.csv"]),
    "a wrong header": (edit("data/extracts/acute/apc.csv", "ADMISSION_METHOD", "HOW"), ["apc.csv", "ADMISSION_METHOD"]),
    "an empty extract": (lambda p: extract("gp/journal.csv")(p).write_text(""), ["journal.csv"]),
    "a truncated gzip": (
        lambda p: extract("gp/journal.csv")(p).write_bytes(gzip.compress(b"practice_code,patient_id\n" * 999)[:60]),
        ["journal.csv"],
    ),
    "a strategy that is not YAML": (edit("strategy.yaml", "goals:", "goals: ["), ["strategy.yaml:"]),
    "a key twice": (edit("strategy.yaml", "id: smallville", "id: smallville\nid: other"), ["strategy.yaml:", "id"]),
    "an unknown polarity": (
        edit("measures/obesity_year_6.yaml", "polarity: low_good", "polarity: lower"),
        ["obesity_year_6.yaml:", "'lower' is not one of", "low_good"],
    ),
    "SQL that asks for more than a scalar": (
        edit("measures/emergency_admissions.yaml", "activity_type = 'inpatient_spell'", "1 in (select 1)"),
        ["emergency_admissions.yaml:"],
    ),
    "an outcome without its measure": (edit("strategy.yaml", "measure: obesity_year_6", "measure: none"), ["E02"]),
    "a path that ends elsewhere": (edit("strategy.yaml", "2027/28: 9000}\n  - id", "2027/28: 8000}\n  - id"), ["E08"]),
    "no strategy": (lambda p: (p / "strategy.yaml").unlink(), ["strategy.yaml"]),
    "text that is not UTF-8": (lambda p: (p / "strategy.yaml").write_bytes(b"format: \xff\xfe"), ["UTF-8"]),
}


@pytest.mark.parametrize("fault", STOPS)
def test_what_cannot_go_on_says_where_and_how_to_mend_it(oneplace: Command, place: Path, fault: str) -> None:
    served = pipeline.current(place).id
    spoil, words = STOPS[fault]
    spoil(place)
    said = oneplace("run", place, "--as-of", DAY)
    assert said.code == 1, said.out
    assert "Traceback" not in said.err
    for word in words:
        assert word in said.err
    assert pipeline.current(place).id == served
    assert pipeline.verify(pipeline.current(place)) == []


GOES_ON = {
    "a row cut short": ("gp/journal.csv", b"Z99001,1\n"),
    "the 30th of February": ("gp/journal.csv", b"Z99001,1,2023-02-30,2023-03-01,38341003,,\n"),
    "bytes that are not UTF-8": ("gp/journal.csv", b"Z99001,1,2023-02-01,2023-03-01,38341003,\xff\xfe,\n"),
}


@pytest.mark.parametrize("fault", GOES_ON)
def test_a_bad_row_is_set_aside_and_stops_nothing(oneplace: Command, place: Path, fault: str) -> None:
    import json

    before = json.loads(oneplace("load", place, "--json").out)
    name, row = GOES_ON[fault]
    with extract(name)(place).open("ab") as file:
        file.write(row)
    said = oneplace("load", place, "--json")
    assert said.code == 0, said.err
    after = json.loads(said.out)
    assert after["new"] is True
    assert after["rows_set_aside"] == before["rows_set_aside"] + 1
    assert after["rows"]["person"] == before["rows"]["person"]


def test_a_load_tells_what_in_the_files_is_to_be_looked_at(oneplace: Command, place: Path) -> None:
    import json

    with extract("gp/journal.csv")(place).open("ab") as file:
        file.write(GOES_ON["the 30th of February"][1])
    header = extract("acute/apc.csv")(place).read_bytes().split(b"\n")[0]
    extract("acute/apc.csv")(place).write_bytes(header + b"\n")
    asked = json.loads(oneplace("load", place, "--json").out)["to_look_at"]
    assert asked
    assert all(row["not right"] > 0 or row["of"] == 0 for row in asked)
    told = {(row["where"], row["why, or what is asked"]) for row in asked}
    assert ("acute/apc.csv", "the file holds no rows") in told
    assert any(where == "gp/journal.csv" and "is not a date" in why for where, why in told)
    assert "To look at, from the record's quality.parquet and data_tests.parquet:" in oneplace("load", place).out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["check", "nowhere"], "nowhere"),
        (["run", "nowhere"], "nowhere"),
        (["serve", "nowhere"], "nowhere"),
        (["runs", "nowhere"], "nowhere"),
        (["pack", "nowhere"], "nowhere"),
        (["synth", "nowhere"], "nowhere"),
        (["user", "nowhere", "sam"], "nowhere"),
        (["dismiss", "nowhere", "sam"], "nowhere"),
    ],
)
def test_a_place_that_is_not_there(
    oneplace: Command, tmp_path: Path, monkeypatch, arguments: list[str], said: str
) -> None:
    monkeypatch.chdir(tmp_path)
    found = oneplace(*arguments)
    assert found.code == 1
    assert said in found.out + found.err
    assert not (tmp_path / "nowhere").exists()


@pytest.mark.parametrize(
    "arguments", [["run"], ["chek", "x"], ["run", "x", "--as-of", "yesterday"], ["synth", "x", "--residents", "3"]]
)
def test_misuse_exits_with_2(oneplace: Command, arguments: list[str]) -> None:
    assert oneplace(*arguments).code == 2


def test_new_leaves_a_folder_that_holds_something(oneplace: Command, tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    assert oneplace("new", tmp_path).code == 1
    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]


def test_demo_leaves_a_folder_that_holds_something(oneplace: Command, tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    assert oneplace("demo", tmp_path, "--no-serve").code == 1
    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]


def test_an_unknown_measure_is_refused_with_the_known_ones(oneplace: Command, good: Path) -> None:
    said = oneplace("measure", good, "--explain", "emergency_admission")
    assert said.code == 1
    assert "emergency_admissions" in said.err


def test_a_place_without_a_run_cannot_be_served(oneplace: Command, place: Path) -> None:
    shutil.rmtree(pipeline.var(place))
    said = oneplace("serve", place)
    assert said.code == 1
    assert "oneplace run" in said.err


def test_a_series_that_is_not_carried_is_refused_at_the_measure(oneplace: Command, place: Path) -> None:
    edit("measures/obesity_year_6.yaml", "obese-children-year-6", "obese-children-year-7")(place)
    said = oneplace("run", place, "--as-of", DAY)
    assert said.code == 1
    assert "obesity_year_6.yaml" in said.err
    assert "obese-children-year-6" in said.err
