"""When the next value is due: by one rule, whether everyone has a value, a group alone, or an area of the place."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from oneplace.progress import progress
from oneplace.report import RunReport, due
from oneplace.results import TABLES, Results
from tests.progress import tiny

OTHER = "gap: GAP1, provenance: not_set"
OF_GROUP = {"dimension": "deprivation", "group": "1"}
OF_AREA = {"dimension": "area", "group": "E07000040", "group_label": "East"}


def a_run(folder: Path, outcome: str, *rows: dict[str, Any], **measure: str) -> RunReport:
    """A place with one ambition, and a run with these rows of its measure."""
    place = tiny.a_place(folder, outcome, **measure)
    made = {name: table.schema.empty_table() for name, table in TABLES.items()}
    made["results"] = pa.Table.from_pylist(list(rows), schema=TABLES["results"].schema)
    made |= progress(place, Results(made), as_of=tiny.AS_OF)
    return RunReport(place, Results(made), {"as_of": tiny.AS_OF.isoformat(), "run": "r"})


@pytest.mark.parametrize(
    ("outcome", "whom", "frequency", "on"),
    [
        (tiny.PATH, OF_GROUP, "annual", date(2021, 10, 1)),
        (tiny.PATH, OF_AREA, "annual", date(2021, 10, 1)),
        (tiny.PATH, OF_GROUP, "irregular", date(2022, 10, 1)),  # the first that the path asks anything of
        (OTHER, OF_GROUP, "annual", date(2021, 10, 1)),
        (OTHER, OF_AREA, "annual", date(2021, 10, 1)),
        (OTHER, OF_GROUP, "irregular", None),
    ],
)
def test_what_is_told_of_a_part_alone_awaits_its_next_value_as_an_ambition_does(
    tmp_path: Path, outcome: str, whom: dict[str, str], frequency: str, on: date | None
) -> None:
    report = a_run(tmp_path, outcome, tiny.fy(2019, 12.0, **whom), frequency=frequency)
    (one,) = due(report)
    assert (one.newest, one.on, one.late) == ("2019/20", on, on is not None)
    if outcome is tiny.PATH:
        (row,) = report.written["progress"].to_pylist()
        assert (row["due_on"], row["judgeable_on"]) == (one.on, date(2022, 10, 1))


@pytest.mark.parametrize("group", ["E12000008", "E92000001"])
def test_what_is_told_of_elsewhere_alone_awaits_nothing(tmp_path: Path, group: str) -> None:
    assert due(a_run(tmp_path, OTHER, tiny.fy(2019, 12.0, dimension="area", group=group, group_label="Far"))) == []


def test_a_newer_value_that_is_not_shown_is_named_and_not_awaited(tmp_path: Path) -> None:
    hidden = tiny.fy(2020, None, **OF_GROUP) | {"suppressed": True}
    (one,) = due(a_run(tmp_path, OTHER, tiny.fy(2019, 12.0, **OF_GROUP), hidden))
    assert (one.newest, one.on) == ("2019/20 (2020/21 is not shown)", date(2022, 10, 1))
