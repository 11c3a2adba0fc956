"""A rule of the strategy that doesn't hold stops what rests on it, and nothing else: no erasure waits for a target."""

from __future__ import annotations

import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from oneplace import run as pipeline
from tests.cli.conftest import Command
from tests.cli.test_bad_input import edit
from tests.run.test_erasing import person_in

BROKEN = edit("strategy.yaml", "2027/28: 9000}\n  - id", "2027/28: 8000}\n  - id")


@pytest.fixture(scope="module")
def place(finished_place: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A place with one run, and since then a path that ends beside its target."""
    own = tmp_path_factory.mktemp("broken") / "place"
    shutil.copytree(finished_place, own, ignore=shutil.ignore_patterns("var"))
    pipeline.run(own, as_of=date(2026, 11, 22))
    BROKEN(own)
    return own


def test_a_run_is_still_refused(oneplace: Command, place: Path) -> None:
    said = oneplace("run", place)
    assert (said.code, "E08" in said.err) == (1, True)


@pytest.mark.parametrize("asked", [["remind"], ["delivery", "export"], ["delivery", "calendar"]])
def test_who_owes_something_is_reminded_and_what_happened_is_carried(place: Path, asked: list[str]) -> None:
    command = [sys.executable, "-m", "oneplace.cli", *asked, str(place)]
    said = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert said.returncode == 0, said.stderr


@pytest.mark.parametrize("unread", [False, True])
def test_the_record_is_loaded_and_tested_pruned_and_erased_from(
    oneplace: Command, place: Path, *, unread: bool
) -> None:
    """By what partners send alone, where the strategy can't even be read."""
    if unread:
        edit("strategy.yaml", "value: 9000}", "value: TBC}")(place)
    _person, number = person_in(place)
    for command in ("load", "quality", "prune"):
        said = oneplace(command, place)
        assert said.code == 0, said.err
    said = oneplace("forget", place, "--number", number, "--why", "They asked", "--by", "Ann")
    assert said.code == 0, said.err
    last = [one for one in pipeline.erased.entries(place) if one.what == "person"][-1]
    assert last.state == "done"
