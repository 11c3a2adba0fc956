"""A test is of the first kind that fits it."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from tests import conftest, kinds


@pytest.mark.parametrize(
    ("kind", "room", "fixtures", "marks"),
    [
        ("fast", "stats", ["tmp_path"], []),
        ("browser", "pack", ["tmp_path", "browser"], []),
        ("service", "web", ["postgresql_url"], []),
        ("service", "measures", ["spark"], []),
        ("package", "ground", ["registry"], []),
        ("docs", "docs", [], []),
        ("data", "opendata", [], []),
        ("data", "measures", [], ["data"]),
        ("site", "web", [], []),
        ("slow", "web", [], ["slow"]),
        ("slow", "record", [], ["slow"]),
        ("slow", "run", [], []),
        ("browser", "docs", ["browser"], ["slow"]),
    ],
)
def test_kind(kind: str, room: str, fixtures: list[str], marks: list[str]) -> None:
    item = SimpleNamespace(
        nodeid=f"tests/{room}/test_it.py::test_it",
        fixturenames=fixtures,
        get_closest_marker=lambda name: name if name in marks else None,
    )
    assert kinds.of(item).name == kind


@pytest.mark.parametrize(
    ("asked", "room", "left_out"),
    [
        ("fast", "synth", True),
        ("fast", "docs", True),
        ("fast", "stats", None),
        ("slow", "docs", None),
        ("", "cli", None),
    ],
)
def test_a_room_without_a_fast_test_is_not_even_imported(asked: str, room: str, left_out: bool | None) -> None:
    config: Any = SimpleNamespace(getoption={"markexpr": asked}.get)
    folder = Path(kinds.__file__).parent / room
    assert conftest.pytest_ignore_collect(folder, config) is left_out
    assert conftest.pytest_ignore_collect(folder / room, config) is None


def test_every_test_of_this_run_has_a_kind(request: pytest.FixtureRequest) -> None:
    names = {kind.name for kind in kinds.KINDS}
    assert all(names & {mark.name for mark in item.iter_markers()} for item in request.session.items)
