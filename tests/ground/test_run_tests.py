"""The tests' last line says what passed, what failed and what was not run, and why."""

from __future__ import annotations

import sys
from collections import Counter
from io import StringIO
from pathlib import Path
from xml.etree import ElementTree

import pytest

sys.path.insert(0, str(Path(__file__).parents[2] / "scripts"))
import run_tests

REPORT = """
<testsuites><testsuite tests="1210" failures="2" errors="1" skipped="3">
<testcase><skipped message="not run: PostgreSQL: no room: at all"/></testcase>
<testcase><skipped message="not run: PostgreSQL: no room: at all"/></testcase>
<testcase><skipped message="not run: a browser: none was found"/></testcase>
</testsuite></testsuites>
"""


def report(text: str = REPORT) -> ElementTree.ElementTree:
    return ElementTree.parse(StringIO(text))  # noqa: S314  our own


def test_a_report_is_counted() -> None:
    counts = run_tests.counted("3.11", 1, report())
    assert (counts.status, counts.passed, counts.failed) == (1, 1204, 3)
    assert counts.not_run == {"PostgreSQL": 2, "a browser": 1}


def test_no_report_is_a_failure() -> None:
    assert run_tests.counted("3.11", 0, None).status == 1


def test_a_room_without_such_tests_is_no_failure() -> None:
    assert run_tests.counted("3.12", run_tests.NOTHING_TO_RUN, report('<a><testsuite tests="0"/></a>')).status == 0


def test_the_last_line_of_a_whole_run() -> None:
    runs = [run_tests.Counts("3.11", 0, 4105), run_tests.Counts("3.12", 0, 3600)]
    assert run_tests.last_line(runs, []) == (
        "Oneplace: 4,105 passed, 0 failed; fast tests on Python 3.12: 3,600 passed, 0 failed"
    )


def test_the_last_line_names_what_was_not_run() -> None:
    runs = [run_tests.Counts("3.11", 1, 1204, 3, Counter({"a browser": 1, "PostgreSQL": 2}))]
    assert run_tests.last_line(runs, ["3.12", "3.13"]) == (
        "Oneplace: 1,204 passed, 3 failed; not run: PostgreSQL (2 tests), a browser (1 tests); "
        "Python 3.12, 3.13 not found"
    )


@pytest.mark.parametrize("shelf", ["path", "pyenv", "uv"])
def test_a_python_is_found_wherever_it_stands(shelf: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    inside = {"path": "", "pyenv": "versions/3.99.1/bin", "uv": "cpython-3.99.1-any/bin"}[shelf]
    python = tmp_path / inside / "python3.99"
    python.parent.mkdir(parents=True, exist_ok=True)
    python.write_text(f"#!{sys.executable}\nprint('3.99')\n")
    python.chmod(0o755)
    variable = {"path": "PATH", "pyenv": "PYENV_ROOT", "uv": "UV_PYTHON_INSTALL_DIR"}[shelf]
    monkeypatch.setenv(variable, str(tmp_path))
    assert run_tests.found("3.99") == python


def test_a_python_that_does_not_start_is_not_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    python = tmp_path / "python3.99"
    python.write_text(f"#!{sys.executable}\nraise SystemExit(127)\n")
    python.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert run_tests.found("3.99") is None


def test_the_rooms_are_the_folders_of_tests() -> None:
    assert {"ground", "flow", "web"} <= set(run_tests.rooms())
    assert len(run_tests.rooms()) == len(set(run_tests.rooms()))
