"""What partners' data were tested for, as it may be shown, and whether it gets better or worse."""

from datetime import date

import pyarrow.parquet as pq
import pytest

from oneplace.measures import data_tests, shrunk
from oneplace.measures.rows import table
from oneplace.place import SmallNumbers
from tests.record.conftest import SOURCES, make_place

BASE = {"test": "no_nhs_number", "layer": "analytical", "severity": "note", "source": "gp", "partner": "GPs"}
FIRST, SECOND, THIRD = date(2026, 1, 1), date(2026, 4, 1), date(2026, 7, 1)


def shown(folder, *rows, before=None):
    pq.write_table(table("data_tests", [BASE | row for row in rows]), folder / "data_tests.parquet")
    earlier = table("data_tests", [BASE | row for row in before]) if before else None
    return data_tests(folder, SmallNumbers(), earlier).to_pylist()


@pytest.mark.parametrize(
    ("failed", "checked", "said"),
    [
        (0, 102, (0, 100)),
        (1, 100, (None, 100)),
        (4, 100, (None, 100)),
        (7, 100, (5, 100)),
        (3, 3, (None, 5)),
        (1, 2, (None, 5)),
        (0, 1, (0, 5)),
    ],
)
def test_counts_are_rounded_and_a_few_are_not_given(tmp_path, failed, checked, said):
    (row,) = shown(tmp_path, {"failed": failed, "checked": checked})
    assert (row["failed"], row["checked"]) == said


@pytest.mark.parametrize(
    ("groups", "told"),
    [
        ({"1": (5, 5), "2": (0, 8), "3": (40, 400)}, {"3": 40}),  # the smallest other goes with it
        ({"1": (5, 5), "2": (7, 8), "3": (40, 400), "4": (40, 500)}, {"4": 40}),
        ({"1": (97, 100), "2": (0, 2), "3": (5, 6), "4": (40, 500)}, {"4": 40}),
        ({"1": (5, 5), "2": (1, 3)}, {}),
        ({"1": (5, 30), "2": (40, 400)}, {"1": 5, "2": 40}),
    ],
)
def test_no_group_is_told_of_whom_all_opted_out_nor_what_it_follows_from(tmp_path, groups, told):
    of = {"test": "opted_out", "group": None}
    rows = [
        of | {"group": f"deprivation fifth {name}", "failed": failed, "checked": checked}
        for name, (failed, checked) in groups.items()
    ]
    whole = {name: sum(row[name] for row in rows) for name in ("failed", "checked")}
    other = [of | {"group": f"ethnic category {name}", "failed": 10, "checked": 300} for name in "AB"]
    found = shown(tmp_path, of | whole | {"checked": 2000}, *rows, *other)
    assert {row["group"][-1]: row["failed"] for row in found if (row["group"] or "").startswith("dep")} == told
    assert [row["failed"] for row in found if (row["group"] or "").startswith("eth")] == [10, 10]
    assert found[0]["group"] is None


def test_a_feed_is_no_count_of_people_but_the_rows_in_its_note_are(tmp_path):
    note = "rows: 30; rows in the last submission: 47"
    (row,) = shown(tmp_path, {"test": "submission_shrank", "failed": 1, "checked": 1, "note": note})
    assert (row["failed"], row["checked"]) == (1, 1)
    assert row["note"] == "rows: 30; rows in the last submission: 45"


@pytest.mark.parametrize(
    ("then", "now", "trend"),
    [(100, 200, "worse"), (200, 100, "better"), (100, 105, "no_clear_change"), (3, 200, None), (200, 3, None)],
)
def test_the_trend_is_against_the_last_run(tmp_path, then, now, trend):
    before = [{"failed": None if then < 5 else then, "checked": 1000}]
    (row,) = shown(tmp_path, {"failed": now, "checked": 1000}, before=before)
    assert row["trend"] == trend
    assert row["before"] == (None if trend is None else then / 10)


def test_a_quarter_is_held_against_the_one_before(tmp_path):
    quarters = [
        {"failed": 100, "checked": 1000, "period_start": FIRST, "period_end": SECOND},
        {"failed": 300, "checked": 1000, "period_start": SECOND, "period_end": THIRD},
    ]
    assert [row["trend"] for row in shown(tmp_path, *quarters)] == [None, "worse"]


def test_another_source_or_field_is_no_earlier_one(tmp_path):
    before = [{"failed": 100, "checked": 1000, "field": "other"}, {"failed": 9, "checked": 9, "source": "acute"}]
    (row,) = shown(tmp_path, {"failed": 900, "checked": 1000}, before=before)
    assert row["trend"] is None


def test_a_feed_that_stops_is_worse_and_one_that_goes_on_again_better(tmp_path):
    feed = {"test": "feed_stopped", "checked": 1}
    (worse,) = shown(tmp_path, feed | {"failed": 1}, before=[feed | {"failed": 0}])
    (better,) = shown(tmp_path, feed | {"failed": 0}, before=[feed | {"failed": 1}])
    assert (worse["trend"], better["trend"]) == ("worse", "better")


def test_a_record_of_before_has_no_tests(tmp_path):
    assert data_tests(tmp_path, SmallNumbers()).num_rows == 0


def test_check_warns_of_a_submission_that_shrank(tmp_path):
    tests = [
        {"test": "submission_shrank", "dataset": "d", "failed": 1, "checked": 1, "note": "rows: 30"},
        {"failed": 1},
    ]
    (problem,) = shrunk(make_place(SOURCES, tmp_path), table("data_tests", [BASE | one for one in tests]))
    assert (problem.code, problem.path.name) == ("W116", "sources.yaml")
    assert "gp.d" in problem.message
    assert "rows: 30" in problem.message
