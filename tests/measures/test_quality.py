"""The report on the extracts' quality as it may be shown."""

import pyarrow.parquet as pq
import pytest

from oneplace.measures import quality_report
from oneplace.measures.rows import table
from oneplace.place import SmallNumbers
from oneplace.record import NEWEST

BASE = {"source": "gp", "partner": "GPs", "dataset": "d", "file": "f", "aspect": "validity", "field": "x", "note": None}


def shown(folder, rule=SmallNumbers(), **check):  # noqa: B008  frozen
    found = table("quality", [BASE | check])
    pq.write_table(found, folder / "quality.parquet")
    row = quality_report(folder, rule).to_pylist()[0]
    return row["passed"], row["checked"], row["note"]


@pytest.mark.parametrize(
    ("passed", "checked", "said"),
    [
        (100, 100, (100, 100)),
        (102, 102, (100, 100)),
        (103, 103, (105, 105)),
        (99, 100, (None, 100)),
        (96, 100, (None, 100)),
        (95, 100, (95, 100)),
        (98, 105, (100, 105)),
        (97, 105, (95, 105)),
        (0, 100, (0, 100)),
        (0, 0, (0, 0)),
        (2, 2, (5, 5)),  # not nought: something was looked at
        (1, 2, (None, 5)),
    ],
)
def test_counts_are_rounded_and_a_few_failures_not_given(tmp_path, passed, checked, said):
    assert shown(tmp_path, passed=passed, checked=checked)[:2] == said


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        (SmallNumbers(below=3), (96, 99)),
        (SmallNumbers(below=4), (None, 100)),
        (SmallNumbers(below=3, round_to=10), (None, 100)),
    ],
)
def test_the_place_s_rule_says_what_a_few_are(tmp_path, rule, said):
    assert shown(tmp_path, rule, passed=97, checked=100)[:2] == said


def test_counts_in_notes_are_rounded_too(tmp_path):
    said = shown(tmp_path, passed=0, checked=10, note="born in 1850: 3; no code: 13; read at 12:30")[2]
    assert said == "born in 1850: fewer than 5; no code: 15; read at 12:30"


def test_how_new_a_file_is_is_no_count(tmp_path):
    assert shown(tmp_path, passed=1, checked=1, note=f"{NEWEST} 2026-03-01")[:2] == (1, 1)
