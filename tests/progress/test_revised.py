"""A published figure that its publisher revised is told as a change, old beside new, with dataset and version."""

from __future__ import annotations

from dataclasses import replace

import pyarrow as pa
import pytest

from oneplace.place import FromLinkedRecord
from oneplace.place import moved as files
from oneplace.progress import revised
from oneplace.results import TABLES, Results
from tests.progress.tiny import AS_OF, a_place, fy

MADE = {"measure": "falls", "sources": "local_indicators", "vintage": "June 2026"}
BEFORE = [fy(2023, 9.2), fy(2024, 9.1), fy(2025, None)]


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    return a_place(tmp_path_factory.mktemp("tiny"))


def results(rows):
    empty = {name: table.schema.empty_table() for name, table in TABLES.items()}
    made = {"results": rows, "provenance": [MADE]}
    return Results(
        empty | {name: pa.Table.from_pylist(some, schema=TABLES[name].schema) for name, some in made.items()}
    )


def told(place, then, now, **kept):
    before = files.keep(place, None, "first", AS_OF)
    return revised(place, before, replace(before, **kept), results(then), results(now))


def test_what_was_revised_stands_old_beside_new_with_dataset_and_version(place):
    (row,) = told(place, BEFORE, [fy(2023, 9.2), fy(2024, 8.7), fy(2025, 8.0)])
    assert pa.Table.from_pylist([row], schema=TABLES["changes"].schema).num_rows == 1
    assert (row["part"], row["subject"], row["kind"]) == ("published", "falls", "changed")
    assert row["name"] == "Falls (Explore Local Statistics, June 2026)"
    assert row["field"] == "1 value was revised by its publisher"
    assert (row["old"], row["new"]) == ("2024/25: 9.1%", "2024/25: 8.7%")
    assert row["eases"] is row["decided"] is None


@pytest.mark.parametrize(
    "now",
    [
        BEFORE,
        [*BEFORE[:2], fy(2025, 8.0)],
        [BEFORE[0], fy(2024, 9.1 * (1 + 1e-12))],
        [BEFORE[0], fy(2024, 8.7, origin="synthetic")],
        [BEFORE[0], fy(2024, None, suppressed=True)],
    ],
)
def test_what_is_new_hidden_or_the_same_is_neither_revised_nor_gone(place, now):
    assert told(place, BEFORE, now) == []


@pytest.mark.parametrize("now", [[fy(2023, 9.2)], [fy(2023, 9.2), fy(2024, None)]])
def test_what_is_no_longer_published_is_told_by_its_period_without_the_value(place, now):
    (row,) = told(place, BEFORE, now)
    assert (row["field"], row["old"], row["new"]) == ("1 value is no longer published", "2024/25", "no value")
    assert (row["part"], row["kind"], row["name"]) == (
        "published",
        "changed",
        "Falls (Explore Local Statistics, June 2026)",
    )


def test_a_figure_given_before_its_period_is_over_was_no_result_and_is_not_gone(place):
    assert told(place, [*BEFORE, fy(2026, 9.0), fy(2026, 9.0, dimension="sex", group="F")], BEFORE) == []
    (row,) = told(place, [*BEFORE, fy(2025, 9.0), fy(2026, 9.0)], BEFORE)
    assert (row["field"], row["old"]) == ("1 value is no longer published", "2025/26")


def test_of_what_is_gone_the_places_own_and_newest_come_first_beside_what_was_revised(place):
    other = {"dimension": "area", "group": "E92000001", "group_label": "England"}
    revised_row, gone = told(place, [*BEFORE, fy(2025, 9.0, **other), fy(2022, 9.0)], [fy(2023, 9.0)])
    assert revised_row["field"] == "1 value was revised by its publisher"
    assert gone["field"] == "3 values are no longer published, 2 of them of everyone here"
    assert gone["old"] == "2024/25; 2022/23; 2025/26, England"


def test_the_places_own_come_first_the_largest_change_first_and_the_rest_are_counted(place):
    other = {"dimension": "area", "group": "E92000001", "group_label": "England"}
    then = [*(fy(2000 + n, 10.0) for n in range(7)), fy(2000, 10.0, **other)]
    now = [*(fy(2000 + n, 10.0 + n / 10) for n in range(7)), fy(2000, 50.0, **other)]
    (row,) = told(place, then, now)
    assert row["field"] == "7 values were revised by their publisher, 6 of them of everyone here"
    assert row["new"].startswith("2006/07: 10.6%; 2005/06: 10.5%; ")
    assert row["old"].endswith("2001/02: 10.0%; and 1 more")
    (of_six,) = told(place, then[1:], now[1:])
    assert of_six["new"].endswith("2001/02: 10.1%; and 1 more")
    (of_few,) = told(place, then[5:], now[5:])
    assert of_few["new"] == "2006/07: 10.6%; 2005/06: 10.5%; 2000/01, England: 50.0%"


def test_a_small_revision_has_as_many_decimals_as_tell_it(place):
    (row,) = told(place, BEFORE, [BEFORE[0], fy(2024, 9.104)])
    assert (row["old"], row["new"]) == ("2024/25: 9.100%", "2024/25: 9.104%")


def test_a_measure_that_is_asked_for_otherwise_is_no_revision(place, tmp_path):
    said = files.said(place)
    other = said | {"measures": {"falls": said["measures"]["falls"] | {"compute.series": "trips"}}}
    renamed = said | {"measures": {"falls": said["measures"]["falls"] | {"name": "Trips"}}}
    assert told(place, BEFORE, [fy(2024, 8.7)], said=other) == []
    assert len(told(place, BEFORE, [fy(2024, 8.7)], said=renamed)) == 2


@pytest.fixture(scope="module")
def counting(tmp_path_factory):
    """The same with a measure that is counted from partners' files."""
    found = a_place(tmp_path_factory.mktemp("counting"))
    compute = FromLinkedRecord.model_validate({"from": "record", "statistic": "count", "events": {"table": "activity"}})
    return replace(found, measures={"falls": found.measures["falls"].model_copy(update={"compute": compute})})


def test_what_files_count_otherwise_or_no_more_is_told_of_everyone_alone(counting):
    group = {"dimension": "sex", "group": "F", "group_label": "Female"}
    local = {"origin": "local"}
    then = [fy(2023, 9.2, **local), fy(2024, 9.1, **local), fy(2025, 9.0, **local), fy(2024, 5.0, **group, **local)]
    recounted, lost = told(
        counting, then, [fy(2023, 9.4, **local), fy(2024, None, **local), fy(2023, 4.0, **group, **local)]
    )
    assert (recounted["part"], recounted["name"]) == ("recounted", "Falls")
    assert recounted["field"] == "1 value is counted otherwise from newer files"
    assert (recounted["old"], recounted["new"]) == ("2023/24: 9.2%", "2023/24: 9.4%")
    assert (lost["part"], lost["field"]) == ("lost", "2 values are not known any more")
    assert (lost["old"], lost["new"]) == ("2025/26; 2024/25", "no value")
    assert (
        told(counting, then, [*then[:2], fy(2025, None, suppressed=True, **local), fy(2024, 6.0, **group, **local)])
        == []
    )
