"""The standard's own cases: every view over the resources gives the rows, or the error, that the standard expects."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from oneplace.fhir import ViewError, run

FILES = sorted((Path(__file__).parent / "data").glob("*.json"))
CASES = [
    pytest.param(held["resources"], case, id=f"{file.stem}: {case['title']}")
    for file in FILES
    for held in [json.loads(file.read_text("utf-8"))]
    for case in held["tests"]
]


def in_order(rows):
    return sorted(json.dumps(row, sort_keys=True) for row in rows)


@pytest.mark.parametrize(("resources", "case"), CASES)
def test_case(resources, case):
    if case.get("expectError"):
        with pytest.raises(ViewError):
            run(case["view"], resources)
        return
    rows = run(case["view"], resources)
    assert in_order(rows) == in_order(case["expect"])
    if "expectColumns" in case:
        assert list(rows[0]) == case["expectColumns"]


def test_the_cases_are_all_there():
    assert (len(FILES), len(CASES)) == (13, 67)
