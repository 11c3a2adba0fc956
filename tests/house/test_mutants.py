"""Planted faults: which are found, which live, and which no test reaches; and what a second run tries."""

import json
from pathlib import Path

import mutants
import pytest

pytestmark = pytest.mark.slow

SOURCE = """
def grown(n):
    return n + 1

def halved(n):
    return n / 2

def alone():
    return 3

def at_once():
    return 5

FIVE = at_once()
"""
TESTS = """
from oneplace.report import words

def test_grown():
    assert words.grown(2) == 3

def test_halved():
    assert words.halved(2) > {more}

def test_five():
    assert words.FIVE == 5
"""
MODULE = "oneplace.report.words"


@pytest.fixture
def project(tmp_path, monkeypatch):
    """A project of one room, which has one module."""
    room, tests = tmp_path / "src" / "oneplace" / "report", tmp_path / "tests" / "report"
    room.mkdir(parents=True)
    tests.mkdir(parents=True)
    (room.parent / "__init__.py").touch()
    (room / "__init__.py").touch()
    (room / "words.py").write_text(SOURCE)
    (tests / "test_words.py").write_text(TESTS.format(more=0))
    (tmp_path / "pyproject.toml").write_text("[tool.pytest.ini_options]\n")
    (tmp_path / "scripts").symlink_to(Path(mutants.__file__).parent)
    monkeypatch.setattr(mutants, "ROOT", tmp_path)
    monkeypatch.setattr(mutants, "WORK", tmp_path / "build")
    return tmp_path


def tried(capsys, monkeypatch, *arguments):
    """What a run prints: its last line, and by mutant how it was not found and the line as it became."""
    monkeypatch.setattr("sys.argv", ["mutants.py", "report", "--processes", "1", *arguments])
    mutants.main()
    *parts, last = capsys.readouterr().out.strip().split("\n\n")
    unfound = {}
    for part in parts:
        name, *lines = part.splitlines()
        at, _, how = name.partition(" ")
        unfound[at.removeprefix(f"{MODULE}.x_")] = (how, lines[-1])
    return last, unfound


def test_what_the_tests_find_of_a_room(project, capsys, monkeypatch):
    last, unfound = tried(capsys, monkeypatch)
    assert {at: how for at, (how, _) in unfound.items()} == {
        "alone__mutmut_1": "(no test reaches it)",
        "halved__mutmut_1": "(lived)",
        "halved__mutmut_2": "(lived)",
    }
    assert unfound["halved__mutmut_2"][1] == "+     return n / 3"
    assert last == "report: 3 of 6 found (50.0%); 6 made, seed 1"
    verdicts = project / "build" / "report" / "verdicts"
    before = verdicts.read_text().splitlines()
    (project / "tests" / "report" / "test_words.py").write_text(TESTS.format(more=0.9) + "\n\n" + TEST_OF_HALVED)
    last, unfound = tried(capsys, monkeypatch, "--again")
    assert list(unfound) == ["alone__mutmut_1"]
    assert last == "report: 5 of 6 found (83.3%); 6 made, seed 1"
    again = [json.loads(line)[0] for line in verdicts.read_text().splitlines()[len(before) :]]
    assert sorted(again) == sorted(
        f"{MODULE}.x_{at}" for at in ("alone__mutmut_1", "halved__mutmut_1", "halved__mutmut_2")
    )


TEST_OF_HALVED = """
def test_halved_is_half():
    assert words.halved(2) == 1
"""


@pytest.mark.parametrize(
    ("lines", "same"),
    [
        ('-  " AND a = b"\n+  " AND A = B"', True),
        ('-  return Relation("who")\n+  return Relation("WHO")', True),
        ('-  " AND a = b"\n+  " AND a = XXbXX"', False),
        ('-  return "on path"\n+  return "ON PATH"', False),
    ],
)
def test_sql_in_other_capitals_is_no_fault(lines, same):
    assert mutants.same_to_a_database(lines) is same
