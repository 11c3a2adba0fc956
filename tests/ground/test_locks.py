"""The locked versions fit every Python that ``pyproject.toml`` names, each as a wheel that can be had as one."""

from __future__ import annotations

import re
import subprocess
import tomllib
from collections.abc import Sequence
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
PYTHONS = [one.rpartition(" ")[2] for one in PROJECT["classifiers"] if re.search(r":: 3\.\d+$", one)]


def pins(text: str) -> set[str]:
    return set(re.findall(r"^[\w.-]+==[^\s;\\]+", text, flags=re.MULTILINE))


SOURCES_ALONE = ("pyspark",)
"""What its publisher gives no wheel of; nothing in it is compiled. Only what develops may have any."""

# what runs is also among what develops: of its own list the newest Python tells as much as all
ASKED = [
    ("requirements.lock", [], (), PYTHONS[-1]),
    *(("requirements-dev.lock", ["--extra=dev"], SOURCES_ALONE, one) for one in PYTHONS),
]


def resolving(lock: str, extras: list[str], built: Sequence[str], python: str) -> subprocess.CompletedProcess[str]:
    """What uv makes of the project with the versions of a lock, everything a wheel but for what may be built."""
    wheels = ["--only-binary=:all:", *(f"--no-binary={one}" for one in built)]
    options = ["--quiet", "--no-header", "--no-annotate", *wheels, f"--python-version={python}", *extras]
    command = ["uv", "pip", "compile", *options, f"--constraint={lock}", "pyproject.toml"]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(("lock", "extras", "built", "python"), ASKED)
def test_they_resolve_and_nothing_is_missing(
    registry: None, python: str, lock: str, extras: list[str], built: Sequence[str]
) -> None:
    done = resolving(lock, extras, built, python)
    assert done.returncode == 0, done.stderr
    resolved, locked = pins(done.stdout), pins((ROOT / lock).read_text())
    assert len(resolved) > len(PROJECT["dependencies"])
    assert resolved <= locked


@pytest.mark.parametrize("package", SOURCES_ALONE)
def test_what_is_built_has_no_wheel_to_take_instead(registry: None, package: str) -> None:
    others = [one for one in SOURCES_ALONE if one != package]
    done = resolving("requirements-dev.lock", ["--extra=dev"], others, PYTHONS[-1])
    assert done.returncode
    assert package in done.stderr


def test_the_oldest_python_named_is_the_oldest_allowed() -> None:
    assert PROJECT["requires-python"] == f">={PYTHONS[0]}"


def test_what_runs_is_locked_as_what_develops() -> None:
    assert pins((ROOT / "requirements.lock").read_text()) <= pins((ROOT / "requirements-dev.lock").read_text())
