"""The locked versions fit every Python that ``pyproject.toml`` names, each as a wheel."""

from __future__ import annotations

import re
import subprocess
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
PYTHONS = [one.rpartition(" ")[2] for one in PROJECT["classifiers"] if re.search(r":: 3\.\d+$", one)]


def pins(text: str) -> set[str]:
    return set(re.findall(r"^[\w.-]+==[^\s;\\]+", text, flags=re.MULTILINE))


SOURCES_ALONE = ("pyspark",)
"""What its publisher gives no wheel of; nothing in it is compiled."""

# what runs is also among what develops: of its own list the newest Python tells as much as all
ASKED = [("requirements.lock", [], PYTHONS[-1]), *(("requirements-dev.lock", ["--extra=dev"], one) for one in PYTHONS)]


@pytest.mark.parametrize(("lock", "extras", "python"), ASKED)
def test_they_resolve_and_nothing_is_missing(registry: None, python: str, lock: str, extras: list[str]) -> None:
    built = ["--only-binary=:all:", *(f"--no-binary={one}" for one in SOURCES_ALONE)]
    options = ["--quiet", "--no-header", "--no-annotate", *built, f"--python-version={python}", *extras]
    command = ["uv", "pip", "compile", *options, f"--constraint={lock}", "pyproject.toml"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    resolved, locked = pins(done.stdout), pins((ROOT / lock).read_text())
    assert len(resolved) > len(PROJECT["dependencies"])
    assert resolved <= locked


def test_the_oldest_python_named_is_the_oldest_allowed() -> None:
    assert PROJECT["requires-python"] == f">={PYTHONS[0]}"


def test_what_runs_is_locked_as_what_develops() -> None:
    assert pins((ROOT / "requirements.lock").read_text()) <= pins((ROOT / "requirements-dev.lock").read_text())
