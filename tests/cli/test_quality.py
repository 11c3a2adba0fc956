"""``oneplace quality``: every test of one place's data, in words and as JSON."""

from __future__ import annotations

import json
from pathlib import Path

from tests.cli.conftest import Command


def test_what_failed_is_told_worst_first(oneplace: Command, finished_place: Path) -> None:
    told = oneplace("quality", finished_place)
    assert told.code == 0
    assert "tests made" in told.out
    rows = json.loads(oneplace("quality", finished_place, "--json").out)
    assert {row["layer"] for row in rows} == {"structural", "logical", "analytical"}
    source = rows[0]["source"]
    one = json.loads(oneplace("quality", finished_place, "--source", source, "--json").out)
    assert one == [row for row in rows if row["source"] == source]


def test_a_source_that_is_not_there_is_told(oneplace: Command, finished_place: Path) -> None:
    told = oneplace("quality", finished_place, "--source", "nobody")
    assert told.code == 1
    assert "has no source 'nobody'" in told.err.replace("\n", " ")
